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
