// A small random source: the same seed gives the same programs everywhere. Knows no program.

export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below = (n: number): number => Math.floor(this.next() * n);
  one = <T>(items: readonly T[]): T => items[this.below(items.length)] as T;
  chance = (p: number): boolean => this.next() < p;
}
