// Ways to damage a program: what typing leaves half done, and what nobody would type. Knows no server.
import type { Dice } from '../cpython/dice';

/** A replacement in a text: from, to, and what stands there then. */
export interface Damage {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const tokenPattern = /[A-Za-z_]\w*|\d[\w.]*|"""|'''|\s+|[^\w\s]/g;
const tokens = (text: string): readonly Token[] =>
  [...text.matchAll(tokenPattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    text: found,
  }));
const words = (text: string): readonly Token[] => tokens(text).filter((token) => token.text.trim() !== '');

/** Lines with their ends. */
function lines(text: string): readonly Token[] {
  return [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
    text: found,
  }));
}

const replace = ({ start, end }: Token, text: string): Damage => ({ start, end, text });
const insert = (at: number, text: string): Damage => ({ start: at, end: at, text });

/** Two pieces in each other's place; what is between them stays. */
function swapped(text: string, dice: Dice, pieces: readonly Token[], apart: number): Damage | undefined {
  if (pieces.length < 2) return undefined;
  const first = dice.below(pieces.length - 1);
  const a = pieces[first]!;
  const b = pieces[Math.min(first + 1 + dice.below(apart), pieces.length - 1)]!;
  return { start: a.start, end: b.end, text: b.text + text.slice(a.end, b.start) + a.text };
}

const numbers = [
  '0',
  '-1',
  '1',
  '2',
  '7',
  '64',
  '1000',
  '100000',
  '2**31',
  '2**63',
  '10**9',
  '10**18',
  '10**400',
  '1e308',
  '1e400',
  '-1e-400',
  'float("nan")',
  'float("inf")',
  '0x7fffffff',
  '1j',
  '1_0',
  '00',
  '1.5',
  'True',
  'None',
  '(3, 4)',
  '[]',
  '-2**40',
];
const strange = [
  '\u0000',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\ud83d',
  '😀',
  'é',
  'ﬁ',
  'ｘ',
  '\u202e',
  '\u00a0',
  '\f',
  '\v',
  '\r',
  '\t',
  '中文',
  '\u0301',
  '\udc00\ud800',
  '²',
  '“',
  '−',
];
const brackets = ['(', ')', '[', ']', '{', '}', '([{', '}])'];
const quotes = ['"', "'", '"""', "'''", 'f"', 'f"{', '{', '}', '!r}', ':>{', '\\', '\\N{', '\\x', 'rb"', "b'", '{{{'];
const halves = [
  'x.',
  'def f(',
  'if x',
  'for i in',
  'class A(',
  'lambda x:',
  'import ',
  'from torch import',
  'y = [1,',
  'while True:',
  'while True: pass',
  'with torch.no_grad(',
  'try:',
  'match x:\n  case',
  '@',
  'return',
  'yield',
  'global x, x',
  'del x',
  'async def f(): await',
  'raise',
  'assert',
  '%matplotlib inline',
  '# tensor: randn(',
  'x = f(x)  # tensor: float32[10**9, 10**9]',
  '*a, *b = c',
  'torch.randn(10**9)',
  'torch.zeros(-1)',
  'x: Float[Tensor, "b c"',
  'import sys; sys.setrecursionlimit(10**9)',
  'def f(): return f()\nf()',
  'x = x @ x',
  'x = [x] * 1000',
  'x = x + x',
  'class A:\n def __getattr__(s, n): return s.n\nA().x',
  'print(*iter(int, 1))',
];
/** Deep nesting, of each thing that nests. */
const bombs: readonly ((depth: number) => string)[] = [
  (n) => '('.repeat(n) + ')'.repeat(n),
  (n) => '['.repeat(n),
  (n) => `${'['.repeat(n)}1${']'.repeat(n)}`,
  (n) => `{${'{'.repeat(n)}`,
  (n) => `${'-'.repeat(n)}1`,
  (n) => `x${'.a'.repeat(n)}`,
  (n) => `x${'[0]'.repeat(n)}`,
  (n) => `f${'('.repeat(n)}${')'.repeat(n)}`,
  (n) => `${'not '.repeat(n)}x`,
  (n) => `${'lambda: '.repeat(n)}1`,
  (n) => `1${'+1'.repeat(n)}`,
  (n) => `1${'**1'.repeat(n)}`,
  (n) => `1${' if 1 else 1'.repeat(n)}`,
  (n) => `${'[x for x in '.repeat(n)}[]${']'.repeat(n)}`,
  (n) => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}if 1:\n`).join(''),
  (n) => Array.from({ length: n }, (_, i) => `${' '.repeat(i)}def f():\n`).join(''),
  (n) => `f"${'{f"'.repeat(n)}`,
  (n) => `x = ${'a = '.repeat(n)}1`,
  (n) => `x${' < 1'.repeat(n)}`,
  (n) => `${'"a" '.repeat(n)}`,
];

type Mutation = (text: string, dice: Dice) => Damage | undefined;

const oneOf = (pieces: readonly Token[], dice: Dice): Token | undefined => pieces[dice.below(pieces.length)];
const anywhere = (text: string, dice: Dice): number => dice.below(text.length + 1);
const isNumber = (token: Token): boolean => /^\d/.test(token.text);
const isName = (token: Token): boolean => /^[A-Za-z_]/.test(token.text);
const onOne =
  (pick: (text: string) => readonly Token[], change: (token: Token, dice: Dice) => Damage): Mutation =>
  (text, dice) => {
    const token = oneOf(pick(text), dice);
    return token && change(token, dice);
  };

/** Each way by name; `undefined` where the text has nothing to damage so. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'token deleted': onOne(words, (token) => replace(token, '')),
  'token doubled': onOne(words, (token) => insert(token.end, token.text)),
  'tokens swapped': (text, dice) => swapped(text, dice, words(text), 6),
  'line deleted': onOne(lines, (line) => replace(line, '')),
  'line doubled': onOne(lines, (line) => insert(line.end, line.text)),
  'lines swapped': (text, dice) => swapped(text, dice, lines(text), 10),
  'cut off': (text, dice) => ({ start: anywhere(text, dice), end: text.length, text: '' }),
  'a piece cut out': (text, dice) => {
    const start = anywhere(text, dice);
    return { start, end: Math.min(text.length, start + dice.below(200)), text: '' };
  },
  'strange characters': (text, dice) =>
    insert(anywhere(text, dice), Array.from({ length: 1 + dice.below(3) }, () => dice.one(strange)).join('')),
  'any characters': (text, dice) =>
    insert(
      anywhere(text, dice),
      String.fromCharCode(...Array.from({ length: 1 + dice.below(5) }, () => dice.below(65536))),
    ),
  'number changed': onOne(
    (text) => words(text).filter(isNumber),
    (token, dice) => replace(token, dice.one(numbers)),
  ),
  'number made negative': onOne(
    (text) => words(text).filter(isNumber),
    (token) => insert(token.start, '-'),
  ),
  'name changed': (text, dice) => {
    const names = words(text).filter(isName);
    const [token, other] = [oneOf(names, dice), oneOf(names, dice)];
    return token && other && replace(token, other.text);
  },
  'mid-word': onOne(
    (text) => words(text).filter((token) => isName(token) && token.text.length > 1),
    (token, dice) => replace(token, token.text.slice(0, 1 + dice.below(token.text.length - 1))),
  ),
  bracket: (text, dice) => insert(anywhere(text, dice), dice.one(brackets)),
  'string damage': (text, dice) => insert(anywhere(text, dice), dice.one(quotes)),
  indentation: onOne(lines, (line, dice) => {
    const bare = line.text.trimStart();
    return replace(line, dice.one(['', ' ', '   ', '\t', '        ', ' \t']) + bare);
  }),
  'half a statement': onOne(lines, (line, dice) => {
    const indent = /^[ \t]*/.exec(line.text)?.[0] ?? '';
    return insert(line.start, `${indent}${dice.one(halves)}\n`);
  }),
  'expression replaced': onOne(words, (token, dice) => replace(token, dice.one(numbers))),
  'nesting bomb': (text, dice) => insert(anywhere(text, dice), dice.one(bombs)(dice.one([5, 30, 90, 300, 2000]))),
  'line ends': (text, dice) => {
    const start = anywhere(text, dice);
    const end = Math.min(text.length, start + 400);
    return { start, end, text: text.slice(start, end).replaceAll('\n', dice.one(['\r\n', '\r', ' ', '\\\n', ';'])) };
  },
};

const ways = Object.entries(mutations);

/** One damage, and the name of its way. */
export function damage(text: string, dice: Dice): Damage & { readonly way: string } {
  for (;;) {
    const [way, mutate] = dice.one(ways);
    const found = mutate(text, dice);
    if (found) return { ...found, way };
    if (text === '') return { start: 0, end: 0, text: 'x = 1\n', way: 'refilled' };
  }
}

export const damaged = (text: string, { start, end, text: put }: Damage): string =>
  text.slice(0, start) + put + text.slice(end);
