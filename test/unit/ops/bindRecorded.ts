// Recorded arguments as tensors and scalars, bound to an op's schema: what a binding does, without Python.

import type { BoundArgs, Op, OpValue, Param } from '../../../src/ops/op';
import { allocate, type DType } from '../../../src/tensor/dtype';
import { hostStorage, tensorOf, writeInto } from '../../../src/tensor/host';
import { Tensor } from '../../../src/tensor/tensor';

export type RecordedNumber = number | 'nan' | 'inf' | '-inf' | boolean;
export type Recorded =
  | {
      readonly kind: 'tensor';
      readonly dtype: DType;
      readonly shape: readonly number[];
      /** Present where the tensor is no contiguous one. */
      readonly strides?: readonly number[];
      readonly values: readonly RecordedNumber[];
    }
  | { readonly kind: 'dtype'; readonly value: DType }
  | { readonly kind: 'list'; readonly items: readonly Recorded[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'int' | 'float' | 'bool'; readonly value: RecordedNumber }
  | { readonly kind: 'str'; readonly value: string };
export interface RecordedCase {
  readonly op: string;
  readonly args: string;
  readonly positional: readonly Recorded[];
  readonly keywords: Readonly<Record<string, Recorded>>;
  readonly result?: Recorded;
  readonly error?: { readonly type: string; readonly message: string };
  readonly warnings: readonly { readonly type: string; readonly message: string }[];
  /** One for each float tensor among the arguments, in the order of the call; absent where none has a gradient. */
  readonly gradients?: readonly RecordedGradient[];
  /** The node on the first result: `MulBackward0`. */
  readonly node?: string;
  /** The nodes behind it, numbers of the float arguments at the ends: `AddmmBackward0(2 0 TBackward0(1))`. */
  readonly graph?: string;
}
export interface RecordedGradient {
  /** Row-major; null where no way leads to the argument. */
  readonly values?: readonly RecordedNumber[] | null;
  /** Of the weighted sum of all these gradients once more; absent where there is none. */
  readonly second?: readonly RecordedNumber[] | null;
  readonly error?: { readonly type: string; readonly message: string };
}

export const numberOf = (value: RecordedNumber): number =>
  value === 'nan' ? NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value);

export function tensorFrom(recorded: Recorded & { kind: 'tensor' }): Tensor {
  const host = allocate(recorded.dtype, recorded.values.length);
  recorded.values.forEach((value, i) => {
    host[i] = host instanceof BigInt64Array ? BigInt(value as number) : numberOf(value);
  });
  if (!recorded.strides) return tensorOf(host, recorded.shape, recorded.dtype);
  const { shape, strides, dtype } = recorded;
  const length = 1 + shape.reduce((last, size, dim) => last + (size - 1) * strides[dim]!, 0);
  const view = new Tensor(hostStorage(allocate(dtype, length), dtype), shape, strides, 0);
  writeInto(view, host);
  return view;
}

const mismatch = Symbol('mismatch');

function bindOne(param: Param, recorded: Recorded): OpValue | typeof mismatch {
  if (recorded.kind === 'none') return param.optional ? null : mismatch;
  switch (param.type) {
    case 'tensor':
      return recorded.kind === 'tensor' ? tensorFrom(recorded) : mismatch;
    case 'tensors':
      if (recorded.kind !== 'list' || recorded.items.some((item) => item.kind !== 'tensor')) return mismatch;
      return recorded.items.map((item) => tensorFrom(item as Recorded & { kind: 'tensor' }));
    case 'scalarOrTensor':
    case 'scalar':
      if (recorded.kind === 'tensor' && param.type === 'scalarOrTensor') return tensorFrom(recorded);
      return recorded.kind === 'int' || recorded.kind === 'float' || recorded.kind === 'bool'
        ? { kind: recorded.kind, value: numberOf(recorded.value) }
        : mismatch;
    case 'real':
      return recorded.kind === 'int' || recorded.kind === 'float' ? numberOf(recorded.value) : mismatch;
    case 'reals':
      if (recorded.kind !== 'list' || recorded.items.some((item) => item.kind !== 'int' && item.kind !== 'float'))
        return mismatch;
      return recorded.items.map((item) => numberOf((item as { value: RecordedNumber }).value));
    case 'int':
    case 'dim':
      return recorded.kind === 'int' ? (recorded.value as number) : mismatch;
    case 'bool':
      return recorded.kind === 'bool' ? (recorded.value as boolean) : mismatch;
    case 'dtype':
      return recorded.kind === 'dtype' ? recorded.value : mismatch;
    case 'string':
      return recorded.kind === 'str' ? recorded.value : mismatch;
    case 'dimPairs': {
      if (recorded.kind !== 'list') return mismatch;
      const lists = recorded.items.map((item) => (item.kind === 'list' ? item.items : [item]));
      return lists.flat().map((item) => numberOf((item as { value: RecordedNumber }).value));
    }
    case 'dims':
    case 'shape':
      if (recorded.kind === 'int') return [recorded.value as number];
      return recorded.kind === 'list' ? intsFrom(recorded.items, param.noneItem) : mismatch;
  }
}

function intsFrom(items: readonly Recorded[], noneItem: number | undefined): readonly number[] | typeof mismatch {
  const numbers = items.map((item) =>
    item.kind === 'none' ? noneItem : item.kind === 'int' ? numberOf(item.value) : undefined,
  );
  return numbers.includes(undefined) ? mismatch : (numbers as readonly number[]);
}

/** Which parameter takes all that follow: tensors of a Python function, or sizes that PyTorch's parser makes one tuple. */
export const spreadOf = ({ params }: Op): number =>
  params.findIndex(
    ({ varargs, type }, i) =>
      varargs || (['shape', 'dims'].includes(type) && params.slice(i + 1).every((param) => param.keywordOnly)),
  );

/** The bound arguments, or undefined where the call does not fit the signature. */
export function bindRecorded(op: Op, recorded: RecordedCase): BoundArgs | undefined {
  const bound: Record<string, OpValue> = {};
  let positional = [...recorded.positional];
  const keywords = new Map(Object.entries(recorded.keywords));
  const spread = spreadOf(op);
  if (spread >= 0 && ['int', 'tensor'].includes(positional[spread]?.kind ?? '')) {
    positional = [...positional.slice(0, spread), { kind: 'list', items: positional.slice(spread) }];
  }
  for (const param of op.params) {
    const key = keywords.has(param.name) ? param.name : param.alias;
    const value = (!param.keywordOnly && positional.shift()) || (key && keywords.get(key)) || undefined;
    if (key && keywords.get(key) === value) keywords.delete(key);
    if (value === undefined) {
      if (param.default === undefined) return undefined;
      bound[param.name] = param.default;
      continue;
    }
    const converted = bindOne(param, value);
    if (converted === mismatch) return undefined;
    bound[param.name] = converted;
  }
  return positional.length || keywords.size ? undefined : bound;
}
