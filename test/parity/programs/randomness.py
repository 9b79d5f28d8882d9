# %% numpy uniform
import numpy as np
np.random.seed(0)
print(np.random.rand(), np.random.rand(3), np.random.rand(2, 2))
print(np.random.random(), np.random.random(2), np.random.random_sample((1, 2)), np.random.uniform(-1, 1, 4), np.random.uniform(size=(2,)))

# %% numpy normal
import numpy as np
np.random.seed(42)
print(np.random.randn(), np.random.randn(3), np.random.randn(2, 2))
print(np.random.normal(), np.random.normal(5, 2, size=3), np.random.normal(loc=1.0, scale=0.1, size=(2, 2)), np.random.standard_normal(2))
print(np.random.exponential(2.0), np.random.exponential(size=2))

# %% numpy integers
import numpy as np
np.random.seed(7)
print(np.random.randint(10), np.random.randint(0, 3, size=8), np.random.randint(5, size=(2, 3)), np.random.randint(0, 2**40, 3), np.random.randint(3, 4, 2))

# %% numpy permutations
import numpy as np
np.random.seed(3)
print(np.random.permutation(7), np.random.permutation([1.5, 2.5, 3.5]), np.random.permutation(np.array([[1, 2], [3, 4], [5, 6]])))
a = np.arange(6)
np.random.shuffle(a)
b = list('abcde')
np.random.shuffle(b)
print(a, b)

# %% numpy choices
import numpy as np
np.random.seed(11)
print(np.random.choice(5), np.random.choice(5, 3), np.random.choice([1.5, 2.5, 3.5], 4), np.random.choice(10, 4, replace=False), np.random.choice(3, 5, p=[0.1, 0.7, 0.2]), np.random.choice([0.5, 1.5]), np.random.choice(2, p=[0.5, 0.5]))

# %% numpy states
import numpy as np
rng = np.random.RandomState(5)
other = np.random.RandomState(seed=5)
print(rng.rand(2), rng.randn(2), rng.randint(0, 9, 3), rng.permutation(4), rng.choice(4, 2), rng.uniform(0, 2))
print(other.rand(2), other.normal(0, 1, 3))
np.random.seed([1, 2, 3])
print(np.random.rand())

# %% numpy refuses
import numpy as np
for attempt in (lambda: np.random.randint(0), lambda: np.random.randint(5, 5), lambda: np.random.seed(-1), lambda: np.random.choice(0), lambda: np.random.choice([]),
                lambda: np.random.choice(3, 5, replace=False), lambda: np.random.choice(3, p=[0.5, 0.5]), lambda: np.random.choice(2, p=[0.5, 0.6]), lambda: np.random.normal(0, -1),
                lambda: np.random.rand(2.5), lambda: np.random.choice([[1, 2]]), lambda: np.random.shuffle((1, 2))):
    try:
        print(attempt())
    except Exception as error:
        print(type(error).__name__, error)

# %% three seeds
import random
import numpy as np
import torch
def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
set_seed(42)
print(random.random(), np.random.rand(2), torch.rand(2))
x = torch.from_numpy(np.random.randn(3, 2))
print(x, x.dtype, torch.tensor(np.random.rand(2)).float())
set_seed(42)
print(random.randint(1, 10), np.random.randint(1, 10), torch.randint(1, 10, (1,)))
