"""Records torch.result_type for every pair of dtypes, as tensors with dims, 0-d tensors and Python numbers.

  python test/parity/recordPromotion.py > test/parity/golden/promotion.json
"""
import json

import torch

DTYPES = 'float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool'.split()


def tensor(dtype, rank):
    return torch.ones([1] * rank, dtype=getattr(torch, dtype))


rows = []
for a in DTYPES:
    for rank in (0, 1):
        x = tensor(a, rank)
        for b in DTYPES:
            for other in (0, 1):
                rows.append([a, rank, b, other, str(torch.result_type(x, tensor(b, other)))[6:]])
        for kind, value in (('bool', True), ('int64', 1), ('float64', 1.5)):
            rows.append([a, rank, kind, 'number', str(torch.result_type(x, value))[6:]])
print(json.dumps({'torch': torch.__version__, 'rows': rows}, separators=(',', ':')).replace('],[', '],\n['))
