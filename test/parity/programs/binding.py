# %% styles of import
import torch, torch.nn as nn, torch.nn.functional as F
from torch import nn as n2, tensor, Tensor, softmax as sm
from torch.nn import functional, CrossEntropyLoss as CE, Module
from torch.nn.functional import cross_entropy, softmax
x, t = tensor([[0.5, 1.0]]), tensor([1])
print(F.cross_entropy(x, t), functional.cross_entropy(x, t), torch.nn.functional.cross_entropy(x, t), cross_entropy(x, t), CE()(x, t), n2.CrossEntropyLoss()(x, t))
print(sm(x, 1), softmax(x, dim=1), isinstance(x, Tensor), isinstance(CE(), Module), torch.is_tensor(x))

# %% keywords
import torch
import torch.nn.functional as F
x, t = torch.tensor([[0.5, 1.0]]), torch.tensor([1])
print(F.cross_entropy(target=t, input=x), torch.sum(input=x, dim=1), x.sum(axis=1), torch.softmax(dim=1, input=x))

# %% unpacked
import torch
import torch.nn.functional as F
args, options = (torch.tensor([[0.5, 1.0]]), torch.tensor([1])), {'reduction': 'sum', 'label_smoothing': 0.1}
print(F.cross_entropy(*args, **options))

# %% nothing at all
import torch
torch.exp()

# %% a number
import torch
torch.exp(1.0)

# %% a keyword of a wrong type
import torch
torch.exp(input=2)

# %% too many
import torch
torch.exp(torch.ones(1), torch.ones(1))

# %% too many for a method
import torch
torch.ones(1).exp(1)

# %% unknown keyword
import torch
torch.exp(torch.ones(1), foo=1)

# %% given twice
import torch
torch.exp(torch.ones(1), input=torch.ones(1))

# %% given twice to a Python function
import torch
import torch.nn.functional as F
F.softmax(torch.ones(2), 0, dim=0)

# %% too many for a Python function
import torch
import torch.nn.functional as F
F.softmax(torch.ones(2), 0, 3, None, 5)

# %% missing two
import torch.nn.functional as F
F.mse_loss()

# %% too many for a constructor
from torch import nn
nn.Softmax(1, 2)

# %% too many for a call
import torch
from torch import nn
nn.Sigmoid()(torch.ones(1), 2)

# %% cat of no tensors
import torch
torch.cat(torch.ones(2))

# %% cat of numbers
import torch
torch.cat([1, 2])

# %% sizes as text
import torch
torch.zeros('a')

# %% missing index
import torch
torch.ones(2, 3).gather(1)

# %% float as a dim
import torch
torch.ones(2, 3).softmax(1.0)

# %% wrong type of an option
import torch
import torch.nn.functional as F
F.cross_entropy(torch.zeros(2, 4), torch.tensor([0, 1]), ignore_index='a')

# %% caught
import torch
import torch.nn.functional as F
for bad in (lambda: F.binary_cross_entropy(torch.tensor([2.0]), torch.tensor([1.0])), lambda: torch.ones(2) + torch.ones(3), lambda: torch.ones(2)[5]):
    try:
        bad()
    except (RuntimeError, IndexError) as e:
        print(type(e).__name__, e)
