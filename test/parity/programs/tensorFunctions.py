# %% diagonals and single elements
import torch
T=torch.tensor
x=torch.ones(3,3,requires_grad=True)*2
x.fill_diagonal_(5); print(x); x.sum().backward() 
y=torch.zeros(5,2); y.fill_diagonal_(1); print(y); y=torch.zeros(5,2); y.fill_diagonal_(1,wrap=True); print(y)
z=torch.zeros(3,3).long(); z.t().fill_diagonal_(-9e2); print(z)
a=T([1.,2.]); a.apply_(lambda v: v*2+1); print(a)
a.map_(T([5.,6.]), lambda p,q: p-q); print(a)

# %% questions and shapes
import torch
T=torch.tensor
a=T([1.,2.])
print(torch.broadcast_shapes((2,1),(3,)), torch.broadcast_shapes((2,1),3), torch.broadcast_shapes())
try: torch.broadcast_shapes((2,),(3,))
except RuntimeError as e: print(e)
print(torch.is_same_size(a,a), torch.is_signed(a), torch.is_nonzero(T([1.])), T([0]).is_nonzero(), torch.is_conj(a))
print(torch.result_type(T([1]),1.5), torch.result_type(1,2.), torch.newaxis, torch.get_default_device())
print(a[:,torch.newaxis].shape, a.is_cpu, a.is_meta, a.name)
m=torch.arange(6.).reshape(2,3)
print(m.mH, m.H, m.is_set_to(m), m.new_empty(2,3).shape)
try: a.H
except RuntimeError as e: print(e)

# %% writes in place
import torch
T=torch.tensor
w=torch.zeros(2,2)
w.index_add_(0,T([0,1]),torch.ones(2,2)); print(w)
w.index_fill_(1,T([0]),9); print(w)
w.index_copy_(0,T([1]),torch.full((1,2),4.)); print(w)
w.index_put_((T([0]),T([1])),T(7.)); print(w)
w.masked_scatter_(w>4,T([1.,2.,3.])); print(w)
w.put_(T([0]),T([6.])); print(w)
w.scatter_reduce_(0,T([[0,0]]),T([[3.,30.]]),'amax'); print(w)
w.nan_to_num_(); w.renorm_(2,0,1.); print(w)
w.as_strided_((2,),(2,)); print(w)

# %% results into given tensors
import torch
T=torch.tensor
o=torch.zeros(2,dtype=torch.long)
torch.bucketize(T([1,5]),T([2,3]),out=o); print(o)
vals=torch.empty(0); idx=torch.empty(0,dtype=torch.long)
torch.cummax(T([1.,3.,2.]),0,out=(vals,idx)); print(vals,idx)

# %% views of several tensors
import torch
T=torch.tensor
for q in torch.meshgrid(T([1.,2.],requires_grad=True),T([3.]),indexing='ij'): print(q)
for q in torch.broadcast_tensors(T([1.,2.],requires_grad=True),T([[3.]])): print(q)
for q in torch.atleast_2d(T([1.,2.],requires_grad=True),T(3.)): print(q)
a=T([1.,2.],requires_grad=True); b=T([3.,4.,5.],requires_grad=True)
g,h=torch.meshgrid(a,b,indexing='xy'); (g*h*T([[1.,2.]])).sum().backward(); print(a.grad,b.grad)
a.grad=None; p,q=torch.broadcast_tensors(a,b.unsqueeze(1)); (p*q).sum().backward(); print(a.grad,b.grad)


# %% labels and counts
import torch
T=torch.tensor
print(torch.unique(T([[2,1],[2,1]]),dim=0,return_counts=True))
lab=T([0,2,2,1]); u,c=lab.unique(return_counts=True); print(u.tolist(),c)
mean=torch.zeros(3,2).index_add_(0,lab,torch.arange(8.).reshape(4,2))/torch.bincount(lab).unsqueeze(1); print(mean)
print(torch.histc(torch.arange(10.),bins=5,min=0,max=10))
print(torch.quantile(torch.arange(11.),T([.25,.5,.75])))

# %% gradients through picked and placed elements
import torch
x = torch.tensor([[1., 4., 2.], [3., 0.5, 5.]], requires_grad=True)
s = torch.tensor([[2., 3.]], requires_grad=True)
y = x.index_add(0, torch.tensor([1]), torch.ones(1, 3), alpha=2).take(torch.tensor([0, 4, 4]))
z = x.scatter_reduce(1, torch.tensor([[0, 2]]), s, 'mean')
loss = (y * y).sum() + z.prod() + torch.quantile(x, 0.3) + x.cummax(1).values.sum() + x.logcumsumexp(0).sum()
loss.backward()
print(loss, x.grad, s.grad, sep='\n')
w = x.detach().clone().requires_grad_()
v = w * 2
v.index_put_((torch.tensor([0]), torch.tensor([1])), torch.tensor(7.))
v.index_fill_(1, torch.tensor([2]), 0.5)
print(v)
v.pow(2).sum().backward()
print(w.grad)
for f in (torch.unique, torch.histc, torch.bincount):
    try:
        f(w * 1).sum().backward()
    except Exception as error:
        print(type(error).__name__, error)

# %% what is refused
import torch
T = torch.tensor
calls = [
    lambda: T([1., 2.]).take(T([7])),
    lambda: torch.searchsorted(T([1, 3]), T([2]), side='up'),
    lambda: torch.isin(T([1, 2]), [1]),
    lambda: torch.quantile(T([1, 2]), 0.5),
    lambda: T([1., 2.]).index_fill(0, T([5]), 1),
    lambda: T([1., 2.]).repeat_interleave(T([1, 2, 3])),
    lambda: torch.unique([1]),
    lambda: torch.polygamma(1.5, T([1.])),
    lambda: T([1.]).float_power('a'),
    lambda: torch.tensordot(torch.zeros(2, 3), torch.zeros(2, 3), dims=([0], [1])),
    lambda: torch.histc(T([1, 2])),
    lambda: torch.lerp(T([1.]), T([2]), 0.5),
    lambda: torch.clamp(T([1.]), T([2.]), 5),
    lambda: torch.cdist(T([[1]]), T([[2]])),
]
for call in calls:
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
