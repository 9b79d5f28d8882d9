# torch.distributions: the distributions that tutorials use, composed of tensor operations. What draws from generators that
# are not modelled is unknown there.
import math

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

__all__ = [
    'Bernoulli', 'Beta', 'Categorical', 'Dirichlet', 'Distribution', 'Exponential', 'Gamma', 'Independent', 'Laplace',
    'Multinomial', 'Normal', 'OneHotCategorical', 'Poisson', 'Uniform', 'kl_divergence',
]


class _Constraint:
    """What values are allowed: how it is shown, how many dims are one event, and the check."""

    def __init__(self, shown, check, dims=0):
        self.shown = shown
        self.check = check
        self.dims = dims

    def __repr__(self):
        return self.shown


_real = _Constraint('Real()', lambda value: value == value)
_real_vector = _Constraint('IndependentConstraint(Real(), 1)', lambda value: (value == value).all(-1), 1)
_positive = _Constraint('GreaterThan(lower_bound=0.0)', lambda value: value > 0)
_nonnegative = _Constraint('GreaterThanEq(lower_bound=0.0)', lambda value: value >= 0)
_positive_vector = _Constraint(
    'IndependentConstraint(GreaterThan(lower_bound=0.0), 1)', lambda value: (value > 0).all(-1), 1
)
_unit = _Constraint('Interval(lower_bound=0.0, upper_bound=1.0)', lambda value: (value >= 0) & (value <= 1))
_boolean = _Constraint('Boolean()', lambda value: (value == 0) | (value == 1))
_count = _Constraint('IntegerGreaterThan(lower_bound=0)', lambda value: (value % 1 == 0) & (value >= 0))
_one_hot = _Constraint(
    'OneHot()', lambda value: ((value == 0) | (value == 1)).all(-1) & value.sum(-1).eq(1), 1
)
_simplex = _Constraint(
    'Simplex()', lambda value: torch.all(value >= 0, dim=-1) & ((value.sum(-1) - 1).abs() < 1e-6), 1
)


def _between(low, high):
    shown = f'Interval(lower_bound={low}, upper_bound={high})'
    return _Constraint(shown, lambda value: (value >= low) & (value <= high))


def _up_to(high):
    shown = f'IntegerInterval(lower_bound=0, upper_bound={high})'
    return _Constraint(shown, lambda value: (value % 1 == 0) & (value >= 0) & (value <= high))


def _tensors(*values):
    """Numbers as tensors of the same dtype, all in their common shape."""
    if not all(isinstance(value, (torch.Tensor, int, float)) for value in values):
        raise ValueError(
            'Input arguments must all be instances of Number, torch.Tensor or objects implementing __torch_function__.'
        )
    given = [value for value in values if isinstance(value, torch.Tensor)]
    dtype = given[0].dtype if given else torch.get_default_dtype()
    values = [value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=dtype) for value in values]
    return torch.broadcast_tensors(*values)


def _clamped(probs):
    eps = torch.finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def _summed(value, dims):
    return value.reshape(value.shape[:value.dim() - dims] + (-1,)).sum(-1) if dims else value


class Distribution:
    has_rsample = False
    has_enumerate_support = False
    arg_constraints = {}
    support = None
    _validate_args = True

    def __init__(self, batch_shape=torch.Size(), event_shape=torch.Size(), validate_args=None):
        self._batch_shape = batch_shape
        self._event_shape = event_shape
        if validate_args is not None:
            self._validate_args = validate_args
        if not self._validate_args:
            return
        for name, constraint in self.arg_constraints.items():
            if name not in self.__dict__:
                continue
            value = getattr(self, name)
            if not torch.all(constraint.check(value)):
                raise ValueError(
                    f'Expected parameter {name} ({type(value).__name__} of shape {tuple(value.shape)}) of distribution '
                    f'{self!r} to satisfy the constraint {constraint!r}, but found invalid values:\n{value}'
                )

    @staticmethod
    def set_default_validate_args(value):
        if value not in [True, False]:
            raise ValueError
        Distribution._validate_args = value

    @property
    def batch_shape(self):
        return self._batch_shape

    @property
    def event_shape(self):
        return self._event_shape

    @property
    def stddev(self):
        return self.variance.sqrt()

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        raise NotImplementedError

    def log_prob(self, value):
        raise NotImplementedError

    def entropy(self):
        raise NotImplementedError

    def perplexity(self):
        return torch.exp(self.entropy())

    def _extended_shape(self, sample_shape=torch.Size()):
        return torch.Size(sample_shape) + self._batch_shape + self._event_shape

    def _validate_sample(self, value):
        if not self._validate_args:
            return
        if not isinstance(value, torch.Tensor):
            raise ValueError('The value argument to log_prob must be a Tensor')
        first = value.dim() - len(self._event_shape)
        if value.size()[first:] != self._event_shape:
            raise ValueError(
                f'The right-most size of value must match event_shape: {value.size()} vs {self._event_shape}.'
            )
        expected = self._batch_shape + self._event_shape
        for i, j in zip(reversed(value.size()), reversed(expected)):
            if i != 1 and j != 1 and i != j:
                raise ValueError(
                    f'Value is not broadcastable with batch_shape+event_shape: {value.size()} vs {expected}.'
                )
        if self.support is not None and not torch.all(self.support.check(value)):
            raise ValueError(
                f'Expected value argument ({type(value).__name__} of shape {tuple(value.shape)}) to be within the support '
                f'({self.support!r}) of the distribution {self!r}, but found invalid values:\n{value}'
            )

    def __repr__(self):
        parts = []
        for name in self.arg_constraints:
            if name in self.__dict__:
                value = self.__dict__[name]
                parts.append(f'{name}: {value if value.numel() == 1 else value.size()}')
        return type(self).__name__ + '(' + ', '.join(parts) + ')'


def _shape_of(tensor, *numbers):
    return torch.Size() if all(isinstance(value, (int, float)) for value in numbers) else tensor.size()


class Normal(Distribution):
    arg_constraints = {'loc': _real, 'scale': _positive}
    support = _real
    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _tensors(loc, scale)
        super().__init__(_shape_of(self.loc, loc, scale), validate_args=validate_args)

    mean = property(lambda self: self.loc)
    mode = property(lambda self: self.loc)
    stddev = property(lambda self: self.scale)
    variance = property(lambda self: self.stddev.pow(2))

    def sample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        with torch.no_grad():
            return torch.normal(self.loc.expand(shape), self.scale.expand(shape))

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        eps = torch.normal(torch.zeros(shape, dtype=self.loc.dtype), torch.ones(shape, dtype=self.loc.dtype))
        return self.loc + eps * self.scale

    def log_prob(self, value):
        self._validate_sample(value)
        var = self.scale**2
        return -((value - self.loc) ** 2) / (2 * var) - self.scale.log() - math.log(math.sqrt(2 * math.pi))

    def cdf(self, value):
        self._validate_sample(value)
        return 0.5 * (1 + torch.erf((value - self.loc) * self.scale.reciprocal() / math.sqrt(2)))

    def icdf(self, value):
        return self.loc + self.scale * torch.erfinv(2 * value - 1) * math.sqrt(2)

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + torch.log(self.scale)


class Uniform(Distribution):
    has_rsample = True

    def __init__(self, low, high, validate_args=None):
        self.low, self.high = _tensors(low, high)
        super().__init__(_shape_of(self.low, low, high), validate_args=validate_args)

    @property
    def arg_constraints(self):
        return {
            'low': _Constraint(f'LessThan(upper_bound={self.high})', lambda value: value < self.high),
            'high': _Constraint(f'GreaterThan(lower_bound={self.low})', lambda value: value > self.low),
        }

    mean = property(lambda self: (self.high + self.low) / 2)
    stddev = property(lambda self: (self.high - self.low) / 12**0.5)
    variance = property(lambda self: (self.high - self.low).pow(2) / 12)
    support = property(lambda self: _between(self.low, self.high))

    def rsample(self, sample_shape=torch.Size()):
        rand = torch.rand(self._extended_shape(sample_shape), dtype=self.low.dtype)
        return self.low + rand * (self.high - self.low)

    def log_prob(self, value):
        self._validate_sample(value)
        inside = self.low.le(value).type_as(self.low).mul(self.high.gt(value).type_as(self.low))
        return torch.log(inside) - torch.log(self.high - self.low)

    def cdf(self, value):
        self._validate_sample(value)
        return ((value - self.low) / (self.high - self.low)).clamp(min=0, max=1)

    def icdf(self, value):
        return value * (self.high - self.low) + self.low

    def entropy(self):
        return torch.log(self.high - self.low)


class _Discrete(Distribution):
    """Given by probabilities or by logits; the other is worked out when it is asked for."""

    def __init__(self, probs, logits):
        if (probs is None) == (logits is None):
            raise ValueError('Either `probs` or `logits` must be specified, but not both.')

    def __getattr__(self, name):
        if name == 'logits' and 'probs' in self.__dict__:
            self.logits = self._logits_of(self.probs)
            return self.logits
        if name == 'probs' and 'logits' in self.__dict__:
            self.probs = self._probs_of(self.logits)
            return self.probs
        raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')

    def _logits_of(self, probs):
        return torch.log(_clamped(probs))

    def _probs_of(self, logits):
        return torch.softmax(logits, dim=-1)

    @property
    def _param(self):
        return self.__dict__['probs'] if self._by_probs else self.__dict__['logits']


class Categorical(_Discrete):
    arg_constraints = {'probs': _simplex, 'logits': _real_vector}
    has_enumerate_support = True

    def __init__(self, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self._by_probs = probs is not None
        if self._by_probs:
            if probs.dim() < 1:
                raise ValueError('`probs` parameter must be at least one-dimensional.')
            self.probs = probs / probs.sum(-1, keepdim=True)
        else:
            if logits.dim() < 1:
                raise ValueError('`logits` parameter must be at least one-dimensional.')
            self.logits = logits - logits.logsumexp(dim=-1, keepdim=True)
        self._num_events = self._param.size()[-1]
        shape = self._param.size()[:-1] if self._param.ndimension() > 1 else torch.Size()
        Distribution.__init__(self, shape, validate_args=validate_args)

    support = property(lambda self: _up_to(self._num_events - 1))
    param_shape = property(lambda self: self._param.size())
    mean = property(lambda self: torch.full(self._extended_shape(), math.nan, dtype=self.probs.dtype))
    variance = property(lambda self: torch.full(self._extended_shape(), math.nan, dtype=self.probs.dtype))
    mode = property(lambda self: self.probs.argmax(dim=-1))

    def sample(self, sample_shape=torch.Size()):
        sample_shape = torch.Size(sample_shape)
        rows = self.probs.reshape(-1, self._num_events)
        samples = torch.multinomial(rows, sample_shape.numel(), True).T
        return samples.reshape(self._extended_shape(sample_shape))

    def log_prob(self, value):
        self._validate_sample(value)
        value, log_pmf = torch.broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return log_pmf.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        logits = torch.clamp(self.logits, min=torch.finfo(self.logits.dtype).min)
        return -(logits * self.probs).sum(-1)

    def enumerate_support(self, expand=True):
        values = torch.arange(self._num_events, dtype=torch.long).view((-1,) + (1,) * len(self._batch_shape))
        return values.expand((-1,) + self._batch_shape) if expand else values


class OneHotCategorical(Distribution):
    arg_constraints = {'probs': _simplex, 'logits': _real_vector}
    support = _one_hot
    has_enumerate_support = True

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._categorical = Categorical(probs, logits)
        super().__init__(self._categorical.batch_shape, self._categorical.param_shape[-1:], validate_args=validate_args)

    probs = property(lambda self: self._categorical.probs)
    logits = property(lambda self: self._categorical.logits)
    mean = property(lambda self: self._categorical.probs)
    variance = property(lambda self: self._categorical.probs * (1 - self._categorical.probs))

    def sample(self, sample_shape=torch.Size()):
        probs = self._categorical.probs
        indices = self._categorical.sample(torch.Size(sample_shape))
        return torch.nn.functional.one_hot(indices, self._categorical._num_events).to(probs)

    def log_prob(self, value):
        self._validate_sample(value)
        return self._categorical.log_prob(value.max(-1)[1])

    def entropy(self):
        return self._categorical.entropy()


class Bernoulli(_Discrete):
    arg_constraints = {'probs': _unit, 'logits': _real}
    support = _boolean
    has_enumerate_support = True

    def __init__(self, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self._by_probs = probs is not None
        given = probs if self._by_probs else logits
        value, = _tensors(given)
        setattr(self, 'probs' if self._by_probs else 'logits', value)
        Distribution.__init__(self, _shape_of(value, given), validate_args=validate_args)

    mean = property(lambda self: self.probs)
    variance = property(lambda self: self.probs * (1 - self.probs))
    param_shape = property(lambda self: self._param.size())

    def _logits_of(self, probs):
        probs = _clamped(probs)
        return torch.log(probs) - torch.log1p(-probs)

    def _probs_of(self, logits):
        return torch.sigmoid(logits)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.bernoulli(self.probs.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._validate_sample(value)
        logits, value = _tensors(self.logits, value)
        return -binary_cross_entropy_with_logits(logits, value, reduction='none')

    def entropy(self):
        return binary_cross_entropy_with_logits(self.logits, self.probs, reduction='none')

    def enumerate_support(self, expand=True):
        values = torch.arange(2, dtype=self._param.dtype).view((-1,) + (1,) * len(self._batch_shape))
        return values.expand((-1,) + self._batch_shape) if expand else values


class Multinomial(Distribution):
    arg_constraints = {'probs': _simplex, 'logits': _real_vector}

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        if not isinstance(total_count, int):
            raise NotImplementedError('inhomogeneous total_count is not supported')
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        super().__init__(self._categorical.batch_shape, self._categorical.param_shape[-1:], validate_args=validate_args)

    probs = property(lambda self: self._categorical.probs)
    logits = property(lambda self: self._categorical.logits)
    mean = property(lambda self: self.probs * self.total_count)
    variance = property(lambda self: self.total_count * self.probs * (1 - self.probs))

    @property
    def support(self):
        total = self.total_count
        return _Constraint(
            'Multinomial()', lambda value: (value >= 0).all(dim=-1) & (value.sum(dim=-1) <= total), 1
        )

    def sample(self, sample_shape=torch.Size()):
        sample_shape = torch.Size(sample_shape)
        samples = self._categorical.sample(torch.Size((self.total_count,)) + sample_shape)
        samples = samples.permute(*range(1, samples.dim()), 0)
        counts = torch.zeros(self._extended_shape(sample_shape), dtype=torch.long)
        return counts.scatter_add_(-1, samples, torch.ones_like(samples)).type_as(self.probs)

    def log_prob(self, value):
        self._validate_sample(value)
        logits, value = _tensors(self.logits, value)
        logits = logits.clone()
        logits[(value == 0) & (logits == -math.inf)] = 0
        return torch.lgamma(value.sum(-1) + 1) - torch.lgamma(value + 1).sum(-1) + (logits * value).sum(-1)


class Exponential(Distribution):
    arg_constraints = {'rate': _positive}
    support = _nonnegative
    has_rsample = True

    def __init__(self, rate, validate_args=None):
        self.rate, = _tensors(rate)
        super().__init__(_shape_of(self.rate, rate), validate_args=validate_args)

    mean = property(lambda self: self.rate.reciprocal())
    mode = property(lambda self: torch.zeros_like(self.rate))
    stddev = property(lambda self: self.rate.reciprocal())
    variance = property(lambda self: self.rate.pow(-2))

    def rsample(self, sample_shape=torch.Size()):
        return torch.empty(self._extended_shape(sample_shape), dtype=self.rate.dtype).exponential_() / self.rate

    def log_prob(self, value):
        self._validate_sample(value)
        return self.rate.log() - self.rate * value

    def cdf(self, value):
        self._validate_sample(value)
        return 1 - torch.exp(-self.rate * value)

    def icdf(self, value):
        return -torch.log1p(-value) / self.rate

    def entropy(self):
        return 1.0 - torch.log(self.rate)


class Laplace(Distribution):
    arg_constraints = {'loc': _real, 'scale': _positive}
    support = _real
    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _tensors(loc, scale)
        super().__init__(_shape_of(self.loc, loc, scale), validate_args=validate_args)

    mean = property(lambda self: self.loc)
    mode = property(lambda self: self.loc)
    variance = property(lambda self: 2 * self.scale.pow(2))
    stddev = property(lambda self: (2**0.5) * self.scale)

    def rsample(self, sample_shape=torch.Size()):
        shape = self._extended_shape(sample_shape)
        u = torch.empty(shape, dtype=self.loc.dtype).uniform_(torch.finfo(self.loc.dtype).eps - 1, 1)
        return self.loc - self.scale * u.sign() * torch.log1p(-u.abs())

    def log_prob(self, value):
        self._validate_sample(value)
        return -torch.log(2 * self.scale) - torch.abs(value - self.loc) / self.scale

    def cdf(self, value):
        self._validate_sample(value)
        return 0.5 - 0.5 * (value - self.loc).sign() * torch.expm1(-(value - self.loc).abs() / self.scale)

    def entropy(self):
        return 1 + torch.log(2 * self.scale)


class Poisson(Distribution):
    arg_constraints = {'rate': _nonnegative}
    support = _count

    def __init__(self, rate, validate_args=None):
        self.rate, = _tensors(rate)
        super().__init__(_shape_of(self.rate, rate), validate_args=validate_args)

    mean = property(lambda self: self.rate)
    mode = property(lambda self: self.rate.floor())
    variance = property(lambda self: self.rate)

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return torch.poisson(self.rate.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._validate_sample(value)
        rate, value = _tensors(self.rate, value)
        return value.xlogy(rate) - rate - (value + 1).lgamma()


class Gamma(Distribution):
    arg_constraints = {'concentration': _positive, 'rate': _positive}
    support = _nonnegative
    has_rsample = True

    def __init__(self, concentration, rate, validate_args=None):
        self.concentration, self.rate = _tensors(concentration, rate)
        super().__init__(_shape_of(self.concentration, concentration, rate), validate_args=validate_args)

    mean = property(lambda self: self.concentration / self.rate)
    mode = property(lambda self: ((self.concentration - 1) / self.rate).clamp(min=0))
    variance = property(lambda self: self.concentration / self.rate.pow(2))

    def rsample(self, sample_shape=torch.Size()):
        return torch._standard_gamma(self.concentration.expand(self._extended_shape(sample_shape))) / self.rate

    def log_prob(self, value):
        value = torch.as_tensor(value, dtype=self.rate.dtype)
        self._validate_sample(value)
        a, b = self.concentration, self.rate
        return torch.xlogy(a, b) + torch.xlogy(a - 1, value) - b * value - torch.lgamma(a)

    def entropy(self):
        a = self.concentration
        return a - torch.log(self.rate) + torch.lgamma(a) + (1.0 - a) * torch.digamma(a)


class Dirichlet(Distribution):
    arg_constraints = {'concentration': _positive_vector}
    support = _simplex
    has_rsample = True

    def __init__(self, concentration, validate_args=None):
        if concentration.dim() < 1:
            raise ValueError('`concentration` parameter must be at least one-dimensional.')
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:], validate_args=validate_args)

    mean = property(lambda self: self.concentration / self.concentration.sum(-1, True))

    @property
    def variance(self):
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.pow(2) * (total + 1))

    def rsample(self, sample_shape=torch.Size()):
        return torch._sample_dirichlet(self.concentration.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._validate_sample(value)
        a = self.concentration
        return torch.xlogy(a - 1.0, value).sum(-1) + torch.lgamma(a.sum(-1)) - torch.lgamma(a).sum(-1)

    def entropy(self):
        a, k = self.concentration, self.concentration.size(-1)
        total = a.sum(-1)
        return (
            torch.lgamma(a).sum(-1) - torch.lgamma(total) - (k - total) * torch.digamma(total)
            - ((a - 1.0) * torch.digamma(a)).sum(-1)
        )


class Beta(Distribution):
    arg_constraints = {'concentration1': _positive, 'concentration0': _positive}
    support = _unit
    has_rsample = True

    def __init__(self, concentration1, concentration0, validate_args=None):
        pair = torch.stack(_tensors(concentration1, concentration0), -1)
        self._dirichlet = Dirichlet(pair, validate_args=validate_args)
        super().__init__(self._dirichlet._batch_shape, validate_args=validate_args)

    concentration1 = property(lambda self: self._dirichlet.concentration[..., 0])
    concentration0 = property(lambda self: self._dirichlet.concentration[..., 1])
    mean = property(lambda self: self.concentration1 / (self.concentration1 + self.concentration0))

    @property
    def variance(self):
        total = self.concentration1 + self.concentration0
        return self.concentration1 * self.concentration0 / (total.pow(2) * (total + 1))

    def rsample(self, sample_shape=()):
        return self._dirichlet.rsample(sample_shape).select(-1, 0)

    def log_prob(self, value):
        self._validate_sample(value)
        return self._dirichlet.log_prob(torch.stack([value, 1.0 - value], -1))

    def entropy(self):
        return self._dirichlet.entropy()


class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        if reinterpreted_batch_ndims > len(base_distribution.batch_shape):
            raise ValueError(
                'Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), '
                f'actual {reinterpreted_batch_ndims} vs {len(base_distribution.batch_shape)}'
            )
        shape = base_distribution.batch_shape + base_distribution.event_shape
        first = len(base_distribution.batch_shape) - reinterpreted_batch_ndims
        self.base_dist = base_distribution
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims
        super().__init__(shape[:first], shape[first:], validate_args=validate_args)

    has_rsample = property(lambda self: self.base_dist.has_rsample)
    mean = property(lambda self: self.base_dist.mean)
    variance = property(lambda self: self.base_dist.variance)

    def sample(self, sample_shape=torch.Size()):
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape=torch.Size()):
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value):
        return _summed(self.base_dist.log_prob(value), self.reinterpreted_batch_ndims)

    def entropy(self):
        return _summed(self.base_dist.entropy(), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f'Independent({self.base_dist}, {self.reinterpreted_batch_ndims})'


def _kl_normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())


def _kl_categorical(p, q):
    t = p.probs * (p.logits - q.logits)
    t[(q.probs == 0).expand_as(t)] = math.inf
    t[(p.probs == 0).expand_as(t)] = 0
    return t.sum(-1)


def _kl_bernoulli(p, q):
    softplus = torch.nn.functional.softplus
    ones = p.probs * (softplus(-q.logits) - softplus(-p.logits))
    ones[q.probs == 0] = math.inf
    ones[p.probs == 0] = 0
    zeros = (1 - p.probs) * (softplus(q.logits) - softplus(p.logits))
    zeros[q.probs == 1] = math.inf
    zeros[p.probs == 1] = 0
    return ones + zeros


def _kl_uniform(p, q):
    result = ((q.high - q.low) / (p.high - p.low)).log()
    result[(q.low > p.low) | (q.high < p.high)] = math.inf
    return result


def _kl_exponential(p, q):
    ratio = q.rate / p.rate
    return -ratio.log() + ratio - 1


def _kl_laplace(p, q):
    ratio, distance = p.scale / q.scale, (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * torch.exp(-distance / p.scale) - 1


def _kl_poisson(p, q):
    return p.rate * (p.rate.log() - q.rate.log()) - (p.rate - q.rate)


def _kl_gamma(p, q):
    return (
        q.concentration * (p.rate / q.rate).log() + torch.lgamma(q.concentration) - torch.lgamma(p.concentration)
        + (p.concentration - q.concentration) * torch.digamma(p.concentration)
        + (q.rate - p.rate) * (p.concentration / p.rate)
    )


def _kl_dirichlet(p, q):
    total = p.concentration.sum(-1)
    digamma = torch.digamma(p.concentration) - torch.digamma(total).unsqueeze(-1)
    return (
        torch.lgamma(total) - torch.lgamma(q.concentration.sum(-1))
        - (p.concentration.lgamma() - q.concentration.lgamma()).sum(-1)
        + ((p.concentration - q.concentration) * digamma).sum(-1)
    )


def _kl_beta(p, q):
    p_total, q_total = p.concentration1 + p.concentration0, q.concentration1 + q.concentration0
    t1 = q.concentration1.lgamma() + q.concentration0.lgamma() + p_total.lgamma()
    t2 = p.concentration1.lgamma() + p.concentration0.lgamma() + q_total.lgamma()
    t3 = (p.concentration1 - q.concentration1) * torch.digamma(p.concentration1)
    t4 = (p.concentration0 - q.concentration0) * torch.digamma(p.concentration0)
    t5 = (q_total - p_total) * torch.digamma(p_total)
    return t1 - t2 + t3 + t4 + t5


def _kl_independent(p, q):
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError
    return _summed(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


_divergences = {
    Bernoulli: _kl_bernoulli,
    Beta: _kl_beta,
    Categorical: _kl_categorical,
    Dirichlet: _kl_dirichlet,
    Exponential: _kl_exponential,
    Gamma: _kl_gamma,
    Independent: _kl_independent,
    Laplace: _kl_laplace,
    Normal: _kl_normal,
    OneHotCategorical: lambda p, q: _kl_categorical(p._categorical, q._categorical),
    Poisson: _kl_poisson,
    Uniform: _kl_uniform,
}


def kl_divergence(p, q):
    for kind, divergence in _divergences.items():
        if isinstance(p, kind) and isinstance(q, kind):
            return divergence(p, q)
    if any(isinstance(p, kind) for kind in _divergences) and any(isinstance(q, kind) for kind in _divergences):
        # Of two kinds: some of these PyTorch knows.
        return torch._kl_divergence_of_two_kinds
    raise NotImplementedError(f'No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}')
