// The uniform words of a kernel by name, and index arithmetic in WGSL from sizes and strides that are among them, so that the
// text only has the ranks. Knows no expression.
import { assert } from '../../base/exhaust';
import { collapse, type Walk } from './collapse';

/** Names for uniforms; a name is given once and keeps its word. */
export class Uniforms {
  readonly #words = new Map<string, number>();
  readonly #constants = new Map<number, string>();
  /** Constants are numbered, so that other values give the same text. */
  constant(bits: number): string {
    const name = this.#constants.get(bits) ?? `c${this.#constants.size}`;
    this.#constants.set(bits, name);
    return this.add(name, bits);
  }
  add(name: string, word: number): string {
    assert(this.#words.get(name) === undefined || this.#words.get(name) === word, `one meaning of ${name}`);
    this.#words.set(name, word);
    return `P.${name}`;
  }
  get struct(): string {
    return `struct Uniforms { ${[...this.#words.keys()].map((name) => `${name}: u32`).join(', ')} }`;
  }
  get words(): Uint32Array<ArrayBuffer> {
    return new Uint32Array([...this.#words.values()]);
  }
}

/** How four neighbouring elements of an operand lie: side by side at a multiple of four, at one place, or anyhow. */
export type Four = 'straight' | 'still' | 'loose';

const isWhole = (number: number): boolean => number % 4 === 0;

/** An operand's place at (o, r), from the strides of the collapsed dims. */
export class Places {
  readonly #kept: Walk;
  readonly #reduced: Walk;
  /** `operands`: strides over `kept` dims, then `reduced` ones. */
  constructor(
    readonly uniforms: Uniforms,
    kept: readonly number[],
    reduced: readonly number[],
    operands: readonly (readonly number[])[],
  ) {
    this.#kept = collapse({ sizes: kept, strides: operands.map((s) => s.slice(0, kept.length)) });
    this.#reduced = collapse({ sizes: reduced, strides: operands.map((s) => s.slice(kept.length)) });
  }
  /** Declares the coordinates k0, k1, ... of `o` and r0, r1, ... of `r`. */
  coordinates(): string {
    const lines: string[] = [];
    for (const [letter, index, walk] of [
      ['k', 'o', this.#kept],
      ['r', 'r', this.#reduced],
    ] as const) {
      let rest = index as string;
      for (let dim = walk.sizes.length - 1; dim > 0; dim--) {
        const size = this.uniforms.add(`${letter}${dim}size`, walk.sizes[dim]!);
        lines.push(`let ${letter}${dim} = ${rest} % ${size};`, `let ${letter}${dim}rest = ${rest} / ${size};`);
        rest = `${letter}${dim}rest`;
      }
      if (walk.sizes.length) lines.push(`let ${letter}0 = ${rest};`);
    }
    return lines.join('\n  ');
  }
  /** The place of operand `index` as WGSL; a stride of 0 leaves no trace. */
  of(index: number, offset: number): string {
    return `${this.start(index, offset)} + ${this.step(index)}`;
  }
  /** The places of four neighbours along an axis: the coordinates are those of the first, or of all four (`isApart`). */
  ofFour(axis: 'o' | 'r', index: number, offset: number): string {
    const place = this.of(index, offset);
    if (axis === 'o' && this.isApart) return `vec4u(${place})`;
    const last = `${axis === 'o' ? 'k' : 'r'}${(axis === 'o' ? this.#kept : this.#reduced).sizes.length - 1}`;
    return `vec4u(${place.replace(`${last} *`, `(${last} + FOUR) *`)})`;
  }
  /** Whether four results in a row may lie in two rows: then each has coordinates of its own. */
  get isApart(): boolean {
    const { sizes } = this.#kept;
    return sizes.length > 1 && !isWhole(sizes.at(-1)!);
  }
  /** Its part that `o` decides, and the part that `r` does. */
  start(index: number, offset: number): string {
    return [this.uniforms.add(`x${index}`, offset), ...this.#terms('k', this.#kept, index)].join(' + ');
  }
  step(index: number): string {
    return this.#terms('r', this.#reduced, index).join(' + ') || '0u';
  }
  /** How four neighbours along the last dim of `o` or `r` lie, where a multiple of four comes first. */
  four(axis: 'o' | 'r', index: number, offset: number): Four {
    const [own, other] = axis === 'o' ? [this.#kept, this.#reduced] : [this.#reduced, this.#kept];
    const strides = own.strides[index]!;
    const last = strides.at(-1) ?? 0;
    if (axis === 'o' && this.isApart) return strides.every((stride) => stride === 0) ? 'still' : 'loose';
    if (last === 0) return 'still';
    const rest = [offset, ...strides.slice(0, -1), ...other.strides[index]!];
    return last === 1 && rest.every(isWhole) ? 'straight' : 'loose';
  }
  /** Whether all that are reduced lie in one dim, whose length is a multiple of four. */
  get foursInRows(): boolean {
    const { sizes } = this.#reduced;
    return sizes.length === 1 && isWhole(sizes[0]!);
  }
  /** Whether the last of the kept dims has a length that is a multiple of four. */
  get foursInColumns(): boolean {
    return isWhole(this.#kept.sizes.at(-1) ?? 1);
  }
  #terms(letter: string, walk: Walk, index: number): readonly string[] {
    return walk.strides[index]!.flatMap((stride, dim) =>
      stride ? [`${letter}${dim} * ${this.uniforms.add(`x${index}${letter}${dim}`, stride)}`] : [],
    );
  }
}
