// LU with partial pivots, triangular systems and Cholesky, each step rounded to the type that is computed in, in the order of
// small matrices in PyTorch's LAPACK: nothing is fused, known terms are summed before they are taken away. Knows no tensor.
import { copyOf, type Matrix, transposed } from './reflectors';

/** Rounding of a type. */
export interface Arithmetic {
  readonly round: (value: number) => number;
}
export const doubleArithmetic: Arithmetic = { round: (value) => value };
export const singleArithmetic: Arithmetic = { round: Math.fround };

export interface Lu {
  readonly factors: Matrix;
  /** Where each row of the result came from. */
  readonly order: readonly number[];
  /** The row, from 1 on, that each step swaps its own with. */
  readonly pivots: readonly number[];
  readonly isOdd: boolean;
  /** Whether no quotient had to be rounded: then neither sums nor zeros depend on the order of the steps. */
  readonly isExact: boolean;
  /** The place of the first pivot that is zero, from 1 on; 0 where there is none. */
  readonly zeroAt: number;
}

export function factorLu(a: Matrix, { round }: Arithmetic): Lu {
  const { rows, columns: n } = a;
  const factors = copyOf(a);
  const { values } = factors;
  const order = Array.from({ length: rows }, (_, i) => i);
  const pivots: number[] = [];
  let isOdd = false;
  let zeroAt = 0;
  let isExact = true;
  for (let j = 0; j < Math.min(rows, n); j++) {
    let best = j;
    for (let i = j + 1; i < rows; i++) if (Math.abs(values[i * n + j]!) > Math.abs(values[best * n + j]!)) best = i;
    pivots.push(best + 1);
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
    // The last step of the smallest systems is written out.
    const divides = rows === n && n <= 4 && j === n - 2;
    for (let i = j + 1; i < rows; i++) {
      const factor = round(divides ? values[i * n + j]! / values[j * n + j]! : values[i * n + j]! * inverse);
      if (factor * values[j * n + j]! !== values[i * n + j]) isExact = false;
      values[i * n + j] = factor;
      for (let k = j + 1; k < n; k++)
        values[i * n + k] = round(values[i * n + k]! - round(factor * values[j * n + k]!));
    }
  }
  return { factors, order, pivots, isOdd, isExact, zeroAt };
}

/** How known terms are taken away: each by itself, or all at once; and what is done with the diagonal. */
export type Order = 'oneByOne' | 'summed' | 'oneByOneTimesInverse';

/** What one call of LAPACK for a single column, for several, or from the right side does. */
export const orderOf = (columns: number, left: boolean): Order =>
  left ? (columns === 1 ? 'oneByOne' : 'summed') : 'oneByOneTimesInverse';

/** The solution of a triangular system. */
export function solveTriangular(
  a: Matrix,
  b: Matrix,
  { upper, unit, order }: { readonly upper: boolean; readonly unit: boolean; readonly order: Order },
  { round }: Arithmetic,
): Matrix {
  const n = a.rows;
  const x = copyOf(b);
  const width = b.columns;
  for (let at = 0; at < n; at++) {
    const i = upper ? n - 1 - at : at;
    const pivot = a.values[i * n + i]!;
    for (let column = 0; column < width; column++) {
      const place = i * width + column;
      let value = x.values[place]!;
      if (order === 'summed') {
        let sum = 0;
        for (let step = 0; step < at; step++) {
          const j = upper ? n - 1 - step : step;
          sum = round(sum + round(a.values[i * n + j]! * x.values[j * width + column]!));
        }
        if (at > 0) value = round(value - sum);
      } else {
        for (let step = 0; step < at; step++) {
          const j = upper ? i + 1 + step : step;
          value = round(value - round(a.values[i * n + j]! * x.values[j * width + column]!));
        }
      }
      if (!unit) value = order === 'oneByOne' ? round(value / pivot) : round(value * round(1 / pivot));
      x.values[place] = value;
    }
  }
  return x;
}

/** The solution of A X = B. */
export function solveLu({ factors, order }: Lu, b: Matrix, arithmetic: Arithmetic): Matrix {
  const turned = copyOf(b);
  for (const [i, from] of order.entries())
    turned.values.set(b.values.subarray(from * b.columns, (from + 1) * b.columns), i * b.columns);
  const lower = solveTriangular(factors, turned, { upper: false, unit: true, order: 'summed' }, arithmetic);
  return solveTriangular(factors, lower, { upper: true, unit: false, order: 'summed' }, arithmetic);
}

/** The solution of Aᵀ X = B. */
export function solveTurned({ factors, order }: Lu, b: Matrix, arithmetic: Arithmetic): Matrix {
  const turned = transposed(factors);
  const first = solveTriangular(turned, b, { upper: false, unit: false, order: 'summed' }, arithmetic);
  const made = solveTriangular(turned, first, { upper: true, unit: true, order: 'summed' }, arithmetic);
  const back = copyOf(made);
  for (const [i, to] of order.entries())
    back.values.set(made.values.subarray(i * b.columns, (i + 1) * b.columns), to * b.columns);
  return back;
}

/** The lower factor of a symmetric matrix, read from its lower triangle; the place of the first minor that is not positive. */
export function factorCholesky(a: Matrix, { round }: Arithmetic): { readonly lower: Matrix; readonly wrongAt: number } {
  const n = a.rows;
  const lower = copyOf(a);
  const { values } = lower;
  const rest = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < j; k++) sum = round(sum + round(values[j * n + k]! * values[i * n + k]!));
    return round(values[i * n + j]! - sum);
  };
  for (let i = 0; i < n; i++) values.fill(0, i * n + i + 1, (i + 1) * n);
  for (let j = 0; j < n; j++) {
    const pivot = rest(j, j);
    if (!(pivot > 0)) {
      values[j * n + j] = pivot;
      return { lower, wrongAt: j + 1 };
    }
    const root = Math.sqrt(pivot);
    values[j * n + j] = round(root);
    const inverse = round(1 / root);
    const divides = round === doubleArithmetic.round && j === n - 2;
    for (let i = j + 1; i < n; i++) values[i * n + j] = round(divides ? rest(i, j) / root : rest(i, j) * inverse);
  }
  return { lower, wrongAt: 0 };
}
