// numpy.finfo and iinfo: the limits of number types, as NumPy's scalars. Knows no array.
import type { Machine } from '../../python/machine';
import { type ClassValue, type InstanceValue, int, none, type Run, str, type Value } from '../../python/value';
import { type DType, isFloat, isIntegral, itemSize } from '../../tensor/dtype';
import { declare } from '../binding/define';
import { floatLimits } from '../functions/typeInfo';
import { attribute, makeClass, method } from '../makeClass';
import { dtypeNamed, notModelled } from './numericTypes';
import type { Numpy } from './numpy';

/** Decimal digits and bits of the mantissa, and the least number above zero. */
const digits: Partial<Record<DType, readonly [precision: number, mantissa: number, least: number]>> = {
  float64: [15, 52, 2 ** -1074],
  float32: [6, 23, 2 ** -149],
  float16: [3, 10, 2 ** -24],
};

function limitsClass(
  name: string,
  shown: readonly string[],
  make: (dtype: DType) => Readonly<Record<string, Value>> | undefined,
  refused: (dtype: DType) => string,
  text: (self: InstanceValue, machine: Machine) => Value | Run<Value>,
): ClassValue {
  const cls = makeClass(name, 'numpy', [], {
    __repr__: method('__repr__', function* (self, _, machine): Run<Value> {
      const parts: string[] = [];
      for (const key of shown) parts.push(`${key}=${yield* machine.str(attribute(self, key))}`);
      return str(`${name}(${parts.join(', ')})`);
    }),
    __str__: method('__str__', (self, _, machine) => text(self, machine)),
    __init__: method('__init__', () => none),
  });
  cls.attrs.set('__new__', {
    kind: 'staticmethod',
    func: declare(name, 'python', 'cls, dtype', ({ get }, machine) => {
      const dtype = dtypeNamed(get('dtype')) ?? dtypeNamed(machine.classOf(get('dtype')));
      if (!dtype) return notModelled(`numpy.${name}(dtype)`);
      const limits = make(dtype);
      if (!limits) return machine.raise('ValueError', refused(dtype));
      return { kind: 'instance', cls, attrs: new Map(Object.entries(limits)) };
    }),
  });
  return cls;
}

export function numberLimits(numpy: Numpy, dtypeObject: (dtype: DType) => Value): Readonly<Record<string, Value>> {
  const finfo = limitsClass(
    'finfo',
    ['resolution', 'min', 'max', 'dtype'],
    (dtype) => {
      const [limits, own] = [floatLimits[dtype], digits[dtype]];
      if (!limits || !own) return undefined;
      const { eps, max, tiny, resolution } = limits;
      const [precision, mantissa, least] = own;
      const numbers = { eps, max, min: -max, tiny, smallest_normal: tiny, resolution, smallest_subnormal: least };
      const bits = itemSize(dtype) * 8;
      return {
        ...Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, numpy.scalar(value, dtype)])),
        bits: int(bits),
        precision: int(precision),
        nmant: int(mantissa),
        nexp: int(bits - mantissa - 1),
        dtype: dtypeObject(dtype),
      };
    },
    (dtype) => `data type <class 'numpy.${dtype}'> not inexact`,
    () => notModelled('str(numpy.finfo(...))'),
  );
  const iinfo = limitsClass(
    'iinfo',
    ['min', 'max', 'dtype'],
    (dtype) => {
      if (!isIntegral(dtype) || dtype === 'bool') return undefined;
      const bits = BigInt(itemSize(dtype) * 8);
      const [min, max] = dtype === 'uint8' ? [0n, 255n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
      return {
        bits: int(bits),
        min: int(min),
        max: int(max),
        kind: str(dtype === 'uint8' ? 'u' : 'i'),
        dtype: dtypeObject(dtype),
      };
    },
    (dtype) => `Invalid integer data type '${isFloat(dtype) ? 'f' : 'b'}'.`,
    function* (self, machine): Run<Value> {
      const shown = (key: string): Run<string> => machine.str(attribute(self, key));
      const line = '-'.repeat(63);
      const [name, low, high] = [yield* shown('dtype'), yield* shown('min'), yield* shown('max')];
      return str(`Machine parameters for ${name}\n${line}\nmin = ${low}\nmax = ${high}\n${line}\n`);
    },
  );
  return { finfo, iinfo };
}
