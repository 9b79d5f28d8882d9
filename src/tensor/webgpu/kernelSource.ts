// From a recorded kernel to WGSL text and its uniforms. Sizes and strides are uniforms: the text, which keys the cache of
// pipelines, only has the expression, the ranks, which operands are broadcast or lie side by side, and the adapter's profile.
import type { Profile } from './device';
import { singly } from './fourfold';
import { expressionsOf, type Kernel, type Template, type Value, type Word } from './graph';
import { type Axis, Inputs, isMet, readsOf } from './inputs';
import { type Bindings, bindingsOf, buffersOf, type Extent } from './pieces';
import type { Program } from './pipelines';
import { directivesOf, library, partsOf } from './templates';
import { Places, Uniforms } from './uniforms';

/** Templates that can read four elements of a row at once. */
const rows: ReadonlySet<Template> = new Set(['reduce', 'softmax', 'classLoss', 'probabilityLoss']);

/** Whether the second factor of a contraction lies side by side along the last of the kept dims, its columns. */
const liesAcross = ({ inputs: [, y] }: Kernel, inputs: Inputs): boolean => inputs.lies(y, 'o') === 'straight';

/**
 * Along which axis four elements are read at once, if they are: along results of a map; along the factors of a contraction;
 * along rows, or, where there are enough of them, along neighbouring columns.
 */
function axisOf(kernel: Kernel, profile: Profile, inputs: Inputs, outputs: number, length: number): Axis | undefined {
  const { template } = kernel;
  const { places, reads } = inputs;
  if (outputs * length < profile.fours) return undefined;
  if (template === 'map') return 'o';
  if (template === 'contract') {
    const [x, y] = kernel.inputs;
    const isAlong =
      inputs.lies(x, 'r') === 'straight' && (inputs.lies(y, 'r') === 'straight' || liesAcross(kernel, inputs));
    return isAlong && places.foursInRows ? 'r' : undefined;
  }
  if (!rows.has(template) || (template !== 'reduce' && profile.form.stages === 1)) return undefined;
  const result = kernel.place && reads.leaves.length;
  if (places.foursInRows && inputs.isEven('r', result)) return 'r';
  // Enough threads for the adapter, each with columns of its own.
  const isWide = kernel.lanes * kernel.splits === 1 && outputs >= 4 * profile.threads;
  const hasColumns = isWide && (template === 'softmax' || template === 'reduce');
  return hasColumns && places.foursInColumns && inputs.isEven('o', result) ? 'o' : undefined;
}

/** Numbers of the reductions in states.wgsl. */
export const reductions = ['SUM', 'MEAN', 'PROD', 'MAX', 'MIN', 'ARGMAX', 'ARGMIN', 'ALL', 'ANY'] as const;
/** Numbers of the words in states.wgsl. */
export const words: readonly Word[] = ['f32', 'i32', 'bool'];

export interface KernelSource extends Program {
  /** Uniform words in order. */
  readonly uniforms: Uint32Array<ArrayBuffer>;
  /** Values bound after the uniforms and the result. */
  readonly values: readonly Value[];
  readonly bindings: Bindings;
  /** Workgroups in all. */
  readonly groups: number;
}

const numbers = new Map<string, number>();
/** Tells the texts of parts apart in fewer letters. */
function numberOf(text: string): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
/**
 * The whole WGSL module of a kernel whose result is in pieces of `piece` words. `zero`, `inf` and `nan` are bits that
 * numerics.wgsl must not know at compile time.
 */
export function kernelSource(kernel: Kernel, profile: Profile, result: Extent): KernelSource {
  const reads = readsOf(expressionsOf(kernel));
  const { leaves, values } = reads;
  const uniforms = new Uniforms();
  const base = { zero: 0, inf: 0x7f800000, nan: 0x7fc00000 };
  const [outputs, length] = [product(kernel.kept), product(kernel.reduced)];
  const spans = { outputs, length, splits: kernel.splits };
  for (const [name, word] of Object.entries({ ...base, ...spans, ...kernel.fields })) uniforms.add(name, word);
  const operands = [...leaves.map((leaf) => leaf.strides), ...(kernel.place ? [kernel.place] : [])];
  const places = new Places(uniforms, kernel.kept, kernel.reduced, operands);
  const inputs = new Inputs(reads, places, uniforms);
  const axis = axisOf(kernel, profile, inputs, outputs, length);
  const writesFours = axis === 'o' || (axis === 'r' && kernel.template === 'softmax');
  const functions = kernel.inputs.map((input, index) => inputs.single(index, input));
  if (axis) functions.push(...kernel.inputs.map((input, index) => inputs.four(index, input, axis, library)));
  if (kernel.template === 'softmax') {
    functions.push(inputs.epilogue(kernel.epilogue));
    if (axis) functions.push(inputs.fourOfEpilogue(kernel.epilogue, axis, library));
  }
  if (kernel.template === 'contract')
    functions.push(...kernel.inputs.slice(0, 2).map((input, index) => inputs.split(index, input, axis !== undefined)));
  if (kernel.place) {
    const body = `${places.coordinates()}\n  return ${places.of(leaves.length, 0)};`;
    functions.push(`fn place(o: u32, r: u32) -> u32 {\n  ${body}\n}`);
  }
  const flags: Readonly<Record<string, boolean | number>> = {
    WG: profile.group,
    EACH: profile.each,
    COALESCES: profile.coalesces,
    LANES: kernel.lanes,
    EXACT_DIVISION: profile.exactDivision,
    EXACT_SQRT: profile.exactSqrt,
    FUSED: profile.fused,
    DENORMALS: profile.denormals,
    SUBGROUP: profile.subgroup,
    ...Object.fromEntries(reductions.map((op, index) => [op, index])),
    ...Object.fromEntries(words.map((word, index) => [word.toUpperCase(), index])),
    SURE: kernel.template !== 'reduce' || isMet(kernel.inputs[0]!, library),
    ACROSS: kernel.template === 'contract' && liesAcross(kernel, inputs),
    ...kernel.flags,
  };
  const own = [
    ...Object.entries(flags).map(
      ([name, value]) => `const ${name} = ${typeof value === 'boolean' ? value : `${value}u`};`,
    ),
    uniforms.struct,
    '@group(0) @binding(0) var<uniform> P: Uniforms;',
    buffersOf(values, result, { reads: axis !== undefined, writes: writesFours }),
    ...functions,
  ].join('\n');
  const parts = [...partsOf(kernel, profile.form, axis), singly, library.single, ...(axis ? [library.four] : [])];
  const threads = kernel.threads ?? outputs * kernel.splits * kernel.lanes;
  const perThread = (kernel.template === 'map' ? profile.each : 1) * (axis === 'o' ? 4 : 1);
  return {
    key: `${parts.map(numberOf).join(' ')}\n${own}`,
    code: () => [...directivesOf(parts), own, ...parts].join('\n'),
    uniforms: uniforms.words,
    values,
    bindings: bindingsOf(values, result),
    groups: Math.ceil(threads / (profile.group * perThread)),
  };
}
