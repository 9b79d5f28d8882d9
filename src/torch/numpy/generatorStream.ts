// The stream of `numpy.random.default_rng`: PCG64's bits as floats, bounded integers, permutations and samples (numpy/random/_generator).
// Knows no array.
import { Unknowable } from '../../python/core/unknowable';
import type { UnknownValue } from '../../python/value';
import type { NumberStream } from './numberStream';
import { Pcg64 } from './pcg64';
import { drawExponential, drawNormal } from './ziggurat';

export class GeneratorStream implements NumberStream {
  private bits: Pcg64 | undefined;
  private lost: UnknownValue | undefined;

  /** `seed` is asked for at the first draw. */
  constructor(private readonly seed: () => bigint) {}

  lose(why: UnknownValue): void {
    this.lost = why;
  }

  private ready(): Pcg64 {
    if (this.lost) throw new Unknowable(this.lost);
    this.bits ??= new Pcg64(this.seed());
    return this.bits;
  }

  random(): number {
    return this.ready().nextDouble();
  }

  gauss(): number {
    return drawNormal(this.ready());
  }

  exponential(): number {
    return drawExponential(this.ready());
  }

  /** Lemire's method, on 32 bits where they do. */
  upTo(most: bigint): bigint {
    if (most === 0n) return 0n;
    const bits = this.ready();
    const width = most > 0xffffffffn ? 64n : 32n;
    const draw = (): bigint => (width === 64n ? bits.next64() : BigInt(bits.next32()));
    const all = 1n << width;
    const count = most + 1n;
    if (count === all) return draw();
    const threshold = (all - count) % count;
    for (;;) {
      const product = draw() * count;
      if (product % all >= threshold) return product >> width;
    }
  }

  /** By masked rejection, where `upTo` would draw otherwise. */
  shuffle(count: number, swap: (i: number, j: number) => void): void {
    const bits = this.ready();
    for (let i = count - 1; i > 0; i--) {
      const mask = 2 ** Math.ceil(Math.log2(i + 1)) - 1;
      let drawn = i + 1;
      // Places have less than 32 bits: a tensor is smaller.
      while (drawn > i) drawn = bits.next32() & mask;
      swap(i, drawn);
    }
  }

  permutation(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i);
    this.shuffle(count, (i, j) => exchange(order, i, j));
    return order;
  }

  /** The end of a shuffle where many are taken of many, else Floyd's sample, shuffled. */
  sample(population: number, count: number): readonly number[] {
    if (population > 10000 && count > Math.floor(population / 50)) {
      const order = Array.from({ length: population }, (_, i) => i);
      return this.mixed(order, Math.max(population - count, 1)).slice(population - count);
    }
    const taken = new Set<number>();
    for (let last = population - count; last < population; last++) {
      const drawn = Number(this.upTo(BigInt(last)));
      taken.add(taken.has(drawn) ? last : drawn);
    }
    return this.mixed([...taken], 1);
  }

  /** Shuffled down to the place `first`. */
  private mixed(order: number[], first: number): number[] {
    for (let i = order.length - 1; i >= first; i--) exchange(order, i, Number(this.upTo(BigInt(i))));
    return order;
  }
}

function exchange(order: number[], i: number, j: number): void {
  const [a = 0, b = 0] = [order[i], order[j]];
  order[i] = b;
  order[j] = a;
}
