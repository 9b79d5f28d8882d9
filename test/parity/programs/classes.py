# %% cross entropy, every reduction
import torch
import torch.nn.functional as F
x = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
t = torch.tensor([1, 2])
result = [F.cross_entropy(x, t, reduction=r) for r in ('none', 'mean', 'sum')]

# %% weight and ignore_index
import torch
import torch.nn.functional as F
x = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5], [0.1, 0.2, 0.3]])
t = torch.tensor([1, -100, 2])
w = torch.tensor([0.7, 0.2, 0.1])
result = [F.cross_entropy(x, t), F.cross_entropy(x, t, weight=w), F.cross_entropy(x, t, w, reduction='none'),
          F.cross_entropy(x, t, w, reduction='sum')]

# %% ignore_index of a class
import torch
import torch.nn.functional as F
x = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
result = F.cross_entropy(x, torch.tensor([1, 2]), ignore_index=1)

# %% everything ignored
import torch
import torch.nn.functional as F
print(F.cross_entropy(torch.zeros(2, 3), torch.tensor([-100, -100])))

# %% label smoothing with weights
import torch
import torch.nn.functional as F
x = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5], [0.0, 0.0, 1.0]])
t = torch.tensor([1, 2, -100])
w = torch.tensor([0.7, 0.2, 0.1])
result = [F.cross_entropy(x, t, weight=w, label_smoothing=s, reduction=r) for s in (0.1, 0.5, 1.0) for r in ('none', 'mean', 'sum')]

# %% class probabilities
import torch
import torch.nn.functional as F
x = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
p = torch.tensor([[0.3, 0.4, 0.3], [0.1, 0.5, 0.4]])
w = torch.tensor([0.7, 0.2, 0.1])
result = [F.cross_entropy(x, p), F.cross_entropy(x, p, weight=w), F.cross_entropy(x, p, reduction='none'),
          F.cross_entropy(x, p, label_smoothing=0.2), F.cross_entropy(x, p, weight=w, reduction='sum', label_smoothing=0.1)]

# %% one example without a batch
import torch
import torch.nn.functional as F
result = (F.cross_entropy(torch.tensor([2.0, 0.5, 1.0]), torch.tensor(0)), F.cross_entropy(torch.tensor([2.0, 0.5]), torch.tensor([0.5, 0.5])))

# %% spatial input
import torch
import torch.nn.functional as F
x = torch.arange(24.).reshape(2, 3, 4) / 10
t = torch.tensor([[0, 1, 2, 0], [2, 2, 1, 0]])
w = torch.tensor([0.7, 0.2, 0.1])
result = [F.cross_entropy(x, t), F.cross_entropy(x, t, weight=w), F.cross_entropy(x, t, reduction='none')]

# %% images
import torch
from torch import nn
x = torch.linspace(-1, 1, 48).view(2, 3, 2, 4)
t = torch.tensor([[[0, 1, 2, 0], [2, 2, 1, 0]], [[1, 1, 1, 1], [0, 0, 2, 2]]])
result = [nn.CrossEntropyLoss()(x, t), nn.CrossEntropyLoss(label_smoothing=0.1)(x, t)]

# %% huge logits and infinities
import torch
import torch.nn.functional as F
x = torch.tensor([[1000., 0., -1000.], [float('-inf'), 0., 0.], [88., 89., 90.]])
print(F.cross_entropy(x, torch.tensor([0, 1, 2]), reduction='none'))
print(F.cross_entropy(x, torch.tensor([1, 0, 0]), reduction='none'))
print(F.cross_entropy(torch.full((1, 2), float('-inf')), torch.tensor([0])))

# %% nll, every option
import torch
import torch.nn.functional as F
x = F.log_softmax(torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]]), 1)
t = torch.tensor([1, 2])
w = torch.tensor([0.7, 0.2, 0.1])
result = [F.nll_loss(x, t), F.nll_loss(x, t, w), F.nll_loss(x, t, reduction='sum'), F.nll_loss(x, t, w, reduction='none'),
          F.nll_loss(x, t, ignore_index=2), F.nll_loss(x[0], t[0])]

# %% module attributes and repr
import torch
from torch import nn
c = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0]), ignore_index=-1, label_smoothing=0.1)
print(c, nn.NLLLoss(), c.ignore_index, c.label_smoothing, c.reduction, c.weight)
c.reduction = 'sum'
result = c(torch.tensor([[0.0, 1.0]]), torch.tensor([1]))

# %% target too large
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), torch.tensor([0, 4]))

# %% negative target
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), torch.tensor([0, -1]))

# %% batch sizes differ
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(3, 4), torch.tensor([0, 1]))

# %% float class indices
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), torch.tensor([0., 1.]))

# %% one hot of integers
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 2), torch.tensor([[0, 1], [1, 0]]))

# %% a column of targets
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(3, 4), torch.zeros(3, 1, dtype=torch.long))

# %% time before class
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 5, 7), torch.zeros(2, 5, dtype=torch.long))

# %% channels last
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 8, 8, 3), torch.zeros(2, 8, 8, dtype=torch.long))

# %% wrong length of weight
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), torch.tensor([0, 1]), weight=torch.ones(3))

# %% too much smoothing
import torch
from torch import nn
nn.CrossEntropyLoss(label_smoothing=1.5)(torch.zeros(2, 4), torch.tensor([0, 1]))

# %% ignore_index with probabilities
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 2), torch.tensor([[0.5, 0.5], [1., 0.]]), ignore_index=1)

# %% tensors to the constructor
import torch
from torch import nn
nn.CrossEntropyLoss(torch.zeros(2, 2), torch.tensor([0, 1]))

# %% integer logits
import torch
import torch.nn.functional as F
F.cross_entropy(torch.tensor([[1, 2]]), torch.tensor([0]))

# %% list as target
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), [0, 1])

# %% list as weight of a module
import torch
from torch import nn
nn.CrossEntropyLoss(weight=[1.0, 2.0])

# %% call without a target
import torch
from torch import nn
nn.CrossEntropyLoss()(torch.zeros(2, 2))

# %% unknown option
from torch import nn
nn.CrossEntropyLoss(smoothing=0.1)

# %% gradient names
import torch
import torch.nn.functional as F
x = torch.tensor([[0.5, 0.25]], requires_grad=True)
print(F.cross_entropy(x, torch.tensor([1])), F.cross_entropy(x, torch.tensor([1]), label_smoothing=0.1))
print(F.cross_entropy(x, torch.tensor([[0.5, 0.5]])), F.nll_loss(x, torch.tensor([0])), F.nll_loss(x, torch.tensor([0]), reduction='none'))
