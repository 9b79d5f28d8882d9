# %% uniform
import torch
torch.manual_seed(0)
print(torch.rand(2, 3), torch.rand(2, dtype=torch.float64), torch.empty(3).uniform_(-1, 1), torch.rand_like(torch.zeros(2)))

# %% normal
import torch
torch.manual_seed(42)
print(torch.randn(3), torch.rand(1), torch.randn(2), torch.randn(20), torch.randn(17)[-3:], torch.empty(4).normal_(2, 0.5), torch.normal(0.0, 1.0, (2,)))

# %% integers and permutations
import torch
torch.manual_seed(1)
print(torch.randint(0, 10, (5,)), torch.randint(5, (2, 2)), torch.randperm(6), torch.empty(3, dtype=torch.long).random_(5), torch.bernoulli(torch.tensor([0.2, 0.5, 0.9])))

# %% a generator
import torch
g = torch.Generator().manual_seed(7)
print(torch.rand(2, generator=g), torch.randn(2, generator=g), g.initial_seed())

# %% the documentation's example
import torch
from torch import nn
torch.manual_seed(0)
loss = nn.CrossEntropyLoss()
input = torch.randn(3, 5, requires_grad=True)
target = torch.empty(3, dtype=torch.long).random_(5)
print(loss(input, target))
target = torch.randn(3, 5).softmax(dim=1)
result = loss(input, target)
print(result)
