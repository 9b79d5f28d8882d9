// Texts that templates name with `$`: format specs, slices, operators, sort keys. Knows no expression.
import type { Dice } from './dice';

const maybe = (dice: Dice, chance: number, text: () => string): string => (dice.chance(chance) ? text() : '');

function spec(dice: Dice, types: string, precise: boolean): string {
  const aligned = dice.chance(0.4);
  const fill = aligned ? maybe(dice, 0.5, () => dice.one(['*', ' ', '0', 'x', '-'])) : '';
  const align = aligned ? dice.one(['<', '>', '^', '=']) : '';
  return [
    fill + align,
    maybe(dice, 0.25, () => dice.one(['+', '-', ' '])),
    maybe(dice, 0.15, () => '#'),
    maybe(dice, 0.15, () => '0'),
    maybe(dice, 0.5, () => String(1 + dice.below(12))),
    maybe(dice, 0.2, () => dice.one([',', '_'])),
    maybe(dice, precise ? 0.6 : 0.05, () => `.${dice.below(8)}`),
    maybe(dice, 0.75, () => dice.one([...types])),
  ].join('');
}

function percent(dice: Dice, types: string): string {
  const flags = maybe(dice, 0.4, () => dice.one(['-', '+', ' ', '0', '#', '-+', '+0', '#0']));
  const width = maybe(dice, 0.5, () => String(dice.below(12)));
  const precision = maybe(dice, 0.4, () => `.${maybe(dice, 0.9, () => String(dice.below(7)))}`);
  return `%${flags}${width}${precision}${dice.one([...types])}`;
}

const bound = (dice: Dice): string => maybe(dice, 0.65, () => String(dice.below(9) - 4));

const keys = [
  'str',
  'repr',
  'lambda n: -n',
  'lambda n: n % 3',
  'len',
  'abs',
  'lambda n: (str(n), n)',
  'lambda n: str(n)[::-1]',
  'lambda n: not n',
  'operator.itemgetter(0)',
  'functools.cmp_to_key(lambda m, n: (m > n) - (m < n))',
];

const words = (text: string): readonly string[] => text.split(' ');
const methods = {
  str: words(
    'capitalize center count endswith expandtabs find index join ljust lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill isalpha istitle encode casefold',
  ),
  list: words('append clear copy count extend index insert pop remove reverse sort'),
  dict: words('clear copy get items keys pop popitem setdefault update values'),
  set: words(
    'add difference discard intersection isdisjoint issubset issuperset remove symmetric_difference union update',
  ),
  number: words('as_integer_ratio bit_length conjugate hex is_integer'),
};
const builtins = words(
  'abs all any ascii bin bool bytes callable chr complex dict divmod enumerate float frozenset hex int isinstance len list max min oct ord pow range repr reversed round set slice sorted str sum tuple type',
);

/** By name; `$int` is a small number of any sign. */
export const pieces: Readonly<Record<string, (dice: Dice) => string>> = {
  ispec: (dice) => spec(dice, 'dxXobcn', false),
  fspec: (dice) => spec(dice, 'eEfFgG%n', true),
  sspec: (dice) => spec(dice, 's', true),
  pctd: (dice) => percent(dice, 'dixXou'),
  pctf: (dice) => percent(dice, 'eEfFgG'),
  pcts: (dice) => percent(dice, 'sra'),
  slice: (dice) =>
    `${bound(dice)}:${bound(dice)}${maybe(dice, 0.4, () => `:${dice.one(['1', '2', '-1', '-2', '3', ''])}`)}`,
  arith: (dice) => dice.one(['+', '-', '*', '//', '%', '+', '-', '*', '/']),
  bits: (dice) => dice.one(['&', '|', '^']),
  key: (dice) => dice.one(keys),
  int: (dice) => String(dice.below(40)).padStart(2, '0'),
  augment: (dice) => dice.one(['+=', '-=', '*=', '//=', '%=', '|=', '&=', '^=', '<<=', '>>=', '/=', '**=']),
  compare: (dice) => dice.one(['<', '<=', '>', '>=', '==', '!=']),
  setop: (dice) => dice.one(['|', '&', '-', '^']),
  opname: (dice) =>
    dice.one(['add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'and_', 'lt', 'eq', 'contains', 'getitem']),
  strmethod: (dice) => dice.one(methods.str),
  anymethod: (dice) => dice.one(methods[dice.one(['str', 'list', 'dict', 'set', 'number'] as const)]),
  builtin: (dice) => dice.one(builtins),
  raise: (dice) =>
    dice.one(['ValueError', 'KeyError', 'TypeError', 'IndexError', 'RuntimeError', 'ZeroDivisionError', 'Exception']),
};
