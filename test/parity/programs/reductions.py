# %% sums and means
import torch
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
result = [x.sum(), x.sum(0), x.sum(1, keepdim=True), x.mean(), x.mean(dim=1), x.sum((0, 1)), x.mean(-1, True), torch.sum(x, dim=0),
          x.sum(dim=(0,)), x.sum(axis=1)]

# %% integers and bools
import torch
i = torch.tensor([[1, 2], [3, 4]])
print(i.sum(), i.prod(), i.sum(0), (i > 2).sum(), (i > 1).float().mean(), i.sum(dtype=torch.float32), i.mean(dtype=torch.float64))

# %% max and min
import torch
x = torch.tensor([[1.0, 5.0, 3.0], [4.0, 2.0, 6.0]])
print(x.max(), x.min(), x.argmax(), x.argmin(), x.argmax(1), x.argmax(dim=0, keepdim=True))
values, indices = x.max(dim=1)
print(values, indices)
print(x.min(0))
print(torch.max(x, 1).values, torch.max(x, torch.tensor(3.0)), x.amax(1), x.amin(dim=0))

# %% ties and nan
import torch
x = torch.tensor([2.0, 3.0, 3.0])
print(x.argmax(), x.max(0))
n = torch.tensor([1.0, float('nan'), 2.0])
print(n.max(), n.argmax(), n.sum(), n.mean(), n.min(0))

# %% all and any
import torch
m = torch.tensor([[True, False], [True, True]])
print(m.all(), m.any(), m.all(0), m.any(1), torch.all(m, dim=1), torch.tensor([1, 0]).any())

# %% var, std, norm
import torch
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
result = [x.var(), x.std(), x.var(1), x.std(dim=0, unbiased=False), x.var(dim=1, correction=0), x.norm(), x.norm(dim=1), x.norm(p=1)]

# %% logsumexp and cumsum
import torch
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
result = [x.logsumexp(1), torch.logsumexp(x, dim=0, keepdim=True), x.cumsum(1), torch.cumsum(x, dim=0)]

# %% empty
import torch
e = torch.zeros(0)
print(e.sum(), e.mean(), e.prod(), torch.zeros(2, 0).sum(1))

# %% empty max
import torch
torch.zeros(0).max()

# %% mean of integers
import torch
torch.arange(4).mean()

# %% dim out of range
import torch
torch.zeros(2, 3).sum(2)

# %% dim twice
import torch
torch.zeros(2, 3).sum((0, 0))

# %% number for a tensor
import torch
torch.mean(1.5)

# %% wrong combination
import torch
torch.zeros(2, 3).sum('a')

# %% accuracy
import torch
logits = torch.tensor([[2.0, 0.5], [0.5, 2.0], [1.0, 0.0]])
target = torch.tensor([0, 1, 1])
correct = (logits.argmax(dim=1) == target)
print(correct, correct.sum().item(), correct.float().mean().item(), f'{correct.float().mean():.2%}')
