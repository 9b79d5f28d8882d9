// Eigenvalues and eigenvectors of a symmetric matrix from its lower triangle: tridiagonal form, then implicit QL or QR steps
// (LAPACK's sytd2 and steqr), so that the vectors have LAPACK's signs. Knows no tensor.
import {
  columnOf,
  embedded,
  type Matrix,
  type Reflector,
  reflectorOf,
  reflectRows,
  withSign,
  zeros,
} from './reflectors';
import { type Precision, type Rotation, rotationOf, symmetricPair, turnColumns } from './rotations';

export interface Eigen {
  /** In ascending order. */
  readonly values: Float64Array;
  /** One in each column. */
  readonly vectors: Matrix;
}

/** Diagonal, subdiagonal and the orthogonal matrix of the tridiagonal form. */
function tridiagonal(a: Matrix): { readonly d: Float64Array; readonly e: Float64Array; readonly q: Matrix } {
  const n = a.rows;
  const work = zeros(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) work.values[i * n + j] = a.values[Math.max(i, j) * n + Math.min(i, j)]!;
  const { values } = work;
  const [d, e] = [new Float64Array(n), new Float64Array(Math.max(n - 1, 0))];
  const reflectors: Reflector[] = [];
  for (let i = 0; i < n - 1; i++) {
    const { beta, reflector } = reflectorOf(columnOf(work, i, i + 1), i + 1);
    e[i] = beta;
    d[i] = values[i * n + i]!;
    reflectors.push(reflector);
    const { v, tau } = reflector;
    const size = v.length;
    const at = (r: number, c: number): number => (i + 1 + r) * n + i + 1 + c;
    const x = v.map((_, r) => {
      let sum = 0;
      for (let c = 0; c < size; c++) sum += values[at(r, c)]! * v[c]!;
      return tau * sum;
    });
    let dot = 0;
    for (let r = 0; r < size; r++) dot += x[r]! * v[r]!;
    const w = x.map((value, r) => value - 0.5 * tau * dot * v[r]!);
    for (let r = 0; r < size; r++) for (let c = 0; c < size; c++) values[at(r, c)]! -= v[r]! * w[c]! + w[r]! * v[c]!;
  }
  if (n > 0) d[n - 1] = values[n * n - 1]!;
  const q = embedded(undefined, n);
  for (const reflector of reflectors.toReversed()) reflectRows(q, reflector);
  return { d, e, q };
}

/** Of a row-major square matrix; undefined where the iteration does not end. */
export function symmetricEigen(a: Matrix, precision: Precision): Eigen | undefined {
  const n = a.rows;
  const { d, e, q } = tridiagonal(a);
  const { eps, tiny } = precision;
  let left = 30 * n;
  let start = 0;
  while (start < n) {
    if (start > 0) e[start - 1] = 0;
    let end = start;
    while (end < n - 1 && e[end] !== 0) {
      if (Math.abs(e[end]!) <= Math.sqrt(Math.abs(d[end]!)) * Math.sqrt(Math.abs(d[end + 1]!)) * eps) {
        e[end] = 0;
        break;
      }
      end++;
    }
    const from = start;
    start = end + 1;
    if (end === from) continue;
    const isDown = Math.abs(d[end]!) < Math.abs(d[from]!);
    left = isDown
      ? sweep({ d, e, q, eps, tiny, step: -1 }, end, from, left)
      : sweep({ d, e, q, eps, tiny, step: 1 }, from, end, left);
    if (left < 0) return undefined;
  }
  return sorted(d, q);
}

interface Sweep {
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly q: Matrix;
  readonly eps: number;
  readonly tiny: number;
  /** 1 for QL from the top, -1 for QR from the bottom. */
  readonly step: 1 | -1;
}

/** Steps on the block from `l` to `last` until it is diagonal; how many may still follow. */
function sweep({ d, e, q, eps, tiny, step }: Sweep, first: number, last: number, allowed: number): number {
  let l = first;
  let left = allowed;
  /** The off-diagonal element between a place and the next in the direction of the sweep. */
  const between = (i: number): number => (step > 0 ? i : i - 1);
  const isOpen = (i: number): boolean => (step > 0 ? i <= last : i >= last);
  while (isOpen(l)) {
    let m = last;
    for (let i = l; i !== last; i += step) {
      const size = Math.abs(e[between(i)]!) ** 2;
      if (size <= eps * eps * Math.abs(d[i]!) * Math.abs(d[i + step]!) + tiny) {
        m = i;
        break;
      }
    }
    if (m !== last) e[between(m)] = 0;
    if (m === l) {
      l += step;
      continue;
    }
    if (m === l + step) {
      const low = Math.min(l, m);
      const { large, small, c, s } = symmetricPair(d[low]!, e[low]!, d[low + 1]!);
      turnColumns(q, low, { c, s });
      [d[low], d[low + 1]] = [large, small];
      e[low] = 0;
      l += 2 * step;
      continue;
    }
    if (--left < 0) return left;
    chase({ d, e, q, eps, tiny, step }, l, m);
  }
  return left;
}

/** One implicit step with Wilkinson's shift from `m` back to `l`. */
function chase({ d, e, q, step }: Sweep, l: number, m: number): void {
  const between = (i: number): number => (step > 0 ? i : i - 1);
  const start = d[l]!;
  const near = e[between(l)]!;
  const half = (d[l + step]! - start) / (2 * near);
  let g = d[m]! - start + near / (half + withSign(Math.hypot(half, 1), half));
  let [s, c, p] = [1, 1, 0];
  const turns: (readonly [number, Rotation])[] = [];
  for (let i = m - step; step > 0 ? i >= l : i <= l; i -= step) {
    const at = between(i);
    const [f, b] = [s * e[at]!, c * e[at]!];
    const turn = rotationOf(g, f);
    [c, s] = [turn.c, turn.s];
    if (i !== m - step) e[between(i + step)] = turn.r;
    g = d[i + step]! - p;
    const r = (d[i]! - g) * s + 2 * c * b;
    p = s * r;
    d[i + step] = g + p;
    g = c * r - b;
    turns.push([Math.min(i, i + step), { c, s: step > 0 ? -s : s }]);
  }
  for (const [at, turn] of turns) turnColumns(q, at, turn);
  d[l]! -= p;
  e[between(l)] = g;
}

/** Ascending, with as few exchanges of vectors as there can be. */
function sorted(d: Float64Array, q: Matrix): Eigen {
  const n = d.length;
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j]! < d[least]!) least = j;
    if (least === i) continue;
    [d[i], d[least]] = [d[least]!, d[i]!];
    for (let row = 0; row < n; row++) {
      const [a, b] = [row * n + i, row * n + least];
      [q.values[a], q.values[b]] = [q.values[b]!, q.values[a]!];
    }
  }
  return { values: d, vectors: q };
}
