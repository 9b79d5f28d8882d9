// From a recorded kernel to WGSL text and its uniforms. Sizes and strides are uniforms: the text, which keys the cache of
// pipelines, only has the expression, the ranks, which operands are broadcast, and the adapter's profile.
import { assert } from '../../base/exhaust';
import { collapse, type Walk } from './collapse';
import type { Profile } from './device';
import { argsOf, type Expression, type Kernel, type Template, type Value, type Word } from './graph';
import classLoss from './kernels/classLoss.wgsl';
import contract from './kernels/contract.wgsl';
import elements from './kernels/elements.wgsl';
import gatherHalves from './kernels/gatherHalves.wgsl';
import gatherPairs from './kernels/gatherPairs.wgsl';
import gatherShuffle from './kernels/gatherShuffle.wgsl';
import joinStates from './kernels/joinStates.wgsl';
import lossTerms from './kernels/lossTerms.wgsl';
import map from './kernels/map.wgsl';
import normalise from './kernels/normalise.wgsl';
import numerics from './kernels/numerics.wgsl';
import partials from './kernels/partials.wgsl';
import probabilityLoss from './kernels/probabilityLoss.wgsl';
import reduce from './kernels/reduce.wgsl';
import rowOneStage from './kernels/rowOneStage.wgsl';
import rowTwoStages from './kernels/rowTwoStages.wgsl';
import scatter from './kernels/scatter.wgsl';
import softmax from './kernels/softmax.wgsl';
import states from './kernels/states.wgsl';
import subgroups from './kernels/subgroups.wgsl';
import sums from './kernels/sums.wgsl';
import traits from './kernels/traits.wgsl';
import type { ReductionForm } from './reductionForm';

const gathers = { pairs: gatherPairs, halves: gatherHalves, shuffle: gatherShuffle } as const;
const rows = { 1: [rowOneStage], 2: [joinStates, rowTwoStages] } as const;

/** What a template consists of; threads that share a row follow the form. */
function partsOf(template: Template, { shape, stages }: ReductionForm): readonly string[] {
  const shared = [states, gathers[shape]];
  const row = [...shared, sums, normalise, ...rows[stages]];
  const parts: Readonly<Record<Template, readonly string[]>> = {
    map: [map],
    reduce: [...shared, joinStates, sums, elements, reduce],
    merge: [...shared, joinStates, partials, reduce],
    softmax: [...row, softmax],
    contract: [contract],
    scatter: [states, sums, scatter],
    classLoss: [...row, classLoss],
    probabilityLoss: [...row, probabilityLoss],
    traits: [traits],
    subgroups: [subgroups],
  };
  return parts[template];
}

/** Shuffles stand in loops whose length the compiler does not know to be the same for all threads. */
const subgroupDirectives = ['enable subgroups;', 'diagnostic(off, subgroup_uniformity);'];

/** Numbers of the reductions in states.wgsl. */
export const reductions = ['SUM', 'MEAN', 'PROD', 'MAX', 'MIN', 'ARGMAX', 'ARGMIN', 'ALL', 'ANY'] as const;
/** Numbers of the words in states.wgsl. */
export const words: readonly Word[] = ['f32', 'i32', 'bool'];

export interface KernelSource {
  readonly code: string;
  /** Uniform words in order. */
  readonly uniforms: Uint32Array<ArrayBuffer>;
  /** Values bound after the uniforms and the result. */
  readonly values: readonly Value[];
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
const fromBits: Readonly<Record<Word, (bits: string) => string>> = {
  f32: (bits) => `bitcast<f32>(${bits})`,
  i32: (bits) => `bitcast<i32>(${bits})`,
  bool: (bits) => `(${bits} != 0u)`,
};
const toBits: Readonly<Record<Word, (value: string) => string>> = {
  f32: (value) => `bitcast<u32>(${value})`,
  i32: (value) => `bitcast<u32>(${value})`,
  bool: (value) => `select(0u, 1u, ${value})`,
};

type Leaf = Extract<Expression, { kind: 'leaf' }>;

/** The place of a leaf among others: one that reads the same elements in the same order is the same. */
const indexOf = (leaves: readonly Leaf[], { value, offset, strides }: Leaf): number =>
  leaves.findIndex(
    (leaf) =>
      leaf.value === value && leaf.offset === offset && leaf.strides.every((stride, dim) => stride === strides[dim]),
  );

/** Leaves, each once, and all values that are read. */
function readsOf(expressions: readonly Expression[]): {
  readonly leaves: readonly Leaf[];
  readonly values: readonly Value[];
} {
  const seen = new Set<Expression>();
  const leaves: Leaf[] = [];
  const values = new Set<Value>();
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if ('value' in expression) values.add(expression.value);
    if (expression.kind === 'leaf' && indexOf(leaves, expression) < 0) leaves.push(expression);
    argsOf(expression).forEach(visit);
  };
  expressions.forEach(visit);
  return { leaves, values: [...values] };
}

/** Names for uniforms; a name is given once and keeps its word. */
class Uniforms {
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

/** Index arithmetic: an operand's place at (o, r), from the strides of the collapsed dims. */
class Places {
  readonly #kept: Walk;
  readonly #reduced: Walk;
  constructor(
    readonly uniforms: Uniforms,
    kernel: Kernel,
    operands: readonly (readonly number[])[],
  ) {
    const rank = kernel.kept.length;
    this.#kept = collapse({ sizes: kernel.kept, strides: operands.map((s) => s.slice(0, rank)) });
    this.#reduced = collapse({ sizes: kernel.reduced, strides: operands.map((s) => s.slice(rank)) });
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
  /** Its part that `o` decides, and the part that `r` does. */
  start(index: number, offset: number): string {
    return [this.uniforms.add(`x${index}`, offset), ...this.#terms('k', this.#kept, index)].join(' + ');
  }
  step(index: number): string {
    return this.#terms('r', this.#reduced, index).join(' + ') || '0u';
  }
  #terms(letter: string, walk: Walk, index: number): readonly string[] {
    return walk.strides[index]!.flatMap((stride, dim) =>
      stride ? [`${letter}${dim} * ${this.uniforms.add(`x${index}${letter}${dim}`, stride)}`] : [],
    );
  }
}

/** `fn in0(o, r) -> u32`: the bits of an expression at a place. Equal texts are the same value and computed once. */
function inputFunction(
  index: number,
  input: Expression,
  leaves: readonly Leaf[],
  values: readonly Value[],
  places: Places,
  uniforms: Uniforms,
): string {
  const lines: string[] = [];
  const byText = new Map<string, string>();
  const byExpression = new Map<Expression, string>();
  const name = (text: string): string => {
    let known = byText.get(text);
    if (!known) {
      known = `v${byText.size}`;
      byText.set(text, known);
      lines.push(`let ${known} = ${text};`);
    }
    return known;
  };
  const emit = (expression: Expression): string => {
    let known = byExpression.get(expression);
    if (known) return known;
    switch (expression.kind) {
      case 'constant':
        known = name(fromBits[expression.word](uniforms.constant(expression.bits)));
        break;
      case 'leaf': {
        const place = name(places.of(indexOf(leaves, expression), expression.offset));
        known = name(fromBits[expression.word](`in_${values.indexOf(expression.value)}[${place}]`));
        break;
      }
      case 'pick': {
        const at = emit(expression.args[0]);
        const start = uniforms.constant(expression.offset);
        const word = `in_${values.indexOf(expression.value)}[u32(max(${at}, 0)) + ${start}]`;
        known = name(fromBits[expression.word](`select(${word}, 0u, ${at} < 0)`));
        break;
      }
      case 'apply': {
        const args = expression.args.map(emit);
        known = name(expression.text.replace(/\$(\d)/g, (_, at: string) => args[Number(at)]!));
      }
    }
    byExpression.set(expression, known);
    return known;
  };
  const result = toBits[input.word](emit(input));
  const body = [places.coordinates(), ...lines, `return ${result};`].filter(Boolean).join('\n  ');
  return `fn in${index}(o: u32, r: u32) -> u32 {\n  ${body}\n}`;
}

/**
 * `start0(o)`, `step0(r)` and `at0(start + step)`, which together are `in0(o, r)`: a loop over `r` then keeps the start. For
 * inputs that are read as they lie.
 */
function splitFunction(
  index: number,
  input: Expression,
  leaves: readonly Leaf[],
  values: readonly Value[],
  places: Places,
): string {
  const leaf = input.kind === 'leaf' ? indexOf(leaves, input) : undefined;
  const parts =
    input.kind === 'leaf' && leaf !== undefined
      ? [places.start(leaf, input.offset), places.step(leaf), `in_${values.indexOf(input.value)}[place]`]
      : ['0u', '0u', `in${index}(0u, 0u)`];
  const coordinates = places.coordinates();
  return [
    `fn start${index}(o: u32) -> u32 {\n  let r = 0u;\n  ${coordinates}\n  return ${parts[0]};\n}`,
    `fn step${index}(r: u32) -> u32 {\n  let o = 0u;\n  ${coordinates}\n  return ${parts[1]};\n}`,
    `fn at${index}(place: u32) -> u32 { return ${parts[2]}; }`,
  ].join('\n');
}

/** The whole WGSL module of a kernel. `zero`, `inf` and `nan` are bits that numerics.wgsl must not know at compile time. */
export function kernelSource(kernel: Kernel, profile: Profile): KernelSource {
  const { leaves, values } = readsOf(kernel.inputs);
  const uniforms = new Uniforms();
  const base = { zero: 0, inf: 0x7f800000, nan: 0x7fc00000 };
  const spans = { outputs: product(kernel.kept), length: product(kernel.reduced), splits: kernel.splits };
  for (const [name, word] of Object.entries({ ...base, ...spans, ...kernel.fields })) uniforms.add(name, word);
  const operands = [...leaves.map((leaf) => leaf.strides), ...(kernel.place ? [kernel.place] : [])];
  const places = new Places(uniforms, kernel, operands);
  const functions = kernel.inputs.map((input, index) => inputFunction(index, input, leaves, values, places, uniforms));
  if (kernel.template === 'contract')
    functions.push(...kernel.inputs.map((input, index) => splitFunction(index, input, leaves, values, places)));
  if (kernel.place) {
    const body = `${places.coordinates()}\n  return ${places.of(leaves.length, 0)};`;
    functions.push(`fn place(o: u32, r: u32) -> u32 {\n  ${body}\n}`);
  }
  const flags: Readonly<Record<string, boolean | number>> = {
    WG: profile.group,
    EACH: profile.each,
    LANES: kernel.lanes,
    EXACT_DIVISION: profile.exactDivision,
    EXACT_SQRT: profile.exactSqrt,
    FUSED: profile.fused,
    DENORMALS: profile.denormals,
    SUBGROUP: profile.subgroup,
    ...Object.fromEntries(reductions.map((op, index) => [op, index])),
    ...Object.fromEntries(words.map((word, index) => [word.toUpperCase(), index])),
    ...kernel.flags,
  };
  const parts = partsOf(kernel.template, profile.form);
  const code = [
    ...(parts.includes(gatherShuffle) || parts.includes(subgroups) ? subgroupDirectives : []),
    ...Object.entries(flags).map(
      ([name, value]) => `const ${name} = ${typeof value === 'boolean' ? value : `${value}u`};`,
    ),
    uniforms.struct,
    '@group(0) @binding(0) var<uniform> P: Uniforms;',
    '@group(0) @binding(1) var<storage, read_write> out: array<u32>;',
    ...values.map((_, i) => `@group(0) @binding(${i + 2}) var<storage, read> in_${i}: array<u32>;`),
    numerics,
    lossTerms,
    ...functions,
    ...parts,
  ].join('\n');
  return { code, uniforms: uniforms.words, values };
}
