// Rounding to the narrow floats that JavaScript has no arrays for: nearest, ties to even. Knows no tensor.

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest bfloat16. */
export function toBfloat16(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  if ((word & 0x7fffffff) > 0x7f800000) return Number.NaN;
  bits[0] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000;
  return float[0]!;
}

/** The nearest IEEE half, denormals and overflow to infinity included. */
export function toFloat16(value: number): number {
  const magnitude = Math.abs(value);
  if (!(magnitude < 65520)) return Number.isNaN(value) ? Number.NaN : Math.sign(value) * Infinity;
  // One unit of the half that holds this magnitude; below the normal range the unit stays 2^-24.
  const unit = 2 ** (Math.max(Math.floor(Math.log2(magnitude)), -14) - 10);
  const steps = magnitude / unit;
  let whole = Math.floor(steps);
  const rest = steps - whole;
  if (rest > 0.5 || (rest === 0.5 && whole % 2 === 1)) whole++;
  return (value < 0 || Object.is(value, -0) ? -1 : 1) * whole * unit;
}

/** Nearest integer, ties to even, -0 kept. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return value < 0 && floor === 0 ? -0 : floor;
  const rounded = rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
  return rounded === 0 && value < 0 ? -0 : rounded;
}
