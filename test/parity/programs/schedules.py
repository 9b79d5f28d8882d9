# %% rates by formula
import torch
from torch import optim
from torch.optim import lr_scheduler as S
def opt(lr=0.1):
    a, b = torch.zeros(2, requires_grad=True), torch.zeros(1, requires_grad=True)
    return optim.SGD([{'params': [a]}, {'params': [b], 'lr': 0.5}], lr=lr, momentum=0.9)
makers = [lambda o: S.StepLR(o, 3), lambda o: S.StepLR(o, step_size=2, gamma=2), lambda o: S.MultiStepLR(o, [2, 5, 5, 7], gamma=0.3),
          lambda o: S.ConstantLR(o), lambda o: S.LinearLR(o), lambda o: S.LinearLR(o, 0.5, 0.1, total_iters=8),
          lambda o: S.ExponentialLR(o, 0.9), lambda o: S.PolynomialLR(o, 8, 2.0), lambda o: S.CosineAnnealingLR(o, 5),
          lambda o: S.CosineAnnealingLR(o, T_max=3, eta_min=0.01), lambda o: S.CosineAnnealingWarmRestarts(o, 3, 2, 0.001),
          lambda o: S.LambdaLR(o, lambda e: 0.95 ** e), lambda o: S.MultiplicativeLR(o, [lambda e: 0.9, lambda e: 0.5])]
for make in makers:
    o = opt()
    s = make(o)
    rates = [s.get_last_lr()]
    for _ in range(10):
        o.step()
        s.step()
        rates.append(s.get_last_lr())
    print(type(s).__name__, rates)
    print(s.last_epoch, s.base_lrs, s.state_dict())

# %% rates with a momentum
import torch
from torch import optim
from torch.optim import lr_scheduler as S
def run(make, o, n=12):
    s = make(o)
    for _ in range(n):
        print(s.get_last_lr(), o.param_groups[0].get('momentum'), o.param_groups[0].get('betas'))
        o.step()
        s.step()
    print(s.state_dict())
w = torch.zeros(1, requires_grad=True)
run(lambda o: S.CyclicLR(o, 0.01, 0.1, step_size_up=3), optim.SGD([w], lr=1, momentum=0.9))
run(lambda o: S.CyclicLR(o, 0.01, 0.1, step_size_up=3, step_size_down=2, mode='triangular2'), optim.SGD([w], lr=1, momentum=0.9))
run(lambda o: S.CyclicLR(o, 0.01, 0.1, step_size_up=2, mode='exp_range', gamma=0.9, cycle_momentum=False), optim.SGD([w], lr=1), 6)
run(lambda o: S.OneCycleLR(o, 0.1, total_steps=12), optim.SGD([w], lr=1, momentum=0.9), 11)
run(lambda o: S.OneCycleLR(o, max_lr=1, epochs=3, steps_per_epoch=4, three_phase=True, anneal_strategy='linear'), optim.Adam([w]), 11)

# %% a plateau
import torch
from torch.optim.lr_scheduler import ReduceLROnPlateau
w = torch.zeros(1, requires_grad=True)
o = torch.optim.SGD([w], lr=0.1)
s = ReduceLROnPlateau(o, 'min', patience=1, factor=0.5, cooldown=1)
for v in [1, 0.9, 0.95, 0.95, 0.95, 0.95, torch.tensor(0.1), 0.2, 0.3, 0.4]:
    o.step()
    s.step(v)
    print(s.get_last_lr(), s.num_bad_epochs, s.best, s.in_cooldown)
print(s.state_dict())

# %% schedules of schedules
import torch
from torch.optim import lr_scheduler as S
def run(make, n=8):
    o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    s = make(o)
    rates = [s.get_last_lr()]
    for _ in range(n):
        o.step()
        s.step()
        rates.append(s.get_last_lr())
    print(rates)
    print(s.state_dict())
run(lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9)], [4]))
run(lambda o: S.SequentialLR(o, schedulers=[S.LinearLR(o, 0.1, total_iters=3), S.CosineAnnealingLR(o, 5)], milestones=[3]))
run(lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 2), S.ExponentialLR(o, 0.9)]))

# %% a schedule of one's own
import torch
from torch.optim.lr_scheduler import LRScheduler
class Warm(LRScheduler):
    def __init__(self, optimizer, n, last_epoch=-1):
        self.n = n
        super().__init__(optimizer, last_epoch)
    def get_lr(self):
        return [b * min(1.0, (self.last_epoch + 1) / self.n) for b in self.base_lrs]
o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
s = Warm(o, 4)
for _ in range(5):
    print(s.get_last_lr(), s.last_epoch)
    o.step()
    s.step()
kept = s.state_dict()
t = Warm(torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0), 9)
t.load_state_dict(kept)
print(t.n, t.last_epoch, isinstance(t, LRScheduler), torch.optim.lr_scheduler.StepLR)

# %% steps in the wrong order
import torch
from torch.optim.lr_scheduler import StepLR
o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
s = StepLR(o, 1)
s.step()
print(s.get_last_lr(), s.get_lr())
s.step(5)
print(s.get_last_lr())

# %% schedules that are refused
import torch
from torch import optim
from torch.optim import lr_scheduler as S
w = torch.zeros(1, requires_grad=True)
o = optim.SGD([w], lr=0.1)
def opt():
    return optim.SGD([w], lr=0.1)
for make in [lambda: S.StepLR(1, 2), lambda: S.StepLR(opt()), lambda: S.ConstantLR(opt(), 2), lambda: S.LinearLR(opt(), 0),
             lambda: S.LinearLR(opt(), 0.5, 3), lambda: S.OneCycleLR(opt(), 1), lambda: S.OneCycleLR(opt(), 1, total_steps=0),
             lambda: S.OneCycleLR(opt(), 1, total_steps=5, pct_start=2), lambda: S.OneCycleLR(opt(), 1, total_steps=5, anneal_strategy='x'),
             lambda: S.CyclicLR(opt(), 0.1, 0.2, mode='x'), lambda: S.ReduceLROnPlateau(opt(), 'foo'), lambda: S.ReduceLROnPlateau(opt(), factor=1),
             lambda: S.ReduceLROnPlateau(opt(), min_lr=[1, 2]), lambda: S.CosineAnnealingWarmRestarts(opt(), 0),
             lambda: S.LambdaLR(opt(), [lambda e: 1, lambda e: 2]), lambda: S.MultiplicativeLR(opt(), 3), lambda: S.SequentialLR(opt(), [], []),
             lambda: S.ChainedScheduler([]), lambda: S.SequentialLR(o, [S.StepLR(o, 1)], [3]), lambda: S.ChainedScheduler([S.ReduceLROnPlateau(o)]),
             lambda: S.CyclicLR(optim.Adagrad([w]), 0.1, 0.2), lambda: S.ReduceLROnPlateau(opt()).step(), lambda: S.LRScheduler(opt())]:
    try:
        print(make())
    except Exception as e:
        print(type(e).__name__, e)
S.StepLR(opt(), 2, last_epoch=3)

# %% training with a schedule
import torch
from torch import nn
torch.manual_seed(0)
X, y = torch.randn(20, 2), torch.randn(20, 1)
model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.5)
for epoch in range(8):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(X), y)
    loss.backward()
    optimizer.step()
    scheduler.step()
    print(f"epoch {epoch}: loss={loss.item():.4f} lr={optimizer.param_groups[0]['lr']:.4f} {scheduler.get_last_lr()}")
