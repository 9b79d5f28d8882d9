# %% shapes
import torch
x = torch.arange(12.)
a = x.view(3, 4)
print(a, a.shape, a.size(), a.size(0), a.dim(), a.ndim, a.numel(), a.T.shape, a.stride(), a.is_contiguous(), a.t().is_contiguous())
print(x.reshape(2, -1), x.view(2, 2, 3).permute(2, 0, 1).shape, a.transpose(0, 1)[0], a.flatten(), a.unsqueeze(0).shape, a[None].squeeze().shape)

# %% expand and repeat
import torch
x = torch.tensor([[1.], [2.]])
print(x.expand(2, 3), x.expand(-1, 2), x.repeat(1, 2), x.repeat(2, 1, 1).shape, x.expand_as(torch.zeros(2, 4)).shape)

# %% cat, stack, chunk, split, unbind
import torch
a, b = torch.tensor([[1, 2]]), torch.tensor([[3, 4]])
print(torch.cat([a, b]), torch.cat((a, b), dim=1), torch.stack([a, b]).shape, torch.stack([a, b], dim=2))
print(torch.arange(5).chunk(2), torch.arange(5).split(2), torch.arange(5).split([1, 4]), torch.eye(2).unbind())

# %% squeeze and unsqueeze
import torch
x = torch.zeros(1, 3, 1)
print(x.squeeze().shape, x.squeeze(0).shape, x.squeeze(1).shape, x.unsqueeze(-1).shape, torch.unsqueeze(x, 1).shape)

# %% gather and scatter
import torch
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
print(x.gather(1, torch.tensor([[2, 0], [1, 1]])), torch.zeros(2, 3).scatter(1, torch.tensor([[2], [0]]), 1.0))
print(torch.zeros(2, 3).scatter_(1, torch.tensor([[0, 1], [1, 2]]), x), x.index_select(1, torch.tensor([0, 2])))
print(x.masked_select(x > 0.5), x.masked_fill(x > 0.5, -1), torch.nn.functional.one_hot(torch.tensor([0, 2, 1])))

# %% creation
import torch
print(torch.zeros(2, 3), torch.ones(3), torch.full((2,), 7), torch.full((2,), 0.5), torch.eye(2), torch.arange(5), torch.arange(1, 2, 0.25))
print(torch.linspace(0, 1, 5), torch.zeros_like(torch.ones(2)), torch.ones_like(torch.tensor([1, 2])), torch.full_like(torch.ones(2), 3), torch.zeros(2, dtype=torch.int32))

# %% conversions
import torch
x = torch.tensor([1.7, -1.7, 0.0])
for y in (x.long(), x.int(), x.bool(), x.double(), x.half(), x.to(torch.int8), x.type(torch.float64), x.to('cpu'), x.byte):
    print(y.dtype if hasattr(y, 'dtype') else 'method')
print(x.long(), x.bool(), x.tolist(), x[0].item(), float(x[0]), int(x[0]), bool(x[2]), x.to(torch.float32) is x)

# %% item, len, iteration
import torch
x = torch.tensor([[1, 2], [3, 4]])
print(len(x), [row.tolist() for row in x], x.sum().item(), [int(v) for row in x for v in row], list(x[0]), 3 in x, 9 in x)
a, b = x
print(a, b, x.unbind(1), max(x[0]), sum(x))

# %% view of a wrong size
import torch
torch.arange(6).view(4, 2)

# %% view of what is not contiguous
import torch
torch.zeros(2, 3).t().view(6)

# %% cat of different sizes
import torch
torch.cat([torch.zeros(2, 2), torch.zeros(2, 3)])

# %% stack of different sizes
import torch
torch.stack([torch.zeros(2), torch.zeros(3)])

# %% transpose out of range
import torch
torch.zeros(2, 3).transpose(0, 2)

# %% item of many
import torch
torch.zeros(2).item()

# %% len of a number
import torch
len(torch.tensor(1.0))

# %% truth of many
import torch
if torch.tensor([1, 0]):
    pass

# %% matmul
import torch
a, b = torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[0.5], [1.5]])
print(a @ b, torch.mm(a, a), torch.matmul(a, b[:, 0]), a[0] @ a[1], (a[None] @ a[None]).shape, torch.nn.functional.linear(a, a, b[:, 0]))

# %% matmul of wrong shapes
import torch
torch.ones(2, 3) @ torch.ones(2, 3)

# %% gradient names
import torch
w = torch.ones(2, 3, requires_grad=True)
print(w[0], w[:, 1], w[0:1], w[[0, 1]], w.t(), w.view(6), w.sum(), w.mean(1), w[w > 0])
