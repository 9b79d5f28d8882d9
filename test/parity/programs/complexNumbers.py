# %% kernels that are not written for complex numbers
import torch
import torch.nn.functional as F
x = torch.tensor([1+2j, 0+1j, 0j])
p = torch.tensor([[[[1j, 2j], [3j, 4j]]]])
for name in ('atan2', 'fmax', 'fmin', 'copysign', 'heaviside', 'remainder', 'fmod', 'hypot', 'nextafter', 'floor_divide', 'gcd', 'lcm', 'xlogy'):
    try: print(getattr(torch, name)(x, x))
    except Exception as e: print(name, type(e).__name__, e)
for name, call in {'sort': lambda: x.sort(), 'argsort': lambda: x.argsort(), 'msort': lambda: torch.msort(x), 'topk': lambda: x.topk(1), 'median': lambda: x.median(),
                   'mode': lambda: x.mode(), 'kthvalue': lambda: x.kthvalue(1), 'cummax': lambda: x.cummax(0), 'isin': lambda: torch.isin(x, x), 'nansum': lambda: x.nansum(),
                   'searchsorted': lambda: torch.searchsorted(x, x), 'erf': lambda: torch.erf(x), 'gelu': lambda: F.gelu(x), 'max_pool2d': lambda: F.max_pool2d(p, 2),
                   'avg_pool2d': lambda: F.avg_pool2d(p, 2)}.items():
    try: print(call())
    except Exception as e: print(name, type(e).__name__, e)
