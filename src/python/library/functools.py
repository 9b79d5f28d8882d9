# What `functools` has of functions that choose by the class of an argument, and of methods with arguments given ahead.
from functools import partial, update_wrapper
from types import MappingProxyType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

__all__ = ['partialmethod', 'singledispatch', 'singledispatchmethod']


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args), *(f'{k}={v!r}' for k, v in self.keywords.items())]
        return f'functools.partialmethod({", ".join(parts)})'

    def __get__(self, obj, cls=None):
        get = getattr(type(self.func), '__get__', None)
        if get is not None and not isinstance(self.func, type(update_wrapper)):
            func = get(self.func, obj, cls)
        elif obj is None:
            func = self.func
        else:
            return partial(self.func, obj, *self.args, **self.keywords)
        return partial(func, *self.args, **self.keywords)


def _best(cls, registry):
    """The class whose function takes objects of `cls`: the first in its order, abstract ones beside what follows them."""
    order = cls.__mro__
    for at, base in enumerate(order):
        if base in registry:
            return base
        virtual = [
            one
            for one in registry
            if one not in order and issubclass(base, one) and not any(issubclass(b, one) for b in order[at + 1 :])
        ]
        nearest = [one for one in virtual if not any(o is not one and issubclass(o, one) for o in virtual)]
        if len(nearest) > 1:
            raise RuntimeError(f'Ambiguous dispatch: {nearest[0]} or {nearest[1]}')
        if nearest:
            return nearest[0]
    return object


def _parts(cls):
    """The types of a union."""
    return get_args(cls) if get_origin(cls) in (Union, UnionType) else ()


def _dispatches(cls):
    if isinstance(cls, type):
        return True
    parts = _parts(cls)
    return bool(parts) and all(isinstance(part, type) for part in parts)


def singledispatch(func):
    registry = {}
    name = getattr(func, '__name__', 'singledispatch function')

    def dispatch(cls):
        return registry[_best(cls, registry)]

    def register(cls, func=None):
        if _dispatches(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f'Invalid first argument to `register()`. {cls!r} is not a class or union type.')
            hints = getattr(cls, '__annotations__', {})
            if not hints:
                raise TypeError(
                    f'Invalid first argument to `register()`: {cls!r}. Use either `@register(some_class)` '
                    'or plain `@register` on an annotated function.'
                )
            func = cls
            argname, cls = next(iter(get_type_hints(func).items()))
            if not _dispatches(cls):
                why = 'not all arguments are classes.' if _parts(cls) else 'is not a class.'
                raise TypeError(f'Invalid annotation for {argname!r}. {cls!r} {why}')
        for one in _parts(cls) or (cls,):
            registry[one] = func
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f'{name} requires at least 1 positional argument')
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, '__get__'):
            raise TypeError(f'{func!r} is not callable or a descriptor')
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            if isinstance(method, staticmethod):
                return method(*args, **kwargs)
            if isinstance(method, classmethod):
                return method.__func__(cls, *args, **kwargs)
            return method(*args, **kwargs) if obj is None else method(obj, *args, **kwargs)

        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method
