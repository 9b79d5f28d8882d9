# %% draws
import numpy as np
from numpy.random import default_rng
rng = np.random.default_rng(42)
print(rng.random(3), rng.standard_normal(5), rng.integers(0, 10, 5), rng.permutation(5), rng.choice(10, 4), rng.choice(10, 4, replace=False))
print(rng.uniform(1, 2, 2), rng.exponential(1, 3), rng.integers(3), rng.normal())
x = list(range(5)); rng.shuffle(x); print(x, rng.choice([1, 2, 3], 2, p=[.2, .3, .5]))
print(repr(rng.normal(2, 0.5, size=(2, 3)).tolist()))
a = np.arange(6).reshape(3, 2); rng.shuffle(a); print(a, rng.permutation(a))
print(repr(rng.integers(3)), repr(rng.choice(5)), repr(rng.choice([1, 2])), rng.integers(1, 6, endpoint=True), rng.integers(0, 2**40, 3))
print(rng.choice(20000, 3, replace=False), rng.choice(20000, 500, replace=False)[:3], rng.integers(0, 5, size=(2, 2)))
r2 = default_rng(0)
z = r2.standard_normal(3000)
print(repr(float(z.sum())), repr(float(z[2999])), type(r2))
e = r2.exponential(size=2000); print(repr(float(e[1999])), repr(float(e.max())))
for f in (lambda: r2.integers(5, 2), lambda: r2.choice(3, 5, replace=False), lambda: np.random.default_rng(-1), lambda: r2.normal(0, -1), lambda: r2.choice(0)):
    try: f()
    except Exception as err: print(type(err).__name__, err)

# %% seeds
import numpy as np
for seed in (0, 7, 1234, 2**33, 2**70 + 5):
    rng = np.random.default_rng(seed)
    print(seed, rng.random(), rng.normal(size=4).tolist(), rng.integers(0, 1000, 4), rng.integers(7, size=3, dtype=np.int32))
same = np.random.default_rng(rng)
print(same is rng, isinstance(rng, np.random.Generator))
words = ['a', 'b', 'c', 'd']
rng.shuffle(words); print(words)
x = rng.normal(loc=1.0, scale=0.1, size=(2, 2)); print(x.shape, x.dtype, x.tolist())

# %% data preparation
import numpy as np
import torch
rng = np.random.default_rng(seed=3)
X = rng.standard_normal((6, 2))
y = (X[:, 0] + 0.5 * X[:, 1] + rng.normal(0, 0.1, 6) > 0).astype(np.int64)
idx = rng.permutation(len(X))
train, test = idx[:4], idx[4:]
xs = torch.tensor(X[train], dtype=torch.float32)
ys = torch.from_numpy(y[train])
print(xs, ys, test)
noise = torch.from_numpy(rng.uniform(-1, 1, size=3).astype(np.float32))
print(noise)
