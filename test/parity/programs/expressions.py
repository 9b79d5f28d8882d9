# %% lines 01
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.tensor([torch.ones(1), torch.ones(1)]),
    lambda: torch.tensor([torch.tensor(1), 2.5]),
    lambda: torch.tensor([[torch.tensor(1), 2.5]]),
    lambda: torch.tensor(torch.ones(2)),
    lambda: torch.tensor(torch.ones(2, requires_grad=True)),
    lambda: torch.tensor(np.array([1.,2.])),
    lambda: torch.tensor(300, dtype=torch.uint8),
    lambda: torch.tensor(-1, dtype=torch.uint8),
    lambda: torch.tensor(2**40, dtype=torch.int32),
    lambda: torch.tensor(2**40, dtype=torch.int16),
    lambda: torch.tensor(2**40, dtype=torch.int8),
    lambda: torch.tensor(1e60, dtype=torch.float32),
    lambda: torch.tensor(1e10, dtype=torch.float16),
    lambda: torch.tensor(1e60),
    lambda: torch.tensor([1.5,[2]]),
    lambda: torch.tensor([True,[1]]),
    lambda: torch.tensor([[1],[2,3]]),
    lambda: torch.tensor([[1,2],[]]),
    lambda: torch.tensor([[],[]]),
    lambda: torch.tensor([]),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 02
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.tensor([[], [1]]),
    lambda: torch.tensor([1, True, 2.5]),
    lambda: torch.tensor([True, False]),
    lambda: torch.tensor([True, 2]),
    lambda: torch.tensor((1,2)),
    lambda: torch.tensor([range(2), range(2)]),
    lambda: torch.tensor(1+2j),
    lambda: torch.tensor([1, None]),
    lambda: torch.tensor([1.0, None]),
    lambda: torch.tensor([float, 1]),
    lambda: torch.tensor(float),
    lambda: torch.tensor(x > 0),
    lambda: torch.tensor([1,2], dtype=torch.bool),
    lambda: torch.tensor([2.7, 0.0], dtype=torch.bool),
    lambda: torch.tensor([1.9,-1.9], dtype=torch.int32),
    lambda: torch.tensor([1e30], dtype=torch.int64),
    lambda: torch.tensor([float('nan')], dtype=torch.int64),
    lambda: torch.tensor([1], device='cpu'),
    lambda: torch.tensor([1], device='cuda'),
    lambda: torch.tensor([1], device='foo'),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 03
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.tensor([1,2], dtype=int),
    lambda: torch.tensor([1,2], dtype='float32'),
    lambda: torch.tensor([2**63]),
    lambda: torch.tensor(2**63),
    lambda: torch.tensor([-2**63]),
    lambda: torch.tensor([2**63], dtype=torch.float32),
    lambda: torch.as_tensor([1,2]),
    lambda: torch.as_tensor(x) is x,
    lambda: torch.Tensor([2]),
    lambda: torch.Tensor(2.5),
    lambda: torch.Tensor(),
    lambda: torch.Tensor([1.5,2]),
    lambda: torch.Tensor((2,3)).shape,
    lambda: torch.Tensor([True]),
    lambda: torch.FloatTensor(2,3).shape,
    lambda: torch.LongTensor([[1,2]]),
    lambda: torch.DoubleTensor([1]),
    lambda: torch.IntTensor([1]),
    lambda: torch.BoolTensor([1,0]),
    lambda: torch.ByteTensor([1,0]),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 04
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.HalfTensor([1,0]),
    lambda: torch.Tensor([[1,2],3]),
    lambda: type(x),
    lambda: torch.Tensor,
    lambda: torch.float32,
    lambda: torch.float,
    lambda: torch.long,
    lambda: torch.device('cpu'),
    lambda: torch.device('cuda'),
    lambda: torch.device('cuda:1'),
    lambda: torch.device('cuda',1),
    lambda: torch.device(type='cpu'),
    lambda: torch.device('cpu:0'),
    lambda: str(torch.device('cpu')),
    lambda: torch.device('cpu') == torch.device('cpu'),
    lambda: x.device == 'cpu',
    lambda: x.type(),
    lambda: x.long().type(),
    lambda: x.bool().type(),
    lambda: x.shape,
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 05
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: tuple(x.shape),
    lambda: x.shape[:1],
    lambda: x.shape + (1,),
    lambda: (1,) + x.shape,
    lambda: x.shape[0],
    lambda: list(x.shape),
    lambda: x.shape == (2,3),
    lambda: x.shape.numel(),
    lambda: torch.Size([1,2]),
    lambda: torch.Size((1,2.5)),
    lambda: isinstance(x.shape, tuple),
    lambda: x.size(),
    lambda: x.size(0),
    lambda: x.size(-1),
    lambda: x.size(dim=1),
    lambda: x.stride(),
    lambda: x.is_contiguous(),
    lambda: x.T,
    lambda: torch.ones(2,3,4).T.shape,
    lambda: torch.ones(3).T,
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 06
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: x.mT.shape,
    lambda: torch.ones(3).mT,
    lambda: x.grad,
    lambda: x.is_leaf,
    lambda: r.is_leaf, (r*2).is_leaf,
    lambda: (r*2).grad,
    lambda: r.data.requires_grad,
    lambda: x.ndim,
    lambda: x.is_cuda,
    lambda: x.itemsize, x.nbytes,
    lambda: x.requires_grad,
    lambda: float(r.sum()),
    lambda: r.sum().item(),
    lambda: float(torch.tensor(1.5)),
    lambda: int(torch.tensor(1.7)),
    lambda: int(torch.tensor(float('nan'))),
    lambda: int(torch.tensor([3])),
    lambda: bool(torch.tensor([0.])),
    lambda: complex(torch.tensor(1.)),
    lambda: round(torch.tensor(1.567), 1),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 07
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: round(torch.tensor(1.567)),
    lambda: abs(torch.tensor(-1)),
    lambda: list(range(10))[torch.tensor(3)],
    lambda: [1,2,3][torch.tensor(1.)],
    lambda: range(torch.tensor(3)),
    lambda: x.tolist(),
    lambda: x.numpy(),
    lambda: x.numpy().dtype,
    lambda: r.detach().numpy(),
    lambda: f'{x[0,0]}',
    lambda: f'{x[0,0]:.3f}',
    lambda: f'{x}',
    lambda: f'{x:.2f}',
    lambda: f'{x[0]:.2f}',
    lambda: format(torch.tensor(3), '05d'),
    lambda: '{}'.format(torch.tensor(0.1)),
    lambda: '{}'.format(torch.tensor(0.1, requires_grad=True)),
    lambda: f'{torch.tensor(0.1, requires_grad=True):.4f}',
    lambda: f'{torch.tensor([0.1])}',
    lambda: f'{torch.tensor([0.1]):.2f}',
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 08
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: '%.3f' % torch.tensor(0.5),
    lambda: '%d' % torch.tensor(3),
    lambda: '%s' % torch.tensor(0.5),
    lambda: '%.3f' % torch.tensor([0.5]),
    lambda: str(torch.tensor(0.5)),
    lambda: f'{torch.tensor(True)}',
    lambda: f'{torch.tensor(0.5)!r}',
    lambda: 1 in torch.tensor([1,2]),
    lambda: 1.5 in torch.tensor([1,2]),
    lambda: 'a' in torch.tensor([1,2]),
    lambda: torch.tensor(1) in [torch.tensor(1)],
    lambda: x in [1],
    lambda: sum(torch.tensor([1,2])),
    lambda: max(torch.tensor([1,2])),
    lambda: sorted(torch.tensor([2,1])),
    lambda: math.sqrt(torch.tensor(4.)),
    lambda: reversed(torch.tensor([1,2])),
    lambda: x and 1,
    lambda: not torch.tensor(0),
    lambda: x is x,
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 09
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: r.numpy(),
    lambda: r[0].item(),
    lambda: torch.is_tensor(x),
    lambda: torch.is_tensor(1),
    lambda: torch.numel(x),
    lambda: torch.typename(x),
    lambda: torch.get_default_dtype(),
    lambda: torch.__version__,
    lambda: x.cuda(),
    lambda: x.to('cuda'),
    lambda: x.cpu() is x,
    lambda: x.to(torch.float32) is x,
    lambda: x.float() is x,
    lambda: x.to(x.long()).dtype,
    lambda: x.to('cpu', torch.float64).dtype,
    lambda: x.to(dtype=torch.int32),
    lambda: x.to(device='cpu'),
    lambda: x.type(torch.float64).dtype,
    lambda: x.type('torch.LongTensor').dtype,
    lambda: x.type(torch.LongTensor).dtype,
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 10
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: x.type_as(torch.ones(1).long()),
    lambda: x.double().dtype,
    lambda: r.long().requires_grad,
    lambda: r.double(),
    lambda: r.clone(),
    lambda: r.detach(),
    lambda: r.data,
    lambda: r.view(6),
    lambda: r.t(),
    lambda: r[0],
    lambda: r[0,0],
    lambda: r[0:1],
    lambda: r[:, 1],
    lambda: r[None],
    lambda: r[...,0],
    lambda: r[[0,1]],
    lambda: r[r>0],
    lambda: r.sum(),
    lambda: r.sum(1),
    lambda: r.mean(),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 11
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: r.mean(dim=1),
    lambda: r.max(),
    lambda: r.max(1),
    lambda: r.softmax(1),
    lambda: r.log_softmax(1),
    lambda: r.exp(),
    lambda: r.log(),
    lambda: r+1,
    lambda: 1+r,
    lambda: r-1,
    lambda: 1-r,
    lambda: r*2,
    lambda: r/2,
    lambda: 1/r,
    lambda: r**2,
    lambda: 2**r,
    lambda: -r,
    lambda: r@r.t(),
    lambda: r[0]@r[1],
    lambda: r.unsqueeze(0),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 12
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: r.squeeze(),
    lambda: r.reshape(3,2),
    lambda: r.permute(1,0),
    lambda: r.transpose(0,1),
    lambda: r.flatten(),
    lambda: r.expand(4,2,3),
    lambda: torch.where(r>0, r, r),
    lambda: r.clamp(0,1),
    lambda: r.abs(),
    lambda: r.sqrt(),
    lambda: r.tanh(),
    lambda: r.relu(),
    lambda: F.relu(r),
    lambda: r.std(),
    lambda: r.var(),
    lambda: r.norm(),
    lambda: r.prod(),
    lambda: r.prod(1),
    lambda: r.cumsum(1),
    lambda: r.logsumexp(1),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 13
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: r.gather(1, torch.tensor([[0],[1]])),
    lambda: r.index_select(0, torch.tensor([0])),
    lambda: r.masked_fill(r>0, 0),
    lambda: r.masked_select(r>0),
    lambda: r.min(),
    lambda: r.argmax(),
    lambda: r.amax(1),
    lambda: torch.maximum(r,r),
    lambda: r.log1p(),
    lambda: r.log2(),
    lambda: r.rsqrt(),
    lambda: r.square(),
    lambda: r.reciprocal(),
    lambda: r.pow(3),
    lambda: torch.pow(r, r),
    lambda: r % 2,
    lambda: r // 2,
    lambda: r.floor(),
    lambda: r.round(),
    lambda: r.sign(),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 14
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: r.chunk(2),
    lambda: r.split(1),
    lambda: r.unbind(),
    lambda: r.T,
    lambda: r.mT,
    lambda: r.median(),
    lambda: r.contiguous(),
    lambda: r.to(torch.float64),
    lambda: r.float(),
    lambda: r.half(),
    lambda: r.type(torch.float64),
    lambda: r.narrow(0,0,1),
    lambda: r.select(0,0),
    lambda: r.view_as(x),
    lambda: r.expand_as(x),
    lambda: r.scatter(1, torch.tensor([[0],[1]]), 1.),
    lambda: r.zeros_like() if hasattr(r,'zeros_like') else torch.zeros_like(r),
    lambda: torch.dot(r[0],r[1]),
    lambda: torch.mm(r,r.t()),
    lambda: torch.bmm(r[None],r.t()[None]),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 15
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.add(r,1),
    lambda: torch.rsub(r,1),
    lambda: F.linear(r, torch.ones(4,3)),
    lambda: F.linear(r, torch.ones(4,3), torch.ones(4)),
    lambda: F.mse_loss(r,x),
    lambda: F.l1_loss(r,x),
    lambda: F.smooth_l1_loss(r,x),
    lambda: F.huber_loss(r,x),
    lambda: F.binary_cross_entropy(r,x),
    lambda: F.binary_cross_entropy_with_logits(r,x),
    lambda: F.binary_cross_entropy_with_logits(r,x,reduction='none'),
    lambda: F.kl_div(r,x,reduction='batchmean'),
    lambda: F.kl_div(r,x,reduction='sum'),
    lambda: F.kl_div(r,x,reduction='none'),
    lambda: F.kl_div(r,x,reduction='mean'),
    lambda: F.mse_loss(r,x,reduction='sum'),
    lambda: F.mse_loss(r,x,reduction='none'),
    lambda: F.nll_loss(r,torch.tensor([0,1])),
    lambda: F.nll_loss(r,torch.tensor([0,1]),reduction='none'),
    lambda: F.nll_loss(r[0],torch.tensor(0)),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 16
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: F.nll_loss(r[:,:,None],torch.tensor([[0],[1]])),
    lambda: F.cross_entropy(r,torch.tensor([0,1])),
    lambda: F.cross_entropy(r,torch.tensor([0,1]),reduction='none'),
    lambda: F.cross_entropy(r,torch.tensor([0,1]),label_smoothing=0.1),
    lambda: F.cross_entropy(r,torch.tensor([0,1]),label_smoothing=0.1,reduction='sum'),
    lambda: F.cross_entropy(r,torch.tensor([0,1]),label_smoothing=0.1,reduction='none'),
    lambda: F.cross_entropy(r,x),
    lambda: F.cross_entropy(r,x,reduction='sum'),
    lambda: F.cross_entropy(r,x,reduction='none'),
    lambda: F.cross_entropy(r[0],torch.tensor(0)),
    lambda: F.cross_entropy(r[:,:,None],torch.tensor([[0],[1]])),
    lambda: F.cross_entropy(r[:,:,None,None],torch.tensor([[[0]],[[1]]])),
    lambda: F.softmin(r,1),
    lambda: F.softmax(r,1),
    lambda: F.log_softmax(r,1),
    lambda: F.softmax(r,1,dtype=torch.float64),
    lambda: x[[[0,1],[1,0]]],
    lambda: x[[slice(0,1)]],
    lambda: x[[0,None]],
    lambda: x[[]],
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 17
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: x[True],
    lambda: x[False],
    lambda: x[torch.tensor(True)],
    lambda: x[torch.tensor(1)],
    lambda: x[[True,False]],
    lambda: x[torch.tensor([True,False])],
    lambda: x[:, [True,False,True]],
    lambda: x[torch.tensor([1,0],dtype=torch.uint8)],
    lambda: x[torch.tensor([1,0],dtype=torch.int32)],
    lambda: x[...,None].shape,
    lambda: x[...,...],
    lambda: x[[0,1],:].shape,
    lambda: x[1,[0,2]],
    lambda: torch.ones(2,3,4)[:,[0,1],:].shape,
    lambda: torch.ones(2,3,4)[[0,1],:,[0,1]].shape,
    lambda: torch.ones(2,3,4)[0,:,[0,1]].shape,
    lambda: torch.ones(2,3,4)[:,[0,1],[0,1]].shape,
    lambda: torch.ones(2,3,4)[:,[[0],[1]],[0,1]].shape,
    lambda: torch.ones(2,3,4)[[0,1],None,[0,1]].shape,
    lambda: torch.ones(2,3,4)[None,[0,1],[0,1]].shape,
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 18
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: x[range(2)],
    lambda: x[range(2), torch.tensor([0,1])],
    lambda: x[(0,1)],
    lambda: x[0][1],
    lambda: x[0:5],
    lambda: x[-1:],
    lambda: x[torch.tensor([-1])],
    lambda: x[torch.tensor([-3])],
    lambda: x[-3],
    lambda: x[0.5:1],
    lambda: x['a':],
    lambda: x[None]['a'],
    lambda: (r*2)[0],
    lambda: x[x>0].shape,
    lambda: x[torch.tensor([[True,False,True]])],
    lambda: x[torch.tensor([[True,False,True],[True,True,True]])],
    lambda: torch.ones(2,3,4)[torch.tensor([[True,False,True],[True,True,True]])].shape,
    lambda: torch.ones(2,3,4)[0, torch.tensor([True,False,True])].shape,
    lambda: torch.ones(2,3,4)[:, torch.tensor([True,False,True]), 0].shape,
    lambda: torch.tensor(5.)[...],
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 19
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.tensor(5.)[None],
    lambda: torch.tensor(5.)[True],
    lambda: torch.tensor(5)[()],
    lambda: torch.tensor(5.)[:],
    lambda: torch.tensor(5.)[torch.tensor(True)],
    lambda: r[:],
    lambda: r[...],
    lambda: r[True],
    lambda: r[0,None],
    lambda: r[[0],1:],
    lambda: r[:,0:2],
    lambda: len(x), [i for i in x],
    lambda: torch.ones(3)[1.0],
    lambda: torch.ones(3)[torch.tensor([0.])],
    lambda: torch.ones(3)[{}],
    lambda: torch.ones(3)[(1,'a')],
    lambda: torch.ones(3)['ab'],
    lambda: torch.ones(3)[[1.5]],
    lambda: torch.ones(3)[np.array([0,1])],
    lambda: x.add_(r),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 20
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.ones(3,dtype=torch.long).add_(0.5),
    lambda: torch.ones(3,dtype=torch.long).mul_(2.5),
    lambda: torch.ones(3,dtype=torch.long).div_(2),
    lambda: torch.ones(3).add_(torch.ones(2,3)),
    lambda: torch.ones(2,3).masked_fill_(x>0, torch.ones(2)),
    lambda: torch.ones(2,3).masked_fill(x, 1),
    lambda: torch.ones(2,3).masked_fill(x>0, 'a'),
    lambda: torch.ones(2).copy_(torch.ones(3)),
    lambda: torch.sum(x, 'a', 'b'),
    lambda: torch.sum(x, keepdim=True),
    lambda: x.mean(dim=1.5),
    lambda: x.mean('a', 'b', 'c', 'd'),
    lambda: x.max('a'),
    lambda: x.clamp('a'),
    lambda: torch.add(x, 1, 2, 3),
    lambda: torch.add(),
    lambda: torch.max(x, 'a'),
    lambda: torch.softmax(x, 0, 1, 2),
    lambda: torch.softmax(x, dim='a'),
    lambda: torch.softmax(1),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 21
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.where(1),
    lambda: torch.where(x>0, 1, 'a'),
    lambda: torch.pow(x),
    lambda: torch.pow(x,'a'),
    lambda: torch.sub(x,'a'),
    lambda: torch.mul(x),
    lambda: torch.mul(x,'a'),
    lambda: torch.div(x,'a'),
    lambda: torch.div(x, x, rounding_mode=1),
    lambda: torch.eq(x),
    lambda: torch.eq(x,'a'),
    lambda: torch.arange('a','b'),
    lambda: torch.ones(2,'a'),
    lambda: x.view(2.5, 3),
    lambda: x.view('a', 3),
    lambda: x.reshape('a'),
    lambda: torch.std(x,'a'),
    lambda: torch.var(x,'a'),
    lambda: x.argmax(1.5),
    lambda: x.all('a'),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)

# %% lines 22
import torch
import numpy as np
import math
from torch import nn
import torch.nn.functional as F

x = torch.ones(2, 3)
r = torch.ones(2, 3, requires_grad=True)
for line in [
    lambda: torch.gather(x,'a'),
    lambda: torch.cumsum(x),
    lambda: torch.cumsum(x,'a'),
    lambda: x.scatter(1),
    lambda: x.masked_fill(x>0),
    lambda: x.squeeze('a'),
    lambda: x.transpose('a','b'),
    lambda: x.expand('a'),
    lambda: x.repeat('a'),
    lambda: x.permute('a'),
    lambda: x.permute(1.5,0),
    lambda: x.flatten('a'),
    lambda: x.chunk('a'),
    lambda: x.unsqueeze('a'),
    lambda: torch.zeros(2,3,dtype=1),
    lambda: torch.zeros(2,foo=1),
    lambda: torch.zeros(size=(2,), foo=1),
]:
    try:
        print(repr(line()))
    except Exception as e:
        print(type(e).__name__, e)
