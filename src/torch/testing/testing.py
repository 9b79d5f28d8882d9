# torch.testing: whether results are as close to what is expected as their types let them be.
import torch

__all__ = ['assert_close']

_tolerances = {
    torch.float16: (1e-3, 1e-5),
    torch.bfloat16: (1.6e-2, 1e-5),
    torch.float32: (1.3e-6, 1e-5),
    torch.float64: (1e-7, 1e-7),
}


def _fail(message, path, msg):
    where = ''.join(f'[{key!r}]' for key in path)
    text = f'{message}\n\nThe failure occurred for item {where}' if path else message
    raise AssertionError(text if msg is None else msg(text) if callable(msg) else msg)


def _places(index):
    return f'({index[0]},)' if len(index) == 1 else f'({", ".join(map(str, index))})'


def _compare(actual, expected, rtol, atol, equal_nan, path, msg):
    """Two tensors of one shape and type."""
    if expected.numel() == 0:
        return
    close = torch.isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=equal_nan)
    if bool(close.all()):
        return
    equal = rtol == 0.0 and atol == 0.0
    word = 'equal' if equal else 'close'
    allowed = ('', '') if equal else (f' (up to {atol} allowed)', f' (up to {rtol} allowed)')
    if actual.dim() == 0:
        a, b = actual.item(), expected.item()
        difference = abs(a - b)
        relative = difference / abs(b) if b else float('inf')
        _fail(
            f'Scalars are not {word}!\n\nExpected {b} but got {a}.\n'
            f'Absolute difference: {difference}{allowed[0]}\nRelative difference: {relative}{allowed[1]}',
            path,
            msg,
        )
    own = actual.dtype if actual.dtype.is_floating_point else torch.int64
    a, b = actual.detach().to(own), expected.detach().to(own)
    total = close.numel()
    wrong = total - int(close.sum())
    difference = torch.abs(a - b)
    difference[close] = 0
    relative = difference / torch.abs(b)
    relative[close] = 0

    def line(title, values, allowed):
        at = int(torch.argmax(values.flatten()))
        index = [] if values.dim() == 0 else [int(i) for i in torch.unravel_index(torch.tensor(at), values.shape)]
        place = f' at index {_places(index)}' if index else ''
        return f'Greatest {title} difference: {values.flatten()[at].item()}{place}{allowed}'

    _fail(
        f'Tensor-likes are not {word}!\n\nMismatched elements: {wrong} / {total} ({wrong / total:.1%})\n'
        + line('absolute', difference, allowed[0])
        + '\n'
        + line('relative', relative, allowed[1]),
        path,
        msg,
    )


def _limits(dtypes, rtol, atol):
    if rtol is not None:
        return rtol, atol
    known = [_tolerances.get(dtype, (0.0, 0.0)) for dtype in dtypes]
    return max(r for r, _ in known), max(a for _, a in known)


def _pair(actual, expected, options, path):
    rtol, atol, equal_nan, check_dtype, check_stride, msg = options
    sequences = (list, tuple)
    if isinstance(actual, sequences) and isinstance(expected, sequences):
        if len(actual) != len(expected):
            _fail(f'The length of the sequences mismatch: {len(actual)} != {len(expected)}', path, msg)
        for i, (a, b) in enumerate(zip(actual, expected)):
            _pair(a, b, options, path + [i])
        return
    if isinstance(actual, dict) and isinstance(expected, dict):
        if set(actual) != set(expected):
            missing = sorted(set(expected) - set(actual))
            extra = sorted(set(actual) - set(expected))
            _fail(
                'The keys of the mappings do not match:\n'
                f'Missing keys in the actual mapping: {missing}\n'
                f'Additional keys in the actual mapping: {extra}',
                path,
                msg,
            )
        for key in actual:
            _pair(actual[key], expected[key], options, path + [key])
        return
    if actual is None and expected is None:
        return
    numbers = (int, float, bool)
    if isinstance(actual, numbers) and isinstance(expected, numbers):
        a, b = (torch.tensor(x, dtype=torch.float64 if isinstance(x, float) else None) for x in (actual, expected))
        check_dtype = False
    elif hasattr(actual, 'dtype') and hasattr(expected, 'dtype'):
        a, b = torch.as_tensor(actual), torch.as_tensor(expected)
    else:
        raise TypeError(f'No comparison pair was able to handle inputs of type {type(actual)} and {type(expected)}.')
    if a.shape != b.shape:
        _fail(f"The values for attribute 'shape' do not match: {a.shape} != {b.shape}.", path, msg)
    if check_dtype and a.dtype != b.dtype:
        _fail(f"The values for attribute 'dtype' do not match: {a.dtype} != {b.dtype}.", path, msg)
    if check_stride and a.stride() != b.stride():
        _fail(f"The values for attribute 'stride()' do not match: {a.stride()} != {b.stride()}.", path, msg)
    own_rtol, own_atol = _limits((a.dtype, b.dtype), rtol, atol)
    common = torch.promote_types(a.dtype, b.dtype)
    _compare(a.to(common), b.to(common), own_rtol, own_atol, equal_nan, path, msg)


def assert_close(
    actual,
    expected,
    *,
    allow_subclasses=True,
    rtol=None,
    atol=None,
    equal_nan=False,
    check_device=True,
    check_dtype=True,
    check_layout=True,
    check_stride=False,
    msg=None,
):
    if (rtol is None) != (atol is None):
        absent = 'rtol' if rtol is None else 'atol'
        raise ValueError(f"Both 'rtol' and 'atol' must be either specified or omitted, but got no {absent}.")
    _pair(actual, expected, (rtol, atol, equal_nan, check_dtype, check_stride, msg), [])
