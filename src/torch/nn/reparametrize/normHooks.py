# torch.nn.utils.weight_norm and spectral_norm: hooks that make the weight anew before each forward.
import warnings

import torch
from torch.nn import functional as F

__all__ = ['weight_norm', 'remove_weight_norm', 'spectral_norm', 'remove_spectral_norm']


def _hook_of(module, kind, name):
    return next((hook for hook in _hooks(module) if isinstance(hook, kind) and hook.name == name), None)


def _removed(module, kind, title, name):
    """The module with the weight as it is now, a parameter of its own again."""
    hook = _hook_of(module, kind, name)
    if hook is None:
        raise ValueError(f"{title} of '{name}' not found in {module}")
    with torch.no_grad():
        weight = hook.compute_weight(module)
    for suffix in ('', *kind.suffixes):
        delattr(module, name + suffix)
    module.register_parameter(name, torch.nn.Parameter(weight.detach()))
    _unhook(module, hook)
    return module


class WeightNorm:
    suffixes = '_g', '_v'

    def __init__(self, name, dim):
        self.name = name
        self.dim = -1 if dim is None else dim

    def compute_weight(self, module):
        return torch._weight_norm(getattr(module, self.name + '_v'), getattr(module, self.name + '_g'), self.dim)

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute_weight(module))


WeightNorm.__module__ = 'torch.nn.utils.weight_norm'


def weight_norm(module, name='weight', dim=0):
    warnings.warn(
        '`torch.nn.utils.weight_norm` is deprecated in favor of `torch.nn.utils.parametrizations.weight_norm`.',
        FutureWarning,
        2,
    )
    if _hook_of(module, WeightNorm, name):
        raise RuntimeError(f'Cannot register two weight_norm hooks on the same parameter {name}')
    hook = WeightNorm(name, dim)
    weight = getattr(module, name)
    delattr(module, name)
    module.register_parameter(name + '_g', torch.nn.Parameter(torch.norm_except_dim(weight, 2, hook.dim).data))
    module.register_parameter(name + '_v', torch.nn.Parameter(weight.data))
    setattr(module, name, hook.compute_weight(module))
    module.register_forward_pre_hook(hook)
    return module


def remove_weight_norm(module, name='weight'):
    return _removed(module, WeightNorm, 'weight_norm', name)


class SpectralNorm:
    _version = 1
    suffixes = '_u', '_v', '_orig'

    def __init__(self, name='weight', n_power_iterations=1, dim=0, eps=1e-12):
        self.name = name
        self.dim = dim
        if n_power_iterations <= 0:
            raise ValueError(
                f'Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}'
            )
        self.n_power_iterations = n_power_iterations
        self.eps = eps

    def reshape_weight_to_matrix(self, weight):
        if self.dim != 0:
            weight = weight.permute(self.dim, *[d for d in range(weight.dim()) if d != self.dim])
        return weight.reshape(weight.size(0), -1)

    def unit(self, vector):
        return F.normalize(vector, dim=0, eps=self.eps)

    def compute_weight(self, module, do_power_iteration=False):
        weight, u, v = (getattr(module, self.name + suffix) for suffix in ('_orig', '_u', '_v'))
        matrix = self.reshape_weight_to_matrix(weight)
        if do_power_iteration:
            with torch.no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(self.unit(torch.mv(matrix.t(), u)))
                    u.copy_(self.unit(torch.mv(matrix, v)))
                # A later forward writes the buffers again, and a backward may still need what they are now.
                u, v = u.clone(), v.clone()
        return weight / torch.dot(u, torch.mv(matrix, v))

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute_weight(module, do_power_iteration=module.training))


SpectralNorm.__module__ = 'torch.nn.utils.spectral_norm'


def _is_transposed(module):
    return isinstance(module, (torch.nn.ConvTranspose1d, torch.nn.ConvTranspose2d, torch.nn.ConvTranspose3d))


def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    if dim is None:
        dim = 1 if _is_transposed(module) else 0
    if _hook_of(module, SpectralNorm, name):
        raise RuntimeError(f'Cannot register two spectral_norm hooks on the same parameter {name}')
    hook = SpectralNorm(name, n_power_iterations, dim, eps)
    parameters = dict(module.named_parameters(recurse=False))
    if name not in parameters and getattr(module, name, ...) is None:
        raise ValueError(f'`SpectralNorm` cannot be applied as parameter `{name}` is None')
    weight = parameters[name]
    with torch.no_grad():
        height, width = hook.reshape_weight_to_matrix(weight).size()
        u = hook.unit(weight.new_empty(height).normal_(0, 1))
        v = hook.unit(weight.new_empty(width).normal_(0, 1))
    delattr(module, name)
    module.register_parameter(name + '_orig', weight)
    setattr(module, name, weight.data)
    module.register_buffer(name + '_u', u)
    module.register_buffer(name + '_v', v)
    module.register_forward_pre_hook(hook)
    return module


def remove_spectral_norm(module, name='weight'):
    return _removed(module, SpectralNorm, 'spectral_norm', name)
