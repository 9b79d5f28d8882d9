# %% a loader in order
import torch
from torch.utils.data import TensorDataset, DataLoader
x = torch.arange(10.0).reshape(5, 2)
y = torch.tensor([0, 1, 0, 1, 1])
data = TensorDataset(x, y)
print(len(data), data[1], data[-1], data[1:3])
loader = DataLoader(data, batch_size=2)
print(len(loader), loader.batch_size, len(loader.dataset))
for xb, yb in loader:
    print(xb, yb)
for i, batch in enumerate(DataLoader(data, batch_size=2, drop_last=True)):
    print(i, batch)
print(len(DataLoader(data, batch_size=2, drop_last=True)), next(iter(DataLoader(data))))

# %% shuffling
import torch
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(0)
loader = DataLoader(TensorDataset(torch.arange(7)), batch_size=3, shuffle=True)
for epoch in range(2):
    for (batch,) in loader:
        print(batch)
print(torch.rand(2))
for (batch,) in DataLoader(TensorDataset(torch.arange(4)), batch_size=2):
    print(batch, torch.rand(1))
print(torch.rand(2))

# %% shuffling with a generator
import torch
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(0)
g = torch.Generator().manual_seed(3)
loader = DataLoader(TensorDataset(torch.arange(6)), batch_size=4, shuffle=True, generator=g)
for epoch in range(2):
    print([b[0].tolist() for b in loader])
print(torch.rand(2), torch.rand(2, generator=g))

# %% a dataset of one's own
import torch
from torch.utils.data import Dataset, DataLoader

class Squares(Dataset):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return torch.tensor([float(i), float(i * i)]), i % 2

torch.manual_seed(1)
data = Squares(5)
for x, y in DataLoader(data, batch_size=2, shuffle=True):
    print(x, y)
both = data + Squares(2)
print(len(both), both[5], both[-1])

# %% collating
import torch
from torch.utils.data import DataLoader
from collections import namedtuple
Point = namedtuple('Point', 'x y')
samples = [{'a': 1, 'b': 2.5, 'c': 'x', 'd': [1, 2.0], 'e': Point(1, 2.0), 'f': (True, torch.ones(2))},
           {'a': 3, 'b': 0.1, 'c': 'y', 'd': [4, 5.0], 'e': Point(3, 4.0), 'f': (False, torch.zeros(2))}]
for batch in DataLoader(samples, batch_size=2):
    print(batch)
print(list(DataLoader([(1, 'x'), (2, 'y'), (3, 'z')], batch_size=2)), list(DataLoader(['a', 'b', 'c'], batch_size=2)))
print(list(DataLoader([1.5, 2.5, 3.5], batch_size=2)))
print(list(DataLoader(range(5), batch_size=2, collate_fn=lambda b: sum(b))))
print(list(DataLoader([(1, 2.0), (3, 4.0)], batch_size=None)))

# %% a split
import torch
from torch.utils.data import TensorDataset, random_split, Subset, DataLoader
torch.manual_seed(0)
data = TensorDataset(torch.arange(10) * 10)
train, test = random_split(data, [7, 3])
print(len(train), len(test), train.indices, test.indices, train[0], test[2])
a, b, c = random_split(range(11), [0.5, 0.3, 0.2], generator=torch.Generator().manual_seed(42))
print(a.indices, b.indices, c.indices, list(a))
print([batch[0].tolist() for batch in DataLoader(Subset(data, [5, 1, 3]), batch_size=2)])
print([batch[0].tolist() for batch in DataLoader(train, batch_size=3, shuffle=True)])

# %% a sampler
from torch.utils.data import DataLoader
import torch
print(list(DataLoader(list(range(10)), batch_size=2, sampler=[3, 1, 4, 1, 5])))
print(list(DataLoader(list(range(10)), batch_sampler=[[0, 1], [5]])))

# %% sizes that do not agree
import torch
from torch.utils.data import TensorDataset
TensorDataset(torch.ones(3), torch.ones(2))

# %% a split of the wrong sum
from torch.utils.data import random_split
random_split(range(10), [5, 3])

# %% samples of different sizes
import torch
from torch.utils.data import DataLoader
list(DataLoader([torch.ones(2), torch.ones(3)], batch_size=2))

# %% samples that cannot be collated
from torch.utils.data import DataLoader
list(DataLoader([None, None], batch_size=2))

# %% no batches
from torch.utils.data import DataLoader
DataLoader([1, 2], batch_size=0)
