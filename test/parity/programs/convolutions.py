# %% convolutions of integers
import torch, torch.nn.functional as F
def t(n, f):
    try: r = f(); print(n, tuple(r.shape), r.dtype, r.flatten()[:6].tolist())
    except Exception as e: print(n, type(e).__name__, e)
for dt in (torch.long, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):
    for d in (1,2,3):
        x = (torch.arange(2*4**d)%7-2).view((1,2)+(4,)*d).to(dt); w = (torch.arange(6*2**d)%5-1).view((3,2)+(2,)*d).to(dt); wt = w.transpose(0,1)
        t((dt, d), lambda: getattr(F, f'conv{d}d')(x, w))
        t((dt, d, 'b'), lambda: getattr(F, f'conv{d}d')(x, w, torch.tensor([1,0,2]).to(dt), padding=1, stride=2))
        t((dt, d, 'dil'), lambda: getattr(F, f'conv{d}d')(x, w, dilation=2))
        t((dt, d, 'g'), lambda: getattr(F, f'conv{d}d')(x, w[:2,:1], groups=2))
        t((dt, d, 'T'), lambda: getattr(F, f'conv_transpose{d}d')(x, wt))
t('m1', lambda: F.conv2d(torch.ones(1,1,3,3), torch.ones(1,1,2,2).long()))
t('m2', lambda: F.conv2d(torch.ones(1,1,3,3).long(), torch.ones(1,1,2,2)))
t('bn1', lambda: F.batch_norm(torch.ones(2,3).long(), torch.zeros(3), torch.ones(3)))
t('bn2', lambda: F.batch_norm(torch.ones(2,3).long(), None, None, training=True))
t('bn3', lambda: F.batch_norm(torch.ones(2,3).long(), torch.zeros(3).long(), torch.ones(3).long()))
t('r1', lambda: F.rrelu(torch.tensor([1,-2])))
t('r2', lambda: F.rrelu(torch.tensor([1,-2]), training=True))

# %% layers that take no integers
import torch, torch.nn.functional as F
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
torch.manual_seed(0)
for dt in (torch.long, torch.int32, torch.bool, torch.uint8):
    for tr in (True, False):
        x = torch.tensor([1,-2]).to(dt)
        t(lambda: F.rrelu(x, training=tr)); t(lambda: F.rrelu_(x, training=tr))
        t(lambda: F.rrelu(x[:0], training=tr))
t(lambda: F.rrelu(torch.ones(2), 0.5, 0.1)); t(lambda: F.rrelu(torch.ones(2), 0.5, 0.1, training=True))
t(lambda: F.rrelu(torch.ones(2), -0.5, 0.1)); 
t(lambda: torch.nn.RReLU()(torch.tensor([1,-2])))
t(lambda: F.batch_norm(torch.ones(2,3).long(), None, None))
t(lambda: F.batch_norm(torch.ones(2,3).bool(), None, None, training=True))
t(lambda: F.batch_norm(torch.ones(2,3).long(), torch.zeros(2), torch.ones(2)))
t(lambda: torch.nn.BatchNorm1d(3)(torch.ones(2,3).long()))
print(torch.rand(2))
