// WGSL that is written over F, U, I and B: read for one number, or for four at once without care. Knows no kernel.

/** What the letters stand for where there is one number. */
export const singly = 'alias F = f32; alias U = u32; alias I = i32; alias B = bool;';

/** What neighbours of a place are away from it. */
const fourOffsets = 'const FOUR = vec4u(0u, 1u, 2u, 3u);';

const vectors: Readonly<Record<string, string>> = { F: 'vec4f', U: 'vec4u', I: 'vec4i', B: 'vec4<bool>' };

/** What a text declares, by name; constants are left out. */
function declarations(text: string): ReadonlyMap<string, string> {
  const parts = text.matchAll(/^(?:fn|struct|var<private>) (\w+)(?:.*\}$|.*;$|[\s\S]*?^\})/gm);
  return new Map([...parts].map(([whole, name]) => [name!, whole]));
}

const wordsOf = (text: string): readonly string[] => text.match(/\w+/g) ?? [];

/**
 * Functions for one number, and for four beside it: `exp32x4`. Those of the texts `quick` and `wary`, and others that call them,
 * may raise `doubtx4` instead of being right; all but those of `wary` have to be given numbers that were `met`.
 */
export class Library {
  readonly single: string;
  readonly four: string;
  readonly #names: ReadonlySet<string>;
  readonly #quick: Set<string>;
  readonly #wary: ReadonlySet<string>;

  constructor(text: string, quick: string, wary: string) {
    this.#wary = new Set(declarations(wary).keys());
    const others = new Map([...declarations(quick), ...declarations(wary)]);
    const all = new Map([...declarations(text), ...others]);
    this.#names = new Set(all.keys());
    this.#quick = new Set(others.keys());
    for (let size = 0; size < this.#quick.size; ) {
      size = this.#quick.size;
      for (const [name, part] of all) if (this.isQuick(part)) this.#quick.add(name);
    }
    this.single = text;
    this.four = [fourOffsets, ...[...all.values()].map((part) => this.overFour(part))].join('\n');
  }

  /** WGSL that uses the functions, for four numbers. What follows a point is no name. */
  overFour(text: string): string {
    const other = (name: string): string => (this.#names.has(name) ? `${name}x4` : (vectors[name] ?? name));
    return text.replace(/(?<![.\w])[A-Za-z_]\w*/g, other);
  }
  /** Whether WGSL uses a function that is without care. */
  isQuick(text: string): boolean {
    return wordsOf(text).some((word) => this.#quick.has(word));
  }
  /** Whether WGSL that is without care has to be given numbers that were `met`. */
  isTrusting(text: string): boolean {
    return wordsOf(text).some((word) => this.#quick.has(word) && !this.#wary.has(word));
  }
}
