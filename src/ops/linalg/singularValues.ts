// Singular values and vectors: bidiagonal form, then implicit QR steps (LAPACK's gebd2 and bdsqr), so that the vectors have
// LAPACK's signs. Knows no tensor.

import { type Bidiagonal, diagonalise } from './bidiagonal';
import {
  applyAll,
  columnOf,
  copyOf,
  corner,
  embedded,
  factorQr,
  type Matrix,
  type Reflector,
  reflectColumns,
  reflectorOf,
  reflectRows,
  rowOf,
  withSign,
  zeros,
} from './reflectors';
import { type Precision, steadyRotationOf } from './rotations';

export interface Svd {
  /** (rows, rows). */
  readonly u: Matrix;
  /** In descending order. */
  readonly values: Float64Array;
  /** (columns, columns). */
  readonly vt: Matrix;
}

/** The bidiagonal form: upper where there are as many rows as columns or more, else lower. */
function bidiagonal(given: Matrix): {
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly left: readonly Reflector[];
  readonly right: readonly Reflector[];
} {
  const a = copyOf(given);
  const size = Math.min(a.rows, a.columns);
  const isUpper = a.rows >= a.columns;
  const [d, e] = [new Float64Array(size), new Float64Array(Math.max(size - 1, 0))];
  const [left, right]: [Reflector[], Reflector[]] = [[], []];
  const fromColumn = (column: number, start: number): number => {
    const { beta, reflector } = reflectorOf(columnOf(a, column, start), start);
    left.push(reflector);
    reflectRows(a, reflector, column + 1);
    return beta;
  };
  const fromRow = (row: number, start: number): number => {
    const { beta, reflector } = reflectorOf(rowOf(a, row, start), start);
    right.push(reflector);
    reflectColumns(a, reflector, row + 1);
    return beta;
  };
  for (let i = 0; i < size; i++) {
    d[i] = isUpper ? fromColumn(i, i) : fromRow(i, i);
    if (i < size - 1) e[i] = isUpper ? fromRow(i, i + 1) : fromColumn(i, i + 1);
  }
  return { d, e, left, right };
}

/** Of any matrix that is not empty; undefined where the iteration does not end. */
export function singularValues(a: Matrix, precision: Precision): Svd | undefined {
  const { rows, columns } = a;
  // A tall matrix is made square first.
  if (rows > columns && isTall(rows, columns)) {
    const { reflectors, r } = factorQr(a);
    const inner = singularValues(corner(r, columns, columns), precision);
    return inner && { ...inner, u: applyAll(reflectors, embedded(inner.u, rows)) };
  }
  const { d, e, left, right } = bidiagonal(a);
  const size = d.length;
  if (size === 1) return single(a, d, left, right);
  const whole: Bidiagonal = { d, e, u: embedded(undefined, size), vt: embedded(undefined, size) };
  const turns = rows < columns ? raised(whole) : [];
  if (!diagonalise(whole, precision)) return undefined;
  // Rotations that made the lower form an upper one belong to the left vectors.
  const { u } = whole;
  for (const [at, { c, s }] of turns.toReversed()) {
    for (let j = 0; j < size; j++) {
      const [low, high] = [at * size + j, (at + 1) * size + j];
      const kept = u.values[high]!;
      u.values[high] = c * kept + s * u.values[low]!;
      u.values[low] = -s * kept + c * u.values[low]!;
    }
  }
  const vt = embedded(whole.vt, columns);
  for (const reflector of right.toReversed()) reflectColumns(vt, reflector);
  return { u: applyAll(left, embedded(u, rows)), values: d, vt };
}

/** One row or column: the sign goes to the left vector. */
function single(
  { rows, columns }: Matrix,
  d: Float64Array,
  left: readonly Reflector[],
  right: readonly Reflector[],
): Svd {
  const sign = zeros(1, 1);
  sign.values[0] = withSign(1, d[0]!);
  d[0] = Math.abs(d[0]!);
  const vt = embedded(undefined, columns);
  for (const reflector of right) reflectColumns(vt, reflector);
  return { u: applyAll(left, embedded(sign, rows)), values: d, vt };
}

/** Where the library takes the way over R. */
const isTall = (rows: number, columns: number): boolean => rows >= Math.trunc(columns * 1.5);

type Turn = readonly [at: number, turn: { readonly c: number; readonly s: number }];

/** A lower bidiagonal matrix made upper from the left. */
function raised({ d, e }: Bidiagonal): readonly Turn[] {
  const turns: Turn[] = [];
  for (let i = 0; i < d.length - 1; i++) {
    const { c, s, r } = steadyRotationOf(d[i]!, e[i]!);
    d[i] = r;
    e[i] = s * d[i + 1]!;
    d[i + 1] = c * d[i + 1]!;
    turns.push([i, { c, s }]);
  }
  return turns;
}
