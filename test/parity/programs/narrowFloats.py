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
