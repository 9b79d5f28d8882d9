"""Runs every program of test/parity/programs with PyTorch 2.13 and writes what it printed, warned of, raised and bound.

    python test/parity/record.py            # rewrites test/parity/golden/programs.jsonl
"""

import contextlib
import io
import json
import math
import re
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
torch.set_num_threads(1)
# Warnings that PyTorch gives once per process come in every program.
torch.set_warn_always(True)
NUMPY_OPTIONS = np.get_printoptions()


def programs():
    for file in sorted((HERE / "programs").glob("*.py")):
        for part in re.split(r"^# %% ", file.read_text(), flags=re.M)[1:]:
            name, code = part.split("\n", 1)
            yield f"{file.stem}/{name.strip()}", code.strip() + "\n"


def number(x):
    if isinstance(x, (bool, np.bool_)):
        return bool(x)
    if isinstance(x, (int, np.integer)):
        return int(x)
    if not math.isfinite(x):
        return "nan" if math.isnan(x) else "inf" if x > 0 else "-inf"
    return float(str(x)) if isinstance(x, (np.float32, np.float16)) else float(x)


def nested(a):
    return number(a[()]) if a.ndim == 0 else [nested(x) for x in a]


def encode(value):
    if isinstance(value, torch.Tensor):
        plain = value.detach().float() if value.dtype == torch.bfloat16 else value.detach()
        dtype = str(value.dtype).removeprefix("torch.")
        return {"kind": "tensor", "shape": list(value.shape), "dtype": dtype, "values": nested(plain.numpy())}
    if isinstance(value, (list, tuple)):
        return {"kind": "list" if isinstance(value, list) else "tuple", "items": [encode(x) for x in value]}
    if value is None:
        return {"kind": "none"}
    if isinstance(value, (bool, int, float, str)):
        return {"kind": type(value).__name__, "value": number(value) if not isinstance(value, str) else value}
    raise TypeError(f"no encoding of {type(value)}")


def clean(message):
    return re.sub(r"\s*\(Triggered internally at [^\n]*\)\s*$", "", message)


def run(code):
    torch.set_printoptions(profile="default")
    torch.set_default_dtype(torch.float32)
    np.set_printoptions(**NUMPY_OPTIONS)
    torch.set_grad_enabled(True)
    out, record, names = io.StringIO(), {}, {"__name__": "__main__"}
    with warnings.catch_warnings(record=True) as seen, contextlib.redirect_stdout(out):
        warnings.simplefilter("always")
        try:
            exec(compile(code, "<program>", "exec"), names)
            if "result" in names:
                record["value"] = encode(names["result"])
        except Exception as error:
            frame, line = error.__traceback__, 0
            while frame is not None:
                if frame.tb_frame.f_code.co_filename == "<program>":
                    line = frame.tb_lineno
                frame = frame.tb_next
            message = str(error)
            if isinstance(error, SyntaxError) and error.lineno:
                # Its text tells the file too.
                message, line = error.msg, error.lineno
            record["error"] = {"type": type(error).__name__, "message": clean(message), "line": line}
    record["stdout"] = out.getvalue()
    record["warnings"] = [{"category": w.category.__name__, "message": clean(str(w.message))} for w in seen]
    return record


def main():
    found = programs()
    # What a program saves goes with the folder.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        lines = [json.dumps({"id": name, "code": code, **run(code)}) for name, code in found]
    (HERE / "golden" / "programs.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} programs, torch {torch.__version__}", file=sys.stderr)


if __name__ == "__main__":
    main()
