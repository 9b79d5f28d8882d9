// NumPy's default bit generator: SeedSequence's hash of a seed, and PCG64 (XSL-RR) behind it. Knows no distribution.

const word = 0xffffffffn;
const double = (1n << 64n) - 1n;
const quad = (1n << 128n) - 1n;
const multiplier = (2549297995355413924n << 64n) | 4865540595714422341n;

/** A hash of 32-bit words whose constant moves on with each of them. */
const hasher =
  (start: number, factor: number) =>
  (value: number): number => {
    const mixed = value ^ start;
    start = Math.imul(start, factor);
    const product = Math.imul(mixed, start);
    return product ^ (product >>> 16);
  };

const mixed = (x: number, y: number): number => {
  const result = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y);
  return result ^ (result >>> 16);
};

/** `SeedSequence(seed).generate_state(4, uint64)`. */
function stateWords(seed: bigint): readonly bigint[] {
  const entropy: number[] = [];
  for (let rest = seed; rest > 0n || entropy.length === 0; rest >>= 32n) entropy.push(Number(rest & word));
  const hash = hasher(0x43b0d7e5, 0x931e8875);
  const pool = [0, 1, 2, 3].map((i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < 4; from++)
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mixed(pool[to]!, hash(pool[from]!));
  for (const further of entropy.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mixed(pool[to]!, hash(further));
  const draw = hasher(0x8b51f9dd, 0x58f38ded);
  const words = Array.from({ length: 8 }, (_, i) => BigInt(draw(pool[i % 4]!) >>> 0));
  return [0, 2, 4, 6].map((i) => words[i]! | (words[i + 1]! << 32n));
}

export class Pcg64 {
  private state = 0n;
  private readonly increment: bigint;
  /** The upper half of a number whose lower half was taken. */
  private half: number | undefined;

  /** `seed` is not negative. */
  constructor(seed: bigint) {
    const [a, b, c, d] = stateWords(seed) as [bigint, bigint, bigint, bigint];
    this.increment = ((((c << 64n) | d) << 1n) | 1n) & quad;
    this.step();
    this.state = (this.state + ((a << 64n) | b)) & quad;
    this.step();
  }

  /** 64 bits. */
  next64(): bigint {
    this.step();
    const value = (this.state >> 64n) ^ (this.state & double);
    const turn = this.state >> 122n;
    return ((value >> turn) | (value << (64n - turn))) & double;
  }

  /** 32 bits; of each 64 the lower half comes first. */
  next32(): number {
    const { half } = this;
    this.half = undefined;
    if (half !== undefined) return half;
    const next = this.next64();
    this.half = Number(next >> 32n);
    return Number(next & word);
  }

  /** A float of [0, 1) with 53 bits. */
  nextDouble(): number {
    return Number(this.next64() >> 11n) * 2 ** -53;
  }

  private step(): void {
    this.state = (this.state * multiplier + this.increment) & quad;
  }
}
