// An argument as a derivation reads it: its numbers by place, each with where it came from. Knows no engine.
import type { HostArray } from '../../tensor/dtype';
import { type Index, type Quantity, quantity, type Series, total } from './terms';

export class Table {
  /** `values` are the elements in row-major order. */
  constructor(
    readonly param: string,
    readonly shape: readonly number[],
    readonly values: HostArray,
  ) {}

  get size(): number {
    return this.values.length;
  }

  /** The element at a place of as many dims. */
  at(place: readonly number[]): number {
    return Number(this.values[this.#flat(place)] ?? Number.NaN);
  }

  #flat(place: readonly number[]): number {
    return place.reduce((offset, at, dim) => offset * this.shape[dim]! + at, 0);
  }

  /** The elements along a dim, through the first of them. */
  along(first: readonly Index[], dim: number): (at: number) => number {
    const start = this.#flat(first.map(({ at }) => at));
    const stride = this.shape.slice(dim + 1).reduce((all, size) => all * size, 1);
    return (at) => Number(this.values[start + at * stride]);
  }

  cell(symbol: string, place: readonly Index[]): Quantity {
    const index = place.map(({ at }) => at);
    return quantity(symbol, place, this.at(index), { param: this.param, index, itself: true });
  }

  /** The element that meets a place of a broader shape by broadcasting. */
  over(symbol: string, place: readonly Index[]): Quantity {
    const own = this.shape.length ? place.slice(-this.shape.length) : [];
    return this.cell(
      symbol,
      own.map((index, dim) => (this.shape[dim] === 1 && index.at > 0 ? { ...index, at: 0 } : index)),
    );
  }

  /** The sum of all elements, `letters` naming the dims. */
  sum(symbol: string, letters: readonly string[]): Series {
    const body = (flat: number) => this.cell(symbol, placeOf(flat, this.shape, letters));
    const valueAt = (flat: number) => Number(this.values[flat]);
    return total(letters.slice(0, this.shape.length).join(', '), this.size, body, { valueAt });
  }
}

/** The place of a row-major offset. */
export function placeOf(flat: number, shape: readonly number[], letters: readonly string[]): readonly Index[] {
  const place: Index[] = [];
  let rest = flat;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    place.unshift({ letter: letters[dim] ?? '·', at: rest % shape[dim]! });
    rest = Math.floor(rest / shape[dim]!);
  }
  return place;
}
