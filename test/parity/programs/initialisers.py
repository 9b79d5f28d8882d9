# %% constants, identities and gains
import torch
import torch.nn as nn
torch.manual_seed(0)
w = torch.empty(3, 4)
for f in (nn.init.uniform_, nn.init.normal_, nn.init.ones_, nn.init.zeros_, nn.init.eye_, nn.init.xavier_uniform_, nn.init.xavier_normal_, nn.init.kaiming_uniform_, nn.init.kaiming_normal_):
    print(f.__name__, f(w))
print(nn.init.constant_(w, 0.3), nn.init.dirac_(torch.empty(3, 3, 3)), nn.init.dirac_(torch.empty(4, 2, 3, 3), 2).sum(0))
print(nn.init.uniform_(w, a=-2, b=2), nn.init.normal_(w, mean=1, std=0.01), nn.init.xavier_uniform_(w, gain=nn.init.calculate_gain('relu')))
print(nn.init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu'), nn.init.kaiming_uniform_(w, a=5**0.5))
print([nn.init.calculate_gain(n) for n in ('linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu', 'conv2d')], nn.init.calculate_gain('leaky_relu', 0.1))
l = nn.Linear(2, 2)
nn.init.constant_(l.bias, 0)
nn.init.eye_(l.weight)
print(l.bias, l.weight, nn.init._calculate_fan_in_and_fan_out(w))
for bad in (lambda: nn.init.xavier_uniform_(torch.empty(3)), lambda: nn.init.eye_(torch.empty(3)), lambda: nn.init.calculate_gain('foo'), lambda: nn.init.dirac_(torch.empty(3, 3))):
    try:
        bad()
    except ValueError as e:
        print(e)

# %% evenly spaced numbers
import torch
print(torch.linspace(-1, 1, 11), torch.linspace(-1, 1, 7), torch.linspace(-2, 2, 5), torch.linspace(0, 1, 6))

# %% drawn until they fit
import torch
from torch import nn
torch.manual_seed(0)
w = torch.empty(3, 4)
print(nn.init.trunc_normal_(w), nn.init.trunc_normal_(w, std=0.02), nn.init.trunc_normal_(w, 0, 1, -0.5, 0.5))
print(nn.init.trunc_normal_(w, 0, 1, -0.1, 0.1), nn.init.trunc_normal_(torch.empty(5, 60), 5, 1, -1, 1).mean())
print(nn.init.trunc_normal_(torch.empty(20, 30)).std(), nn.init.trunc_normal_(torch.empty(2, 3).double(), 0, 2, -1, 3))
print(nn.init.sparse_(w, 0.5), nn.init.sparse_(torch.empty(5, 2), 0.3, std=2), torch.rand(2))
for call in (lambda: nn.init.sparse_(torch.empty(3), 0.1), lambda: nn.init.orthogonal_(torch.empty(3))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
