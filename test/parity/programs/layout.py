# %% elementwise results keep the order of the dims
import torch
x = torch.arange(24.).reshape(2, 3, 4)
p = x.permute(2, 0, 1)
for y in (p, p[:, :, 1:], p[::2], x[:, :, ::2], p.expand(2, 4, 2, 3), x[:, :1].transpose(0, 1)):
    r = y + 1
    print(r.stride(), r.is_contiguous(), (y > 3).stride(), y.exp().stride(), (-y).stride(), (2 - y).stride())
a, b = torch.ones(3, 2).t(), torch.ones(2, 3)
print((a + b).stride(), (b + a).stride(), (a * a).stride(), (a + torch.ones(3)).stride(), (torch.ones(3) + a).stride())
print(torch.where(a > 0, b, a).stride(), torch.where(b > 0, a, a).stride(), torch.lerp(a, b, 0.5).stride())
result = (p + 1).flatten()

# %% view of such a result
import torch
y = torch.arange(6.).reshape(2, 3).t() + 1
print(y.is_contiguous(), y.t().view(-1))
y.view(-1)

# %% reshape copies where view refuses
import torch
y = torch.arange(6.).reshape(2, 3).t() * 2
flat = y.reshape(-1)
flat[0] = 100.
line = y.t().reshape(-1)
line[1] = 50.
print(flat, y, y.tolist(), y.sum(), y.ravel().stride())
s = torch.arange(6.)[::2]
s.ravel()[0] = 9.
print(s, s.reshape(-1).stride(), s.ravel().stride())

# %% copies, types and likes
import torch
x = torch.arange(24.).reshape(2, 3, 4).permute(2, 0, 1)
for y in (x, x[:, :, 1:], x[::2], x.expand(2, 4, 2, 3)):
    print(y.clone().stride(), y.double().stride(), y.to(torch.float32, copy=True).stride(), y.contiguous().stride())
    print(torch.zeros_like(y).stride(), torch.ones_like(y, dtype=torch.int64).stride(), torch.full_like(y, 2).stride())
    print(torch.empty_like(y).stride(), torch.rand_like(y).stride(), torch.randint_like(y, 3).stride())
    print(torch.zeros_like(y, memory_format=torch.contiguous_format).stride(), y.long().stride())
result = x.clone()

# %% deep copies keep all of the memory
import copy
import torch
x = torch.arange(6.).reshape(2, 3)[:, 1:]
y = copy.deepcopy(x)
print(y.stride(), y.storage_offset(), y.is_contiguous())
y[0, 0] = 7.
print(x, y)

# %% random numbers in the order of the memory
import torch
t = torch.zeros(5, 4).t()
for f in (torch.rand_like, torch.randn_like, lambda t: torch.randint_like(t, 10), lambda t: torch.bernoulli(t + 0.5),
          lambda t: torch.nn.functional.dropout(t + 1), lambda t: torch.rand_like(t[:, 1:]), lambda t: torch.randn_like(t.t()[:, ::2])):
    torch.manual_seed(3)
    r = f(t)
    print(r.stride(), r)

# %% memory formats
import torch
x = torch.arange(120.).reshape(2, 3, 4, 5)
c = x.to(memory_format=torch.channels_last)
print(c.stride(), c.is_contiguous(), c.is_contiguous(memory_format=torch.channels_last), torch.equal(c, x))
print(x.contiguous(memory_format=torch.channels_last).stride(), c.contiguous().stride(), (c * 2).stride(), (c + x).stride())
print(c.to(memory_format=torch.channels_last) is c, c.contiguous(memory_format=torch.channels_last) is c)
print(c.clone().stride(), torch.clone(c, memory_format=torch.contiguous_format).stride(), c.sum(1).stride(), c[:, :, 1:].clone().stride())
print(torch.channels_last, torch.preserve_format, torch.empty(2, 3, 4, 5, memory_format=torch.channels_last).stride())
print(torch.zeros(1, 1, 3, 3).to(memory_format=torch.channels_last).stride(), torch.cat([c, c], 1).stride())
for f in (lambda: torch.zeros(3).contiguous(memory_format=torch.channels_last), lambda: torch.zeros(3).to(memory_format=torch.channels_last),
          lambda: torch.zeros(2, 3).t().contiguous(memory_format=torch.preserve_format), lambda: torch.empty(2, memory_format=torch.preserve_format)):
    try:
        print(f())
    except RuntimeError as error:
        print(error)

# %% layers over channels_last
import torch
from torch import nn
torch.manual_seed(0)
x = torch.randn(2, 3, 6, 6)
c = x.to(memory_format=torch.channels_last)
for layer in (nn.Conv2d(3, 4, 3), nn.MaxPool2d(2), nn.AvgPool2d(2), nn.BatchNorm2d(3), nn.ReLU(), nn.GroupNorm(3, 3), nn.Upsample(scale_factor=2),
              nn.AdaptiveAvgPool2d(2), nn.ZeroPad2d(1), nn.Softmax(dim=1), nn.LayerNorm(6), nn.Dropout(0.), nn.Flatten(), nn.Linear(6, 2)):
    print(type(layer).__name__, layer(c).stride(), torch.allclose(layer(c), layer(x)))
model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU()).to(memory_format=torch.channels_last)
print(model[0].weight.stride(), model(x).stride(), model[0].bias.stride())

# %% reductions, scans and products
import torch
p = torch.arange(24.).reshape(2, 3, 4).permute(2, 0, 1)
print(p.sum(1, keepdim=True).stride(), p.mean(0).stride(), p.cumsum(1).stride(), p.softmax(2).stride(), p.log_softmax(0).stride())
print(p.max(2).values.stride(), p.argmax(0, keepdim=True).stride(), p.std(1).stride(), p.logsumexp(1).stride())
m = torch.arange(9.).reshape(3, 3).t()
print((m @ m).stride(), torch.mm(m, m).stride(), torch.bmm(p, p.transpose(1, 2)).stride(), torch.einsum('ij,jk->ik', m, m).stride())
print(p.sort(0).values.stride(), p.sort(0).indices.stride(), p.flip(0).stride(), p.roll(1, 0).stride(), torch.rot90(m).stride())
print(torch.stack([m, m]).stride(), torch.cat([m, m]).stride(), m.tril().stride(), m.masked_fill(m > 2, 0.).stride(), m.index_fill(0, torch.tensor([1]), 5.).stride())
result = p.sort(0).values

# %% indexing by tensors
import torch
p = torch.arange(24.).reshape(2, 3, 4).permute(2, 0, 1)
i = torch.tensor([1, 0])
for r in (p[i], p[:, i], p[:, :, i], p[i, i], p[i, :, i], p[[[0, 1], [1, 0]]], p[p > 3], p[1:, i], p[None, i], p[..., i[:, None], i], p[torch.tensor([True, False, True, True])]):
    print(r.shape, r.stride(), r.flatten()[:6])
print(p.gather(0, p.long() % 4).stride(), p.take(i).stride(), p.index_select(0, i).stride())

# %% matrices in columns
import torch
a = torch.tensor([[4., 1., 0.], [1., 3., 1.], [0., 1., 2.]])
b = torch.stack([a, a + torch.eye(3)])
for x in (a, b):
    print(torch.linalg.inv(x).stride(), torch.linalg.solve(x, x).stride(), torch.linalg.cholesky(x).stride(), torch.linalg.pinv(x).stride())
    print([r.stride() for r in torch.linalg.svd(x)], [r.stride() for r in torch.linalg.qr(x)], [r.stride() for r in torch.linalg.eigh(x)])
    print(torch.linalg.solve(x, x, left=False).stride(), torch.linalg.lu_factor(x)[0].stride(), torch.linalg.solve_triangular(x.triu(), x, upper=True).stride())
    print(torch.linalg.matrix_power(x, -1).stride(), torch.linalg.matrix_power(x, 2).stride(), torch.linalg.det(x))
print((torch.linalg.inv(a) @ a).round(decimals=4).abs(), torch.nonzero(a).stride())
result = torch.linalg.inv(a)

# %% losses per element
import torch
import torch.nn.functional as F
torch.manual_seed(1)
a, b = torch.rand(3, 2).t(), torch.rand(2, 3)
for name in ('mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'kl_div', 'soft_margin_loss', 'poisson_nll_loss', 'hinge_embedding_loss'):
    f = getattr(F, name)
    print(name, f(a, b, reduction='none').stride(), f(b, a, reduction='none').stride(), f(a, a, reduction='none').stride(), f(a, b))
print(F.cross_entropy(torch.rand(2, 3, 4).transpose(1, 2), torch.zeros(2, 3, dtype=torch.int64), reduction='none').stride())

# %% gradients lie as their leaves
import torch
x = torch.arange(6.).reshape(3, 2).t().requires_grad_()
(x * 2).sum().backward()
print(x.grad.stride(), x.grad)
(x.exp() * x).sum().backward()
print(x.grad.stride(), x.grad)
w = torch.arange(12.).reshape(4, 3)[:, :2].requires_grad_()
(w.t() * torch.arange(8.).reshape(2, 4)).sum().backward()
print(w.stride(), w.grad.stride(), w.grad)
v = torch.arange(6.).reshape(2, 3).requires_grad_()
y = v.t() * 2 + 1
z = (y.transpose(0, 1) * y.t()).sigmoid()
z[0].sum().backward()
print(y.stride(), z.stride(), v.grad.stride(), v.grad)
u = torch.arange(6.).reshape(2, 3).t().clone().requires_grad_()
h = (u * u).t().reshape(-1)
(g,) = torch.autograd.grad((h * torch.arange(6.)).sum(), u, create_graph=True)
print(u.stride(), g, torch.autograd.grad(g.sum(), u)[0])

# %% writes in place keep the layout
import torch
x = torch.arange(6.).reshape(2, 3).t() + 0
x.add_(1).mul_(torch.ones(3, 2))
x[1] = -1.
x[x > 4] = 0.
y = torch.nn.functional.relu(x, inplace=True)
print(x, x.stride(), y is x, x.t().view(-1))
x += torch.arange(2.)
print(x.t().contiguous().view(-1), x.data_ptr() == y.data_ptr(), hash(x) == hash(y))
