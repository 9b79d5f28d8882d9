// Templates of classes: dunder methods, inheritance, properties, dataclasses, enums. Marks as in `forms`. Knows no other
// statement.
import { templates } from './statements';

export const classes: readonly string[] = templates(`
class Value:
    total = 0
    def __init__(self, v):
        self.v = v
        Value.total += 1
    def __repr__(self):
        return f'Value({self.v!r})'
    def __add__(self, o):
        return Value(self.v + (o.v if isinstance(o, Value) else o))
    __radd__ = __add__
    def __eq__(self, o):
        return isinstance(o, Value) and self.v == o.v
    def __len__(self):
        return len(str(self.v))
    @property
    def twice(self):
        return self.v * 2
    @twice.setter
    def twice(self, v):
        self.v = v
    @staticmethod
    def make(v):
        return Value(v)
    @classmethod
    def count(cls):
        return cls.total
one = Value(?)
print(one, one == Value(one.v), len(one), bool(one), one.twice, Value.make(1), Value.count())
print(one + ?, ? + one)
one.twice = ?
print(vars(one), one.v, [one], {'k': one}, f'{one}', f'{one!s:>20}')
print(sum([one, one], I))
print({one: 1})

class Base:
    def who(self):
        return 'Base'
class Left(Base):
    def who(self):
        return 'Left' + super().who()
class Right(Base):
    def who(self):
        return 'Right' + super().who()
class Both(Left, Right):
    pass
print(Both().who(), [k.__name__ for k in Both.__mro__], isinstance(Both(), Base), issubclass(Left, Right))

class Ordered:
    def __init__(self, v):
        self.v = v
    def __lt__(self, o):
        print('lt', self.v, o.v)
        return self.v < o.v
    def __repr__(self):
        return f'<{self.v}>'
print(sorted(Ordered(n) for n in ?), max(map(Ordered, L), default=None))

@functools.total_ordering
class Ranked:
    def __init__(self, v):
        self.v = v
    def __eq__(self, o):
        return self.v == o.v
    def __lt__(self, o):
        return self.v < o.v
    def __hash__(self):
        return hash(self.v)
print(Ranked(I) <= Ranked(I), Ranked(F) > Ranked(#), len({Ranked(1), Ranked(1.0), Ranked(#)}), Ranked(?) >= Ranked(?))

class Box:
    def __init__(self, items):
        self.items = list(items)
    def __getitem__(self, at):
        print('get', at)
        return self.items[at]
    def __setitem__(self, at, value):
        self.items[at] = value
    def __delitem__(self, at):
        del self.items[at]
    def __contains__(self, item):
        return item in self.items
    def __iter__(self):
        return iter(self.items)
    def __len__(self):
        return len(self.items)
    def __call__(self, *args, **kwargs):
        return args, kwargs
    def __bool__(self):
        return B
    def __format__(self, spec):
        return f'Box[{spec}]'
    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return name * 2
box = Box(?)
print(len(box), list(box), bool(box), ? in box, box(?, k=?), f'{box:abc}', box.foo)
print(box[#], box[$slice])
box[#] = ?
del box[0]
print(box.items, [*box], box._hidden)

class Indexed:
    def __getitem__(self, at):
        if at > #:
            raise IndexError(at)
        return at * I
print(list(Indexed()), # in Indexed(), [n for n in Indexed()])

class Countdown:
    def __init__(self, n):
        self.n = n
    def __iter__(self):
        return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(#)), sum(Countdown(5)), max(Countdown(#), default=?), dict(zip(Countdown(3), S)))

class Number:
    def __init__(self, v):
        self.v = v
    def __repr__(self):
        return f'N{self.v}'
    def __neg__(self):
        return Number(-self.v)
    def __abs__(self):
        return Number(abs(self.v))
    def __int__(self):
        return int(self.v)
    def __float__(self):
        return float(self.v)
    def __index__(self):
        return int(self.v)
    def __round__(self, digits=None):
        return round(self.v, digits)
    def __mul__(self, o):
        return NotImplemented if isinstance(o, str) else Number(self.v * getattr(o, 'v', o))
    def __rmul__(self, o):
        return Number(o * self.v)
    def __matmul__(self, o):
        return ('matmul', self.v, o)
    def __iadd__(self, o):
        self.v += o
        return self
    def __divmod__(self, o):
        return divmod(self.v, o)
    def __rsub__(self, o):
        return ('rsub', o, self.v)
    def __pow__(self, o, m=None):
        return (self.v, o, m)
    def __hash__(self):
        return #
    def __eq__(self, o):
        return True
n = Number(?)
print(-n, abs(n), n * 2, 2 * n, n @ ?, round(n), divmod(n, 3), # - n, n ** 2, pow(n, 2, 5), n == ?, n != ?)
print(int(n), float(n), range(6)[n], 'abcdef'[n], hex(n), [1, 2, 3][n:])
n += #
print(n, {n: 1, Number(9): 2}, n * 'x')

class Plain:
    kind = ?
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)
    def method(self):
        return self.kind
one = Plain(k=?, m=?)
one.kind = ?
print(one.__dict__, vars(one), one.method(), Plain.kind, Plain.method(one), hasattr(one, 'zz'), getattr(one, 'k'))
setattr(one, 'fresh', I)
del one.kind
print(one.kind, one.fresh, sorted(one.__dict__), type(one).__name__, one.__class__ is Plain)
print(one.missing)

class Slotted:
    __slots__ = ('m', 'n')
    def __init__(self, m, n):
        self.m, self.n = m, n
one = Slotted(?, ?)
print(one.m, one.n)
one.k = 1

class Registered:
    known = []
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()
        Registered.known.append((cls.__name__, kwargs))
class First(Registered, tag=#):
    pass
class Second(First):
    pass
print(Registered.known)

class Celsius:
    def __get__(self, obj, owner):
        return (obj is None, owner.__name__)
    def __set__(self, obj, value):
        print('set', value)
    def __set_name__(self, owner, name):
        print('named', name)
class Weather:
    degrees = Celsius()
one = Weather()
one.degrees = ?
print(one.degrees, Weather.degrees, one.__dict__)

@dataclasses.dataclass
class Item:
    name: str
    price: float = #
    tags: list = dataclasses.field(default_factory=list)
    def total(self):
        return self.price * 2
one = Item(?)
two = Item(S, price=?, tags=L)
one.tags.append(?)
print(one, two, one == two, one == Item(one.name, one.price, list(one.tags)), two.total())
print(dataclasses.asdict(two), dataclasses.replace(one, name=?), dataclasses.astuple(one))
print([f.name for f in dataclasses.fields(one)], Item())

@dataclasses.dataclass(frozen=True, order=True)
class Key:
    m: int
    n: object = dataclasses.field(default=#, compare=False)
    def __post_init__(self):
        print('post', self.m)
print(sorted([Key(I), Key(I, 2), Key(#)]), Key(1) == Key(1, 5), len({Key(1), Key(1), Key(2)}), Key(#) < Key(#))
Key(1).m = 3

class Color(enum.Enum):
    red = 1
    green = #
    blue = S
print(Color.red, repr(Color.red), Color.green.name, Color.blue.value, Color(1), list(Color), Color['red'] is Color.red)
print(Color(?))

class Level(enum.IntEnum):
    low = 1
    high = 3
print(Level.low + #, Level.high > I, Level(3), f'{Level.low}', max(Level), [n.name for n in Level])

class Stack(list):
    def push(self, n):
        self.append(n)
        return self
    def __repr__(self):
        return f'Stack{super().__repr__()}'
stack = Stack(L).push(?)
print(stack, len(stack), stack + [1], stack[$slice], isinstance(stack, list), sorted(stack, key=str))

class Default(dict):
    def __missing__(self, key):
        return f'no {key}'
one = Default(D)
print(one[?], one, one.get('zz'), len(one), dict(one))

class Celsius2(float):
    def __new__(cls, v, unit='x'):
        made = super().__new__(cls, v)
        made.unit = unit
        return made
    def __str__(self):
        return f'{float(self)}{self.unit}'
one = Celsius2(F, S)
print(one, one + 1, type(one * 2).__name__, f'{one:.2f}', repr(one), one.unit)

class Text(str):
    def shout(self):
        return self.upper() + '!'
one = Text(S)
print(one.shout(), one + 'b', type(one + 'b').__name__, len(one), one == S, {one: 1})

class Abstract(abc.ABC):
    @abc.abstractmethod
    def run(self): ...
class Concrete(Abstract):
    def run(self):
        return ?
print(Concrete().run())
Abstract()

class Chain:
    def __init__(self):
        self.calls = []
    def __getattr__(self, name):
        self.calls.append(name)
        return self
    def __call__(self, *args):
        self.calls.append(args)
        return self
chain = Chain()
chain.one.two(?).three(I, ?)
print(chain.calls)

class Cached:
    @functools.cached_property
    def heavy(self):
        print('computing')
        return ?
one = Cached()
print(one.heavy, one.heavy, vars(one))

class Outer:
    class Inner:
        level = #
    values = [n * 2 for n in range(#)]
    def __init_subclass__(cls):
        print('sub', cls.__name__)
    @classmethod
    def build(cls, *args):
        return cls(), args
    def __eq__(self, o):
        return NotImplemented
class Sub(Outer):
    pass
print(Outer.Inner.level, Outer.Inner.__qualname__, Sub.values, type(Sub.build(?)[0]).__name__, Sub() == Sub(), Sub() != 1)
print(Sub() < Sub())

class Account:
    def __init__(self, balance=#):
        self._balance = balance
        self.__secret = ?
    @property
    def balance(self):
        return self._balance
    def __str__(self):
        return f'Account<{self._balance}>'
one = Account()
print(one, one.balance, one._Account__secret)
one.balance = 3

def make(name, *bases):
    return type(name, bases, {'v': ?, 'get': lambda self: self.v})
kind = make('Dynamic')
print(kind().get(), kind.__name__, make('Child', kind)().get(), issubclass(make('Child2', kind), kind))

ns = types.SimpleNamespace(m=?, n=?)
ns.k = ns.m
print(ns, ns.n, ns == types.SimpleNamespace(m=ns.m, n=ns.n, k=ns.k))
`);
