# %% gradients of what comes one by one
import torch
from torch import nn
torch.manual_seed(0)
m=nn.Linear(1,2)
print(torch.autograd.grad(m(torch.ones(1,1)).sum(), m.parameters()))
x=torch.ones(2,requires_grad=True); l=(x*2).sum()
print(torch.autograd.grad(l, (t for t in [x])))
for bad in ([], 'x', [1], 3):
    try: print(torch.autograd.grad((x*2).sum(), bad))
    except Exception as e: print(type(e).__name__, e)
print(torch.autograd.grad((x*2).sum(), {'a': x}.values()))
for p, g in zip(m.parameters(), torch.autograd.grad(m(torch.ones(1,1)).sum(), m.parameters())): print(p.shape, g)
x=torch.zeros(1,requires_grad=True); y=torch.zeros(1,requires_grad=True); torch.atan2(x,y).backward(); print(x.grad,y.grad)
x=torch.tensor([1.,2.],requires_grad=True); y=torch.tensor([.5,-1.],requires_grad=True); torch.atan2(x,y).sum().backward(); print(x.grad,y.grad)
print(torch.polygamma(1,torch.tensor([1.,float('nan')])), torch.special.zeta(torch.tensor([2.]),torch.tensor([float('nan')])))

# %% writes into views
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def a():
    c=torch.ones(3,requires_grad=True)*1; v=c[:2]; v.exp_(); v.mul_(2); c.sum().backward()
def b():
    c=torch.ones(2,requires_grad=True)*1; d=c.view(2,1); d.sqrt_(); d.sqrt_(); c.sum().backward()
def d():
    x=torch.ones(4,4,requires_grad=True); c=x*2; torch.diagonal(c).add_(-1).pow_(2).sum().backward(); return x.grad
def e():
    x=torch.ones(4,requires_grad=True); c=x*2; c.view(-1)[::2].add_(-1).pow_(2); v=c[1:]; v.clamp_(max=2).pow_(2); c.sum().backward(); return x.grad
for f in (a,b,d,e): t(f)

# %% checks and corners
import torch
nan=float('nan'); inf=float('inf')
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: bool(torch.tensor(nan)))
t(lambda: not torch.tensor(nan))
t(lambda: any([torch.tensor(nan)]))
t(lambda: torch.arange(2.5,dtype=torch.int64))
t(lambda: torch.arange(0,5,1.5,dtype=torch.int64))
t(lambda: torch.arange(0,5,2.9,dtype=torch.int64))
t(lambda: torch.arange(-2.5,2.5,dtype=torch.int64))
t(lambda: torch.arange(0,1,0.1,dtype=torch.int64))
t(lambda: torch.arange(3,dtype=torch.bool))
t(lambda: torch.arange(1.5,7.9,dtype=torch.int32))
t(lambda: torch.tensor([-inf,-0.,4.])**0.5)
t(lambda: torch.tensor([-inf,-0.,4.])**-0.5)
t(lambda: torch.tensor([-inf,-0.,4.]).pow_(0.5))
t(lambda: torch.tensor([-inf,-0.,4.],dtype=torch.double)**0.5)
t(lambda: torch.ones(2,dtype=torch.complex64))
t(lambda: torch.full((2,),3.,dtype=torch.complex64))
def f():
    x=torch.zeros(2,dtype=torch.float16); x[0]=1e6; x[1:]=-1e9; return x
t(f)
def f():
    x=torch.zeros(3,dtype=torch.float16); x[[0]]=1e6; x[torch.tensor([False,True,False])]=1e6; return x
t(f)
t(lambda: torch.full((2,),1e6,dtype=torch.float16))
t(lambda: torch.zeros(2,dtype=torch.float16).clamp(max=1e6))
t(lambda: torch.tensor([1,2],dtype=torch.uint8).clamp(0,256))
t(lambda: torch.tensor([1,2],dtype=torch.int8).clamp(max=300))
t(lambda: torch.median(torch.empty(0),0))
t(lambda: torch.arange(12).view(3,4)[...,...,[-3]])
t(lambda: torch.ones(3,3)[...,...,[0]])
t(lambda: torch.arange(12).view(3,4)[:,[5]])
t(lambda: torch.arange(12).view(3,4)[[5]])
t(lambda: torch.cholesky_solve(torch.ones(2),torch.ones(2)))
t(lambda: torch.cumsum(torch.tensor([-0.0]),0))
t(lambda: torch.tensor([torch.tensor([1,2]),torch.tensor([3,4])]))
t(lambda: torch.tensor([torch.tensor([1.,2]),torch.tensor([3,4.])]))
t(lambda: torch.ones(3)[torch.tensor([0,1],dtype=torch.int8)])
t(lambda: +torch.tensor([True]))
t(lambda: torch.ones(3).stride(dim=0))
t(lambda: torch.Size([2])*3)
def f():
    x=torch.arange(5); x[1:]=x[:-1]; return x
t(f)
def f():
    x=torch.arange(5); x[1:]+=x[:-1]; return x
t(f)
def f():
    x=torch.arange(4.).view(2,2); x+=x.t(); return x
t(f)
t(lambda: torch.take_along_dim(torch.tensor([1,2]),torch.tensor([2,1])))

# %% ranges, roots and numbers that do not fit
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
def s(d,v):
    def f():
        x=torch.zeros(2,dtype=d); x[0]=v; return x
    return f
for d,v in ((torch.float32,1e300),(torch.bfloat16,1e39),(torch.int8,300),(torch.int8,1.5),(torch.uint8,-1),(torch.uint8,-300),(torch.int64,1e30),(torch.float64,1e300),(torch.int32,float('nan')),(torch.float16,70000),(torch.bool,5)): t(s(d,v))
for d,v in ((torch.float32,1e300),(torch.bfloat16,1e39),(torch.float16,70000.),(torch.float16,65510.),(torch.float16,65519.),(torch.float16,65504.),(torch.int8,300)):
    t(lambda: torch.full((2,),v,dtype=d)); t(lambda: torch.zeros(2,dtype=d).fill_(v)); t(lambda: torch.zeros(2,dtype=d).clamp(max=v)); t(lambda: torch.zeros(2,dtype=d).masked_fill(torch.tensor([True,False]),v))
for a in ((2.5,),(0,5,1.5),(0,5,2.9),(-2.5,2.5),(5,0,-1.5),(5.9,)):
    for d in (torch.int64,torch.int32,torch.uint8,torch.float16): t(lambda: torch.arange(*a,dtype=d))
t(lambda: torch.arange(True)); t(lambda: torch.arange(0,1,0.1)[:3])
x=torch.tensor([4.,9.],requires_grad=True)
print(x**0.5, x**-0.5); (x**0.5).sum().backward(); print(x.grad)
x=torch.tensor([0.,4.],requires_grad=True); (x**-0.5).sum().backward(); print(x.grad); x.grad=None; (x**0.5).sum().backward(); print(x.grad)
print(torch.pow(torch.tensor([-float('inf'),-0.]),torch.tensor(0.5)), torch.pow(torch.tensor([-float('inf'),-0.]),torch.tensor([0.5,.5])), torch.pow(-0.0, torch.tensor([0.5])))
print(torch.tensor([-0.,-2.])**3, torch.tensor([-0.])**-1, torch.tensor([-0.])**-2, torch.tensor([-0.,-float('inf')]).half()**.5, torch.tensor([2,3])**0.5, torch.float_power(torch.tensor([-0.]),.5))

# %% tensors in lists
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
o=torch.ones
t(lambda: torch.tensor([o(1)])); t(lambda: torch.tensor([o(1,1), o(1)])); t(lambda: torch.tensor([o(2)])); t(lambda: torch.tensor([[o(1)],[2.]]))
t(lambda: torch.tensor([o(1).long(), 2])); t(lambda: torch.tensor([1, o(2).long()])); t(lambda: torch.tensor([o(2).bool()])); t(lambda: torch.tensor([o(0)]))
t(lambda: torch.tensor(o(2,2))); t(lambda: torch.as_tensor([o(2)])); t(lambda: torch.tensor([o(2).long()], dtype=torch.float)); t(lambda: torch.tensor([o(2)], dtype=torch.long))
t(lambda: torch.tensor((torch.tensor(1.), torch.tensor(2)))); t(lambda: torch.tensor([torch.tensor(True), torch.tensor(2)]))
t(lambda: torch.FloatTensor([o(2)])); t(lambda: o(3)[[torch.tensor([0,1])]]); t(lambda: o(3,3)[[torch.tensor([0,1]), torch.tensor([0,1])]])


# %% typed tensor classes
import torch
from torch import nn
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x = torch.ones(2)
t(lambda: [isinstance(x, c) for c in (torch.FloatTensor, torch.LongTensor, (torch.LongTensor, torch.FloatTensor), torch.Tensor)])
t(lambda: [isinstance(nn.Parameter(x), torch.FloatTensor), isinstance(x.long(), torch.LongTensor), isinstance(x.bool(), torch.BoolTensor), isinstance(1.0, torch.FloatTensor), isinstance(x.numpy(), torch.FloatTensor)])
t(lambda: [torch.FloatTensor, type(torch.FloatTensor), torch.HalfTensor.dtype, torch.LongTensor.is_cuda, issubclass(torch.FloatTensor, torch.Tensor)])
t(lambda: (x.type(), x.type(torch.DoubleTensor), x.type('torch.LongTensor'), torch.FloatTensor([1, 2]), torch.LongTensor(2, 3).shape))

# %% einsum with lists of subscripts
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a = torch.arange(6.).reshape(2, 3); b = torch.arange(12.).reshape(3, 4); E = torch.einsum
t(lambda: E(a, [0, 1], b, [1, 2], [0, 2])); t(lambda: E(a, [0, 1], b, [1, 2])); t(lambda: E(a, [0, ...], [...])); t(lambda: E(a, [26, 0], b, [0, 51]))
t(lambda: E(a, [0, 60], [0])); t(lambda: E(a, [-1, 1])); t(lambda: E(a, [0], [0])); t(lambda: E(a, [0, 1], a, [1, 2], [0, 2])); t(lambda: E(a)); t(lambda: E('ij')); t(lambda: E())
t(lambda: E(a, [0, 'a'])); t(lambda: E(a, (0, 1), ())); t(lambda: E('ij,jk', [a, b])); t(lambda: torch.functional.einsum(a, [0, 0], [0])); t(lambda: E('ij', operands=a))
w = torch.ones(2, 3, requires_grad=True); y = E(w, [0, 1], b, [1, 2], a, [0, 1], [2]); y.sum().backward(); print(y, w.grad)

# %% losses refused when they are made
import torch
from torch import nn
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Mine(nn.MultiMarginLoss): pass
t(lambda: nn.MultiMarginLoss(p=3)); t(lambda: nn.MultiMarginLoss(p=2, weight=torch.ones(2, 2))); t(lambda: Mine(0)); t(lambda: nn.MultiMarginLoss(p=None)); t(lambda: nn.MultiMarginLoss(2, 1., torch.ones(3), size_average=False).reduction)
t(lambda: nn.MultiMarginLoss(3, size_average=False)); t(lambda: nn.TripletMarginLoss(margin=0)); t(lambda: nn.HuberLoss(delta='a')); t(lambda: nn.MultiMarginLoss(1.)); t(lambda: nn.MultiMarginLoss(1.)(torch.ones(1, 2), torch.tensor([1])))
