# %% a function with a gradient of its own
import torch
from torch.autograd import Function
class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)
    @staticmethod
    def backward(ctx, grad_output):
        input, = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input < 0] = 0
        return grad_input
x = torch.tensor([-1.0, 2.0], requires_grad=True)
y = MyReLU.apply(x)
print(y, y.grad_fn.name(), y.requires_grad)
y.sum().backward()
print(x.grad)

# %% a gradient that has a gradient
import torch
from torch.autograd import Function
x = torch.tensor([-1.0, 2.0], requires_grad=True)
class Exp(Function):
    @staticmethod
    def forward(ctx, i):
        result = i.exp()
        ctx.save_for_backward(result)
        return result
    @staticmethod
    def backward(ctx, g):
        result, = ctx.saved_tensors
        print(result.requires_grad, g.requires_grad, ctx.needs_input_grad)
        return g * result
z = Exp.apply(x)
(g,) = torch.autograd.grad(z.sum(), x, create_graph=True)
print(g)
print(torch.autograd.grad(g.sum(), x))

# %% several results, constants and None
import torch
from torch.autograd import Function
class Two(Function):
    @staticmethod
    def forward(ctx, a, b, scale=2):
        ctx.scale = scale
        ctx.save_for_backward(a, b)
        return a * b * scale, a + b
    @staticmethod
    def backward(ctx, ga, gb):
        a, b = ctx.saved_tensors
        print(ga, gb, ctx.needs_input_grad)
        return ga * b * ctx.scale + gb, ga * a * ctx.scale + gb, None
a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.])
p, q = Two.apply(a, b, 3)
print(p, q)
p.sum().backward()
print(a.grad, b.grad)

# %% too few gradients
import torch
from torch.autograd import Function
a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.])
class Bad(Function):
    @staticmethod
    def forward(ctx, a, b):
        return a + b
    @staticmethod
    def backward(ctx, g):
        return g
Bad.apply(a, b).sum().backward()

# %% forward without a context
import torch
from torch.autograd import Function
a = torch.tensor([1., 2.], requires_grad=True)
class Setup(Function):
    @staticmethod
    def forward(x, n):
        return x ** n
    @staticmethod
    def setup_context(ctx, inputs, output):
        x, n = inputs
        ctx.save_for_backward(x); ctx.n = n
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return g * ctx.n * x ** (ctx.n - 1), None
s = Setup.apply(a, 3); print(s); s.sum().backward(); print(a.grad)
try: s.sum().backward()
except RuntimeError as e: print(str(e)[:60])
class Rev(Function):
    @staticmethod
    def forward(ctx, x, alpha): ctx.alpha=alpha; return x.view_as(x)
    @staticmethod
    def backward(ctx, g): return g.neg() * ctx.alpha, None
r = Rev.apply(a, 0.5); print(r); a.grad=None; (r*2).sum().backward(); print(a.grad)

# %% no backward at all
import torch
from torch.autograd import Function
a = torch.tensor([1., 2.], requires_grad=True)
class NoB(Function):
    @staticmethod
    def forward(ctx, x): return x*2
NoB.apply(a).sum().backward()

# %% a gradient of another shape
import torch
from torch.autograd import Function
a = torch.tensor([1., 2.], requires_grad=True)
class Shape(Function):
    @staticmethod
    def forward(ctx, x): return x*2
    @staticmethod
    def backward(ctx, g): return torch.ones(5)
Shape.apply(a).sum().backward()

# %% straight through
import torch
from torch.autograd import Function
a = torch.tensor([1., 2.], requires_grad=True)
class STE(Function):
    @staticmethod
    def forward(ctx, x): return (x > 1.5).float()
    @staticmethod
    def backward(ctx, g): return g
a.grad=None; o=STE.apply(a); print(o); o.sum().backward(); print(a.grad)
