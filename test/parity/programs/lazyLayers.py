# %% layers that learn their size
import torch
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.LazyConv2d(4, 3, padding=1), nn.LazyBatchNorm2d(), nn.ReLU(inplace=True), nn.Flatten(), nn.LazyLinear(2, bias=False), nn.LazyLinear(3))
print(net, net[4].weight, [p for p in net.parameters()], isinstance(net[0].weight, nn.Parameter))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.randn(2, 1, 2, 2)
y = net(x)
print(y, net, type(net[5]).__name__, net[5].in_features)
loss = nn.functional.cross_entropy(y, torch.tensor([0, 2]))
loss.backward()
optimizer.step()
print(loss, net[5].bias, net[0].weight.shape, net[1].running_mean, sum(p.numel() for p in net.parameters()))
print(net.eval()(x), list(net.state_dict()))

# %% initialised after a first input
import torch
from torch import nn
torch.manual_seed(1)
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.LazyLinear(3)
        self.out = nn.LazyLinear(1)
    def forward(self, x):
        return self.out(torch.tanh(self.hidden(x)))
def init(module):
    if type(module) == nn.Linear:
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)
model = Model()
model(torch.zeros(1, 2))
model.apply(init)
print(model, model.hidden.weight, model(torch.ones(2, 2)), torch.rand(1))

# %% lazy layers of every kind
import torch
from torch import nn
torch.manual_seed(2)
x = torch.arange(24.0).reshape(2, 3, 4).sin()
for layer in (nn.LazyConv1d(2, 2), nn.LazyConvTranspose1d(2, 3, stride=2), nn.LazyBatchNorm1d(), nn.LazyInstanceNorm1d(), nn.LazyLinear(2)):
    print(layer, layer.eval()(x), layer, layer.training)
y = x[..., None]
for layer in (nn.LazyConv2d(2, (2, 1), groups=1, bias=False), nn.LazyConvTranspose2d(1, 2), nn.LazyBatchNorm2d(affine=False), nn.LazyInstanceNorm2d(affine=False, track_running_stats=False)):
    print(layer, layer(y).shape, layer)
z = y[..., None]
for layer in (nn.LazyConv3d(2, (2, 1, 1)), nn.LazyConvTranspose3d(1, 1), nn.LazyBatchNorm3d(momentum=None), nn.LazyInstanceNorm3d()):
    print(layer, layer(z)[0, 0, 0].flatten(), layer)
print(nn.LazyConv1d(2, 2)(x[0]).shape)

# %% a lazy layer has no size yet
import torch
from torch import nn
layer = nn.LazyLinear(2)
for ask in (lambda: layer.weight.shape, lambda: layer.weight.numel(), lambda: layer.bias.sum(), lambda: layer.in_features, lambda: layer.weight.requires_grad):
    try:
        print(ask())
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, error)
nn.LazyConv2d(2, 3)(torch.ones(3, 3))

# %% groups that do not divide what was learnt
import torch
from torch import nn
nn.LazyConv1d(4, 2, groups=2)(torch.ones(1, 3, 4))

# %% a lazy norm of another rank
import torch
from torch import nn
nn.LazyBatchNorm2d()(torch.ones(2, 3))
