# torch.utils.hooks.BackwardHook: hooks of a module that see, and may replace, the gradients of what went in and what came out.
import warnings

import torch
from torch.autograd import Function

__all__ = ['BackwardHook']

_sides = []


class BackwardHookFunction(Function):
    @staticmethod
    def forward(ctx, *args):
        ctx.side = _sides.pop()
        ctx.set_materialize_grads(False)
        ctx.mark_non_differentiable(*[arg for arg in args if not arg.requires_grad])
        return args

    @staticmethod
    def backward(ctx, *grads):
        return ctx.side(grads)


class BackwardHook:
    def __init__(self, module, user_hooks, user_pre_hooks):
        self.module = module
        self.user_hooks = user_hooks
        self.user_pre_hooks = user_pre_hooks
        self.grad_outputs = None
        self.input_tensors_index = None

    def _pack(self, indices, values, size):
        packed = [None] * size
        for index, value in zip(indices, values):
            packed[index] = value
        return tuple(packed)

    def _through(self, side, args):
        indices = [i for i, arg in enumerate(args) if isinstance(arg, torch.Tensor)]
        if not (any(args[i].requires_grad for i in indices) and torch.is_grad_enabled()):
            return args, None
        _sides.append(side)
        made = BackwardHookFunction.apply(*[args[i] for i in indices])
        if not isinstance(made, tuple):
            made = (made,)
        changed = list(args)
        for index, value in zip(indices, made):
            changed[index] = value
        return (tuple(changed) if type(args) is tuple else type(args)(*changed)), indices

    def setup_input_hook(self, args):
        self.n_inputs = len(args)
        sizes = [(arg.shape, arg.dtype) for arg in args if isinstance(arg, torch.Tensor)]

        def side(grads):
            if self.grad_outputs is None:
                return grads
            whole = [torch.zeros(shape, dtype=dtype) if grad is None else grad for grad, (shape, dtype) in zip(grads, sizes)]
            found = self._pack(self.input_tensors_index, whole, self.n_inputs)
            for hook in self.user_hooks:
                out = hook(self.module, found, self.grad_outputs)
                if out is None:
                    continue
                if len(out) != len(found):
                    raise RuntimeError('Backward hook returned an invalid number of grad_input, '
                                       f'got {len(out)}, but expected {len(found)}')
                found = out
            self.grad_outputs = None
            return tuple(found[i] for i in self.input_tensors_index)

        args, self.input_tensors_index = self._through(side, args)
        return args

    def setup_output_hook(self, result):
        is_tuple = isinstance(result, tuple)
        args = result if is_tuple else (result,)

        def side(grads):
            self.grad_outputs = self._pack(self.output_tensors_index, grads, len(args))
            expected = len(self.grad_outputs)
            for hook in self.user_pre_hooks:
                out = hook(self.module, self.grad_outputs)
                if out is None:
                    continue
                if len(out) != expected:
                    raise RuntimeError('Backward pre hook returned an invalid number of grad_output, '
                                       f'got {len(out)}, but expected {expected}')
                self.grad_outputs = out
            given = self.grad_outputs
            if self.input_tensors_index is None:
                warnings.warn('Full backward hook is firing when gradients are computed '
                              'with respect to module outputs since no inputs require gradients. See '
                              'https://docs.pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook '
                              'for more details.', stacklevel=5)
                nothing = self._pack([], [], self.n_inputs)
                for hook in self.user_hooks:
                    out = hook(self.module, nothing, self.grad_outputs)
                    if out is not None and not (isinstance(out, tuple) and all(el is None for el in out)):
                        raise RuntimeError('Backward hook for Modules where no input requires '
                                           'gradient should always return None or None for all gradients.')
                self.grad_outputs = None
            return tuple(given[i] for i in self.output_tensors_index)

        changed, self.output_tensors_index = self._through(side, args)
        return changed if is_tuple else changed[0]
