// One `random.Random`: the engine, the kept value of `gauss`, and the distributions that need nothing but numbers, as
// CPython 3.11 draws them (Lib/random.py). Knows no call and no sequence.
import { say } from '../../base/text';
import { cos, exp, log, power, sin } from '../core/doubleDouble';
import { valueError } from '../core/pyError';
import { SeededStream } from '../core/seededStream';
import { Unknowable } from '../core/unknowable';
import { unknown } from '../value';

const twoPi = 2 * Math.PI;
const normalScale = (4 * exp(-0.5)) / Math.SQRT2;
const log4 = log(4);
const gammaShift = 1 + log(4.5);

const key = Symbol('random');

/** The stream behind the functions of the module `random`, where the run has imported it. */
export const sharedStream = (run: ReadonlyMap<symbol, unknown>): RandomStream | undefined =>
  run.get(key) as RandomStream | undefined;

export function shareStream(run: Map<symbol, unknown>, stream: RandomStream): RandomStream {
  run.set(key, stream);
  return stream;
}

/** Counts the tries of a draw by rejection, each of which mostly serves; CPython tries for ever where none can (a shape that is nan). */
function tries(name: string): () => void {
  let left = 10_000;
  return () => {
    if (left-- === 0) throw new Unknowable(unknown(say('{0} does not end for these parameters', name)));
  };
}

export class RandomStream extends SeededStream<bigint> {
  seed(seed: bigint): void {
    const words: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
    this.engine.seedByArray(words.length > 0 ? words : [0]);
    this.known();
  }

  /** Remembers the state; the result restores it. */
  save(): () => void {
    const { state } = this.ready();
    const { kept } = this;
    return () => {
      this.engine.state = state;
      this.known(kept);
    };
  }

  random(): number {
    return this.ready().double();
  }

  bits(count: number): bigint {
    if (count < 0) throw valueError('number of bits must be non-negative');
    const engine = this.ready();
    let result = 0n;
    for (let done = 0; done < count; done += 32) {
      const word = engine.word();
      const left = count - done;
      result |= BigInt(left < 32 ? word >>> (32 - left) : word) << BigInt(done);
    }
    return result;
  }

  /** An integer of [0, n), by rejection. */
  below(n: bigint): bigint {
    const bits = n.toString(2).length;
    let draw = this.bits(bits);
    while (draw >= n) draw = this.bits(bits);
    return draw;
  }

  index(n: number): number {
    return Number(this.below(BigInt(n)));
  }

  normal(mean: number, deviation: number): number {
    for (;;) {
      const u = this.random();
      const v = 1 - this.random();
      const z = (normalScale * (u - 0.5)) / v;
      if ((z * z) / 4 <= -log(v)) return mean + z * deviation;
    }
  }

  gauss(mean: number, deviation: number): number {
    let z = this.kept;
    // A kept value is of no use where the state is not known.
    if (z === undefined || this.lost) {
      const angle = this.random() * twoPi;
      const radius = Math.sqrt(-2 * log(1 - this.random()));
      z = cos(angle) * radius;
      this.kept = sin(angle) * radius;
    } else this.kept = undefined;
    return mean + z * deviation;
  }

  exponential(rate: number): number {
    return -log(1 - this.random()) / rate;
  }

  triangular(low: number, high: number, mode: number | undefined): number {
    const u = this.random();
    if (high === low) return low;
    const c = mode === undefined ? 0.5 : (mode - low) / (high - low);
    return u > c ? high + (low - high) * Math.sqrt((1 - u) * (1 - c)) : low + (high - low) * Math.sqrt(u * c);
  }

  gamma(alpha: number, beta: number): number {
    if (alpha <= 0 || beta <= 0) throw valueError('gammavariate: alpha and beta must be > 0.0');
    if (alpha === 1) return -log(1 - this.random()) * beta;
    return (alpha > 1 ? this.#largeGamma(alpha) : this.#smallGamma(alpha)) * beta;
  }

  #largeGamma(alpha: number): number {
    const root = Math.sqrt(2 * alpha - 1);
    const b = alpha - log4;
    const c = alpha + root;
    for (const again = tries('random.gammavariate'); ; again()) {
      const u = this.random();
      if (!(u > 1e-7 && u < 0.9999999)) continue;
      const w = 1 - this.random();
      const v = log(u / (1 - u)) / root;
      const x = alpha * exp(v);
      const z = u * u * w;
      const r = b + c * v - x;
      if (r + gammaShift - 4.5 * z >= 0 || r >= log(z)) return x;
    }
  }

  #smallGamma(alpha: number): number {
    for (const again = tries('random.gammavariate'); ; again()) {
      const b = (Math.E + alpha) / Math.E;
      const p = b * this.random();
      const x = p <= 1 ? power(p, 1 / alpha) : -log((b - p) / alpha);
      const u = this.random();
      if (p > 1 ? u <= power(x, alpha - 1) : u <= exp(-x)) return x;
    }
  }

  beta(alpha: number, beta: number): number {
    const y = this.gamma(alpha, 1);
    return y ? y / (y + this.gamma(beta, 1)) : 0;
  }

  pareto(alpha: number): number {
    return power(1 - this.random(), -1 / alpha);
  }

  weibull(alpha: number, beta: number): number {
    return alpha * power(-log(1 - this.random()), 1 / beta);
  }
}
