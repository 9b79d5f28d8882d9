# %% basic
import torch
x = torch.arange(24).reshape(2, 3, 4)
print(x[0]); print(x[-1, 1]); print(x[1, 2, 3]); print(x[..., 1]); print(x[0, ..., -1]); print(x[:, 1:, ::2])
print(x[None].shape, x[:, None].shape, x[..., None].shape, x[None, :, None, 0].shape)
print(x[..., None, 0].shape, x[()].shape, x[...].shape)
print(x[1:10], x[5:].shape, x[:-1].shape, x[-5:].shape, x[2:1].shape)
print(x[:, ::3], x[0, :, -2:])
print(x[True].shape, x[False].shape, x[0, True].shape)

# %% masks
import torch, numpy as np
x = torch.arange(12.).reshape(3, 4)
m = x > 5
print(x[m]); print(x[m.tolist()] if False else '')
print(x[[True, False, True]]); print(x[torch.tensor([True, False, True])]); print(x[:, [True, False, True, False]])
print(x[np.array([True, False, True])]); print(x[np.array([2, 0])]); print(x[x[:, 0] > 1]); print(x[x[:, 0] > 1, 1]); print(x[x[:, 0] > 1][:, 2])
print(x[(x > 2) & (x < 9)]); print(x[~m]); print(x[m].sum(), m.sum(), x[m].mean())
print(x[torch.tensor([True, False, True]), [1, 2]])
print(x[torch.tensor([True, False, True]), 1:3])
print(x[x > 100], x[x > 100].shape)

# %% advanced
import torch
x = torch.arange(24).reshape(2, 3, 4)
i = torch.tensor([1, 0, 1])
print(x[i]); print(x[:, torch.tensor([2, 0])]); print(x[0, torch.tensor([2, 0])]); print(x[..., torch.tensor([3, 0])])
print(x[i, torch.tensor([0, 1, 2])]); print(x[i, torch.tensor([0, 1, 2]), torch.tensor([3, 3, 0])])
print(x[i, :, torch.tensor([0, 1, 2])]); print(x[:, [0, 2], [1, 3]]); print(x[[0, 1], 1:, [1, 3]])
print(x[torch.tensor([[0, 1], [1, 0]])].shape); print(x[torch.tensor([[0], [1]]), torch.tensor([0, 2])])
print(x[[0]].shape, x[[[0, 1]]].shape if False else '')
print(x[torch.tensor(1)], x[torch.tensor(1), torch.tensor(2)], x[0, torch.tensor(1)])
print(x[:, torch.tensor(1)].shape, x[[1, 0], 0].shape, x[0, [1, 0]].shape, x[0, :, [1, 0]].shape, x[:, 0, [1, 0]].shape, x[[0, 1], 0, [1, 0]].shape)
print(x[None, [0, 1]].shape, x[[0, 1], None].shape, x[[0, 1], None, [0, 1]].shape, x[..., [0, 1], :].shape)
print(x[range(2)].shape, x[0, range(1, 3)].shape, x[(0, 1)].shape, x[tuple([0, 1])].shape)
print(x[-1:, [-1, -2]].shape, x[[-1]], x[torch.tensor([-1, 0], dtype=torch.int32)].shape, x[torch.tensor([1], dtype=torch.int16)].shape if False else '')

# %% set
import torch
x = torch.zeros(3, 4)
x[0] = 1; x[1, 2] = 5; x[:, 3] = torch.tensor([7., 8., 9.]); print(x)
x[x > 6] = -1; print(x)
x[[0, 2]] = torch.arange(4.); print(x)
x[:, [0, 1]] = 3; print(x)
x[torch.tensor([0, 1]), torch.tensor([3, 2])] = torch.tensor([100., 200.]); print(x)
x[..., -1] += 10; print(x)
x[1] *= 2; print(x)
x[:, ::2] -= x[:, 1::2]; print(x)
x[x < 0] *= -1; print(x)
x[[0, 0, 1], 0] += 1; print(x)
x[1:, 1:] = torch.tensor([[1.], [2.]]); print(x)
x[None, 0] = 4; print(x)
x[:] = 0; print(x)
x[...] = torch.ones(4); print(x)
x[2] = torch.tensor([1, 2, 3, 4]); print(x)
x[0, 0] = True; x[0, 1] = torch.tensor(9); print(x)
x[torch.tensor([True, False, True])] = torch.tensor([[1.], [2.]]); print(x)
x[0][1] = 77; x[1:][0, 0] = 66; print(x)
x[range(2)] = 5; print(x)

# %% views
import torch
x = torch.arange(12)
y = x.view(3, 4)
z = y.t()
y[0, 0] = 100
z[1, 2] = -5
print(x); print(y); print(z)
a = y[1]; a += 10; print(x)
b = y[:, 1]; b.mul_(2); print(x)
c = y[::2, ::2]; c[...] = 0; print(y)
d = y.flatten(); d[0] = 9; print(y[0, 0])
e = x[2:5]; e[1] = 1000; e.zero_(); print(x)
f = y.unsqueeze(0).squeeze(); f.fill_(3); print(x.sum())
g = torch.zeros(2, 2); h = g.expand(3, 2, 2); g[0, 0] = 1; print(h)
y.diagonal().fill_(8); print(y)
r = y.reshape(-1); r[1] = 55; print(y[0])
u = y.unbind(0); u[0].add_(1); print(y[0])
s = y.split(2, 1); s[1].zero_(); print(y)
n = y.narrow(0, 1, 1); n += 1; print(y)
p = y.permute(1, 0); p[0] = torch.tensor([1, 2, 3]); print(y)

# %% bool setitem
import torch
b = torch.zeros(2, 3, dtype=torch.bool)
b[0, 1] = True; b[1] = 1; print(b); b[b] = False; print(b)
u = torch.zeros(3, dtype=torch.uint8); u[0] = 255; u[1] = 3.7; print(u)
h = torch.zeros(3, dtype=torch.float16); h[0] = 0.1; h[1:] = torch.tensor([1/3, 2.]); print(h)
l = torch.zeros(3, dtype=torch.long); l[:2] = torch.tensor([1.9, -1.9]); print(l)
d = torch.zeros(2, dtype=torch.float64); d[0] = 0.1; d[1] = torch.tensor(0.1); print(d, d[1].item())
mask = torch.tensor([[True, False], [False, True]])
y = torch.tensor([[1., 2.], [3., 4.]]); y[mask] += 10; print(y); y[mask] = torch.tensor([7., 8.]); print(y)
y[~mask] = float('-inf'); print(y, torch.softmax(y, 1))
y[mask.nonzero(as_tuple=True)] = 0; print(y)

# %% grad index
import torch
x = torch.arange(6., requires_grad=True)
print(x[0], x[1:3], x[[0, 1]], x[x > 2], x[None], x[...])
y = x * 2
y[0] = 5; print(y)
try:
    x[0] = 1
except RuntimeError as e: print(e)
with torch.no_grad():
    x[0] = 1
print(x)
x.data[1] = 9; print(x)
z = torch.zeros(3); z[0] = x[1]; print(z); z[[1, 2]] = x[:2]; print(z)
