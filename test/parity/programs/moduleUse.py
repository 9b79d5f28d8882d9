# %% containers of modules and parameters
import torch, torch.nn as nn
from collections import OrderedDict
torch.manual_seed(0)
s = nn.Sequential(OrderedDict([('fc1', nn.Linear(2, 3)), ('act', nn.ReLU()), ('fc2', nn.Linear(3, 1))]))
print(s); print(s.fc1, s[0], len(s), s[-1], s[1:]); print([n for n, _ in s.named_children()]); s.append(nn.Sigmoid()); print(s); print(list(s.state_dict())); s[1] = nn.Tanh(); print(s[1]); del s[2]; print(s)
m = nn.ModuleList([nn.Linear(1, 2) for _ in range(3)]); m.append(nn.ReLU()); m.extend([nn.Tanh()]); m.insert(0, nn.Identity()); print(m, len(m), m[1], m[-1], m[1:3]); print(list(dict(m.named_parameters())))
d = nn.ModuleDict({'a': nn.Linear(1, 1), 'b': nn.ReLU()}); d['c'] = nn.Tanh(); print(d, list(d.keys()), 'a' in d, len(d), d['b']); d.update({'e': nn.ReLU()}); print(list(d)); print(d.pop('a'), len(d))
p = nn.ParameterList([nn.Parameter(torch.zeros(2)), nn.Parameter(torch.ones(1))]); print(p, len(p), p[0]); p.append(nn.Parameter(torch.ones(2, 2))); print(sum(x.numel() for x in p), list(p.state_dict()))
q = nn.ParameterDict({'w': nn.Parameter(torch.zeros(2)), 'b': nn.Parameter(torch.ones(1))}); print(q, q['w'], list(q.keys()), 'w' in q)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
        self.scale = nn.Parameter(torch.tensor([2.0]))
        self.ps = nn.ParameterList([torch.zeros(1) for _ in range(2)])
        self.register_buffer('mean', torch.zeros(2))
        self.register_parameter('none', None)
    def forward(self, x):
        for l in self.layers: x = torch.relu(l(x))
        return x * self.scale
net = Net(); print(net); print([(n, tuple(p.shape)) for n, p in net.named_parameters()]); print([n for n, _ in net.named_buffers()], [n for n, _ in net.named_modules()], [type(c).__name__ for c in net.children()], list(net.state_dict()), sum(p.numel() for p in net.parameters() if p.requires_grad)); print(net(torch.ones(1, 2)).shape)

# %% the interface of modules
import torch, torch.nn as nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Dropout(0.5))
print(net.training, net.eval().training, net[2].training, net.train() is net, net.train(False)[0].training)
def init(m):
    if isinstance(m, nn.Linear): nn.init.ones_(m.weight); m.bias.data.fill_(0.5)
    print('init', type(m).__name__)
net.apply(init); print(net[0].weight, net[0].bias)
for p in net.parameters(): p.requires_grad_(False)
print([p.requires_grad for p in net.parameters()], net.requires_grad_(True)[0].bias.requires_grad)
sd = net.state_dict(); print(list(sd.keys()), type(sd).__name__, sd['1.running_var'], sd['1.num_batches_tracked'])
other = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Dropout(0.5)); print(other.load_state_dict(sd)); print(torch.equal(other[0].weight, net[0].weight))
try: nn.Linear(2, 3).load_state_dict(sd)
except RuntimeError as e: print(e)
try: nn.Linear(2, 3).load_state_dict({'weight': torch.zeros(3, 3), 'bias': torch.zeros(3)})
except RuntimeError as e: print(e)
print(nn.Linear(2, 3).load_state_dict({'weight': torch.zeros(3, 2), 'x': torch.zeros(1)}, strict=False))
print(net.get_submodule('0'), net.get_parameter('0.bias'), net[1].get_buffer('running_mean'), net.double()[0].weight.dtype, net.float()[0].weight.dtype, net.half()[0].weight.dtype, net.to(torch.float32)[0].weight.dtype, net.bfloat16()[0].bias.dtype); net.float()
net.zero_grad(); print(net[0].weight.grad, len(list(net.modules())), net.extra_repr(), net._get_name(), net.type(torch.float64)[0].weight.dtype)
l = nn.Linear(2, 2); l.register_forward_hook(lambda m, i, o: print('hook', i[0].shape, o.shape)); h = l.register_forward_pre_hook(lambda m, i: print('pre', len(i))); l(torch.ones(1, 2)); h.remove(); l(torch.ones(1, 2))
l2 = nn.Linear(2, 2); l2.register_forward_hook(lambda m, i, o: o * 0); print(l2(torch.ones(1, 2)))
class A(nn.Module):
    def __init__(self, n):
        super().__init__(); self.n = n; self.fc = nn.Linear(n, 1)
    def extra_repr(self): return f'n={self.n}'
a = A(2); print(a); print(repr(a)); print(hasattr(a, 'fc'), a.fc.in_features, a.fc.out_features, a.fc.bias is not None, vars(a).keys() if False else '')
a.extra = nn.ReLU(); a.add_module('more', nn.Tanh()); print(a); del a.extra; print([n for n, _ in a.named_children()]); setattr(a, 'w', nn.Parameter(torch.zeros(1))); print([n for n, _ in a.named_parameters()])
try: a.nope
except AttributeError as e: print(e)
try: a(torch.ones(1))
except NotImplementedError as e: print(e)
try: a.fc = 5
except TypeError as e: print(e)
class B(nn.Module):
    def __init__(self): self.fc = nn.Linear(1, 1)
try: B()
except AttributeError as e: print(e)
try: nn.Sequential(5)
except TypeError as e: print(e)
try: nn.Linear(2)
except TypeError as e: print(e)
import copy; c = copy.deepcopy(a.fc); c.weight.data.zero_(); print(a.fc.weight.sum() != 0, c.weight)
print(nn.Flatten()(torch.zeros(2, 3, 4)).shape, nn.Flatten(0)(torch.zeros(2, 3)).shape, nn.Identity()(5))

# %% imports of every kind
import torch as t
import torch.nn as nn
from torch.nn import functional as F, Linear, init
from torch.nn.functional import softmax as sm, relu
from torch import tensor, nn as N, optim
import torch.nn.functional
import torch.optim as O
from torch.utils.data import DataLoader as DL, TensorDataset
import torch.utils.data as D, torch.nn.init as I
from torch.optim import SGD
from torch import Tensor, float32, randn
from torch.nn.parameter import Parameter
from torch.nn.modules import Module
from torch.nn.modules.loss import MSELoss
from torch.autograd import Variable
print(sm(tensor([1., 2.]), 0), relu(t.tensor([-1., 1.])), F.relu(t.ones(1)), torch.nn.functional.gelu(t.ones(1)), isinstance(t.ones(1), Tensor), N is nn, float32, O.SGD is SGD, issubclass(Linear, Module), MSELoss is nn.MSELoss, Parameter is nn.Parameter, D.DataLoader is DL)
from torch.nn import *
from torch import *
print(ReLU()(ones(1)), zeros(2), Linear(1, 1).in_features)
f = getattr(F, 'relu'); print(f(t.tensor([-2.]))); print(getattr(nn, 'ReLU')(), hasattr(torch, 'softmax'), hasattr(nn, 'Nope'))
print(torch.Tensor.add(t.ones(1), 1), torch.Tensor.__name__, F.softmax.__name__, nn.Linear.__name__, torch.nn.Linear.__module__)
