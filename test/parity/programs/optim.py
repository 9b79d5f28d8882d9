# %% linear regression from scratch
import torch
torch.manual_seed(42)
X = torch.linspace(0, 1, 50).unsqueeze(1)
y = 2 * X + 1 + 0.1 * torch.randn(50, 1)
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.1)
for epoch in range(100):
    loss = ((X * w + b - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if (epoch + 1) % 20 == 0:
        print(f'Epoch [{epoch+1}/100], Loss: {loss.item():.4f}')
print(w, b)

# %% linear regression with a module
import torch
from torch import nn
torch.manual_seed(0)
X = torch.randn(100, 3)
y = X @ torch.tensor([[1.5], [-2.0], [0.5]]) + 0.3
model = nn.Linear(3, 1)
criterion = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
losses = []
for epoch in range(60):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print([round(v, 4) for v in losses[:5]], model.weight.data.round(decimals=2), model.bias)

# %% logistic regression
import torch
import torch.nn as nn
torch.manual_seed(1)
X = torch.cat([torch.randn(20, 2) + 1.5, torch.randn(20, 2) - 1.5])
y = torch.cat([torch.ones(20, 1), torch.zeros(20, 1)])
model = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
criterion = nn.BCELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for epoch in range(1, 51):
    out = model(X)
    loss = criterion(out, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 10 == 0:
        acc = ((out > 0.5).float() == y).float().mean()
        print(f'epoch {epoch}: loss {loss.item():.4f} accuracy {acc:.2f}')

# %% classes with a small network
import torch
import torch.nn as nn
import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(4, 16)
        self.fc2 = nn.Linear(16, 3)
    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))
torch.manual_seed(0)
X = torch.randn(90, 4)
y = (X[:, :3]).argmax(dim=1)
net = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(net.parameters(), lr=0.02, weight_decay=0.05)
for epoch in range(40):
    net.train()
    optimizer.zero_grad()
    loss = criterion(net(X), y)
    loss.backward()
    optimizer.step()
    if epoch % 10 == 9:
        net.eval()
        with torch.no_grad():
            print(epoch + 1, f'{loss.item():.4f}', f'{(net(X).argmax(1) == y).float().mean().item():.3f}')

# %% batches and a running loss
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
torch.manual_seed(3)
X = torch.randn(32, 5)
y = torch.sin(X).sum(1, keepdim=True)
loader = DataLoader(TensorDataset(X, y), batch_size=8, shuffle=True)
model = nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
for epoch in range(5):
    running = 0.0
    for xb, yb in loader:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(xb), yb)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        running += loss.item() * xb.size(0)
    print(f'{epoch}: {running / len(X):.4f}')

# %% every optimizer takes steps
import torch
from torch import optim
makers = [
    lambda p: optim.SGD(p, lr=0.1), lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01),
    lambda p: optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.5, maximize=True), lambda p: optim.Adam(p, lr=0.1),
    lambda p: optim.Adam(p, lr=0.1, amsgrad=True, weight_decay=0.1), lambda p: optim.AdamW(p, lr=0.1),
    lambda p: optim.Adamax(p), lambda p: optim.NAdam(p), lambda p: optim.NAdam(p, decoupled_weight_decay=True, weight_decay=0.1),
    lambda p: optim.RAdam(p, lr=0.1), lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.1), lambda p: optim.Adadelta(p, lr=0.5),
    lambda p: optim.RMSprop(p), lambda p: optim.RMSprop(p, centered=True, momentum=0.5), lambda p: optim.ASGD(p, t0=3), lambda p: optim.Rprop(p),
]
for make in makers:
    p = torch.tensor([1.0, -2.0, 0.5], requires_grad=True)
    q = torch.tensor([[3.0]], dtype=torch.float64, requires_grad=True)
    opt = make([p, q])
    for _ in range(12):
        opt.zero_grad()
        (((p - 1) ** 2).sum() + (q ** 2).sum()).backward()
        opt.step()
    print(type(opt).__name__, p.detach(), q.item(), sorted(opt.state_dict()['state'].get(0, {})))

# %% what an optimizer shows and keeps
import torch
from torch import nn, optim
m = nn.Linear(2, 1)
with torch.no_grad():
    m.weight.fill_(0.5)
    m.bias.zero_()
opt = optim.Adam([{'params': [m.weight]}, {'params': m.bias, 'lr': 0.5}], lr=1e-2)
print(opt)
print(optim.SGD(m.parameters(), lr=1), optim.Rprop(m.parameters()), optim.AdamW(m.parameters()))
(m(torch.ones(1, 2)).sum() * 2).backward()
opt.step()
print(opt.state_dict())
print(opt.state[m.weight]['step'], len(opt.state), opt.defaults)
opt.param_groups[0]['lr'] *= 0.1
print(opt.param_groups[0]['lr'], opt.param_groups[1].keys())
opt.zero_grad(set_to_none=False)
print(m.weight.grad)
opt.zero_grad()
print(m.weight.grad)

# %% a state moves to another optimizer
import copy
import torch
from torch import optim
p = torch.ones(2, requires_grad=True)
a = optim.SGD([p], lr=0.1, momentum=0.9)
for _ in range(3):
    p.grad = torch.tensor([1.0, 2.0])
    a.step()
kept = copy.deepcopy(a.state_dict())
q = p.detach().clone().requires_grad_()
b = optim.SGD([q], lr=5)
b.load_state_dict(kept)
for opt, x in ((a, p), (b, q)):
    x.grad = torch.tensor([1.0, 2.0])
    opt.step()
    print(x, opt.state_dict())

# %% groups that are added and tensors seen elsewhere
import torch
from torch import optim
base = torch.arange(4.0)
p = base.requires_grad_()
seen = p.detach()
opt = optim.SGD([p], lr=0.5)
extra = torch.zeros(2, requires_grad=True)
opt.add_param_group({'params': [extra], 'lr': 1.0})
p.grad, extra.grad = torch.ones(4), torch.ones(2)
opt.step()
print(seen, extra, len(opt.param_groups))
named = optim.SGD([('a', p), ('b', extra)], lr=0.1)
print(named.param_groups[0]['param_names'], named)

# %% an optimizer of one's own
import torch
class Sign(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        if lr < 0:
            raise ValueError(f'bad lr {lr}')
        super().__init__(params, dict(lr=lr))
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is None:
                    continue
                state = self.state[p]
                state['n'] = state.get('n', 0) + 1
                p.add_(p.grad.sign(), alpha=-group['lr'])
w = torch.tensor([1.0, -1.0], requires_grad=True)
opt = Sign([w])
for _ in range(3):
    opt.zero_grad()
    (w ** 2).sum().backward()
    opt.step()
print(w, opt, opt.state[w], isinstance(opt, torch.optim.Optimizer))

# %% a closure
import torch
w = torch.tensor([3.0], requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
def closure():
    opt.zero_grad()
    loss = (w ** 2).sum()
    loss.backward()
    return loss
for _ in range(3):
    print(opt.step(closure))

# %% options out of their range
import torch
from torch import optim
w = torch.ones(1, requires_grad=True)
for make in [lambda: optim.SGD([w], lr=-1), lambda: optim.SGD([w], momentum=-0.5), lambda: optim.SGD([w], nesterov=True),
             lambda: optim.Adam([w], betas=(1.0, 0.9)), lambda: optim.Adam([w], betas=(0, 0.9)), lambda: optim.Adam([w], eps=-1),
             lambda: optim.Adam([]), lambda: optim.Adam(w), lambda: optim.SGD([1.0]), lambda: optim.SGD([w * 2]),
             lambda: optim.SGD([{'params': [w]}, {'params': [w]}]), lambda: optim.SGD(), lambda: optim.SGD([w], foo=1),
             lambda: optim.Adam([w], lr='a'), lambda: optim.SGD([w], lr='a'), lambda: optim.Rprop([w], etas=(1.2, 0.5)),
             lambda: optim.Adadelta([w], rho=2), lambda: optim.SGD([w]).foo, lambda: optim.Optimizer([w], {}).step(),
             lambda: optim.RMSprop([w], alpha=-1), lambda: optim.Adagrad([w], lr_decay=-1), lambda: optim.NAdam([w], momentum_decay=-1)]:
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
optim.SGD([w, w], lr=0.1)

# %% gradients clipped
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_, parameters_to_vector, vector_to_parameters
a, b = torch.ones(2, 2, requires_grad=True), torch.ones(3, requires_grad=True)
def go():
    a.grad = torch.arange(4.0).reshape(2, 2)
    b.grad = torch.tensor([-10.0, 0.0, 1.0])
go(); print(clip_grad_norm_([a, b], 1.0), a.grad, b.grad)
go(); print(clip_grad_norm_([a, b], 0.5, norm_type=1), a.grad)
go(); print(clip_grad_norm_((p for p in [a, b]), 2, norm_type=float('inf')), b.grad)
go(); print(clip_grad_norm_(a, 100), a.grad)
go(); print(clip_grad_value_([a, b], 1.5), a.grad, b.grad)
print(parameters_to_vector([a, b]))
vector_to_parameters(torch.arange(7.0), [a, b])
print(a, b, clip_grad_norm_([], 1.0))
b.grad[0] = float('nan')
clip_grad_norm_([a, b], 1.0, error_if_nonfinite=True)

# %% many evaluations in a step
import torch
from torch import nn
def rosen(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
for options in ({}, {'line_search_fn': 'strong_wolfe'}, {'lr': 0.1, 'max_iter': 5, 'history_size': 3}, {'line_search_fn': 'strong_wolfe', 'history_size': 2, 'max_iter': 4}):
    x = torch.tensor([-1.0, 1.5], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([x], **options)
    n = 0
    def closure():
        global n
        n += 1
        opt.zero_grad()
        loss = rosen(x)
        loss.backward()
        return loss
    for i in range(5):
        loss = opt.step(closure)
        print(i, n, f'{loss.item():.6f}', x.detach())
    state = opt.state[x]
    print(state['func_evals'], state['n_iter'], list(state), len(state['old_dirs']))
torch.manual_seed(0)
X = torch.randn(50, 3)
y = X @ torch.tensor([[1.0], [2.0], [3.0]]) + 0.5
m = nn.Linear(3, 1)
opt = torch.optim.LBFGS(m.parameters(), lr=0.5, line_search_fn='strong_wolfe')
def closure():
    opt.zero_grad()
    loss = nn.functional.mse_loss(m(X), y)
    loss.backward()
    return loss
for epoch in range(3):
    print(epoch, f'{opt.step(closure).item():.3f}')
print(m.weight, m.bias, opt)

# %% Adafactor and Muon
import torch
def train(make, shapes, steps=3, dtype=torch.float32):
    torch.manual_seed(1)
    params = [torch.randn(shape, dtype=dtype, requires_grad=True) for shape in shapes]
    optimizer = make(params)
    for _ in range(steps):
        optimizer.zero_grad()
        sum((p * p.sin() * (i + 1)).sum() for i, p in enumerate(params)).backward()
        optimizer.step()
    for p in params:
        print(p.data, {name: value for name, value in optimizer.state[p].items()})
    print(optimizer, type(optimizer))
train(lambda p: torch.optim.Adafactor(p), [(3,), (2, 3), (2, 3, 2), ()])
train(lambda p: torch.optim.Adafactor(p, lr=0.1, weight_decay=0.1, eps=(1e-5, 1e-2), d=2., maximize=True), [(3,), (2, 3)], dtype=torch.float64)
train(lambda p: torch.optim.Muon(p, lr=0.02), [(3, 2), (2, 3), (4, 4)])
train(lambda p: torch.optim.Muon(p, lr=0.02, nesterov=False, adjust_lr_fn='match_rms_adamw', ns_steps=2, weight_decay=0.), [(5, 2)], dtype=torch.float64)

# %% what Adafactor, Muon and SparseAdam refuse
import torch
w = torch.ones(3, requires_grad=True)
for make in [lambda: torch.optim.Muon([w]), lambda: torch.optim.Muon([w], lr=-1.), lambda: torch.optim.Muon([w], adjust_lr_fn='x'),
             lambda: torch.optim.Adafactor([w], d=0.5), lambda: torch.optim.Adafactor([w], beta2_decay=.5), lambda: torch.optim.Adafactor([w], eps=(-1, 1e-3)),
             lambda: torch.optim.Adafactor([w], lr=-0.1), lambda: torch.optim.SparseAdam([w], lr=0), lambda: torch.optim.SparseAdam([w], betas=(1., 0.9))]:
    try:
        print(make())
    except ValueError as error:
        print(error)
optimizer = torch.optim.SparseAdam([w])
print(optimizer)
optimizer.step()
w.sum().backward()
optimizer.step()
