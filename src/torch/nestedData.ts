// Nested Python sequences as one flat list with a shape and the dtype that PyTorch infers, with PyTorch's exceptions
// (torch/csrc/utils/tensor_new.cpp). Knows no engine.
import { say } from '../base/text';
import { type UnknownValue, unknown, type Value } from '../python/value';
import { categoryOf, type DType, defaultFloat, maxElements } from '../tensor/dtype';
import { tensorOf as hostTensor, valuesOf } from '../tensor/host';
import { promoteTypes } from '../tensor/promote';
import type { Tensor } from '../tensor/tensor';
import { NotModelled, TensorError } from '../tensor/tensorError';
import { fillArray, type Leaf } from './numberStorage';
import { leafOf, scalarTypeOf } from './numpy/scalarTypes';
import { isTensorValue, lostValues, type TensorValue } from './tensorValue';

/** The host tensor that `data` spells, or why it cannot be known. Tensors inside must have their values on the host; `asNumber` is told of each that is read as a number. */
export function nestedData(
  data: Value,
  dtype: DType | undefined,
  typeName: (value: Value) => string,
  asNumber: (tensor: TensorValue) => void = () => undefined,
): Tensor | UnknownValue {
  const reader = new Reader(typeName, asNumber);
  if (data.kind === 'str') throw new TensorError('TypeError', `new(): invalid data type 'str'`);
  const shape = reader.shape(data);
  const inferred = dtype ?? reader.infer(data);
  if (reader.unknown) return reader.unknown;
  const leaves: Leaf[] = [];
  reader.collect(data, shape, 0, inferred, leaves);
  if (reader.unknown) return reader.unknown;
  return hostTensor(fillArray(inferred, leaves), shape, inferred);
}

/** The items of what torch takes for a sequence. */
function itemsOf(value: Value): readonly Value[] | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return value.items;
    case 'range': {
      const items: Value[] = [];
      const { start, stop, step } = value;
      if ((stop - start) / step > BigInt(maxElements)) {
        throw new NotModelled(
          say('a tensor of {0} elements is more than the limit of {1}', String((stop - start) / step), maxElements),
        );
      }
      for (let i = start; step > 0n ? i < stop : i > stop; i += step) items.push({ kind: 'int', value: i });
      return items;
    }
    default:
      return isTensorValue(value) ? tensorItems(value.native) : undefined;
  }
}

/** Rows of a tensor with dims as nested Python data; a 0-d tensor is a leaf. */
function tensorItems(tensor: Tensor): readonly Value[] | undefined {
  if (tensor.rank === 0) return undefined;
  const nested = (at: number, depth: number): Value => {
    if (depth === tensor.rank) return leafValue(tensor, at);
    const size = tensor.shape[depth] ?? 0;
    const stride = tensor.shape.slice(depth + 1).reduce((product, n) => product * n, 1);
    return { kind: 'list', items: Array.from({ length: size }, (_, i) => nested(at + i * stride, depth + 1)) };
  };
  const rows = nested(0, 0);
  return rows.kind === 'list' ? rows.items : undefined;
}

function leafValue(tensor: Tensor, at: number): Value {
  const values = valuesOf(tensor);
  const value = values[at] ?? 0;
  if (typeof value === 'bigint') return { kind: 'int', value };
  if (tensor.dtype === 'bool') return { kind: 'bool', value: value !== 0 };
  if (tensor.dtype === 'complex64')
    return { kind: 'complex', re: values[2 * at] as number, im: values[2 * at + 1] as number };
  return categoryOf(tensor.dtype) === 'int' ? { kind: 'int', value: BigInt(value) } : { kind: 'float', value };
}

const isArray = ({ cls }: TensorValue): boolean => cls.name === 'ndarray';

class Reader {
  unknown: UnknownValue | undefined;
  constructor(
    readonly typeName: (value: Value) => string,
    readonly asNumber: (tensor: TensorValue) => void,
  ) {}

  infer(value: Value): DType {
    if (value.kind === 'unknown') {
      this.unknown ??= value;
      return defaultFloat;
    }
    if (isTensorValue(value)) {
      this.unknown ??= lostValues(value.native);
      return value.native.dtype;
    }
    const scalar = scalarTypeOf(value);
    if (scalar) return scalar;
    if (value.kind === 'bool') return 'bool';
    if (value.kind === 'int') return 'int64';
    if (value.kind === 'float') return defaultFloat;
    if (value.kind === 'complex') return 'complex64';
    if (value.kind === 'str') throw new TensorError('TypeError', `new(): invalid data type 'str'`);
    const items = itemsOf(value);
    if (!items) throw new TensorError('RuntimeError', `Could not infer dtype of ${this.typeName(value)}`);
    let result: DType | undefined;
    for (const item of items) {
      const dtype = this.infer(item);
      result = result === undefined ? dtype : promoteTypes(result, dtype);
    }
    return result ?? defaultFloat;
  }

  /** Sizes along the first items. */
  shape(value: Value): readonly number[] {
    const shape: number[] = [];
    for (let at: Value | undefined = value; at; ) {
      // A letter of a string is a string again, without end.
      if (at.kind === 'str' && at.value !== '') throw new TensorError('ValueError', "too many dimensions 'str'");
      const items = itemsOf(at);
      if (!items) break;
      // A tensor inside a list is a number there, or none at all; an array is a list.
      if (shape.length > 0 && isTensorValue(at) && (at.native.size === 1 || !isArray(at))) break;
      shape.push(items.length);
      at = items[0];
    }
    return shape;
  }

  collect(value: Value, shape: readonly number[], dim: number, dtype: DType, into: Leaf[]): void {
    if (dim === shape.length) {
      const leaf = this.leaf(value, dtype);
      if (leaf !== undefined) into.push(leaf);
      return;
    }
    if (value.kind === 'unknown') {
      this.unknown ??= value;
      return;
    }
    // Nothing is read where the first items hold nothing.
    if (shape[dim] === 0) return;
    const items = itemsOf(value);
    if (!items) throw new TensorError('TypeError', 'not a sequence');
    if (items.length !== shape[dim]) {
      throw new TensorError(
        'ValueError',
        `expected sequence of length ${shape[dim]} at dim ${dim} (got ${items.length})`,
      );
    }
    for (const item of items) this.collect(item, shape, dim + 1, dtype, into);
  }

  leaf(value: Value, dtype: DType): Leaf | undefined {
    if (isTensorValue(value)) this.asNumber(value);
    const number = leafOf(value);
    if (number !== undefined) return number;
    if (value.kind === 'complex') return { re: value.re, im: value.im };
    if (value.kind === 'unknown') {
      this.unknown ??= value;
      return undefined;
    }
    if (isTensorValue(value)) {
      if (value.native.size === 1) return this.leaf(leafValue(value.native, 0), dtype);
      const isWhole = categoryOf(dtype) !== 'float' && categoryOf(dtype) !== 'complex';
      throw isWhole
        ? new TensorError('TypeError', 'only integer tensors of a single element can be converted to an index')
        : new TensorError('ValueError', 'only one element tensors can be converted to Python scalars');
    }
    if (value.kind === 'instance' && value.native !== undefined) {
      this.unknown ??= unknown(say('a tensor from a {0} is not modelled yet', this.typeName(value)));
      return undefined;
    }
    const name = this.typeName(value);
    throw new TensorError(
      'TypeError',
      categoryOf(dtype) === 'float'
        ? `must be real number, not ${name}`
        : `'${name}' object cannot be interpreted as an integer`,
    );
  }
}
