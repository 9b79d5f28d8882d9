// numpy.clip, round and where: elementwise functions that are made of others. Knows no binding.
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { broadcastShapes } from '../../tensor/broadcast';
import { allocate, isFloat } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { TensorError } from '../../tensor/tensorError';
import { binaryKernels, rint } from './kernels';
import { commonType, notModelled } from './numericTypes';
import { isUnknown, type Numpy, type Operand, tightShape } from './numpy';
import { leafOf } from './scalarTypes';
import { applyKernel, converted, spread } from './ufuncs';

/** The numbers rounded to so many decimals, halves to even. */
export function around(numpy: Numpy, machine: Machine, host: Operand, decimals: Value): Value {
  const places = Number(leafOf(decimals) ?? 0);
  if (!isFloat(host.dtype)) {
    if (places >= 0) return numpy.result(host.values.slice(), host.shape, host.dtype);
    return notModelled('numpy.round(decimals < 0)');
  }
  machine.spend(host.values.length / 8);
  const scale = 10 ** Math.abs(places);
  const round = host.dtype === 'float64' ? (value: number): number => value : Math.fround;
  const rounded = Float64Array.from({ length: host.values.length }, (_, i) => {
    const number = Number(host.values[i]);
    if (!Number.isFinite(number)) return number;
    return places >= 0 ? round(rint(round(number * scale)) / scale) : round(rint(round(number / scale)) * scale);
  });
  return numpy.result(converted(rounded, 'float64', host.dtype), host.shape, host.dtype);
}

/** The numbers held between two bounds, either of which may be None. */
export function* clip(numpy: Numpy, machine: Machine, host: Operand, low: Value, high: Value): Run<Value> {
  let result: Operand = host;
  let made: Value = numpy.result(host.values.slice(), host.shape, host.dtype);
  for (const [name, bound] of [
    ['maximum', low],
    ['minimum', high],
  ] as const) {
    const kernel = binaryKernels[name];
    if (bound.kind === 'none' || !kernel) continue;
    const limit = yield* numpy.read(bound, 'clip', machine);
    if (isUnknown(limit)) return limit;
    made = applyKernel(numpy, machine, name, kernel, [result, limit]);
    const read = yield* numpy.read(made, 'clip', machine);
    if (isUnknown(read)) return read;
    result = { ...read, ...(host.weak && limit.weak ? { weak: host.weak } : {}) };
  }
  return made;
}

/** Elements of `a` where the condition holds, of `b` elsewhere. */
export function chosen(numpy: Numpy, machine: Machine, condition: Operand, a: Operand, b: Operand): Value {
  const dtype = commonType(
    [a, b].flatMap((part) => (part.weak ? [] : [part.dtype])),
    [a, b].flatMap((part) => (part.weak ? [part.weak] : [])),
  );
  let shape: readonly number[];
  try {
    shape = [condition.shape, a.shape, b.shape].reduce(broadcastShapes);
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    const shapes = [condition, a, b].map((part) => tightShape(part.shape)).join(' ');
    return machine.raise('ValueError', `operands could not be broadcast together with shapes ${shapes} `);
  }
  const flags = spread(condition, shape);
  const [yes, no] = [a, b].map((part) => converted(spread(part, shape), part.dtype, dtype));
  const made = allocate(dtype, sizeOf(shape));
  machine.spend(made.length / 8);
  for (let i = 0; i < made.length; i++) made[i] = (flags[i] ? yes?.[i] : no?.[i]) as never;
  return numpy.made(made, shape, dtype);
}
