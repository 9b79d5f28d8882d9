# %% products are computed in the type of autocast
import torch
import torch.nn.functional as F
x = torch.arange(6.).reshape(2, 3) / 7
w = torch.arange(12.).reshape(4, 3) / 5 - 1
v = torch.tensor([0.3, -1.7, 2.1])
calls = {
    'mm': lambda: torch.mm(x, w.t()), 'matmul': lambda: x @ w.t(), 'bmm': lambda: torch.bmm(x[None], w.t()[None]),
    'linear': lambda: F.linear(x, w, torch.ones(4) / 3), 'addmm': lambda: torch.addmm(torch.ones(4) / 3, x, w.t(), beta=0.5),
    'baddbmm': lambda: torch.baddbmm(torch.ones(1, 1, 1), x[None], w.t()[None]), 'einsum': lambda: torch.einsum('ij,kj->ik', x, w),
    'einsum of one': lambda: torch.einsum('ij->ji', x), 'einsum times': lambda: torch.einsum('ij,ij->ij', x, x),
    'tensordot': lambda: torch.tensordot(x, w, dims=([1], [1])), 'one number': lambda: torch.tensordot(v, v, dims=1),
    'inner': lambda: torch.inner(x, v), 'dot': lambda: v @ v, 'torch.dot': lambda: torch.dot(v, v), 'mv': lambda: torch.mv(x, v),
    'matmul mv': lambda: x @ v, 'addmv': lambda: torch.addmv(torch.ones(2), x, v), 'outer': lambda: torch.outer(v, v),
    'multi_dot': lambda: torch.linalg.multi_dot([x, w.t(), w]), 'vecdot': lambda: torch.linalg.vecdot(x, v),
    'prelu': lambda: F.prelu(x - 0.5, torch.tensor([0.3])), 'conv1d': lambda: F.conv1d(x[None], w.reshape(2, 2, 3)[:, :, :2]),
    'conv2d': lambda: F.conv2d(x[None, None], w[None, None, :2, :2], torch.tensor([0.1])),
    'conv_transpose2d': lambda: F.conv_transpose2d(x[None, None], w[None, None, :2, :2]), 'cov': lambda: torch.cov(x * x),
    'cdist': lambda: torch.cdist(x, w), 'pow': lambda: x ** 2,
    'softmax': lambda: torch.softmax(x, 1), 'sum': lambda: x.sum(), 'exp': lambda: x.exp(), 'layer_norm': lambda: F.layer_norm(x, (3,)),
}
with torch.autocast('cpu', dtype=torch.bfloat16):
    for name, call in calls.items():
        print(name, call())
with torch.autocast('cpu', dtype=torch.float16):
    print(x @ w.t(), F.linear(x, w, torch.ones(4) / 3), torch.addmm(torch.ones(4) / 3, x, w.t(), alpha=1.5))

# %% losses and their like are computed in float32
import torch
import torch.nn.functional as F
x = (torch.arange(6.).reshape(2, 3) / 7).bfloat16()
y = torch.tensor([[1., 0., 1.], [0., 1., 0.]])
h = torch.tensor([0.1, 0.3, 0.7]).half()
k = torch.tensor([0, 2])
with torch.autocast('cpu'):
    for name, call in {
        'mse': lambda: F.mse_loss(x, y), 'l1': lambda: F.l1_loss(x, y), 'smooth': lambda: F.smooth_l1_loss(x, y),
        'huber': lambda: F.huber_loss(x, y), 'bce': lambda: F.binary_cross_entropy(x, y),
        'logits': lambda: F.binary_cross_entropy_with_logits(x, y), 'ce': lambda: F.cross_entropy(x, k),
    }.items():
        print(name, call())

# %% more losses are computed in float32
import torch
import torch.nn.functional as F
x = (torch.arange(6.).reshape(2, 3) / 7).bfloat16()
y = torch.tensor([[1., 0., 1.], [0., 1., 0.]])
h = torch.tensor([0.1, 0.3, 0.7]).half()
k = torch.tensor([0, 2])
with torch.autocast('cpu'):
    for name, call in {
        'nll': lambda: F.nll_loss(x, k), 'kl': lambda: F.kl_div(x, y, reduction='batchmean'),
        'poisson': lambda: F.poisson_nll_loss(x, y), 'soft': lambda: F.soft_margin_loss(x, y), 'margin': lambda: F.multi_margin_loss(x, k),
        'hinge': lambda: F.hinge_embedding_loss(x, y), 'cosine': lambda: F.cosine_embedding_loss(x, y.bfloat16(), torch.ones(2)),
        'triplet': lambda: F.triplet_margin_loss(x, y, x), 'ranking': lambda: F.margin_ranking_loss(x, y, y),
    }.items():
        print(name, call())

# %% what else is computed in float32
import torch
import torch.nn.functional as F
x = (torch.arange(6.).reshape(2, 3) / 7).bfloat16()
y = torch.tensor([[1., 0., 1.], [0., 1., 0.]])
h = torch.tensor([0.1, 0.3, 0.7]).half()
k = torch.tensor([0, 2])
with torch.autocast('cpu'):
    for name, call in {
        'prod': lambda: x.prod(), 'trace': lambda: x.trace(), 'quantile': lambda: torch.quantile(x, 0.3), 'cdist': lambda: torch.cdist(x, x),
        'half': lambda: h.prod(), 'inverse': lambda: torch.inverse(torch.eye(2).bfloat16() * 3), 'sum': lambda: x.sum(), 'softmax': lambda: torch.softmax(x, 1),
        'gaussian': lambda: F.gaussian_nll_loss(x, y, torch.ones(2, 3)), 'max_pool3d': lambda: F.max_pool3d(x[None, None], 1),
        'double': lambda: F.mse_loss(x.double(), y.double()), 'log_softmax': lambda: F.log_softmax(x, 1),
    }.items():
        print(name, call())

# %% what is put together gets the widest type
import torch
x = torch.ones(1, 2)
with torch.autocast('cpu'):
    n = x @ torch.ones(2, 2)
    print(torch.cat([n, x]).dtype, torch.cat([n, n]).dtype, torch.stack([n, x]).dtype, torch.cat([x.double(), n]).dtype, torch.cat([x.long(), n]).dtype)
    print(torch.zeros(2, 2).index_copy(0, torch.tensor([0]), n), (n + x).dtype, torch.vstack([n, x]).dtype)
    try: torch.cat([x.half(), n])
    except RuntimeError as e: print(e)
    try: torch.mm(x.double(), x.t())
    except RuntimeError as e: print(e)
    print(torch.mm(x.double(), x.double().t()), torch.mm(x.long(), x.long().t()))
    out = torch.zeros(1, 1)
    torch.mm(x, x.t(), out=out)
    print(out, out.addmm_(x, x.t()), torch.addmm(out, x, x.t()))

# %% contexts
import torch, warnings
x = torch.ones(2, 2)
def now(): return (x @ x).dtype, torch.is_autocast_enabled('cpu'), torch.get_autocast_dtype('cpu'), torch.is_autocast_enabled(), torch.is_autocast_cache_enabled()
print(now())
for args, keywords in [(('cpu',), {}), (('cpu', torch.float16), {}), (('cpu', torch.float32), {}), ((), dict(device_type='cpu', enabled=False)), (('cuda',), {}),
                       (('cuda', torch.float64), {}), (('cpu', None), {}), (('xyz',), {}), ((3,), {}), (('cpu', torch.int32), {}), (('mps',), {}),
                       (('hip',), {}), (('cuda',), dict(enabled=False)), (('cpu',), dict(cache_enabled=False)), (('cpu',), dict(enabled=1)), (('cpu', 'x'), {}), ((), {})]:
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try:
            with torch.autocast(*args, **keywords) as c:
                print(args, keywords, type(c).__name__, now())
        except Exception as e: print(args, keywords, type(e).__name__, e)
    print([str(m.message) for m in w])
print(now())
@torch.autocast('cpu')
def product(a): return a @ a
@torch.amp.autocast('cpu', dtype=torch.float16)
def narrow(a): return a @ a
print(product(x), product.__name__, narrow(x).dtype, now())
with torch.autocast('cpu'):
    with torch.autocast('cpu', enabled=False): print(now())
    with torch.autocast('cpu', dtype=torch.float16): print(now())
    with torch.autocast('cuda'): print(now())
    print(now())
try:
    with torch.autocast('cpu'): raise ValueError('x')
except ValueError: print(now())
torch.set_autocast_enabled('cpu', True); print(now()); torch.set_autocast_enabled('cpu', False)
torch.set_autocast_dtype('cpu', torch.float16); print(now()); torch.set_autocast_dtype('cpu', torch.bfloat16)
print(torch.amp.is_autocast_available('cpu'), torch.get_autocast_dtype('cuda'), torch.is_autocast_cpu_enabled(), torch.get_autocast_cpu_dtype())
try: torch.get_autocast_dtype()
except TypeError as e: print(e)
try: torch.is_autocast_enabled(1)
except TypeError as e: print(e)
with torch.cpu.amp.autocast(): print(now())

# %% gradients go through the casts
import torch
from torch import nn
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
x = torch.randn(5, 3, requires_grad=True)
opt = torch.optim.SGD(m.parameters(), lr=0.1)
for step in range(3):
    opt.zero_grad()
    with torch.autocast('cpu', dtype=torch.bfloat16):
        y = m(x)
        loss = nn.functional.cross_entropy(y, torch.tensor([0, 1, 1, 0, 1]))
    print(y, loss)
    loss.backward()
    opt.step()
    print([p.grad for p in m.parameters()], x.grad)
print(y.grad_fn.name(), [f[0].name() if f[0] else None for f in y.grad_fn.next_functions], loss.grad_fn.next_functions[0][0].name())

# %% casts of parameters are kept
import torch
from torch import nn
torch.manual_seed(0)
m = nn.Linear(2, 2)
x = torch.ones(1, 2)
with torch.autocast('cpu'):
    a, b = m(x), m(x)
    print(a.grad_fn.next_functions[2][0].next_functions[0][0] is b.grad_fn.next_functions[2][0].next_functions[0][0])
    with torch.no_grad(): m.weight.fill_(9.)
    print(a, m(x), (m(x) + m(x)).sum())
    (m(x) + m(x)).sum().backward()
    print(m.weight.grad, m.bias.grad)
with torch.autocast('cpu', cache_enabled=False):
    print(m(x))
    with torch.no_grad(): m.weight.fill_(3.)
    print(m(x))
with torch.autocast('cpu'):
    with torch.no_grad(): quiet = m(x)
    print(quiet, m(x).requires_grad)
    with torch.autocast('cpu', dtype=torch.float16):
        try: m(x)
        except RuntimeError as e: print(e)
        print(nn.Linear(2, 2)(x).dtype)

# %% layers
import torch
from torch import nn
torch.manual_seed(0)
x = torch.ones(1, 2)
with torch.autocast('cpu'):
    m = nn.Linear(2, 2)
    bn = nn.BatchNorm1d(2)
    print(bn(m(torch.arange(6.).reshape(3, 2))), bn.running_mean, bn.running_var)
    print(nn.LayerNorm(2)(m(x)), nn.GroupNorm(1, 2)(m(x)), nn.Embedding(3, 2)(torch.tensor([1])))
    net = nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(2, 1))
    y = net(torch.arange(18.).reshape(2, 1, 3, 3))
    print(y)
    print(nn.GRUCell(2, 2)(x), nn.RNNCell(2, 2)(x), nn.LSTMCell(2, 2)(x))
    print(nn.GRU(2, 2)(torch.ones(3, 1, 2)), nn.RNN(2, 2)(torch.ones(3, 1, 2)))
    print([t.dtype for t in nn.MultiheadAttention(2, 1)(x[None], x[None], x[None])], nn.TransformerEncoderLayer(2, 1, 4)(x[None]).dtype)
