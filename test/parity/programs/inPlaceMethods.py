# %% pointwise in place, over a view that is not contiguous
import torch
x = torch.tensor([[0.5, 1.5, -2.25], [4.0, -0.0, 9.0]])
v = x.t()
for step in (lambda: v.abs_(), lambda: v.sqrt_(), lambda: v.neg_(), lambda: v.exp_(), lambda: v.log_(), lambda: v.sigmoid_(), lambda: v.tanh_(), lambda: v.reciprocal_(), lambda: v.rsqrt_()):
    print(step() is v, x)

# %% roundings in place
import torch
x = torch.tensor([-2.5, -1.25, 0.5, 1.5, 2.675, float('nan'), float('inf')])
print(x.clone().floor_(), x.clone().ceil_(), x.clone().round_(), x.clone().round_(decimals=1))
print(torch.tensor([3, -4]).floor_(), torch.tensor([3, -4], dtype=torch.int8).round_())
print(torch.tensor(1.5, dtype=torch.bfloat16).ceil_(), torch.empty(0).floor_())

# %% clamps in place
import torch
x = torch.tensor([-2.0, 0.5, float('nan'), 7.0])
print(x.clone().clamp_(min=-1, max=1), x.clone().clamp_min_(0), x.clone().clamp_max_(torch.tensor(0.25)))
print(torch.arange(6).clamp_max_(3), torch.arange(6).clamp_min_(2), torch.tensor(5).clamp_(max=2))
torch.arange(3).clamp_min_(0.5)

# %% remainders and powers in place
import torch
x = torch.tensor([-7.5, -1.0, 0.0, 2.5, 7.0])
print(x.clone().fmod_(2), x.clone().remainder_(2), x.clone().remainder_(torch.tensor(-3.0)), x.clone().pow_(2), x.clone().pow_(torch.tensor([1., 2., 0., -1., 0.5])))
i = torch.tensor([-7, -1, 0, 5])
print(i.clone().fmod_(3), i.clone().remainder_(3), i.clone().pow_(3), i.clone().sub_(2, alpha=3))
i.clone().pow_(-1)

# %% fused forms in place
import torch
x = torch.tensor([1.0, 2.0, 3.0])
a, b = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([4.0, 5.0, 0.0])
print(x.clone().addcmul_(a, b, value=0.5), x.clone().addcdiv_(a, b), x.clone().addcdiv_(b, a, value=-2), x.clone().lerp_(a, 0.25), x.clone().lerp_(a, b))
torch.arange(3).addcdiv_(torch.arange(3), torch.arange(3))

# %% inverse error function and comparison in place
import torch
x = torch.tensor([-1.0, -0.5, 0.0, 0.25, 1.0, 1.5])
print(x.clone().erfinv_(), x.clone().eq_(0.25), torch.tensor([1, 2, 2]).eq_(2), torch.tensor([True, False]).eq_(False))
print(torch.tensor([0.5], dtype=torch.float64).erfinv_())
torch.arange(3).erfinv_()

# %% triangles and running sums in place
import torch
x = torch.arange(12.0).reshape(3, 4)
print(x.clone().tril_(), x.clone().triu_(1), x.clone().tril_(-1), x.clone().cumsum_(0), x.clone().cumsum_(-1))
b = torch.arange(8).reshape(2, 2, 2)
print(b.clone().triu_(), torch.tensor([True, True]).logical_not_(), torch.zeros(0, 3).tril_())
torch.tensor([1, 2]).cumsum_(0, dtype=torch.float32)

# %% added at places
import torch
x = torch.zeros(2, 3)
i = torch.tensor([[0, 0, 2], [1, 1, 1]])
print(x.scatter_add_(1, i, torch.ones(2, 3)), x.scatter_(1, i, 7.0), x.scatter_(0, torch.tensor([[0, 1, 0]]), torch.tensor([[1., 2., 3.]])))
print(torch.zeros(3, dtype=torch.int64).scatter_add_(0, torch.tensor([2, 2, 0]), torch.tensor([5, 6, 7])))
x.scatter_add_(1, torch.tensor([[3]]), torch.ones(1, 1))

# %% shapes in place
import torch
x = torch.arange(6.0).reshape(1, 2, 3)
print(x.squeeze_(), x.t_(), x.is_contiguous(), x.unsqueeze_(-1).shape, x.squeeze_(2).shape, x.transpose_(0, 1), x.stride())
y = torch.zeros(2, 1, 2)
y.squeeze_(1)
print(y.shape, y.swapaxes_(0, 1).shape, y.t_().shape, y.unsqueeze_(0).unsqueeze_(0).shape)
y.t_()

# %% gradients through operations in place
import torch
a = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
y = (a * 1).sigmoid_() * 3
y.sub_(1).pow_(2)
y.sum().backward()
print(y, a.grad)
b = torch.tensor([0.3, 0.9], requires_grad=True)
z = (b + 0).exp_().add_(1).log_().sqrt_()
print(z, torch.autograd.grad(z.sum(), b))
c = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
w = (c * 1).tril_().cumsum_(0)
print(w, torch.autograd.grad(w[1].prod(), c))

# %% a leaf is not written
import torch
x = torch.ones(2, requires_grad=True)
x.exp_()

# %% narrow integers are not made floats
import torch
x = torch.tensor([1, 2], dtype=torch.int16)
print(x.neg_(), x.abs_(), x.add_(1), x.mul_(True))
x.sqrt_()

# %% activations that write
import torch
import torch.nn.functional as F
x = torch.tensor([-2.0, -0.5, 0.0, 0.75, 3.0])
print(F.relu_(x.clone()), F.elu_(x.clone(), 0.5), F.celu_(x.clone(), alpha=2.0), F.selu_(x.clone()), F.leaky_relu_(x.clone(), 0.2), F.hardtanh_(x.clone(), -0.5, 0.5), F.threshold_(x.clone(), 0.1, 20))
y = x.clone()
print(F.celu(y, 0.7, inplace=True) is y, y, F.relu6(x.clone(), inplace=True), F.silu(x.clone(), inplace=True), F.mish(x.clone(), inplace=True), F.hardswish(x.clone(), inplace=True), F.hardsigmoid(x.clone(), inplace=True))
a = torch.tensor([-1.0, 2.0], requires_grad=True)
print(F.celu_(a * 2), F.hardtanh_(a * 1), F.selu_(a * 1), F.threshold_(a * 1, 0.0, -1.0))

# %% gradients of layers that write
import torch
import torch.nn.functional as F
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(inplace=True), nn.Linear(3, 2), nn.ELU(inplace=True))
last = nn.LeakyReLU(0.1, True)
x = torch.tensor([[1.0, -1.0], [0.5, 2.0]], requires_grad=True)
y = last(net(x) * 1)
y.sum().backward()
print(y, x.grad, net[0].weight.grad, net[2].bias.grad)
a = torch.tensor([-1.0, 2.0], requires_grad=True)
z = a * 1
w = F.relu(z, inplace=True)
print(w is z, z)
w.sum().backward()
print(a.grad)
with torch.no_grad():
    print(F.elu(a, inplace=True), a)
F.relu(a, inplace=True)

# %% what a result was saved for is not written
import torch
import torch.nn.functional as F
a = torch.tensor([-1.0, 2.0], requires_grad=True)
y = F.relu(a * 2, inplace=True)
y.add_(1)
y.sum().backward()

# %% a running sum of another type is not written
import torch
x = torch.ones(3)
for step in (lambda: x.cumsum_(0, dtype=torch.float64), lambda: x.cumprod_(0, dtype=torch.int64), lambda: torch.tensor([True]).cumsum_(0), lambda: torch.arange(3).clamp_(0.5), lambda: torch.arange(3).clip_(max=torch.tensor(0.5)), lambda: torch.zeros(2, 2, 2).t_(), lambda: (x * 1).view(3, 1).detach_()):
    try:
        print(step())
    except RuntimeError as error:
        print(type(error).__name__, error)
print(x, torch.arange(3, dtype=torch.int32).cumsum_(0))

# %% what was saved for a gradient and is written
import torch
a = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
y = (a * 1).sigmoid_().mul_(3)
y.sum().backward()

# %% a result of a second activation in place
import torch
from torch import nn
x = torch.tensor([1.0, -1.0], requires_grad=True)
y = nn.Sequential(nn.ELU(inplace=True), nn.LeakyReLU(0.1, True))(x * 1)
y.sum().backward()

# %% a result by its number
import torch
x = torch.tensor([1.0, -1.0], requires_grad=True)
y = x.mean(0)
z = y.sin()
with torch.no_grad():
    y.add_(1)
z.backward()

# %% fill_ with a tensor, zeros with signs
import torch
z = torch.tensor(2.5)
a = torch.ones(2, 3)
print(a.clone().fill_(z), a.fill_(torch.tensor(3)), torch.zeros(2).fill_(torch.tensor(True)), torch.zeros(2).long().fill_(z))
x = torch.zeros(3, requires_grad=True)
v = torch.tensor(2., requires_grad=True)
y = (x * 1).fill_(v)
print(y)
(y * y).sum().backward()
print(x.grad, v.grad)
minus, plus = torch.tensor([-0.]), torch.tensor([0.])
print(torch.clamp(minus, 0), torch.clamp(minus, 0, 1), torch.clamp(plus, max=-0.), torch.maximum(minus, plus), torch.maximum(plus, minus), torch.minimum(plus, minus))
print(torch.add(torch.tensor([True, False]), torch.tensor([True, True]), alpha=2), torch.all(a, dim=()))
try:
    a.fill_(torch.ones(2))
except RuntimeError as error:
    print(error)
