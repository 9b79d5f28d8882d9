// The language that derivations are written in: terms over named numbers, each with its value in double precision.
// Knows no op, no tensor and no notation.

/** One place along a dim: the letter that stands for it in symbols, and the number that it is. */
export interface Index {
  readonly letter: string;
  readonly at: number;
}
/** The element of an argument that a number was read from; `param` is '' for the loss of an element. */
export interface Source {
  readonly param: string;
  readonly index: readonly number[];
  /** The number is that element, and not only about it. */
  readonly itself?: true;
}
/** A number with a name. */
export interface Quantity {
  readonly kind: 'quantity';
  readonly symbol: string;
  readonly index: readonly Index[];
  readonly value: number;
  readonly source?: Source;
}
/** A number that is written as such in symbols too. */
export interface Plain {
  readonly kind: 'number';
  readonly value: number;
}
export interface Node {
  readonly kind: 'sum' | 'product' | 'negative' | 'quotient' | 'power' | 'exp' | 'call' | 'abs' | 'root';
  /** What is called, of a `call`. */
  readonly name?: string;
  readonly of: readonly Term[];
  readonly value: number;
}
/** The same term at many places: summed, the largest of them, or one beside the other. */
export interface Series {
  readonly kind: 'series';
  readonly operator: 'sum' | 'max' | 'row';
  /** What runs, in symbols: `j`, or `j ≠ c`. */
  readonly runs: string;
  /** The term in symbols. */
  readonly body: Term;
  /** Those that are written out, in order; places that do not follow each other leave some out between them. */
  readonly shown: readonly { readonly place: number; readonly term: Term }[];
  readonly count: number;
  /** NaN of a row. */
  readonly value: number;
}
export type Term = Quantity | Plain | Node | Series;

export const quantity = (symbol: string, index: readonly Index[], value: number, source?: Source): Quantity => ({
  kind: 'quantity',
  symbol,
  index,
  value,
  ...(source && { source }),
});
/** A setting of the call: `ε`. */
export const constant = (symbol: string, value: number): Quantity => quantity(symbol, [], value);

type Given = Term | number;
const term = (given: Given): Term => (typeof given === 'number' ? { kind: 'number', value: given } : given);
function unary(kind: Node['kind'], given: Given, compute: (value: number) => number): Node {
  const of = term(given);
  return { kind, of: [of], value: compute(of.value) };
}
function folded(kind: Node['kind'], given: readonly Given[], compute: (a: number, b: number) => number): Node {
  const of = given.map(term);
  let value = of[0]!.value;
  for (let i = 1; i < of.length; i++) value = compute(value, of[i]!.value);
  return { kind, of, value };
}

export const add = (...of: readonly Given[]): Node => folded('sum', of, (a, b) => a + b);
export const mul = (...of: readonly Given[]): Node => folded('product', of, (a, b) => a * b);
export const neg = (of: Given): Node => unary('negative', of, (a) => -a);
export const sub = (a: Given, b: Given): Node => add(a, neg(b));
export const div = (a: Given, b: Given): Node => folded('quotient', [a, b], (over, under) => over / under);
export const pow = (a: Given, b: Given): Node => folded('power', [a, b], (base, exponent) => base ** exponent);
export const exp = (of: Given): Node => unary('exp', of, Math.exp);
export const abs = (of: Given): Node => unary('abs', of, Math.abs);
export const root = (of: Given): Node => unary('root', of, Math.sqrt);
export const log = (of: Given): Node => ({ ...unary('call', of, Math.log), name: 'log' });
export const max = (...of: readonly Given[]): Node => ({ ...folded('call', of, Math.max), name: 'max' });
export const min = (...of: readonly Given[]): Node => ({ ...folded('call', of, Math.min), name: 'min' });
export const sigmoid = (of: Given): Node => ({ ...unary('call', of, (x) => 1 / (1 + Math.exp(-x))), name: 'σ' });
/** log(1 + a), exact for small a too. */
export const logOnePlus = (of: Given): Node => {
  const inner = term(of);
  return { ...log(add(1, inner)), value: Math.log1p(inner.value) };
};
/** log σ(x), exact for any x. */
export const logSigmoid = (of: Given): Node => {
  const inner = sigmoid(of);
  const x = inner.of[0]!.value;
  return { ...log(inner), value: Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))) };
};

/** How many terms are written out before the middle is left out: less of those that are long themselves. */
const mostShown = (body: Term): number => Math.max(3, 6 - numbersIn(body));
const numbersIn = (of: Term): number =>
  'of' in of
    ? of.of.reduce((count, part) => count + numbersIn(part), 0)
    : of.kind === 'series'
      ? numbersIn(of.body)
      : 1;

interface SeriesOptions {
  /** A place that is written out whatever is left out. */
  readonly keep?: number | undefined;
  /** In place of the terms, where they are written out. */
  readonly each?: (place: number) => Term;
  /** The value at a place, where it is had without its term. */
  readonly valueAt?: (place: number) => number;
}

function series(
  operator: Series['operator'],
  runs: string,
  count: number,
  body: (place: number) => Term,
  { keep, each = body, valueAt = (place) => body(place).value }: SeriesOptions,
): Series {
  let value = operator === 'row' ? Number.NaN : operator === 'max' ? Number.NEGATIVE_INFINITY : 0;
  for (let place = 0; operator !== 'row' && place < count; place++) {
    const own = valueAt(place);
    value = operator === 'max' ? Math.max(value, own) : value + own;
  }
  const most = mostShown(each(keep ?? 0));
  const places = Array.from({ length: Math.min(count, most) }, (_, place) => place);
  const short = count <= most ? places : [...places.slice(0, most - 2), count - 1];
  const all = keep === undefined || keep < 0 || keep >= count ? short : [...short, keep];
  const shown = [...new Set(all)].sort((a, b) => a - b).map((place) => ({ place, term: each(place) }));
  return { kind: 'series', operator, runs, body: body(keep ?? 0), shown, count, value };
}

/** The terms at places from 0; `body` must bear place 0 though there be none. */
export const total = (
  runs: string,
  count: number,
  body: (place: number) => Term,
  options: SeriesOptions = {},
): Series => series('sum', runs, count, body, options);
export const largest = (
  runs: string,
  count: number,
  body: (place: number) => Term,
  options: SeriesOptions = {},
): Series => series('max', runs, count, body, options);
export const row = (runs: string, count: number, body: (place: number) => Term, options: SeriesOptions = {}): Series =>
  series('row', runs, count, body, options);
