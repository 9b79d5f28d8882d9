// An upper bidiagonal matrix made diagonal by implicit QR steps (LAPACK's bdsqr): shifts, the direction of the chase and what
// counts as zero are its own. Knows no tensor.
import { type Matrix, withSign } from './reflectors';
import { type Precision, smallerSingular, steadyRotationOf, triangularPair, turnColumns, turnRows } from './rotations';

export interface Bidiagonal {
  readonly d: Float64Array;
  readonly e: Float64Array;
  /** Its columns become the left vectors. */
  readonly u: Matrix;
  /** Its rows become the right vectors. */
  readonly vt: Matrix;
}
interface Limits extends Precision {
  readonly tolerance: number;
  readonly threshold: number;
}

/** In place, in descending order; whether the iteration came to an end. */
export function diagonalise(whole: Bidiagonal, precision: Precision): boolean {
  const { d, e } = whole;
  const n = d.length;
  const tolerance = Math.max(10, Math.min(100, precision.eps ** (-1 / 8))) * precision.eps;
  let least = Math.abs(d[0]!);
  let mu = least;
  for (let i = 1; i < n && least !== 0; i++) {
    mu = Math.abs(d[i]!) * (mu / (mu + Math.abs(e[i - 1]!)));
    least = Math.min(least, mu);
  }
  const threshold = Math.max((tolerance * least) / Math.sqrt(n), 6 * n * n * precision.tiny);
  // Sums of squares may leave the range of numbers: no comparison would hold then.
  if (!Number.isFinite(threshold) || ![...d, ...e].every(Number.isFinite)) return false;
  const limits: Limits = { ...precision, tolerance, threshold };
  let budget = 6 * n * n;
  let last = n - 1;
  let before = { top: -2, last: -2 };
  let isDownward = true;
  while (last > 0) {
    const found = blockAt(whole, last, limits);
    const { top } = found;
    if (top === last) {
      last--;
      continue;
    }
    if (top === last - 1) {
      solvePair(whole, top, precision);
      last -= 2;
      continue;
    }
    if (top > before.last || last < before.top) isDownward = Math.abs(d[top]!) >= Math.abs(d[last]!);
    const smallest = splitOrSmallest(whole, top, last, isDownward, tolerance);
    if (smallest === undefined) continue;
    before = { top, last };
    budget -= last - top;
    if (budget < 0) return false;
    const shift = shiftOf(whole, top, last, isDownward, smallest / found.largest, limits);
    if (shift === 0) chaseWithout(whole, top, last, isDownward);
    else chaseWith(whole, top, last, isDownward, shift);
    const end = isDownward ? last - 1 : top;
    if (Math.abs(e[end]!) <= threshold) e[end] = 0;
  }
  makePositive(whole);
  return true;
}

/** Where the unreduced block that ends at `last` begins, and the largest size in it. */
function blockAt(
  { d, e }: Bidiagonal,
  last: number,
  { threshold }: Limits,
): { readonly top: number; readonly largest: number } {
  let largest = Math.abs(d[last]!);
  for (let i = last - 1; i >= 0; i--) {
    const [diagonal, off] = [Math.abs(d[i]!), Math.abs(e[i]!)];
    if (off <= threshold) {
      e[i] = 0;
      return { top: i + 1, largest };
    }
    largest = Math.max(largest, diagonal, off);
  }
  return { top: 0, largest };
}

function solvePair({ d, e, u, vt }: Bidiagonal, at: number, precision: Precision): void {
  const { large, small, left, right } = triangularPair(d[at]!, e[at]!, d[at + 1]!, precision);
  [d[at], d[at + 1]] = [large, small];
  e[at] = 0;
  turnRows(vt, at, right);
  turnColumns(u, at, left);
}

/** A bound of the smallest singular value; undefined where an element was small enough to be dropped. */
function splitOrSmallest(
  { d, e }: Bidiagonal,
  top: number,
  last: number,
  isDownward: boolean,
  tolerance: number,
): number | undefined {
  const [first, final, step] = isDownward ? [top, last, 1] : [last, top, -1];
  const between = (i: number): number => (isDownward ? i : i - 1);
  const end = isDownward ? last - 1 : top;
  if (Math.abs(e[end]!) <= tolerance * Math.abs(d[final]!)) {
    e[end] = 0;
    return undefined;
  }
  let mu = Math.abs(d[first]!);
  let least = mu;
  for (let i = first; i !== final; i += step) {
    const off = Math.abs(e[between(i)]!);
    if (off <= tolerance * mu) {
      e[between(i)] = 0;
      return undefined;
    }
    mu = Math.abs(d[i + step]!) * (mu / (mu + off));
    least = Math.min(least, mu);
  }
  return least;
}

function shiftOf(
  { d, e }: Bidiagonal,
  top: number,
  last: number,
  isDownward: boolean,
  ratio: number,
  { eps, tolerance }: Limits,
): number {
  if (d.length * tolerance * ratio <= Math.max(eps, 0.01 * tolerance)) return 0;
  const start = Math.abs(d[isDownward ? top : last]!);
  const at = isDownward ? last - 1 : top;
  const shift = smallerSingular(d[at]!, e[at]!, d[at + 1]!);
  return start > 0 && (shift / start) ** 2 < eps ? 0 : shift;
}

/** A step with shift zero, which keeps small values precise. */
function chaseWithout({ d, e, u, vt }: Bidiagonal, top: number, last: number, isDownward: boolean): void {
  let [c, oldC, s, oldS] = [1, 1, 0, 0];
  const [first, final, step] = isDownward ? [top, last, 1] : [last, top, -1];
  const between = (i: number): number => (isDownward ? i : i - 1);
  for (let i = first; i !== final; i += step) {
    const one = steadyRotationOf(d[i]! * c, e[between(i)]!);
    [c, s] = [one.c, one.s];
    if (i !== first) e[between(i - step)] = oldS * one.r;
    const two = steadyRotationOf(oldC * one.r, d[i + step]! * s);
    [oldC, oldS] = [two.c, two.s];
    d[i] = two.r;
    const at = Math.min(i, i + step);
    if (isDownward) {
      turnRows(vt, at, { c, s });
      turnColumns(u, at, { c: oldC, s: oldS });
    } else {
      turnRows(vt, at, { c: oldC, s: -oldS });
      turnColumns(u, at, { c, s: -s });
    }
  }
  const h = d[final]! * c;
  d[final] = h * oldC;
  e[between(final - step)] = h * oldS;
}

function chaseWith({ d, e, u, vt }: Bidiagonal, top: number, last: number, isDownward: boolean, shift: number): void {
  const [first, final, step] = isDownward ? [top, last, 1] : [last, top, -1];
  const between = (i: number): number => (isDownward ? i : i - 1);
  const start = d[first]!;
  let f = (Math.abs(start) - shift) * (withSign(1, start) + shift / start);
  let g = e[between(first)]!;
  for (let i = first; i !== final; i += step) {
    const near = between(i);
    const one = steadyRotationOf(f, g);
    if (i !== first) e[between(i - step)] = one.r;
    f = one.c * d[i]! + one.s * e[near]!;
    e[near] = one.c * e[near]! - one.s * d[i]!;
    g = one.s * d[i + step]!;
    d[i + step] = one.c * d[i + step]!;
    const two = steadyRotationOf(f, g);
    d[i] = two.r;
    f = two.c * e[near]! + two.s * d[i + step]!;
    d[i + step] = two.c * d[i + step]! - two.s * e[near]!;
    if (i + step !== final) {
      const next = between(i + step);
      g = two.s * e[next]!;
      e[next] = two.c * e[next]!;
    }
    const at = Math.min(i, i + step);
    if (isDownward) {
      turnRows(vt, at, one);
      turnColumns(u, at, two);
    } else {
      turnRows(vt, at, { c: two.c, s: -two.s });
      turnColumns(u, at, { c: one.c, s: -one.s });
    }
  }
  e[between(final - step)] = f;
}

/** Signs into the right vectors; the largest first. */
function makePositive({ d, u, vt }: Bidiagonal): void {
  const n = d.length;
  for (let i = 0; i < n; i++) {
    if (d[i]! >= 0) continue;
    d[i] = -d[i]!;
    for (let j = 0; j < n; j++) vt.values[i * n + j] = -vt.values[i * n + j]!;
  }
  for (let end = n - 1; end > 0; end--) {
    let least = 0;
    for (let j = 1; j <= end; j++) if (d[j]! <= d[least]!) least = j;
    if (least === end) continue;
    [d[least], d[end]] = [d[end]!, d[least]!];
    for (let j = 0; j < n; j++) {
      const [a, b] = [least * n + j, end * n + j];
      [vt.values[a], vt.values[b]] = [vt.values[b]!, vt.values[a]!];
      const [left, right] = [j * n + least, j * n + end];
      [u.values[left], u.values[right]] = [u.values[right]!, u.values[left]!];
    }
  }
}
