// torch.float32 and its like as Python objects, and Python's own types where torch takes them for dtypes.
import { bool, builtin, type ClassValue, type InstanceValue, int, str, type Value } from '../python/value';
import { categoryOf, type DType, dtypes, isFloat, itemSize } from '../tensor/dtype';
import { attributeGetter, makeClass } from './makeClass';

/** The native part of a dtype object. */
export class DTypeNative {
  constructor(readonly dtype: DType) {}
}

const aliases: Readonly<Record<string, DType>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  cfloat: 'complex64',
};

/** Python's types as dtypes: `float` is float64. */
const pythonTypes: Readonly<Record<string, DType>> = { float: 'float64', int: 'int64', bool: 'bool' };

/** The dtype that an argument names, if it names one. */
export function dtypeOf(value: Value): DType | undefined {
  if (value.kind === 'instance' && value.native instanceof DTypeNative) return value.native.dtype;
  return value.kind === 'class' && value.module === 'builtins' ? pythonTypes[value.name] : undefined;
}

const native = (self: Value | undefined): DType =>
  self?.kind === 'instance' && self.native instanceof DTypeNative ? self.native.dtype : 'float32';

/** `torch.dtype`. */
export const dtypeClass = (): ClassValue =>
  makeClass('dtype', 'torch', [], {
    __repr__: builtin('__repr__', ({ positional: [self] }) => str(`torch.${native(self)}`), true),
    is_floating_point: attributeGetter((self) => bool(isFloat(native(self)))),
    is_complex: attributeGetter((self) => bool(categoryOf(native(self)) === 'complex')),
    is_signed: attributeGetter((self) => bool(native(self) !== 'uint8' && native(self) !== 'bool')),
    itemsize: attributeGetter((self) => int(itemSize(native(self)))),
  });

/** The one object per dtype. */
export class DTypeObjects {
  readonly #objects: ReadonlyMap<string, InstanceValue>;
  constructor(readonly cls: ClassValue) {
    this.#objects = new Map(
      dtypes.map((dtype) => [dtype, { kind: 'instance', cls, attrs: new Map(), native: new DTypeNative(dtype) }]),
    );
  }

  of(dtype: DType): InstanceValue {
    const object = this.#objects.get(dtype);
    if (!object) throw new Error(`no dtype ${dtype}`);
    return object;
  }

  /** `torch.long` and the like. */
  named(name: string): InstanceValue | undefined {
    return this.#objects.get(Object.hasOwn(aliases, name) ? (aliases[name] as string) : name);
  }

  names(): readonly string[] {
    return [...this.#objects.keys(), ...Object.keys(aliases)];
  }
}
