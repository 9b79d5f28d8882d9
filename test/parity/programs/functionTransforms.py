# %% functional
import warnings; warnings.simplefilter("ignore")
import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = torch.tensor([1., 2., 3.]); y = torch.tensor([0.5, 4., 2.])
exp_sum = lambda x: x.exp().sum(dim=0)
add = lambda a, b: 2 * a.exp() + 3 * b
pw = lambda x: x.pow(3).sum()
pw2 = lambda a, b: (2 * a.pow(2) + 3 * b.pow(2)).sum()
t(lambda: jacobian(lambda x: x.exp(), x)); t(lambda: jacobian(exp_sum, x)); t(lambda: jacobian(add, (x, y))); t(lambda: jacobian(lambda x: (x * 2, x.sum()), x)); t(lambda: jacobian(lambda x: x @ torch.ones(3, 2), torch.ones(2, 3)))
t(lambda: jacobian(lambda a, b: a.sum(), (x, y))); t(lambda: jacobian(lambda a, b: a.sum(), (x, y), strict=True)); t(lambda: jacobian(lambda x: x.exp(), x, create_graph=True)); t(lambda: jacobian(lambda x: torch.ones(2), x)); t(lambda: jacobian(lambda x: torch.ones(2), x, strict=True))
t(lambda: jacobian(lambda x: x.exp(), x, vectorize=True)); t(lambda: jacobian(lambda x: x.exp(), x, vectorize=True, strategy='forward-mode')); t(lambda: jacobian(pw, x, strategy='forward-mode')); t(lambda: jacobian(pw, [x])); t(lambda: jacobian(lambda x: 3, x)); t(lambda: jacobian(pw, x, strategy='a')); t(lambda: jacobian(pw, x, vectorize=True, strict=True))
xg = x.clone().requires_grad_(); t(lambda: jacobian(lambda x: x ** 2, xg)); t(lambda: jacobian(lambda x: x ** 2, xg, create_graph=True)); print(xg.grad)
t(lambda: hessian(pw, x)); t(lambda: hessian(pw2, (x, y))); t(lambda: hessian(pw, xg, create_graph=True)); t(lambda: hessian(lambda x: x, x)); t(lambda: hessian(lambda x: (x, x), x)); t(lambda: hessian(lambda x: x.sum(), x)); t(lambda: hessian(lambda x: x.sum(), x, strict=True)); t(lambda: hessian(pw, x, outer_jacobian_strategy='z')); t(lambda: hessian(pw, torch.ones(2, 2)))
t(lambda: vjp(lambda x: x.exp(), x, torch.ones(3))); t(lambda: vjp(exp_sum, x)); t(lambda: vjp(add, (x, y), torch.ones(3))); t(lambda: vjp(add, (x, y))); t(lambda: vjp(pw, x, torch.ones(2))); t(lambda: vjp(add, (x, y), torch.ones(3), create_graph=True)); t(lambda: vjp(lambda x: (x, x), x, (torch.ones(3), torch.ones(2)))); t(lambda: vjp(lambda x: (x, x), x, torch.ones(3)))
t(lambda: jvp(lambda x: x.exp(), x, torch.ones(3))); t(lambda: jvp(add, (x, y), (torch.ones(3), torch.ones(3)))); t(lambda: jvp(add, (x, y))); t(lambda: jvp(lambda x: x.exp(), x, torch.ones(3), create_graph=True)); t(lambda: jvp(lambda x: 2 * x, x, torch.ones(3), strict=True))
t(lambda: hvp(pw, x, torch.ones(3))); t(lambda: vhp(pw, x, torch.ones(3))); t(lambda: hvp(pw2, (x, y), (torch.ones(3), torch.zeros(3)))); t(lambda: vhp(pw2, (x, y), (torch.ones(3), torch.zeros(3)))); t(lambda: hvp(lambda x: x.sum(), x, torch.ones(3))); t(lambda: hvp(lambda x: x, x, torch.ones(3))); t(lambda: vhp(pw, x)); t(lambda: hvp(pw, x, torch.ones(3), create_graph=True))
W = torch.tensor([[1., 2.], [3., 4.], [5., 6.]]); t(lambda: jacobian(lambda x: torch.softmax(x @ W, 0), x)); t(lambda: hessian(lambda z: torch.nn.functional.cross_entropy(z, torch.tensor([1])), torch.tensor([[1., 2., .5]])))
print(torch.autograd.functional.jacobian(torch.sin, torch.tensor(1.)))
# %% func
import warnings; warnings.simplefilter("ignore")
import torch, torch.nn as nn, torch.nn.functional as F
from torch.func import grad, grad_and_value, vjp, jvp, jacrev, jacfwd, hessian, vmap, functional_call, stack_module_state
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = torch.tensor([1., 2., 3.]); y = torch.tensor([0.5, 4., 2.])
t(lambda: grad(lambda x: torch.sin(x))(torch.tensor(1.))); t(lambda: grad(grad(lambda x: x ** 3))(torch.tensor(2.))); t(lambda: grad(lambda x: x.sum() ** 2)(x)); t(lambda: grad(lambda x: x)(x)); t(lambda: grad(lambda x: 3)(x)); t(lambda: grad(lambda a, b: (a * b).sum(), argnums=1)(x, y)); t(lambda: grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, y)); t(lambda: grad(lambda a: (a.sum(), a * 2), has_aux=True)(x)); t(lambda: grad_and_value(lambda a: a.pow(2).sum())(x)); t(lambda: grad(lambda a: a['w'].sum() * a['b'])({'w': x, 'b': torch.tensor(2.)})); t(lambda: grad(lambda a: a.sum(), argnums=2)(x)); t(lambda: grad(lambda a: a.sum(), argnums=())(x)); t(lambda: grad(lambda a, b: a.sum(), argnums=(0, 0))(x, y)); t(lambda: grad(lambda a: a.sum(), has_aux=True)(x))
t(lambda: vjp(torch.sin, x)[0]); t(lambda: vjp(torch.sin, x)[1](torch.ones(3))); t(lambda: vjp(lambda a, b: (a * b, a + b), x, y)[1]((torch.ones(3), torch.ones(3)))); t(lambda: jvp(torch.sin, (x,), (torch.ones(3),))); t(lambda: jvp(lambda a, b: a * b, (x, y), (torch.ones(3), torch.ones(3))))
t(lambda: jacrev(torch.sin)(x)); t(lambda: jacfwd(torch.sin)(x)); t(lambda: hessian(lambda x: (x ** 3).sum())(x)); t(lambda: jacrev(lambda a, b: a * b, argnums=(0, 1))(x, y)); t(lambda: jacrev(lambda x: {'a': x * 2, 'b': x.sum()})(x)); t(lambda: vmap(jacrev(torch.sin))(torch.ones(2, 3)))
t(lambda: vmap(torch.dot)(torch.ones(2, 3), torch.ones(2, 3))); t(lambda: vmap(lambda a: a * 2)(x)); t(lambda: vmap(torch.mul, in_dims=(0, None))(x, torch.tensor(3.))); t(lambda: vmap(lambda a: a.sum(), in_dims=1)(torch.arange(6.).reshape(2, 3))); t(lambda: vmap(lambda a: a * 2, out_dims=1)(torch.arange(6.).reshape(2, 3))); t(lambda: vmap(torch.dot)(torch.ones(2, 3), torch.ones(3, 3))); t(lambda: vmap(torch.sin)(3)); t(lambda: vmap(torch.sin)()); t(lambda: vmap(torch.sin, in_dims=1)(x)); t(lambda: vmap(lambda a: (a, a + 1))(x)); t(lambda: vmap(lambda d: d['a'] * 2)({'a': x})); t(lambda: vmap(vmap(torch.mul, in_dims=(None, 0)), in_dims=(0, None))(x, y)); t(lambda: vmap(lambda a: 3)(x)); t(lambda: vmap(lambda a: a + torch.rand(1))(x)); t(lambda: torch.vmap(torch.exp)(x)); t(lambda: vmap(torch.sin, randomness='x')); t(lambda: vmap(lambda a: a + 1, chunk_size=2)(x)); t(lambda: vmap(torch.sin, in_dims=(None,))(x)); t(lambda: vmap(torch.sin, in_dims='a')(x))
torch.manual_seed(0); t(lambda: vmap(lambda a: a + torch.rand(1), randomness='same')(x))
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)); params = dict(m.named_parameters()); data, target = torch.randn(5, 3), torch.tensor([0, 1, 1, 0, 1])
det = {k: v.detach() for k, v in params.items()}
def loss(params, sample, target): return F.cross_entropy(functional_call(m, params, (sample[None],)), target[None])
t(lambda: functional_call(m, det, data)); t(lambda: functional_call(m, {k: torch.zeros_like(v) for k, v in det.items()}, (data,))); print(m(data)[0])
g = vmap(grad(loss), in_dims=(None, 0, 0))(det, data, target); print({k: v.shape for k, v in g.items()}); print(g['2.bias'])
t(lambda: grad(loss)(det, data[0], target[0])['2.weight'])
ms = [nn.Linear(2, 1) for _ in range(3)]; p, b = stack_module_state(ms); print({k: (v.shape, v.requires_grad) for k, v in p.items()}, b)
f = lambda x: x ** 2; print(grad(f).__name__ if hasattr(grad(f), '__name__') else None)
xr = x.clone().requires_grad_(); t(lambda: grad(lambda a: (a ** 2).sum())(xr))
for _ in range(2):
    gp = grad(lambda p: ((p['w'] * x).sum() - 1) ** 2)({'w': y}); y = y - 0.1 * gp['w']; print(y)
# %% gradcheck
import warnings; warnings.simplefilter("ignore")
import torch
from torch.autograd import gradcheck, gradgradcheck
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, type(e).__mro__[1].__name__, e)
torch.manual_seed(0)
x = torch.randn(2, 3, dtype=torch.double, requires_grad=True); w = torch.randn(4, 3, dtype=torch.double, requires_grad=True)
t(lambda: gradcheck(torch.nn.functional.linear, (x, w), eps=1e-6, atol=1e-4)); t(lambda: gradcheck(torch.sin, x)); t(lambda: gradgradcheck(torch.sin, x)); t(lambda: gradgradcheck(torch.nn.functional.linear, (x, w)))
class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x ** 2
    @staticmethod
    def backward(ctx, g): x, = ctx.saved_tensors; return g * x
z = torch.tensor([1., 2.], dtype=torch.double, requires_grad=True)
t(lambda: gradcheck(Bad.apply, z)); t(lambda: gradcheck(Bad.apply, z, raise_exception=False)); t(lambda: gradcheck(torch.sin, torch.ones(2))); t(lambda: gradcheck(torch.sin, torch.ones(2, requires_grad=True), eps=1e-3, atol=1e-2)); t(lambda: gradcheck(lambda a: (a * 2, a.sum()), z)); t(lambda: gradcheck(lambda a, k: a * k, (z, 3)))
from torch.autograd.gradcheck import GradcheckError
try: gradcheck(Bad.apply, (z,))
except GradcheckError as e: print('caught')
t(lambda: gradcheck(lambda a: a.detach(), z)); print(torch.rand(1))
