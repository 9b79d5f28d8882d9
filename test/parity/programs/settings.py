# %% the default dtype
import torch
torch.set_default_dtype(torch.float64)
print(torch.tensor([1.5]), torch.zeros(2).dtype, torch.rand(1).dtype, torch.get_default_dtype(), (torch.arange(3) / 2).dtype, torch.arange(3.).dtype, torch.tensor(1) * 1.5, torch.eye(2))
print(torch.nn.Linear(1, 1).weight.dtype, torch.tensor([1.5], dtype=torch.float32), torch.Tensor([1, 2]), torch.ones(2).mean())
torch.set_default_dtype(torch.float32)
print(torch.tensor([1.5]), torch.zeros(1, dtype=torch.float64))

# %% results written elsewhere
import torch
a = torch.ones(2)
x = torch.arange(6.).view(2, 3)
out = torch.empty(2)
torch.add(a, 1, out=out)
print(out)
torch.mul(a, a, out=out)
r = torch.exp(a, out=out)
print(out, r is out)
whole = torch.empty(0)
torch.cat([a, a], out=whole)
print(whole)
z = torch.zeros(3)
torch.arange(3., out=z)
print(z, torch.matmul(torch.ones(2, 2), a, out=out), out)
v, i = torch.empty(0), torch.empty(0, dtype=torch.long)
torch.max(x, 1, out=(v, i))
print(v, i)
wide = torch.zeros(3)
torch.add(a, 1, out=wide)
print(wide)
try:
    torch.add(a, 1.5, out=torch.zeros(2, dtype=torch.long))
except RuntimeError as e:
    print(e)
try:
    torch.add(a.requires_grad_(), 1, out=torch.zeros(2))
except RuntimeError as e:
    print(e)

# %% limits of types
import torch
print(torch.finfo(torch.float32).eps, torch.finfo(torch.float32).max, torch.finfo(torch.float16).tiny, torch.finfo(torch.float64).min)
print(torch.finfo(torch.float32), torch.finfo(torch.float16), torch.finfo(torch.bfloat16), torch.finfo().bits)
print(torch.iinfo(torch.int32).max, torch.iinfo(torch.uint8), torch.iinfo(torch.int64).min)
print(torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.int32, torch.float16))

# %% functions that write
import torch
import torch.nn.functional as F
x = torch.tensor([-1., 1.])
print(F.relu_(x), x, torch.relu_(torch.tensor([-1.])), torch.sigmoid_(torch.zeros(1)))
print(F.leaky_relu_(torch.tensor([-1.]), 0.2), F.elu_(torch.tensor([-1.])), torch.ones(2).new_tensor([1, 2]), torch.ones(2).is_signed())

# %% the older ways to set defaults
import torch
torch.set_default_tensor_type(torch.DoubleTensor)
print(torch.ones(2).dtype, torch.tensor(1.).dtype, torch.get_default_dtype(), torch.nn.Linear(1, 1).weight.dtype)
torch.set_default_tensor_type('torch.FloatTensor')
print(torch.ones(2).dtype)
try:
    torch.set_default_tensor_type(torch.LongTensor)
except TypeError as error:
    print(error)
try:
    torch.set_default_tensor_type('torch.Foo')
except AttributeError as error:
    print(error)
try:
    torch.set_default_tensor_type(3)
except TypeError as error:
    print(error)
torch.set_default_device('cpu')
print(torch.ones(2), torch.get_default_device())
torch.set_default_device(torch.device('cpu'))
torch.set_default_device(None)
print(torch.get_default_device())
