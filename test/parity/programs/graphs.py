# %% index
import torch
def walk(f, d=0):
    s = type(f).__name__
    return s + '(' + ' '.join(walk(g) if g is not None else '-' for g, _ in f.next_functions) + ')'
x = torch.arange(24.).reshape(2, 3, 4).requires_grad_()
m = x.detach() > 3
print('x[0]', walk(x[0].grad_fn))
print('x[:]', walk(x[:].grad_fn))
print('x[:, 0]', walk(x[:, 0].grad_fn))
print('x[0, :]', walk(x[0, :].grad_fn))
print('x[0:1]', walk(x[0:1].grad_fn))
print('x[0:2]', walk(x[0:2].grad_fn))
print('x[:, 0:3]', walk(x[:, 0:3].grad_fn))
print('x[:, 0:2]', walk(x[:, 0:2].grad_fn))
print('x[...]', walk(x[...].grad_fn))
print('x[..., 0]', walk(x[..., 0].grad_fn))
print('x[None]', walk(x[None].grad_fn))
print('x[None, 0]', walk(x[None, 0].grad_fn))
print('x[0, None]', walk(x[0, None].grad_fn))
print('x[:, None, :]', walk(x[:, None, :].grad_fn))
print('x[0, 1, 2]', walk(x[0, 1, 2].grad_fn))
print('x[[0]]', walk(x[[0]].grad_fn))
print('x[:, [0]]', walk(x[:, [0]].grad_fn))
print('x[0, [0]]', walk(x[0, [0]].grad_fn))
print('x[None, [0]]', walk(x[None, [0]].grad_fn))
print('x[m]', walk(x[m].grad_fn))
print('x[True]', walk(x[True].grad_fn))
print('x[0:2, 1:2]', walk(x[0:2, 1:2].grad_fn))
print('x[0:1, 1:2]', walk(x[0:1, 1:2].grad_fn))
print('x[::2]', walk(x[::2].grad_fn))
print('x[::1]', walk(x[::1].grad_fn))
print('x[-1]', walk(x[-1].grad_fn))
print('x[torch.tensor(0)]', walk(x[torch.tensor(0)].grad_fn))
print('x[torch.tensor([0])]', walk(x[torch.tensor([0])].grad_fn))
print('x[1:]', walk(x[1:].grad_fn))
print('x[:1]', walk(x[:1].grad_fn))
print('x[:5]', walk(x[:5].grad_fn))
print('x[:, :, 0]', walk(x[:, :, 0].grad_fn))
print('x[0][0]', walk(x[0][0].grad_fn))
print('x[0, ..., 0]', walk(x[0, ..., 0].grad_fn))
print('x[()]', walk(x[()].grad_fn))
print('x[:, :]', walk(x[:, :].grad_fn))
print('x[..., None]', walk(x[..., None].grad_fn))
print('x[range(1)]', walk(x[range(1)].grad_fn))
print('x[torch.tensor([0]), 0]', walk(x[torch.tensor([0]), 0].grad_fn))
print('x[0, :, [0]]', walk(x[0, :, [0]].grad_fn))
print('x[torch.tensor([0]), :, torch.tensor([0])]', walk(x[torch.tensor([0]), :, torch.tensor([0])].grad_fn))
print('x[:, m[0, :, 0]]', walk(x[:, m[0, :, 0]].grad_fn))
print('x[1:1]', walk(x[1:1].grad_fn))

# %% steps
import torch
b = torch.tensor([1., 2.], requires_grad=True)
y = b * 2
print(type(y.grad_fn), y.grad_fn.name(), type(y.grad_fn).__name__, y.grad_fn.__class__.__name__, str(y.grad_fn)[:14], type(y.grad_fn.next_functions[0][0]), y.grad_fn.next_functions[0][0].variable is b, isinstance(y.grad_fn, torch.autograd.graph.Node))
n = y.grad_fn.next_functions[0][0]; print(n.name(), n.next_functions)
print(hasattr(y.grad_fn, 'saved_tensors'), hasattr(n, 'variable'), hasattr(y.grad_fn, 'variable'))
l = torch.nn.Linear(2, 1); o = torch.nn.functional.mse_loss(torch.relu(l(torch.ones(1, 2))), torch.zeros(1, 1))
def walk(f, d=0):
    print(' ' * d, type(f).__name__)
    for g, _ in getattr(f, 'next_functions', ()):
        if g is not None: walk(g, d + 1)
walk(o.grad_fn)
c = torch.nn.Conv2d(1, 2, 2); walk(c(torch.ones(1, 1, 3, 3)).sum().grad_fn)
walk((b @ torch.ones(2)).grad_fn); walk((torch.ones(2, 2) @ b).grad_fn); walk(torch.nn.functional.cross_entropy(b[None] * 2, torch.tensor([0])).grad_fn)
walk(torch.softmax(b, 0).log().grad_fn); walk(torch.nn.functional.layer_norm(b, (2,), b, b).grad_fn)
walk(torch.nn.BatchNorm1d(2)(torch.ones(2, 2)).grad_fn); walk((b[0] + b.sum() / b.mean()).grad_fn); walk(torch.cat([b, b * 2]).view(2, 2).t().grad_fn)
walk(torch.nn.functional.linear(torch.ones(1,2), torch.ones(2,2,requires_grad=True)).grad_fn)
walk(torch.nn.functional.linear(torch.ones(2, 1,2), torch.ones(2,2,requires_grad=True), b).grad_fn)
walk(torch.nn.functional.linear(torch.ones(2), torch.ones(2,2,requires_grad=True), b).grad_fn)
walk((torch.ones(2, 1, 2) @ torch.ones(2,2,requires_grad=True)).grad_fn)
walk(torch.nn.functional.binary_cross_entropy_with_logits(b, torch.ones(2)).grad_fn); walk((b ** 2).mean().grad_fn); walk((2 - b).abs().grad_fn); walk((1 / b).grad_fn)
walk(torch.nn.functional.kl_div(b.log(), torch.ones(2)).grad_fn); walk(torch.nn.functional.cosine_similarity(b, b, dim=0).grad_fn); walk(torch.nn.functional.embedding(torch.tensor([0]), torch.ones(2, 2, requires_grad=True)).grad_fn)
walk(torch.nn.functional.max_pool2d(c(torch.ones(1, 1, 3, 3)), 2).flatten(1).grad_fn); walk(torch.nn.functional.dropout(b).grad_fn); walk(torch.nn.functional.gelu(b).std().grad_fn); walk(b.norm().grad_fn); walk(torch.nn.functional.nll_loss(torch.log_softmax(b[None], 1), torch.tensor([1])).grad_fn)

# %% operands
import torch
b = torch.tensor([1., 2.], requires_grad=True); c = torch.tensor(3.); d = torch.ones(2); e = torch.tensor(2., requires_grad=True)
names = lambda t: [(type(f).__name__, i) for f, i in t.grad_fn.next_functions]
for t in (b * c, b * d, c * b, d * b, b + c, b - c, b / c, c / b, b * e, e * b, c - b, torch.where(d > 0, b, d), torch.where(d > 0, d, b), torch.stack([d, b]), torch.addmm(b, torch.ones(2, 2), torch.ones(2, 2)), torch.lerp(d, b, .5), torch.max(d, b), torch.pow(c, b), torch.nn.functional.mse_loss(d, b), torch.nn.functional.linear(torch.ones(1, 2), torch.ones(2, 2, requires_grad=True), b), b * 2):
    print(names(t))
import torch
b = torch.tensor([1., 2.], requires_grad=True); c = torch.tensor([3., 4.])
print((b*c).grad_fn.next_functions[0][0] is None, torch.mul(b, c).grad_fn.next_functions[0][0] is None, b.mul(c).grad_fn.next_functions[0][0] is None, (b/c).grad_fn.next_functions[0][0] is None, torch.div(b,c).grad_fn.next_functions[0][0] is None,  torch.nn.functional.mse_loss(b, c).grad_fn.next_functions[0][0] is None)
y = b / c; c.add_(1); 
try: y.sum().backward()
except RuntimeError as e: print('E', e)
y = c / b.exp()
try: y.sum().backward(); print('ok')
except RuntimeError as e: print('E', e)
z = b.exp(); w = z / c; z.add_(1)
try: w.sum().backward(); print('ok')
except RuntimeError as e: print('E', e)
z = b.exp(); w = torch.div(c, z); z.add_(1)
try: w.sum().backward(); print('ok')
except RuntimeError as e: print('E', e)

# %% methods
import torch, torch.nn.functional as F
b = torch.tensor([1., 2.], requires_grad=True)
def walk(f, d=0):
    print(' ' * d, type(f).__name__)
    for g, _ in getattr(f, 'next_functions', ()):
        if g is not None: walk(g, d + 1)
torch.manual_seed(0)
walk(F.dropout(b).grad_fn); 
walk(F.dropout(b, training=False).grad_fn or b.sum().grad_fn)
walk(b.norm().grad_fn)
walk(F.gumbel_softmax(b[None]).grad_fn)
walk(b[0].grad_fn); walk(b[[0]].grad_fn); walk(b.double().grad_fn); walk(b.clone().grad_fn); walk((b * 2)[b > 1].grad_fn)
c = b * 2; c[0] = 3; walk(c.grad_fn); c.add_(1); walk(c.grad_fn)
for r in b: walk(r.grad_fn)
x, y = torch.split(b, 1); print(type(x.grad_fn.next_functions[0][0]), (y * 2).grad_fn.next_functions[0][1])
walk(torch.nn.Embedding(2, 2)(torch.tensor([1])).grad_fn); walk(F.dropout2d(b[None, :, None, None]).grad_fn)
walk(F.triplet_margin_with_distance_loss(b, b * 2, b * 3).grad_fn)
walk((-b).grad_fn); walk((b @ b).grad_fn); walk((b > 0).float().grad_fn or b.exp().grad_fn); walk(b.T.grad_fn); walk(b.sum().backward and b.sum().grad_fn); walk((3 ** b).grad_fn); walk((b ** b).grad_fn); walk((b // 1).grad_fn) if (b // 1).grad_fn else None; walk((b % 2).grad_fn); walk(abs(b).grad_fn); walk(b.view(2, 1).expand(2, 3).grad_fn); walk(b.mean(0).grad_fn); walk(b.max(0).values.grad_fn); walk(b.var().grad_fn); walk(b.topk(1).values.grad_fn); walk(b.sort().values.grad_fn)

# %% contexts
import torch
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        try: ctx.foo
        except AttributeError as e: print(e)
        try: print(ctx.name())
        except Exception as e: print(type(e))
        ctx.k = 3; print(ctx.k, hasattr(ctx, 'variable'), ctx.needs_input_grad)
        return x * 2
    @staticmethod
    def backward(ctx, g): print(ctx.k); return g * 2
y = F.apply(torch.ones(2, requires_grad=True)); y.sum().backward(); print(type(y.grad_fn).__name__, y.grad_fn.k, y.grad_fn.next_functions[0][0].name())
