# %% functions
import torch
torch.manual_seed(0)
print(torch.rand(2, 3)); print(torch.randn(3)); print(torch.randn(16)); print(torch.randn(20)); print(torch.randint(10, (3,))); print(torch.randint(3, 9, (2, 2))); print(torch.randperm(7)); print(torch.rand(1).item()); print(torch.randn(())); print(torch.rand_like(torch.ones(2))); print(torch.randn_like(torch.ones(2, 2))); print(torch.randint_like(torch.ones(3), 5)); print(torch.randint_like(torch.zeros(3, dtype=torch.long), 2, 9)); print(torch.randint(0, 2, (4,), dtype=torch.float32)); print(torch.randint(high=5, size=(3,))); print(torch.randint(low=1, high=5, size=[3]))
print(torch.normal(0., 1., (3,))); print(torch.normal(torch.zeros(3), torch.ones(3))); print(torch.normal(torch.arange(1., 4.), 0.1)); print(torch.normal(2.0, torch.tensor([1., 2.]))); print(torch.normal(mean=0.0, std=1.0, size=(2, 2))); print(torch.bernoulli(torch.tensor([0.5, 0.1, 0.9]))); print(torch.rand(3) > 0.5)
print(torch.rand(3, dtype=torch.float64)); print(torch.randn(3, dtype=torch.float64)); print(torch.rand(3, dtype=torch.float16)); print(torch.randn(3, dtype=torch.float16)); print(torch.randn(20, dtype=torch.bfloat16)); print(torch.rand(3, dtype=torch.bfloat16)); print(torch.randn(17, dtype=torch.float64)); print(torch.rand((2,), requires_grad=True)); print(torch.rand([2, 1]).shape, torch.rand(size=(1, 2)).shape, torch.rand(torch.Size([2])).shape)

# %% fill methods
import torch
torch.manual_seed(1)
print(torch.empty(3).uniform_(-1, 1)); print(torch.empty(3).normal_(2, 0.5)); print(torch.empty(20).normal_(mean=1, std=2)); print(torch.empty(3).exponential_()); print(torch.empty(3).exponential_(2.0)); print(torch.empty(4).bernoulli_(0.3)); print(torch.empty(4).bernoulli_(torch.tensor([0., 1., 0.5, 0.5]))); print(torch.empty(4).random_(5)); print(torch.empty(4).random_(2, 6)); print(torch.zeros(3, dtype=torch.long).random_()); print(torch.zeros(3, dtype=torch.uint8).random_()); print(torch.zeros(4, dtype=torch.bool).random_()); print(torch.zeros(3).random_()); print(torch.empty(3).cauchy_()); print(torch.empty(3).log_normal_()); print(torch.empty(3).geometric_(0.3)); print(torch.zeros(3, dtype=torch.int8).random_()); print(torch.empty(3, dtype=torch.float64).random_()); print(torch.empty(3, dtype=torch.long).random_(10)); print(torch.LongTensor(2, 3).random_(0, 4)); print(torch.zeros(2, 3).t().uniform_()); print(torch.zeros(8, 4).t().normal_()); print(torch.zeros(3, dtype=torch.int16).random_(), torch.zeros(3, dtype=torch.int32).random_()); print(torch.zeros(2, dtype=torch.half).uniform_(), torch.zeros(2, dtype=torch.half).random_())
x = torch.zeros(40); x[::2].normal_(); print(x); x[3:30].uniform_(); print(x)

# %% multinomial and bernoulli
import torch
torch.manual_seed(2)
w = torch.tensor([0., 10., 3., 0.])
print(torch.multinomial(w, 2)); print(torch.multinomial(w, 5, replacement=True)); print(torch.multinomial(torch.ones(2, 4), 2)); print(torch.multinomial(torch.softmax(torch.arange(6.).view(2, 3), 1), 1)); print(w.multinomial(1, replacement=True)); print(torch.multinomial(torch.ones(3, 5), 4, True)); print(torch.multinomial(input=w, num_samples=1))
for a in (lambda: torch.multinomial(w, 3), lambda: torch.multinomial(torch.tensor([-1., 2.]), 1), lambda: torch.multinomial(torch.ones(3), 4), lambda: torch.multinomial(torch.zeros(3), 1), lambda: torch.multinomial(torch.tensor([1, 2]), 1)):
    try: print(a())
    except RuntimeError as e: print(e)
print(torch.ones(5).bernoulli(), torch.bernoulli(torch.full((6,), 0.3)), torch.full((4,), 0.5).bernoulli(0.2) if True else '', torch.poisson(torch.tensor([1., 4., 0.5, 20.])))

# %% dropouts and gumbel
import torch, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(3)
print(F.dropout(torch.ones(8))); print(F.dropout(torch.ones(8), 0.2)); print(F.dropout(torch.ones(4), training=False)); d = nn.Dropout(0.3); print(d(torch.ones(2, 4))); d.eval(); print(d(torch.ones(3))); print(nn.Dropout2d(0.5)(torch.ones(2, 3, 2, 2))[:, :, 0, 0]); print(F.alpha_dropout(torch.ones(6), 0.4, True)); print(F.gumbel_softmax(torch.zeros(2, 3))); print(F.gumbel_softmax(torch.zeros(2, 3), tau=0.5, hard=True)); print(F.feature_alpha_dropout(torch.ones(2, 3, 2), 0.5, True)); print(F.rrelu(torch.tensor([-1., -2., 3.]), training=True)); print(F.dropout(torch.ones(4), 1.0), F.dropout(torch.ones(4), 0.)); print(F.dropout1d(torch.ones(1, 4, 2), 0.5)); x = torch.ones(4); F.dropout(x, 0.5, inplace=True); print(x); print(nn.Dropout1d()(torch.ones(2, 3)), nn.AlphaDropout(0.2)(torch.ones(3))); print(torch.dropout(torch.ones(4), 0.5, True)); print(nn.RReLU()(torch.tensor([-1., 1.])))

# %% generators and states
import torch
g = torch.Generator().manual_seed(5)
print(torch.rand(2, generator=g)); print(torch.randn(2, generator=g)); print(torch.randperm(4, generator=g)); print(torch.randint(0, 5, (2,), generator=g)); print(torch.empty(2).uniform_(generator=g)); print(torch.multinomial(torch.ones(4), 2, generator=g)); print(torch.bernoulli(torch.ones(2) * 0.5, generator=g)); print(torch.normal(0, 1, (2,), generator=g))
print(g.initial_seed(), torch.initial_seed() if False else ''); s = g.get_state(); print(s[:20], s.sum()); a = torch.rand(2, generator=g); g.set_state(s); print(a == torch.rand(2, generator=g)); print(type(g), g.device, s.dtype, s.shape)
torch.manual_seed(7); st = torch.get_rng_state(); a = torch.rand(3); torch.set_rng_state(st); print((torch.rand(3) == a).all()); print(torch.initial_seed())
with torch.random.fork_rng(): print(torch.rand(1))
print(torch.rand(1)); torch.random.manual_seed(7); print(torch.rand(1)); r = torch.manual_seed(9); print(type(r), r.initial_seed()); print(torch.default_generator.initial_seed()); torch.cuda.manual_seed(0); torch.cuda.manual_seed_all(0); g2 = torch.Generator(device='cpu'); g2.manual_seed(2147483647); print(torch.rand(2, generator=g2)); print(torch.Generator().initial_seed()); print(torch.randn(2, generator=torch.Generator().manual_seed(-1))); torch.manual_seed(2**40 + 3); print(torch.rand(1)); g3 = g2.clone_state() if hasattr(g2, 'clone_state') else g2; print(torch.rand(1, generator=g3))

# %% refused
import torch
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
x=torch.zeros(2); l=torch.zeros(2,dtype=torch.long); b=torch.zeros(2,dtype=torch.bool)
for f in (lambda: x.uniform_(3,1), lambda: x.normal_(0,-1), lambda: x.exponential_(-1), lambda: x.exponential_(0), lambda: x.bernoulli_(2), lambda: x.bernoulli_(1.5), lambda: x.geometric_(2), lambda: x.cauchy_(0,-1), lambda: x.log_normal_(0,-1), lambda: x.random_(5,2), lambda: l.uniform_(), lambda: l.normal_(), lambda: l.exponential_(), lambda: l.cauchy_(), lambda: l.log_normal_(), lambda: b.random_(3), lambda: torch.zeros(2,dtype=torch.int8).random_(300), lambda: torch.rand(2,dtype=torch.long), lambda: torch.randn(2,dtype=torch.long), lambda: torch.rand_like(l), lambda: torch.randn_like(l), lambda: torch.randint(5,(2,),dtype=torch.bool), lambda: torch.randint(5,5,(2,)), lambda: torch.randint(0,(2,)), lambda: torch.randint(1.5,(2,)), lambda: torch.randint(3), lambda: torch.randperm(-1), lambda: torch.normal(0.,-1.,(2,)), lambda: torch.normal(torch.zeros(2), -torch.ones(2)), lambda: torch.bernoulli(torch.tensor([2.])), lambda: torch.bernoulli(l), lambda: torch.multinomial(torch.ones(2,2,2),1), lambda: torch.multinomial(torch.ones(3),0), lambda: torch.multinomial(torch.tensor([1.,float('nan')]),1), lambda: torch.multinomial(torch.ones(3),1.5), lambda: torch.poisson(torch.tensor([-1.])), lambda: torch.poisson(l), lambda: torch.manual_seed('a'), lambda: torch.manual_seed(None), lambda: torch.manual_seed(2**64), lambda: torch.manual_seed(1.7).initial_seed(), lambda: torch.rand(-1), lambda: torch.rand('a'), lambda: torch.rand(2.5),lambda:torch.randint(0,10), lambda: torch.randint(0, 2**63, (1,)), lambda: torch.randint(300,(2,),dtype=torch.uint8), lambda: torch.Generator().manual_seed('a')):
    t(f)

# %% distributions of numpy
import numpy as np
np.random.seed(3)
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
t(lambda: np.random.beta(0.4,0.4))
t(lambda: np.random.beta(0.4,0.4,5))
t(lambda: np.random.beta(2,3.5,4))
t(lambda: np.random.beta(0.4,2,4))
t(lambda: np.random.gamma(0.3, size=4))
t(lambda: np.random.gamma(2.5,2,4))
t(lambda: np.random.gamma(1,size=3))
t(lambda: np.random.standard_gamma(0,2))
t(lambda: np.random.standard_gamma([0.5,2,7]))
t(lambda: np.random.laplace(size=4))
t(lambda: np.random.laplace(1,[1,2]))
t(lambda: np.random.poisson(size=5))
t(lambda: np.random.poisson(3.5,6))
t(lambda: np.random.poisson([1,20,100]))
t(lambda: np.random.poisson(50,(2,3)))
t(lambda: np.random.poisson(0))
t(lambda: np.random.geometric(0.5,6))
t(lambda: np.random.geometric(0.05,6))
t(lambda: np.random.weibull(2,3))
t(lambda: np.random.pareto(3,3))
t(lambda: np.random.power(2,3))
t(lambda: np.random.chisquare(3,4))
t(lambda: np.random.rayleigh(2,4))
t(lambda: np.random.gumbel(0,1,4))
t(lambda: np.random.logistic(0,1,4))
t(lambda: np.random.lognormal(0,0.5,4))
t(lambda: np.random.standard_t(3,4))
t(lambda: np.random.binomial(10,0.3,6))
t(lambda: np.random.binomial(20,0.8,6))
t(lambda: np.random.binomial([5,50],[0.5,0.1]))
t(lambda: np.random.binomial(1,0.5))
t(lambda: np.random.normal([0,10],[1,2]))
t(lambda: np.random.normal(np.zeros((2,1)),np.ones(3)))
t(lambda: np.random.normal(np.arange(3.),0.1,(2,3)))
t(lambda: np.random.uniform([0,1],[1,5]))
t(lambda: np.random.uniform(-1,1,3))
t(lambda: np.random.exponential([1,2,3]))
t(lambda: np.random.exponential(2.,2))
t(lambda: np.random.normal(0, 1))
t(lambda: np.random.normal(loc=5))
t(lambda: np.random.standard_normal((2,2)))
t(lambda: np.random.beta(-1,1))
t(lambda: np.random.gamma(-1))
t(lambda: np.random.laplace(0,-1))
t(lambda: np.random.poisson(-1))
t(lambda: np.random.geometric(2))
t(lambda: np.random.standard_gamma(-2))
t(lambda: np.random.weibull(-1))
t(lambda: np.random.pareto(-1))
t(lambda: np.random.power(-1))
t(lambda: np.random.chisquare(0))
t(lambda: np.random.rayleigh(-1))
t(lambda: np.random.gumbel(0,-1))
t(lambda: np.random.logistic(0,-1))
t(lambda: np.random.lognormal(0,-1))
t(lambda: np.random.standard_t(0))
t(lambda: np.random.normal([1,2],-1))
t(lambda: np.random.beta([1,0],2))
t(lambda: np.random.normal([0,1],[1,2,3]))
t(lambda: np.random.normal([0,1],1,3))
t(lambda: np.random.beta(True, 2))
t(lambda: np.random.binomial(-1,.5))
t(lambda: np.random.binomial(3,2))
r = np.random.RandomState(5)
print(r.beta(0.2, 0.2, 3), r.poisson(4, 5), r.normal([1., 2.]), np.random.rand())
g = np.random.default_rng(0)
print(g.normal([0, 10], 1), g.uniform([0, 1], [1, 2]), g.exponential([1, 2]))
