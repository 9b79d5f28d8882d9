"""Records what PyTorch computes into golden/: python record.py (PyTorch 2.13, CPU). Numbers are float32 bits."""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

folder = pathlib.Path(__file__).parent / "golden"
rng = np.random.default_rng(7)
inf, nan = float("inf"), float("nan")
special = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, inf, -inf, nan, 1e-40, -1e-40, 88.7, -88.0, -95.0, 104.0, 1e-8, -1e-8, 3e38]


def bits(values):
    return torch.as_tensor(values).detach().to(torch.float32).contiguous().numpy().view(np.uint32).flatten().tolist()


def tensor(values):
    return torch.from_numpy(np.array(values, dtype=np.float32))


def functions():
    """Every elementwise function on special, small, usual and wild numbers."""
    wild = rng.integers(0, 2**32, 100, dtype=np.uint32).view(np.float32)
    x = np.concatenate([np.array(special, np.float32), rng.normal(size=100).astype(np.float32), (rng.normal(size=60) * 20).astype(np.float32), rng.uniform(0, 1, 60).astype(np.float32), wild])
    y = np.concatenate([np.array(special[::-1], np.float32), np.roll(x, 17)[len(special):]])
    pairs = [(a, b) for a in special for b in special]
    a = tensor(list(x) + [p[0] for p in pairs])
    b = tensor(list(y) + [p[1] for p in pairs])
    unary = dict(
        neg=torch.neg, abs=torch.abs, sign=torch.sign, exp=torch.exp, expm1=torch.expm1, log=torch.log, log1p=torch.log1p,
        log2=torch.log2, log10=torch.log10, sqrt=torch.sqrt, rsqrt=torch.rsqrt, square=torch.square, reciprocal=torch.reciprocal,
        sigmoid=torch.sigmoid, logSigmoid=F.logsigmoid, tanh=torch.tanh, relu=torch.relu, floor=torch.floor, ceil=torch.ceil,
        round=torch.round, trunc=torch.trunc, isnan=torch.isnan, isinf=torch.isinf, logicalNot=torch.logical_not,
    )
    binary = dict(
        add=torch.add, sub=torch.sub, mul=torch.mul, div=torch.div, maximum=torch.maximum, minimum=torch.minimum,
        xlogy=torch.xlogy, eq=torch.eq, ne=torch.ne, lt=torch.lt, le=torch.le, gt=torch.gt, ge=torch.ge,
        logicalAnd=torch.logical_and, logicalOr=torch.logical_or,
    )
    # One by one: PyTorch's vector instructions return the other zero of (0, -0) than its plain code, which small tensors meet.
    alone = lambda f: lambda p, q: torch.cat([f(p[i : i + 1], q[i : i + 1]) for i in range(len(p))])
    binary["maximum"], binary["minimum"] = alone(torch.maximum), alone(torch.minimum)
    return {
        "a": bits(a), "b": bits(b),
        "unary": {name: bits(f(a)) for name, f in unary.items()},
        "binary": {name: bits(f(a, b)) for name, f in binary.items()},
        "pow": {str(p): bits(a**p) for p in (2, 3, 0.5, -0.5, -1, -2, 1)},
    }


def softmaxes():
    cases = []

    def case(x, dim):
        cases.append({"x": bits(x), "shape": list(x.shape), "dim": dim, "softmax": bits(torch.softmax(x, dim)), "log": bits(torch.log_softmax(x, dim))})

    for shape in [(), (5,), (2, 3), (3, 1), (2, 3, 4), (2, 3, 2, 2), (2, 1, 3, 2, 2), (64, 10)]:
        x = tensor(rng.normal(size=shape) * 3).reshape(shape)
        for dim in range(max(len(shape), 1)):
            case(x, dim)
    for row in [[inf, 0, 1], [-inf, 0, 1], [-inf, -inf, -inf], [nan, 0, 1], [1e4, -1e4, 0], [100, 0, -3], [3e38, 3e38, -3e38], [-0.0, 0.0, 0.0], [inf, -inf, 0], [0, -88, -103]]:
        case(tensor([row, [1, 2, 3]]), 1)
        case(tensor([row, [1, 2, 3]]), 0)
    return cases


def losses():
    cases = []

    def case(kind, input, target, call, **options):
        entry = {"kind": kind, "shape": list(input.shape), "input": bits(input), "targetShape": list(target.shape), "options": {}}
        if target.dtype == torch.long:
            entry["indices"] = target.flatten().tolist()
        else:
            entry["target"] = bits(target)
        for name, value in options.items():
            entry["options"][name] = {"shape": list(value.shape), "bits": bits(value)} if torch.is_tensor(value) else value
        for reduction in ("none", "mean", "sum"):
            entry[reduction] = bits(call(input, target, reduction=reduction, **options))
        cases.append(entry)

    p = tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    t = tensor([[0, 1, 1], [0, 1, 0]])
    w = tensor([[1, 2, 0.5], [0.1, 3, 1]])
    edges = (tensor([0, 1, 0, 1, 0.5, nan, 1e-40, 0.9999999]), tensor([0, 1, 1, 0, 0.3, 1, 1, 0]))
    bce = lambda x, y, **o: F.binary_cross_entropy(x, y, **o)
    case("bce", p, t, bce)
    case("bce", p, t, bce, weight=w)
    case("bce", tensor(rng.uniform(0, 1, (4, 5))), tensor(rng.uniform(0, 1, (4, 5))), bce)
    # The check of the range, which is the caller's, would refuse NaN.
    case("bce", edges[0][[0, 1, 2, 3, 4, 6, 7]], edges[1][[0, 1, 2, 3, 4, 6, 7]], bce)

    logits = F.binary_cross_entropy_with_logits
    l = tensor([[-1.2, 0.3, 2.5], [0.0, 100, -100]])
    case("bceWithLogits", l, t, logits)
    case("bceWithLogits", l, t, logits, weight=w)
    case("bceWithLogits", l, t, logits, weight=w, pos_weight=tensor([2, 0.5, 1]))
    case("bceWithLogits", tensor([0, 1, inf, -inf, nan, 1000, -1000]), tensor([0, 1, 1, 0, 0, 1, 1]), logits)

    q = torch.softmax(tensor(rng.normal(size=(3, 4))), 1)
    lp = torch.log_softmax(tensor(rng.normal(size=(3, 4))), 1)
    kl = lambda x, y, log_target=False, reduction="mean": F.kl_div(x, y, reduction=reduction, log_target=log_target)
    case("klDiv", lp, q, kl)
    case("klDiv", lp, q.log(), kl, log_target=True)
    case("klDiv", tensor([0, -1, -inf, -inf, nan, 2, -3]), tensor([0, 1, 1, 0, 0, -1, 0.25]), kl)
    case("klDiv", tensor([0, -1, -inf, 2]), tensor([0, 1, 1, -inf]), kl, log_target=True)

    def classes(shape, count):
        return torch.from_numpy(rng.integers(0, count, shape))

    weight = tensor([0.2, 1, 3.5, 0, 0.7])
    for shape in [(5,), (3, 5), (64, 5), (2, 5, 3), (2, 5, 2, 3), (2, 5, 2, 1, 2)]:
        x = tensor(rng.normal(size=shape) * 2)
        target = classes(shape[:0] + shape[2:] if len(shape) == 1 else shape[:1] + shape[2:], 5) if len(shape) > 1 else torch.tensor(2)
        for options in [{}, {"weight": weight}, {"ignore_index": int(target.flatten()[0])}]:
            if len(shape) > 1 or "ignore_index" not in options:
                case("nll", torch.log_softmax(x, 1 if len(shape) > 1 else 0), target, F.nll_loss, **options)
            for smooth in (0.0, 0.1, 1.0):
                case("crossEntropy", x, target, F.cross_entropy, label_smoothing=smooth, **options)
        chances = torch.softmax(tensor(rng.normal(size=shape)), 1 if len(shape) > 1 else 0)
        case("crossEntropyProbabilities", x, chances, F.cross_entropy, label_smoothing=0.0)
        case("crossEntropyProbabilities", x, chances, F.cross_entropy, label_smoothing=0.2, weight=weight)
    rows = tensor([[-inf, -inf, -inf], [inf, 0, 1], [1e4, -1e4, 0], [nan, 0, 0], [-inf, 0, 1], [0, -inf, 1]])
    case("crossEntropy", rows, torch.tensor([0, 1, 1, 2, 0, 0]), F.cross_entropy, label_smoothing=0.0)
    case("crossEntropy", rows, torch.tensor([0, 1, 1, 2, 1, 0]), F.cross_entropy, label_smoothing=0.3)
    case("crossEntropy", tensor([[3], [4]]), torch.tensor([0, 0]), F.cross_entropy, label_smoothing=0.0)
    case("crossEntropyProbabilities", tensor([[3], [4]]), tensor([[1], [1]]), F.cross_entropy, label_smoothing=0.0)
    case("crossEntropy", rows, torch.full((6,), -100), F.cross_entropy, label_smoothing=0.0)
    case("nll", tensor([[0, -1], [-2, -0.5]]), torch.tensor([0, 1]), F.nll_loss)
    return cases


def reductions():
    cases = []
    names = dict(sum=torch.sum, mean=torch.mean, prod=torch.prod, max=torch.amax, min=torch.amin, argmax=torch.argmax, argmin=torch.argmin)
    for shape, dim in [((4,), 0), ((2, 3), 0), ((2, 3), 1), ((2, 3, 4), 1), ((3, 2, 2, 3), 2)]:
        cases += [(tensor(rng.normal(size=shape) * 4), dim)]
    for row in [[nan, 1, 2], [1, nan, 2], [inf, -inf, 0], [inf, 1, 2], [-inf, -inf, -inf], [1e-40, 2e-40, 3e-40], [-0.0, -0.0, -0.0], [1, 1, 1], [3e38, 3e38, -3e38]]:
        cases += [(tensor([row, [1, 2, 3]]), 1)]
    # In doubles: the order of float32 sums is PyTorch's own affair.
    exact = lambda name, f, x, dim: f(x.double(), dim) if name in ("sum", "mean", "prod") and torch.isfinite(f(x, dim)).all() else f(x, dim)
    return [
        {"x": bits(x), "shape": list(x.shape), "dim": dim,
         **{name: (exact(name, f, x, dim).flatten().tolist() if name.startswith("arg") else bits(exact(name, f, x, dim))) for name, f in names.items()}}
        for x, dim in cases
    ]


for name, make in dict(functions=functions, softmaxes=softmaxes, losses=losses, reductions=reductions).items():
    (folder / f"{name}.json").write_text(json.dumps(make(), separators=(",", ":")))
