# %% parameters made anew, names and modes
import torch, numpy as np
from torch import nn
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x=torch.ones(3,requires_grad=True)
def sg(v):
    def f(): x.grad=v; return x.grad
    return f
t(sg(torch.ones(2))); t(sg(torch.ones(3).double())); t(sg(1)); t(sg(None)); t(sg(torch.ones(3)))
m=nn.Linear(2,2); m(torch.ones(1,2)).sum().backward()
m.zero_grad(set_to_none=False); print(m.weight.grad); m.zero_grad(); print(m.weight.grad)
class N(nn.Linear):
    def train(self, mode=True): print('train', mode); return super().train(mode)
s=nn.Sequential(N(1,1)); s.eval(); s.train(); N(1,1).eval(); print(s.training, s[0].training)
t(lambda: nn.Sequential(nn.ReLU)); t(lambda: nn.ModuleList([nn.ReLU])); t(lambda: nn.Sequential(3))
print(nn.LayerNorm(torch.Size([2])), nn.LayerNorm([2,3]), nn.LayerNorm(torch.ones(4,2).shape[1:]).normalized_shape)
torch.manual_seed(0)
l=nn.Linear(2,2); w=l.weight; l.reset_parameters(); print(l.weight, l.weight is w, l.bias)
c=nn.Conv2d(1,1,2,bias=False); c.reset_parameters(); print(c.weight, c.bias)
b=nn.BatchNorm1d(2); b(torch.randn(4,2)); b.reset_running_stats(); print(b.running_mean, b.running_var, b.num_batches_tracked); b.reset_parameters()
for mod in (nn.LSTM(2,2), nn.Embedding(2,2), nn.LayerNorm(2), nn.GRUCell(2,2), nn.ConvTranspose1d(1,1,2), nn.Bilinear(1,1,1), nn.GroupNorm(1,2)):
    mod.reset_parameters(); print(type(mod).__name__, next(mod.parameters()).flatten()[:2], hasattr(nn.ReLU(),'reset_parameters'))
def init(m):
    if hasattr(m, 'reset_parameters'): m.reset_parameters()
torch.manual_seed(1); net=nn.Sequential(nn.Linear(2,2), nn.ReLU(), nn.Linear(2,1)); net.apply(init); print(net[2].weight)
with torch.device('cpu'): print(torch.ones(2))
a=np.float32(0.1); z=torch.tensor(.1).numpy(); print('{}'.format(z), f'{z}', f'{z:.3f}', '%s' % z, z, f'{np.array(3)}')
t(lambda: torch.ones(2)+np.ones(2)); t(lambda: torch.tensor([1,2])*np.array([1,2])); t(lambda: torch.tensor([1.,2])==np.array([1.,2]))
m=nn.Module()
for f in (lambda: m.add_module('a.b',nn.ReLU()), lambda: m.add_module('',nn.ReLU()), lambda: m.add_module('l',3), lambda: m.register_buffer('a.b',torch.ones(1)), lambda: m.register_buffer('q',3), lambda: m.register_parameter('q',torch.ones(2)), lambda: m.register_buffer('',torch.ones(1)), lambda: m.register_buffer('training',torch.ones(1))): t(f)
print(nn.Linear(1,1).state_dict().keys(), nn.Linear(1,1).state_dict(prefix='m.').keys())
t(lambda: nn.Linear(2,2).train('yes')); t(lambda: nn.Linear(2,2).to(torch.int))
t(lambda: nn.CircularPad1d(4)(torch.ones(1,1,3)))
l=nn.Linear(2,2); del l.bias; t(lambda: print(l))

# %% hooks in front
import torch
torch.manual_seed(0)
import torch
from torch import nn
m = nn.Linear(1, 1)
m.register_forward_hook(lambda m, i, o: print('a'))
m.register_forward_hook(lambda m, i, o: print('b'), prepend=True)
m.register_forward_pre_hook(lambda m, i: print('c'), prepend=True)
y = m(torch.ones(1, 1))

# %% operators with arrays
import torch, numpy as np
def t(f):
    try: r=f(); print(r, type(r).__name__)
    except Exception as e: print(type(e).__name__, e)
x=torch.tensor([1.,2]); a=np.array([1.,3.]); g=torch.ones(2,requires_grad=True)
for f in (lambda: x+a, lambda: x-a, lambda: x*a, lambda: x/a, lambda: x**a, lambda: x//a, lambda: x%a, lambda: x==a, lambda: x<a, lambda: torch.tensor([1,2])&np.array([1,1]), lambda: g+a, lambda: g==a, lambda: a==x, lambda: a<x, lambda: x+np.array([[1],[2]]), lambda: torch.tensor([1,2])/np.array([2,2]), lambda: x.half()+a): t(f)
def f():
    y=x.clone(); y+=a; return y
t(f)

# %% assert_close
import torch
import torch.testing
def t(*a, **k):
    try: print(torch.testing.assert_close(*a, **k))
    except Exception as e: print(type(e).__name__, e)
o=torch.ones
t(o(3), o(3)); t(o(3), torch.zeros(3)); t(o(2), torch.tensor([1.,2.])); t(o(2), o(3)); t(o(2), o(2).double()); t(o(2), o(2).double(), check_dtype=False)
t(1.0, 1.1); t(1, 2); t(1.0, 1.0+1e-9); t([o(2), o(2)], [o(2), o(2)*2]); t({'a': o(1)}, {'a': o(1)*3}); t(o(2), o(2)*1.5, rtol=1, atol=0)
t(o(2,2), torch.tensor([[1.,1.],[1.,5.]])); t(torch.tensor([1,2]), torch.tensor([1,3])); t(torch.tensor(float('nan')), torch.tensor(float('nan'))); t(torch.tensor(float('nan')), torch.tensor(float('nan')), equal_nan=True)
t(o(2), o(2)*2, msg='custom'); t(o(2), o(2), rtol=1e-3); t([o(2)], [o(2), o(2)]); t('a', 'a'); t(None, None); t(o(2), [1., 1.]); t(torch.tensor(1.), torch.tensor(2.)); t(o(3), o(3), rtol=0, atol=0); t(o(3), o(3)*2, rtol=0, atol=0)
t(torch.tensor([True, False]), torch.tensor([True, True])); t((1, 2.5), (1, 3.5)); t(o(2).half(), o(2).half()*1.1)

