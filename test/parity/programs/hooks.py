# %% gradients of a module's inputs and outputs
import torch
from torch import nn
torch.manual_seed(0)
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
m = nn.Linear(2, 3)
h = m.register_full_backward_hook(lambda mod, gi, go: print('bw', type(mod).__name__, gi, go))
h2 = m.register_full_backward_pre_hook(lambda mod, go: print('pre', go))
x = torch.ones(1, 2, requires_grad=True)
y = m(x); print(y, y.grad_fn.name())
y.sum().backward(); print(m.weight.grad, x.grad)
h.remove(); h2.remove()
m.zero_grad(); x.grad = None
m.register_full_backward_hook(lambda mod, gi, go: (gi[0] * 10,))
m.register_full_backward_pre_hook(lambda mod, go: (go[0] * 2,))
y = m(x); y.sum().backward(); print(m.weight.grad, x.grad)
t('none', lambda: m(x.detach()).sum().backward()); t('none', lambda: nn.Linear(1, 1).register_full_backward_hook(lambda *a: 0) and 1)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
log = []
for i, l in enumerate(net): l.register_full_backward_hook(lambda mod, gi, go, i=i: log.append((i, [None if g is None else g.shape for g in gi], [g.shape for g in go])))
net(torch.ones(3, 2)).sum().backward(); print(log)
class Two(nn.Module):
    def forward(self, a, b): return a * b, a + b
w = Two(); w.register_full_backward_hook(lambda mod, gi, go: print('two', gi, go))
u = torch.tensor([2.], requires_grad=True); v = torch.tensor([3.])
q, r = w(u, v); (q * 2).backward(); print(u.grad); q, r = w(u, v); (q + r).backward(); print(u.grad)
k = nn.ReLU(inplace=True); k.register_full_backward_hook(lambda *a: print('in', a[1:]))
x = torch.ones(1, 2, requires_grad=True)
t('inplace', lambda: k(x * 1).sum().backward())
x = torch.ones(1, 2, requires_grad=True)
ml = nn.Linear(2, 1); ml.register_full_backward_hook(lambda mod, gi, go: (torch.zeros(1, 2), 1)); t('badgi', lambda: ml(x).sum().backward())

# %% forward hooks that see keywords and exceptions
import torch
from torch import nn
torch.manual_seed(0)
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
class M(nn.Module):
    def forward(self, a, *, scale=1, b=None): return a * scale
mm = M()
mm.register_forward_pre_hook(lambda mod, args, kwargs: print('fp', args, kwargs), with_kwargs=True)
mm.register_forward_hook(lambda mod, args, kwargs, out: print('fh', args, kwargs, out), with_kwargs=True)
print(mm(torch.ones(2), scale=3))
mm2 = M(); mm2.register_forward_pre_hook(lambda mod, args, kwargs: (args, {'scale': 5}), with_kwargs=True); print(mm2(torch.ones(2), scale=3))
mm3 = M(); mm3.register_forward_pre_hook(lambda mod, args, kwargs: 3, with_kwargs=True); t('bad', lambda: mm3(torch.ones(2)))
mm4 = M(); mm4.register_forward_hook(lambda mod, args, out: print('ac', out), always_call=True); t('ac', lambda: mm4(torch.ones(2), foo=1)); print(mm4(torch.ones(1)))
mm5 = M(); mm5.register_forward_hook(lambda mod, args, out: out + 1); mm5.register_forward_hook(lambda mod, args, out: out * 2, prepend=True); print(mm5(torch.ones(2)))

# %% hooks on gradients that were added up, and around steps
import torch
from torch import nn
torch.manual_seed(0)
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
p = nn.Parameter(torch.ones(2))
hh = p.register_post_accumulate_grad_hook(lambda q: print('post', q.grad, q is p))
(p * 2).sum().backward(); (p * 3).sum().backward(); hh.remove(); (p * 3).sum().backward(); print(p.grad)
t('nonleaf', lambda: (p * 2).register_post_accumulate_grad_hook(lambda q: 0))
t('nograd', lambda: torch.ones(1).register_post_accumulate_grad_hook(lambda q: 0))
opt = torch.optim.SGD([p], lr=0.5)
a = opt.register_step_pre_hook(lambda o, args, kwargs: print('spre', type(o).__name__, args, kwargs))
b = opt.register_step_post_hook(lambda o, args, kwargs: print('spost', p, args, kwargs))
opt.step(); a.remove(); opt.step(); b.remove(); opt.step()
