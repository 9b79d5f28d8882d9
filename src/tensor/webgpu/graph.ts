// What is to be computed on a device, recorded before it is: values, and the expressions between them. A value knows how
// it came about, so it can be computed again when its buffer was evicted or its device lost. Knows neither WGSL nor a device.

import type { HostArray } from '../dtype';
import { contiguousStrides } from '../host';
import type { Tensor } from '../tensor';

/** How an element lies in its 32-bit word; bool is 0 or 1. */
export type Word = 'f32' | 'i32' | 'bool';

/** An elementwise expression over an index space; equal parts are computed once. */
export type Expression =
  | { readonly kind: 'constant'; readonly word: Word; readonly bits: number }
  | {
      readonly kind: 'leaf';
      readonly word: Word;
      readonly value: Value;
      /** Per dim of the index space, in elements. */
      readonly strides: readonly number[];
      readonly offset: number;
    }
  | {
      /** The word of `value` that a computed i32 says, counted from `offset`; 0 where it is negative. */
      readonly kind: 'pick';
      readonly word: Word;
      readonly value: Value;
      readonly offset: number;
      readonly args: readonly [Expression];
    }
  | {
      readonly kind: 'apply';
      readonly word: Word;
      /** WGSL in which `$0`, `$1`, `$2` stand for the arguments. */
      readonly text: string;
      readonly args: readonly Expression[];
    }
  /** What the template has found for the place, in an epilogue. */
  | { readonly kind: 'found'; readonly word: Word };

export type Template =
  | 'map'
  | 'reduce'
  | 'merge'
  | 'softmax'
  | 'contract'
  | 'scatter'
  | 'scan'
  | 'runs'
  | 'merges'
  | 'classLoss'
  | 'probabilityLoss'
  | 'traits'
  | 'subgroups';

/** One dispatch: a template over an index space of kept dims `o` and reduced dims `r`. */
export interface Kernel {
  readonly template: Template;
  /** What in0, in1, ... of the template are; strides over kept dims, then reduced ones. */
  readonly inputs: readonly Expression[];
  /** What becomes of a result before it is written, over the same dims, where the template asks for it. */
  readonly epilogue?: Expression;
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  /** Constants of the WGSL text. */
  readonly flags: Readonly<Record<string, boolean | number>>;
  /** Uniforms beyond `outputs` (product of `kept`) and `length` (product of `reduced`), as 32-bit words. */
  readonly fields: Readonly<Record<string, number>>;
  /** Strides of the result over kept and reduced dims, where the template asks for `place`. */
  readonly place?: readonly number[];
  /** Threads per `o`, and groups of them. */
  readonly lanes: number;
  readonly splits: number;
  /** Threads in all, where they are not so many for each result. */
  readonly threads?: number;
}

export type Recipe =
  | { readonly kind: 'host'; readonly values: HostArray }
  | { readonly kind: 'kernel'; readonly kernel: Kernel }
  /** Computed on the host from values that are on the device now. */
  | { readonly kind: 'fallback'; readonly compute: () => Promise<HostArray> };

/** Buffers on a device, on loan from a pool: gone once evicted. A value of more than one piece lies in several, in order. */
export interface Lease {
  buffers: readonly GPUBuffer[] | undefined;
  readonly bytes: number;
}

/** The last step to a value, from few words: where nothing but the value is wanted, the host takes it sooner than a kernel starts. */
export interface Ending {
  readonly from: Value;
  /** The words of the value, as its kernel makes them. */
  readonly of: (words: Uint32Array<ArrayBuffer>) => Uint32Array<ArrayBuffer>;
}

/** An array of `length` words: how to come by it, and the buffer that holds it at present. */
export class Value {
  lease: Lease | undefined;
  ending: Ending | undefined;
  constructor(
    readonly word: Word,
    readonly length: number,
    public recipe: Recipe,
    /** Made for what comes next alone: once the last kernel of a submission that needs it ran, its buffers may serve others. */
    readonly isPassing = false,
  ) {}
}

/** All expressions of a kernel. */
export const expressionsOf = ({ inputs, epilogue }: Kernel): readonly Expression[] =>
  epilogue ? [...inputs, epilogue] : inputs;

/** What an expression is computed from. */
export const argsOf = (expression: Expression): readonly Expression[] => ('args' in expression ? expression.args : []);

const scratch = new DataView(new ArrayBuffer(4));
/** The bits of a number as a word. */
export function bitsOf(value: number, word: Word): number {
  if (word === 'f32') scratch.setFloat32(0, value);
  else if (word === 'i32') scratch.setInt32(0, value);
  else return value ? 1 : 0;
  return scratch.getUint32(0);
}

export const constant = (value: number, word: Word): Expression => ({
  kind: 'constant',
  word,
  bits: bitsOf(value, word),
});

export function apply(text: string, word: Word, ...args: readonly Expression[]): Expression {
  return { kind: 'apply', word, text, args };
}

/** The expression of `value` as `x` looks at it: fused into it where it is elementwise itself, else read from its buffer. */
export function viewOf(x: Tensor, value: Value, fuse: boolean): Expression {
  const fused = fuse ? refer(x, value) : undefined;
  return fused ?? { kind: 'leaf', word: value.word, value, strides: x.strides, offset: x.offset };
}

/** How often a fused element may be computed again, on average: a broadcast of more than this is worth a buffer. */
const repeats = 2;

/** The elementwise expression behind `value` over the dims of `x`, or undefined where `x` does not walk along its dims. */
function refer(x: Tensor, value: Value): Expression | undefined {
  const { recipe } = value;
  if (recipe.kind !== 'kernel' || recipe.kernel.template !== 'map' || x.size > repeats * value.length) return undefined;
  const { kept, inputs } = recipe.kernel;
  const steps = contiguousStrides(kept);
  const start: number[] = [];
  steps.reduce((rest, step, dim) => {
    start[dim] = Math.floor(rest / step);
    return rest % step;
  }, x.offset);
  const sources: (number | undefined)[] = [];
  for (const [dim, size] of x.shape.entries()) {
    const stride = x.strides[dim]!;
    if (size === 1 || stride === 0) {
      sources.push(undefined);
      continue;
    }
    const source = steps.findIndex((step, at) => step === stride && kept[at]! > 1);
    if (source < 0 || sources.includes(source) || start[source]! + size > kept[source]!) return undefined;
    sources.push(source);
  }
  const known = new Map<Expression, Expression>();
  const over = (expression: Expression): Expression => {
    if (expression.kind === 'constant' || expression.kind === 'found') return expression;
    let result = known.get(expression);
    if (!result) {
      result =
        expression.kind === 'apply'
          ? { ...expression, args: expression.args.map(over) }
          : expression.kind === 'pick'
            ? { ...expression, args: [over(expression.args[0])] }
            : {
                ...expression,
                strides: sources.map((source) => (source === undefined ? 0 : expression.strides[source]!)),
                offset: expression.strides.reduce((sum, stride, dim) => sum + stride * start[dim]!, expression.offset),
              };
      known.set(expression, result);
    }
    return result;
  };
  return over(inputs[0]!);
}

/** Size of an expression: operations, and the values it reads. */
export function weigh(expressions: readonly Expression[]): {
  readonly operations: number;
  readonly values: readonly Value[];
} {
  const seen = new Set<Expression>();
  const values = new Set<Value>();
  let operations = 0;
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return;
    seen.add(expression);
    if ('value' in expression) values.add(expression.value);
    if ('args' in expression) operations++;
    argsOf(expression).forEach(visit);
  };
  expressions.forEach(visit);
  return { operations, values: [...values] };
}
