# %% a first gradient
import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = (x ** 2).sum()
print(x, y, y.grad_fn.name(), x.is_leaf, y.is_leaf, x.grad)
print(y.backward())
print(x.grad, x.grad.requires_grad, x.grad_fn)

# %% gradients add up until they are cleared
import torch
x = torch.tensor([1.0, -1.0], requires_grad=True)
for i in range(3):
    (x * (i + 1)).sum().backward()
    print(i, x.grad)
first = x.grad
x.grad.zero_()
print(first, first is x.grad)
x.grad = None
(x * 2).sum().backward()
print(first, x.grad)

# %% a gradient that is set
import torch
x = torch.ones(3, requires_grad=True)
x.grad = torch.tensor([1.0, 2.0, 3.0])
x.sum().backward()
print(x.grad)

# %% a vector needs a gradient of its own
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * x
y.backward(torch.tensor([1.0, 0.5]))
print(x.grad)
y = x * x
y.backward(gradient=torch.ones_like(y), retain_graph=True)
y.backward(torch.ones(2))
print(x.grad)

# %% only scalars have an implicit gradient
import torch
x = torch.ones(2, requires_grad=True)
(x * 2).backward()

# %% nothing requires a gradient
import torch
torch.ones(1).sum().backward()

# %% a gradient of the wrong shape
import torch
x = torch.ones(2, requires_grad=True)
(x * 2).backward(torch.ones(3))

# %% a second backward pass
import torch
x = torch.ones(2, requires_grad=True)
y = (x * x).sum()
y.backward()
y.backward()

# %% a second pass where nothing was kept
import torch
x = torch.ones(2, requires_grad=True)
y = (x + 1).sum()
y.backward()
y.backward()
print(x.grad)

# %% two losses over one graph
import torch
w = torch.tensor([0.5, -0.5], requires_grad=True)
h = (w * torch.tensor([2.0, 4.0])).tanh()
a, b = h.sum(), h.prod()
a.backward(retain_graph=True)
print(w.grad)
b.backward()
print(w.grad)

# %% what is cut off
import torch
x = torch.tensor([2.0], requires_grad=True)
y = x * x.detach() + x.data * 3 + x
y.backward()
print(x.grad)
with torch.no_grad():
    z = x * 2
print(z, z.requires_grad, z.is_leaf, (x * 2).requires_grad, torch.is_grad_enabled())
d = (x * 2).detach()
d.requires_grad_()
(d * 3).backward()
print(d.grad, x.grad)
@torch.no_grad()
def f(t):
    return t * 5
print(f(x))
with torch.no_grad():
    with torch.enable_grad():
        print((x * 2).requires_grad)
with torch.set_grad_enabled(False):
    print((x * 2).requires_grad)

# %% views share gradients
import torch
x = torch.arange(6.0).reshape(2, 3).requires_grad_()
y = x.t()[1] * 2 + x.view(6)[::2][:2] + x[:, 1]
print(y)
y.sum().backward()
print(x.grad)
x.grad = None
x.unsqueeze(0).expand(4, 2, 3).permute(2, 0, 1).flatten().sum().backward()
print(x.grad)
x.grad = None
(x[0, None, ..., 1:] * torch.tensor([1.0, 5.0])).sum().backward()
print(x.grad)

# %% indices share gradients
import torch
x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
y = x[torch.tensor([0, 0, 2])] * torch.tensor([1.0, 2.0, 3.0])
print(y)
y.sum().backward()
print(x.grad)
x.grad = None
x[x > 2].sum().backward()
print(x.grad)
m = torch.arange(6.0).reshape(2, 3).requires_grad_()
m[[0, 1, 1], [2, 0, 0]].pow(2).sum().backward()
print(m.grad)
m.grad = None
m[:, [0, 2]].sum().backward()
print(m.grad)

# %% writes into what was computed
import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x * 2
y[0] = 10.0
print(y)
y[1:] += x[:2]
print(y)
y.sum().backward()
print(x.grad)
x.grad = None
z = x.clone()
z[torch.tensor([0, 2])] = x[1] * 3
print(z)
z.sum().backward()
print(x.grad)

# %% writes into what required nothing
import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
out = torch.zeros(2, 2)
for i in range(2):
    out[i] = w * (i + 1)
print(out, out.requires_grad)
out.sum().backward()
print(w.grad)

# %% views see writes to their base
import torch
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x.clone()
v = y[0]
w = y.view(3, 1)
y.mul_(2)
print(v, w)
v.add_(x[2])
print(y, w.requires_grad)
(w.sum() * 2).backward()
print(x.grad)

# %% in place on a computed tensor
import torch
x = torch.tensor([1.0, -2.0], requires_grad=True)
y = x * 3
y.add_(1).mul_(2)
y -= x
y.relu_()
print(y)
y.sum().backward()
print(x.grad)
x.grad = None
y = x * 3
y.zero_()
print(y)
y = x * 3
y.copy_(torch.tensor([1.0, 2.0]) * x)
y.sum().backward()
print(x.grad)

# %% a leaf must not be written to
import torch
x = torch.ones(2, requires_grad=True)
x += 1

# %% nor a view of it
import torch
x = torch.ones(2, requires_grad=True)
x[0] = 5

# %% a written leaf under no_grad
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
(x * x).sum().backward()
with torch.no_grad():
    x -= 0.1 * x.grad
    x.grad.zero_()
print(x, x.grad, x.is_leaf, x.requires_grad)
x.data.mul_(2)
print(x)

# %% what was kept was written to
import torch
x = torch.ones(2, requires_grad=True)
y = x.exp()
y += 1
y.sum().backward()

# %% what was kept was written to, as an operand
import torch
w = torch.ones(2, requires_grad=True)
x = torch.ones(2)
y = w * x
x.add_(1)
y.sum().backward()

# %% what was not kept may be written to
import torch
x = torch.ones(2, requires_grad=True)
h = x * 1
y = h + 1
h.mul_(3)
(y.sum() + h.sum()).backward()
print(x.grad)

# %% torch.autograd.grad
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = torch.tensor([3.0, 4.0], requires_grad=True)
z = (x * y + x).sum()
print(torch.autograd.grad(z, (x, y), retain_graph=True))
print(torch.autograd.grad(z, y), x.grad)
print(torch.autograd.grad([x.sum(), (y * 2).sum()], [x, y]))
print(torch.autograd.grad(x * 2, x, grad_outputs=torch.tensor([1.0, 10.0])))
h = x * 2
print(torch.autograd.grad((h ** 2).sum(), h))
print(torch.autograd.grad(x.sum(), [x, y], allow_unused=True))

# %% an input that was not used
import torch
x = torch.ones(2, requires_grad=True)
y = torch.ones(2, requires_grad=True)
torch.autograd.grad(x.sum(), y)

# %% an input without a gradient
import torch
x = torch.ones(2, requires_grad=True)
torch.autograd.grad(x.sum(), torch.ones(2))

# %% higher orders
import torch
x = torch.tensor(2.0, requires_grad=True)
y = x ** 4
(g,) = torch.autograd.grad(y, x, create_graph=True)
print(g)
(h,) = torch.autograd.grad(g, x, create_graph=True)
print(h)
(k,) = torch.autograd.grad(h, x)
print(k)
a = torch.tensor([0.3, -0.7], requires_grad=True)
(da,) = torch.autograd.grad((a.sin() * a.exp()).sum(), a, create_graph=True)
print(da)
da.sum().backward()
print(a.grad)

# %% a gradient penalty
import torch
w = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
x = torch.tensor([0.2, 0.4, 0.6], requires_grad=True)
score = (w * x).tanh().sum()
(g,) = torch.autograd.grad(score, x, create_graph=True)
penalty = ((g ** 2).sum().sqrt() - 1) ** 2
print(penalty)
penalty.backward()
print(w.grad)

# %% hooks
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
handle = x.register_hook(lambda g: g * 10)
seen = []
y = x * 3
y.register_hook(lambda g: seen.append(g.clone()))
y.sum().backward()
print(x.grad, seen)
handle.remove()
x.grad = None
(x * 3).sum().backward()
print(x.grad)

# %% retained gradients
import torch
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = x * 3
y.retain_grad()
z = (y ** 2).sum()
z.backward()
print(y.grad, x.grad, y.grad_fn.name())

# %% the graph
import torch
x = torch.ones(2, requires_grad=True)
z = ((x * 2 + 1) ** 2).mean()
fn = z.grad_fn
while fn is not None:
    print(fn.name(), len(fn.next_functions))
    fn = fn.next_functions[0][0] if fn.next_functions else None

# %% flags
import torch
x = torch.ones(2, requires_grad=True)
print(x.requires_grad, (x + 1).requires_grad, (x > 0).requires_grad, x.detach().requires_grad, x.long().requires_grad)
x.requires_grad_(False)
print(x.requires_grad)
y = torch.ones(2)
y.requires_grad = True
print(y, (y * 1).is_leaf, y.is_leaf)

# %% a flag that may not change
import torch
x = torch.ones(2, requires_grad=True)
(x * 2).requires_grad_(False)

# %% integers have no gradient
import torch
torch.tensor([1, 2], requires_grad=True)

# %% types of gradients
import torch
x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = torch.tensor([3.0, 4.0], requires_grad=True)
(x * y).sum().backward()
print(x.grad, y.grad)
h = torch.tensor([1.0, 2.0]).half().requires_grad_()
(h.float() * 3).sum().backward()
print(h.grad)

# %% broadcasting
import torch
a = torch.ones(2, 1, requires_grad=True)
b = torch.arange(3.0).requires_grad_()
c = torch.tensor(2.0, requires_grad=True)
(a * b * c).sum().backward()
print(a.grad, b.grad, c.grad)

# %% kinks
import torch
x = torch.tensor([-1.0, 0.0, 1.0, 1.0], requires_grad=True)
def grad(y):
    return torch.autograd.grad(y.sum(), x)[0]
print(grad(x.abs()), grad(x.relu()), grad(x.max()), grad(x.clamp(0, 1)), grad(x.sign()))
print(grad(torch.maximum(x, torch.tensor([0.0, 0.0, 1.0, 2.0]))), grad(x.floor()), grad(x ** 0))
print(grad(torch.where(x > 0, x.log(), x * 2)), grad(x.prod()), grad(x.sqrt()[2:]))

# %% a leaf in a list of leaves
import torch
params = [torch.full((2,), float(i + 1), requires_grad=True) for i in range(3)]
loss = sum((p ** 2).sum() for p in params)
loss.backward()
print([p.grad for p in params])
print(loss)

# %% numpy and numbers
import torch
x = torch.tensor([1.5], requires_grad=True)
print(x.item(), float(x * 2), x.detach().numpy(), (x * 2).tolist())
x.numpy()

# %% the norm that counts has no gradient
import torch
x = torch.tensor([[1., 0.], [2., -3.]], requires_grad=True)
for make in [lambda: x.norm(0), lambda: torch.linalg.vector_norm(x, 0, dim=1), lambda: torch.norm(x, p=0, dim=0)]:
    y = make()
    print(y, torch.autograd.grad(y.sum(), x, allow_unused=True))
x.norm(0).backward()
print(x.grad)
(x.norm(0) + x.sum()).backward()
print(x.grad)
torch.autograd.grad(x.norm(0), x)
