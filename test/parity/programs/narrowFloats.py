# %% kernels that are not written for narrow floats
import torch
import torch.nn.functional as F
for dtype in (torch.float16, torch.bfloat16):
    x = torch.tensor([[4., 2.], [2., 5.]]).to(dtype)
    for name, call in {
        'cdist': lambda: torch.cdist(x, x), 'pdist': lambda: F.pdist(x), 'pdist of one': lambda: F.pdist(x[:1]),
        'avg_pool3d': lambda: F.avg_pool3d(x.reshape(1, 1, 1, 2, 2), 1), 'lp_pool3d': lambda: F.lp_pool3d(x.reshape(1, 1, 1, 2, 2), 2, 1),
        'multi_margin': lambda: F.multi_margin_loss(x, torch.tensor([0, 1])), 'multilabel': lambda: F.multilabel_margin_loss(x, torch.tensor([[0, -1], [1, -1]])),
        'ctc': lambda: F.ctc_loss(x.reshape(2, 1, 2).log_softmax(2), torch.tensor([[1]]), (2,), (1,)), 'avg_pool2d': lambda: F.avg_pool2d(x[None, None], 2, 1, 1),
        'avg_pool1d': lambda: F.avg_pool1d(x[None], 3, 1, 1), 'adaptive': lambda: F.adaptive_avg_pool2d(x[None, None], (1, 2)),
    }.items():
        try: print(name, call())
        except Exception as e: print(name, type(e).__name__, e)

# %% roundings of softmax
import torch
for dtype in (torch.float16, torch.bfloat16):
    x = (torch.arange(24.).reshape(2, 4, 3).mul(7).remainder(11) / 3 - 1).to(dtype)
    for dim in range(3): print(torch.softmax(x, dim))
    print(torch.softmax(torch.tensor(2.).to(dtype), 0))

# %% roundings of products with a bias
import torch
import torch.nn.functional as F
for dtype in (torch.float16, torch.bfloat16):
    x = (torch.arange(12.).reshape(4, 3).mul(7).remainder(11) / 3 - 1).to(dtype).requires_grad_()
    w = (torch.arange(15.).reshape(5, 3) / 7 - 1).to(dtype).requires_grad_()
    b = (torch.arange(5.) / 3).to(dtype).requires_grad_()
    y = F.linear(x, w, b)
    print(y, torch.addmm(b, x, w.t(), beta=0.5, alpha=1.5))
    y.pow(2).sum().backward()
    print(x.grad, w.grad, b.grad)

# %% gradients and functions rounded as by the kernels
import torch
import torch.nn.functional as F
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def g(f, *xs):
    y = f(*xs); y = y.float() * torch.arange(1, y.numel() + 1).reshape(y.shape); y.sum().backward(); print([x.grad.tolist() for x in xs])
x = torch.tensor([[1., 2., 3.], [1., 5., 2.]])
for d in (torch.half, torch.bfloat16):
    for f in (lambda v: F.softmax(v, 0), lambda v: F.softmax(v, 1), lambda v: F.log_softmax(v, 0), lambda v: F.softmin(v, 1)): g(f, x.to(d).requires_grad_())
    print(torch.sinc(torch.linspace(-3, 3, 13).to(d)).tolist(), F.normalize(torch.zeros(1, 2).to(d)), torch.xlogy(x.to(d), (x / 7).to(d)).tolist())
    p = (x / 7).to(d); print(F.kl_div(-p, p, reduction='none').tolist(), torch.ldexp(x.to(d), torch.tensor([1, -2, 3])), torch.ldexp(x.to(d), torch.tensor(1.)))
    print(F.grid_sample(torch.arange(16.).reshape(1, 1, 4, 4).to(d), torch.zeros(1, 1, 2, 2).to(d), align_corners=False))
for d in (torch.float, torch.double, torch.long):
    for e in (torch.float, torch.long, torch.int, torch.half, torch.bool): t(lambda: torch.ldexp(torch.ones(2).to(d), torch.ones(2).to(e)))
print(torch.ldexp(torch.tensor([1e-30, 2.]), torch.tensor([128, -149])))

# %% repeats counted by a tensor
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = torch.tensor([1., 2., 3.], requires_grad=True)
for r in (torch.tensor([1, 2, 0]), torch.tensor([2])):
    x.grad = None; (x.repeat_interleave(r) * 2).sum().backward(); print(x.grad)
m = torch.arange(6.).reshape(2, 3).requires_grad_(); torch.repeat_interleave(m, torch.tensor([2, 1]), 0).pow(2).sum().backward(); print(m.grad)
for f in (lambda: x.sum(dtype=torch.int64), lambda: x.prod(dtype=torch.int64), lambda: x.cumsum(0, dtype=torch.int64), lambda: x.sum(0, dtype=torch.bool), lambda: x.nansum(dtype=torch.int32), lambda: x.detach().sum(dtype=torch.int64), lambda: x.cumprod(0, dtype=torch.double), lambda: torch.zeros_like(x, dtype=torch.long)): t(f)
with torch.no_grad(): t(lambda: x.sum(dtype=torch.int64))
