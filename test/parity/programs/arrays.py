# %% reductions along an axis
import numpy as np
a = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]])
print(a.sum(axis=0), a.mean(axis=1), a.max(axis=1), np.sum(a, axis=1), np.max(a, axis=0, keepdims=True), a.min(0), np.mean(a), a.sum())
e = np.exp(a - np.max(a, axis=1, keepdims=True))
print(e / e.sum(axis=1, keepdims=True))

# %% views and products
import numpy as np
import torch
a = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
print(a.T, a.reshape(2, 3), a.reshape(-1), a.T.shape, a @ a.T, np.dot(a.T, a), a[0] @ a[1])
print(a[1], a[:, 0], a[1:, 1:], a[0, 1], a > 2.5, a[a > 2.5], a == a, a != 1.0)
b = np.arange(6).reshape(2, 3)
print(b, b[0], b[:, 1:], b.T, torch.from_numpy(b).sum())
t = torch.from_numpy(a)
t[0, 0] = 100
print(a)

# %% whole numbers
import numpy as np
a = np.array([1, 2, 3])
print(a + 1, 2 * a, a - a, -a, a > 1, a == 2, a + np.array([0.5, 1.5, 2.5]), a[a > 1])
print(repr(a + a), a.reshape(3, 1) * a)
# %% assignment by index, row, slice and mask, and through views
import numpy as np
x = np.zeros((3, 4))
x[1, 2] = 1.0
x[0] = 5.0
x[2] = np.array([1.0, 2.0, 3.0, 4.0])
for i, j in enumerate([2, 1, 0]):
    x[i, j] = -1
print(x)
x[:, 1] += 2
x[x > 4] = 0
row = x[0]
row[3] = 8.5
print(x)
whole = np.array([1, 2, 3])
whole[0] = 7
whole[1] = 2.7
print(whole)

# %% sequences that are no lists, limits of numbers
import torch, numpy as np
from collections import deque, UserList
class S:
    def __init__(self,x): self.x=x
    def __len__(self): return len(self.x)
    def __getitem__(self,i): return self.x[i]
class L(list): pass
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for x in (deque([1,2.]), S([1,2]), [S([1,2]),S([3,4])], {1,2}, {1:2}, L([1,2]), np.array([1,2]), deque([torch.tensor(1.),torch.tensor(2.)]), deque([]), [deque([1, 2]), [3, 4]], (S([1]),), [np.float32(1), np.float64(2)], object(), [object()]): t(lambda: torch.tensor(x))
for x in (deque([1,2.]), S([1,2])): t(lambda: torch.as_tensor(x)); t(lambda: torch.FloatTensor(x)); t(lambda: np.array(x)); t(lambda: np.mean(x)); t(lambda: np.asarray(x, dtype=float))
f=np.finfo(np.float32); print(repr(f)); print(f.eps, repr(f.eps), f.max, repr(f.min), f.tiny, f.smallest_normal, f.resolution, f.bits, f.dtype, f.precision, f.nmant, f.eps.item(), f.smallest_subnormal)
for d in (float, np.float64, 'float32', np.float16): g=np.finfo(d); print(repr(g.eps), repr(g.max), repr(g.min), repr(g.tiny), repr(g.resolution), g.bits, g.dtype, g.precision)
i=np.iinfo(np.int32); print(repr(i), i.max, i.min, i.bits, i.dtype, type(i.max)); print(np.iinfo(np.int64).max, np.iinfo('uint8').max, np.iinfo(int).min)
for x in (int, 'int32', np.float32(1.).dtype):
    t(lambda: repr(np.finfo(x))); t(lambda: np.iinfo(x))
