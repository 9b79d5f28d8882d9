// Templates of expressions by the kind that they give. A mark (`I`, `S`, …) stands for an expression of its kind, `?` for
// one of any kind, `#` for a small number, `$name` for a text made by `pieces`. The last digits of `exp` and
// its like are the C library's own. Knows no statement.
import type { Kind } from './kinds';

const rows = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((row) => row.trim())
    .filter(Boolean);

export const forms: Readonly<Record<Kind, readonly string[]>> = {
  int: rows(`
    (I $arith I)
    (I $arith I)
    (I $bits I)
    (I ** #)
    (-I)
    (~I)
    (I << #)
    (I >> #)
    abs(I)
    len(L)
    len(S)
    len(D)
    len(U)
    len(Y)
    sum(L)
    max(I, I)
    min(I, I, I)
    max(L)
    min(L, default=I)
    max(L, key=$key)
    min(S, key=ord)
    int(F)
    int(S)
    int(B)
    int(S, 16)
    int(S, 0)
    int(S, #)
    round(F)
    round(I, -1)
    round(I, -#)
    divmod(I, I)[0]
    S.find(S)
    S.rfind(S, #)
    S.index(S)
    S.rindex(S)
    S.count(S)
    S.count(S, #, -1)
    L.count(?)
    L.index(?)
    L.index(?, #)
    T.count(?)
    T.index(?)
    (I if B else I)
    (I and I)
    (I or I)
    L[#]
    L[-1]
    T[#]
    Y[#]
    D.get('a', I)
    D['x']
    D[?]
    ord(S[0])
    ord(S)
    I.bit_length()
    I.bit_count()
    I.conjugate()
    I.numerator
    pow(I, #, 7)
    pow(I, I, I)
    pow(I, -1, 7)
    sum(n for n in L if n)
    sum(1 for _ in S)
    sum(L, I)
    sum(range(#, 20, 1 + #))
    len([n for n in range(#) if n % 2])
    (lambda n: n + I)(I)
    (lambda n, *more, k=I: n + k + len(more))(I, ?, k=#)
    {'a': I}['a']
    hash(I) % 97
    hash(F) % 97
    hash(T) % 97
    int.from_bytes(Y, 'big')
    int.from_bytes(Y, byteorder='little', signed=True)
    math.gcd(I, I)
    math.lcm(#, I)
    math.isqrt(I)
    math.factorial(#)
    math.comb(#, #)
    math.perm(#, #)
    math.floor(F)
    math.ceil(F)
    math.trunc(F)
    math.prod(L)
    functools.reduce(lambda m, n: m * 31 + n, L, #)
    functools.reduce(operator.add, L)
    operator.itemgetter(#)(L)
    next(iter(L), I)
    next(n for n in L if n != I)
    len(set(S))
    range(#, I % 30)[#]
    range(I % 9).index(#)
    len(range(I, I, #))
    sys.maxsize
    collections.Counter(S)['a']
    (n := I) + #
    F.__trunc__()
  `),
  float: rows(`
    (F $arith F)
    (F $arith I)
    (F $arith F)
    (I / I)
    (I * F)
    (F ** #)
    (I ** -#)
    (-F)
    float(I)
    float(S)
    float(B)
    abs(F)
    abs(C)
    round(F, #)
    round(F, -#)
    max(F, F)
    min(F, I)
    sum([F, F])
    sum(L, 0.0)
    (F if B else F)
    divmod(F, F)[1]
    pow(F, F)
    C.real
    C.imag
    F.real
    math.sqrt(F)
    math.hypot(F, F)
    math.fsum(L)
    math.copysign(F, I)
    math.fmod(F, F)
    math.ldexp(F, #)
    math.modf(F)[0]
    (math.floor(F) / 2)
    (math.pi * F)
    math.degrees(F)
    math.dist((F, F), (F, F))
    math.remainder(F, F)
    math.nextafter(F, F)
    math.ulp(F)
    float('%.12g' % math.log(F))
    float('%.12g' % math.log2(I))
    float('%.12g' % math.log10(I))
    float('%.12g' % math.exp(F))
    float('%.12g' % math.sin(F))
    float('%.12g' % math.atan2(F, F))
    float('%.12g' % math.tanh(F))
    float.fromhex('0x1.8p$int')
    float('1e$int')
    float(f'{$F}')
    F.__round__(#)
  `),
  str: rows(`
    (S + S)
    (S * #)
    str(?)
    repr(?)
    ascii(?)
    S.upper()
    S.lower()
    S.title()
    S.casefold()
    S.capitalize()
    S.swapcase()
    S.strip()
    S.strip(S)
    S.lstrip(S)
    S.rstrip('abc')
    S.replace(S, S)
    S.replace(S, S, #)
    S.removeprefix(S)
    S.removesuffix(S)
    S.expandtabs(#)
    S.translate(str.maketrans('ab', 'xy'))
    S.translate({97: None, 98: 'Q'})
    S[#]
    S[$slice]
    S[$slice]
    S.join(S)
    S.join(L)
    ', '.join(map(str, L))
    ','.join(str(n) for n in L)
    S.center(#)
    S.center(10, '*')
    S.ljust(#, '-')
    S.rjust(#, '*')
    S.zfill(#)
    S.split()[0]
    S.partition(S)[2]
    S.rpartition(S)[0]
    chr(97 + # % 26)
    chr(I)
    max(S, S)
    sorted(S)[0]
    ''.join(sorted(S))
    ''.join(reversed(S))
    type(?).__name__
    format(I, '$ispec')
    format(F, '$fspec')
    format(S, '$sspec')
    format(C, '$fspec')
    format(B, '$ispec')
    format(?, '$sspec')
    f'{$I:$ispec}|{$F:$fspec}'
    f'{$S:$sspec}|{$B:$ispec}'
    f'{$I=} {$F!r:>10} {$L}'
    f'{$S=:>8}{$T!s}{$D}'
    f'{$?!r}{{}}{$?!a}'
    f'{$I + $I:,} {$F * 2:.2e}'
    f'{$F:{#}.{#}f}|{$S:^{#}}'
    f'{$I:$ispec}'
    f'{$F:$fspec}'
    '{:$ispec}'.format(I)
    '{:$fspec}'.format(F)
    '{0:$sspec}|{0!r}'.format(S)
    '{} {!r}'.format(?, ?)
    '{0:>{1}}'.format(S, #)
    '{a[0]} {b.real} {c!r:^5}'.format(a=L, b=I, c=S)
    '{x} {y}'.format(**D)
    '{x}-{y}'.format_map(D)
    '{:d} {}'.format(*L)
    '$pctd' % I
    '$pctf' % F
    '$pcts' % (S,)
    '%s|%r' % (?, ?)
    '%d %s %r' % (I, ?, ?)
    '%(x)s %(y)03d' % D
    '$pctd $pctf' % (F, I)
    '%*d' % (#, I)
    '%c%c' % (65 + #, S)
    '%s' % ?
    S % ?
    hex(I)
    bin(I)
    oct(I)
    F.hex()
    S.encode().decode()
    S.encode('utf-8').hex()
    Y.decode('latin-1')
    Y.hex()
    Y.decode()
    S.encode('ascii', 'replace').decode()
    ''.join(itertools.chain(S, S))
    ''.join(k for k, _ in itertools.groupby(S))
    string.ascii_letters[$slice]
    str(collections.Counter(S))
    str(collections.deque(L, #))
    (S or S)
    (S if B else S)
    D.get(I, S)
    str(Y, 'latin-1')
    repr(range(#, I % 99, 1 + #))
    repr(slice(#, None))
  `),
  bool: rows(`
    (I < I)
    (I <= F)
    (? == ?)
    (? != ?)
    (I < I < I)
    (I < F <= I != I)
    (S in S)
    (? in L)
    (? not in T)
    ('a' in D)
    (I in U)
    (I in range(#, 30, 3))
    (I in Y)
    not ?
    (B and B)
    (B or B)
    (B ^ B)
    (B & B)
    bool(?)
    isinstance(?, int)
    isinstance(?, (str, list))
    isinstance(?, int | str)
    issubclass(type(?), int)
    all(L)
    any(L)
    all(n > 0 for n in L)
    any(n == I for n in L)
    S.isdigit()
    S.isalpha()
    S.isalnum()
    S.isupper()
    S.islower()
    S.istitle()
    S.isspace()
    S.isidentifier()
    S.isnumeric()
    S.isdecimal()
    S.isascii()
    S.isprintable()
    S.startswith(S)
    S.startswith((S, S))
    S.endswith(S, #)
    (? is None)
    (? is not ?)
    (U <= U)
    (U < U)
    (U >= U)
    (U == U)
    (T < T)
    (T >= T)
    (L == L)
    (L < L)
    (S < S)
    (Y < Y)
    (D == D)
    (C == C)
    callable(?)
    hasattr(?, 'append')
    U.isdisjoint(U)
    U.issubset(L)
    U.issuperset(S)
    F.is_integer()
    math.isnan(F)
    math.isclose(F, F)
    math.isfinite(F)
    math.isinf(I)
    (D.keys() <= D.keys())
    (D.keys() == U)
    (? > ?)
  `),
  list: rows(`
    (L + L)
    (L * #)
    [?, ?]
    [?, *L, ?]
    [*L, *T]
    [*S]
    sorted(L)
    sorted(L, reverse=B)
    sorted(U)
    sorted(L, key=$key)
    sorted(L, key=$key, reverse=True)
    sorted(L, key=lambda n: -n)
    sorted(L, key=str)
    sorted(S)
    sorted(D.items(), key=lambda kv: str(kv[1]))
    list(S)
    list(T)
    list(U)
    list(D)
    list(Y)
    list(D.values())
    list(D.items())
    list(reversed(D))
    L[$slice]
    L[$slice]
    L[::-1]
    [n for n in L]
    [n * 2 for n in L if n]
    [n for n in S if n.isalpha()]
    [(x, y) for x in L for y in T]
    [[m for m in range(n)] for n in range(#)]
    [m for n in [L, L] for m in n]
    [n if n else 'zero' for n in L]
    [(n, m) for n, m in D.items()]
    [(k, len(list(group))) for k, group in itertools.groupby(S)]
    list(range(#, I % 20))
    list(range(I % 20, #, -1 - #))
    list(map(str, L))
    list(map(lambda x, y: (y, x), L, S))
    list(map(int, S.split(',')))
    list(zip(L, S))
    list(zip(L, S, strict=True))
    list(zip(*[L, L]))
    list(zip(*D.items()))
    list(enumerate(L))
    list(enumerate(S, #))
    list(reversed(L))
    list(reversed(range(#, 9)))
    list(filter(None, L))
    list(filter(lambda n: n != I, L))
    S.split(S)
    S.split()
    S.split(',', #)
    S.rsplit(None, 1)
    S.rsplit('a', #)
    S.splitlines()
    S.splitlines(True)
    [[?] for _ in range(#)]
    (L if B else L)
    (L and L)
    (L or L)
    L.copy()
    list(dict.fromkeys(L))
    list(itertools.chain(L, T))
    list(itertools.chain.from_iterable([L, S]))
    list(itertools.islice(L, #))
    list(itertools.islice(S, #, 9, 2))
    list(itertools.accumulate(L))
    list(itertools.accumulate(L, max))
    list(itertools.accumulate(L, operator.mul, initial=#))
    list(itertools.product(L, S))
    list(itertools.product([0, 1], repeat=2))
    list(itertools.permutations(S[:3], 2))
    list(itertools.combinations(L, 2))
    list(itertools.combinations_with_replacement(S[:3], 2))
    list(itertools.zip_longest(L, S, fillvalue=I))
    list(itertools.takewhile(bool, L))
    list(itertools.dropwhile(lambda n: n, L))
    list(itertools.filterfalse(None, L))
    list(itertools.starmap(pow, [(2, #), (#, 2)]))
    list(itertools.repeat(?, #))
    list(itertools.islice(itertools.count(#, 3), 4))
    list(itertools.islice(itertools.cycle(S), #))
    list(itertools.pairwise(L))
    list(itertools.compress(L, [1, 0, 1]))
    list(map(list, itertools.tee(L)))
    collections.Counter(S).most_common(#)
    sorted(collections.Counter(S).items())
    list(collections.deque(L, maxlen=#))
    list(collections.OrderedDict(D).items())
    list(map(operator.neg, L))
    copy.copy(L)
    copy.deepcopy(L)
    Y.split()
    [*map(len, S.split())]
  `),
  dict: rows(`
    {S: ?, I: ?}
    {'x': ?, 'y': ?}
    {**D, **D}
    {**D, 'z': ?}
    dict(a=?, b=?)
    dict(D, c=?)
    dict([(S, ?), (I, ?)])
    dict(L)
    {n: n * 2 for n in L}
    {k: v for k, v in D.items() if v}
    {v: k for k, v in D.items()}
    {c: S.count(c) for c in S}
    dict(zip(S, L))
    (D | D)
    dict(sorted(D.items(), key=str))
    dict.fromkeys(S, ?)
    dict.fromkeys(L)
    (D if B else D)
    dict(enumerate(L))
    D.copy()
    copy.deepcopy(D)
    dict(collections.Counter(S))
    dict(collections.Counter(S) + collections.Counter(S))
    dict(collections.Counter(S) - collections.Counter(S))
    vars(types.SimpleNamespace(k=?, m=?))
  `),
  set: rows(`
    (U | U)
    (U & U)
    (U - U)
    (U ^ U)
    {I, I}
    {I, F, S}
    {*L, *S}
    {#, #, #, #}
    {n % 3 for n in L}
    {c for c in S}
    {n for n in L if n is not None}
    U.union(U)
    U.union(S, [1])
    U.intersection(range(5))
    U.difference(T)
    U.symmetric_difference([1, 2])
    set(range(#))
    set(S)
    frozenset(U)
    set(T)
    (U if B else U)
    U.copy()
    (D.keys() & U)
    (D.keys() | U)
    (D.keys() - U)
    (U ^ D.keys())
    set(D)
    set(map(len, S.split()))
    set(Y)
  `),
  tuple: rows(`
    (T + T)
    (?, ?)
    (?,)
    tuple(L)
    tuple(S)
    T[::-1]
    T[$slice]
    divmod(I, I)
    divmod(F, F)
    (*T, ?)
    (*L, *S)
    tuple(n for n in L)
    S.partition(S)
    S.rpartition(S)
    (T * #)
    tuple(sorted(S))
    F.as_integer_ratio()
    I.as_integer_ratio()
    math.modf(F)
    math.frexp(F)
    (T if B else T)
    tuple(D)
    next(iter(D.items()), ())
    next(zip(L, S), ())
    max(D.items(), default=(), key=str)
    operator.itemgetter(0, -1)(L)
    point(I, I)
    point(I, y=F)._replace(x=?)
    (n := I, n)
    slice(#, I, None).indices(#)
  `),
  bytes: rows(`
    (Y + Y)
    (Y * #)
    Y[$slice]
    Y.upper()
    Y.replace(b'a', Y)
    Y.strip()
    S.encode()
    S.encode('utf-16-le')
    bytes(L)
    bytes(#)
    b','.join([Y, Y])
    bytes(range(#, 9))
    I.to_bytes(2, 'big')
    (#).to_bytes(2, 'little')
    bytes.fromhex('00ff$int')
    (Y if B else Y)
  `),
  complex: rows(`
    (C + C)
    (C - I)
    (C * C)
    (C / C)
    (F * C)
    (-C)
    (C ** 2)
    complex(F, F)
    complex(I)
    complex(S)
    C.conjugate()
    (C if B else C)
  `),
};
