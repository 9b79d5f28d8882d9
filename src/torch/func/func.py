# torch.func: transforms of functions. A gradient is taken by a pass over the graph, a map by running the function for each
# slice; what PyTorch computes in one go has the same values.
import functools

import torch

__all__ = ['grad', 'grad_and_value', 'vjp', 'jvp', 'jacrev', 'jacfwd', 'hessian', 'vmap', 'functional_call', 'stack_module_state']

_depth = 0


def _leaves(tree):
    """The leaves of tuples, lists and dicts, in order."""
    if isinstance(tree, (tuple, list)):
        return [leaf for part in tree for leaf in _leaves(part)]
    if isinstance(tree, dict):
        return [leaf for part in tree.values() for leaf in _leaves(part)]
    return [tree]


def _mapped(change, tree):
    """The same tree with other leaves."""
    if isinstance(tree, tuple) and hasattr(tree, '_fields'):
        return type(tree)(*[_mapped(change, part) for part in tree])
    if isinstance(tree, (tuple, list)):
        return type(tree)([_mapped(change, part) for part in tree])
    if isinstance(tree, dict):
        return type(tree)((key, _mapped(change, part)) for key, part in tree.items())
    return change(tree)


def _filled(tree, leaves):
    """The same tree with the leaves that an iterator gives."""
    return _mapped(lambda _: next(leaves), tree)


def _tracked(tree):
    """Tensors of their own, whose gradients can be asked for."""
    return _mapped(lambda x: x.view_as(x) if x.requires_grad else x.detach().requires_grad_(), tree)


def _outside(tree, given):
    """Results as they leave a transform: with a history where something outside of it can ask for one."""
    keeps = _depth > 0 or any(isinstance(x, torch.Tensor) and x.requires_grad for x in _leaves(given))
    return tree if keeps else _mapped(lambda x: x.detach() if isinstance(x, torch.Tensor) else x, tree)


def _run(func, args, kwargs):
    global _depth
    _depth += 1
    try:
        with torch.enable_grad():
            return func(*args, **kwargs)
    finally:
        _depth -= 1


def _numbers(argnums, count):
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(f'argnums must be int or Tuple[int, ...], got: {type(argnums)}')
    many = isinstance(argnums, tuple)
    found = []
    for number in argnums if many else (argnums,):
        if not isinstance(number, int):
            raise RuntimeError(f'argnum must be int, got: {type(number)}')
        if not -count <= number < count:
            raise RuntimeError(f'Got argnum={number}, but only {count} positional inputs')
        found.append(number % count)
    if not found:
        raise RuntimeError('argnums must be non-empty')
    if len(set(found)) != len(found):
        raise RuntimeError(f'argnums elements must be unique, got {argnums}')
    return many, found


def _separated(args, argnums):
    """The arguments with tracked ones in the places asked for, and these by themselves."""
    many, numbers = _numbers(argnums, len(args))
    args = list(args)
    for number in numbers:
        args[number] = _tracked(args[number])
    return args, tuple(args[number] for number in numbers) if many else args[numbers[0]]


def _with_aux(output, has_aux, caller):
    if not has_aux:
        return output, None
    if not (isinstance(output, tuple) and len(output) == 2):
        raise RuntimeError(f'{caller}: output of function f should be a tuple: (output, aux) if has_aux is True')
    return output


def _back(outputs, inputs, vectors=None):
    """Gradients by leaf, zeros where no way leads."""
    vectors = vectors if vectors is not None else [None] * len(outputs)
    pairs = [(out, v) for out, v in zip(outputs, vectors) if out.requires_grad]
    if not pairs:
        return [torch.zeros_like(x) for x in inputs]
    with torch.enable_grad():
        found = torch.autograd.grad(
            [out for out, _ in pairs], inputs, [v for _, v in pairs], create_graph=True, allow_unused=True
        )
    return [torch.zeros_like(x) if grad is None else grad for grad, x in zip(found, inputs)]


def grad_and_value(func, argnums=0, has_aux=False):
    caller = 'grad_and_value(f)(*args)'

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        given, wanted = _separated(args, argnums)
        output, aux = _with_aux(_run(func, given, kwargs), has_aux, caller)
        if not isinstance(output, torch.Tensor):
            raise RuntimeError(f'{caller}: Expected f(*args) to return a Tensor, got {type(output)}')
        if output.dim() != 0:
            raise RuntimeError(
                f'{caller}: Expected f(*args) to return a scalar Tensor, got tensor with {output.dim()} dims. Maybe you'
                ' wanted to use the vjp or jacrev APIs instead?'
            )
        grads = _filled(wanted, iter(_back([output], _leaves(wanted))))
        grads, output, aux = _outside((grads, output, aux), (args, kwargs))
        return grads, ((output, aux) if has_aux else output)

    return wrapper


def grad(func, argnums=0, has_aux=False):
    both = grad_and_value(func, argnums, has_aux)

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        grads, rest = both(*args, **kwargs)
        return (grads, rest[1]) if has_aux else grads

    return wrapper


def vjp(func, *primals, has_aux=False):
    given = tuple(_tracked(x) for x in primals)
    output, aux = _with_aux(_run(func, given, {}), has_aux, 'vjp(f, *primals)')

    def pull(cotangents, retain_graph=True, create_graph=None):
        found = _filled(given, iter(_back(_leaves(output), _leaves(given), _leaves(cotangents))))
        found = _outside(found, (primals, cotangents))
        return found if len(primals) > 1 else found[0] if not isinstance(primals[0], tuple) else found

    def wrapped(cotangents, **options):
        found = pull(cotangents, **options)
        return found if isinstance(found, tuple) else (found,)

    shown, aux = _outside((output, aux), primals)
    return (shown, wrapped, aux) if has_aux else (shown, wrapped)


def jvp(func, primals, tangents, *, strict=False, has_aux=False):
    if not isinstance(primals, tuple):
        raise RuntimeError('jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals).')
    given = tuple(_tracked(x) for x in primals)
    output, aux = _with_aux(_run(func, given, {}), has_aux, 'jvp(f, primals, tangents)')
    outputs = _leaves(output)
    # A backward pass is linear in these: its own gradient is the product wanted.
    weights = [torch.zeros_like(out, requires_grad=True) for out in outputs]
    back = _back(outputs, _leaves(given), weights)
    found = _filled(output, iter(_back(back, weights, _leaves(tangents))))
    shown, found, aux = _outside((output, found, aux), (primals, tangents))
    return (shown, found, aux) if has_aux else (shown, found)


def jacrev(func, argnums=0, *, has_aux=False, chunk_size=None):
    if not (chunk_size is None or chunk_size > 0):
        raise ValueError('jacrev: `chunk_size` should be greater than 0.')

    @functools.wraps(func)
    def wrapper(*args):
        given, wanted = _separated(args, argnums)
        output, aux = _with_aux(_run(func, given, {}), has_aux, 'vjp(f, *primals)')
        inputs = _leaves(wanted)

        def rows(out):
            flat = out.reshape(-1)
            found = [_back([flat[at]], inputs) for at in range(flat.numel())]
            columns = [torch.stack([row[at] for row in found]).reshape(out.shape + x.shape) for at, x in enumerate(inputs)]
            return _filled(wanted, iter(columns))

        found, aux = _outside((_mapped(rows, output), aux), args)
        return (found, aux) if has_aux else found

    return wrapper


def jacfwd(func, argnums=0, has_aux=False, *, randomness='error'):
    @functools.wraps(func)
    def wrapper(*args):
        given, wanted = _separated(args, argnums)
        output, aux = _with_aux(_run(func, given, {}), has_aux, 'jvp(f, primals, tangents)')
        inputs = _leaves(wanted)

        def columns(out):
            # A column of the matrix is the product with one unit vector: see jvp.
            weight = torch.zeros_like(out, requires_grad=True)
            back = _back([out], inputs, [weight])
            found = []
            for x, product in zip(inputs, back):
                units = torch.eye(x.numel(), dtype=x.dtype).reshape((x.numel(),) + x.shape)
                parts = [_back([product], [weight], [unit])[0] for unit in units]
                found.append(torch.stack(parts, -1).reshape(out.shape + x.shape))
            return _filled(wanted, iter(found))

        found, aux = _outside((_mapped(columns, output), aux), args)
        return (found, aux) if has_aux else found

    return wrapper


def hessian(func, argnums=0):
    return jacfwd(jacrev(func, argnums), argnums)


def _name(func):
    if isinstance(func, functools.partial):
        return f'functools.partial({_name(func.func)}, ...)'
    return func.__name__ if hasattr(func, '__name__') else repr(func)


def _spread(dims, tree):
    """A dim for each leaf: one of a part stands for all that is in it. None where the structures differ."""
    if isinstance(tree, (tuple, list, dict)) and not isinstance(dims, (tuple, list, dict)):
        return [dims] * len(_leaves(tree))
    if isinstance(tree, dict):
        if not isinstance(dims, dict) or dims.keys() != tree.keys():
            return None
        parts = [_spread(dims[key], tree[key]) for key in tree]
    elif isinstance(tree, (tuple, list)):
        if not isinstance(dims, type(tree)) or len(dims) != len(tree):
            return None
        parts = [_spread(one, part) for one, part in zip(dims, tree)]
    else:
        return None if isinstance(dims, (tuple, list, dict)) else [dims]
    return None if None in parts else [dim for part in parts for dim in part]


def _checked_dims(func, in_dims, args):
    head = f'vmap({_name(func)}, in_dims={in_dims}, ...)(<inputs>): '
    if not isinstance(in_dims, (int, tuple)):
        raise ValueError(
            f'{head}expected `in_dims` to be int or a (potentially nested) tuple matching the structure of inputs, got:'
            f' {type(in_dims)}.'
        )
    if not args:
        raise ValueError(
            f'vmap({_name(func)})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over'
            ' a function with no inputs. The latter is unsupported.'
        )
    leaves = _leaves(args)
    dims = _spread(in_dims, args)
    if dims is None:
        raise ValueError(f'{head}in_dims is not compatible with the structure of `inputs`. ')
    for at, (leaf, dim) in enumerate(zip(leaves, dims)):
        if dim is None:
            continue
        if not isinstance(dim, int):
            raise ValueError(
                f'{head}Got in_dim={dim} for an input but in_dim must be either an integer dimension or None.'
            )
        if not isinstance(leaf, torch.Tensor):
            raise ValueError(
                f'{head}Got in_dim={dim} for an input but the input is of type {type(leaf)}. We cannot vmap over'
                ' non-Tensor arguments, please use None as the respective in_dim'
            )
        if not -leaf.dim() <= dim < leaf.dim():
            raise ValueError(
                f'{head}Got in_dim={dim} for some input, but that input is a Tensor of dimensionality {leaf.dim()} so'
                f' expected in_dim to satisfy -{leaf.dim()} <= in_dim < {leaf.dim()}.'
            )
    sizes = [leaf.size(dim) for leaf, dim in zip(leaves, dims) if dim is not None]
    if not sizes:
        raise ValueError('vmap: Expected at least one Tensor to vmap over')
    if any(size != sizes[0] for size in sizes):
        raise ValueError(
            'vmap: Expected all tensors to have the same size in the mapped dimension, got sizes'
            f' {sizes} for the mapped dimension'
        )
    return leaves, dims, sizes[0]


def vmap(func, in_dims=0, out_dims=0, randomness='error', *, chunk_size=None):
    if randomness not in ('error', 'different', 'same'):
        raise RuntimeError(
            f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}"
        )
    if not (chunk_size is None or chunk_size > 0):
        raise ValueError(f'vmap: chunk_size should be None or greater than 0. (got {chunk_size})')

    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        leaves, dims, size = _checked_dims(func, in_dims, args)
        state = torch.get_rng_state()
        results = []
        for at in range(size):
            if randomness == 'same':
                torch.set_rng_state(state)
            slices = iter([leaf if dim is None else leaf.select(dim, at) for leaf, dim in zip(leaves, dims)])
            named = _mapped(lambda x: x.select(0, at) if isinstance(x, torch.Tensor) else x, kwargs)
            results.append(func(*_filled(args, slices), **named))
            drawn = randomness != 'same' and not torch.equal(torch.get_rng_state(), state)
            if drawn and randomness == 'different':
                return _different
            if drawn:
                raise RuntimeError(
                    'vmap: called random operation while in randomness error mode. Please either use the '
                    "'same' or 'different' randomness flags on vmap or perform the randomness operation out of vmap"
                )
        outs = [_leaves(result) for result in results]
        places = _spread(out_dims, results[0])
        if places is None:
            raise ValueError(
                f'vmap({_name(func)}, ..., out_dims={out_dims})(<inputs>): out_dims is not compatible with the structure'
                ' of `outputs`. '
            )
        stacked = []
        for number, dim in enumerate(places):
            column = [row[number] for row in outs]
            if dim is not None and not isinstance(column[0], torch.Tensor):
                raise ValueError(
                    f'vmap({_name(func)}, ...): `{_name(func)}` must only return Tensors, got type {type(column[0])}.'
                    ' Did you mean to set out_dims= to None for output?'
                )
            stacked.append(column[0] if dim is None else torch.stack(column, dim))
        return _filled(results[0], iter(stacked))

    return wrapper


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    """Calls the module with other tensors in the places of its own, which come back at the end."""
    given = parameter_and_buffer_dicts
    if not isinstance(given, dict):
        given = {name: tensor for part in given for name, tensor in part.items()}
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    kept = []
    try:
        for name, tensor in given.items():
            *path, last = name.split('.')
            owner = module
            for part in path:
                owner = getattr(owner, part)
            kept.append((owner, last, getattr(owner, last)))
            object.__setattr__(owner, last, tensor)
        return module(*args, **(kwargs or {}))
    finally:
        for owner, last, tensor in reversed(kept):
            object.__setattr__(owner, last, tensor)


def stack_module_state(models):
    if not models:
        raise RuntimeError('stack_module_state: Expected at least one model, got 0.')
    params = {
        name: torch.stack([dict(model.named_parameters())[name] for model in models]).detach().requires_grad_()
        for name in dict(models[0].named_parameters())
    }
    buffers = {
        name: torch.stack([dict(model.named_buffers())[name] for model in models]).detach()
        for name in dict(models[0].named_buffers())
    }
    return params, buffers
