# torch.nn.utils.parametrize: a tensor of a module as what other modules make of an original. The module gets a class of its
# own, with a property in the place of the tensor.
import torch
from torch.nn import ModuleDict, ModuleList, Parameter

__all__ = [
    'cached',
    'ParametrizationList',
    'register_parametrization',
    'is_parametrized',
    'remove_parametrizations',
    'type_before_parametrizations',
]

_cache_depth = 0
_cache = {}


class cached:
    """Within it each parametrized tensor is made once."""

    def __enter__(self):
        global _cache_depth
        _cache_depth += 1

    def __exit__(self, *exception):
        global _cache_depth
        _cache_depth -= 1
        if _cache_depth == 0:
            _cache.clear()


def _hold(module, name, tensor):
    if isinstance(tensor, Parameter):
        module.register_parameter(name, tensor)
    else:
        module.register_buffer(name, tensor)


def _fill(tensor, values):
    with torch.no_grad():
        if tensor.shape == values.shape:
            tensor.copy_(values)
        else:
            tensor.set_(values)


_pieces = "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). "


class ParametrizationList(ModuleList):
    def __init__(self, modules, original, unsafe=False):
        if len(modules) == 0:
            raise ValueError('ParametrizationList requires one or more modules.')
        super().__init__(modules)
        self.unsafe = unsafe
        shape, dtype = original.shape, original.dtype
        with torch.no_grad():
            new = original
            for module in reversed(list(self)):
                if hasattr(module, 'right_inverse'):
                    try:
                        new = module.right_inverse(new)
                    except NotImplementedError:
                        pass
        if not isinstance(new, (torch.Tensor, list, tuple)):
            raise ValueError(f'{_pieces}Got {type(new).__name__}')
        self.is_tensor = isinstance(new, torch.Tensor)
        self.ntensors = 1 if self.is_tensor else len(new)
        if self.is_tensor:
            if dtype != new.dtype:
                raise ValueError(
                    'When `right_inverse` outputs one tensor, it may not change the dtype.\n'
                    f'original.dtype: {dtype}\nright_inverse(original).dtype: {new.dtype}'
                )
            _fill(original, new)
            _hold(self, 'original', original)
        else:
            for i, part in enumerate(new):
                if not isinstance(part, torch.Tensor):
                    raise ValueError(f'{_pieces}Got element {i} of the sequence with type {type(part).__name__}.')
                if isinstance(original, Parameter):
                    part = Parameter(part, original.requires_grad)
                part.requires_grad_(original.requires_grad)
                _hold(self, f'original{i}', part)
        if not unsafe:
            made = self()
            if not isinstance(made, torch.Tensor):
                raise ValueError(f'A parametrization must return a tensor. Got {type(made).__name__}.')
            for what, old, now in (('dtype', dtype, made.dtype), ('shape', shape, made.shape)):
                if old != now:
                    raise ValueError(
                        f'Registering a parametrization may not change the {what} of the tensor, unless `unsafe` flag is'
                        f' enabled.\nunparametrized {what}: {old}\nparametrized {what}: {now}'
                    )

    def originals(self):
        return [self.original] if self.is_tensor else [getattr(self, f'original{i}') for i in range(self.ntensors)]

    def right_inverse(self, value):
        with torch.no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, 'right_inverse'):
                    raise RuntimeError(f'parametrization {type(module).__name__} does not implement right_inverse.')
                value = module.right_inverse(value)
            if self.is_tensor:
                if not isinstance(value, torch.Tensor):
                    raise ValueError(f'`right_inverse` should return a tensor. Got {type(value).__name__}')
                if value.dtype != self.original.dtype:
                    raise ValueError(
                        f'The tensor returned by `right_inverse` has dtype {value.dtype} while `original` has dtype'
                        f' {self.original.dtype}'
                    )
                _fill(self.original, value)
                return
            if not isinstance(value, (list, tuple)):
                raise ValueError(f"'right_inverse' must return a sequence of tensors. Got {type(value).__name__}.")
            if len(value) != self.ntensors:
                raise ValueError(
                    f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. Got a sequence of"
                    f' length {len(value)}.'
                )
            for i, (original, tensor) in enumerate(zip(self.originals(), value)):
                if original.dtype != tensor.dtype:
                    raise ValueError(
                        f'Tensor {i} returned by `right_inverse` has dtype {tensor.dtype} while `original{i}` has dtype'
                        f' {original.dtype}'
                    )
                _fill(original, tensor)

    def forward(self):
        first, *others = list(self)
        x = first(*self.originals())
        for module in others:
            x = module(x)
        return x


def _getstate(self):
    raise RuntimeError(
        'Serialization of parametrized modules is only supported through state_dict(). See:\n'
        'https://pytorch.org/tutorials/beginner/saving_loading_models.html'
        '#saving-loading-a-general-checkpoint-for-inference-and-or-resuming-training'
    )


def _inject_class(module):
    cls = module.__class__
    names = {'__getstate__': _getstate, '__module__': __name__}
    module.__class__ = type(f'Parametrized{cls.__name__}', (cls,), names)


def _inject_property(module, name):
    def get(self):
        parametrization = self.parametrizations[name]
        if not _cache_depth:
            return parametrization()
        key = id(self), name
        if key not in _cache:
            _cache[key] = parametrization()
        return _cache[key]

    def store(self, value):
        self.parametrizations[name].right_inverse(value)

    setattr(module.__class__, name, property(get, store))


def _check_next(module, name, parametrization):
    """What a parametrization on top of others may make of the tensor."""
    given = getattr(module, name)
    made = parametrization(given)
    if not isinstance(made, torch.Tensor):
        raise ValueError(f'A parametrization must return a tensor. Got {type(made).__name__}.')
    change = 'Registering a parametrization may not change the {0} of the tensor, unless the `unsafe` flag is enabled.\n'
    for what, old, now in (('dtype', given.dtype, made.dtype), ('shape', given.shape, made.shape)):
        if old != now:
            raise ValueError(
                f'{change.format(what)}module.{name}.{what}: {old}\nparametrization(module.{name}).{what}: {now}'
            )
    if not hasattr(parametrization, 'right_inverse'):
        return
    try:
        back = parametrization.right_inverse(made)
    except NotImplementedError:
        return
    if not isinstance(back, torch.Tensor):
        raise ValueError(f'parametrization.right_inverse must return a tensor. Got: {type(back).__name__}')
    for what, old, now in (('dtype', given.dtype, back.dtype), ('shape', given.shape, back.shape)):
        if old != now:
            raise ValueError(
                f'The tensor returned by parametrization.right_inverse must have the same {what} as module.{name}, unless'
                f' the `unsafe` flag is enabled.\nmodule.{name}.{what}: {old}\nreturned {what}: {now}'
            )


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            _check_next(module, tensor_name, parametrization)
        module.parametrizations[tensor_name].append(parametrization)
        module.parametrizations[tensor_name].unsafe |= unsafe
    elif isinstance(getattr(module, tensor_name, None), torch.Tensor):
        original = getattr(module, tensor_name)
        made = ParametrizationList([parametrization], original, unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _inject_class(module)
            module.parametrizations = ModuleDict()
        _inject_property(module, tensor_name)
        module.parametrizations[tensor_name] = made
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'"
        )
    return module


def is_parametrized(module, tensor_name=None):
    parametrizations = getattr(module, 'parametrizations', None)
    if not isinstance(parametrizations, ModuleDict):
        return False
    return len(parametrizations) > 0 if tensor_name is None else tensor_name in parametrizations


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f'Module {module} does not have a parametrization on {tensor_name}')
    parametrizations = module.parametrizations[tensor_name]
    if parametrizations.is_tensor:
        original = parametrizations.original
        if leave_parametrized:
            with torch.no_grad():
                made = getattr(module, tensor_name)
            _fill(original, made)
    elif leave_parametrized:
        made = getattr(module, tensor_name)
        original = Parameter(made) if made.requires_grad else made
    else:
        raise ValueError(
            'Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a'
            ' sequence of tensors.'
        )
    delattr(module.__class__, tensor_name)
    del module.parametrizations[tensor_name]
    _hold(module, tensor_name, original)
    if not is_parametrized(module):
        delattr(module, 'parametrizations')
        module.__class__ = module.__class__.__bases__[0]
    return module


def type_before_parametrizations(module):
    return module.__class__.__bases__[0] if is_parametrized(module) else type(module)
