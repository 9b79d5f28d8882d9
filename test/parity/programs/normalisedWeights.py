# %% weight_norm
import torch
from torch import nn
from torch.nn.utils import remove_weight_norm, weight_norm
torch.manual_seed(0)
m = weight_norm(nn.Linear(3, 2))
print(m, list(m.state_dict()), m.weight)
opt = torch.optim.SGD(m.parameters(), lr=0.1)
x = torch.randn(4, 3)
for _ in range(3):
    opt.zero_grad()
    loss = m(x).pow(2).mean()
    loss.backward()
    opt.step()
    print(loss, m.weight_g.grad)
try: weight_norm(m)
except RuntimeError as e: print(e)
remove_weight_norm(m)
print(m.weight, list(m.state_dict()))
try: remove_weight_norm(m)
except ValueError as e: print(e)
c = weight_norm(nn.Conv1d(2, 3, 2), dim=None)
print(c.weight_g.shape, c(torch.ones(1, 2, 3)))

# %% spectral_norm
import torch
from torch import nn
from torch.nn.utils import remove_spectral_norm, spectral_norm
torch.manual_seed(1)
m = spectral_norm(nn.Linear(3, 2))
print(m, m.weight_u, m.weight_v, list(m.state_dict()))
for _ in range(2): print(m(torch.ones(1, 3)), m.weight_u)
m.eval(); print(m(torch.ones(1, 3)), m.weight)
m.train(); a = m(torch.ones(1, 3)); b = m(torch.ones(1, 3)*2); (a - b).sum().backward(); print(m.weight_orig.grad)
remove_spectral_norm(m); print(m.weight, list(m.state_dict()))
d = spectral_norm(nn.ConvTranspose2d(2, 3, 2), n_power_iterations=2); print(d.weight_u.shape, d(torch.ones(1, 2, 2, 2)).sum())
try: spectral_norm(nn.Linear(2, 2), n_power_iterations=0)
except ValueError as e: print(e)

# %% parametrizations
import torch
from torch import nn
import torch.nn.utils.parametrizations as PZ
import torch.nn.utils.parametrize as P
torch.manual_seed(2)
m = PZ.weight_norm(nn.Linear(3, 2))
print(m, [(n, p.shape) for n, p in m.named_parameters()])
print(m(torch.ones(1, 3)), m.weight, type(m), isinstance(m, nn.Linear))
m(torch.ones(1, 3)).sum().backward(); print(m.parametrizations.weight.original0.grad, m.parametrizations['weight'].original1.grad)
P.remove_parametrizations(m, 'weight'); print(m, m.weight, type(m).__name__)
s = PZ.spectral_norm(nn.Linear(4, 3)); print(s, s.weight, list(s.state_dict()))
print(torch.linalg.matrix_norm(s.weight, 2))
s.eval(); print(s(torch.ones(1, 4)))
class Symmetric(nn.Module):
    def forward(self, X): return X.triu() + X.triu(1).T
    def right_inverse(self, A): return A.triu()
class Exp(nn.Module):
    def forward(self, X): return X.exp()
m = nn.Linear(3, 3)
P.register_parametrization(m, 'weight', Symmetric())
print(m, torch.allclose(m.weight, m.weight.T), P.is_parametrized(m), P.is_parametrized(m, 'bias'))
A = torch.arange(9.).reshape(3, 3); A = A + A.T
m.weight = A
print(m.weight, m.parametrizations.weight.original)
P.register_parametrization(m, 'bias', Exp())
print(m.bias, m(torch.ones(1, 3)))
try: m.bias = torch.ones(3)
except RuntimeError as e: print(e)
with P.cached(): print(m.weight is m.weight)
print(m.weight is m.weight, P.type_before_parametrizations(m))
P.register_parametrization(m, 'weight', Exp())
print(m)
P.remove_parametrizations(m, 'weight', leave_parametrized=False); print(m.weight, type(m).__name__)
P.remove_parametrizations(m, 'bias'); print(type(m).__name__, [n for n, _ in m.named_parameters()])
try: P.remove_parametrizations(m, 'bias')
except ValueError as e: print(e)
try: P.register_parametrization(m, 'nope', Exp())
except ValueError as e: print(e)
class Bad(nn.Module):
    def forward(self, X): return X[0]
try: P.register_parametrization(m, 'weight', Bad())
except ValueError as e: print(e)
class RankOne(nn.Module):
    def forward(self, x, y): return x.unsqueeze(-1) @ y.unsqueeze(-2)
    def right_inverse(self, Z):
        U, S, Vh = torch.linalg.svd(Z, full_matrices=False)
        s = S[0].sqrt().unsqueeze(-1)
        return U[..., :, 0] * s, Vh[..., 0, :] * s
torch.manual_seed(3)
r = P.register_parametrization(nn.Linear(4, 4), 'weight', RankOne())
print(torch.linalg.matrix_rank(r.weight).item(), [n for n, _ in r.named_parameters()])
try: P.remove_parametrizations(r, 'weight', leave_parametrized=False)
except ValueError as e: print(e)

# %% pruning
import torch
from torch import nn
import torch.nn.utils.prune as prune
torch.manual_seed(0)
m = nn.Linear(4, 3)
print(prune.is_pruned(m))
prune.l1_unstructured(m, name='weight', amount=0.3)
print(m.weight_mask, m.weight, list(m.state_dict()), list(n for n, _ in m.named_buffers()))
print(m(torch.ones(1, 4)), prune.is_pruned(m), m)
prune.random_unstructured(m, 'weight', amount=2)
print(m.weight_mask)
prune.ln_structured(m, 'weight', amount=0.34, n=2, dim=0)
print(m.weight_mask, m.weight)
m(torch.ones(1, 4)).sum().backward()
print(m.weight_orig.grad)
prune.remove(m, 'weight')
print(m.weight, list(m.state_dict()), prune.is_pruned(m))
try: prune.remove(m, 'weight')
except ValueError as e: print(e)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
prune.global_unstructured([(net[0], 'weight'), (net[2], 'weight')], pruning_method=prune.L1Unstructured, amount=0.5)
print(net[0].weight, net[2].weight_mask, sum(int((p == 0).sum()) for p in (net[0].weight, net[2].weight)))
c = prune.random_structured(nn.Conv2d(3, 4, 2), 'weight', amount=2, dim=1)
print(c.weight_mask.sum((0, 2, 3)))
b = prune.custom_from_mask(nn.Linear(3, 3), 'bias', mask=torch.tensor([0, 1, 0])); print(b.bias_mask, b.bias)
for bad in (-1, 1.5, 'a', 100):
    try: prune.l1_unstructured(nn.Linear(2, 2), 'weight', amount=bad)
    except Exception as e: print(type(e).__name__, e)
try: prune.ln_structured(nn.Linear(2, 2), 'bias', amount=1, n=2, dim=0)
except ValueError as e: print(e)
class Foo(prune.BasePruningMethod):
    PRUNING_TYPE = 'unstructured'
    def compute_mask(self, t, default_mask):
        mask = default_mask.clone(); mask.view(-1)[::2] = 0; return mask
f = nn.Linear(2, 3); Foo.apply(f, 'weight'); print(f.weight_mask)
prune.identity(f, 'bias'); print(f.bias)
