# %% anomaly
import warnings; warnings.simplefilter("ignore")
import torch
x = torch.tensor([0., -1.], requires_grad=True)
try:
    with torch.autograd.detect_anomaly():
        print(torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled())
        y = torch.sqrt(x).sum()
        y.backward()
except RuntimeError as e: print(e)
print(torch.is_anomaly_enabled(), x.grad)
with torch.autograd.detect_anomaly(check_nan=False):
    print(torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled())
    torch.sqrt(x).sum().backward()
print(x.grad)
x.grad = None
torch.autograd.set_detect_anomaly(True)
print(torch.is_anomaly_enabled())
z = torch.tensor([1., 0.], requires_grad=True)
try: (torch.log(z) * z).sum().backward()
except RuntimeError as e: print(e)
print(z.grad)
try: (z / z).sum().backward()
except RuntimeError as e: print(e)
print(z.grad)
try: torch.autograd.grad((z / z).sum(), z)
except RuntimeError as e: print(e)
a = torch.tensor([[0., 0.]], requires_grad=True)
try: torch.norm(a * 1, dim=1).sum().backward()
except RuntimeError as e: print(e)
print(a.grad)
try: (torch.where(a > 0, a.log(), a)).sum().backward()
except RuntimeError as e: print(e)
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return g * float('nan')
try: F.apply(a).sum().backward()
except RuntimeError as e: print(e)
with torch.autograd.set_detect_anomaly(False): print(torch.is_anomaly_enabled())
print(torch.is_anomaly_enabled())
with torch.autograd.set_detect_anomaly(True, check_nan=False): print(torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled())
print(torch.is_anomaly_check_nan_enabled())
b = torch.tensor([1., 2.], requires_grad=True)
try: (b * 1).backward(torch.tensor([float('nan'), 1.]))
except RuntimeError as e: print(e)
torch.autograd.set_detect_anomaly(False)
print(torch.get_float32_matmul_precision()); torch.set_float32_matmul_precision('high'); print(torch.get_float32_matmul_precision())
try: torch.set_float32_matmul_precision('hi')
except Exception as e: print(type(e), e)
torch.set_float32_matmul_precision(precision='medium'); print(torch.get_float32_matmul_precision())
torch.set_float32_matmul_precision('highest')
