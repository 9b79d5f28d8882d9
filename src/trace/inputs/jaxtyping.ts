// Shapes and dtypes from annotations such as `Float[Tensor, "batch 10"]`. Knows syntax and what is bound, draws nothing.
import type { AskedInput } from '../../python/machine';
import type { Expression } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import type { DType } from '../../tensor/dtype';
import { Tensor } from '../../tensor/tensor';
import { type Definition, definitionsIn } from './definitions';

export interface Annotated {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

const dtypeOf: Readonly<Record<string, DType>> = {
  Float: 'float32',
  Float16: 'float16',
  Float32: 'float32',
  Float64: 'float64',
  BFloat16: 'bfloat16',
  Num: 'float32',
  Real: 'float32',
  Inexact: 'float32',
  Shaped: 'float32',
  Int: 'int64',
  Int8: 'int8',
  Int16: 'int16',
  Int32: 'int32',
  Int64: 'int64',
  Integer: 'int64',
  UInt8: 'uint8',
  Bool: 'bool',
};

/** The size of the first name of a function; each new name is one larger, so that dims can be told apart. */
const firstSize = 2;

/** What the annotation says, its names sized as in the rest of the function; undefined where it says no shape. */
export function annotatedShape(
  file: SourceFile,
  definition: Definition,
  peer: AskedInput['peer'],
): Annotated | undefined {
  const own = definition.annotation && read(definition.annotation);
  if (!own) return undefined;
  const sizes = sizesIn(file, definition, peer);
  const shape: number[] = [];
  for (const dim of own.dims) {
    const size = dim === '_' ? firstSize : /^\d+$/.test(dim) ? Number(dim) : sizes.get(dim);
    if (size === undefined) return undefined;
    shape.push(size);
  }
  return { dtype: own.dtype, shape };
}

interface Read {
  readonly dtype: DType;
  /** Numbers, names, and `_` for any size. */
  readonly dims: readonly string[];
}

function read(node: Expression): Read | undefined {
  if (node.kind !== 'Subscript' || node.slice.kind !== 'Tuple') return undefined;
  const name = node.value.kind === 'Name' ? node.value.id : node.value.kind === 'Attribute' ? node.value.attr : '';
  const dtype = Object.hasOwn(dtypeOf, name) ? dtypeOf[name] : undefined;
  const text = node.slice.elts[1];
  if (!dtype || text?.kind !== 'Constant' || text.value.type !== 'str') return undefined;
  const dims = text.value.value
    .split(/\s+/)
    .filter((part) => part && part !== '...')
    .map(dimOf);
  return dims.every((dim) => dim !== undefined) ? { dtype, dims } : undefined;
}

/** `*batch` stands for one dim, `#batch` for a full one, `heads=8` for 8, `_` and `_name` for any. */
function dimOf(part: string): string | undefined {
  const [, ignored, name, size] = /^[*#?]*(_?)(?:([A-Za-z]\w*)?=?(\d+)?)$/.exec(part) ?? [];
  if (size !== undefined) return size;
  if (ignored) return '_';
  return name;
}

/** Sizes of the names in a function's annotations: those of tensors that are there already, else small ones in order. */
function sizesIn(file: SourceFile, { scope }: Definition, peer: AskedInput['peer']): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  const names = new Set<string>();
  for (const other of definitionsIn(file).values()) {
    const annotated = other.scope === scope && other.annotation ? read(other.annotation) : undefined;
    if (!annotated) continue;
    const value = peer(other.name);
    const shape = value?.kind === 'instance' && value.native instanceof Tensor ? value.native.shape : undefined;
    annotated.dims.forEach((dim, i) => {
      if (/^(?:_|\d+)$/.test(dim)) return;
      names.add(dim);
      const size = shape?.length === annotated.dims.length ? shape[i] : undefined;
      if (size !== undefined && !sizes.has(dim)) sizes.set(dim, size);
    });
  }
  for (const [i, name] of [...names].entries()) if (!sizes.has(name)) sizes.set(name, firstSize + i);
  return sizes;
}
