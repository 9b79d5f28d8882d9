// LU with partial pivots, triangular systems and Cholesky, each step rounded to the type that is computed in. Knows no tensor.
import { fma32, fma64 } from '../../tensor/fusedMultiplyAdd';
import { copyOf, type Matrix } from './reflectors';

/** Rounding of a type: to a number of it, and of a product that something is added to. */
export interface Arithmetic {
  readonly round: (value: number) => number;
  readonly multiplyAdd: (a: number, b: number, c: number) => number;
}
export const doubleArithmetic: Arithmetic = { round: (value) => value, multiplyAdd: fma64 };
export const singleArithmetic: Arithmetic = { round: Math.fround, multiplyAdd: fma32 };

export interface Lu {
  readonly factors: Matrix;
  /** Where each row of the result came from. */
  readonly order: readonly number[];
  readonly isOdd: boolean;
  /** Whether no quotient had to be rounded: then neither sums nor zeros depend on the order of the steps. */
  readonly isExact: boolean;
  /** The place of the first pivot that is zero, from 1 on; 0 where there is none. */
  readonly zeroAt: number;
}

/** Of a square matrix. */
export function factorLu(a: Matrix, { round, multiplyAdd }: Arithmetic): Lu {
  const n = a.rows;
  const factors = copyOf(a);
  const { values } = factors;
  const order = Array.from({ length: n }, (_, i) => i);
  let isOdd = false;
  let zeroAt = 0;
  let isExact = true;
  for (let j = 0; j < n; j++) {
    let best = j;
    for (let i = j + 1; i < n; i++) if (Math.abs(values[i * n + j]!) > Math.abs(values[best * n + j]!)) best = i;
    if (values[best * n + j] === 0) {
      zeroAt ||= j + 1;
      continue;
    }
    if (best !== j) {
      isOdd = !isOdd;
      [order[j], order[best]] = [order[best]!, order[j]!];
      for (let k = 0; k < n; k++) {
        const [p, q] = [j * n + k, best * n + k];
        [values[p], values[q]] = [values[q]!, values[p]!];
      }
    }
    const inverse = round(1 / values[j * n + j]!);
    for (let i = j + 1; i < n; i++) {
      const factor = round(values[i * n + j]! * inverse);
      if (factor * values[j * n + j]! !== values[i * n + j]) isExact = false;
      values[i * n + j] = factor;
      for (let k = j + 1; k < n; k++) values[i * n + k] = multiplyAdd(-factor, values[j * n + k]!, values[i * n + k]!);
    }
  }
  return { factors, order, isOdd, isExact, zeroAt };
}

/** The solution of a triangular system, column by column. */
export function solveTriangular(
  a: Matrix,
  b: Matrix,
  { upper, unit }: { readonly upper: boolean; readonly unit: boolean },
  { round, multiplyAdd }: Arithmetic,
): Matrix {
  const n = a.rows;
  const x = copyOf(b);
  const order = Array.from({ length: n }, (_, i) => (upper ? n - 1 - i : i));
  for (let column = 0; column < b.columns; column++) {
    for (const i of order) {
      const at = i * b.columns + column;
      if (!unit) x.values[at] = round(x.values[at]! / a.values[i * n + i]!);
      const known = -x.values[at]!;
      const [from, to] = upper ? [0, i] : [i + 1, n];
      for (let row = from; row < to; row++) {
        const other = row * b.columns + column;
        x.values[other] = multiplyAdd(a.values[row * n + i]!, known, x.values[other]!);
      }
    }
  }
  return x;
}

/** The solution of A X = B. */
export function solveLu({ factors, order }: Lu, b: Matrix, arithmetic: Arithmetic): Matrix {
  const turned = copyOf(b);
  for (const [i, from] of order.entries())
    turned.values.set(b.values.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
  const lower = solveTriangular(factors, turned, { upper: false, unit: true }, arithmetic);
  return solveTriangular(factors, lower, { upper: true, unit: false }, arithmetic);
}

/** The lower factor of a symmetric matrix, read from its lower triangle; the place of the first minor that is not positive. */
export function factorCholesky(
  a: Matrix,
  { round, multiplyAdd }: Arithmetic,
): { readonly lower: Matrix; readonly wrongAt: number } {
  const n = a.rows;
  const lower = copyOf(a);
  const { values } = lower;
  for (let i = 0; i < n; i++) values.fill(0, i * n + i + 1, (i + 1) * n);
  for (let j = 0; j < n; j++) {
    let pivot = values[j * n + j]!;
    for (let k = 0; k < j; k++) pivot = multiplyAdd(-values[j * n + k]!, values[j * n + k]!, pivot);
    if (!(pivot > 0)) return { lower, wrongAt: j + 1 };
    const root = round(Math.sqrt(pivot));
    values[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = values[i * n + j]!;
      for (let k = 0; k < j; k++) sum = multiplyAdd(-values[i * n + k]!, values[j * n + k]!, sum);
      values[i * n + j] = round(sum / root);
    }
  }
  return { lower, wrongAt: 0 };
}
