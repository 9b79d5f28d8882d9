# What `contextlib` makes of generator functions: functions of the same name whose calls can be entered.
from functools import wraps

__all__ = ['contextmanager']


def _decorated(again, function):
    @wraps(function)
    def inner(*args, **kwds):
        with again():
            return function(*args, **kwds)

    return inner


def contextmanager(func):
    @wraps(func)
    def helper(*args, **kwds):
        def decorate(function):
            return _decorated(lambda: helper(*args, **kwds), function)

        return _manager(func(*args, **kwds), decorate)

    return helper
