"""Writes random tensors of every dtype and how PyTorch 2.13 prints them.

    python test/parity/recordPrinting.py [count]     # rewrites test/parity/golden/printing.jsonl
"""

import json
import math
import random
import sys
from pathlib import Path

import torch

random.seed(3)
torch.manual_seed(3)
DTYPES = "float32 float32 float32 float64 float16 bfloat16 int64 int32 int8 uint8 bool complex64".split()
OPTIONS = [
    ("precision", "precision", [2, 3, 6, 8]),
    ("threshold", "threshold", [5, 20, 10000]),
    ("edgeitems", "edgeItems", [1, 2, 4]),
    ("linewidth", "lineWidth", [40, 60, 120]),
    ("sci_mode", "sciMode", [True, False]),
]


def number(v):
    if isinstance(v, bool):
        return int(v)
    if isinstance(v, int):
        return str(v) if abs(v) > 2**53 else v
    if not math.isfinite(v):
        return "nan" if math.isnan(v) else "inf" if v > 0 else "-inf"
    return "-0" if v == 0 and math.copysign(1, v) < 0 else v


def values_of(shape, name):
    if name == "bool":
        return torch.randint(0, 2, shape).bool()
    if name == "uint8":
        return torch.randint(0, 256, shape).to(torch.uint8)
    if "int" in name:
        top = random.choice([3, 100, 127] if name == "int8" else [3, 1000, 10**6, 2**31 - 1])
        return torch.randint(-top, top, shape).to(getattr(torch, name))
    if name == "complex64":
        return torch.randn(shape, dtype=torch.complex64) * 10 ** random.uniform(-6, 6)
    t = torch.randn(shape, dtype=torch.float64) * 10 ** random.uniform(-8, 9)
    kind = random.random()
    if kind < 0.2:
        t = torch.round(t)
    elif kind < 0.3:
        t = torch.round(t * 8) / 8
    elif kind < 0.4:
        t = torch.exp(torch.randn(shape, dtype=torch.float64) * random.choice([1, 4, 8]))
    elif kind < 0.5:
        t = t.relu()
    flat = t.reshape(-1)
    if random.random() < 0.25 and len(flat):
        for _ in range(random.randint(1, 3)):
            flat[random.randrange(len(flat))] = random.choice([math.nan, math.inf, -math.inf, 0.0, -0.0])
    return flat.reshape(shape).to(getattr(torch, name))


def one():
    large = random.random() < 0.1
    sizes = [1, 3, 7, 9, 20] if large else [0, 1, 2, 3, 5, 7]
    shape = [random.choice(sizes) for _ in range(random.choice([0, 1, 1, 2, 2, 3, 4]))]
    if math.prod(shape) > 1200:
        shape = [1001]
    name = random.choice(DTYPES)
    t = values_of(shape, name)
    given = {}
    if random.random() < 0.3:
        given = {a: (b, random.choice(c)) for a, b, c in OPTIONS if random.random() < 0.4}
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**{a: value for a, (_, value) in given.items()})
    suffix = None
    if t.is_floating_point() and random.random() < 0.2:
        t.requires_grad_()
        suffix = "requires_grad=True"
        if random.random() < 0.5:
            t, suffix = t.clone(), "grad_fn=<CloneBackward0>"
    plain = torch.view_as_real(t.detach()) if name == "complex64" else t.detach()
    values = [number(v) for v in plain.reshape(-1).tolist()]
    options = {b: value for b, value in given.values()}
    return {"shape": shape, "dtype": name, "values": values, "options": options, "suffix": suffix, "text": repr(t)}


count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
lines = [json.dumps(one()) for _ in range(count)]
(Path(__file__).parent / "golden" / "printing.jsonl").write_text("\n".join(lines) + "\n")
