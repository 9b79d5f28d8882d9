"""How each function takes an `out=` of another dtype than its result's: what it says, and when.

    node test/parity/samples.mjs | python test/parity/recordOut.py > src/torch/binding/outRules.txt

A line for each function: its name, a rule, and the text with `{R}` and `{O}` for the dtypes of the result and of `out`, `{r}`
and `{o}` for their C++ names. Rules: `same` refuses every other dtype, `cast` those that the result is not cast to, `any` none;
`^` behind: after it was resized, `*`: sometimes so.
`~` after a name: of float32 alone. What follows none of these, or gives other values than the result cast, has no line.
`grad` tells what the function is called where `out` requires a gradient, `-` where it says something else;
`quiet`, that it resizes without a warning.
"""

import collections
import json
import sys
import warnings

import torch
from recordOps import bound, floats, resolve

warnings.simplefilter('ignore')
SCALARS = {
    torch.float32: ('Float', 'float'), torch.float64: ('Double', 'double'), torch.float16: ('Half', 'c10::Half'),
    torch.int64: ('Long', 'long int'), torch.int32: ('Int', 'int'), torch.bool: ('Bool', 'bool'),
}
DTYPES = (torch.int64, torch.float64, torch.float16, torch.bool, torch.int32)


def templated(text, result, out):
    for key, dtype in (('O', out), ('R', result)):
        scalar, cpp = SCALARS[dtype]
        text = text.replace(f' {scalar}', f' {{{key}}}').replace(f'type{scalar}', f'type{{{key}}}')
        for end in ' ,':
            text = text.replace(f' {cpp}{end}', f' {{{key.lower()}}}{end}')
        if text.endswith(f' {cpp}'):
            text = text[: -len(cpp)] + f'{{{key.lower()}}}'
    return text


def attempt(function, args, kwargs, good, dtype, shape):
    out = torch.zeros(shape, dtype=dtype)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        try:
            function(*args, **kwargs, out=out)
        except Exception as error:
            return f'{type(error).__name__}: {templated(str(error), good.dtype, dtype)}', bool(seen)
    same = torch.equal(out.nan_to_num(), good.to(dtype).nan_to_num())
    return ('ok' if same else 'other'), False


def refuser(function, args, kwargs):
    good = function(*args, **kwargs)
    if not isinstance(good, torch.Tensor) or not good.is_floating_point():
        return None
    try:
        function(*args, **kwargs, out=torch.zeros(good.shape, dtype=good.dtype, requires_grad=True))
        return '-'
    except RuntimeError as error:
        name, _, rest = str(error).partition('(): functions with out=')
        return name if rest else '-'


def is_quiet(function, args, kwargs):
    good = function(*args, **kwargs)
    if not isinstance(good, torch.Tensor) or good.numel() in (0, 7):
        return None
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        function(*args, **kwargs, out=torch.zeros(7, dtype=good.dtype))
    return not any('was resized' in str(one.message) for one in seen)


def rule(function, args, kwargs):
    good = function(*args, **kwargs)
    if not isinstance(good, torch.Tensor) or good.dtype not in SCALARS or good.numel() == 0:
        return None
    if good.double().nan_to_num(0, 0, 0).abs().max() > 1e4:
        return None
    function(*args, **kwargs, out=torch.zeros(good.shape, dtype=good.dtype))
    answers = {d: attempt(function, args, kwargs, good, d, good.shape)[0] for d in DTYPES if d != good.dtype}
    refused = {d: text for d, text in answers.items() if text != 'ok'}
    if not refused:
        return ('any', '')
    texts = set(refused.values())
    if len(texts) != 1 or 'other' in texts:
        return ('?', '')
    (text,) = texts
    other, warned = attempt(function, args, kwargs, good, next(iter(refused)), (7,))
    late = '*' if other != text else '^' if warned else ''
    if len(refused) == len(answers):
        return ('same' + late, text)
    if set(refused) == {d for d in answers if not torch.can_cast(good.dtype, d)}:
        return ('cast' + late, text)
    return ('?', '')


# Ends the process where `out` has no room.
CRASHES = {'torch.range'}
found, single, called, quiet = (collections.defaultdict(set) for _ in range(4))
for sample in json.load(sys.stdin):
    if sample['op'] in CRASHES:
        continue
    try:
        args, kwargs = bound(sample)
        name = sample['op'].removeprefix('torch.')
        called[name].add(refuser(resolve(sample['op']), args, kwargs))
        quiet[name].add(is_quiet(resolve(sample['op']), args, kwargs))
        made = rule(resolve(sample['op']), args, kwargs)
    except Exception:
        continue
    if made:
        found[name].add(made)
        if all(x.dtype == torch.float32 for x in floats([*args, *kwargs.values()])):
            single[name].add(made)


def only(rules):
    # Results that are cast to anything show nothing.
    told = {one for one in rules if one[0] != 'any'} or rules
    contradicts = told != rules and any(one[0].startswith('same') for one in told)
    if ('?', '') in told or contradicts or len({(kind.rstrip('^*'), text) for kind, text in told}) > 1:
        return None
    kind, text = next(iter(told))
    return (kind, text) if len(told) == 1 else (kind.rstrip('^*') + '*', text)


for name in sorted(quiet):
    if quiet[name] - {None} == {True}:
        print(name, 'quiet')
for name in sorted(called):
    names = called[name] - {None}
    if names and names != {name.rsplit('.', 1)[-1]}:
        print(name, 'grad', next(iter(names)) if len(names) == 1 else '-')
for name in sorted(found):
    if only(found[name]):
        print(name, *only(found[name]))
    elif name in single and only(single[name]):
        print(f'{name}~', *only(single[name]))
