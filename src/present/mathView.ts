// Terms of a derivation as mathematics: once in symbols, once with their numbers. Knows no page and no code.
import type { Index, Node, Quantity, Series, Source, Term } from '../ops/derivation/terms';
import type { CellView, MathView } from '../protocol/views';

export type Mode = 'symbols' | 'numbers';
export type CellOf = (source: Source) => CellView;

/** How strongly a term holds together: the weaker one is put in parentheses. */
const level = { sum: 0, negative: 1, product: 2, power: 3, atom: 4 } as const;
interface Drawn {
  readonly math: MathView;
  readonly level: number;
}

/** At most so many significant digits; `−`, `∞` as mathematics writes them. */
export function mathNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value).replace('-', '−');
  const tidy = Number(value.toPrecision(digits));
  const text = Math.abs(tidy) < 1e-4 || Math.abs(tidy) >= 1e7 ? tidy.toExponential() : String(tidy);
  return text.replace(/-/g, '−').replace('e+', 'e');
}

const mo = (text: string): MathView => ({ tag: 'mo', text });
const mrow = (...of: readonly MathView[]): MathView => (of.length === 1 ? of[0]! : { tag: 'mrow', of });
const mi = (text: string): MathView => ({ tag: 'mi', text });
const atom = (math: MathView): Drawn => ({ math, level: level.atom });
/** What applies a function to what follows; is heard and not seen. */
const applied = mo('\u2061');
const fenced = (open: string, of: MathView, close: string): MathView => mrow(mo(open), of, mo(close));
const joined = (parts: readonly MathView[], by: string): MathView =>
  mrow(...parts.flatMap((part, i) => (i === 0 ? [part] : [mo(by), part])));

/** The term in one mode; `cellOf` says which element a number is. */
export const mathOf = (term: Term, mode: Mode, cellOf: CellOf): MathView => draw(term, mode, cellOf).math;

/** A name with its indices: `p` with n and c below. */
export function symbolOf({ symbol, index }: Pick<Quantity, 'symbol' | 'index'>): MathView {
  if (!index.length) return mi(symbol);
  return { tag: 'msub', of: [mi(symbol), joined(index.map(letterOf), ',')] };
}

function letterOf({ letter }: Index): MathView {
  const [name = '', below] = letter.split('_');
  const own: MathView = /^\d/.test(name) ? { tag: 'mn', text: name } : mi(name);
  return below ? { tag: 'msub', of: [own, mi(below)] } : own;
}

function draw(term: Term, mode: Mode, cellOf: CellOf): Drawn {
  switch (term.kind) {
    case 'number':
      return number(term.value);
    case 'quantity':
      return mode === 'symbols' ? atom(symbolOf(term)) : number(term.value, term.source && cellOf(term.source));
    case 'series':
      return mode === 'symbols' ? seriesSymbols(term, cellOf) : seriesNumbers(term, cellOf);
    default:
      return drawNode(term, mode, cellOf);
  }
}

function number(value: number, cell?: CellView): Drawn {
  return {
    math: { tag: 'mn', text: mathNumber(value), ...(cell && { cell }) },
    level: value < 0 ? level.negative : level.atom,
  };
}

/** In parentheses where it holds together less than `least`. */
const held = ({ math, level: own }: Drawn, least: number): MathView => (own < least ? fenced('(', math, ')') : math);

function drawNode({ kind, name = '', of }: Node, mode: Mode, cellOf: CellOf): Drawn {
  const parts = of.map((part) => draw(part, mode, cellOf));
  const [first, second] = parts as [Drawn, Drawn];
  switch (kind) {
    case 'sum':
      return sumOf(of, mode, cellOf);
    case 'product': {
      const factors = parts.map((part, i) => held(part, i === 0 ? level.negative : level.product));
      return { math: joined(factors, mode === 'symbols' ? '⋅' : '×'), level: level.product };
    }
    case 'negative':
      return { math: mrow(mo('−'), held(first, level.product)), level: level.negative };
    case 'quotient':
      return { math: { tag: 'mfrac', of: [first.math, second.math] }, level: level.power };
    case 'power':
      return { math: { tag: 'msup', of: [held(first, level.atom), second.math] }, level: level.power };
    case 'exp':
      return { math: { tag: 'msup', of: [mi('e'), first.math] }, level: level.power };
    case 'root':
      return atom({ tag: 'msqrt', of: [first.math] });
    case 'abs':
      return atom(fenced('|', first.math, '|'));
    case 'call': {
      const bare = parts.length === 1 && first.level === level.atom && name === 'log';
      const given = bare
        ? first.math
        : fenced(
            '(',
            joined(
              parts.map(({ math }) => math),
              ',',
            ),
            ')',
          );
      return { math: mrow(mi(name), ...(bare ? [applied] : []), given), level: bare ? level.product : level.atom };
    }
  }
}

/** What is taken away is written with a minus. */
function sumOf(of: readonly Term[], mode: Mode, cellOf: CellOf): Drawn {
  const parts = of.flatMap((part, i) => {
    if (i > 0 && part.kind === 'negative') {
      return [mo('−'), held(draw(part.of[0]!, mode, cellOf), level.product)];
    }
    const own = draw(part, mode, cellOf);
    return i === 0 ? [own.math] : [mo('+'), own.level === level.negative ? fenced('(', own.math, ')') : own.math];
  });
  return { math: mrow(...parts), level: level.sum };
}

function seriesSymbols({ operator, runs, body }: Series, cellOf: CellOf): Drawn {
  const own = draw(body, 'symbols', cellOf);
  if (operator === 'row') return own;
  const under = (sign: MathView): MathView => ({ tag: 'munder', of: [sign, runsOf(runs)] });
  if (operator === 'max') return { math: mrow(under(mo('max')), own.math), level: level.product };
  return { math: mrow(under(mo('∑')), held(own, level.negative)), level: level.product };
}

const runsOf = (runs: string): MathView =>
  mrow(...runs.split(/\s*([,≠])\s*/).map((part) => (/[,≠]/.test(part) ? mo(part) : letterOf({ letter: part, at: 0 }))));

function seriesNumbers({ operator, shown, count }: Series, cellOf: CellOf): Drawn {
  const parts: Drawn[] = [];
  let next = 0;
  const gap = atom(mo('…'));
  for (const { place, term } of shown) {
    if (place > next) parts.push(gap);
    parts.push(draw(term, 'numbers', cellOf));
    next = place + 1;
  }
  if (next < count) parts.push(gap);
  const listed = (): MathView =>
    fenced(
      '(',
      joined(
        parts.map(({ math }) => math),
        ',',
      ),
      ')',
    );
  if (operator === 'row') return atom(listed());
  if (operator === 'max') return atom(mrow(mi('max'), listed()));
  if (parts.length === 0) return number(0);
  if (parts.length === 1) return parts[0]!;
  const summands = parts.map((part, i) =>
    i > 0 && part.level <= level.negative ? fenced('(', part.math, ')') : part.math,
  );
  return { math: joined(summands, '+'), level: level.sum };
}
