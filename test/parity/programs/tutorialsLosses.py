# %% differences, reduced and not
import torch
from torch import nn

torch.manual_seed(0)
for kind in (nn.L1Loss, nn.MSELoss):
    x = torch.randn(3, 5)
    y = torch.randn(3, 5)
    print(kind()(x, y))
    each = kind(reduction="none")(x, y)
    print(each)
    print(each.sum(), each.mean())
x = torch.randn(3, 1)
y = torch.randn(3, 1)
print(nn.SmoothL1Loss()(x, y))

# %% class indices at random
import torch
from torch import nn

torch.manual_seed(0)
loss = nn.CrossEntropyLoss()
x = torch.randn(3, 5, requires_grad=True)
y = torch.empty(3, dtype=torch.long).random_(5)
print(y.shape, y)
output = loss(x, y)
print(output)
print(output.backward())

# %% class probabilities at random
import torch
import torch.nn as nn

torch.manual_seed(0)
loss = nn.CrossEntropyLoss()
x = torch.randn(3, 5, requires_grad=True)
y = torch.randn(3, 5).softmax(dim=1)
output = loss(x, y)
print(output)
output.backward()

# %% scores of log softmax
import torch
from torch import nn

torch.manual_seed(0)
m = nn.LogSoftmax(dim=-1)
loss = nn.NLLLoss()
x = torch.randn(3, 5)
y = torch.LongTensor([1, 0, 4])
print(loss(m(x), y))

# %% a loss for each pixel
import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(16, 32, (3, 3)).float()
m = nn.LogSoftmax(dim=1)
old = nn.NLLLoss2d()
new = nn.NLLLoss()
x = torch.randn(3, 16, 10, 10)
y = torch.LongTensor(3, 8, 8).random_(0, 4)
print(conv, old, isinstance(old, nn.NLLLoss))
print(y.shape)
made = conv(x)
print(m(made).shape)
print(old(m(made), y))
print(new(m(made), y))

# %% divergence for each pixel
import torch
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(16, 32, (3, 3)).float()
m = nn.LogSoftmax(dim=1)
loss = nn.KLDivLoss()
x = torch.randn(3, 16, 10, 10)
y = torch.Tensor(3, 32, 8, 8).random_(0, 4)
print(y.shape)
made = conv(x)
print(m(made).shape)
print(loss(m(made), y))

# %% binary targets at random
import torch
from torch import nn

torch.manual_seed(0)
x = torch.randn(2, 3, requires_grad=True)
y = torch.empty(2, 3).random_(2)
print(nn.BCELoss()(nn.Sigmoid()(x), y))
print(nn.BCEWithLogitsLoss()(x, y))

# %% losses with a margin as modules
import torch
from torch import nn

torch.manual_seed(0)
a, b, c = (torch.randn(3, 4, requires_grad=True) for _ in range(3))
y = torch.tensor([1., -1., 1.])
print(nn.MarginRankingLoss(margin=0.3)(a[0], b[0], torch.ones(4)))
print(nn.HingeEmbeddingLoss()(a[:, 0], y))
print(nn.CosineEmbeddingLoss(size_average=False)(a, b, y))
print(nn.TripletMarginLoss(swap=True)(a, b, c))
print(nn.MultiMarginLoss(p=2)(a, torch.tensor([0, 3, 1])))
print(nn.MultiLabelMarginLoss()(a, torch.tensor([[3, 0, -1, 1], [0, -1, 2, 3], [1, 2, 0, -1]])))
print(nn.MultiLabelSoftMarginLoss(reduction='none')(a, torch.ones(3, 4)))
print(nn.SoftMarginLoss()(a[:, 0], y))
print(nn.PoissonNLLLoss(full=True)(a, b.detach().exp()), nn.GaussianNLLLoss()(a, b, c.detach() ** 2))

# %% softmax along each dim of numpy numbers
import numpy as np
import torch
import torch.nn as nn

a = np.array([[1.5, 6.7], [6.8, 3.4]])
b = torch.from_numpy(a)
print(nn.Softmax(dim=0)(b), nn.Softmax(dim=1)(b))
a = np.array([[[1.5, 6.7, 2.4], [6.8, 3.4, 9.3]], [[3.1, 6.5, 1.9], [8.9, 1.2, 2.5]]])
for dim in range(3):
    print(nn.Softmax(dim)(torch.from_numpy(a)))

# %% classes drawn by noise
import torch
import torch.nn.functional as F

torch.manual_seed(0)
logits = torch.tensor([[1.0, 2.0, 0.5], [0.1, -1.0, 3.0]])
print(F.gumbel_softmax(logits, tau=0.5))
print(F.gumbel_softmax(logits, hard=True))
result = torch.rand(2)

# %% picked by hand from the logarithm
import torch

results_fc = torch.tensor([[2.0, 0.5, 1.0], [0.5, 2.0, -1.0]])
target = torch.tensor([0, 1])
loss = -torch.log(torch.softmax(results_fc, dim=1))[torch.arange(len(target)), target].sum()
print(loss)

# %% expand and where by broadcasting
import torch

x = torch.arange(10.).reshape(2, 1, 5, 1)
print(x.expand(2, 4, 5, 6).shape)
condition = torch.ones(2, 1, 1, 1, dtype=torch.bool)
print(torch.where(condition, torch.zeros(1, 3, 4, 1), torch.ones(1, 1, 4, 2)).shape)

# %% a bracket that does not close
import torch

target = torch.tensor([0, 1])
loss = torch.log(torch.softmax(torch.ones(2, 2), dim=1))[torch.arange(len(target), target].sum()

# %% triplets by a distance of one's own
import torch
import torch.nn as nn
import torch.nn.functional as F

a = torch.tensor([[2.0, -2.5], [-1.5, 1.5]], requires_grad=True)
p = torch.tensor([[-1.5, -0.75], [-2.25, 1.0]])
n = torch.tensor([[-2.5, 2.0], [-2.0, 0.5]])
print(F.triplet_margin_with_distance_loss(a, p, n, distance_function=nn.PairwiseDistance(p=1), reduction='none'))
print(F.triplet_margin_with_distance_loss(a, p, n, swap=True, margin=2))
loss = nn.TripletMarginWithDistanceLoss(distance_function=lambda x, y: 1 - F.cosine_similarity(x, y), reduction='sum')
print(loss(a, p, n), nn.TripletMarginWithDistanceLoss(), nn.TripletMarginWithDistanceLoss(margin=2)(a, p, n))
nn.TripletMarginWithDistanceLoss(margin=0.)
