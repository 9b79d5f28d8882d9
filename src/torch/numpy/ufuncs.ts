// NumPy's elementwise functions on arrays: operands broadcast, types found, kernels run, warnings given.
import type { Machine } from '../../python/machine';
import { notImplemented, type Run, type UnknownValue, type Value } from '../../python/value';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, categoryOf, type DType, type HostArray, isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf, valuesOf } from '../../tensor/host';
import { toFloat16 } from '../../tensor/roundFloat';
import { TensorError } from '../../tensor/tensorError';
import { raiseInPython } from '../raise';
import { type Kernel, kernelAliases } from './kernels';
import { asFloat, commonType, notModelled } from './numericTypes';
import { isUnknown, type Numpy, type Operand, tightShape } from './numpy';

/** The type that a kernel computes in, and the type of its result. */
function typesOf(kernel: Kernel, common: DType): readonly [compute: DType, result: DType] {
  switch (kernel.type) {
    case 'float':
      return [asFloat(common), asFloat(common)];
    case 'divide': {
      const dtype = isFloat(common) ? common : 'float64';
      return [dtype, dtype];
    }
    case 'test':
    case 'logic':
      return [common, 'bool'];
    default: {
      // Truth values are numbers where the kernel has no other answer.
      const dtype = common === 'bool' && !kernel.bool ? 'int8' : common;
      return [dtype, dtype];
    }
  }
}

const widths: Partial<Record<DType, number>> = { int64: 64, int32: 32, int16: 16, int8: 8, uint8: 8 };

/** Values broadcast to a shape, row-major. */
export function spread(operand: Operand, shape: readonly number[]): HostArray {
  if (sizeOf(operand.shape) === sizeOf(shape)) return operand.values;
  return valuesOf(broadcastTo(hostTensor(operand.values, operand.shape, operand.dtype), shape));
}

/** Values as another type holds them. */
export function converted(values: HostArray, from: DType, to: DType): HostArray {
  if (from === to) return values;
  const made = allocate(to, values.length);
  const width = widths[to];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (to === 'bool') made[i] = Number(value) ? 1 : 0;
    else if (!width) made[i] = to === 'float16' ? toFloat16(Math.fround(Number(value))) : Number(value);
    else {
      const whole = typeof value === 'bigint' ? value : BigInt(Number.isFinite(value) ? Math.trunc(value) : 0);
      const wrapped = to === 'uint8' ? BigInt.asUintN(8, whole) : BigInt.asIntN(width, whole);
      made[i] = to === 'int64' ? wrapped : Number(wrapped);
    }
  }
  return made;
}

/** Runs a kernel on operands that broadcast; raises NumPy's exceptions and warns as NumPy does. */
export function applyKernel(
  numpy: Numpy,
  machine: Machine,
  name: string,
  kernel: Kernel,
  operands: readonly Operand[],
): Value {
  let common: DType;
  let shape: readonly number[];
  try {
    common = commonType(
      operands.flatMap(({ dtype, weak }) => (weak ? [] : [dtype])),
      operands.flatMap(({ weak }) => (weak ? [weak] : [])),
    );
    shape = operands.map((operand) => operand.shape).reduce(broadcastShapes);
  } catch (error) {
    if (!(error instanceof TensorError)) return raiseInPython(machine, error);
    const shapes = operands.map((operand) => tightShape(operand.shape)).join(' ');
    return machine.raise('ValueError', `operands could not be broadcast together with shapes ${shapes} `);
  }
  if (common === 'complex64') return notModelled('numpy.complex64');
  refuse(machine, name, kernel, common, operands);
  const [compute, result] = typesOf(kernel, common);
  const columns = operands.map((operand) => converted(spread(operand, shape), operand.dtype, compute));
  machine.spend(sizeOf(shape) / 4);
  const values = evaluate(kernel, columns, compute, result, sizeOf(shape));
  if (isFloat(compute)) warn(machine, name, kernel, columns, values, shape.length === 0);
  return numpy.result(values, shape, result);
}

function refuse(machine: Machine, name: string, kernel: Kernel, common: DType, operands: readonly Operand[]): void {
  if (common === 'bool' && name === 'subtract')
    machine.raise(
      'TypeError',
      'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.',
    );
  if (common === 'bool' && name === 'negative')
    machine.raise(
      'TypeError',
      'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.',
    );
  if (kernel.type === 'bits' && isFloat(common))
    machine.raise(
      'TypeError',
      `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''`,
    );
  const exponents = name === 'power' && categoryOf(common) === 'int' ? operands[1] : undefined;
  if (exponents && [...exponents.values].some((value) => value < 0))
    machine.raise('ValueError', 'Integers to negative integer powers are not allowed.');
}

function evaluate(
  kernel: Kernel,
  [a, b]: readonly HostArray[],
  compute: DType,
  result: DType,
  size: number,
): HostArray {
  const made = allocate(result, size);
  const second = b ?? a;
  const { float, int, bool } = kernel;
  const width = widths[compute];
  for (let i = 0; i < size; i++) {
    const [x = 0, y = 0] = [a?.[i], second?.[i]];
    if (compute === 'bool' && bool) made[i] = bool(x !== 0, y !== 0) ? 1 : 0;
    else if (int && width !== undefined) {
      const value = int(BigInt(x), BigInt(y));
      if (typeof value === 'boolean') made[i] = value ? 1 : 0;
      else {
        const wrapped = compute === 'uint8' ? BigInt.asUintN(8, value) : BigInt.asIntN(width, value);
        made[i] = compute === 'int64' ? wrapped : Number(wrapped);
      }
    } else {
      const value = float(Number(x), Number(y));
      made[i] = compute === 'float16' && typeof value === 'number' ? toFloat16(Math.fround(value)) : Number(value);
    }
  }
  return made;
}

/** NumPy's RuntimeWarnings: results that no operand accounts for. */
function warn(
  machine: Machine,
  name: string,
  kernel: Kernel,
  columns: readonly HostArray[],
  values: HostArray,
  isScalar: boolean,
): void {
  if (kernel.type === 'test' || kernel.type === 'logic') return;
  let [infinite, invalid] = [false, false];
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    if (Number.isFinite(value)) continue;
    const given = columns.map((column) => Number(column[i]));
    if (Number.isNaN(value)) invalid ||= !given.some(Number.isNaN);
    else infinite ||= given.every(Number.isFinite);
  }
  const where = isScalar && columns.length === 2 ? `scalar ${name}` : name;
  const what =
    kernel.hasPoles || (name === 'power' && columns[0]?.includes(0 as never)) ? 'divide by zero' : 'overflow';
  if (infinite) machine.warn('RuntimeWarning', `${what} encountered in ${where}`);
  if (invalid) machine.warn('RuntimeWarning', `invalid value encountered in ${where}`);
}

/** A function over values: reads them and runs the kernel. */
export function* callKernel(
  numpy: Numpy,
  machine: Machine,
  name: string,
  kernel: Kernel,
  args: readonly Value[],
): Run<Value> {
  const operands: Operand[] = [];
  for (const arg of args) {
    const operand = yield* numpy.read(arg, name, machine);
    if (isUnknown(operand)) return operand;
    operands.push(operand);
  }
  return applyKernel(numpy, machine, name, kernel, operands);
}

/** An operator of arrays and scalars: declines what it cannot read, so that Python asks the other side. */
export function* operate(
  numpy: Numpy,
  machine: Machine,
  name: string,
  kernel: Kernel,
  args: readonly Value[],
): Run<Value> {
  const operands: Operand[] = [];
  for (const arg of args) {
    // Tensors of torch do not meet arrays in operators.
    const operand: Operand | UnknownValue | undefined =
      arg.kind === 'instance' && numpy.torch.classes.tensor === arg.cls
        ? undefined
        : yield* numpy.operand(arg, machine);
    if (!operand) return notImplemented;
    if (isUnknown(operand)) return operand;
    operands.push(operand);
  }
  return applyKernel(numpy, machine, name, kernel, operands);
}

/** Kernels by every name that the module has for them. */
export const named = (kernels: Readonly<Record<string, Kernel>>): readonly (readonly [string, string, Kernel])[] => [
  ...Object.entries(kernels).map(([name, kernel]) => [name, name, kernel] as const),
  ...Object.entries(kernelAliases).flatMap(([alias, name]) => {
    const kernel = kernels[name];
    return kernel ? [[alias, name, kernel] as const] : [];
  }),
];
