# torch.autograd.gradcheck: gradients held against central differences.
import warnings

import torch

__all__ = ['GradcheckError', 'gradcheck', 'gradgradcheck']


class GradcheckError(RuntimeError):
    pass


def _floats(outputs):
    outputs = outputs if isinstance(outputs, (tuple, list)) else (outputs,)
    return tuple(out for out in outputs if isinstance(out, torch.Tensor) and out.is_floating_point())


def _differentiable(outputs):
    return tuple(out for out in _floats(outputs) if out.requires_grad)


def _tuple(inputs):
    return (inputs,) if isinstance(inputs, torch.Tensor) else tuple(inputs)


def _checked(inputs):
    """The inputs that require a gradient, by their number."""
    found = [(at, x) for at, x in enumerate(inputs) if isinstance(x, torch.Tensor) and x.requires_grad]
    for at, x in found:
        if x.dtype != torch.float64:
            warnings.warn(
                f'Input #{at} requires gradient and is not a double precision floating point or complex. This check'
                ' will likely fail if all the inputs are not of double precision floating point or complex. ',
                stacklevel=3,
            )
        if any(stride == 0 and size > 1 for stride, size in zip(x.stride(), x.shape)):
            raise RuntimeError(
                f'The {at}th input has a dimension with stride 0. gradcheck only supports inputs that are'
                ' non-overlapping to be able to compute the numerical gradients correctly. You should call'
                ' .contiguous on the input before passing it to gradcheck.'
            )
    if not found:
        raise ValueError(
            'gradcheck expects at least one input tensor to require gradient, but none of them have requires_grad=True.'
        )
    return found


def _numerical(func, inputs, number, eps, chosen=_differentiable):
    """One matrix for each output: a row for each element of the input."""
    x = inputs[number]
    flat = x.detach().reshape(-1)
    rows = []
    for at in range(flat.numel()):
        sides = []
        for step in (-eps, eps):
            moved = flat.clone()
            moved[at] = flat[at] + step
            given = list(inputs)
            given[number] = moved.reshape(x.shape).requires_grad_()
            sides.append([out.detach().clone() for out in chosen(func(*given))])
        rows.append([((b - a) / (2 * eps)).reshape(-1) for a, b in zip(*sides)])
    return [torch.stack(column) for column in zip(*rows)]


def _analytical(out, x):
    columns = []
    for at in range(out.numel()):
        vector = torch.zeros_like(out).reshape(-1)
        vector[at] = 1
        (grad,) = torch.autograd.grad(out, [x], [vector.reshape(out.shape)], retain_graph=True, allow_unused=True)
        columns.append((torch.zeros_like(x) if grad is None else grad).detach().reshape(-1))
    return torch.stack(columns, 1)


def gradcheck(
    func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True,
    check_grad_dtypes=False, check_batched_grad=False, check_batched_forward_grad=False, check_forward_ad=False,
    check_backward_ad=True, fast_mode=False, masked=None,
):
    try:
        inputs = _tuple(inputs)
        wanted = _checked(inputs)
        outputs = _differentiable(func(*inputs))
        if not outputs:
            for number, _ in wanted:
                if any((found != 0).any() for found in _numerical(func, inputs, number, eps, _floats)):
                    raise GradcheckError('Numerical gradient for function expected to be zero')
            return True
        for number, x in wanted:
            numerical = _numerical(func, inputs, number, eps)
            for at, out in enumerate(outputs):
                analytical = _analytical(out, x)
                if not torch.allclose(analytical, numerical[at].to(analytical.dtype), rtol=rtol, atol=atol):
                    raise GradcheckError(
                        f'Jacobian mismatch for output {at} with respect to input {number},\n'
                        f'numerical:{numerical[at]}\nanalytical:{analytical}\n'
                    )
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(func, inputs, grad_outputs=None, *, gen_non_contig_grad_outputs=False, raise_exception=True, **options):
    inputs = _tuple(inputs)
    if grad_outputs is None:
        outputs = _differentiable(func(*inputs))
        grad_outputs = tuple(torch.empty_like(out).uniform_(-1, 1).requires_grad_() for out in outputs)
    else:
        grad_outputs = _tuple(grad_outputs)
    count = len(grad_outputs)

    def gradients(*given):
        xs = [x.requires_grad_() if isinstance(x, torch.Tensor) and x.is_leaf and x.is_floating_point() else x for x in given]
        outputs = _differentiable(func(*xs[:-count]))
        wanted = [x for x in xs[:-count] if isinstance(x, torch.Tensor) and x.requires_grad]
        found = torch.autograd.grad(outputs, wanted, xs[-count:], create_graph=True, allow_unused=True)
        return tuple(grad for grad in found if grad is not None)

    return gradcheck(gradients, inputs + grad_outputs, raise_exception=raise_exception, **options)
