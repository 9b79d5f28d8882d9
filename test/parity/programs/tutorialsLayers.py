# %% rectifiers of a table
import torch
from torch import nn

torch.manual_seed(0)
for m in (nn.ReLU(), nn.ReLU6(), nn.ELU(), nn.PReLU(), nn.LeakyReLU(), nn.Threshold(0.1, 10), nn.Hardtanh()):
    x = torch.randn(6) * 3
    print(m)
    print(x)
    print(m(x))

# %% smooth curves of a table
import torch
from torch import nn

torch.manual_seed(0)
for m in (nn.Sigmoid(), nn.Tanh(), nn.LogSigmoid(), nn.Softplus(), nn.Softshrink(), nn.Hardshrink(), nn.Softsign(), nn.Tanhshrink()):
    x = torch.randn(6)
    print(m, x, m(x))

# %% softmax without a dim
import torch
from torch import nn

torch.manual_seed(0)
for m in (nn.Softmin(), nn.Softmax(), nn.LogSoftmax()):
    x = torch.randn(2, 3)
    print(x)
    print(m(x))
planes = nn.Softmax2d()(torch.randn(1, 2, 2, 2))
print(nn.Softmax2d(), planes)

# %% slopes drawn and in the middle
import torch
from torch import nn

torch.manual_seed(0)
m = nn.RReLU(0.1, 0.3)
x = torch.randn(6)
print(m, m(x))
m.eval()
result = m(x)

# %% batches normalised
import torch
from torch import nn

torch.manual_seed(0)
learned = nn.BatchNorm1d(5)
plain = nn.BatchNorm1d(5, affine=False)
x = torch.randn(2, 5)
print(x)
print(learned(x))
print(plain(x))
print(learned.num_batches_tracked, learned.running_mean, learned.running_var)
learned.eval()
result = learned(x)
print(learned, plain)

# %% batches of planes and volumes
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(2, 5, 35, 45)
print(nn.BatchNorm2d(5)(x).shape, nn.BatchNorm2d(5, affine=False)(x).shape)
x = torch.randn(2, 3, 7, 9, 10)
print(nn.BatchNorm3d(3)(x).shape, nn.BatchNorm3d(3, affine=False)(x).shape)

# %% a linear layer's sizes
import torch
from torch import nn

torch.manual_seed(0)
m = nn.Linear(20, 30)
print(m(torch.randn(12, 20)).shape)

# %% dropout of elements, planes and volumes
import torch
from torch import nn

torch.manual_seed(0)
print(nn.Dropout(p=0.2)(torch.randn(20, 16)).shape)
print(nn.Dropout2d(p=0.2)(torch.randn(20, 16, 4, 4)).shape)
print(nn.Dropout3d(p=0.2), nn.Dropout3d(p=0.2)(torch.randn(2, 4, 2, 2, 2)).shape)
print(nn.Dropout2d(p=0.5)(torch.ones(2, 3, 2, 2)))
result = torch.rand(2)

# %% distances of equal rows
import torch
from torch import nn

pdist = nn.PairwiseDistance(2)
first = torch.arange(12).reshape(3, 4)
second = torch.arange(12).reshape(3, 4)
print(first, second)
result = pdist(first, second)
print(result)
print(nn.CosineSimilarity(dim=1)(first.float(), second.float() + 1))
