"""What PyTorch calls the node on a gradient: for each node and each of its sources the last step of its derivative, as its first
sample has it.

    node test/parity/samples.mjs | python test/parity/recordSecond.py > src/torch/autograd/secondNames.txt

A line for each node: its name, `*` where its sources broadcast, then a name for each source, `-` where none was seen; all
with `~` for `Backward`. A line `Tanh~0@0` tells the same of the gradient of that node's first source: what the second
derivative by each source is called, where nothing but the sources has a gradient.
"""

import collections
import json
import sys
import warnings

import torch
from recordOps import bound, floats, resolve

warnings.simplefilter('ignore')
seen = collections.defaultdict(lambda: collections.defaultdict(dict))
broadcasting = set()


def short(name):
    return name.replace('Backward', '~')


def ways(node, x):
    """How many ways lead from a node to a tensor."""
    if node is None or getattr(node, 'variable', None) is x:
        return int(node is not None)
    return sum(ways(behind, x) for behind, _ in node.next_functions)


def look(sample, number):
    args, kwargs = bound(sample)
    inputs = list(floats([*args, *kwargs.values()]))
    x = inputs[number].requires_grad_()
    if x.numel() < 2 or any(v.dtype in (torch.half, torch.bfloat16) for v in inputs):
        return
    y = [r for r in floats([resolve(sample['op'])(*args, **kwargs)]) if r.requires_grad][0]
    if y.dtype != x.dtype or y.numel() == 0:
        return
    node = y.grad_fn
    at = [k for k, (f, _) in enumerate(node.next_functions) if getattr(f, 'variable', None) is x]
    if len(at) != 1 or ways(node, x) != 1:
        return
    (grad,) = torch.autograd.grad(y, x, torch.ones_like(y, requires_grad=True), create_graph=True)
    name = type(node).__name__
    if y.shape != x.shape and len(node.next_functions) > 1 and any(v.shape == y.shape for v in inputs if v is not x):
        if grad.grad_fn.name() in ('ViewBackward0', 'SumBackward0', 'SumBackward1'):
            broadcasting.add(name)
    elif '::' not in grad.grad_fn.name():
        seen[name][at[0]].setdefault(grad.grad_fn.name())
        look_further(y, name, at[0], [x, *[v for v in inputs if v is not x]])


def look_further(y, name, source, inputs):
    """The names of second derivatives, source by source."""
    (grad,) = torch.autograd.grad(y, inputs[0], torch.ones_like(y), create_graph=True)
    if not grad.requires_grad:
        return
    (further,) = torch.autograd.grad(grad, inputs[0], torch.ones_like(grad), create_graph=True, allow_unused=True)
    if further is not None and further.grad_fn is not None and '::' not in further.grad_fn.name():
        seen[f'{name}@{source}'][source].setdefault(further.grad_fn.name())


# Operators have no samples of their own.
OPERATORS = [{'op': 'torch.Tensor.__getitem__', 'args': f'torch.ones(3, 2), {key}'} for key in ('torch.tensor([0, 1])', '0', 'slice(1, 3)')]

for sample in [*json.load(sys.stdin), *OPERATORS]:
    try:
        args, kwargs = bound(sample)
        count = len(list(floats([*args, *kwargs.values()])))
    except Exception:
        continue
    for number in range(count):
        try:
            look(sample, number)
        except (AttributeError, IndexError, RuntimeError, TypeError, ValueError):
            pass
for name, sources in sorted(seen.items()):
    names = [short(next(iter(sources[at]))) if sources[at] else '-' for at in range(max(sources) + 1)]
    print(short(name) + ('*' if name in broadcasting else ''), *names)
