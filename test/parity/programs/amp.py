# %% scalers
import torch, warnings
from torch import nn
warnings.simplefilter('always')
torch.manual_seed(0)
for make in (lambda: torch.cuda.amp.GradScaler(), lambda: torch.cuda.amp.GradScaler(enabled=False), lambda: torch.amp.GradScaler('cuda'), lambda: torch.amp.GradScaler(), lambda: torch.amp.GradScaler('cuda', enabled=False), lambda: torch.GradScaler('cpu'), lambda: torch.amp.GradScaler('cpu', init_scale=4.0)):
    m = nn.Linear(2, 1); o = torch.optim.SGD(m.parameters(), lr=.1)
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        s = make()
        print([(x.category.__name__, str(x.message)) for x in w])
    print(type(s).__module__, type(s).__name__, s.is_enabled(), s.get_scale(), s.state_dict())
    if s.is_enabled(): print(s.get_growth_factor(), s.get_backoff_factor(), s.get_growth_interval())
    l = m(torch.ones(3, 2)).pow(2).mean()
    sl = s.scale(l); print(l, sl)
    sl.backward(); print(m.weight.grad)
    s.unscale_(o); print(m.weight.grad)
    nn.utils.clip_grad_norm_(m.parameters(), 1.0)
    print(s.step(o)); s.update(); print(m.weight, s.get_scale(), s.state_dict())
    try: s.unscale_(o); s.unscale_(o); print('ok')
    except Exception as e: print(type(e).__name__, e)

s = torch.amp.GradScaler('cpu', init_scale=8.0, growth_interval=2)
m = nn.Linear(2, 1); o = torch.optim.Adam(m.parameters(), lr=.1)
for k in range(6):
    o.zero_grad()
    x = torch.ones(3, 2) * (float('inf') if k == 3 else 1.0)
    s.scale(m(x).pow(2).mean()).backward()
    s.step(o); s.update()
    print(k, s.get_scale(), s.state_dict()['_growth_tracker'], m.weight)
try: s.step(o)
except AssertionError as e: print(e)
except RuntimeError as e: print(e)
s2 = torch.amp.GradScaler('cpu')
for f in (lambda: s2.step(o), lambda: s2.update(), lambda: s2.unscale_(o), lambda: s2.load_state_dict({})):
    try: f()
    except Exception as e: print(type(e).__name__, e)
s2.load_state_dict(s.state_dict()); print(s2.get_scale(), s2.state_dict() == s.state_dict(), s2.scale([torch.ones(2), (torch.ones(1),)]))
s.update(3.0); print(s.get_scale())

# %% autocast
import torch, warnings
for ctx in (lambda: torch.cuda.amp.autocast(), lambda: torch.autocast('cuda'), lambda: torch.amp.autocast('cuda', dtype=torch.float16), lambda: torch.autocast(device_type='cuda', enabled=False), lambda: torch.cuda.amp.autocast(enabled=False), lambda: torch.amp.autocast(device_type='cpu', enabled=False), lambda: torch.cuda.amp.autocast(False), lambda: torch.autocast(5), lambda: torch.autocast('mps'), lambda: torch.autocast('xyz'), lambda: torch.autocast('cpu', torch.float32)):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try:
            with ctx():
                print((torch.ones(2,2) @ torch.ones(2,2)).dtype)
        except Exception as e: print(type(e).__name__, e)
        print([(x.category.__name__, str(x.message)) for x in w])

