"""Records what PyTorch answers to the samples of the op registry: bound arguments, result, warnings or exception, gradients.

  node test/parity/samples.mjs | python test/parity/recordOps.py > test/parity/golden/ops.json
"""
import json
import math
import sys
import warnings

import torch
import torch.nn.functional as F

# Warnings that PyTorch gives once per process come with every sample.
torch.set_warn_always(True)


def number(v):
    if isinstance(v, float) and not math.isfinite(v):
        return 'nan' if math.isnan(v) else 'inf' if v > 0 else '-inf'
    return v


def encode(v):
    if isinstance(v, torch.Tensor):
        values = v.detach().double() if v.is_floating_point() else v.detach()
        strides = {} if v.is_contiguous() else {'strides': list(v.stride())}
        return {'kind': 'tensor', 'dtype': str(v.dtype)[6:], 'shape': list(v.shape), **strides,
                'values': [number(x) for x in values.flatten().tolist()]}
    if isinstance(v, torch.dtype):
        return {'kind': 'dtype', 'value': str(v)[6:]}
    if isinstance(v, (list, tuple)):
        return {'kind': 'list', 'items': [encode(x) for x in v]}
    if v is None:
        return {'kind': 'none'}
    return {'kind': type(v).__name__, 'value': number(v)}


def capture(*args, **kwargs):
    return args, kwargs


def resolve(name):
    found = torch
    for part in name.split('.')[1:]:
        found = getattr(found, part)
    return found


def bound(sample):
    scope = {'torch': torch, 'F': F, 'capture': capture}
    exec(sample.get('setup', ''), scope)
    return eval(f"capture({sample['args']})", scope)


def floats(values):
    """The float tensors among arguments or results, those of lists too, in order."""
    for value in values:
        if isinstance(value, torch.Tensor) and value.is_floating_point():
            yield value
        elif isinstance(value, (list, tuple)):
            yield from floats(value)


def weighted(tensors):
    """A sum that gives each element a factor of its own: (7 i mod 11 - 4.5) / 8."""
    def factors(x):
        return (((torch.arange(x.numel()) * 7) % 11).double() - 4.5).div(8).to(x.dtype).reshape(x.shape)
    return sum((x * factors(x)).sum() for x in tensors)


def gradients_of(sample, chosen):
    """Gradients of the results with respect to some of the float arguments, and those arguments."""
    args, kwargs = bound(sample)
    inputs = list(floats([*args, *kwargs.values()]))
    inputs = [inputs[i].requires_grad_() for i in chosen]
    result = resolve(sample['op'])(*args, **kwargs)
    results = [x for x in floats([result]) if x.requires_grad]
    if not results:
        return [None for _ in inputs], inputs
    return torch.autograd.grad(weighted(results), inputs, create_graph=True, allow_unused=True), inputs


def values(x):
    return None if x is None else [number(v) for v in x.detach().double().flatten().tolist()]


def node_of(sample, chosen):
    """The node on the first result, where some of the float arguments require a gradient, and those arguments."""
    args, kwargs = bound(sample)
    inputs = list(floats([*args, *kwargs.values()]))
    for i in chosen:
        inputs[i].requires_grad_()
    results = [x for x in floats([resolve(sample['op'])(*args, **kwargs)]) if x.requires_grad]
    return results[0].grad_fn if results else None, inputs


def graph(node, inputs):
    """`AddmmBackward0(2 0 TBackward0(1))`: the nodes behind a node, numbers of arguments at its ends, `-` for None."""
    if node is None:
        return '-'
    if type(node).__name__ == 'AccumulateGrad':
        return next((str(i) for i, x in enumerate(inputs) if x is node.variable), '?')
    return f"{type(node).__name__}({' '.join(graph(next_node, inputs) for next_node, _ in node.next_functions)})"


def gradients(sample, count):
    """For each float argument its first-order gradient or exception; for all that have one, the second order."""
    first = []
    for i in range(count):
        try:
            (grad,), _ = gradients_of(sample, [i])
            first.append({'values': values(grad)})
        except RuntimeError as error:
            first.append({'error': {'type': type(error).__name__, 'message': str(error)}})
    chosen = [i for i, entry in enumerate(first) if entry.get('values') is not None]
    found, inputs = gradients_of(sample, chosen)
    node, _ = node_of(sample, chosen[:1])
    name = type(node).__name__ if node else None
    text = graph(*node_of(sample, chosen)) if chosen else '-'
    further = [g for g in found if g is not None and g.requires_grad]
    if further:
        try:
            second = torch.autograd.grad(weighted(further), inputs, allow_unused=True)
            for i, grad in zip(chosen, second):
                first[i]['second'] = values(grad)
        except RuntimeError:
            pass
    return first, name, text if len(text) < 200 else text[:text.index('(')] + '(...)'


def record(sample):
    args, kwargs = bound(sample)
    entry = {**sample, 'positional': [encode(a) for a in args], 'keywords': {k: encode(v) for k, v in kwargs.items()}}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            entry['result'] = encode(resolve(sample['op'])(*args, **kwargs))
        except Exception as error:
            entry['error'] = {'type': type(error).__name__, 'message': str(error)}
    entry['warnings'] = [{'type': w.category.__name__, 'message': str(w.message)} for w in caught]
    count = len(list(floats([*args, *kwargs.values()])))
    if 'result' in entry and count:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            found, name, text = gradients(sample, count)
        if any(grad.get('values') is not None or 'error' in grad for grad in found):
            entry['gradients'] = found
            if name:
                entry['node'] = name
            if text != '-':
                entry['graph'] = text
    return entry


if __name__ == '__main__':
    json.dump({'torch': torch.__version__, 'cases': [record(s) for s in json.load(sys.stdin)]}, sys.stdout, indent=0)
