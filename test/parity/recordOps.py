"""Records what PyTorch answers to the samples of the op registry: bound arguments, result, warnings or exception.

  node test/parity/samples.mjs | python test/parity/recordOps.py > test/parity/golden/ops.json
"""
import json
import math
import sys
import warnings

import torch
import torch.nn.functional as F


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


def record(sample):
    scope = {'torch': torch, 'F': F, 'capture': capture}
    exec(sample.get('setup', ''), scope)
    args, kwargs = eval(f"capture({sample['args']})", scope)
    entry = {**sample, 'positional': [encode(a) for a in args], 'keywords': {k: encode(v) for k, v in kwargs.items()}}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            entry['result'] = encode(resolve(sample['op'])(*args, **kwargs))
        except Exception as error:
            entry['error'] = {'type': type(error).__name__, 'message': str(error)}
    entry['warnings'] = [{'type': w.category.__name__, 'message': str(w.message)} for w in caught]
    return entry


if __name__ == '__main__':
    json.dump({'torch': torch.__version__, 'cases': [record(s) for s in json.load(sys.stdin)]}, sys.stdout, indent=0)
