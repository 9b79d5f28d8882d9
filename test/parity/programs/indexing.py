# %% basic
import torch
x = torch.arange(12).reshape(3, 4)
print(x[0], x[-1], x[1, 2], x[:, 1], x[1:, ::2], x[..., 0], x[None].shape, x[0, None, 1:3].shape, x[:, None, :, None].shape)

# %% masks
import torch
x = torch.tensor([[1., -2.], [-3., 4.]])
print(x[x > 0], x[torch.tensor([True, False])], x[:, torch.tensor([False, True])], x[[True, False]], x[x > 9].shape)

# %% lists and tensors
import torch
x = torch.arange(12).reshape(3, 4)
print(x[[0, 2]], x[[0, 2], [1, 3]], x[torch.tensor([2, 0])], x[torch.tensor([[0], [1]]), torch.tensor([0, 3])], x[range(3), [0, 1, 2]])
print(x[:, [3, 0]], x[1, [0, 1]], x[torch.tensor(1)], x[-1, torch.tensor([-1])])

# %% apart
import torch
x = torch.arange(24).reshape(2, 3, 4)
print(x[[0, 1], :, [0, 1]].shape, x[0, :, [0, 1]].shape, x[:, [0, 1], [0, 1]].shape, x[..., [0]].shape, x[[0, 1], None, [0, 1]].shape)

# %% writing
import torch
x = torch.zeros(3, 3)
x[0] = 1
x[:, 2] = torch.tensor([7., 8., 9.])
x[1, 1] = 5
x[[0, 2], [0, 0]] = torch.tensor([-1., -2.])
x[x == 0] = 0.5
x[1:, :2] += 10
print(x)

# %% writing with numbers and bools
import torch
x = torch.zeros(4, dtype=torch.long)
x[1] = 2.9
x[2] = True
x[torch.tensor([0, 3])] = torch.tensor([5, 6])
print(x)

# %% uint8 masks warn
import torch
print(torch.arange(2)[torch.tensor([1, 0], dtype=torch.uint8)])

# %% a list of lists warns
import torch
print(torch.arange(4).reshape(2, 2)[[[0, 1], [1, 0]]])

# %% too far
import torch
torch.zeros(2, 3)[2]

# %% too far in a list
import torch
torch.zeros(2, 3)[[0, 5]]

# %% too many
import torch
torch.zeros(2, 3)[0, 0, 0]

# %% a number's index
import torch
torch.tensor(5)[0]

# %% a float
import torch
torch.zeros(3)[1.0]

# %% a float tensor
import torch
torch.zeros(3)[torch.tensor([1.0])]

# %% backwards
import torch
torch.zeros(3)[::-1]

# %% a mask of the wrong size
import torch
torch.zeros(2, 3)[torch.tensor([True])]

# %% shapes of lists
import torch
torch.zeros(2, 3)[[0, 1], [0, 1, 2]]

# %% a list written
import torch
torch.zeros(3)[0] = [1]

# %% values of the wrong shape
import torch
torch.zeros(2, 3)[0] = torch.ones(2)

# %% values of the wrong number
import torch
x = torch.zeros(2, 3)
x[x == 0] = torch.ones(5)

# %% a leaf written
import torch
w = torch.zeros(2, requires_grad=True)
w[0] = 1

# %% places of equal elements
import torch
for seed in range(3):
    torch.manual_seed(seed)
    for n in [5, 17, 60]:
        x = torch.randint(0, 5, (n,)).float()
        i = torch.randint(0, 9, (n,))
        print(torch.sort(x)[1], torch.argsort(i, descending=True), torch.sort(i > 4)[1], torch.sort(x, stable=True)[1])
        print(torch.median(x, 0), torch.mode(x, 0), torch.mode(i, 0), torch.kthvalue(x, 3), torch.kthvalue(i, n // 2), torch.nanmedian(x, 0))
        y = torch.randint(0, 3, (n, 4))
        print(torch.sort(y, 0)[1], torch.median(y, 0)[1], torch.mode(y, 0)[1], torch.kthvalue(y, 2, 0)[1])
        z = torch.where(torch.rand(n) < .2, float('nan'), x)
        print(torch.sort(z)[1], torch.nanmedian(z, 0)[1], torch.kthvalue(z, n)[1], torch.median(z, 0)[1])
g = torch.randint(0, 3, (20,)).float().requires_grad_()
(torch.msort(g) * torch.arange(20.)).sum().backward()
print(g.grad)
