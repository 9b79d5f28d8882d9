// Python's operators on tensors, by the dunder methods of torch.Tensor. Knows the operations by name only.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { builtin, notImplemented, type Run, unknown, type Value } from '../../python/value';
import { isFloat, isIntegral } from '../../tensor/dtype';
import { requiresGrad } from '../autograd/record';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { numpyOfGrad } from './conversion';
import { writeResult } from './inPlace';

/** Calls an operation by the name of its method. */
export type CallMethod = (name: string, args: readonly Value[], machine: Machine) => Run<Value>;

const binary: Readonly<Record<string, string>> = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  truediv: 'div',
  floordiv: 'floor_divide',
  mod: 'remainder',
  pow: 'pow',
  matmul: 'matmul',
  and: 'bitwise_and',
  or: 'bitwise_or',
  xor: 'bitwise_xor',
  lshift: 'bitwise_left_shift',
  rshift: 'bitwise_right_shift',
};
const commutes = new Set(['add', 'mul', 'and', 'or', 'xor']);
const comparisons = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
const unary: Readonly<Record<string, string>> = { neg: 'neg', abs: 'abs', invert: 'bitwise_not' };

export function tensorOperators(torch: Torch, call: CallMethod): Readonly<Record<string, Value>> {
  const methods: Record<string, Value> = {};
  const define = (
    name: string,
    run: (self: TensorValue, other: Value, machine: Machine) => Value | Run<Value>,
  ): void => {
    const call = builtin(
      name,
      ({ positional: [self, other] }, machine) => run(self as TensorValue, other ?? notImplemented, machine),
      true,
    );
    // What is written with an unknown value becomes unknown itself.
    methods[name] = name.startsWith('__i') && name !== '__invert__' ? { ...call, unknowns: 'handled' } : call;
  };
  for (const [operator, operation] of Object.entries(binary)) {
    const only = operator === 'matmul';
    define(`__${operator}__`, (self, other, machine) => {
      if (isOperand(torch, other, only)) return call(operation, [self, other], machine);
      return isArray(torch, other)
        ? call(operation, [self, arrayOperand(torch, operator, self, other, machine)], machine)
        : notImplemented;
    });
    define(`__r${operator}__`, (self, other, machine) => {
      if (!isOperand(torch, other, only)) return notImplemented;
      if (commutes.has(operator)) return call(operation, [self, other], machine);
      return reflected(torch, call, operator, operation, self, other, machine);
    });
    if (operator !== 'matmul') {
      define(`__i${operator}__`, (self, other, machine) =>
        isOperand(torch, other, only) || other.kind === 'unknown'
          ? inPlace(torch, call, operation, self, other, machine)
          : notImplemented,
      );
    }
  }
  for (const name of comparisons) {
    define(`__${name}__`, (self, other, machine) => {
      if (isOperand(torch, other, false)) return call(name, [self, other], machine);
      return name === 'eq' && isArray(torch, other)
        ? call(name, [self, tensorValue(torch.classes.tensor, other.native)], machine)
        : notImplemented;
    });
  }
  for (const [operator, operation] of Object.entries(unary)) {
    define(`__${operator}__`, (self, _, machine) => {
      if (operator === 'invert' && !isIntegral(self.native.dtype))
        machine.raise('TypeError', '~ (operator.invert) is only implemented on integer and Boolean-type tensors');
      return call(operation, [self], machine);
    });
  }
  define('__pos__', (self, _, machine) =>
    self.native.dtype === 'bool'
      ? machine.raise('RuntimeError', 'The `+` operator, on a bool tensor is not supported.')
      : self,
  );
  return methods;
}

const isOperand = (torch: Torch, value: Value, tensorsOnly: boolean): boolean =>
  isTensorValue(value)
    ? value.cls !== torch.classes.ndarray
    : !tensorsOnly && ['int', 'float', 'bool', 'complex'].includes(value.kind);

const isArray = (torch: Torch, value: Value): value is TensorValue =>
  isTensorValue(value) && value.cls === torch.classes.ndarray;

/** NumPy takes over what PyTorch leaves to it, and gives a tensor back with a warning of its own. */
function arrayOperand(torch: Torch, operator: string, self: TensorValue, array: TensorValue, machine: Machine): Value {
  if (requiresGrad(self)) machine.raise('RuntimeError', numpyOfGrad);
  machine.warn(
    'DeprecationWarning',
    '__array_wrap__ must accept context and return_scalar arguments (positionally) in the future. (Deprecated NumPy 2.0)',
  );
  // NumPy's integers and narrow floats meet in float64.
  const isWide = isIntegral(array.native.dtype) && (isFloat(self.native.dtype) || operator === 'truediv');
  const operand = isWide ? torch.engine.cast(array.native, 'float64') : array.native;
  return tensorValue(torch.classes.tensor, operand);
}

/** `other op self` where other is a Python number. */
function* reflected(
  torch: Torch,
  call: CallMethod,
  operator: string,
  operation: string,
  self: TensorValue,
  other: Value,
  machine: Machine,
): Run<Value> {
  if (operator === 'sub') return yield* call('rsub', [self, other], machine);
  // PyTorch divides by way of the reciprocal, which rounds twice.
  if (operator === 'truediv') return yield* call('mul', [yield* call('reciprocal', [self], machine), other], machine);
  const number = numberTensor(torch, other);
  return number
    ? yield* call(operation, [number, self], machine)
    : unknown(say('complex numbers are not modelled here yet'));
}

/** A Python number as a 0-d tensor that is weak in type promotion. */
function numberTensor(torch: Torch, value: Value): Value | undefined {
  const { engine, classes } = torch;
  if (isTensorValue(value)) return value;
  if (value.kind === 'int') return tensorValue(classes.tensor, engine.scalar(Number(value.value), 'int64', true));
  if (value.kind === 'float') return tensorValue(classes.tensor, engine.scalar(value.value, 'float64', true));
  if (value.kind === 'bool') return tensorValue(classes.tensor, engine.scalar(value.value ? 1 : 0, 'bool', true));
  return undefined;
}

function* inPlace(
  torch: Torch,
  call: CallMethod,
  operation: string,
  self: TensorValue,
  other: Value,
  machine: Machine,
): Run<Value> {
  const result = other.kind === 'unknown' ? other : yield* call(operation, [self, other], machine);
  return yield* writeResult(torch, machine, self, result, { read: [other] });
}
