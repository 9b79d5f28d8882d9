# %% operators
import torch
a, b = torch.tensor([1.0, -2.5, 3.0]), torch.tensor([2.0, 4.0, -0.5])
print(a + b, a - b, a * b, a / b, a // b, a % b, a ** 2, 2 ** a, -a, abs(a))
print(1 - a, 1 / a, 10 // a, 7 % a, +a)

# %% broadcasting
import torch
rows, columns = torch.tensor([[1.], [2.]]), torch.tensor([10., 20., 30.])
result = [rows + columns, rows * columns, columns - rows, (rows + columns).shape]

# %% promotion
import torch
i, f, d, b = torch.tensor([1, 2]), torch.tensor([0.5, 1.5]), torch.tensor([1.0], dtype=torch.float64), torch.tensor([True, False])
for x in (i + f, i * 2, i * 2.5, i / 2, i // 2, f + d, b + i, b + 1, b + 1.5, f * torch.tensor(2.0, dtype=torch.float64), i + torch.tensor(1.5)):
    print(x, x.dtype)

# %% integers
import torch
i = torch.tensor([7, -7, 0])
print(i // 2, i % 3, i / 2, i ** 2, -i, abs(i), i + 2**40)
print(torch.tensor([200], dtype=torch.uint8) + 100, torch.tensor([127], dtype=torch.int8) + 1)

# %% division modes
import torch
a, b = torch.tensor([7., -7.]), torch.tensor([2., 2.])
result = [torch.div(a, b, rounding_mode=m) for m in ('floor', 'trunc', None)]

# %% division by zero
import torch
print(torch.tensor([1., -1., 0.]) / 0, torch.tensor([1., 0.]) // 0)

# %% alpha
import torch
result = [torch.add(torch.ones(2), torch.tensor([1., 2.]), alpha=10), torch.sub(torch.ones(2), 3, alpha=2)]

# %% functions of one argument
import torch
x = torch.tensor([0.25, 1.0, 2.0])
result = [x.exp(), x.log(), x.log2(), x.log10(), x.log1p(), x.sqrt(), x.rsqrt(), x.square(), x.reciprocal(), x.sin(), x.cos(),
          x.floor(), x.ceil(), x.round(), x.trunc(), x.sign(), x.neg(), torch.expm1(x)]

# %% edges of log
import torch
x = torch.tensor([0.0, -1.0, float('inf'), 1e-40])
print(torch.log(x), torch.log1p(x), torch.sqrt(x), torch.exp(torch.tensor([89., -104., 710.])))

# %% rounding half to even
import torch
print(torch.round(torch.tensor([0.5, 1.5, 2.5, -0.5])))

# %% clamp
import torch
x = torch.tensor([-2., 0.5, 3.])
print(x.clamp(0, 1), torch.clamp(x, min=0), x.clamp(max=1), x.clamp_min(0), x.clip(0, 2))

# %% comparisons
import torch
a, b = torch.tensor([1, 2, 3]), torch.tensor([3, 2, 1])
print(a == b, a != b, a < b, a <= 2, a > b, a >= b, torch.eq(a, 2), a == 'x', a == None)

# %% logic
import torch
m, n = torch.tensor([True, True, False]), torch.tensor([True, False, False])
print(m & n, m | n, m ^ n, ~m, torch.logical_and(m, n), torch.logical_not(m), m.logical_or(n))

# %% where, maximum, minimum
import torch
a, b = torch.tensor([1., -2.]), torch.tensor([0., 5.])
print(torch.where(a > 0, a, b), torch.where(a > 0, 1.0, 0.0), torch.where(a > 0, a, 0), torch.maximum(a, b), torch.minimum(a, b))

# %% isnan, isinf, isclose, allclose, equal
import torch
x = torch.tensor([float('nan'), float('inf'), 1.0])
print(torch.isnan(x), torch.isinf(x), torch.isfinite(x), torch.isclose(x, x), torch.allclose(x, x, equal_nan=True), torch.equal(x, x))

# %% pow
import torch
x = torch.tensor([1.0, 2.0, 3.0])
print(x.pow(2), torch.pow(x, 0.5), torch.pow(2, x), x ** -1, x ** x, torch.tensor([2, 3]) ** 2)

# %% in place
import torch
x = torch.tensor([1.0, 2.0])
y = x
x += 1
x *= 2
x.sub_(0.5).div_(2)
x[0] -= 1
print(x, y, x is y)
x.zero_()
print(y)
x.fill_(7)
x.add_(torch.ones(2), alpha=3)
print(y, x.clamp_(0, 9))

# %% views share memory
import torch
x = torch.zeros(2, 3)
row, column = x[0], x[:, 1]
row += 1
column.fill_(5)
x.t()[2] = 9
flat = x.view(-1)
flat[3] = -1
print(x, row, column)

# %% copies do not
import torch
x = torch.zeros(3)
y = x.clone()
z = torch.tensor([0., 0., 0.])
x += 1
print(x, y, z)

# %% float16 and bfloat16
import torch
h, b = torch.tensor([0.1, 1000.3], dtype=torch.float16), torch.tensor([0.1, 1000.3], dtype=torch.bfloat16)
print(h, b, h + h, b * 2, h.float(), h.sum())

# %% shapes that do not broadcast
import torch
torch.ones(2, 3) + torch.ones(2)

# %% string operand
import torch
torch.ones(2) + 'a'

# %% string in front
import torch
'a' - torch.ones(2)

# %% integer in place with a fraction
import torch
x = torch.ones(2, dtype=torch.long)
x += 0.5

# %% in place does not grow
import torch
torch.ones(2).add_(torch.ones(3, 2))

# %% in place on a leaf
import torch
w = torch.ones(2, requires_grad=True)
w += 1

# %% bitwise of floats
import torch
torch.ones(2) & torch.ones(2)

# %% order of strings
import torch
torch.ones(2) < 'a'

# %% gradient names
import torch
w = torch.tensor([[1., 2.]], requires_grad=True)
print(w + 1, w - 1, 1 - w, w * 2, w / 2, 2 / w, w ** 2, -w)
print(w.exp(), w.log(), w.sqrt(), w.abs(), w.clamp(0, 1), w.relu(), w.sigmoid())
print(w > 1, (w * 2).detach(), w.requires_grad, (w + 1).requires_grad, (w + 1).is_leaf, w.grad)
