# torch.autograd.functional: jacobians, hessians and their products with vectors, by reverse passes over the graph.
import torch

__all__ = ['vjp', 'jvp', 'jacobian', 'hessian', 'hvp', 'vhp']


def _tensors(given, what, caller):
    """Whether a tuple was given, and the tensors as one."""
    many = isinstance(given, tuple)
    tensors = given if many else (given,)
    for at, tensor in enumerate(tensors):
        if not isinstance(tensor, torch.Tensor):
            place = f'value at index {at}' if many else f'given {what}'
            raise TypeError(
                f'The {what} given to {caller} must be either a Tensor or a tuple of Tensors but the'
                f' {place} has type {type(tensor)}.'
            )
    return many, tensors


def _fresh(tensors, create_graph, wanted=True):
    """Objects of their own, so that what the function captures is told from what it is given."""
    return tuple(
        x.view_as(x) if create_graph and x.requires_grad else x.detach().requires_grad_(wanted) for x in tensors
    )


def _given(results, create_graph):
    """Results without a history, where none was asked for."""
    if create_graph:
        return results
    return tuple(x.detach() if isinstance(x, torch.Tensor) else _given(x, False) for x in results)


def _packed(results, many):
    return results if many else results[0]


def _require(tensors, message, strict):
    for at, tensor in enumerate(tensors):
        if strict and (tensor is None or not tensor.requires_grad):
            raise RuntimeError(message.format(at))


_no_output = (
    'Output {} of the user-provided function does not require gradients. The outputs must be computed in a'
    ' differentiable manner from the input when running in strict mode.'
)
_no_jacobian = (
    "While computing the hessian, found that the jacobian of the user-provided function with respect to input {} is"
    ' independent of the input. This is not allowed in strict mode. You should ensure that your function is twice'
    ' differentiable and that the jacobian depends on the inputs (this would be violated by a linear function for example).'
)
_no_gradient = (
    'The gradient with respect to input {} is independent of the inputs of the user-provided function. This is not'
    ' allowed in strict mode.'
)


def _gradients(outputs, inputs, vectors, create_graph):
    """Of the outputs that require a gradient; None for inputs that they do not depend on."""
    vectors = vectors if vectors is not None else (None,) * len(outputs)
    pairs = [(out, v) for out, v in zip(outputs, vectors) if out is not None and out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    return torch.autograd.grad(
        tuple(out for out, _ in pairs),
        inputs,
        tuple(v for _, v in pairs),
        allow_unused=True,
        create_graph=create_graph,
    )


def _filled(grads, like, strict, create_graph, what):
    """Zeros where no way leads; refused in strict mode. `what` is the refusal's beginning, by the number of the input."""
    found = []
    for at, (grad, other) in enumerate(zip(grads, like)):
        if strict and grad is None:
            raise RuntimeError(f'{what.format(at)} strict mode.' if '{' in what else what)
        if strict and create_graph and not grad.requires_grad:
            kind = 'hessian' if 'jacobian' in what or 'hessian' in what else 'jacobian'
            raise RuntimeError(
                f'The {kind} of the user-provided function is independent of input {at}. This is not allowed in'
                ' strict mode when create_graph=True.'
            )
        found.append(torch.zeros_like(other) if grad is None else grad)
    return tuple(found)


_independent = 'The output of the user-provided function is independent of input {}. This is not allowed in'
_entry = (
    'The gradient with respect to the input is independent of entry {} in the grad_outputs when using the double'
    ' backward trick to compute forward mode gradients. This is not allowed in'
)
_flat = 'The jacobian of the user-provided function is independent of input {}. This is not allowed in'
_flat_entry = (
    'The hessian of the user-provided function is independent of entry {} in the grad_jacobian. This is not allowed in'
    ' strict mode as it prevents from using the double backward trick to replace forward mode AD. '
)


def _vector(v, caller, like, many, create_graph, missing):
    """The vector, checked against the tensors whose shapes it must have."""
    if v is None:
        if len(like) != 1 or like[0].nelement() != 1:
            raise RuntimeError(missing)
        return None
    _, v = _tensors(v, 'v', caller)
    v = _fresh(v, create_graph, False)
    if len(v) != len(like):
        raise RuntimeError(
            f'v is a tuple of invalid length: should be {len(like)} but got {len(v)}.'
            if many
            else 'The given v should contain a single Tensor.'
        )
    for at, (own, other) in enumerate(zip(v, like)):
        if own.size() != other.size():
            place = f'Entry {at} in ' if many else ''
            raise RuntimeError(f'{place}v has invalid size: should be {other.size()} but got {own.size()}.')
    return v


_from_inputs = (
    'The vector v can only be None if the input to the user-provided function is a single Tensor with a single element.'
)
_from_outputs = (
    'The vector v can only be None if the user-provided function returns a single Tensor with a single element.'
)


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        many_inputs, inputs = _tensors(inputs, 'inputs', 'vjp')
        inputs = _fresh(inputs, create_graph)
        many_outputs, outputs = _tensors(func(*inputs), 'outputs of the user-provided function', 'vjp')
        _require(outputs, _no_output, strict)
        v = _vector(v, 'vjp', outputs, many_outputs, create_graph, _from_outputs)
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        found = _filled(_gradients(outputs, inputs, v, create_graph), inputs, strict, create_graph, _independent)
    return _packed(_given(outputs, create_graph), many_outputs), _packed(_given(found, create_graph), many_inputs)


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        many_inputs, inputs = _tensors(inputs, 'inputs', 'jvp')
        inputs = _fresh(inputs, create_graph)
        v = _vector(v, 'jvp', inputs, many_inputs, create_graph, _from_inputs)
        many_outputs, outputs = _tensors(func(*inputs), 'outputs of the user-provided function', 'jvp')
        _require(outputs, _no_output, strict)
        # A backward pass is linear in these: its own gradient is the product wanted, whatever they are.
        weights = tuple(torch.zeros_like(out, requires_grad=True) for out in outputs)
        back = _gradients(outputs, inputs, weights, True)
        _require(back, _no_gradient, strict)
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        found = _filled(_gradients(back, weights, v, create_graph), outputs, strict, create_graph, _entry)
    return _packed(_given(outputs, create_graph), many_outputs), _packed(_given(found, create_graph), many_outputs)


def _row(out, at, inputs, create_graph):
    one = out.reshape(-1)[at]
    if not one.requires_grad:
        return (None,) * len(inputs)
    return torch.autograd.grad((one,), inputs, allow_unused=True, retain_graph=True, create_graph=create_graph)


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy='reverse-mode'):
    if strategy not in ('forward-mode', 'reverse-mode'):
        raise AssertionError(
            'Expected strategy to be either "forward-mode" or "reverse-mode". Hint: If your function has more outputs'
            ' than inputs, "forward-mode" tends to be more performant. Otherwise, prefer to use "reverse-mode".'
        )
    if strategy == 'forward-mode':
        _check_forward(create_graph, strict, vectorize)
    with torch.enable_grad():
        many_inputs, inputs = _tensors(inputs, 'inputs', 'jacobian')
        inputs = _fresh(inputs, create_graph)
        many_outputs, outputs = _tensors(func(*inputs), 'outputs of the user-provided function', 'jacobian')
        _require(outputs, _no_output, strict)
        if vectorize and strict:
            raise RuntimeError(
                'torch.autograd.functional.jacobian: `strict=True` and `vectorized=True` are not supported together.'
                ' Please either set `strict=False` or `vectorize=False`.'
            )
        found = []
        for number, out in enumerate(outputs):
            rows = [_row(out, at, inputs, create_graph) for at in range(out.nelement())]
            for row in rows:
                for at, grad in enumerate(row):
                    if strict and grad is None:
                        raise RuntimeError(
                            f'Output {number} of the user-provided function is independent of input {at}. This is not'
                            ' allowed in strict mode.'
                        )
                    if strict and create_graph and not grad.requires_grad:
                        raise RuntimeError(
                            f'The jacobian of the user-provided function is independent of input {number}. This is not'
                            ' allowed in strict mode when create_graph=True.'
                        )
            columns = [[row[at] if row[at] is not None else torch.zeros_like(x) for row in rows] for at, x in enumerate(inputs)]
            found.append(
                tuple(torch.stack(column, dim=0).view(out.size() + x.size()) for column, x in zip(columns, inputs))
            )
        found = _given(tuple(found), create_graph)
    return _packed(tuple(_packed(row, many_inputs) for row in found), many_outputs)


def _check_forward(create_graph, strict, vectorize):
    if create_graph:
        raise NotImplementedError(
            'torch.autograd.functional.jacobian: `create_graph=True` and `strategy="forward-mode"` are not supported'
            ' together (yet). Please either set `create_graph=False` or `strategy="reverse-mode"`.'
        )
    if strict:
        raise RuntimeError(
            'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` are not supported together'
            ' (yet). Please either set `strict=False` or `strategy="reverse-mode"`.'
        )
    if not vectorize:
        raise NotImplementedError(
            'Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented for'
            ' `vectorize=True`.'
        )


def _single(out, caller, strict):
    many, outputs = _tensors(out, 'outputs of the user-provided function', caller)
    _require(outputs, _no_output, strict)
    if many:
        raise RuntimeError(f'The function given to {caller} should return a single Tensor')
    if out.nelement() != 1:
        raise RuntimeError(f'The Tensor returned by the function given to {caller} should contain a single element')
    return outputs


def hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy='reverse-mode'):
    many, inputs = _tensors(inputs, 'inputs', 'hessian')
    if outer_jacobian_strategy not in ('forward-mode', 'reverse-mode'):
        raise AssertionError('Expected strategy to be either "forward-mode" or "reverse-mode".')

    def gradient(*given):
        found = jacobian(lambda *x: _single(func(*x), 'hessian', strict)[0].squeeze(), given, create_graph=True)
        _require(found, _no_jacobian, strict)
        return found

    found = jacobian(gradient, inputs, create_graph, strict, vectorize, outer_jacobian_strategy)
    return _packed(tuple(_packed(row, many) for row in found), many)


def _of_scalar(func, inputs, v, create_graph, strict, caller):
    """Inputs, vector, the one output and its gradient."""
    many, inputs = _tensors(inputs, 'inputs', caller)
    inputs = _fresh(inputs, create_graph)
    v = _vector(v, caller, inputs, many, create_graph, _from_inputs)
    outputs = _single(func(*inputs), caller, strict)
    gradient = _gradients(outputs, inputs, None, True)
    _require(gradient, _no_jacobian, strict)
    return many, inputs, v, outputs, gradient


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        many, inputs, v, outputs, gradient = _of_scalar(func, inputs, v, create_graph, strict, 'vhp')
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        found = _filled(_gradients(gradient, inputs, v, create_graph), inputs, strict, create_graph, _flat)
    return _given(outputs, create_graph)[0], _packed(_given(found, create_graph), many)


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    with torch.enable_grad():
        many, inputs, v, outputs, gradient = _of_scalar(func, inputs, v, create_graph, strict, 'hvp')
        weights = tuple(torch.zeros_like(x, requires_grad=True) for x in inputs)
        twice = _gradients(gradient, inputs, weights, True)
    with torch.set_grad_enabled(create_graph or torch.is_grad_enabled()):
        found = _filled(_gradients(twice, weights, v, create_graph), inputs, strict, create_graph, _flat_entry)
    return _given(outputs, create_graph)[0], _packed(_given(found, create_graph), many)
