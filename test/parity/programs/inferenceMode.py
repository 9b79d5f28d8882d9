# %% tensors made in inference mode
import torch
from torch import nn
def t(name, f):
    try: print(name, f())
    except Exception as e: print(name, type(e).__name__, e)
w = torch.ones(2, requires_grad=True)
n = torch.ones(2)
with torch.inference_mode():
    print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
    a = torch.ones(2); b = n * 2; c = w * 2; v = n[0:1]; d = w.detach(); vv = a[0:1]; e = w.view(2)
    r = torch.ones(2, requires_grad=True)
    print([x.is_inference() for x in (a, b, c, v, d, vv, w, n, e, r)], [x.requires_grad for x in (a, b, c, v, d, vv, w, n, e, r)])
    print((r * 2).requires_grad, (r*2).grad_fn)
    a += 1; n += 1; v += 1
    t('rg', lambda: a.clone().requires_grad_())
    m = nn.Linear(2, 2)
    print(m.weight.is_inference(), m.weight.requires_grad)
    q = a.clone(); print(q.is_inference())
    t('ver', lambda: a._version)
    print(torch.is_inference(a))
    with torch.inference_mode(False):
        print(torch.is_inference_mode_enabled(), torch.is_grad_enabled(), torch.ones(1).is_inference(), (w * 2).requires_grad)
    with torch.enable_grad():
        print((w * 2).requires_grad, torch.is_grad_enabled(), torch.ones(1).is_inference())
print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
t('mul', lambda: w * a)
t('mul2', lambda: a * 2)
t('add', lambda: w + a)
t('clone', lambda: w * a.clone())
t('is', lambda: (a * 2).is_inference())
t('cl', lambda: a.clone().is_inference())
t('inplace', lambda: a.add_(1))
t('iadd', lambda: a.__iadd__(1))
t('set', lambda: a.__setitem__(0, 1))
t('vinplace', lambda: vv.add_(1))
t('nv', lambda: v.add_(1))
t('ev', lambda: e.add_(1))
t('req', lambda: a.requires_grad_())
def f(): a.requires_grad = True
t('attr', f)
t('reqF', lambda: a.requires_grad_(False).is_inference())
t('ver', lambda: a._version)
t('lin', lambda: nn.Linear(2, 2)(a).requires_grad)
t('m', lambda: m(torch.ones(1, 2)).requires_grad)
t('bw', lambda: m(torch.ones(1, 2)).sum().backward())
t('r', lambda: (r * 2).requires_grad)
t('rb', lambda: (r * 2).sum().backward())
t('mse', lambda: nn.functional.mse_loss(w, a))
t('ce', lambda: nn.functional.cross_entropy(torch.ones(1, 2, requires_grad=True), a.long()[:1]*0))
t('exp', lambda: (w + a).exp())
t('view', lambda: a.view(2, 1).is_inference())
t('nograd', lambda: torch.no_grad()(lambda: a.add_(1))())
t('detach', lambda: a.detach().is_inference())
t('cat', lambda: torch.cat([w, a]).requires_grad)
t('div', lambda: (w / a))
t('div2', lambda: (a / w))
t('fn', lambda: torch.sigmoid(a).requires_grad)
t('param', lambda: nn.Parameter(a))
t('param2', lambda: nn.Parameter(a, requires_grad=False).is_inference())
t('copy', lambda: n.copy_(a))
t('where', lambda: torch.where(a > 0, w, a))
t('idx', lambda: w[a.long() * 0])
t('out', lambda: torch.add(n, n, out=a))
t('data', lambda: a.data.add_(1))
t('backward', lambda: a.sum().backward())
def g():
    with torch.inference_mode(): return (w * 2).sum()
t('bw2', lambda: g().backward())
@torch.inference_mode()
def h(x): return w * x, torch.is_inference_mode_enabled()
t('dec', lambda: h(n))
@torch.inference_mode
def h2(x): return (w * x).requires_grad
t('dec2', lambda: h2(n))
@torch.no_grad
def h3(x): return (w * x).requires_grad
t('dec3', lambda: h3(n))
with torch.inference_mode(mode=False): print((w * 2).requires_grad)
with torch.no_grad():
    nv = w.view(2); nn_ = n.view(2)
t('nogv', lambda: nv.add_(1))
t('nogv', lambda: nn_.add_(1))
t('nogv2', lambda: nn_.mul_(w))
with torch.inference_mode(): iv = n.view(2)
t('iv', lambda: iv.mul_(w))
print(a, v, n)

# %% a model in inference mode
import torch
from torch import nn
torch.manual_seed(0)
s = nn.Linear(2, 2)
class Net(nn.Module):
    def __init__(self):
        super().__init__(); self.l = nn.Linear(2, 2)
    @torch.inference_mode()
    def predict(self, x): return self.l(x).softmax(1)
with torch.inference_mode():
    y = s(torch.ones(1, 2))
print(y, y.requires_grad, y.is_inference(), y.numpy(), y.argmax(1).item(), Net().predict(torch.ones(1, 2)), [v + 1 for v in y])
y = y.clone(); y += 1; (s(y) * y).sum().backward(); print(s.weight.grad)
try: s(torch.inference_mode()(lambda: torch.ones(1, 2))()).sum().backward()
except RuntimeError as e: print(e)
