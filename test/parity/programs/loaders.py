# %% samplers
import torch
from torch.utils.data import *
torch.manual_seed(0)
ds = TensorDataset(torch.arange(10).float().view(5, 2), torch.arange(5))
print([i for i in RandomSampler(ds)], list(SequentialSampler(ds)), list(BatchSampler(SequentialSampler(range(7)), 3, False)), list(BatchSampler(SequentialSampler(range(7)), 3, True)), list(WeightedRandomSampler([0.1, 0.9, 0.5], 5)), list(WeightedRandomSampler([1, 2, 3.], 2, replacement=False)), list(SubsetRandomSampler([4, 2, 7])), len(RandomSampler(ds)), list(RandomSampler(ds, replacement=True, num_samples=4)))
print(list(RandomSampler(range(4), num_samples=10)), list(RandomSampler(range(3), replacement=True, num_samples=40)), len(RandomSampler(range(3), num_samples=7)))
print([y.tolist() for _, y in DataLoader(ds, batch_size=2, sampler=WeightedRandomSampler(torch.ones(5), 5))]); print([y.tolist() for _, y in DataLoader(ds, batch_sampler=BatchSampler(RandomSampler(ds), 2, True))]); print([y.tolist() for _, y in DataLoader(ds, batch_size=4, shuffle=True, generator=torch.Generator().manual_seed(1))])
g = torch.Generator().manual_seed(7)
print(list(RandomSampler(ds, generator=g)), list(SubsetRandomSampler(range(4), generator=g)), list(WeightedRandomSampler(torch.tensor([1., 5.]), 6, generator=g)))
print(torch.rand(1), len(BatchSampler(RandomSampler(range(7)), 3, False)), len(BatchSampler(RandomSampler(range(7)), 3, True)), len(WeightedRandomSampler([1., 2.], 9)), len(SubsetRandomSampler([1, 2])))
dl = DataLoader(ds, batch_size=2, shuffle=True)
print(type(dl.sampler).__name__, type(dl.batch_sampler).__name__, len(dl.batch_sampler), dl.batch_sampler.batch_size, dl.drop_last, dl.num_workers, dl.collate_fn.__name__)
print(isinstance(dl.sampler, RandomSampler), isinstance(dl.sampler, Sampler))
for epoch in range(2):
    print([i.tolist() for _, i in dl])

# %% refused
import torch
from torch.utils.data import *
ds = TensorDataset(torch.arange(10).float().view(5, 2), torch.arange(5))
class It(IterableDataset):
    def __iter__(self): return iter(range(5))
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: DataLoader(ds, batch_size=0)); t(lambda: DataLoader(ds, shuffle=True, sampler=SequentialSampler(ds))); t(lambda: random_split(ds, [1, 2])); t(lambda: DataLoader(ds, batch_size=2, batch_sampler=[[0]])); t(lambda: DataLoader(ds, batch_size=None, drop_last=True)); t(lambda: DataLoader([], shuffle=True)); t(lambda: DataLoader(ds, num_workers=-1)); t(lambda: DataLoader(It(), shuffle=True)); t(lambda: len(DataLoader(It())))
t(lambda: TensorDataset(torch.zeros(2), torch.zeros(3))); t(lambda: ds[5]); t(lambda: RandomSampler(ds, num_samples=0)); t(lambda: RandomSampler(ds, replacement=1)); t(lambda: WeightedRandomSampler([1.], 0)); t(lambda: WeightedRandomSampler([[1.]], 1)); t(lambda: BatchSampler([1], 0, False)); t(lambda: BatchSampler([1], 2, 0)); t(lambda: list(Sampler())); t(lambda: Dataset()[0]); t(lambda: len(Dataset())); t(lambda: ConcatDataset([])); t(lambda: ConcatDataset([ds])[9]); t(lambda: random_split(ds, [0.5, 0.6])); t(lambda: list(WeightedRandomSampler([1., 0.], 2, replacement=False))); t(lambda: next(iter(DataLoader([torch.ones(1), torch.ones(2)], batch_size=2)))); t(lambda: next(iter(DataLoader([None], batch_size=1)))); t(lambda: next(iter(DataLoader([(1, 2), (1,)], batch_size=2)))); t(lambda: DataLoader(ds, foo=1))

# %% streams of samples
import torch
from torch.utils.data import *
torch.manual_seed(0)
class It(IterableDataset):
    def __init__(self, a, b): self.a, self.b = a, b
    def __iter__(self): return iter(range(self.a, self.b))
class Gen(IterableDataset):
    def __iter__(self):
        for i in range(4):
            yield torch.tensor([i, i + 1.]), i
print([b for b in DataLoader(It(0, 5), batch_size=2)], list(DataLoader(It(0, 5), batch_size=2, drop_last=True)), list(DataLoader(It(0, 3), batch_size=None)), list(DataLoader(Gen(), batch_size=3)))
print(list(It(0, 2) + It(5, 7)), list(ChainDataset([It(0, 2), It(3, 4)])), list(DataLoader(ChainDataset([It(0, 2), It(3, 6)]), batch_size=4)))
class Sized(It):
    def __len__(self): return self.b - self.a
print(len(DataLoader(Sized(0, 5), batch_size=2)), len(DataLoader(Sized(0, 5), batch_size=2, drop_last=True)), torch.rand(1))
s = StackDataset(torch.arange(3), [5, 6, 7]); print(s[0], len(s), StackDataset(a=[1, 2], b=['x', 'y'])[1]); print(list(DataLoader(StackDataset(a=[1, 2], b=['x', 'y']), batch_size=2)))

# %% datasets, samplers and collation of one's own
import torch
from torch.utils.data import *
torch.manual_seed(3)
class Evens(Sampler):
    def __init__(self, data): self.data = data
    def __iter__(self): return iter(range(0, len(self.data), 2))
    def __len__(self): return len(self.data) // 2
class Batches(Sampler):
    def __iter__(self):
        yield [0, 3]
        yield [1]
    def __len__(self): return 2
data = [10, 11, 12, 13, 14]
print(list(DataLoader(data, batch_size=2, sampler=Evens(data))), len(DataLoader(data, batch_size=2, sampler=Evens(data))), list(DataLoader(data, batch_sampler=Batches())), list(DataLoader(data, sampler=[3, 1], batch_size=1)), list(DataLoader(data, batch_sampler=[[0, 1], [4]])))
def pad(batch):
    n = max(len(b) for b in batch)
    return torch.stack([torch.cat([b, torch.zeros(n - len(b))]) for b in batch]), [len(b) for b in batch]
seqs = [torch.ones(k) for k in (1, 3, 2)]
for x, l in DataLoader(seqs, batch_size=2, collate_fn=pad): print(x, l)
for x in DataLoader(data, batch_size=2, pin_memory=True): print(x)
it = iter(DataLoader(data, batch_size=2)); print(next(it), next(it), next(it), next(it, 'end'))
class Split(Dataset):
    data = torch.arange(12.).view(4, 3)
    def __init__(self, transform=None): self.transform = transform
    def __len__(self): return len(self.data)
    def __getitem__(self, i):
        x = self.data[i]
        return (self.transform(x) if self.transform else x), {'i': i, 'name': str(i)}
train, val = random_split(Split(lambda x: x * 2), [0.75, 0.25])
print(train[0], len(val), list(val.indices), type(train).__name__)
for x, meta in DataLoader(train, batch_size=2, shuffle=True): print(x, meta)
import numpy as np
class N(Dataset):
    def __len__(self): return 3
    def __getitem__(self, i): return np.array([i, i + 0.5], dtype=np.float32), np.float64(i), [i, 'a']
print(list(DataLoader(N(), batch_size=3)))
from collections import namedtuple
P = namedtuple('P', 'x y')
print(next(iter(DataLoader([P(1, 2.), P(3, 4.)], batch_size=2))))

# %% workers
import torch, random
import numpy as np
from torch.utils.data import *
torch.manual_seed(0); random.seed(0); np.random.seed(0)
class D(Dataset):
    def __init__(self, n): self.n = n; self.seen = []; self.count = 0
    def __len__(self): return self.n
    def __getitem__(self, i):
        self.count += 1; self.seen.append(i)
        return torch.tensor(i), torch.randn(2), np.random.randint(0, 100), random.random(), self.count, torch.rand(1).item()
ds = D(11)
for w in (0, 1, 2):
    print('workers', w)
    for b in DataLoader(ds, batch_size=3, shuffle=True, num_workers=w): print(b)
    print(ds.count, len(ds.seen), torch.rand(1), random.random(), np.random.rand())
def init(i):
    info = torch.utils.data.get_worker_info()
    seed = torch.initial_seed() % 2**32
    np.random.seed(seed); random.seed(seed)
    info.dataset.count = 100 * (i + 1)
    assert info.id == i and info.num_workers == 2, info
g = torch.Generator(); g.manual_seed(5)
loader = DataLoader(ds, batch_size=2, num_workers=2, worker_init_fn=init, generator=g, shuffle=True, drop_last=True, prefetch_factor=4)
for epoch in range(2):
    for b in loader: print(b)
print(loader.prefetch_factor, get_worker_info())
p = DataLoader(ds, batch_size=4, num_workers=2, persistent_workers=True, shuffle=True)
for epoch in range(3):
    for k, b in enumerate(p):
        print(epoch, b[0].tolist(), b[3], b[4])
        if epoch == 0 and k == 0: break
print(torch.rand(1))
class S(IterableDataset):
    def __init__(self, n): self.n = n
    def __iter__(self):
        info = get_worker_info()
        if info is None: lo, hi = 0, self.n
        else:
            per = -(-self.n // info.num_workers); lo = info.id * per; hi = min(lo + per, self.n)
        for i in range(lo, hi): yield i * 10 + torch.randint(0, 3, ()).item()
for w in (0, 1, 2):
    for bs in (None, 2, 4):
        print(w, bs, [x.tolist() if torch.is_tensor(x) else x for x in DataLoader(S(11), batch_size=bs, num_workers=w)])
print([x.tolist() for x in DataLoader(S(11), batch_size=4, num_workers=2, drop_last=True)])
it = iter(DataLoader(ds, batch_size=2, num_workers=2))
print(next(it)[0], torch.rand(1), type(it).__name__)
class Bad(Dataset):
    def __len__(self): return 4
    def __getitem__(self, i):
        if i == 2: raise ValueError(f'bad {i}')
        return i
try:
    for b in DataLoader(Bad(), batch_size=1, num_workers=2): print(b)
except ValueError as e: print(str(e).split('\n')[0], str(e).split('\n')[-2], type(e))
for f in (lambda: DataLoader(ds, prefetch_factor=3), lambda: DataLoader(ds, persistent_workers=True), lambda: DataLoader(ds, num_workers=2, prefetch_factor=-1)):
    try: f()
    except Exception as e: print(type(e).__name__, e)
print(DataLoader(ds, num_workers=2).num_workers, len(DataLoader(ds, 2, num_workers=2)))
# %% samplers and draws of nothing
from torch.utils.data import *
import torch
torch.manual_seed(0)
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: list(RandomSampler(range(-4), num_samples=10)))
t(lambda: list(RandomSampler(range(0))))
t(lambda: list(RandomSampler(range(0), replacement=True, num_samples=4)))
t(lambda: RandomSampler(range(3), num_samples=-4))
t(lambda: RandomSampler(range(3), num_samples=0))
t(lambda: RandomSampler(range(3), num_samples=2.5))
t(lambda: RandomSampler(range(3), replacement=1))
t(lambda: list(WeightedRandomSampler([], 4)))
t(lambda: list(WeightedRandomSampler([1.,2.], 4, replacement=False)))
t(lambda: list(WeightedRandomSampler([1.,2.], -4)))
t(lambda: list(WeightedRandomSampler([1.,-2.], 4)))
t(lambda: list(WeightedRandomSampler([[1.,2.]], 4)))
t(lambda: list(BatchSampler(range(5), 0, False)))
t(lambda: list(BatchSampler(range(5), -1, True)))
t(lambda: list(BatchSampler(range(0), 3, True)))
t(lambda: list(BatchSampler(range(0), 3, False)))
t(lambda: list(BatchSampler(range(3), 3, 1)))
t(lambda: list(SubsetRandomSampler([])))
t(lambda: list(SequentialSampler(range(0))))
t(lambda: list(DataLoader(range(0), shuffle=True)))
t(lambda: list(DataLoader(range(0), shuffle=False)))
t(lambda: len(DataLoader(range(0), shuffle=False)))
t(lambda: list(DataLoader(range(5), batch_size=0)))
t(lambda: list(DataLoader(range(5), batch_size=-2)))
t(lambda: random_split(range(5), [0,5])[0].indices)
t(lambda: random_split(range(0), [0.5,0.5])[0].indices)
t(lambda: random_split(range(5), [3,3]))
for w in [torch.zeros(0), torch.zeros(2,0), torch.zeros(0,3), torch.ones(0,3)]:
    for n in [0, 1, 4]:
        for r in [True, False]:
            t(lambda: torch.multinomial(w, n, r))
t(lambda: torch.multinomial(torch.ones(3), 0))
t(lambda: torch.multinomial(torch.ones(3), -1))
for w in [[1., -2], [1., float('nan')], [1., float('inf')], [0., 0], [[1., 1], [0, 0]], [[0., 0], [1, -1]], [[1., -1], [0, 0]], [[0.,0],[float('nan'),1]]]:
    for n, r in [(2, True), (1, True), (1, False), (2, False)]:
        t(lambda: torch.multinomial(torch.tensor(w), n, r).shape)
import numpy as np
t(lambda: np.random.poisson(float('inf'))); t(lambda: np.random.poisson(1e19)); t(lambda: np.random.gamma(float('nan')))
