// `math.remainder`, `nextafter` and `ulp`: the floats beside a float. Knows no other function.
import type { MethodRow } from '../core/native';
import { valueError } from '../core/pyError';
import { float } from '../value';
import { real } from './real';

export const stepRows: readonly MethodRow[] = [
  [
    'remainder',
    'x, y, /',
    function* (vm, [a, b]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      if (Number.isNaN(x) || Number.isNaN(y)) return float(Number.NaN);
      if (!Number.isFinite(x) || y === 0) throw valueError('math domain error');
      return float(remainder(x, y));
    },
  ],
  [
    'nextafter',
    'x, y, /',
    function* (vm, [a, b]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      return float(Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : x === y ? y : neighbour(x, y > x));
    },
  ],
  [
    'ulp',
    'x, /',
    function* (vm, [a]) {
      const x = Math.abs(yield* real(vm, a));
      if (!Number.isFinite(x)) return float(x);
      return float(x === Number.MAX_VALUE ? x - neighbour(x, false) : neighbour(x, true) - x);
    },
  ],
];

/** x - n·y with n the nearest integer, halves to the even one. */
function remainder(x: number, y: number): number {
  const [a, b] = [Math.abs(x), Math.abs(y)];
  if (b === Infinity) return x;
  const m = a % b;
  const c = b - m;
  const r = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (a - m)) % b);
  return (x < 0 || Object.is(x, -0) ? -1 : 1) * r;
}

/** The next float up or down. */
function neighbour(x: number, up: boolean): number {
  if (x === 0) return up ? Number.MIN_VALUE : -Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (up === x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
