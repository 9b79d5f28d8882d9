# %% writes into views of which one call makes several
import torch
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
w = torch.arange(6.).reshape(2,3).requires_grad_()
x = w * 1
for name, f in {'split': lambda: x.split(1)[0], 'chunk': lambda: x.chunk(2)[1], 'unbind': lambda: x.unbind()[0], 'iter': lambda: next(iter(x)), 'sizes': lambda: x.split([1,1])[0],
   'tsplit': lambda: torch.tensor_split(x, 2)[0], 'hsplit': lambda: torch.hsplit(x, 3)[0], 'mesh': lambda: torch.meshgrid(x[0], x[1], indexing='ij')[0], 'select': lambda: x[0], 'sub': lambda: x.split(1)[0][0], 'chunk1': lambda: x.chunk(1)[0], 'vsplit': lambda: torch.vsplit(x,2)[0]}.items():
    x = w * 1
    v = f()
    t(name, lambda: v.add_(1))
    t(name + ' mul', lambda: v.__imul__(2))
    x = w * 1; v = f(); x.mul_(2)
    t(name + ' base', lambda: (v * 1).sum())
    t(name + ' base fn', lambda: v.grad_fn.name())
n = torch.arange(6.).reshape(2,3)
a, b = n.unbind()
t('plain', lambda: a.add_(1))
t('with grad', lambda: a.mul_(w[0]))
with torch.no_grad(): t('nograd', lambda: x.unbind()[0].add_(1))
a, b = n.chunk(2)
def s(): a[0, 1] = w[0, 0]
t('set', s)
a, b = (w*1).chunk(2)
with torch.no_grad():
    v = n.view(6); q = x.view(6)
t('v', lambda: v.mul_(2)); t('q', lambda: q.mul_(2))
x.mul_(2)
t('q2', lambda: (q * 2))
t('q3', lambda: q.requires_grad)

# %% views made where no gradients are kept
import torch
torch.manual_seed(0)
w = torch.ones(2, requires_grad=True)
x = w * 1
with torch.no_grad():
    v = w.view(2, 1); u = x.view(2, 1); s = x[0]; d = x.detach(); p = x.unbind()[0]; vv = v.view(2)
for t in (v, u, s, d, p, vv):
    print(t.requires_grad, t.is_leaf, t)
    y = t * 2
    print(y.requires_grad, y.grad_fn.name() if y.grad_fn else None)
(v * 2).sum().backward() if v.requires_grad else 0
print(w.grad, v.grad)
with torch.no_grad(): w.add_(1); 
print(v)
with torch.no_grad(): x.add_(1)
try: print(u, s)
except Exception as e: print(e)
with torch.no_grad():
    for q in (w.view(2), w[0]): print(q.requires_grad)
    n = torch.nn.Linear(2, 2); print(n.weight[0].requires_grad, n.weight.t().requires_grad, n.weight.data.requires_grad, n.weight.flatten().requires_grad, n.weight[:, 0], n.weight.T)

# %% writes that are counted and writes that are not
import torch
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
torch.manual_seed(0)
w = torch.arange(6.).reshape(2,3).requires_grad_()
x = w * 1
d = x.detach()
t('d', lambda: d.add_(1)._version)
t('xv', lambda: x._version)
y = x * x; x.data.add_(1); t('data', lambda: x._version)
y = (w*1); z = y * y; y.detach().add_(1); t('det', lambda: z.sum().backward())
x = w * 1; y = x ** 2; x.add_(1); t('ver', lambda: y.sum().backward())
x = w * 1; y = x ** 2; x[0] = 1; t('ver2', lambda: y.sum().backward())
l = torch.nn.Linear(3, 2); o = torch.optim.SGD(l.parameters(), lr=.1); h = torch.nn.Linear(2, 1)
y = h(l(w.detach())).sum(); y2 = h(l(w.detach())).sum() * 2; y.backward(); 
with torch.no_grad(): h.weight.add_(1)
t('gan', lambda: y2.backward())

p = torch.nn.Linear(2, 2).weight
p.data -= 0.1; p.data[0] = 1.; p.data.clamp_(-0.5, 0.5); p.data.zero_().add_(p.data)
print(p, p._version)
x = torch.ones(2); x.add_(1); x[0] = 3; x.zero_(); x.fill_(2); x.copy_(torch.ones(2)); print(x._version, x.detach()._version, x[0:1]._version)
