# %% dtypes
import torch
for dt in (torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.bool):
    print(torch.tensor([0, 1, 3]).to(dt)); print(torch.tensor(2).to(dt)); print(torch.zeros(0, dtype=dt)); print(torch.zeros(2, 0, dtype=dt)); print(dt, repr(dt))
print(torch.tensor([0.1, 1/3, 100.5], dtype=torch.float16), torch.tensor([0.1, 1/3, 100.5], dtype=torch.bfloat16), torch.tensor([0.1, 1e-9], dtype=torch.float64))
print(torch.tensor([65504., 1e-5], dtype=torch.half), torch.tensor([3e38, 1.], dtype=torch.bfloat16))

# %% sci
import torch
print(torch.tensor([1e-5, 1.0])); print(torch.tensor([1e10, 1.0])); print(torch.tensor([1e8])); print(torch.tensor([100000000., 100000001.])); print(torch.tensor([1000.5, 1.])); print(torch.tensor([1001.5, 1.])); print(torch.tensor([0.0001])); print(torch.tensor([0.00009]))
print(torch.tensor([1e-40])); print(torch.tensor([float('inf'), 1e-6])); print(torch.tensor([float('nan')])); print(torch.tensor([float('nan'), 1., 2.])); print(torch.tensor([float('inf'), -float('inf'), float('nan'), 0.5]))
print(torch.tensor([1., 2., float('inf')])); print(torch.tensor([0., -0.])); print(torch.tensor([1e5, 2e5])); print(torch.tensor([123456789.])); print(torch.tensor([0.1, 100.])); print(torch.tensor(1e-10)); print(torch.tensor(1e20))
print(torch.tensor([[1e-3, 1e3], [5., -1e-4]])); print(torch.tensor([1e38, 1e-38])); print(torch.tensor([2.5, 3.5, 0.5])*1e8)

# %% summarise
import torch
print(torch.arange(1001)); print(torch.zeros(40, 40)); print(torch.arange(2000.).view(2, 10, 100)); print(torch.ones(1001, 2)); print(torch.ones(7, 200)); print(torch.eye(33)); print(torch.arange(1000))
print(torch.zeros(4, 5, 6, 10)); print(torch.arange(1500) / 7); print(torch.arange(1200, dtype=torch.uint8)); print(torch.rand(1100) > 2); print(torch.zeros(1001, 0)); print(torch.zeros(1100).double())

# %% options
import torch
x = torch.tensor([3.14159265, 271.8281828, 1e-3])
torch.set_printoptions(precision=2); print(x); torch.set_printoptions(precision=8); print(x); torch.set_printoptions(precision=0); print(x)
torch.set_printoptions(profile='default'); print(x); torch.set_printoptions(sci_mode=True); print(x, torch.arange(3)); torch.set_printoptions(sci_mode=False); print(x, torch.tensor([1e-9, 1e9])); torch.set_printoptions(sci_mode=None, linewidth=40); print(torch.arange(30)); torch.set_printoptions(linewidth=200); print(torch.arange(60.))
torch.set_printoptions(profile='short'); print(x, torch.zeros(50, 50)); torch.set_printoptions(profile='full'); print(torch.arange(1100)); torch.set_printoptions(profile='default', edgeitems=2, threshold=5); print(torch.arange(20.).view(4, 5), torch.arange(10))
torch.set_printoptions(threshold=3, edgeitems=1); print(torch.arange(30).view(2, 3, 5)); torch.set_printoptions(threshold=float('inf')); print(torch.arange(12))
torch.set_printoptions(profile='default')

# %% grad suffix
import torch
x = torch.randn(3, requires_grad=True).detach().fill_(0.5).requires_grad_()
print(x); print(x * 2); print(x.sum()); print(x.view(3, 1)); print(torch.ones(30, requires_grad=True)); print(torch.ones(3, dtype=torch.float64, requires_grad=True)); print((torch.ones(2, 7, requires_grad=True) * 1.23456).double())
print(torch.nn.Parameter(torch.ones(2))); print(torch.nn.Parameter(torch.ones(2), requires_grad=False)); print([torch.nn.Parameter(torch.zeros(1))]); print({'w': torch.ones(2, requires_grad=True)})
print(torch.ones(2, 0, requires_grad=True), torch.ones(0, requires_grad=True) * 2)
print((torch.ones(12, requires_grad=True) + 0.12345)); print((torch.ones(8, requires_grad=True) + 0.12345)); print((torch.ones(9, requires_grad=True)*1.))

# %% shapes and signs
import torch
print(torch.tensor([[1, -1], [100, 2]])); print(torch.tensor([[1.5, -1.25], [100, 2]])); print(torch.tensor([-1.5])); print(torch.arange(-5, 5)); print(torch.tensor([[True], [False]])); print(torch.arange(100)); print(torch.arange(25.) / 3); print(torch.zeros(2, 3, 1, 2)); print(torch.zeros(3, 1, 0, 2)); print(torch.tensor([[[]]])); print(torch.empty(0)); print(torch.tensor([])); print(torch.empty(0, 3, dtype=torch.int32)); print(torch.full((2, 2), 1e-8))
print(torch.arange(30).float().reshape(1, 30)); print(-torch.arange(12.).reshape(3, 4) * 1000.1); print(torch.tensor(3.0), torch.tensor(3), torch.tensor(True), torch.tensor(-0.0)); print(torch.tensor([2**40, 1])); print(torch.tensor([[0.5], [float('nan')]]))
