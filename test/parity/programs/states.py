# %% loading a state
import torch
from torch import nn
torch.manual_seed(0)
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
print(a.load_state_dict(b.state_dict()))
print(torch.equal(a.weight, b.weight), a.weight is b.weight, a.weight)
a.load_state_dict({'weight': torch.ones(2, 2), 'bias': torch.zeros(2)})
print(a(torch.ones(1, 2)), a.weight.requires_grad)
print(a.load_state_dict({'weight': torch.zeros(2, 2), 'extra': torch.ones(1)}, strict=False))
print(a.weight, a.state_dict())

# %% keys that do not fit
import torch
from torch import nn
nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1)).load_state_dict({'0.weight': torch.ones(1, 1), 'foo': torch.ones(1)})

# %% sizes that do not fit
import torch
from torch import nn
nn.Linear(2, 1).load_state_dict({'weight': torch.ones(1, 3), 'bias': torch.ones(1)})

# %% a copied state does not follow
import torch, copy
from torch import nn
torch.manual_seed(0)
m = nn.Linear(2, 1)
kept = copy.deepcopy(m.state_dict())
live = m.state_dict()
with torch.no_grad():
    m.weight.zero_()
print(kept['weight'], live['weight'], live['weight'].requires_grad)
m.load_state_dict(kept)
print(m.weight)
twin = copy.deepcopy(m)
with torch.no_grad():
    twin.weight.fill_(5)
print(m.weight, twin.weight, twin.weight is m.weight)

# %% deep copies
import torch, copy
import numpy as np
from torch import nn
x = torch.arange(3.0)
y = copy.deepcopy({'x': x, 'again': x})
x += 1
print(y, y['x'] is y['again'])
a = np.array([1.0, 2.0])
b, c = copy.deepcopy(a), a.copy()
t = torch.from_numpy(a)
t += 1
print(a, b, c, t)
m = nn.InstanceNorm1d(2, track_running_stats=True)
print(list(copy.deepcopy(m).state_dict()))
copy.deepcopy(torch.ones(1, requires_grad=True) * 2)

# %% lists and dicts of parts
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleDict({'a': nn.ReLU(), 'b': nn.Sigmoid()})
        self.weight = nn.Parameter(torch.ones(2))
        self.layers['c'] = nn.Tanh()
net = Net()
print([n for n, _ in net.named_parameters()], list(net.layers.keys()), [type(m).__name__ for m in net.layers.values()], 'a' in net.layers)
for name, layer in net.layers.items():
    print(name, layer)
print(list(net.layers), net.layers)
print([n for n, _ in net.named_children()], [type(m).__name__ for m in net.modules()])

# %% visiting every part
import torch
from torch import nn
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.ones_(m.weight)
        m.bias.data.fill_(0.5)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Sequential(nn.Linear(2, 1)))
print(net.apply(init)(torch.ones(1, 2)))
print([n for n, _ in net.named_modules()], [n for n, _ in net.named_parameters()], net.training, net.eval().training, net[2][0].training, net.train()[2].training)
print([n for n, _ in net[0].named_parameters(prefix='p')], [len(list(net.parameters(recurse=False)))], net.get_parameter('2.0.bias'), net.get_submodule('2.0'))
for p in net.parameters():
    p.requires_grad = False
print(any(p.requires_grad for p in net.parameters()))
net.requires_grad_()
print(all(p.requires_grad for p in net.parameters()))
print(net.double()[0].weight.dtype, sum(p.numel() for p in net.parameters() if p.requires_grad))
net[1] = nn.Tanh()
print(net)

# %% buffers
import torch
from torch import nn
m = nn.Module()
m.register_buffer('seen', torch.zeros(2))
m.register_buffer('hidden', torch.ones(1), persistent=False)
m.register_parameter('p', nn.Parameter(torch.ones(1)))
m.register_parameter('none', None)
print(m.state_dict(), [n for n, _ in m.named_buffers()], [n for n, _ in m.named_parameters()], m.none)
m.seen += 1
m.seen = torch.tensor([5.0])
print(m.state_dict())
del m.seen
print(list(m.state_dict()))

# %% versions, order and assignment
import copy
from collections import OrderedDict
import torch
from torch import nn
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
bn = nn.BatchNorm1d(2); bn(torch.tensor([[1., 2.], [3., 5.]])); sd = bn.state_dict()
print(sd._metadata, list(sd), bn.num_batches_tracked)
without = {k: v for k, v in sd.items() if k != 'num_batches_tracked'}
other = nn.BatchNorm1d(2)
t(lambda: other.load_state_dict(without)); print(other.num_batches_tracked, other.running_mean)
kept = copy.copy(sd); del kept['num_batches_tracked']
t(lambda: other.load_state_dict(kept)); t(lambda: other.load_state_dict(OrderedDict(kept)))
t(lambda: nn.BatchNorm1d(2, track_running_stats=False).load_state_dict(without))
t(lambda: nn.InstanceNorm1d(2).load_state_dict(without)); t(lambda: nn.InstanceNorm1d(2, affine=True, track_running_stats=True).load_state_dict(sd))
t(lambda: other.load_state_dict({'weight': torch.ones(3), 'more': 1}, strict=False)); t(lambda: other.load_state_dict({'weight': 1.0}))
net = nn.Sequential(nn.Linear(1, 2), nn.BatchNorm1d(2)); print(net.state_dict()._metadata)
odd = dict(net.state_dict()); odd['0.more'] = 1; odd['last'] = 2; odd['2.x'] = 3; odd['1.a.b'] = 4; del odd['0.bias']
t(lambda: net.load_state_dict(odd)); t(lambda: net.load_state_dict(odd, strict=False))
lin = nn.Linear(2, 1); new = {'weight': torch.ones(1, 2, dtype=torch.float64), 'bias': torch.zeros(1)}
print(lin.load_state_dict(new, assign=True), lin.weight, lin.bias); new['bias'][0] = 7; print(lin.bias, lin.weight.dtype, lin.weight.requires_grad)
lin.weight.requires_grad_(False); lin.load_state_dict({'weight': nn.Parameter(torch.zeros(1, 2)), 'bias': torch.ones(1)}, assign=True); print(lin.weight, lin.bias)
print(nn.Linear(1, 1).state_dict(keep_vars=True)['weight'].requires_grad, nn.Linear(1, 1).state_dict(prefix='a.')._metadata)
print(list(nn.Linear(1, 1).state_dict(None, 'b.')))
m = nn.Module(); m.register_buffer('n', torch.tensor(1.)); t(lambda: m.load_state_dict({'n': torch.tensor([4.])})); print(m.n)
