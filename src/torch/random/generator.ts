// PyTorch's CPU generator and its samplers: the same seed gives the same stream, bit for bit. Knows no tensor.
import { MersenneTwister } from '../../base/mersenneTwister';
import { fma32, fma64 } from './fusedMultiplyAdd';
import { log32, sinCos32 } from './vectorMath';

const f = Math.fround;
const two32 = 2 ** 32;

/** Precision in which a stream is drawn. */
export type Width = 'float32' | 'float64';

export class Generator {
  #seed = 0n;
  readonly #engine = new MersenneTwister(0n);
  /** The second value of a Box–Muller pair; survives draws of other kinds. */
  #normal: number | undefined;

  constructor(seed: bigint) {
    this.manualSeed(seed);
  }

  /** Negative seeds count from 2⁶⁴ downwards. */
  manualSeed(seed: bigint): void {
    this.#seed = BigInt.asUintN(64, seed);
    this.#engine.seed(this.#seed);
    this.#normal = undefined;
  }

  get initialSeed(): bigint {
    return this.#seed;
  }

  /** Remembers the state; the result restores it. */
  save(): () => void {
    const restore = this.#engine.save();
    const [seed, normal] = [this.#seed, this.#normal];
    return () => {
      restore();
      this.#seed = seed;
      this.#normal = normal;
    };
  }

  #word64(): bigint {
    const high = BigInt(this.#engine.word());
    return (high << 32n) | BigInt(this.#engine.word());
  }

  /** Uniform on [0, 1): 24 bits for float32, 53 for float64. */
  uniform(width: Width): number {
    if (width === 'float32') return (this.#engine.word() & 0xffffff) / 2 ** 24;
    const high = this.#engine.word() & 0x1fffff;
    return (high * two32 + this.#engine.word()) / 2 ** 53;
  }

  /** `uniform_(from, to)`, with one rounding. */
  uniformBetween(from: number, to: number, width: Width): number {
    const x = this.uniform(width);
    return width === 'float32' ? fma32(x, f(f(to) - f(from)), f(from)) : fma64(x, to - from, from);
  }

  /** An integer of [low, high). */
  integer(low: bigint, high: bigint): bigint {
    const range = high - low;
    return ((range < 4294967296n ? BigInt(this.#engine.word()) : this.#word64()) % range) + low;
  }

  /** `random_()` without bounds: an integer below the given limit (2⁶³ for int64, 2²⁴ + 1 for float32, ...). */
  below(limit: bigint): bigint {
    return (limit > 4294967296n ? this.#word64() : BigInt(this.#engine.word())) % limit;
  }

  permutation(n: number): number[] {
    const result = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.#engine.word() % (n - i));
      const [a, b] = [result[i] ?? 0, result[j] ?? 0];
      result[i] = b;
      result[j] = a;
    }
    return result;
  }

  /** `exponential_(lambda)` in double precision. */
  exponential(lambda: number): number {
    return (-1 / lambda) * Math.log(1 - this.uniform('float64'));
  }

  #pairNormal(): number {
    const kept = this.#normal;
    if (kept !== undefined) {
      this.#normal = undefined;
      return kept;
    }
    const angle = 2 * Math.PI * this.uniform('float64');
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform('float64')));
    this.#normal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** `normal_(mean, std)` for a contiguous tensor of n elements: pairs below 16, blocks of 16 from there on. */
  normals(n: number, mean: number, std: number, width: Width): Float64Array {
    const values = new Float64Array(n);
    if (n < 16) return values.map(() => round(this.#pairNormal() * std + mean, width));
    for (let i = 0; i < n; i++) values[i] = this.uniform(width);
    for (let start = 0; start + 16 <= n; start += 16) normalBlock(values, start, mean, std, width);
    if (n % 16) {
      for (let i = n - 16; i < n; i++) values[i] = this.uniform(width);
      normalBlock(values, n - 16, mean, std, width);
    }
    return values;
  }
}

const round = (value: number, width: Width): number => (width === 'float32' ? f(value) : value);

/** Box–Muller on 16 uniforms in place: slot j with slot j + 8. */
function normalBlock(values: Float64Array, start: number, mean: number, std: number, width: Width): void {
  for (let j = start; j < start + 8; j++) {
    const u = values[j] ?? 0;
    const v = values[j + 8] ?? 0;
    if (width === 'float64') {
      const radius = Math.sqrt(-2 * Math.log(1 - u));
      values[j] = radius * Math.cos(2 * Math.PI * v) * std + mean;
      values[j + 8] = radius * Math.sin(2 * Math.PI * v) * std + mean;
    } else {
      const radius = f(Math.sqrt(f(-2 * log32(f(1 - u)))));
      const [sine, cosine] = sinCos32(f(f(2 * Math.PI) * v));
      values[j] = fma32(f(radius * cosine), f(std), f(mean));
      values[j + 8] = fma32(f(radius * sine), f(std), f(mean));
    }
  }
}
