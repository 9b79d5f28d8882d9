# %% floats
import torch
print(torch.tensor([1.0, 2.5]), torch.tensor([1e-5, 1.0]), torch.tensor([1e9, 1.0]), torch.tensor(0.125), torch.tensor([0.03125, 2.5]))
print(torch.tensor([float('nan'), float('inf'), -float('inf'), 1.5]), torch.tensor([-0.0, 1.0]), torch.tensor([1.0, float('nan')]))

# %% other types
import torch
print(torch.tensor([1, -22, 333]), torch.tensor([True, False]), torch.tensor([1.5], dtype=torch.float64), torch.tensor([1.5]).half(), torch.tensor([3], dtype=torch.int8))
print(torch.tensor([]), torch.zeros(2, 0), torch.tensor([], dtype=torch.long))

# %% nested
import torch
print(torch.arange(16.).reshape(2, 2, 2, 2))
print(torch.arange(30))
print(torch.linspace(-1, 1, 30))

# %% summarised
import torch
print(torch.arange(2000))
print(torch.arange(3000.).view(30, 100))
print(torch.zeros(11, 11, 11))

# %% options
import torch
x = torch.tensor([0.123456789, 12.5])
torch.set_printoptions(precision=2)
print(x)
torch.set_printoptions(precision=6, sci_mode=True)
print(x)
torch.set_printoptions(profile='default')
print(x)
torch.set_printoptions(threshold=5, edgeitems=1, linewidth=40)
print(torch.arange(100.).view(10, 10), torch.ones(4))

# %% format
import torch
x, v = torch.tensor(0.1), torch.tensor([0.1, 0.2])
print(f'{x} {x:.3f} {x!r} {v} {x:>8.2f}', '{:.2e}'.format(x), '%.3f %s' % (x, x), str(x), repr(v))

# %% format of a vector
import torch
print(f'{torch.tensor([0.1]):.2f}')

# %% containers
import torch
print([torch.tensor(1), torch.tensor([0.5])], (torch.tensor(True),), {'a': torch.tensor([1, 2])})
print(torch.ones(2, 3).shape, [torch.float32, torch.int64], torch.device('cpu'), torch.Size([1]), torch.zeros(1).dtype)
print(torch.tensor([3., 1.]).max(0), torch.tensor([3., 1.]).sort() if False else '')

# %% gradients
import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
print(w, w * 2, (w * 2).sum(), w.detach(), torch.nn.Parameter(torch.ones(2)))
with torch.no_grad():
    print(w * 2)

# %% long lines with a suffix
import torch
print(torch.linspace(0, 1, 9).requires_grad_())
print(torch.linspace(0, 1, 9, dtype=torch.float64))

# %% size
import torch
s = torch.zeros(2, 3, 4).shape
print(s, s[0], s[:2], s[-1], len(s), list(s), tuple(s), s == (2, 3, 4), s.numel(), s + (5,), [*s])
