# %% layers by their parameters
import torch
from torch import nn
torch.manual_seed(0)
e = nn.Embedding(5, 3, padding_idx=0)
print(e, e.weight, e.padding_idx)
b = nn.Bilinear(2, 3, 2)
print(b, b.weight, b.bias)
t = nn.ConvTranspose2d(2, 4, 3, padding=1, groups=2)
print(t, t.weight.shape, t.weight[0, 0], t.bias)
print(nn.ConvTranspose1d(3, 2, 2, bias=False).weight)
print(nn.LayerNorm(4), nn.LayerNorm((2, 3), bias=False), nn.LayerNorm(3).weight, nn.GroupNorm(2, 4), nn.InstanceNorm2d(3), nn.InstanceNorm1d(2, affine=True).bias)
print(list(nn.InstanceNorm1d(2, affine=True, track_running_stats=True).state_dict()))
print(nn.Embedding(20, 2).weight[-2:], torch.rand(1))

# %% layers in double precision
import torch
from torch import nn
torch.manual_seed(0)
print(nn.Linear(3, 2, dtype=torch.float64).weight, nn.Embedding(3, 2, dtype=torch.float64).weight, torch.rand(1))

# %% padding out of range
from torch import nn
nn.Embedding(3, 2, padding_idx=5)

# %% groups that do not divide
from torch import nn
nn.GroupNorm(3, 4)
