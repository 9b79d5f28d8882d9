# torch.nn.utils.prune: masks over parameters, made by methods that may follow each other, and applied before each forward.
import torch

__all__ = [
    'BasePruningMethod',
    'PruningContainer',
    'Identity',
    'RandomUnstructured',
    'L1Unstructured',
    'RandomStructured',
    'LnStructured',
    'CustomFromMask',
    'identity',
    'random_unstructured',
    'l1_unstructured',
    'random_structured',
    'ln_structured',
    'global_unstructured',
    'custom_from_mask',
    'remove',
    'is_pruned',
]


def _methods(module, name=None):
    return [
        hook
        for hook in _hooks(module)
        if isinstance(hook, BasePruningMethod) and (name is None or hook._tensor_name == name)
    ]


class BasePruningMethod:
    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    def compute_mask(self, t, default_mask):
        raise NotImplementedError

    def apply_mask(self, module):
        if self._tensor_name is None:
            raise AssertionError(f'Module {module} has to be pruned')
        mask = getattr(module, self._tensor_name + '_mask')
        orig = getattr(module, self._tensor_name + '_orig')
        return mask.to(dtype=orig.dtype) * orig

    @classmethod
    def apply(cls, module, name, *args, importance_scores=None, **kwargs):
        before = _methods(module, name)
        if len(before) > 1:
            raise AssertionError(
                f'Avoid adding multiple pruning hooks to the same tensor {name} of module {module}. Use a'
                ' PruningContainer.'
            )
        for hook in before:
            _unhook(module, hook)
        method = cls(*args, **kwargs)
        method._tensor_name = name
        if before:
            container = before[0] if isinstance(before[0], PruningContainer) else PruningContainer(before[0])
            container.add_pruning_method(method)
            method = container
        orig = getattr(module, name)
        scores = orig if importance_scores is None else importance_scores
        if scores.shape != orig.shape:
            raise AssertionError(
                f'importance_scores should have the same shape as parameter {name} of {module}, got {scores.shape} vs'
                f' {orig.shape}'
            )
        if before:
            default_mask = getattr(module, name + '_mask').detach().clone()
        else:
            module.register_parameter(name + '_orig', orig)
            delattr(module, name)
            default_mask = torch.ones_like(orig)
        try:
            module.register_buffer(name + '_mask', method.compute_mask(scores, default_mask=default_mask))
            setattr(module, name, method.apply_mask(module))
            module.register_forward_pre_hook(method)
        except Exception:
            if not before:
                orig = getattr(module, name + '_orig')
                delattr(module, name + '_orig')
                module.register_parameter(name, orig)
            raise
        return method

    def prune(self, t, default_mask=None, importance_scores=None):
        scores = t if importance_scores is None else importance_scores
        if scores.shape != t.shape:
            raise AssertionError(
                f'importance_scores should have the same shape as tensor t, got {scores.shape} vs {t.shape}'
            )
        mask = torch.ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(scores, default_mask=mask)

    def remove(self, module):
        name = self._tensor_name
        if name is None:
            raise AssertionError(f'Module {module} has to be pruned before pruning can be removed')
        weight = self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        orig = getattr(module, name + '_orig')
        orig.data = weight.data
        delattr(module, name + '_orig')
        delattr(module, name + '_mask')
        setattr(module, name, orig)


class PruningContainer(BasePruningMethod):
    def __init__(self, *methods):
        self._pruning_methods = ()
        if len(methods) == 1:
            self._tensor_name = methods[0]._tensor_name
        for method in methods:
            self.add_pruning_method(method)

    def add_pruning_method(self, method):
        if method is not None and not isinstance(method, BasePruningMethod):
            raise TypeError(f'{type(method)} is not a BasePruningMethod subclass')
        if method is not None and self._tensor_name != method._tensor_name:
            raise ValueError(
                f"Can only add pruning methods acting on the parameter named '{self._tensor_name}' to PruningContainer"
                f" {self}. Found '{method._tensor_name}'"
            )
        self._pruning_methods += (method,)

    def __len__(self):
        return len(self._pruning_methods)

    def __iter__(self):
        return iter(self._pruning_methods)

    def __getitem__(self, index):
        return self._pruning_methods[index]

    def compute_mask(self, t, default_mask):
        """The last method on what those before it have left."""
        method = self._pruning_methods[-1]
        every = (slice(None),) * t.dim()
        if method.PRUNING_TYPE == 'unstructured':
            left = default_mask == 1
        elif method.PRUNING_TYPE == 'structured':
            if not hasattr(method, 'dim'):
                raise AttributeError(
                    'Pruning methods of PRUNING_TYPE "structured" need to have the attribute `dim` defined.'
                )
            dim = method.dim if method.dim >= 0 else method.dim + t.dim()
            if dim < 0:
                raise IndexError(f'Index is out of bounds for tensor with dimensions {t.dim()}')
            channels = default_mask.sum(dim=[d for d in range(t.dim()) if d != dim]) != 0
            left = every[:dim] + (channels,) + every[dim + 1 :]
        elif method.PRUNING_TYPE == 'global':
            left = every
        else:
            raise ValueError(f'Unrecognized PRUNING_TYPE {method.PRUNING_TYPE}')
        mask = default_mask.to(dtype=t.dtype)
        part = method.compute_mask(t[left], default_mask=default_mask[left])
        mask[left] = part.to(dtype=mask.dtype)
        return mask


def _check_amount(amount):
    if not isinstance(amount, (int, float)):
        raise TypeError(f'Invalid type for amount: {amount}. Must be int or float.')
    if amount < 0 or (not isinstance(amount, int) and amount > 1.0):
        raise ValueError(
            f'amount={amount} should either be a float in the range [0, 1] or a non-negative integer'
        )


def _count(amount, size):
    """How many of so many are taken away."""
    wanted = amount if isinstance(amount, int) else round(amount * size)
    if wanted > size:
        raise ValueError(f'amount={wanted} should be smaller than the number of parameters to prune={size}')
    return wanted


def _channels(t, dim):
    if t.dim() <= 1:
        raise ValueError(
            f'Structured pruning can only be applied to multidimensional tensors. Found tensor of shape {t.shape} with'
            f' {t.dim()} dims'
        )
    if dim >= t.dim():
        raise IndexError(f'Invalid index {dim} for tensor of size {t.shape}')
    return t.shape[dim]


def _kept(t, dim, channels, default_mask):
    """Ones in some channels, as far as the mask has them."""
    places = [slice(None)] * t.dim()
    places[dim] = channels
    mask = torch.zeros_like(t)
    mask[tuple(places)] = 1
    mask *= default_mask.to(dtype=mask.dtype)
    return mask


class Identity(BasePruningMethod):
    PRUNING_TYPE = 'unstructured'

    def compute_mask(self, t, default_mask):
        return default_mask


class _Unstructured(BasePruningMethod):
    PRUNING_TYPE = 'unstructured'

    def __init__(self, amount):
        _check_amount(amount)
        self.amount = amount

    def compute_mask(self, t, default_mask):
        count = _count(self.amount, t.nelement())
        mask = default_mask.clone()
        if count != 0:
            mask.view(-1)[self._least(t, count)] = 0
        return mask


class RandomUnstructured(_Unstructured):
    def _least(self, t, count):
        return torch.topk(torch.rand_like(t).view(-1), k=count).indices


class L1Unstructured(_Unstructured):
    def _least(self, t, count):
        return torch.topk(torch.abs(t).view(-1), k=count, largest=False).indices


class RandomStructured(BasePruningMethod):
    PRUNING_TYPE = 'structured'

    def __init__(self, amount, dim=-1):
        _check_amount(amount)
        self.amount = amount
        self.dim = dim

    def compute_mask(self, t, default_mask):
        size = _channels(t, self.dim)
        count = _count(self.amount, size)
        if count == 0:
            return default_mask
        chances = torch.rand(size)
        return _kept(t, self.dim, chances > torch.kthvalue(chances, k=count).values, default_mask)


class LnStructured(BasePruningMethod):
    PRUNING_TYPE = 'structured'

    def __init__(self, amount, n, dim=-1):
        _check_amount(amount)
        self.amount = amount
        self.n = n
        self.dim = dim

    def compute_mask(self, t, default_mask):
        size = _channels(t, self.dim)
        count = _count(self.amount, size)
        others = [d for d in range(t.dim()) if d != self.dim % t.dim()]
        largest = torch.topk(torch.norm(t, p=self.n, dim=others), k=size - count, largest=True)
        return default_mask if count == 0 else _kept(t, self.dim, largest.indices, default_mask)


class CustomFromMask(BasePruningMethod):
    PRUNING_TYPE = 'global'

    def __init__(self, mask):
        self.mask = mask

    def compute_mask(self, t, default_mask):
        if default_mask.shape != self.mask.shape:
            raise AssertionError(
                f'default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}'
            )
        return default_mask * self.mask.to(dtype=default_mask.dtype)


def identity(module, name):
    Identity.apply(module, name)
    return module


def random_unstructured(module, name, amount):
    RandomUnstructured.apply(module, name, amount)
    return module


def l1_unstructured(module, name, amount, importance_scores=None):
    L1Unstructured.apply(module, name, amount=amount, importance_scores=importance_scores)
    return module


def random_structured(module, name, amount, dim):
    RandomStructured.apply(module, name, amount, dim)
    return module


def ln_structured(module, name, amount, n, dim, importance_scores=None):
    LnStructured.apply(module, name, amount, n, dim, importance_scores=importance_scores)
    return module


def global_unstructured(parameters, pruning_method, importance_scores=None, **kwargs):
    if not hasattr(parameters, '__iter__'):
        raise TypeError('global_unstructured(): parameters is not an Iterable')
    given = {} if importance_scores is None else importance_scores
    if not isinstance(given, dict):
        raise TypeError('global_unstructured(): importance_scores must be of type dict')
    joined = torch.nn.utils.parameters_to_vector
    scores = joined([given.get((module, name), getattr(module, name)) for module, name in parameters])
    masks = [
        getattr(module, name + '_mask', torch.ones_like(getattr(module, name))) for module, name in parameters
    ]
    method = pruning_method(**kwargs)
    container = PruningContainer()
    container._tensor_name = method._tensor_name = 'temp'
    if method.PRUNING_TYPE != 'unstructured':
        raise TypeError(
            'Only "unstructured" PRUNING_TYPE supported for the `pruning_method`. Found method'
            f' {pruning_method} of type {method.PRUNING_TYPE}'
        )
    container.add_pruning_method(method)
    final = container.compute_mask(scores, joined(masks))
    start = 0
    for module, name in parameters:
        param = getattr(module, name)
        custom_from_mask(module, name, mask=final[start : start + param.numel()].view_as(param))
        start += param.numel()


def custom_from_mask(module, name, mask):
    CustomFromMask.apply(module, name, mask)
    return module


def remove(module, name):
    for hook in _methods(module, name):
        hook.remove(module)
        _unhook(module, hook)
        return module
    raise ValueError(
        f"Parameter '{name}' of module {module} has to be pruned before pruning can be removed"
    )


def is_pruned(module):
    return any(_methods(part) for _, part in module.named_modules())
