# The module `fractions`: exact quotients of integers.
import math

__all__ = ['Fraction']

_modulus = (1 << 61) - 1


def _digits(text):
    """The integer that a text of digits is, with `_` between them allowed; None where it is none."""
    if not text or not text.isdecimal() and not text.replace('_', 'x').isidentifier() and '_' not in text:
        return None
    parts = text.split('_')
    return int(''.join(parts)) if all(part.isdecimal() for part in parts) else None


def _parsed(text):
    """Numerator and denominator of `3/4`, `-1.25e3`; None where the text is neither."""
    body = text.strip()
    sign = -1 if body.startswith('-') else 1
    if body[:1] in ('-', '+') and body:
        body = body[1:]
    if '/' in body:
        top, bottom = body.split('/', 1)
        top, bottom = _digits(top), _digits(bottom)
        return None if top is None or bottom is None else (sign * top, bottom)
    body, e, exponent = body.replace('E', 'e').partition('e')
    power = 0
    if e:
        negative = exponent.startswith('-')
        power = _digits(exponent[1:] if exponent[:1] in ('-', '+') and exponent else exponent)
        if power is None:
            return None
        power = -power if negative else power
    whole, dot, decimals = body.partition('.')
    if not whole and not decimals:
        return None
    top = _digits(whole) if whole else 0
    low = _digits(decimals) if decimals else 0
    if top is None or low is None:
        return None
    places = len(decimals.replace('_', ''))
    top = top * 10**places + low
    power -= places
    return (sign * top * 10**power, 1) if power >= 0 else (sign * top, 10**-power)


def _forward(exact, approximate):
    """A binary operation: exact with integers and fractions, in floats or complex numbers with those."""

    def method(a, b):
        if isinstance(b, Fraction):
            return exact(a, b)
        if isinstance(b, int):
            return exact(a, Fraction(b))
        if isinstance(b, float):
            return approximate(float(a), b)
        if isinstance(b, complex):
            return approximate(complex(a), b)
        return NotImplemented

    return method


def _reflected(exact, approximate):
    def method(b, a):
        if isinstance(a, int):
            return exact(Fraction(a), b)
        if isinstance(a, float):
            return approximate(a, float(b))
        if isinstance(a, complex):
            return approximate(a, complex(b))
        return NotImplemented

    return method


def _add(a, b):
    return Fraction(a._numerator * b._denominator + b._numerator * a._denominator, a._denominator * b._denominator)


def _sub(a, b):
    return Fraction(a._numerator * b._denominator - b._numerator * a._denominator, a._denominator * b._denominator)


def _mul(a, b):
    return Fraction(a._numerator * b._numerator, a._denominator * b._denominator)


def _div(a, b):
    if b._numerator == 0:
        sign = (a._numerator > 0) - (a._numerator < 0)
        raise ZeroDivisionError(f'Fraction({sign}, 0)')
    return Fraction(a._numerator * b._denominator, a._denominator * b._numerator)


def _floordiv(a, b):
    return (a._numerator * b._denominator) // (a._denominator * b._numerator)


def _divmod(a, b):
    quotient, rest = divmod(a._numerator * b._denominator, a._denominator * b._numerator)
    return quotient, Fraction(rest, a._denominator * b._denominator)


def _mod(a, b):
    return Fraction((a._numerator * b._denominator) % (b._numerator * a._denominator), a._denominator * b._denominator)


def _ordering(decide):
    def method(a, b):
        if isinstance(b, Fraction):
            return decide(a._numerator * b._denominator, a._denominator * b._numerator)
        if isinstance(b, int):
            return decide(a._numerator, a._denominator * b)
        if isinstance(b, float):
            if math.isnan(b) or math.isinf(b):
                return decide(0.0, b)
            top, bottom = b.as_integer_ratio()
            return decide(a._numerator * bottom, a._denominator * top)
        return NotImplemented

    return method


class Fraction:
    def __new__(cls, numerator=0, denominator=None):
        self = object.__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                top, bottom = numerator, 1
            elif isinstance(numerator, (int, Fraction)):
                top, bottom = numerator.numerator, numerator.denominator
            elif isinstance(numerator, float):
                top, bottom = numerator.as_integer_ratio()
            elif isinstance(numerator, str):
                found = _parsed(numerator)
                if found is None:
                    raise ValueError(f'Invalid literal for Fraction: {numerator!r}')
                top, bottom = found
                if bottom == 0:
                    raise ZeroDivisionError(f'Fraction({top}, 0)')
            else:
                raise TypeError('argument should be a string or a Rational instance')
        elif isinstance(numerator, (int, Fraction)) and isinstance(denominator, (int, Fraction)):
            top = numerator.numerator * denominator.denominator
            bottom = denominator.numerator * numerator.denominator
        else:
            raise TypeError('both arguments should be Rational instances')
        if bottom == 0:
            raise ZeroDivisionError(f'Fraction({top}, 0)')
        common = math.gcd(top, bottom)
        if bottom < 0:
            common = -common
        self._numerator = top // common
        self._denominator = bottom // common
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f'{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})')
        return cls(*f.as_integer_ratio())

    def as_integer_ratio(self):
        return (self._numerator, self._denominator)

    def limit_denominator(self, max_denominator=1000000):
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        lower = Fraction(p0 + k * p1, q0 + k * q1)
        upper = Fraction(p1, q1)
        return upper if abs(upper - self) <= abs(lower - self) else lower

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def conjugate(self):
        return +self

    def __repr__(self):
        return f'{self.__class__.__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f'{self._numerator}/{self._denominator}'

    __add__, __radd__ = _forward(_add, lambda a, b: a + b), _reflected(_add, lambda a, b: a + b)
    __sub__, __rsub__ = _forward(_sub, lambda a, b: a - b), _reflected(_sub, lambda a, b: a - b)
    __mul__, __rmul__ = _forward(_mul, lambda a, b: a * b), _reflected(_mul, lambda a, b: a * b)
    __truediv__, __rtruediv__ = _forward(_div, lambda a, b: a / b), _reflected(_div, lambda a, b: a / b)
    __floordiv__, __rfloordiv__ = _forward(_floordiv, lambda a, b: a // b), _reflected(_floordiv, lambda a, b: a // b)
    __divmod__, __rdivmod__ = _forward(_divmod, divmod), _reflected(_divmod, divmod)
    __mod__, __rmod__ = _forward(_mod, lambda a, b: a % b), _reflected(_mod, lambda a, b: a % b)

    def __pow__(a, b):
        if not isinstance(b, (int, Fraction)):
            return float(a) ** b if isinstance(b, (float, complex)) else NotImplemented
        if b.denominator != 1:
            return float(a) ** float(b)
        power = b.numerator
        if power >= 0:
            return Fraction(a._numerator**power, a._denominator**power)
        if a._numerator == 0:
            raise ZeroDivisionError(f'Fraction({a._denominator ** -power}, 0)')
        return Fraction(a._denominator**-power, a._numerator**-power)

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a**b._numerator
        if isinstance(a, int):
            return Fraction(a) ** b
        return a ** float(b)

    def __pos__(a):
        return Fraction(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction(abs(a._numerator), a._denominator)

    def __int__(a):
        return a.__trunc__()

    def __float__(a):
        return a._numerator / a._denominator

    def __complex__(a):
        return complex(float(a))

    def __trunc__(a):
        return -(-a._numerator // a._denominator) if a._numerator < 0 else a._numerator // a._denominator

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 != self._denominator:
                return floor + 1 if rest * 2 > self._denominator else floor
            return floor if floor % 2 == 0 else floor + 1
        shift = 10 ** abs(ndigits)
        return Fraction(round(self * shift), shift) if ndigits > 0 else Fraction(round(self / shift) * shift)

    def __hash__(self):
        try:
            inverse = pow(self._denominator, -1, _modulus)
        except ValueError:
            found = 314159
        else:
            found = hash(hash(abs(self._numerator)) * inverse)
        found = found if self._numerator >= 0 else -found
        return -2 if found == -1 else found

    def __eq__(a, b):
        if isinstance(b, int):
            return a._numerator == b and a._denominator == 1
        if isinstance(b, Fraction):
            return a._numerator == b._numerator and a._denominator == b._denominator
        if isinstance(b, complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            if math.isnan(b) or math.isinf(b):
                return 0.0 == b
            return a == Fraction(b)
        return NotImplemented

    __lt__ = _ordering(lambda a, b: a < b)
    __gt__ = _ordering(lambda a, b: a > b)
    __le__ = _ordering(lambda a, b: a <= b)
    __ge__ = _ordering(lambda a, b: a >= b)

    def __bool__(a):
        return bool(a._numerator)

    def __copy__(self):
        return self if type(self) is Fraction else self.__class__(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
