// The ziggurat method for normal and exponential numbers (Marsaglia & Tsang 2000, in Doornik's and Julia's form of 256 layers).
// Its tables are worked out here in fixed point, so that they are rounded right. Knows no generator.

const bits = 256n;
const one = 1n << bits;
type Fixed = bigint;

const times = (a: Fixed, b: Fixed): Fixed => (a * b) >> bits;
const over = (a: Fixed, b: Fixed): Fixed => (a << bits) / b;
const toNumber = (a: Fixed): number => Number(a) / 2 ** Number(bits);
const fromNumber = (a: number): Fixed => BigInt(Math.round(a * 2 ** 60)) << (bits - 60n);
const decimal = (text: string): Fixed => {
  const [whole = '', rest = ''] = text.split('.');
  return (BigInt(whole + rest) << bits) / 10n ** BigInt(rest.length);
};

/** e^a, by its series on a / 2^16. */
function exp(a: Fixed): Fixed {
  const small = a >> 16n;
  let term = one;
  let sum = one;
  for (let n = 1n; n < 20n; n++) {
    term = times(term, small) / n;
    sum += term;
  }
  for (let i = 0; i < 16; i++) sum = times(sum, sum);
  return sum;
}

/** Natural logarithm, by Halley's steps. */
function log(a: Fixed): Fixed {
  let guess = fromNumber(Math.log(toNumber(a)));
  for (let i = 0; i < 3; i++) {
    const reached = exp(guess);
    guess += over(2n * (a - reached), a + reached);
  }
  return guess;
}

function sqrt(a: Fixed): Fixed {
  let guess = fromNumber(Math.sqrt(toNumber(a)));
  for (let i = 0; i < 4; i++) guess = (guess + over(a, guess)) >> 1n;
  return guess;
}

/** A falling density whose layers of one area are stacked: f, its inverse, where the tail begins, and the tail's area. */
interface Shape {
  readonly f: (x: Fixed) => Fixed;
  readonly inverse: (y: Fixed) => Fixed;
  readonly start: string;
  readonly tail: (r: Fixed) => Fixed;
  /** Bits of the number that is scaled. */
  readonly width: number;
  readonly steps: string;
}

/**
 * How far NumPy's factors are from the exact ones, in units of the last place, as `step` or `step*layers`: they were computed
 * in double, and what is drawn has to agree to the last digit.
 */
const normalSteps = `
    -9 -130 -40 -33 -28 -26*2 -22*2 -11 -10 -9 -8*5 -9 -8*2 -9*3 -10 -9 -8*2 -7 -8*3 -7 -8*2 -7*2 -8*2 -6*3 -5*2
    -6 -5 -6 -5*4 -6*2 -3 -4*7 -3 -4 -3*4 -4 -3 -4 -3*2 -4 -3 -2*2 -3*3 -4 -3*7 -2*5 -1*5 -2*2 -1 -2*5 -1 -2*5
    -3*3 -2*3 -1*2 -2*4 -1*5 -2*3 -1*2 -2*8 -3 -4*3 -3*4 -2*3 -1*5 0*5 -1*2 0 -1 0 -1*3 0*3 1 2 3*3 2*2 1 0*8 -1
    0*6 -1*5 -2 -1 -2*6 -1*5 0 -1*3 0*3 -1*2 0*6 -1 0*2 -1 0 -1*8 0 1 0 1*6 0*3 1*2 0
`;
const exponentialSteps = `
    0 -4 -3 -1 -2 -1*3 0*4 -1*4 0*2 -1 0*11 -1 0*2 -1 0 -1 0*19 -1*2 0*9 -1 0*24 -1 0*49 -1 0*2 -1 0*34 -1 0*76
`;

const bell = (x: Fixed): Fixed => exp(-times(x, x) >> 1n);
const normalShape: Shape = {
  f: bell,
  inverse: (y) => sqrt(-2n * log(y)),
  start: '3.65415288536100879635194725185604664812733315920964488827246397029393565706474',
  // The continued fraction of Mills' ratio.
  tail(r) {
    let fraction = r;
    for (let n = 800n; n > 0n; n--) fraction = r + over(n << bits, fraction);
    return over(bell(r), fraction);
  },
  width: 52,
  steps: normalSteps,
};
const exponentialShape: Shape = {
  f: (x) => exp(-x),
  inverse: (y) => -log(y),
  start: '7.69711747013104972',
  tail: (r) => exp(-r),
  width: 53,
  steps: exponentialSteps,
};

/** The factors with these steps taken. */
function stepped(factors: readonly number[], steps: string): readonly number[] {
  const each = steps
    .trim()
    .split(/\s+/)
    .flatMap((run) => {
      const [step = 0, count = 1] = run.split('*').map(Number);
      return Array<number>(count).fill(step);
    });
  const moved = Float64Array.from(factors);
  const places = new BigInt64Array(moved.buffer);
  each.forEach((step, i) => {
    places[i] = places[i]! + BigInt(step);
  });
  return [...moved];
}

interface Layers {
  readonly scale: readonly number[];
  /** Below this a number lies under the curve for sure. */
  readonly sure: readonly bigint[];
  readonly height: readonly number[];
  readonly start: number;
  /** One divided by it. */
  readonly reach: number;
}

function layers({ f, inverse, start, tail, width, steps }: Shape): Layers {
  const r = decimal(start);
  const area = times(r, f(r)) + tail(r);
  const edges: Fixed[] = [];
  edges[255] = r;
  for (let i = 255; i > 1; i--) edges[i - 1] = inverse(over(area, edges[i]!) + f(edges[i]!));
  const base = over(area, f(r));
  const ratio = (a: Fixed, b: Fixed): bigint => (a << BigInt(width)) / b;
  const inner = Array.from({ length: 255 }, (_, i) => edges[i + 1]!);
  return {
    scale: stepped(
      [base, ...inner].map((x) => toNumber(x) * 2 ** -width),
      steps,
    ),
    sure: [ratio(r, base), 0n, ...inner.slice(1).map((x, i) => ratio(inner[i]!, x))],
    height: [1, ...inner.map((x) => toNumber(f(x)))],
    start: toNumber(r),
    reach: toNumber(over(one, r)),
  };
}

let normalLayers: Layers | undefined;
let exponentialLayers: Layers | undefined;

/** What numbers are drawn from. */
export interface Bits {
  next64(): bigint;
  nextDouble(): number;
}

/** A normal number as NumPy's `Generator` draws it. */
export function drawNormal(from: Bits): number {
  normalLayers ??= layers(normalShape);
  const { scale, sure, height, start, reach } = normalLayers;
  for (;;) {
    const r = from.next64();
    const layer = Number(r & 0xffn);
    const size = (r >> 9n) & 0xfffffffffffffn;
    const x = Number(size) * scale[layer]! * ((r >> 8n) & 1n ? -1 : 1);
    if (size < sure[layer]!) return x;
    if (layer > 0) {
      const [above = 0, own = 0] = [height[layer - 1], height[layer]];
      if ((above - own) * from.nextDouble() + own < Math.exp(-0.5 * x * x)) return x;
      continue;
    }
    for (;;) {
      const further = -reach * Math.log1p(-from.nextDouble());
      const level = -Math.log1p(-from.nextDouble());
      if (level + level > further * further) return (size >> 8n) & 1n ? -(start + further) : start + further;
    }
  }
}

/** An exponential number as NumPy's `Generator` draws it. */
export function drawExponential(from: Bits): number {
  exponentialLayers ??= layers(exponentialShape);
  const { scale, sure, height, start } = exponentialLayers;
  for (;;) {
    const r = from.next64() >> 3n;
    const layer = Number(r & 0xffn);
    const size = r >> 8n;
    const x = Number(size) * scale[layer]!;
    if (size < sure[layer]!) return x;
    if (layer === 0) return start - Math.log1p(-from.nextDouble());
    const [above = 0, own = 0] = [height[layer - 1], height[layer]];
    if ((above - own) * from.nextDouble() + own < Math.exp(-x)) return x;
  }
}
