// What NumPy's functions share: reading their operands, and handing out arrays and scalars. Knows no function.
import type { Machine } from '../../python/machine';
import {
  bool,
  type ClassValue,
  float,
  type InstanceValue,
  int,
  list,
  type Run,
  type UnknownValue,
  type Value,
} from '../../python/value';
import { type DType, type HostArray, isIntegral } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { readValues } from '../hostValues';
import { nestedData } from '../nestedData';
import { fillArray, type Leaf } from '../numberStorage';
import { plainSequences } from '../ownSequences';
import { guarded, raiseInPython } from '../raise';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { commonType, notModelled, type Weak } from './numericTypes';
import { type ArrayPrintOptions, defaultArrayPrintOptions } from './printArray';
import { leafOf, NumpyBool, scalarTypeOf } from './scalarTypes';

/** An array's values on the host, row-major, with how they are laid out. */
export interface Host {
  readonly values: HostArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A number or array that a function is given; `weak` for Python's own numbers. */
export interface Operand extends Host {
  readonly weak?: Weak;
}

/** Why an operand cannot be read. */
export const isUnknown = (value: unknown): value is UnknownValue =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unknown';

/** NumPy over one evaluation's torch. */
export class Numpy {
  printOptions: ArrayPrintOptions = defaultArrayPrintOptions;

  constructor(
    readonly torch: Torch,
    /** Classes of scalars by dtype. */
    readonly scalars: ReadonlyMap<DType, ClassValue>,
    /** Exceptions of NumPy's own. */
    readonly errors: { readonly axis: ClassValue; readonly cast: ClassValue },
  ) {}

  /** An array over a tensor, which it shares. */
  array(tensor: Tensor): TensorValue {
    return tensorValue(this.torch.classes.ndarray, tensor);
  }

  /** A new array of these values. */
  made(values: HostArray, shape: readonly number[], dtype: DType): TensorValue {
    return this.array(hostTensor(values, shape, dtype));
  }

  /** A new array of numbers, converted; raises where one does not fit. */
  filled(leaves: readonly Leaf[], shape: readonly number[], dtype: DType, machine: Machine): Value {
    return guarded<Value>(machine, () => this.made(fillArray(dtype, leaves), shape, dtype));
  }

  /** What NumPy gives back of a result: an array, or a scalar where there are no dims. */
  result(values: HostArray, shape: readonly number[], dtype: DType): Value {
    return shape.length > 0 ? this.made(values, shape, dtype) : this.scalar(values[0] ?? 0, dtype);
  }

  /** A scalar of NumPy's. */
  scalar(value: number | bigint, dtype: DType): Value {
    const cls = this.scalars.get(dtype);
    if (dtype === 'complex64' || !cls) return notModelled(`numpy.${dtype}`);
    if (dtype === 'bool') return { kind: 'instance', cls, attrs: new Map(), native: new NumpyBool(Boolean(value)) };
    return isIntegral(dtype) ? { ...int(value), cls } : { ...float(Number(value)), cls };
  }

  /** Reads an operand; undefined for what is no number, array or sequence of them. */
  *operand(value: Value, machine: Machine): Run<Operand | UnknownValue | undefined> {
    if (value.kind === 'unknown') return value;
    if (isTensorValue(value)) {
      const { native } = value;
      const lost = lostValues(native);
      if (lost) return lost;
      machine.spend(native.size / 8);
      const values = yield* readValues(this.torch, machine, native);
      return { values, shape: native.shape, dtype: native.dtype };
    }
    const scalar = scalarTypeOf(value);
    const leaf = leafOf(value);
    if (leaf !== undefined && typeof leaf !== 'object') {
      const weak: Weak = typeof leaf === 'bigint' ? 'int' : typeof leaf === 'boolean' ? 'bool' : 'float';
      const dtype = scalar ?? commonType([], [weak]);
      const values = guarded(machine, () => fillArray(dtype, [leaf]));
      if (isUnknown(values)) return values;
      return { values, shape: [], dtype, ...(scalar ? {} : { weak }) };
    }
    const plain = yield* plainSequences(machine, value);
    if (plain.kind !== 'list' && plain.kind !== 'tuple' && plain.kind !== 'range') return undefined;
    const read = yield* this.fromData(plain, undefined, machine);
    return isUnknown(read) ? read : { values: read.storage.host!, shape: read.shape, dtype: read.dtype };
  }

  /** The operand, or an unknown: what cannot be read is not modelled. */
  *read(value: Value, name: string, machine: Machine): Run<Operand | UnknownValue> {
    return (yield* this.operand(value, machine)) ?? notModelled(`numpy.${name}`);
  }

  /** Nested Python data as a tensor of its own, in NumPy's types; raises for rows of several lengths. */
  *fromData(data: Value, wanted: DType | undefined, machine: Machine): Run<Tensor | UnknownValue> {
    const strong: DType[] = [];
    const weak: Weak[] = [];
    const shape: number[] = [];
    const plain = yield* this.plainData(data, 0, shape, { strong, weak }, machine);
    if (plain.kind === 'unknown') return plain;
    const ragged = raggedDepth(plain, shape);
    if (ragged !== undefined) {
      const seen = shape.slice(0, ragged);
      const dims = `${ragged} dimension${ragged === 1 ? 's' : 's'}`;
      machine.raise(
        'ValueError',
        `setting an array element with a sequence. The requested array has an inhomogeneous shape after ${dims}. The detected shape was ${shapeText(seen)} + inhomogeneous part.`,
      );
    }
    try {
      return nestedData(plain, wanted ?? commonType(strong, weak), (item) => machine.classOf(item).name);
    } catch (error) {
      return raiseInPython(machine, error);
    }
  }

  /** The data with arrays as lists and scalars as plain numbers; notes the types met and the sizes of the first items. */
  private *plainData(
    value: Value,
    depth: number,
    shape: number[],
    types: { readonly strong: DType[]; readonly weak: Weak[] },
    machine: Machine,
  ): Run<Value> {
    if (value.kind === 'unknown') return value;
    if (isTensorValue(value)) {
      const lost = lostValues(value.native);
      if (lost) return lost;
      types.strong.push(value.native.dtype);
      value.native.shape.forEach((size, dim) => {
        shape[depth + dim] ??= size;
      });
      return yield* machine.call(yield* machine.getAttr(value, 'tolist'), []);
    }
    if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range') {
      const items = yield* machine.items(value);
      shape[depth] ??= items.length;
      machine.spend(items.length / 8);
      const plain: Value[] = [];
      for (const item of items) {
        const made = yield* this.plainData(item, depth + 1, shape, types, machine);
        if (made.kind === 'unknown') return made;
        plain.push(made);
      }
      return list(plain);
    }
    const leaf = leafOf(value);
    const scalar = scalarTypeOf(value);
    if (scalar) types.strong.push(scalar);
    else if (leaf !== undefined && typeof leaf !== 'object')
      types.weak.push(typeof leaf === 'bigint' ? 'int' : typeof leaf === 'boolean' ? 'bool' : 'float');
    else return notModelled('numpy.array(...)');
    return typeof leaf === 'boolean' ? bool(leaf) : typeof leaf === 'bigint' ? int(leaf) : float(Number(leaf));
  }
}

/** The depth at which items differ in being lists or in length. */
function raggedDepth(data: Value, shape: readonly number[]): number | undefined {
  const walk = (value: Value, depth: number): number | undefined => {
    const isList = value.kind === 'list';
    if (isList !== depth < shape.length || (isList && value.items.length !== shape[depth])) return depth;
    if (!isList) return undefined;
    let least: number | undefined;
    for (const item of value.items) {
      const found = walk(item, depth + 1);
      if (found !== undefined && (least === undefined || found < least)) least = found;
    }
    return least;
  };
  return sizeOf(shape) === 0 ? undefined : walk(data, 0);
}

/** `(2,)` and `(2, 3)`, as Python shows tuples. */
export const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** `(2,3)`, as NumPy's own messages show shapes. */
export const tightShape = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(',')})`;

/** Whether an argument is true in Python's sense; its default where it was left out. */
export const flagOf = (value: Value | undefined, fallback: boolean): boolean => {
  const leaf = value && leafOf(value);
  return leaf === undefined ? fallback : Boolean(leaf);
};

/** An instance of an array. */
export const arrayOf = (self: InstanceValue | Value): TensorValue => {
  if (!isTensorValue(self)) throw new Error('no array');
  return self;
};
