# %% arith
import numpy as np
a = np.array([1.0, 2.5, -3.0]); b = np.array([1, 2, 3])
print(a + b, a - 1, 2 * a, a / b, b / 2, b // 2, b % 2, b ** 2, -a, abs(a), a ** 2, 1 / b, b * 1.5, 10 - b, 2 ** b)
print(a > 0, a == b, b >= 2, (a > 0) & (b > 1), ~(a > 0), (a > 0) | (b == 3))
print(b.dtype, (b / 2).dtype, (b * 2).dtype, (b + 1.0).dtype, (np.float32(1) * a).dtype, (np.array([1.], dtype=np.float32) * 2).dtype, (np.array([1], dtype=np.int32) + np.array([1.], dtype=np.float32)).dtype, (np.array([True]) + np.array([True])).dtype, (np.array([True]) * 1).dtype)
a += 1; print(a); a *= 2; print(a); b -= 1; print(b); c = a; c[0] = 100; print(a)
m = np.arange(6).reshape(2, 3); print(m + np.array([10, 20, 30]), m * np.array([[1], [2]]), m @ m.T, m.T @ m, m.dot(np.array([1, 0, 1])))
print(np.exp(b), np.log(np.array([1., np.e])), np.sqrt(np.array([4, 9])), np.abs(-b), np.maximum(a, 3), np.minimum(a, b), np.sin(a), np.tanh(a), np.power(b, 2), np.square(b), np.sign(a), np.floor(a / 3), np.ceil(a / 3), np.round(a / 3, 2), np.clip(a, 0, 8), np.log1p(b), np.mod(b, 2), np.exp(-a) / (1 + np.exp(-a)))

# %% reductions
import numpy as np
m = np.array([[1., 2., 3.], [4., 5., 9.]])
print(m.sum(), m.sum(axis=0), m.sum(axis=1), m.sum(axis=1, keepdims=True), m.mean(), m.mean(0), m.mean(axis=-1), m.std(), m.std(axis=0), m.std(ddof=1), m.var(), m.var(0), m.max(), m.max(axis=1), m.min(0), m.argmax(), m.argmax(axis=1), m.argmin(0), m.prod(), m.cumsum(), m.cumsum(axis=0), np.median(m), np.median(m, axis=1), np.percentile(m, 50), np.percentile(m, [25, 75]), np.quantile(m, 0.3), np.ptp(m))
i = np.arange(10); print(i.sum(), i.mean(), i.std(), i.max(), i.var(), (i > 5).sum(), (i > 5).mean(), (i > 5).any(), (i > 20).all(), i.prod(), np.any(i == 3), np.all(i >= 0), np.count_nonzero(i > 3))
print(np.sum(m), np.mean(m, axis=0), np.max(m), np.argmax(m, axis=1), np.std(m), np.sum([1, 2, 3]), np.mean([1, 2, 4]), np.max([3, 1]), np.average(m), np.nanmean(np.array([1, np.nan, 3])), np.sum(m, axis=(0, 1)), m.sum(axis=(0,), keepdims=True).shape)
print(repr(m.sum()), repr(i.sum()), repr(m.mean()), [m.max(), i.max()], type(m.sum()), type(i.sum()), repr((i > 5).any()), f'{m.mean():.3f}', round(m.mean(), 2), float(m.mean()), int(i.sum()), m.sum() + 1, i.sum() / 2, repr(m.sum() * 2), repr(2 * i.sum()), repr(i.sum() + 0.5), isinstance(m.sum(), float), isinstance(i.sum(), int), m.sum() > 3, np.isscalar if False else '')
f = m.astype(np.float32); print(f.sum(), f.mean(), repr(f.std()), f.mean().dtype, repr(f.mean() * 2), np.linalg.norm(m), np.linalg.norm(m, axis=1), np.linalg.norm(np.array([3., 4.])))
x = np.linspace(0, 1, 1000); print(x.sum(), x.mean(), x.std(), (x ** 2).sum(), np.cumsum(x)[-1]); y = np.sin(np.arange(200.)); print(y.sum(), y.mean(), y.std(), y.reshape(20, 10).sum(0), y.reshape(20, 10).mean(1).sum(), y.var())

# %% creation
import numpy as np
print(np.zeros(3), np.ones((2, 2)), np.full((2,), 7), np.full(2, 1.5), np.eye(3), np.identity(2), np.arange(5), np.arange(2, 9, 3), np.arange(0, 1, 0.25), np.linspace(0, 1, 5), np.linspace(0, 10, 5, endpoint=False), np.zeros_like(np.array([1, 2])), np.ones_like(np.array([1.5])), np.zeros((2, 3), dtype=int), np.array([1, 2], dtype=float), np.array([1.7, 2.2]).astype(int), np.array([[1, 2], [3, 4]]).shape, np.array([1, 2, 3], dtype='float32'), np.array([True, False]), np.array(5), np.array([]), np.array([[1, 2.5], [3, 4]]), np.array((1, 2)), np.array(range(3)), np.diag([1, 2]), np.logspace(0, 2, 3), np.empty((0,)), np.array([1, 2])[None], np.asarray([1, 2]), np.full_like(np.array([1, 2]), 9), np.tri(2), np.arange(3.), np.arange(3, dtype=np.float32), np.array([1, 2], ndmin=2))
print(np.array([1, 2]).dtype, np.array([1.]).dtype, np.zeros(1).dtype, np.arange(3).dtype, np.array([True]).dtype, np.array([1, 2], np.uint8).dtype, np.float32, np.dtype('int32'), np.array([1.]).dtype == np.float64, np.array([1]).dtype == 'int64', np.array([1.]).dtype.name, np.array([1], dtype=np.int8).itemsize)
a, b = np.meshgrid(np.arange(3), np.arange(2)); print(a, b)

# %% shapes
import numpy as np
a = np.arange(12).reshape(3, 4)
print(a.shape, a.ndim, a.size, a.T, a.reshape(2, -1), a.ravel(), a.flatten(), a.transpose(1, 0).shape, a[np.newaxis].shape, np.expand_dims(a, 0).shape, a.reshape(3, 2, 2).transpose(2, 0, 1).shape, a.swapaxes(0, 1).shape, np.squeeze(a[None]).shape, len(a), a.tolist(), np.concatenate([a, a]).shape, np.concatenate([a, a], axis=1).shape, np.stack([a, a]).shape, np.vstack([a[0], a[1]]), np.hstack([a[0], a[1]]), np.column_stack([a[0], a[1]]), np.split(np.arange(6), 3), np.array_split(np.arange(5), 2), np.tile([1, 2], 2), np.repeat([1, 2], 2), np.repeat(a, 2, axis=0).shape, np.flip(np.arange(3)), np.roll(np.arange(4), 1), np.sort(np.array([3, 1, 2])), np.argsort(np.array([3, 1, 2])), np.unique([3, 1, 1]), np.unique([3, 1, 1], return_counts=True), np.where(np.arange(4) > 1), np.where(np.arange(4) > 1, 1, 0), np.where(np.array([True, False]), np.array([1., 2.]), -1), np.outer([1, 2], [3, 4]), np.dot([1, 2], [3, 4]), np.triu(np.ones((2, 2))), np.diff(np.array([1, 4, 9])), np.allclose(a, a), np.array_equal(a, a + 1), np.isclose([1.0], [1.0 + 1e-9]), np.argwhere(np.array([0, 3])), np.broadcast_to([1, 2], (2, 2)), np.isnan(np.array([1., np.nan])), np.nonzero([0, 2]), sep='\n')

# %% indexing
import numpy as np
a = np.arange(12).reshape(3, 4)
print(a[0], a[-1, 2], a[:, 1], a[1:, ::2], a[::-1], a[:, ::-1], a[a > 5], a[[0, 2]], a[[0, 1], [1, 2]], a[..., 0], a[None].shape, a[1][2], a[np.array([True, False, True])], a[:, [0, 2]], a[a[:, 0] > 0, 1], a[0:2, 1:3], a[-2:], a[::2, ::-2], sep='\n')
a[0] = 0; a[:, 1] = -1; a[1, 2] = 99; a[a == 99] = 5; a[[0, 2], [0, 3]] = 7; a[2, :2] = [1, 2]; print(a)
b = a[0]; b[0] = 42; print(a[0, 0]); v = a[::-1]; v[0] = 3; print(a[2]); c = a.copy(); c[0] = 1; print(a[0])
for row in a: print(row)
for x in np.array([1., 2.]): print(x, repr(x))
print([int(v) for v in a[0]], list(a[0]), a[0].tolist(), 3 in a, a.min() if a.any() else 0, sum(a[0]), max(a[1]), sorted(a[0]), enumerate)
i = np.array([2, 0]); print(a[i], a[i, 1], np.arange(5)[np.array([[0, 1], [2, 3]])])
y = np.array([0, 2, 1]); p = np.array([[0.1, 0.2, 0.7], [0.3, 0.3, 0.4], [0.5, 0.25, 0.25]]); print(-np.log(p[np.arange(3), y]).mean(), p[range(3), y], np.eye(3)[y])

# %% bridge
import numpy as np, torch
a = np.array([1.0, 2.0]); t = torch.from_numpy(a); t[0] = 9; print(a, t, t.dtype); a[1] = -1; print(t)
print(torch.tensor(np.array([1, 2])), torch.as_tensor(a), torch.tensor(a, dtype=torch.float32), torch.tensor([1.5, 2]).numpy(), torch.ones(2, 2).numpy().sum(), torch.arange(3).numpy().dtype, torch.Tensor(np.array([1, 2])), torch.FloatTensor(np.array([[1., 2.]])), torch.from_numpy(np.zeros((2, 1))).shape, torch.ones(2).mean().item(), torch.zeros(np.int64(2)), torch.tensor(np.float64(0.5)), torch.tensor(np.float32(.5)), torch.tensor([np.float64(.5)]), torch.ones(2) * np.float64(2), torch.tensor(np.mean([1., 2])), torch.ones(3)[np.int64(1)], torch.from_numpy(np.random.RandomState(0).rand(2)).float(), np.asarray(torch.ones(2)), np.array(torch.ones(2)), np.mean(torch.tensor([1., 2.]).numpy()), torch.from_numpy(np.array([1, 2], dtype=np.int32)).dtype, torch.tensor([1., 2.]).detach().cpu().numpy(), torch.ones(2, requires_grad=True).detach().numpy(), torch.tensor(np.array([True, False])), torch.tensor(np.int64(3)), np.float32(1.5).item())
x = torch.randn(3, 2).fill_(1.25).numpy(); print(x.shape, x.dtype, x.mean(axis=0), x.T.shape, repr(x[0, 0]))
n = torch.zeros(3).numpy(); n[0] = 5; n += 1; print(n)
try: torch.from_numpy([1])
except TypeError as e: print(e)
try: torch.ones(1, requires_grad=True).numpy()
except RuntimeError as e: print(e)
try: torch.from_numpy(np.arange(3)[::-1])
except ValueError as e: print(e)

# %% errors
import numpy as np
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
t(lambda: np.array([1,2])+np.array([1,2,3])); t(lambda: np.array([1,2])@np.array([1,2,3])); t(lambda: np.array([1,2])[5]); t(lambda: np.zeros((2,3))[2]); t(lambda: np.zeros((2,3))[0,5]); t(lambda: np.zeros(3)[0,1]); t(lambda: np.array([1.,2]).reshape(3)); t(lambda: np.concatenate([np.zeros((1,2)),np.zeros((1,3))])); t(lambda: np.stack([np.zeros(2),np.zeros(3)])); t(lambda: np.array([[1,2],[3]])); t(lambda: np.zeros(3).sum(axis=1)); t(lambda: bool(np.array([1,2]))); t(lambda: np.array([1.0])/0); t(lambda: np.float64(1)/0); t(lambda: np.log(np.array([0.,-1]))); t(lambda: np.array([1,2]).foo); t(lambda: np.nope); t(lambda: np.zeros(2)[1.5]); t(lambda: np.zeros(2)['a']); t(lambda: len(np.array(5))); t(lambda: np.zeros(3)[[True,False]]); t(lambda: float(np.zeros(2))); t(lambda: np.zeros(3)[np.array([5])]); t(lambda: np.squeeze(np.zeros((2,3)),0)); t(lambda: np.array([3]).item(1)); t(lambda:np.max([])); t(lambda:np.argmax([])); t(lambda: np.int64(2)**-1); t(lambda: np.array([2])**-1);t(lambda: np.array([True])-np.array([True])); t(lambda: -np.array([True])); t(lambda: np.exp(1000.)); t(lambda: np.dot(np.zeros((2,3)),np.zeros((2,3)))); t(lambda: np.zeros((2,3))@np.zeros((2,3))); t(lambda: np.array([1,2,3]).astype('foo'))
def s():
    a = np.zeros((2, 3)); a[0] = [1, 2]
t(s)
def s():
    a = np.arange(3); a += 1.5
t(s)

# %% scalars
import numpy as np
x = np.float64(2.5); y = np.int64(3); z = np.float32(0.1); b = np.bool_(True)
print(x, y, z, b, [x, y, z, b], x + y, repr(x + 1), repr(y * 2), repr(z + 1), repr(z * 2), repr(2 * z), repr(y / 2), repr(y // 2), repr(x ** 2), repr(-y), repr(abs(x)), x > y, repr(x > 1), y == 3, x.dtype, y.dtype, x.item(), type(y.item()), int(y), float(z), round(x), round(z, 2), f'{x:.2f} {y:03d} {z} {z:.3f} {b} {x} {y}', '%d %.1f %s' % (y, x, z), str(z), bool(b), not b, b and x, range(y), [1, 2, 3, 4][y], np.float32(1) / 3, np.float64(1) / 3, np.int32(7) % 4, np.sqrt(2), np.exp(1), repr(np.sqrt(4)), np.pi * x, np.floor(2.7), np.sum([x, y]), max(x, y), sum([x, x]), isinstance(x, float), isinstance(x, np.floating), isinstance(y, np.integer), isinstance(z, float), np.float64('1.5'), np.int64(2.7), {y: 1}, hash(y) == hash(3), x.mean(), y.astype(float), np.float16(0.1), np.float32(1e-10), np.float64(1e20), np.float32(123456789), np.float64(0.1) + 0.2, np.float32(0.1) + np.float32(0.2), np.float32(0.1) + 0.2)
