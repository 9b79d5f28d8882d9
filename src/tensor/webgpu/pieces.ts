// The buffers of a kernel as WGSL: each word, or each four of them, by one place. A value that is larger than one buffer may be
// lies in several. Knows no kernel.
import type { Value } from './graph';

/** How many words the result of a kernel has, and a buffer at most. */
export interface Extent {
  readonly length: number;
  readonly piece: number;
}

/**
 * Whether buffers are read, and written, by four words at once. Where they are written so, a thread has to own each four,
 * since writing one word may write the others again.
 */
export interface Fours {
  readonly reads: boolean;
  readonly writes: boolean;
}

/** How many buffers a kernel writes, and how many it reads. */
export interface Bindings {
  readonly results: number;
  readonly inputs: number;
}

/** Buffers that `length` words take. */
const piecesOf = (length: number, piece: number): number => Math.max(1, Math.ceil(length / piece));

/** The buffers of a kernel that reads these values. */
export const bindingsOf = (values: readonly Value[], { length, piece }: Extent): Bindings => ({
  results: piecesOf(length, piece),
  inputs: values.reduce((sum, value) => sum + piecesOf(value.length, piece), 0),
});

/** The word of a value at a place. */
export const wordAt = (values: readonly Value[], value: Value, place: string): string =>
  `in_${values.indexOf(value)}_word(${place})`;

/** The words of a value at a place, which is a multiple of four, and at the three after it. For buffers of fours. */
export const fourAt = (values: readonly Value[], value: Value, place: string): string =>
  `in_${values.indexOf(value)}_four(${place})`;

/**
 * All buffers of a kernel with what reads them, and for its result `store(place, word)`, `storeFour(place, words)` and
 * `storedFour(place)`, which gives what the same thread has stored.
 */
export function buffersOf(values: readonly Value[], { length, piece }: Extent, fours: Fours): string {
  let binding = 1;
  const lines: string[] = [];
  const declare = (name: string, count: number, access: string, isFour: boolean): readonly string[] => {
    const names = count === 1 ? [name] : Array.from({ length: count }, (_, i) => `${name}_${i}`);
    const type = isFour ? 'vec4u' : 'u32';
    for (const one of names)
      lines.push(`@group(0) @binding(${binding++}) var<storage, ${access}> ${one}: array<${type}>;`);
    return names;
  };
  /** `text(buffer, place)` for the buffer that has `place`. */
  const cases = (names: readonly string[], text: (name: string, place: string) => string): string => {
    if (names.length === 1) return text(names[0]!, 'place');
    const at = names.map((name, i) => {
      const label = i === names.length - 1 ? 'default' : `case ${i}u`;
      return `${label}: { ${text(name, `(place - ${i * piece}u)`)} }`;
    });
    return `switch place / ${piece}u { ${at.join(' ')} }`;
  };
  type Access = (name: string, place: string) => string;
  const wordOf = (isFour: boolean): Access =>
    isFour ? (name, place) => `${name}[${place} >> 2u][${place} & 3u]` : (name, place) => `${name}[${place}]`;
  const four: Access = (name, place) => `${name}[${place} >> 2u]`;
  const results = declare('out', piecesOf(length, piece), 'read_write', fours.writes);
  for (const [i, value] of values.entries()) {
    const names = declare(`in_${i}`, piecesOf(value.length, piece), 'read', fours.reads);
    const read = (text: Access): string => cases(names, (name, place) => `return ${text(name, place)};`);
    lines.push(`fn in_${i}_word(place: u32) -> u32 { ${read(wordOf(fours.reads))} }`);
    if (fours.reads) lines.push(`fn in_${i}_four(place: u32) -> vec4u { ${read(four)} }`);
  }
  const write = (text: Access, what: string): string =>
    cases(results, (name, place) => `${text(name, place)} = ${what};`);
  lines.push(`fn store(place: u32, word: u32) { ${write(wordOf(fours.writes), 'word')} }`);
  if (fours.writes) {
    const stored = cases(results, (name, place) => `return ${four(name, place)};`);
    lines.push(
      `fn storeFour(place: u32, words: vec4u) { ${write(four, 'words')} }`,
      `fn storedFour(place: u32) -> vec4u { ${stored} }`,
    );
  }
  return lines.join('\n');
}
