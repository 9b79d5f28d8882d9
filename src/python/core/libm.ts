// Functions that the C library computes from others, by its own formulas (fdlibm), so that the last digit agrees. Knows no values.
import { exp, log } from './doubleDouble';

const view = new DataView(new ArrayBuffer(8));

export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return Math.log10(x);
  const tiny = x < 2 ** -1022;
  view.setFloat64(0, tiny ? x * 2 ** 54 : x);
  const exponent = (view.getUint32(0) >> 20) - 1023 - (tiny ? 54 : 0);
  const below = exponent < 0 ? 1 : 0;
  view.setUint32(0, (view.getUint32(0) & 0xfffff) | ((0x3ff - below) << 20));
  const whole = exponent + below;
  const part = whole * 3.694239077158931e-13 + Math.LOG10E * log(view.getFloat64(0));
  return part + whole * 0.30102999566361177;
}

export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -55 || size >= 2 ** -28) return Math.tanh(x);
  const t = Math.expm1(-2 * size);
  return (-t / (t + 2)) * Math.sign(x);
}

export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size < 0.5 * Math.LN2) {
    const t = Math.expm1(size);
    return size < 2 ** -55 ? 1 : 1 + (t * t) / (2 * (1 + t));
  }
  if (size < 22) {
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  return size < 709 ? 0.5 * exp(size) : Math.cosh(x);
}

export function sinh(x: number): number {
  const size = Math.abs(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (size < 22) {
    if (size < 2 ** -28) return x;
    const t = Math.expm1(size);
    return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
  }
  return size < 709 ? half * exp(size) : Math.sinh(x);
}
