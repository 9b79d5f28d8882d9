# %% dtypes by method
import torch
x = torch.tensor([1.7, -2.3, 300.0, 0.0])
print(x.bfloat16(), x.short(), x.int(), x.half(), x.double(), x.bool(), x.long())
i = torch.tensor([0, 1, -1, 127, 128, 255, 256, 70000])
print(i.char(), i.byte(), i.short(), i.bool(), i.float().dtype)
print(torch.tensor(True).char(), torch.empty(0).short().dtype)

# %% new tensors of the same kind
import torch
x = torch.zeros(2, 2, dtype=torch.float64)
print(x.new_zeros(3), x.new_ones((2, 1), dtype=torch.int8), x.new_full((2,), 7), x.new_full([1, 2], 2.5, dtype=torch.float16), x.new_tensor([1, 2]), x.new_empty(0), x.new_zeros(2, 0).shape)
print(torch.arange(2).new_full((2,), 3), torch.ones(1, requires_grad=True).new_ones(2).requires_grad)
print(torch.arange(2).new_full((2,), True))
print(x.new_zeros(size=(1,)), x.new_ones(2, requires_grad=True))
x.new_full(2, 1)

# %% how much there is
import torch
for x in (torch.zeros(2, 3), torch.zeros(4, dtype=torch.bool), torch.zeros(0, 5, dtype=torch.float16), torch.tensor(1, dtype=torch.int64), torch.zeros(3, dtype=torch.bfloat16)):
    print(x.nelement(), x.numel(), x.element_size(), x.itemsize, x.nbytes, x.dim(), x.ndim, x.ndimension(), x.size(), x.stride(), x.is_contiguous(), torch.numel(x))
print(torch.zeros(2, 3).size(-1), torch.zeros(2, 3).t().stride(0), torch.zeros(2, 3).size(dim=0))
torch.zeros(2).size(1)

# %% what it is
import torch
x = torch.zeros(2)
for y in (x, x.long(), x.bool(), x.half(), torch.tensor([1j])):
    print(y.is_floating_point(), torch.is_floating_point(y), y.is_complex(), y.is_signed(), torch.is_tensor(y), y.type())
print(torch.is_tensor([1.0]), x.is_cuda, x.device, x.data_ptr() == x.view(2, 1).data_ptr(), x.type_as(torch.zeros(1, dtype=torch.int32)))

# %% real and imaginary parts
import torch
x = torch.tensor([1.5, -2.0])
print(x.real, x.real is x, torch.real(x))
x.imag

# %% detached in place
import torch
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = a * 3
print(b.detach_(), b.requires_grad, b.is_leaf, b.grad_fn)
c = a.detach()
c[0] = 5
print(a, a.is_leaf, c.cpu() is c, c.contiguous() is c)
a[:1].detach_()

# %% shared places
import torch
x = torch.arange(6.0).reshape(2, 3)
print(x.mT, x.T, x.mT.is_contiguous(), x.mT.contiguous().stride(), x.reshape_as(torch.zeros(3, 2)), x.view_as(torch.zeros(6)), x.expand_as(torch.zeros(2, 2, 3)).shape)
print(x.unfold(1, 2, 1), x.unflatten(1, (3, 1)).shape, x.unflatten(-1, (-1,)).shape, x.swapaxes(0, 1), x.select(1, 2), x.narrow(0, 1, 1))
x.unflatten(1, (2, 2))

# %% empty like another
import torch
x = torch.empty_like(torch.zeros(2, 3, dtype=torch.int16))
print(x.shape, x.dtype, torch.empty_like(torch.zeros(0)), torch.empty_like(x, dtype=torch.float64).dtype, torch.full_like(x, 3), torch.full_like(x, 2.5, dtype=torch.float32))

# %% types that meet
import torch
print(torch.promote_types(torch.int32, torch.uint8), torch.promote_types(torch.int64, torch.float16), torch.promote_types(torch.bool, torch.int8), torch.promote_types(torch.bfloat16, torch.float16), torch.promote_types(torch.uint8, torch.int8))
print(torch.result_type(torch.tensor([1, 2]), 1.5), torch.result_type(torch.tensor([1.0], dtype=torch.float16), torch.tensor(2.0, dtype=torch.float64)), torch.can_cast(torch.float32, torch.int32), torch.can_cast(torch.bool, torch.float16))

# %% modes
import torch
w = torch.ones(2, requires_grad=True)
with torch.inference_mode():
    y = w * 2
    print(y.requires_grad, torch.is_grad_enabled(), (w * 1).requires_grad)
print(y, torch.is_grad_enabled())
with torch.no_grad():
    with torch.enable_grad():
        print((w * 2).requires_grad)
    print((w * 2).requires_grad)
with torch.set_grad_enabled(False):
    print((w * 2).requires_grad)
@torch.inference_mode()
def f(x):
    return x * w
print(f(w).requires_grad)

# %% threads
import torch
torch.set_num_threads(1)
print(torch.zeros(1))

# %% default dtype
import torch
torch.set_default_dtype(torch.float64)
print(torch.tensor([1.5]), torch.get_default_dtype(), torch.zeros(1).dtype, torch.arange(2).dtype, torch.arange(0, 1, 0.5).dtype)
torch.set_default_dtype(torch.float32)
torch.set_default_dtype(torch.int64)

# %% made from text and sizes
import torch
print(torch.scalar_tensor(3), torch.scalar_tensor(2.5, dtype=torch.float64), torch.scalar_tensor(True))
print(torch.logspace(0, 2, 3), torch.logspace(0, 3, 4, base=2, dtype=torch.float64), torch.linspace(0, 1, 1), torch.linspace(3, -3, 4, dtype=torch.int64))
print(torch.tril_indices(3, 3), torch.tril_indices(2, 4, 1), torch.triu_indices(3, 3, -1), torch.triu_indices(2, 3, dtype=torch.int32), torch.tril_indices(0, 3).shape)
torch.logspace(0, 2, -1)
