# The module `enum`. A body's names go through a dict that counts its members and gives `auto()` its values.
import warnings
from types import MappingProxyType

__all__ = [
    'EnumType', 'EnumMeta', 'Enum', 'IntEnum', 'StrEnum', 'Flag', 'IntFlag', 'ReprEnum', 'auto', 'unique', 'member',
    'nonmember',
]

_unset = object()


class auto:
    def __init__(self, value=_unset):
        self.value = value


class nonmember:
    def __init__(self, value):
        self.value = value


class member:
    def __init__(self, value):
        self.value = value


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == '__' and name[2] != '_' and name[-3] != '_'


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == '_' and name[1] != '_' and name[-2] != '_'


def _is_descriptor(value):
    return hasattr(value, '__get__') or hasattr(value, '__set__') or hasattr(value, '__delete__')


def _is_single(value):
    return value > 0 and value & (value - 1) == 0


_hooks = ('_order_', '_generate_next_value_', '_numeric_repr_', '_missing_', '_ignore_', '_iter_member_')


class _EnumDict(dict):
    def __init__(self, name, generate):
        super().__init__()
        self._name = name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._generate = generate

    def __setitem__(self, key, value):
        if key.startswith(f'_{self._name}__') and not key.endswith('__') or _is_dunder(key):
            pass
        elif _is_sunder(key):
            if key not in _hooks:
                raise ValueError(f'_sunder_ names, such as {key!r}, are reserved for future Enum use')
            if key == '_generate_next_value_':
                if self._auto_called:
                    raise TypeError('_generate_next_value_ must be defined before members')
                self._generate = getattr(value, '__func__', value)
            elif key == '_ignore_':
                self._ignore = value.replace(',', ' ').split() if isinstance(value, str) else list(value)
        elif key in self._member_names:
            raise TypeError(f'{key!r} already defined as {self[key]!r}')
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif not _is_descriptor(value):
            if key in self:
                raise TypeError(f'{key!r} already defined as {self[key]!r}')
            if isinstance(value, member):
                value = value.value
            if isinstance(value, auto):
                value = self._resolved(key, value)
            elif type(value) is tuple and any(isinstance(v, auto) for v in value):
                value = tuple(self._resolved(key, v) if isinstance(v, auto) else v for v in value)
            else:
                self._last_values.append(value)
            self._member_names[key] = None
        super().__setitem__(key, value)

    def _resolved(self, key, given):
        if given.value is _unset:
            given.value = self._generate(key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(given.value)
        return given.value


def _data_type(name, bases):
    found = []
    for chain in bases:
        candidate = None
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                if base._member_type_ is not object:
                    found.append(base._member_type_)
                    break
            elif '__new__' in base.__dict__:
                found.append(candidate or base)
                break
            else:
                candidate = candidate or base
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        raise TypeError(f'too many data types for {name!r}: {set(found)!r}')
    return found[0] if found else object


def _mixins(name, bases):
    """The type of the members' values, and the enumeration that a new one derives from."""
    first = bases[-1] if bases else Enum
    if not isinstance(first, EnumType):
        raise TypeError('new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`')
    return _data_type(name, bases) or object, first


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f'<enum {cls!r}> cannot extend {base!r}')
        generate = None
        if bases:
            _, first = _mixins(cls, bases)
            generate = first._generate_next_value_
        return _EnumDict(cls, generate)

    def __new__(metacls, cls, bases, classdict, **kwds):
        member_names = list(classdict._member_names)
        if 'mro' in member_names:
            raise ValueError('invalid enum member name(s) mro')
        body = {k: v for k, v in classdict.items() if k not in member_names and k not in classdict._ignore}
        body.pop('_ignore_', None)
        kind, first = _mixins(cls, bases) if bases else (object, None)
        new_member = body.pop('__new__', None) if first is not None else None
        if new_member is None and first is not None:
            new_member = first._new_member_ or (kind.__new__ if kind is not object else None)
        if isinstance(body.get('_generate_next_value_'), type(_is_dunder)):
            body['_generate_next_value_'] = staticmethod(body['_generate_next_value_'])
        body.update(
            _member_names_=[], _member_map_={}, _value2member_map_={}, _member_type_=kind, _flag_mask_=0, _singles_mask_=0
        )
        body['_new_member_'] = staticmethod(new_member) if new_member is not None else None
        made = super().__new__(metacls, cls, bases, body, **kwds)
        if first is None:
            return made
        if kind is not object:
            for name in ('__repr__', '__str__', '__format__'):
                if name not in body:
                    owner = next(base for base in made.__mro__[1:] if name in base.__dict__)
                    if not isinstance(owner, EnumType) and owner.__module__ == 'builtins':
                        type.__setattr__(made, name, getattr(first, name))
        for name in member_names:
            metacls._add(made, name, classdict[name], kind, new_member)
        return made

    @staticmethod
    def _add(cls, name, value, kind, new_member):
        args = value if isinstance(value, tuple) else (value,)
        if kind is tuple:
            args = (args,)
        one = object.__new__(cls) if new_member is None else new_member(cls, *args)
        if not hasattr(one, '_value_'):
            one._value_ = value if kind is object else kind(*args)
        value = one._value_
        one._name_ = name
        one._sort_order_ = len(cls._member_names_)
        one.__init__(*args)
        known = cls._known(value)
        if known is not None:
            one = known
        else:
            is_flag = Flag is not None and issubclass(cls, Flag)
            if is_flag and isinstance(value, int):
                cls._flag_mask_bits(value)
            if not is_flag or _is_single(value):
                cls._member_names_.append(name)
            try:
                cls._value2member_map_.setdefault(value, one)
            except TypeError:
                pass
        type.__setattr__(cls, name, one)
        cls._member_map_[name] = one

    def _flag_mask_bits(cls, value):
        if value >= 0:
            type.__setattr__(cls, '_flag_mask_', cls._flag_mask_ | value)
            if _is_single(value):
                type.__setattr__(cls, '_singles_mask_', cls._singles_mask_ | value)

    def _known(cls, value):
        try:
            return cls._value2member_map_.get(value)
        except TypeError:
            for one in cls._member_map_.values():
                if one._value_ == value:
                    return one
        return None

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1, boundary=None):
        if names is None:
            return cls._found(value)
        bases = (cls,) if type is None else (type, cls)
        classdict = cls.__class__.__prepare__(value, bases)
        _, first = _mixins(value, bases)
        if isinstance(names, str):
            names = names.replace(',', ' ').split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            given, names, last = names, [], []
            for at, name in enumerate(given):
                number = first._generate_next_value_(name, start, at, last[:])
                last.append(number)
                names.append((name, number))
        classdict['__module__'] = '__main__' if module is None else module
        if qualname is not None:
            classdict['__qualname__'] = qualname
        for item in names:
            name, number = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = number
        return cls.__class__.__new__(cls.__class__, value, bases, classdict)

    def _found(cls, value):
        if type(value) is cls:
            return value
        known = cls._known(value)
        if known is not None:
            return known
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        raise TypeError(
            f'error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member'
        )

    def __contains__(cls, one):
        if not isinstance(one, Enum):
            warnings.warn(
                'in 3.12 __contains__ will no longer raise TypeError, but will return True or\n'
                'False depending on whether the value is a member or the value of a member',
                DeprecationWarning,
                stacklevel=2,
            )
            raise TypeError(
                f"unsupported operand type(s) for 'in': '{type(one).__qualname__}' and '{cls.__class__.__qualname__}'"
            )
        return isinstance(one, cls) and one._name_ in cls._member_map_

    def __getattr__(cls, name):
        raise AttributeError(name)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __repr__(cls):
        return f'<flag {cls.__name__!r}>' if Flag is not None and issubclass(cls, Flag) else f'<enum {cls.__name__!r}>'

    @property
    def __members__(cls):
        return MappingProxyType(cls._member_map_)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get('_member_map_', {}):
            raise AttributeError(f'cannot reassign member {name!r}')
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls._member_map_:
            raise AttributeError(f'{cls.__name__!r} cannot delete member {name!r}.')
        super().__delattr__(name)


EnumMeta = EnumType
Enum = Flag = None


def _fixed(name):
    def get(self):
        return getattr(self, f'_{name}_')

    def refuse(self, value=None):
        raise AttributeError(f"<enum 'Enum'> cannot set attribute {name!r}")

    return property(get, refuse)


class Enum(metaclass=EnumType):
    name = _fixed('name')
    value = _fixed('value')

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        for value in reversed(last_values):
            try:
                return value + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __init__(self, *args, **kwds):
        pass

    def __repr__(self):
        return f'<{self.__class__.__name__}.{self._name_}: {self._value_!r}>'

    def __str__(self):
        return f'{self.__class__.__name__}.{self._name_}'

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    __str__ = int.__repr__
    __format__ = int.__format__


class StrEnum(str, ReprEnum):
    __str__ = str.__str__
    __format__ = str.__format__

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f'too many arguments for str(): {values!r}')
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f'{values[0]!r} is not a string')
        value = str(*values)
        made = str.__new__(cls, value)
        made._value_ = value
        return made

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def _bits(number, width):
    """As `bin`, with a digit for the sign: `0b0 1000`."""
    digits = bin(number if number >= 0 else ~number ^ ((1 << number.bit_length()) - 1) + 1)[2:]
    sign = '0b0 ' if number >= 0 else '0b1 '
    return sign + (('0' if number >= 0 else '1') * width + digits)[-max(width, len(digits)) :]


def _combine(work):
    def method(self, other):
        if isinstance(other, self.__class__):
            other = other._value_
        elif self._member_type_ is object or not isinstance(other, self._member_type_):
            return NotImplemented
        return self.__class__(work(self._value_, int(other)))

    return method


class Flag(Enum):
    _keeps = nonmember(False)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return 1 if start is None else start
        last = max(last_values)
        try:
            return 2 ** last.bit_length()
        except Exception:
            raise TypeError(f'invalid flag value {last!r}') from None

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f'{value!r} is not a valid {cls.__qualname__}')
        mask = cls._flag_mask_
        all_bits = 2 ** mask.bit_length() - 1
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if not cls._keeps:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(
                    f'{cls!r} invalid value {value!r}\n    given {_bits(value, width)}\n  allowed {_bits(mask, width)}'
                )
            if value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value += all_bits + 1
        known = cls._known(value)
        if known is not None:
            return known
        made = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        made._value_ = value
        names = [one._name_ for one in cls if one._value_ & value]
        rest = value & ~mask
        if rest and names:
            names.append(str(rest))
        made._name_ = '|'.join(names) or None
        cls._value2member_map_[value] = made
        return made

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {self.__class__.__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return (one for one in self.__class__ if one._value_ & self._value_)

    def __len__(self):
        return bin(self._value_).count('1')

    def __repr__(self):
        shown = '' if self._name_ is None else f'.{self._name_}'
        return f'<{self.__class__.__name__}{shown}: {self._value_!r}>'

    def __str__(self):
        if self._name_ is None:
            return f'{self.__class__.__name__}({self._value_!r})'
        return f'{self.__class__.__name__}.{self._name_}'

    def __bool__(self):
        return bool(self._value_)

    __or__ = __ror__ = _combine(lambda a, b: a | b)
    __and__ = __rand__ = _combine(lambda a, b: a & b)
    __xor__ = __rxor__ = _combine(lambda a, b: a ^ b)

    def __invert__(self):
        if self._keeps:
            return self.__class__(~self._value_)
        return self.__class__(self._singles_mask_ & ~self._value_)


class IntFlag(int, ReprEnum, Flag):
    _keeps = nonmember(True)
    __str__ = int.__repr__
    __format__ = int.__format__
    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __iter__ = Flag.__iter__
    __contains__ = Flag.__contains__
    __repr__ = Flag.__repr__


def unique(enumeration):
    duplicates = [(name, one.name) for name, one in enumeration.__members__.items() if name != one.name]
    if duplicates:
        details = ', '.join(f'{alias} -> {name}' for alias, name in duplicates)
        raise ValueError(f'duplicate values found in {enumeration!r}: {details}')
    return enumeration
