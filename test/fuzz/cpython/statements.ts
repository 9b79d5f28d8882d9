// Templates of statements: bindings, control flow, functions, generators, exceptions. Marks as in `forms`; `$body` on a
// line of its own stands for a statement. Knows no class.

/** Each template is one statement, or a few that belong together. */
export const templates = (text: string): readonly string[] =>
  text
    .split(/\n\n+/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter(Boolean);

export const simple: readonly string[] = templates(`
$I = I

$F = F

$S = S

$L = L

$D = D

$T = T

$U = U

$B, $I = B, I

print(?, ?)

print(?, ?)

print(?)

print(I, F, S)

print(L, D)

print(T, U)

print(Y, C)

print(?, ?, sep=S, end=';\\n')

print(*L, sep=', ')

print(f'{$?!r:>{12}}|{$S:$sspec}|{$I:$ispec}|{$F:$fspec}')

$I $augment I

$F $augment F

$S += S

$L += L

$L *= #

$T += T

$U |= U

$U -= U

$U &= U

$U ^= U

$D |= D

$Y += Y

print(I $arith I, I $compare I, F $arith I, F $compare F)

print(? $arith ?)

print(? $compare ?)

print(-?, not ?)

print(round(F, #), round(I, -#), divmod(I, I))

print('$pctd|$pctf|$pcts' % (I, F, ?))

print('{:$ispec}|{:$fspec}|{:$sspec}'.format(I, F, S))

print(f'{$I!r:^{10}}', f'{$F:{#}.{#}}', f'{$S:*^{#}}', f"{$D!s:.{#}}")

assert B, ?

first, *middle = ?
print(first, middle)

first, (second, *third), fourth = I, L, T
print(first, second, third, fourth)

[one, two] = $L[:2]
print(one, two)

*head, tail = S
print(head, tail)

$I, $F = $F, $I
print($I, $F)
$I, $F = # , 0.5

one = two = L
one.append(I)
print(two is one, two)

print((n := I) + 1, n)

print([k for k in range(6) if (sq := k * k) > #], sq)

del $L[#]
print($L)

del $L[$slice]
print($L)

$L[#] = ?
print($L)

$L[$slice] = L
print($L)

$L[$slice] = S
print($L)

$L.append(?)
$L.extend(T)
$L.insert(#, ?)
print($L, $L.pop(), $L.pop(#), $L)

$L.sort()
print($L)

$L.sort(key=$key, reverse=B)
print($L)

$L.reverse()
$L.remove(?)
print($L)

$D[?] = ?
print($D)

$D[S] = ?
print($D.setdefault('q', []), $D.pop('a', None), list($D.items()))

$D.update(D)
print($D.popitem(), len($D), $D)

$D.update(k=?, **{'m': ?})
$D.setdefault('k', I)
print($D.get('k'), $D.keys(), $D.values(), $D.items())

del $D[?]

$D['n'] = $D.get('n', 0) + 1
$D['n'] += I
print($D)

$U.add(?)
$U.discard(I)
print($U)

$U.update(L, range(#))
$U.remove(I)
print($U, $U.pop(), $U)

$U.intersection_update(range(#, 9))
$U.symmetric_difference_update(L)
print($U)

$U.difference_update(T)
print(sorted($U, key=str), frozenset($U))

counter = collections.Counter(S)
counter.update(S)
counter['a'] -= #
print(counter, counter.most_common(2), counter.total(), +counter, list(counter.elements()))

queue = collections.deque(L, maxlen=3)
queue.append(?)
queue.appendleft(?)
queue.rotate(#)
print(queue, list(queue), len(queue))

groups = collections.defaultdict(list)
for n in L:
    groups[type(n).__name__].append(n)
print(groups, dict(groups))

ordered = collections.OrderedDict(D)
ordered.move_to_end(next(iter(ordered)))
print(ordered, list(reversed(ordered)))

pt = point(?, y=?)
print(pt, pt.x, pt[1], pt._asdict(), pt == (pt.x, pt.y), pt._replace(y=#))
left, right = pt
print(left, right)

walker = iter(L)
print(next(walker), next(walker, 'end'), list(walker))
print(next(walker))

print(list(map(lambda m, n: (m, n), L, itertools.count())), dict(zip(L, T)))

total = 0
for n in L:
    total += n
print(total)

print(*(f'{n:>3}' for n in range(#)), sep='|')

print(functools.partial(max, I)(#), functools.partial(sorted, reverse=True)(L), functools.partial(print, ?, sep='-')(?))

print(str(S).encode('utf-8'), len(Y), Y[#:], list(Y))

print(int(I / 7), int(F), float(I), complex(I, #), bool(F))

print(hex(I), oct(I), bin(I), F.hex(), I.bit_length(), (I).to_bytes(16, 'big', signed=True))

print(F, -F, F * 10, F / 3, float('%.12g' % F ** 2), F // 1, F % 1)

print(repr(S), ascii(S), S.split(), S.title(), S.isidentifier(), S.encode())

print(isinstance(?, (int, float)), type(?), type(?).__mro__)

print(int('$int', #), int(' -$int '), float(' $int.5e3'), int('0b101', 0))

print(I if B else ?, B and ?, B or ?, not ?)

print(L < L, T < T, S < S, U < U, D == D)

print(?.__class__.__name__, getattr(?, 'real', None), hasattr(?, '__len__'), callable(?))

print(?.upper())

print(S.startswith(?), S.replace(?, S), S.split(?, #))

print(S.$strmethod(?))

print(S.$strmethod(?, ?))

print(?.$anymethod(?))

print(?.$anymethod())

print(Y.$strmethod(?))

print(str(?), repr(?), ascii(?), bool(?))

print($builtin(?))

print($builtin(?, ?))

print(? $arith ?, ? $arith ?)

print(? $bits ?, ~?)

print(? << ?, ? >> ?)

print([?][#:], (?,) * #, {?: ?}, {?})

print(slice(?, ?), L[?:?])

print(S[?:?], S[::?])

$L[?] = ?

$L[?:?] = ?

$D |= ?

$U |= ?

$L += ?

$S += ?

$I += ?

$F *= ?

one, two = ?
print(one, two)

(one, [two, *three]), four = ?, ?
print(one, two, three, four)

print(format(?, '$ispec'), f'{$?:$fspec}')

print('$pctd $pctf' % (?, ?))

print('{0} {1!r} {0.real} {x[0]} {x}'.format(?, ?, x=?))

print('{:>{}} {:{}{}}'.format(S, #, I, '^', #))

print(math.floor(?), math.ceil(?), math.sqrt(?))

print(operator.$opname(?, ?))

print(functools.reduce(lambda m, n: [m, n], L), functools.reduce(operator.mul, L, #))

print(list(map(lambda n: n ** 2 if isinstance(n, int) else n, L)), list(filter(lambda n: n, L)))

print(sorted(L), sorted(L, reverse=True), min(L), max(L), sum(L))

print(sorted(? for _ in range(#)))

print([*range(#, #, -1)], list(range(#))[::-1], range(I % 9)[::#], range(#)[$slice])

print(list(zip(L, T, strict=True)), list(enumerate(S, start=I)))

print(dict(zip(L, range(9))), dict.fromkeys(T), dict([*D.items()]))

print(D.keys() & D.keys(), D.keys() - U, D.items() | {(1, 2)}, D.keys() ^ L)

print(U $setop U, U $setop U, U $compare U, frozenset(L) $setop U)

print(set(S), {*L}, {c for c in S}, frozenset(T))

print({#, #, #, #, #, #, #, #} $setop {#, #, #}, {# * 8, # * 16, # * 32, #, #})

print(set(range(# * 9, # * 20, 1 + #)) - set(range(#, 60, 7)))

print(list({n * I for n in range(#, 20)})[:#], {F, F, F, F})

print(int(S), float(S))

print(complex(F, F) $arith C, C ** #, abs(C), C == C, C.real)

print(I // #, I % #, divmod(I, -#), -I // #, -I % #, I ** #, pow(I, #, 1 + #))

print(F // F, F % F, divmod(F, F), F ** F)

print(round(F, #), round(F), round(-F, #), round(I, -#), round(0.5 + I), round(2.5), int(-F))

print(1 < I < 9, I == F == I, not I < F, I is I, S == S != S)

print(f'{$F:.{#}f}|{$F:.{#}e}|{$F:.{#}g}|{$F!r}|{$I:,}|{$I:_}|{$F:,}')

print(?[#])

print(?[S])

print(?())

print(len(?), abs(?), sum(?))

print(max(?), min(?))

print(list(?), tuple(?), sorted(?))

print(int(?), float(?))

print(iter(?) is None)

print(hash(?) is None)

print(? in ?)

print(undefined_name)

print($S.undefined_attribute)

pass
`);

export const compound: readonly string[] = templates(`
if B:
    $body
else:
    $body

if B:
    $body
elif B:
    $body
else:
    print('neither')

for n in ?:
    $body
    if n == #:
        break
else:
    print('done')

for n, m in enumerate(?, #):
    print(n, m)
    $body

for n, m in zip(L, S):
    print(n, m)
    if not n:
        continue
    $body

for key, value in D.items():
    print(key, value)

for key in list($D):
    if isinstance(key, str):
        del $D[key]
print($D)

for n in range(#, I % 12, 1 + #):
    for m in range(n % 4):
        if m == 2:
            break
        print(n, m, end=' ')
    else:
        print('inner')
        continue
    break

k = 0
while k < #:
    k += 1
    $body
    if k == 2:
        continue
else:
    print('ran out')

k = #
while True:
    k -= 1
    if k < 0:
        break
print(k)

try:
    raise $raise
except $raise as bad:
    print(repr(bad), bad.args)

def counted():
    counted.calls += 1
    return counted.calls
counted.calls = #
print(counted(), counted(), counted.calls, vars(counted))

def scoped():
    m = ?
    return sorted(locals()), [m for m in range(2)], m, {m: m for m in L}
print(scoped())

def recursive(n):
    if isinstance(n, (list, tuple)):
        return [recursive(m) for m in n]
    return type(n).__name__
print(recursive(?), recursive(L))

def flatten(n):
    for m in n:
        if isinstance(m, (list, tuple, set)):
            yield from flatten(m)
        else:
            yield m
print(list(flatten([?, L, T])))

def early(items):
    for at, item in enumerate(items):
        if not item:
            return at
    else:
        return 'none'
print(early(?), early(L))

try:
    for n in ?:
        if n:
            continue
        raise LookupError(n)
    else:
        print('all')
except LookupError as bad:
    print('lookup', bad)
finally:
    n = None

while L:
    $L.pop()
    if len($L) < # or not $L:
        break
print($L)

lines = []
for word in S.split():
    lines.append(word.capitalize())
else:
    lines.append('.')
print(' '.join(lines), len(lines))

table = {}
for word in S:
    table.setdefault(word, []).append(len(table))
print(table, max(table, key=lambda k: (len(table[k]), k), default=None))

matrix = [[I, #], [#, F]]
print([list(row) for row in zip(*matrix)], [[sum(m * n for m, n in zip(row, col)) for col in zip(*matrix)] for row in matrix])

def pipeline(*fns):
    return lambda n: functools.reduce(lambda m, fn: fn(m), fns, n)
print(pipeline(str, len)(?), pipeline(list, sorted)(L), pipeline()(?))

match ?:
    case True | False:
        print('bool')
    case int() | float() as n if n > #:
        print('number', n)
    case [] | () | {}:
        print('empty')
    case [int(n), *_]:
        print('starts', n)
    case (n, m):
        print('two', n, m)
    case {'x': n, 'y': [m, *_]}:
        print('both', n, m)
    case {**rest} if rest:
        print('dict', sorted(rest, key=str))
    case 'abc' | '12' | b'abc':
        print('known')
    case complex(real=n):
        print('real', n)
    case _:
        print('else')

try:
    $body
    raise $raise(?)
except (ValueError, KeyError) as bad:
    print('caught', bad, repr(bad), bad.args)
except Exception as bad:
    print('other', type(bad).__name__, bad)
else:
    print('no')
finally:
    print('end')

try:
    try:
        print(?[#])
    finally:
        print('inner')
        $body
except (IndexError, KeyError, TypeError) as bad:
    print(type(bad).__name__, bad)

try:
    try:
        raise $raise(?, ?)
    except $raise as bad:
        raise RuntimeError('wrapped') from bad
except Exception as bad:
    print(repr(bad), repr(bad.__cause__), repr(bad.__context__), bad.__suppress_context__)

def attempt(n):
    try:
        return 10 / n
    except ZeroDivisionError:
        return 'zero'
    finally:
        print('cleanup', n)
print(attempt(I), attempt(0), attempt(F))

def looped():
    for n in range(5):
        try:
            if n == #:
                continue
            if n == #:
                break
            if n == #:
                return n
        finally:
            print('left', n)
    return 'through'
print(looped())

class Problem($raise):
    def __init__(self, text, code=#):
        super().__init__(text)
        self.code = code
    def __str__(self):
        return f'{super().__str__()} ({self.code})'
try:
    raise Problem(?)
except Problem as bad:
    print(bad, bad.code, bad.args, isinstance(bad, LookupError))

def inner(n=?, *rest, z=1, **more):
    $body
    return (n, rest, z, more, ?)
print(inner(?, ?))
print(inner(1, *L, **{'w': 2}))
print(inner(z=?, n=#))

def keyed(m, /, n, *, k=#, **more):
    return m, n, k, more
print(keyed(?, n=?), keyed(1, 2, k=?, m=3))
print(keyed(?, ?, ?))

def keyed(m, n=#, *, k):
    return m, n, k
print(keyed(?, k=?))
print(keyed(?))

def shared(n, store=[]):
    store.append(n)
    return store
print(shared(?), shared(?), len(shared(?)), shared.__defaults__)

def outer():
    n = I
    def inner(m):
        nonlocal n
        n += m
        return n
    return inner
step = outer()
print(step(1), step(#), step(F))

def later():
    print(k)
    k = #
later()

def setter(n):
    global $I
    $I = n
    return $I
print(setter(?), i, j)

fs = [lambda x, k=k: x * k for k in range(3)]
print([fn(?) for fn in fs], [fn(I) for fn in [lambda: 0, lambda *n: n][1:]])

late = [lambda: k for k in range(3)]
print([fn() for fn in late])

def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
print(fact(#), fact(# * 6), fact(30) % 1000007)

@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(# * 10), fib.cache_info())

def loud(fn):
    @functools.wraps(fn)
    def wrapped(*args, **kwargs):
        print('calling', fn.__name__, args, kwargs)
        return fn(*args, **kwargs)
    return wrapped
@loud
def added(m, n=#):
    'adds'
    return m + n
print(added(?, ?), added.__name__, added.__doc__)

def times(count):
    def decorate(fn):
        def wrapped(*args):
            return [fn(*args) for _ in range(count)]
        return wrapped
    return decorate
@times(#)
def shown(n):
    return repr(n)
print(shown(?))

def gen(n):
    for k in range(n):
        got = yield k * #
        if got is not None:
            print('got', got)
    return 9
print(list(gen(#)), sum(gen(4)), dict(enumerate(gen(#))))
talker = gen(4)
print(next(talker), talker.send(?), next(talker, None))
talker.close()
print(next(talker, 'closed'))

def delegating():
    got = yield from [1, 2]
    print('got', got)
    got = yield from (n * n for n in range(#))
    print('got', got)
    return L
print([*delegating()])

def guarded():
    try:
        yield 1
        yield 2
    except ValueError as bad:
        print('thrown', bad)
        yield 'after'
    finally:
        print('finally')
thrown = ValueError(?)
walker = guarded()
print(next(walker))
print(walker.throw(thrown))
print(list(walker))

def endless(n=0):
    while True:
        yield n
        n += #
print(list(itertools.islice(endless(), 5)), list(zip(endless(1), S)))

numbers = (n * n for n in range(6) if n % 2)
print(next(numbers), 9 in numbers, list(numbers))

match ?:
    case 0 | 1:
        print('small')
    case int(n) if n > 5:
        print('int', n)
    case float():
        print('float')
    case [x, *others]:
        print(x, others)
    case {'a': w, **rest}:
        print(w, rest)
    case str() as text if text:
        print(len(text))
    case None:
        print('none')
    case _:
        print('other')

match (I, ?):
    case (0, _):
        print('zero')
    case (n, [] | () | ''):
        print('empty', n)
    case (n, [m]) | (n, (m, _)):
        print('one', n, m)
    case (n, {}):
        print('dict', n)
    case point(x=n):
        print('point', n)
    case (n, m) if n == m:
        print('same')
    case _:
        print('else')

with contextlib.suppress(ZeroDivisionError, KeyError):
    print(D[?], I // #)
    $body
print('after')

@contextlib.contextmanager
def managed(name):
    print('enter', name)
    try:
        yield name * 2
    except ValueError as bad:
        print('handled', bad)
    finally:
        print('exit', name)
with managed(S) as one, managed('b') as two:
    print(one, two)
    $body
with managed('c'):
    raise ValueError(?)

class Manager:
    def __enter__(self):
        print('in')
        return ?
    def __exit__(self, kind, bad, trace):
        print('out', kind and kind.__name__, bad)
        return B
with Manager() as held:
    print(held)
    $body
    raise $raise(?)

def chained(n):
    if n <= 0:
        raise $raise(n)
    return chained(n - 1)
try:
    chained(#)
except Exception as bad:
    print(type(bad).__name__, bad)

def spread(*args, **kwargs):
    return args, kwargs
print(spread(*L, *S, **{'m': 1}, n=?))
print(spread(*?))
print(spread(**D))

def annotated(n: int, m: 'str' = S) -> list[int]:
    k: float = F
    return [n, m, k]
print(annotated(?), annotated.__annotations__)

print([[n * m for m in range(#)] for n in range(#)], {n: {m for m in range(n)} for n in range(#)}, sum(n for n in L if isinstance(n, int)))

print(sorted(L, key=lambda n: (isinstance(n, str), str(n))), sorted(D, key=str), sorted(S, reverse=True))

print([n for n in L if n if n != #], [(n, m) for n in S for m in range(#) if m])
`);
