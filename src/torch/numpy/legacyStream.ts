// NumPy's legacy generator (`numpy.random.seed`, `RandomState`): the same seed gives the same stream (numpy/random/mtrand).
// Knows no array.
import { log } from '../../python/core/doubleDouble';
import { SeededStream } from '../../python/core/seededStream';
import type { NumberStream } from './numberStream';

export class LegacyStream extends SeededStream<bigint | readonly number[]> implements NumberStream {
  /** Of one number, or of several 32-bit words. */
  seed(seed: bigint | readonly number[]): void {
    if (typeof seed === 'bigint') this.engine.seed(seed);
    else this.engine.seedByArray(seed);
    this.known();
  }

  random(): number {
    return this.ready().double();
  }

  /** Polar method; the second value of a pair is kept for the next call. */
  gauss(): number {
    const engine = this.ready();
    const { kept } = this;
    this.kept = undefined;
    if (kept !== undefined) return kept;
    for (;;) {
      const x = 2 * engine.double() - 1;
      const y = 2 * engine.double() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.kept = factor * x;
      return factor * y;
    }
  }

  exponential(): number {
    return -log(1 - this.random());
  }

  /** An integer of [0, most], by masked rejection; two words where 32 bits do not do. */
  upTo(most: bigint): bigint {
    if (most === 0n) return 0n;
    const engine = this.ready();
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

  sample(population: number, count: number): readonly number[] {
    return this.permutation(population).slice(0, count);
  }
}
