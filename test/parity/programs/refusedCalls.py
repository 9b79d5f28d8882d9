# %% lists of ints
import torch
import torch.nn.functional as F

x = torch.arange(6.0).reshape(2, 3)


def refused(call):
    try:
        print("gave", call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


# Several ints are one list only where nothing else is taken by place.
print(x.permute(1, 0).shape, x.reshape(3, 2).shape, x.flip(0, 1).shape, torch.zeros(2, True).shape)
refused(lambda: torch.permute(x, 1, 0))
refused(lambda: torch.reshape(x, 3, 2))
refused(lambda: x.permute("a", 1))
refused(lambda: x.permute([1], 0))
refused(lambda: torch.full(2, 1.0, 3))
refused(lambda: x.new_full(2, 3, 1.0))
# One int is a list where the list has a size.
print(torch.roll(x, 1).shape, torch.sum(x, 0), x.amax(1), torch.std(x, 0).shape)
refused(lambda: torch.flip(x, 0))
refused(lambda: torch.full(2, 1.0))
refused(lambda: torch.reshape(x, 6))
refused(lambda: torch.tile(x, 2))
refused(lambda: torch.zeros(size=3))
refused(lambda: x.flip(dims=0))
refused(lambda: F.pad(x, 1))
refused(lambda: torch.sum(x, True))
# The first item is looked at, the others when they are read.
refused(lambda: torch.flip(x, ["a"]))
refused(lambda: torch.flip(x, dims=["a"]))
refused(lambda: torch.roll(x, 1, [0.5]))
refused(lambda: torch.sum(x, (0, 1.0)))
refused(lambda: torch.zeros(2, 3.0))
refused(lambda: torch.zeros([2.0, 3]))
refused(lambda: torch.ones("a"))
refused(lambda: x.view(2, None))
refused(lambda: x.sum([0.5]))
refused(lambda: torch.roll(x, [1, "a"]))

# %% types of arguments
import torch
import torch.nn.functional as F

x = torch.arange(6.0).reshape(2, 3)


def refused(call):
    try:
        print("gave", call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


refused(lambda: torch.sum(x, 0, 1))
refused(lambda: torch.sum(x, 0, keepdim=None))
refused(lambda: torch.softmax(x, "a"))
refused(lambda: torch.softmax(x, True))
refused(lambda: torch.gather(x, 0.0, x))
refused(lambda: torch.gather(x, 0, [1]))
refused(lambda: torch.topk(x, "a"))
refused(lambda: torch.topk(x, 2, 1, 1))
refused(lambda: torch.cat(x))
refused(lambda: torch.cat([x, 1]))
refused(lambda: torch.stack((x, x), "a"))
refused(lambda: torch.promote_types(1, 2))
refused(lambda: torch.result_type(1, "a"))
refused(lambda: torch.unsqueeze(x, 0.5))
refused(lambda: torch.transpose(x, True, 1))
refused(lambda: torch.tril(x, torch.tensor(1.0)))
refused(lambda: torch.linspace(0, 1, "a"))
refused(lambda: torch.eye(2.0))
refused(lambda: torch.randperm("a"))
refused(lambda: torch.full((2,), "a"))
refused(lambda: torch.zeros(2, dtype="float32"))
refused(lambda: torch.zeros(2, device=1.5))
refused(lambda: torch.tensor([1.0], requires_grad=1))
refused(lambda: torch.addmm(x, x, x, beta="a"))
refused(lambda: torch.nn.functional.softplus("a"))
refused(lambda: torch.einsum("ij->i", 1))
refused(lambda: torch.add(x, 1, alpha=torch.tensor(1.0, requires_grad=True)))
refused(lambda: torch.Tensor.view(1, 2))
refused(lambda: torch.Tensor.sum())
# Tensors of one int stand for it.
print(torch.zeros(torch.tensor(2)), torch.tril(torch.ones(2, 2), torch.tensor(-1)), torch.sum(x, torch.tensor(1)))
print(torch.min(x, torch.tensor(1)), torch.full((2,), torch.tensor(3.0)), torch.randperm(torch.tensor(1)))

# %% numbers of arguments and their names
import torch

x = torch.arange(6.0).reshape(2, 3)


def refused(call):
    try:
        print("gave", call())
    except TypeError as error:
        print(error)


refused(lambda: torch.isnan(x, out=x))
refused(lambda: torch.isnan(x, foo=1))
refused(lambda: x.isnan(1))
refused(lambda: x.isnan(a=1))
refused(lambda: x.t(0))
refused(lambda: torch.exp())
refused(lambda: torch.gather(x, 0))
refused(lambda: torch.gather(x))
refused(lambda: torch.gather(x, 0, x, x))
refused(lambda: torch.matmul(x))
refused(lambda: torch.addmm(x, x))
refused(lambda: torch.softmax(x))
refused(lambda: torch.softmax(x, 1, dim=1))
refused(lambda: torch.softmax(x, 1, None, None, None))
refused(lambda: torch.sum(x, 0, True, None))
refused(lambda: torch.sum(x, dim=0, axis=0))
refused(lambda: torch.relu(x, inplace=True))
refused(lambda: torch.zeros(2, 3, size=3))
refused(lambda: torch.ones())
refused(lambda: x.reshape())
refused(lambda: torch.numel())
refused(lambda: x.unsqueeze())
refused(lambda: x.unsqueeze(0, 1))
refused(lambda: torch.cat())
refused(lambda: torch.topk(x))
refused(lambda: torch.manual_seed())
# The names that NumPy gives them.
print(torch.sum(a=x, axis=0, keepdims=True), torch.add(x, x2=x).shape, x.max(axis=1).values)

# %% no signature of several fits
import torch

x = torch.arange(6.0).reshape(2, 3)


def refused(call):
    try:
        print("gave", call())
    except TypeError as error:
        print(error)


refused(lambda: torch.arange())
refused(lambda: torch.arange("a"))
refused(lambda: torch.arange(1, 2, 3, 4))
refused(lambda: torch.rand(2, seed=3))
refused(lambda: torch.randint(5))
refused(lambda: torch.max(x, 0, 1, 2))
refused(lambda: torch.max(x, [1, "a"], ()))
refused(lambda: torch.max(x, x.size(), torch.float32))
refused(lambda: torch.max(x, 1, keepdim="a", dim=3, foo=5))
refused(lambda: x.max("a"))
refused(lambda: x.max(bar=1, foo=2, baz=3, quux=4))
refused(lambda: torch.clamp(x, "a"))
refused(lambda: torch.clamp(x, min="a"))
refused(lambda: torch.pow(2, 3))
refused(lambda: torch.where(1, 2))
refused(lambda: torch.where(x > 2, "a", 1))
refused(lambda: torch.sort(x, "a", 1, stable=2))
refused(lambda: torch.scatter(x, 0, x))
refused(lambda: torch.all(x, 0.5))
refused(lambda: torch.quantile(x, "a"))
refused(lambda: torch.linalg.norm(x, "a", foo=1))
refused(lambda: torch.add(x))
refused(lambda: torch.add(x, "a"))
refused(lambda: x.to("cpu", 1, 2, 3, 4, 5))
refused(lambda: x.view(1.5))
refused(lambda: torch.device("cpu", 1, 2))
refused(lambda: torch.Tensor([1.0], dtype=torch.float64))
refused(lambda: torch.normal("a", 1.0))
refused(lambda: torch.squeeze(x, "a"))
refused(lambda: x.fill_("a"))

# %% old orders of arguments are warned of
import torch

x = torch.arange(4.0).reshape(2, 2)
print(torch.add(x, 2, x))
print(torch.addmm(1, x, 2, x, x))

# %% functions in Python pass them on
import torch
import torch.nn.functional as F

x = torch.arange(6.0).reshape(2, 3)


def refused(call):
    try:
        print("gave", call())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


refused(lambda: F.softmax(x, "a"))
refused(lambda: F.softmax([1.0], 0))
refused(lambda: F.relu(x, out=x))
refused(lambda: F.relu())
refused(lambda: F.elu(x, "a"))
refused(lambda: F.elu(x, 1.0, False, 2))
refused(lambda: F.leaky_relu(1.5))
refused(lambda: F.hardtanh(x, -1.0, 1.0, foo=1))
refused(lambda: F.mse_loss(x, 1.0))
refused(lambda: F.cross_entropy(x, [0, 1]))
refused(lambda: F.nll_loss(x, torch.tensor([0, 1]), ignore_index="a"))
refused(lambda: F.kl_div(x, x, reduction="sum", log_target="a"))
refused(lambda: F.layer_norm(x, 3))
refused(lambda: F.layer_norm(x, (3,), eps="a"))
refused(lambda: F.batch_norm(x, None, None, (1.0, 1.0), training=True))
refused(lambda: F.group_norm(x, 1.5))
refused(lambda: F.embedding([0, 1], x))
refused(lambda: F.max_pool1d(x, "a"))
refused(lambda: F.max_pool2d(x[None], 2, stride=1.5))
refused(lambda: F.pad(x, [1.5, 2]))
refused(lambda: F.unfold(x[None, None], "a"))
refused(lambda: F.triplet_margin_loss(x, x, 1))
refused(lambda: F.glu("a"))
refused(lambda: torch.cdist(x, 1))
refused(lambda: torch.tensordot(x, 1, ([1], [0])))
refused(lambda: torch.unique(x, "a"))
refused(lambda: torch.atleast_2d(x, 1))
refused(lambda: torch.block_diag(x, tensors=x))
refused(lambda: x.split(split_size=1, axis=0))

# %% sizes of layers
import torch
from torch import nn

x = torch.ones(2, 3)


def refused(call):
    try:
        print("gave", call())
    except (TypeError, ValueError, RuntimeError) as error:
        print(type(error).__name__, error)


refused(lambda: nn.Bilinear(-1, 2, 3))
refused(lambda: nn.Bilinear(0, 2, 3))
refused(lambda: nn.Bilinear("a", 2, 3))
refused(lambda: nn.Linear("a", 3))
refused(lambda: nn.Linear(2, None))
refused(lambda: nn.Linear(2, 3, dtype="float32"))
refused(lambda: nn.Linear(2, 3, device=1.5))
refused(lambda: nn.Linear(3, 2)(x, x))
refused(lambda: nn.Linear(3, 2)(x, out=x))
refused(lambda: nn.Flatten()(x, 1))
refused(lambda: nn.Embedding("a", 2))
refused(lambda: nn.Embedding(2, 2.5))
refused(lambda: nn.BatchNorm1d(1.5))
refused(lambda: nn.LayerNorm("a"))
refused(lambda: nn.LayerNorm(1.5))
refused(lambda: nn.Conv2d(1, 2, 1.5))
refused(lambda: nn.ConvTranspose2d(1, 2, "a"))
refused(lambda: nn.GRUCell(2.5, 3))
refused(lambda: nn.PReLU("a"))
refused(lambda: nn.Sequential(foo=1))
refused(lambda: nn.Parameter(x, 1))
refused(lambda: nn.init.normal_(x, "a"))
refused(lambda: torch.set_grad_enabled(1))

# %% sizes of too many bits
import torch
from torch import nn
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, str(e).split('\n')[0][:300].strip('"'))
t(lambda: torch.empty((2, 10**400)).shape); t(lambda: torch.empty(10**400)); t(lambda: torch.empty((2, 2**63)));t(lambda: torch.zeros(10**30, 0));
t(lambda: torch.ones(10**400)); t(lambda: torch.randn(2, 10**30)); t(lambda: torch.full((10**30,), 1.)); t(lambda: torch.rand(2**40, 2**40)); t(lambda: torch.ones(2).reshape(10**30)); t(lambda: torch.ones(2).expand(10**30, 2)); t(lambda: torch.ones(2).repeat(10**30)); t(lambda: torch.ones(3).view(2**70, -1))
t(lambda: nn.ConvTranspose3d(2, 1, 10**400)); t(lambda: nn.Conv2d(2,1,10**400)); t(lambda: nn.Linear(10**30, 2)); t(lambda: nn.Embedding(10**30,2)); t(lambda: nn.Conv2d(0, 1, 2**40)); t(lambda: nn.Conv2d(2, 1, 2**40)); t(lambda: nn.Linear(2**40, 2**40)); t(lambda: nn.LayerNorm(10**30)); t(lambda: nn.BatchNorm1d(10**30)); t(lambda: nn.LSTM(10**30, 2)); t(lambda: nn.Conv2d(10**30, 10**30, 1, groups=10**30))
x = torch.ones(2)
for f in (lambda: x.sum(10**30), lambda: x.cumsum(10**30), lambda: x.unsqueeze(10**30), lambda: x.sum((0, 10**30)), lambda: x.topk(10**30), lambda: x.transpose(0, 10**30), lambda: x.permute(10**30), lambda: torch.eye(10**30), lambda: torch.randperm(10**30), lambda: x[10**30], lambda: torch.full((2,), 10**30), lambda: torch.zeros(2**31, 2**31, 2**31)): t(f)

# %% results in tensors of other types and sizes
import torch
x = torch.tensor([[1., 2.], [3., 4.]]); y = torch.tensor([[.5, .25], [1., 2.]]); i = torch.tensor([[0, 1], [1, 0]]); v = torch.tensor([1., 2., 3.])
def t(f, *args, out):
    try: r = f(*args, out=out); print(r is out, out.dtype, out)
    except Exception as e: print(type(e).__name__, e)
for f, args in ((torch.add, (x, y)), (torch.div, (x, y)), (torch.abs, (x,)), (torch.floor, (x,)), (torch.mm, (x, y)), (torch.bmm, (x[None], y[None])), (torch.cat, ([x, y],)), (torch.hstack, ([x, y],)), (torch.eq, (x, y)), (torch.logical_not, (x,)), (torch.amax, (x, 0)), (torch.all, (x, 0)), (torch.index_select, (x, 0, i[0])), (torch.masked_select, (x, x > 1)), (torch.take, (x, i)), (torch.where, (x > 1, x, y)), (torch.dot, (v, v)), (torch.nan_to_num, (x,)), (torch.inner, (v, v)), (torch.sign, (x,)), (torch.maximum, (x, y)), (torch.bitwise_and, (i, i)), (torch.outer, (v, v))):
    good = f(*args)
    for d in (torch.int64, torch.float64, torch.float16, torch.bool): t(f, *args, out=torch.zeros(good.shape, dtype=d))
    for size in (0,): t(f, *args, out=torch.zeros(size, dtype=good.dtype))
    if f is not torch.inner: t(f, *args, out=torch.zeros(good.shape, dtype=good.dtype, requires_grad=good.is_floating_point()))
for f, args in ((torch.add, (x, y)), (torch.abs, (x,)), (torch.mm, (x, y))): t(f, *args, out=torch.zeros(7, dtype=torch.int64))
