# The module `statistics`: sums are kept as exact fractions and rounded once.
import math
from collections import Counter, namedtuple
from fractions import Fraction

__all__ = [
    'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean', 'harmonic_mean', 'linear_regression',
    'mean', 'median', 'median_high', 'median_low', 'mode', 'multimode', 'pstdev', 'pvariance', 'quantiles', 'stdev',
    'variance',
]


class StatisticsError(ValueError):
    pass


def _wider(a, b):
    """The type that a result of numbers of both types has."""
    if a is b or b is int or b is bool:
        return a
    if a is int:
        return b
    if issubclass(b, a):
        return b
    if issubclass(a, b) or issubclass(b, int):
        return a
    if issubclass(a, int):
        return b
    if issubclass(a, Fraction) and issubclass(b, float):
        return b
    if issubclass(a, float) and issubclass(b, Fraction):
        return a
    raise TypeError(f"don't know how to coerce {a.__name__} and {b.__name__}")


def _ratio(x):
    """A number as a fraction; itself where it is no finite one."""
    try:
        return Fraction(*x.as_integer_ratio())
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")
    except (OverflowError, ValueError):
        return x


def _sum(data):
    """The type of the result, the exact sum, and how many there are."""
    kind, total, count = int, Fraction(0), 0
    special = None
    for x in data:
        kind = _wider(kind, type(x))
        count += 1
        part = _ratio(x)
        if isinstance(part, Fraction):
            total += part
        else:
            special = part if special is None else special + part
    return kind, total if special is None else special, count


def _squares(data, center):
    """The type of the result, the exact sum of squared distances from the center or the mean, and how many there are."""
    if center is not None:
        return _sum((d := x - center) * d for x in data)
    kind, total, squares, count = int, Fraction(0), Fraction(0), 0
    special = None
    for x in data:
        kind = _wider(kind, type(x))
        count += 1
        part = _ratio(x)
        if isinstance(part, Fraction):
            total += part
            squares += part * part
        else:
            special = part if special is None else special + part
    if special is not None:
        return kind, special, count
    return kind, (count * squares - total * total) / count if count else Fraction(0), count


def _as(value, kind):
    if type(value) is kind:
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    return kind(value)


def _root(n, m):
    """The square root of n / m, rounded once."""
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        m <<= 2 * shift
    else:
        n <<= -2 * shift
    root = math.isqrt(n // m)
    root |= root * root * m != n
    return (root << shift) / 1 if shift >= 0 else root / (1 << -shift)


def mean(data):
    kind, total, n = _sum(data)
    if n < 1:
        raise StatisticsError('mean requires at least one data point')
    return _as(total / n, kind)


def fmean(data, weights=None):
    if weights is None:
        data = list(data)
        if not data:
            raise StatisticsError('fmean requires at least one data point')
        return math.fsum(data) / len(data)
    data, weights = list(data), list(weights)
    if len(data) != len(weights):
        raise StatisticsError('data and weights must be the same length')
    total = math.fsum(x * w for x, w in zip(data, weights))
    weight = math.fsum(weights)
    if not weight:
        raise StatisticsError('sum of weights must be non-zero')
    return total / weight


def geometric_mean(data):
    try:
        return math.exp(fmean(map(math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers') from None


def harmonic_mean(data, weights=None):
    data = list(data)
    n = len(data)
    if n < 1:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if n == 1 and weights is None:
        if data[0] < 0:
            raise StatisticsError('harmonic mean does not support negative values')
        return data[0]
    weights = [1] * n if weights is None else list(weights)
    if len(weights) != n:
        raise StatisticsError('Number of weights does not match data size')
    _, whole, _ = (int, n, n) if all(w == 1 for w in weights) else _sum(weights)
    for x in data:
        if x < 0:
            raise StatisticsError('harmonic mean does not support negative values')
    try:
        kind, total, _ = _sum(w / x if w else 0 for w, x in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    return _as(whole / total, kind)


def _ordered(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data


def median(data):
    data = _ordered(data)
    half = len(data) // 2
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    data = _ordered(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = _ordered(data)
    return data[len(data) // 2]


def mode(data):
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError('no mode for empty data')
    return pairs[0][0]


def multimode(data):
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError('must have at least two data points')
    found = []
    if method == 'inclusive':
        for i in range(1, n):
            j, rest = divmod(i * (size - 1), n)
            found.append((data[j] * (n - rest) + data[j + 1] * rest) / n)
        return found
    if method == 'exclusive':
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            rest = i * (size + 1) - j * n
            found.append((data[j - 1] * (n - rest) + data[j] * rest) / n)
        return found
    raise ValueError(f'Unknown method: {method!r}')


def variance(data, xbar=None):
    kind, squares, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('variance requires at least two data points')
    return _as(squares / (n - 1), kind)


def pvariance(data, mu=None):
    kind, squares, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return _as(squares / n, kind)


def stdev(data, xbar=None):
    _, squares, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    share = squares / (n - 1)
    return _root(share.numerator, share.denominator)


def pstdev(data, mu=None):
    _, squares, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pstdev requires at least one data point')
    share = squares / n
    return _root(share.numerator, share.denominator)


def _pairs(name, x, y):
    if len(x) != len(y):
        raise StatisticsError(f'{name} requires that both inputs have same number of data points')
    if len(x) < 2:
        raise StatisticsError(f'{name} requires at least two data points')
    return math.fsum(x) / len(x), math.fsum(y) / len(x)


def _spread(x, center):
    return math.fsum((d := xi - center) * d for xi in x)


def _together(x, y, xbar, ybar):
    return math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))


def covariance(x, y, /):
    xbar, ybar = _pairs('covariance', x, y)
    return _together(x, y, xbar, ybar) / (len(x) - 1)


def correlation(x, y, /):
    xbar, ybar = _pairs('correlation', x, y)
    shared = _together(x, y, xbar, ybar)
    try:
        return shared / math.sqrt(_spread(x, xbar) * _spread(y, ybar))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


LinearRegression = namedtuple('LinearRegression', ('slope', 'intercept'))


def linear_regression(x, y, /, *, proportional=False):
    xbar, ybar = _pairs('linear regression', x, y)
    if proportional:
        shared = math.fsum(xi * yi for xi, yi in zip(x, y))
        spread = math.fsum(xi * xi for xi in x)
    else:
        shared, spread = _together(x, y, xbar, ybar), _spread(x, xbar)
    try:
        slope = shared / spread
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)
