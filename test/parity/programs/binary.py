# %% every reduction
import torch
import torch.nn.functional as F
p = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
t = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
result = [F.binary_cross_entropy(p, t, reduction=r) for r in ('none', 'mean', 'sum')]

# %% weight that broadcasts
import torch
import torch.nn.functional as F
p = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
t = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
w = torch.tensor([0.1, 0.9, 0.1])
result = (F.binary_cross_entropy(p, t, w), F.binary_cross_entropy(p, t, weight=w, reduction='none'))

# %% log is clamped at minus 100
import torch
import torch.nn.functional as F
result = F.binary_cross_entropy(torch.tensor([0.0, 1.0, 0.0, 1.0]), torch.tensor([1.0, 0.0, 0.0, 1.0]), reduction='none')
print(result)

# %% soft targets
import torch
import torch.nn.functional as F
result = F.binary_cross_entropy(torch.tensor([0.25, 0.75]), torch.tensor([0.1, 0.9]))

# %% nan goes through
import torch
import torch.nn.functional as F
print(F.binary_cross_entropy_with_logits(torch.tensor([float('nan'), 1.0]), torch.tensor([1.0, 1.0]), reduction='none'))

# %% float64
import torch
import torch.nn.functional as F
result = F.binary_cross_entropy(torch.tensor([0.3, 0.6], dtype=torch.float64), torch.tensor([0., 1.], dtype=torch.double))
print(result)

# %% logits, every reduction
import torch
import torch.nn.functional as F
x = torch.tensor([[5, 1, 8.0], [2, 4, 6.0]])
t = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
result = [F.binary_cross_entropy_with_logits(x, t, reduction=r) for r in ('none', 'mean', 'sum')]

# %% logits with pos_weight and weight
import torch
import torch.nn.functional as F
x = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
t = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
pos = torch.tensor([1.0, 2.0, 3.0])
result = (F.binary_cross_entropy_with_logits(x, t, pos_weight=pos),
          F.binary_cross_entropy_with_logits(x, t, weight=torch.tensor([[1.0], [0.5]]), pos_weight=pos, reduction='none'))

# %% huge logits
import torch
import torch.nn.functional as F
x = torch.tensor([1000., -1000., 88.8, -120.0, float('inf'), float('-inf')])
print(F.binary_cross_entropy_with_logits(x, torch.tensor([1., 0., 0., 1., 1., 0.]), reduction='none'))
print(F.binary_cross_entropy_with_logits(x, torch.tensor([0., 1., 1., 0., 0., 1.]), reduction='none'))

# %% module keeps its options
import torch
from torch import nn
c = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0]), reduction='sum')
print(c, c.reduction, c.pos_weight, c.weight)
result = c(torch.tensor([0.5, -0.5]), torch.tensor([1., 0.]))

# %% module with a weight
import torch
from torch import nn
result = nn.BCELoss(weight=torch.tensor([0.1, 0.9]))(torch.tensor([[0.5, 0.5]]), torch.tensor([[1., 0.]]))

# %% legacy flags
import torch
import torch.nn.functional as F
p, t = torch.tensor([0.5, 0.25]), torch.tensor([1., 0.])
result = [F.binary_cross_entropy(p, t, size_average=False), F.binary_cross_entropy(p, t, reduce=False)]

# %% legacy flags of a module
import torch
from torch import nn
c = nn.BCELoss(size_average=True)
print(c.reduction)
result = c(torch.tensor([0.5, 0.25]), torch.tensor([1., 0.]))

# %% out of range above
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5, 1.5]), torch.tensor([1., 0.]))

# %% out of range below
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5, -0.5]), torch.tensor([1., 0.]))

# %% target out of range
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5, 0.5]), torch.tensor([1., 2.]))

# %% sizes differ
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.rand(3, 1) * 0 + 0.5, torch.ones(3))

# %% sizes of logits differ
import torch
from torch import nn
nn.BCEWithLogitsLoss()(torch.zeros(3, 1), torch.ones(3))

# %% integer target
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5]), torch.tensor([1]))

# %% integer target of logits
import torch
import torch.nn.functional as F
F.binary_cross_entropy_with_logits(torch.tensor([0.5]), torch.tensor([1]))

# %% bad reduction
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5]), torch.tensor([1.]), reduction='avg')

# %% missing target
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5]))

# %% list for a tensor
import torch
import torch.nn.functional as F
F.binary_cross_entropy(torch.tensor([0.5]), [1.0])

# %% gradient names
import torch
import torch.nn.functional as F
x = torch.tensor([[0.5, 0.25]], requires_grad=True)
t = torch.tensor([[1., 0.]])
print(F.binary_cross_entropy(x, t), F.binary_cross_entropy_with_logits(x, t))
print(F.binary_cross_entropy(x, t, reduction='none'))
