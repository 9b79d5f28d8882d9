// mt19937 with standard tempering: the engine under torch's, numpy's and Python's random numbers. Knows no distribution.

const size = 624;
const shift = 397;

/** The engine at one moment. `next`: which word comes next; the size itself where they are to be made anew. */
export interface EngineState {
  readonly words: Uint32Array;
  readonly next: number;
}

export class MersenneTwister {
  readonly #words = new Uint32Array(size);
  #next = size;

  constructor(seed: bigint) {
    this.seed(seed);
  }

  /** Knuth's recurrence from the low 32 bits of the seed. */
  seed(seed: bigint): void {
    const words = this.#words;
    words[0] = Number(BigInt.asUintN(32, seed));
    for (let i = 1; i < size; i++) {
      const before = words[i - 1] ?? 0;
      words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
    this.#next = size;
  }

  /** `init_by_array` of the reference implementation: the state from any number of 32-bit words. */
  seedByArray(key: readonly number[]): void {
    this.seed(19650218n);
    const words = this.#words;
    let i = 1;
    let j = 0;
    const mixed = (multiplier: number): number => {
      const before = words[i - 1] ?? 0;
      return (words[i] ?? 0) ^ Math.imul(before ^ (before >>> 30), multiplier);
    };
    const step = (): void => {
      i++;
      if (i < size) return;
      words[0] = words[size - 1] ?? 0;
      i = 1;
    };
    for (let k = Math.max(size, key.length); k > 0; k--) {
      words[i] = mixed(1664525) + (key[j] ?? 0) + j;
      step();
      j = (j + 1) % key.length;
    }
    for (let k = size - 1; k > 0; k--) {
      words[i] = mixed(1566083941) - i;
      step();
    }
    words[0] = 0x80000000;
    this.#next = size;
  }

  /** A copy: later draws do not change it. */
  get state(): EngineState {
    return { words: this.#words.slice(), next: this.#next };
  }

  set state({ words, next }: EngineState) {
    this.#words.set(words);
    this.#next = next;
  }

  /** The next 32 bits. */
  word(): number {
    if (this.#next >= size) this.#refill();
    let y = this.#words[this.#next++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Uniform on [0, 1) with 53 bits of two words, as Python and NumPy make it. */
  double(): number {
    const high = this.word() >>> 5;
    return (high * 67108864 + (this.word() >>> 6)) / 9007199254740992;
  }

  #refill(): void {
    const words = this.#words;
    for (let k = 0; k < size; k++) {
      const y = ((words[k] ?? 0) & 0x80000000) | ((words[(k + 1) % size] ?? 0) & 0x7fffffff);
      words[k] = (words[(k + shift) % size] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}
