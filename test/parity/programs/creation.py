# %% inference
import torch
for data in (1, 1.5, True, [1, 2], [1, 2.5], [True, 2], [[1, 2], [3, 4]], (1, 2), range(3), [], [[]], [torch.tensor(1), 2.5], 1 + 2j):
    x = torch.tensor(data)
    print(x, x.dtype, x.shape)

# %% dtype
import torch
print(torch.tensor([1.9, -1.9], dtype=torch.int32), torch.tensor([1, 0], dtype=torch.bool), torch.tensor([1, 2], dtype=float), torch.tensor([1], dtype=torch.float16))
print(torch.FloatTensor([1, 2]), torch.LongTensor([1, 2]), torch.Tensor([[1, 2]]), torch.Tensor(), torch.as_tensor([1, 2]))

# %% a tensor again warns
import torch
print(torch.tensor(torch.tensor([1.0, 2.0])))

# %% ragged
import torch
torch.tensor([[1, 2, 3], [4, 5]])

# %% not a sequence
import torch
torch.tensor([[1, 2], 3])

# %% a list among numbers
import torch
torch.tensor([1.5, [2]])

# %% a string
import torch
torch.tensor(['a', 'b'])

# %% None
import torch
torch.tensor([1, None])

# %% a dict
import torch
torch.tensor({'a': 1})

# %% too large
import torch
torch.tensor([300], dtype=torch.uint8)

# %% far too large
import torch
torch.tensor([2**70])

# %% unknown keyword
import torch
torch.tensor([1], size=2)

# %% two positionals
import torch
torch.tensor([1], torch.float32)

# %% dtype as text
import torch
torch.tensor([1], dtype='float32')

# %% integers with gradients
import torch
torch.tensor([1], requires_grad=True)

# %% no CUDA here
import torch
print(torch.cuda.is_available(), torch.device('cuda' if torch.cuda.is_available() else 'cpu'))
torch.ones(2).cuda()

# %% numpy and back
import torch
import numpy as np
a = np.array([[1.0, 2.0], [3.0, 4.0]])
t = torch.from_numpy(a)
t[0, 0] = 9
print(t, a.shape, a.tolist(), a.dtype, t.numpy().shape, torch.ones(2).numpy().dtype, torch.tensor(np.array([1.5])))

# %% unknown attribute
import torch
torch.ones(2).foo

# %% unknown function
import torch
torch.softmx(torch.ones(2), 0)

# %% unknown loss
from torch import nn
nn.CrossEntropy()

# %% unknown functional
import torch.nn.functional as F
F.bce(1, 2)

# %% arrays print as in numpy
import torch
import numpy as np
x = torch.tensor([[0.5, 1.25], [0.1, -3.0]])
print(x.numpy())
print(repr(x.numpy()), [x.double().numpy()], x.long().numpy(), (x > 0).numpy())
print(np.arange(30.), np.zeros((2, 2)), np.array([1e-7, 1.0, float('nan')]))

# %% arithmetic of arrays
import numpy as np
a = np.array([1.0, 2.0, 4.0])
print(a + 1, a * a, 2 / a, a.sum(), a.mean(), np.exp(np.zeros(2)), a[1], a[1:], -a, np.log(a)[0], [a.max()])

# %% reserved memory that is written part by part
import torch
out = torch.empty(3, 2)
for i, row in enumerate(torch.arange(6.).view(3, 2)):
    out[i] = row.softmax(0)
print(out)
pe = torch.empty(4, 6)
position = torch.arange(4.).unsqueeze(1)
steps = torch.exp(torch.arange(0, 6, 2) * -1.5)
pe[:, 0::2] = torch.sin(position * steps)
pe[:, 1::2] = torch.cos(position * steps)
print(pe)
part = torch.empty(4)
part[1] = 1
part[2:] = torch.tensor([2., 3.])
print(part[1:], part[1:].sum(), torch.cat([part[1:2], torch.ones(1)]))
mask = torch.tensor([True, False, True, False])
x = torch.empty(4)
x[mask] = 1.
x[~mask] = torch.tensor([5., 6.])
print(x)
torch.manual_seed(0)
turned = torch.empty(3, 5).t()
torch.nn.init.normal_(turned)
print(turned, torch.ones(2).new_empty(2, 2).fill_(3), torch.empty(2, 3).t().zero_())
w = torch.ones(2, requires_grad=True)
rows = torch.empty(2, 2)
rows[0] = w
rows[1] = w * 2
rows.sum().backward()
print(rows, w.grad)
