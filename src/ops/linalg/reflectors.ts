// Householder reflections of row-major matrices, as LAPACK makes and applies them (larfg, larf, geqr2). Knows no tensor.

/** A matrix of `rows` × `columns` in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
export const zeros = (rows: number, columns: number): Matrix => ({
  rows,
  columns,
  values: new Float64Array(rows * columns),
});
export const copyOf = ({ rows, columns, values }: Matrix): Matrix => ({ rows, columns, values: values.slice() });

/** 1 on the diagonal; what `part` has stands in the upper left corner. */
export function embedded(part: Matrix | undefined, rows: number, columns = rows): Matrix {
  const made = zeros(rows, columns);
  for (let i = 0; i < Math.min(rows, columns); i++) made.values[i * columns + i] = 1;
  if (!part) return made;
  for (let i = 0; i < part.rows; i++)
    for (let j = 0; j < part.columns; j++) made.values[i * columns + j] = part.values[i * part.columns + j]!;
  return made;
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const made = zeros(columns, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) made.values[j * rows + i] = values[i * columns + j]!;
  return made;
}

/** I - tau v vᵀ over the places from `start` on; v begins with 1. */
export interface Reflector {
  readonly start: number;
  readonly v: Float64Array;
  readonly tau: number;
}

/** The number with the sign of another; -0 has one. */
export const withSign = (value: number, sign: number): number =>
  sign < 0 || Object.is(sign, -0) ? -Math.abs(value) : Math.abs(value);

/** What takes `x` to `beta` times the first unit vector; beta has the sign that x[0] has not. */
export function reflectorOf(x: Float64Array, start: number): { readonly beta: number; readonly reflector: Reflector } {
  const v = x.slice();
  let rest = 0;
  for (let i = 1; i < x.length; i++) rest = Math.hypot(rest, x[i]!);
  const alpha = x[0]!;
  v[0] = 1;
  if (rest === 0) return { beta: alpha, reflector: { start, v: v.fill(0, 1), tau: 0 } };
  const beta = -withSign(Math.hypot(alpha, rest), alpha);
  for (let i = 1; i < v.length; i++) v[i] = x[i]! / (alpha - beta);
  return { beta, reflector: { start, v, tau: (beta - alpha) / beta } };
}

/** H M in place, from column `from` on. */
export function reflectRows({ columns, values }: Matrix, { start, v, tau }: Reflector, from = 0): void {
  if (tau === 0) return;
  for (let j = from; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += v[i]! * values[(start + i) * columns + j]!;
    for (let i = 0; i < v.length; i++) values[(start + i) * columns + j]! -= tau * v[i]! * sum;
  }
}

/** M H in place, from row `from` on. */
export function reflectColumns({ rows, columns, values }: Matrix, { start, v, tau }: Reflector, from = 0): void {
  if (tau === 0) return;
  for (let i = from; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += v[j]! * values[i * columns + start + j]!;
    for (let j = 0; j < v.length; j++) values[i * columns + start + j]! -= tau * v[j]! * sum;
  }
}

export const columnOf = ({ rows, columns, values }: Matrix, j: number, from: number): Float64Array =>
  Float64Array.from({ length: rows - from }, (_, i) => values[(from + i) * columns + j]!);
export const rowOf = ({ columns, values }: Matrix, i: number, from: number): Float64Array =>
  values.slice(i * columns + from, (i + 1) * columns);

/** Q as reflections, and R: upper triangular in the shape of the matrix. */
export function factorQr(a: Matrix): { readonly reflectors: readonly Reflector[]; readonly r: Matrix } {
  const r = copyOf(a);
  const reflectors: Reflector[] = [];
  for (let i = 0; i < Math.min(a.rows, a.columns); i++) {
    const { beta, reflector } = reflectorOf(columnOf(r, i, i), i);
    reflectors.push(reflector);
    reflectRows(r, reflector, i + 1);
    r.values[i * a.columns + i] = beta;
    for (let j = i + 1; j < a.rows; j++) r.values[j * a.columns + i] = 0;
  }
  return { reflectors, r };
}

/** The product of reflections times a matrix, in place. */
export function applyAll(reflectors: readonly Reflector[], m: Matrix): Matrix {
  for (const reflector of reflectors.toReversed()) reflectRows(m, reflector);
  return m;
}

/** The first `rows` rows and `columns` columns. */
export function corner(m: Matrix, rows: number, columns: number): Matrix {
  const made = zeros(rows, columns);
  for (let i = 0; i < rows; i++)
    made.values.set(m.values.subarray(i * m.columns, i * m.columns + columns), i * columns);
  return made;
}
