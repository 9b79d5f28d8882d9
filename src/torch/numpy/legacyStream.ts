// NumPy's legacy generator (`numpy.random.seed`, `RandomState`): the same seed gives the same stream (numpy/random/mtrand).
// Knows no array.
import { MersenneTwister } from '../../base/mersenneTwister';
import { log } from '../../python/core/doubleDouble';
import { Unknowable } from '../../python/core/unknowable';
import type { UnknownValue } from '../../python/value';

export class LegacyStream {
  readonly #engine = new MersenneTwister(0n);
  #gauss: number | undefined;
  #lost: UnknownValue | undefined;
  #seeded = false;

  /** `assume` is told when numbers are drawn before any seed, and gives the seed to take. */
  constructor(readonly assume: () => bigint) {}

  /** Of one number, or of several 32-bit words. */
  seed(seed: bigint | readonly number[]): void {
    if (typeof seed === 'bigint') this.#engine.seed(seed);
    else this.#engine.seedByArray(seed);
    this.#gauss = undefined;
    this.#lost = undefined;
    this.#seeded = true;
  }

  /** `seed()` without a value: the next draw assumes one. */
  unseed(): void {
    this.#seeded = false;
    this.#lost = undefined;
  }

  /** Something drew that could not be followed: no number is known until the next seed. */
  lose(why: UnknownValue): void {
    this.#lost = why;
  }

  /** The engine, ready to draw. Throws Unknowable where its state is not known. */
  #ready(): MersenneTwister {
    if (this.#lost) throw new Unknowable(this.#lost);
    if (!this.#seeded) this.seed(this.assume());
    return this.#engine;
  }

  random(): number {
    return this.#ready().double();
  }

  /** Polar method; the second value of a pair is kept for the next call. */
  gauss(): number {
    const engine = this.#ready();
    const kept = this.#gauss;
    this.#gauss = undefined;
    if (kept !== undefined) return kept;
    for (;;) {
      const x = 2 * engine.double() - 1;
      const y = 2 * engine.double() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.#gauss = factor * x;
      return factor * y;
    }
  }

  exponential(): number {
    return -log(1 - this.random());
  }

  /** An integer of [0, most], by masked rejection; two words where 32 bits do not do. */
  upTo(most: bigint): bigint {
    if (most === 0n) return 0n;
    const engine = this.#ready();
    const mask = (1n << BigInt(most.toString(2).length)) - 1n;
    const isWide = most > 0xffffffffn;
    for (;;) {
      const high = isWide ? BigInt(engine.word()) << 32n : 0n;
      const draw = (high | BigInt(engine.word())) & mask;
      if (draw <= most) return draw;
    }
  }

  /** Swaps places from the end, as `shuffle` does. */
  shuffle(count: number, swap: (i: number, j: number) => void): void {
    for (let i = count - 1; i > 0; i--) swap(i, Number(this.upTo(BigInt(i))));
  }

  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i);
    this.shuffle(count, (i, j) => {
      const [a = 0, b = 0] = [order[i], order[j]];
      order[i] = b;
      order[j] = a;
    });
    return order;
  }
}
