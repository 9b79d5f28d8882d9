// The module `math`.
import * as exact from '../core/doubleDouble';
import { cosh, log10, sinh, tanh } from '../core/libm';
import { classOf, findOnType } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { divideInts, intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { truncated } from '../types/number';
import { bool, float, int, none, type Run, tuple, type Value } from '../value';
import { exactSum } from './exactSum';
import { stepRows } from './floatSteps';
import { defineModule, functionsOf, moduleOf } from './modules';
import { real } from './real';
import { erf, erfc, gamma, lgamma } from './specialFunctions';

/** A function of one float; what leaves its domain or overflows raises as in C Python. */
const one = (name: string, f: (x: number) => number, overflow: 'raises' | 'domain' | 'inf' = 'domain'): MethodRow => [
  name,
  'x, /',
  function* (vm, [value]) {
    const x = yield* real(vm, value);
    const y = f(x);
    if (Number.isNaN(y) && !Number.isNaN(x)) throw valueError('math domain error');
    if (!Number.isFinite(y) && Number.isFinite(x) && overflow !== 'inf')
      throw overflow === 'raises' ? new PyError('OverflowError', 'math range error') : valueError('math domain error');
    return float(y);
  },
];

const logarithms = { log: exact.log, log2: exact.log2, log10 } as const;

function* logarithm(vm: Vm, value: Value | undefined, name: keyof typeof logarithms): Run<number> {
  const f = logarithms[name];
  const n = value && intOf(value);
  if (n !== undefined && n <= 0n) throw valueError('math domain error');
  if (n !== undefined && Number(n) === Infinity) {
    // A fraction from 1/2 on, times a power of two.
    const size = n.toString(2).length;
    const part = divideInts(n, 1n << BigInt(size));
    return part === 1 ? f(0.5) + f(2) * (size + 1) : f(part) + f(2) * size;
  }
  const x = yield* real(vm, value);
  if (x <= 0) throw valueError('math domain error');
  return f(x);
}

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
};
const whole = (value: Value | undefined): bigint => {
  const n = value && intOf(value);
  if (n === undefined) throw typeError(`'${classOf(value ?? none).name}' object cannot be interpreted as an integer`);
  return n;
};

export function squareRoot(n: bigint): bigint {
  if (n < 0n) throw valueError('isqrt() argument must be nonnegative');
  if (n < 2n) return n;
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

const toWhole = (name: 'floor' | 'ceil' | 'trunc', f: (x: number) => number): MethodRow => [
  name,
  'x, /',
  function* (vm, [value]) {
    const n = value && intOf(value);
    if (n !== undefined) return int(n);
    const method = value?.kind === 'instance' ? findOnType(value, `__${name}__`) : undefined;
    if (method && value) return yield* vm.callMethod(method, value, []);
    if (name === 'trunc' && value?.kind !== 'float')
      throw typeError(`type ${classOf(value ?? none).name} doesn't define __trunc__ method`);
    return int(truncated(f(yield* real(vm, value))));
  },
];

const rows: readonly MethodRow[] = [
  one('sqrt', Math.sqrt),
  one('cbrt', Math.cbrt),
  one('exp', exact.exp, 'raises'),
  one('exp2', (x) => exact.power(2, x), 'raises'),
  one('expm1', Math.expm1, 'raises'),
  one('log1p', Math.log1p),
  one('sin', exact.sin),
  one('cos', exact.cos),
  one('tan', exact.tan),
  one('asin', exact.asin),
  one('acos', exact.acos),
  one('atan', exact.atan),
  one('sinh', sinh, 'raises'),
  one('cosh', cosh, 'raises'),
  one('tanh', tanh),
  one('asinh', Math.asinh),
  one('acosh', Math.acosh),
  one('atanh', Math.atanh),
  one('fabs', Math.abs),
  one('degrees', (x) => x * (180 / Math.PI), 'inf'),
  one('radians', (x) => x * (Math.PI / 180)),
  one('erf', erf),
  one('erfc', erfc),
  one('gamma', gamma, 'raises'),
  // Its poles are no values; only what is too large overflows.
  one('lgamma', (x) => (x <= 0 && Number.isInteger(x) ? Number.NaN : lgamma(x)), 'raises'),
  [
    'log',
    'x, base=, /',
    function* (vm, [x, base]) {
      const top = yield* logarithm(vm, x, 'log');
      if (!base) return float(top);
      const bottom = yield* logarithm(vm, base, 'log');
      if (bottom === 0) throw new PyError('ZeroDivisionError', 'float division by zero');
      return float(top / bottom);
    },
  ],
  [
    'log2',
    'x, /',
    function* (vm, [x]) {
      return float(yield* logarithm(vm, x, 'log2'));
    },
  ],
  [
    'log10',
    'x, /',
    function* (vm, [x]) {
      return float(yield* logarithm(vm, x, 'log10'));
    },
  ],
  [
    'pow',
    'x, y, /',
    function* (vm, [a, b]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      if (x === 1 || y === 0) return float(1);
      const result =
        Number.isFinite(x) && Number.isFinite(y) && x !== 0 && (x > 0 || Number.isInteger(y))
          ? exact.power(x, y)
          : x ** y;
      if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) {
        if (x === -1) return float(1);
        throw valueError('math domain error');
      }
      if (!Number.isFinite(result) && Number.isFinite(x) && Number.isFinite(y))
        throw x === 0 ? valueError('math domain error') : new PyError('OverflowError', 'math range error');
      return float(result);
    },
  ],
  [
    'atan2',
    'y, x, /',
    function* (vm, [y, x]) {
      return float(exact.atan2(yield* real(vm, y), yield* real(vm, x)));
    },
  ],
  [
    'fmod',
    'x, y, /',
    function* (vm, [a, b]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      const result = x % y;
      if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error');
      return float(result);
    },
  ],
  [
    'copysign',
    'x, y, /',
    function* (vm, [a, b]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      return float(y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x));
    },
  ],
  [
    'hypot',
    '*coordinates',
    function* (vm, [coordinates]) {
      const values: number[] = [];
      for (const value of coordinates?.kind === 'tuple' ? coordinates.items : []) values.push(yield* real(vm, value));
      return float(exact.sqrtOfSum(values));
    },
  ],
  [
    'dist',
    'p, q, /',
    function* (vm, [p, q]) {
      const [a, b] = [yield* vm.items(p ?? none), yield* vm.items(q ?? none)];
      if (a.length !== b.length) throw valueError('both points must have the same number of dimensions');
      const differences: number[] = [];
      for (const [i, x] of a.entries()) differences.push((yield* real(vm, x)) - (yield* real(vm, b[i])));
      return float(exact.sqrtOfSum(differences));
    },
  ],
  [
    'fsum',
    'seq, /',
    function* (vm, [seq]) {
      const values: number[] = [];
      for (const value of yield* vm.items(seq ?? none)) values.push(yield* real(vm, value));
      return float(exactSum(values));
    },
  ],
  toWhole('floor', Math.floor),
  toWhole('ceil', Math.ceil),
  toWhole('trunc', Math.trunc),
  [
    'modf',
    'x, /',
    function* (vm, [value]) {
      const x = yield* real(vm, value);
      const integer = Math.trunc(x);
      const fraction = Number.isFinite(x) ? x - integer : x === 0 || Number.isNaN(x) ? x : 0;
      return tuple([float(fraction === 0 && (x < 0 || Object.is(x, -0)) ? -0 : fraction), float(integer)]);
    },
  ],
  [
    'frexp',
    'x, /',
    function* (vm, [value]) {
      const x = yield* real(vm, value);
      if (x === 0 || !Number.isFinite(x)) return tuple([float(x), int(0)]);
      let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
      let mantissa = x * 2 ** -exponent;
      while (Math.abs(mantissa) < 0.5) {
        mantissa *= 2;
        exponent--;
      }
      while (Math.abs(mantissa) >= 1) {
        mantissa /= 2;
        exponent++;
      }
      return tuple([float(mantissa), int(exponent)]);
    },
  ],
  [
    'ldexp',
    'x, i, /',
    function* (vm, [x, i]) {
      const exponent = i && intOf(i);
      if (exponent === undefined) throw typeError('Expected an int as second argument to ldexp.');
      const value = yield* real(vm, x);
      const scaled = exact.timesPowerOfTwo(value, Number(exponent));
      if (!Number.isFinite(scaled) && Number.isFinite(value)) throw new PyError('OverflowError', 'math range error');
      return float(scaled);
    },
  ],
  [
    'isnan',
    'x, /',
    function* (vm, [x]) {
      return bool(Number.isNaN(yield* real(vm, x)));
    },
  ],
  [
    'isinf',
    'x, /',
    function* (vm, [x]) {
      const value = yield* real(vm, x);
      return bool(value === Infinity || value === -Infinity);
    },
  ],
  [
    'isfinite',
    'x, /',
    function* (vm, [x]) {
      return bool(Number.isFinite(yield* real(vm, x)));
    },
  ],
  [
    'isclose',
    'a, b, *, rel_tol=, abs_tol=',
    function* (vm, [a, b, relative, absolute]) {
      const [x, y] = [yield* real(vm, a), yield* real(vm, b)];
      const rel = relative ? yield* real(vm, relative) : 1e-9;
      const abs = absolute ? yield* real(vm, absolute) : 0;
      if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative');
      if (x === y) return bool(true);
      if (!Number.isFinite(x) || !Number.isFinite(y)) return bool(false);
      const difference = Math.abs(x - y);
      return bool(difference <= Math.abs(rel * y) || difference <= Math.abs(rel * x) || difference <= abs);
    },
  ],
  [
    'factorial',
    'n, /',
    (vm, [value]) => {
      if (value?.kind === 'float') throw typeError("'float' object cannot be interpreted as an integer");
      const n = whole(value);
      if (n < 0n) throw valueError('factorial() not defined for negative values');
      if (n > 200000n) throw new PyError('MemoryError', '');
      let result = 1n;
      for (let i = 2n; i <= n; i++) {
        if (i % 64n === 0n) vm.spend(Number(i >> 4n));
        result *= i;
      }
      return int(result);
    },
  ],
  [
    'gcd',
    '*integers',
    (_, [values]) => int((values?.kind === 'tuple' ? values.items : []).reduce((sum, v) => gcd(sum, whole(v)), 0n)),
  ],
  [
    'lcm',
    '*integers',
    (_, [values]) => {
      const all = (values?.kind === 'tuple' ? values.items : []).map(whole);
      return int(all.reduce((product, n) => (n && product ? (product / gcd(product, n)) * (n < 0n ? -n : n) : 0n), 1n));
    },
  ],
  [
    'comb',
    'n, k, /',
    (vm, [a, b]) => {
      const [n, k] = [whole(a), whole(b)];
      if (n < 0n || k < 0n) throw valueError(`${n < 0n ? 'n' : 'k'} must be a non-negative integer`);
      const least = k > n - k ? n - k : k;
      let result = k > n ? 0n : 1n;
      for (let i = 0n; i < least; i++) {
        vm.spend(1);
        result = (result * (n - i)) / (i + 1n);
      }
      return int(result);
    },
  ],
  [
    'perm',
    'n, k=, /',
    (vm, [a, b]) => {
      const n = whole(a);
      const k = b && b.kind !== 'none' ? whole(b) : n;
      let result = k > n ? 0n : 1n;
      for (let i = 0n; i < k && result; i++) {
        vm.spend(1);
        result *= n - i;
      }
      return int(result);
    },
  ],
  ['isqrt', 'n, /', (_, [n]) => int(squareRoot(whole(n)))],
  [
    'prod',
    'iterable, /, *, start=',
    function* (vm, [iterable, start]) {
      let result: Value = start ?? int(1);
      for (const item of yield* vm.items(iterable ?? none)) result = yield* vm.binary('*', result, item);
      return result;
    },
  ],
];

defineModule('math', () =>
  moduleOf('math', [
    ...functionsOf(rows),
    ...functionsOf(stepRows),
    ['pi', float(Math.PI)],
    ['e', float(Math.E)],
    ['tau', float(2 * Math.PI)],
    ['inf', float(Infinity)],
    ['nan', float(Number.NaN)],
  ]),
);
