// Plane rotations and the 2 × 2 problems of LAPACK's QR iterations (lartg, laev2, lasv2, las2, lasr). Signs are those of the
// library that PyTorch computes with. Knows no tensor.
import { type Matrix, withSign } from './reflectors';

/** Limits of the type that is computed in: half a unit in the last place, and the least normal number. */
export interface Precision {
  readonly eps: number;
  readonly tiny: number;
}
export const doublePrecision: Precision = { eps: 2 ** -53, tiny: 2 ** -1022 };
export const singlePrecision: Precision = { eps: 2 ** -24, tiny: 2 ** -126 };

export interface Rotation {
  readonly c: number;
  readonly s: number;
}

/** c and s that take (f, g) to (r, 0); of a large f the cosine is positive. */
export function rotationOf(f: number, g: number): Rotation & { readonly r: number } {
  if (g === 0) return { c: 1, s: 0, r: f };
  if (f === 0) return { c: 0, s: 1, r: g };
  const r = Math.hypot(f, g);
  const [c, s] = [f / r, g / r];
  return Math.abs(f) > Math.abs(g) && c < 0 ? { c: -c, s: -s, r: -r } : { c, s, r };
}

/** The same where r has the sign of f: as LAPACK has it since 3.10. */
export function steadyRotationOf(f: number, g: number): Rotation & { readonly r: number } {
  if (g === 0) return { c: 1, s: 0, r: f };
  if (f === 0) return { c: 0, s: withSign(1, g), r: Math.abs(g) };
  const length = Math.hypot(f, g);
  const r = withSign(length, f);
  return { c: Math.abs(f) / length, s: g / r, r };
}

/** Rows `first` and `first + 1` of a matrix turned in place. */
export function turnRows({ columns, values }: Matrix, first: number, { c, s }: Rotation): void {
  for (let j = 0; j < columns; j++) {
    const [low, high] = [first * columns + j, (first + 1) * columns + j];
    const kept = values[high]!;
    values[high] = c * kept - s * values[low]!;
    values[low] = s * kept + c * values[low]!;
  }
}

/** Columns `first` and `first + 1` of a matrix turned in place. */
export function turnColumns({ rows, columns, values }: Matrix, first: number, { c, s }: Rotation): void {
  for (let i = 0; i < rows; i++) {
    const at = i * columns + first;
    const kept = values[at + 1]!;
    values[at + 1] = c * kept - s * values[at]!;
    values[at] = s * kept + c * values[at]!;
  }
}

/** Both eigenvalues of [[a, b], [b, c]], the larger in size first, and the eigenvector of that. */
export function symmetricPair(
  a: number,
  b: number,
  c: number,
): Rotation & { readonly large: number; readonly small: number } {
  const [sum, difference, twice] = [a + c, a - c, 2 * b];
  const [most, least] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const root = Math.hypot(difference, twice);
  const down = sum < 0;
  const large = sum === 0 ? root / 2 : (down ? sum - root : sum + root) / 2;
  const small = sum === 0 ? -root / 2 : (most / large) * least - (b / large) * b;
  const cosine = difference >= 0 ? difference + root : difference - root;
  let [c1, s1] = [1, 0];
  if (Math.abs(cosine) > Math.abs(twice)) {
    const cot = -twice / cosine;
    s1 = 1 / Math.sqrt(1 + cot * cot);
    c1 = cot * s1;
  } else if (twice !== 0) {
    const tan = -cosine / twice;
    c1 = 1 / Math.sqrt(1 + tan * tan);
    s1 = tan * c1;
  }
  return down === difference < 0 ? { large, small, c: -s1, s: c1 } : { large, small, c: c1, s: s1 };
}

export interface Triangular {
  readonly large: number;
  readonly small: number;
  readonly left: Rotation;
  readonly right: Rotation;
}

/** The singular values of [[f, g], [0, h]] with signs, and the rotations of both sides. */
export function triangularPair(f: number, g: number, h: number, { eps }: Precision): Triangular {
  const swapped = Math.abs(h) > Math.abs(f);
  const [ft, ht] = swapped ? [h, f] : [f, h];
  const [fa, ha, ga] = [Math.abs(ft), Math.abs(ht), Math.abs(g)];
  let place = swapped ? 3 : 1;
  let [small, large, cl, sl, cr, sr] = [ha, fa, 1, 0, 1, 0];
  if (ga !== 0) {
    if (ga > fa) place = 2;
    if (ga > fa && fa / ga < eps) {
      large = ga;
      small = ha > 1 ? fa / (ga / ha) : (fa / ga) * ha;
      [cl, sl, sr, cr] = [1, ht / g, 1, ft / g];
    } else {
      const d = fa - ha;
      const l = d === fa ? 1 : d / fa;
      const m = g / ft;
      const [t, mm] = [2 - l, m * m];
      const s = Math.sqrt(t * t + mm);
      const r = l === 0 ? Math.abs(m) : Math.sqrt(l * l + mm);
      const a = (s + r) / 2;
      [small, large] = [ha / a, fa * a];
      const kinked = l === 0 ? withSign(2, ft) * withSign(1, g) : g / withSign(d, ft) + m / t;
      const tan = mm === 0 ? kinked : (m / (s + t) + m / (r + l)) * (1 + a);
      const length = Math.sqrt(tan * tan + 4);
      [cr, sr] = [2 / length, tan / length];
      [cl, sl] = [(cr + sr * m) / a, ((ht / ft) * sr) / a];
    }
  }
  const left = swapped ? { c: sr, s: cr } : { c: cl, s: sl };
  const right = swapped ? { c: sl, s: cl } : { c: cr, s: sr };
  const one = (x: number): number => withSign(1, x);
  const sign =
    place === 1
      ? one(right.c) * one(left.c) * one(f)
      : place === 2
        ? one(right.s) * one(left.c) * one(g)
        : one(right.s) * one(left.s) * one(h);
  return { large: withSign(large, sign), small: withSign(small, sign * one(f) * one(h)), left, right };
}

/** The smaller singular value of [[f, g], [0, h]]. */
export function smallerSingular(f: number, g: number, h: number): number {
  const [fa, ga, ha] = [Math.abs(f), Math.abs(g), Math.abs(h)];
  const [least, most] = [Math.min(fa, ha), Math.max(fa, ha)];
  if (least === 0) return 0;
  const [as, at] = [1 + least / most, (most - least) / most];
  if (ga < most) {
    const au = (ga / most) ** 2;
    return least * (2 / (Math.sqrt(as * as + au) + Math.sqrt(at * at + au)));
  }
  const au = most / ga;
  if (au === 0) return (least * most) / ga;
  return 2 * (least * (1 / (Math.sqrt(1 + (as * au) ** 2) + Math.sqrt(1 + (at * au) ** 2))) * au);
}
