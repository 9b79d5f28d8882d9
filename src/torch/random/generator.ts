// PyTorch's CPU generator and its samplers: the same seed gives the same stream, bit for bit. Knows no tensor.
import { type EngineState, MersenneTwister } from '../../base/mersenneTwister';
import { maxElements } from '../../tensor/dtype';
import { fma32, fma64 } from '../../tensor/fusedMultiplyAdd';
import { toBfloat16, toFloat16 } from '../../tensor/roundFloat';
import { type Parts, partsOf } from '../parts';
import { drawnLately, keepDraw } from './recentDraws';
import { log32, sinCos32 } from './vectorMath';

const f = Math.fround;
const two32 = 2 ** 32;

/** What a number costs in cheap operations: drawn from the engine, and made normal. */
export const costOfWord = 8;
export const costOfNormal = 64;

/** Numbers that are drawn again sooner than they are looked for among those that were drawn before. */
const mostForgotten = 4096;

/** Precision in which a stream is drawn. */
export type Width = 'float16' | 'bfloat16' | 'float32' | 'float64';

/** How a number of each type is rounded; the halves are drawn as float32 is. */
const rounded: Readonly<Record<Width, (value: number) => number>> = {
  float16: (value) => toFloat16(f(value)),
  bfloat16: (value) => toBfloat16(f(value)),
  float32: f,
  float64: (value) => value,
};

/** A generator at one moment: everything that later draws depend on. */
export interface GeneratorState {
  readonly seed: bigint;
  readonly engine: EngineState;
  readonly normal: number | undefined;
}

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

  get state(): GeneratorState {
    return { seed: this.#seed, engine: this.#engine.state, normal: this.#normal };
  }

  set state({ seed, engine, normal }: GeneratorState) {
    this.#seed = seed;
    this.#engine.state = engine;
    this.#normal = normal;
  }

  #word64(): bigint {
    const high = BigInt(this.#engine.word());
    return (high << 32n) | BigInt(this.#engine.word());
  }

  /** Uniform on [0, 1): 53 bits of two words for float64, else 24 bits of one. */
  uniform(width: Width): number {
    if (width !== 'float64') return rounded[width]((this.#engine.word() & 0xffffff) / 2 ** 24);
    const high = this.#engine.word() & 0x1fffff;
    return (high * two32 + this.#engine.word()) / 2 ** 53;
  }

  /** `uniform_(from, to)`, with one rounding. */
  uniformBetween(from: number, to: number, width: Width): number {
    if (width === 'float64') return fma64(this.uniform(width), to - from, from);
    return rounded[width](fma32(this.uniform('float32'), f(f(to) - f(from)), f(from)));
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

  /** 0 … n - 1 in a random order. */
  *permutation(n: number): Parts<Uint32Array> {
    if (n > maxElements) yield Number.POSITIVE_INFINITY;
    const order = new Uint32Array(n);
    yield* partsOf(n, 1, (from, to) => {
      for (let i = from; i < to; i++) order[i] = i;
    });
    yield* partsOf(n - 1, costOfWord, (from, to) => {
      for (let i = from; i < to; i++) {
        const j = i + (this.#engine.word() % (n - i));
        const other = order[j]!;
        order[j] = order[i]!;
        order[i] = other;
      }
    });
    return order;
  }

  /** `exponential_(lambda)` in double precision. */
  exponential(lambda: number): number {
    return (-1 / lambda) * Math.log(1 - this.uniform('float64'));
  }

  /** One standard normal number in double precision, of pairs. */
  normal(): number {
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

  /** `normal_(mean, std)` of few elements, or of some that do not lie side by side. */
  *pairedNormals(n: number, mean: number, std: number, width: Width): Parts<Float64Array> {
    const values = new Float64Array(n);
    yield* partsOf(n, costOfNormal, (from, to) => {
      for (let i = from; i < to; i++) values[i] = rounded[width](this.normal() * std + mean);
    });
    return values;
  }

  /** `normal_(mean, std)` for a contiguous tensor of n elements: pairs below 16, blocks of 16 from there on. */
  *normals(n: number, mean: number, std: number, width: Width): Parts<Float64Array> {
    if (n < 16) return yield* this.pairedNormals(n, mean, std, width);
    if (n < mostForgotten) return yield* this.#blocksOfNormals(n, mean, std, width);
    const what = `${n} ${mean} ${std} ${width}`;
    const before = this.#engine.state;
    const known = drawnLately(what, before);
    if (known) {
      this.#engine.state = known.after;
      return known.values;
    }
    const values = yield* this.#blocksOfNormals(n, mean, std, width);
    keepDraw({ what, before, after: this.#engine.state, values });
    return values;
  }

  *#blocksOfNormals(n: number, mean: number, std: number, width: Width): Parts<Float64Array> {
    const values = new Float64Array(n);
    const draw = width === 'float64' ? width : 'float32';
    const fill = (from: number, to: number): void => {
      for (let i = from; i < to; i++) values[i] = this.uniform(draw);
    };
    const isHalf = width === 'float16' || width === 'bfloat16';
    // The halves draw block by block, the others all at once.
    if (!isHalf) yield* partsOf(n, costOfWord, fill);
    const block = (start: number): void => normalBlock(values, start, mean, std, draw);
    yield* partsOf(Math.floor(n / 16), 16 * costOfNormal, (from, to) => {
      for (let start = 16 * from; start < 16 * to; start += 16) {
        if (isHalf) fill(start, start + 16);
        block(start);
      }
    });
    if (n % 16) {
      fill(n - 16, n);
      block(n - 16);
    }
    if (isHalf)
      yield* partsOf(n, 1, (from, to) => {
        for (let i = from; i < to; i++) values[i] = rounded[width](values[i]!);
      });
    return values;
  }
}

/** Box–Muller on 16 uniforms in place: slot j with slot j + 8. */
function normalBlock(
  values: Float64Array,
  start: number,
  mean: number,
  std: number,
  width: 'float32' | 'float64',
): void {
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
