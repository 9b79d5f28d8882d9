// torch.finfo and iinfo: the limits of number types. Knows no tensor.
import { formatFloat } from '../../python/text/formatSpec';
import { bool, type ClassValue, float, int, none, str, type Value } from '../../python/value';
import { type DType, dtypes, isFloat, itemSize } from '../../tensor/dtype';
import { declare } from '../binding/define';
import { dtypeOf } from '../dtypeObject';
import { makeClass, method } from '../makeClass';

interface FloatLimits {
  readonly eps: number;
  readonly max: number;
  readonly tiny: number;
  readonly resolution: number;
}
/** The limits of the floating types. */
export const floatLimits: Partial<Record<DType, FloatLimits>> = {
  float64: { eps: 2 ** -52, max: Number.MAX_VALUE, tiny: 2 ** -1022, resolution: 1e-15 },
  float32: { eps: 2 ** -23, max: (2 - 2 ** -23) * 2 ** 127, tiny: 2 ** -126, resolution: 1e-6 },
  float16: { eps: 2 ** -10, max: 65504, tiny: 2 ** -14, resolution: 1e-3 },
  bfloat16: { eps: 2 ** -7, max: (2 - 2 ** -7) * 2 ** 127, tiny: 2 ** -126, resolution: 1e-2 },
};

/** Six digits, as C's `%g` writes them. */
const general = (value: number): string => formatFloat(value, 'g');

/** An object whose attributes and text are these. */
function info(cls: ClassValue, attributes: Readonly<Record<string, Value>>, text: string): Value {
  return { kind: 'instance', cls, attrs: new Map(Object.entries(attributes)), native: text };
}

const infoClass = (name: string, make: (cls: ClassValue, dtype: DType) => Value | undefined): ClassValue => {
  const cls = makeClass(name, 'torch', [], {
    __repr__: method('__repr__', (self) => str(typeof self.native === 'string' ? self.native : name)),
    __init__: method('__init__', () => none),
  });
  cls.attrs.set('__new__', {
    kind: 'staticmethod',
    func: declare(name, 'native', 'cls, type=None', ({ get }, machine) => {
      const dtype = get('type').kind === 'none' ? (name === 'finfo' ? 'float32' : undefined) : dtypeOf(get('type'));
      const made = dtype && make(cls, dtype);
      if (made) return made;
      return machine.raise(
        'TypeError',
        dtype
          ? `torch.${name}() requires a ${name === 'finfo' ? 'floating point' : 'integer'} input type. Use torch.${name === 'finfo' ? 'iinfo' : 'finfo'} to handle 'torch.${name === 'finfo' ? 'iinfo' : 'finfo'}'`
          : `${name}(): argument 'type' (position 1) must be torch.dtype, not ${machine.classOf(get('type')).name}`,
      );
    }),
  });
  return cls;
};

/** The classes by name. */
export const typeInfo = (): Readonly<Record<string, ClassValue>> => ({
  finfo: infoClass('finfo', (cls, dtype) => {
    const limits = floatLimits[dtype];
    if (!limits) return undefined;
    const { eps, max, tiny, resolution } = limits;
    const text = `finfo(resolution=${general(resolution)}, min=${general(-max)}, max=${general(max)}, eps=${general(eps)}, smallest_normal=${general(tiny)}, tiny=${general(tiny)}, dtype=${dtype})`;
    return info(
      cls,
      {
        bits: int(itemSize(dtype) * 8),
        eps: float(eps),
        max: float(max),
        min: float(-max),
        tiny: float(tiny),
        smallest_normal: float(tiny),
        resolution: float(resolution),
        dtype: str(dtype),
      },
      text,
    );
  }),
  iinfo: infoClass('iinfo', (cls, dtype) => {
    if (isFloat(dtype) || dtype === 'bool' || !dtypes.includes(dtype) || dtype === 'complex64') return undefined;
    const bits = BigInt(itemSize(dtype) * 8);
    const [min, max] = dtype === 'uint8' ? [0n, 255n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
    const text = `iinfo(min=${min}, max=${max}, dtype=${dtype})`;
    return info(cls, { bits: int(bits), min: int(min), max: int(max), dtype: str(dtype) }, text);
  }),
});

/** `torch.can_cast`: whether a category is no higher than the other. */
export function canCast(from: DType, to: DType): Value {
  const rank = (dtype: DType): number => (dtype === 'bool' ? 0 : dtype === 'complex64' ? 3 : isFloat(dtype) ? 2 : 1);
  return bool(rank(from) <= rank(to));
}
