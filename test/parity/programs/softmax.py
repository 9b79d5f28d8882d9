# %% along each dim
import torch
x = torch.tensor([[2.0, 1.0, 0.1], [1.0, 3.0, 0.2]])
for dim in (0, 1, -1, -2):
    print(dim, torch.softmax(x, dim), x.softmax(dim).sum(dim))

# %% three dims
import torch
import torch.nn.functional as F
x = torch.arange(24.).reshape(2, 3, 4) / 7
result = [F.softmax(x, d) for d in range(3)] + [F.log_softmax(x, dim=d) for d in range(3)]

# %% without dim
import torch
import torch.nn.functional as F
x = torch.arange(8.).reshape(2, 2, 2)
result = [F.softmax(x), F.log_softmax(x[0]), F.softmin(x[0, 0])]

# %% module without dim
import torch
from torch import nn
result = nn.Softmax()(torch.tensor([[1.0, 2.0]]))

# %% softmin
import torch
import torch.nn.functional as F
result = F.softmin(torch.tensor([[1.0, 2.0], [3.0, 5.0]]), dim=0)

# %% dtype
import torch
import torch.nn.functional as F
print(F.softmax(torch.tensor([1, 2, 3]), dim=0, dtype=torch.float64))
print(torch.softmax(torch.tensor([1.0, 2.0]), 0, dtype=torch.float64))

# %% infinities and nan
import torch
inf, nan = float('inf'), float('nan')
x = torch.tensor([[inf, 0., 1.], [-inf, 0., 1.], [-inf, -inf, -inf], [nan, 0., 1.], [inf, inf, 0.]])
print(torch.softmax(x, 1))
print(torch.log_softmax(x, 1))

# %% huge logits
import torch
x = torch.tensor([[1e4, 1e4 - 1, 0.], [-1e30, 1e30, 3.]])
print(torch.softmax(x, 1))
print(torch.log_softmax(x, 1))

# %% one element and none
import torch
print(torch.softmax(torch.tensor(3.0), 0), torch.softmax(torch.tensor([3.0]), 0), torch.softmax(torch.zeros(0, 2), 1))

# %% modules
import torch
from torch import nn
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
for m in (nn.Softmax(dim=1), nn.LogSoftmax(dim=0), nn.Softmin(dim=1)):
    print(m)
    print(m(x))

# %% dim out of range
import torch
torch.softmax(torch.zeros(2, 3), dim=2)

# %% dim missing
import torch
torch.softmax(torch.zeros(2, 3))

# %% dim of a wrong type
import torch
torch.zeros(2, 3).softmax('1')

# %% integers
import torch
torch.softmax(torch.tensor([1, 2]), 0)

# %% sigmoid and its log
import torch
import torch.nn.functional as F
from torch import nn
x = torch.tensor([-100.0, -5.0, 0.0, 0.5, 5.0, 100.0])
result = [torch.sigmoid(x), x.sigmoid(), nn.Sigmoid()(x), F.logsigmoid(x), nn.LogSigmoid()(x)]

# %% relu and tanh
import torch
from torch import nn
import torch.nn.functional as F
x = torch.tensor([-2.0, -0.0, 0.0, 1.5, float('nan')])
print(torch.relu(x), F.relu(x), nn.ReLU()(x), torch.tanh(x), nn.Tanh()(x))
print(nn.ReLU(), nn.ReLU(inplace=True), nn.Tanh(), nn.Sigmoid())

# %% by hand
import torch
def softmax(x, dim):
    shifted = x - x.max(dim=dim, keepdim=True).values
    e = torch.exp(shifted)
    return e / e.sum(dim=dim, keepdim=True)
x = torch.tensor([[2.0, 1.0, 0.1], [1.0, 3.0, 0.2]])
assert torch.allclose(softmax(x, 1), torch.softmax(x, 1))
result = softmax(x, 0)

# %% gradient names
import torch
x = torch.zeros(2, requires_grad=True)
print(x.softmax(0), torch.log_softmax(x, 0), torch.sigmoid(x), torch.nn.functional.logsigmoid(x))
