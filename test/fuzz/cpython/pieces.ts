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
  raise: (dice) =>
    dice.one(['ValueError', 'KeyError', 'TypeError', 'IndexError', 'RuntimeError', 'ZeroDivisionError', 'Exception']),
};
