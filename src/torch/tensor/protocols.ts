// How Python's own protocols treat a tensor: len, iteration, truth, numbers, text, membership, hash.
import { say } from '../../base/text';
import { identity } from '../../python/core/hash';
import type { Machine } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import { formatFloat, formatInt } from '../../python/text/formatSpec';
import { bool, int, none, type Run, str, tuple, type UnknownValue, unknown, type Value } from '../../python/value';
import { defaultFloat, isIntegral } from '../../tensor/dtype';
import { select } from '../../tensor/view';
import { gradSuffix, requiresGrad, resultTensor } from '../autograd/record';
import { readValues } from '../hostValues';
import { method } from '../makeClass';
import { printTensor } from '../print/printTensor';
import { pythonNumber } from '../scalarValue';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

type Protocol = (self: TensorValue, machine: Machine, args: readonly Value[]) => Value | Run<Value>;

/** What PyTorch warns of where a tensor that requires a gradient becomes a number. */
export const convertingGrad =
  'Converting a tensor with requires_grad=True to a scalar may lead to unexpected behavior.\nConsider using tensor.detach() first.';

/** The dunder methods of torch.Tensor that are no operators. */
export function tensorProtocols(
  torch: Torch,
  call: (name: string, args: readonly Value[], machine: Machine) => Run<Value>,
): Readonly<Record<string, Value>> {
  const rows: Readonly<Record<string, Protocol>> = {
    __len__: (self, machine) => {
      if (self.native.rank === 0) machine.raise('TypeError', 'len() of a 0-d tensor');
      return int(self.native.shape[0] ?? 0);
    },
    __iter__: (self, machine) => iterate(torch, self, machine),
    __bool__: function* (self, machine) {
      if (self.native.size !== 1) {
        const values = self.native.size === 0 ? 'no values' : 'more than one value';
        machine.raise('RuntimeError', `Boolean value of Tensor with ${values} is ambiguous`);
      }
      const value = yield* onlyValue(torch, self, machine);
      return value.kind === 'unknown'
        ? value
        : bool(value.kind === 'complex' ? value.re !== 0 || value.im !== 0 : Number(value.value) !== 0);
    },
    __float__: (self, machine) => numberProtocol(torch, self, machine, 'float'),
    __int__: (self, machine) => numberProtocol(torch, self, machine, 'int'),
    __index__: function* (self, machine) {
      if (self.native.size !== 1 || !isIntegral(self.native.dtype)) {
        machine.raise('TypeError', 'only integer tensors of a single element can be converted to an index');
      }
      const value = yield* onlyValue(torch, self, machine);
      return value.kind === 'bool' ? int(value.value ? 1 : 0) : value;
    },
    __repr__: (self, machine) => tensorRepr(torch, self, machine),
    __format__: function* (self, machine, [spec]) {
      const plain = self.native.rank === 0;
      if (!plain) {
        if (spec?.kind === 'str' && spec.value !== '') {
          machine.raise('TypeError', `unsupported format string passed to ${self.cls.name}.__format__`);
        }
        return yield* tensorRepr(torch, self, machine);
      }
      const value = yield* onlyValue(torch, self, machine);
      return formatted(value, spec?.kind === 'str' ? spec.value : '');
    },
    __contains__: function* (self, machine, [item = none]) {
      if (!isTensorValue(item) && item.kind !== 'int' && item.kind !== 'float' && item.kind !== 'bool') {
        const type = machine.classOf(item);
        machine.raise(
          'RuntimeError',
          `Tensor.__contains__ only supports Tensor or scalar, but you passed in a ${yield* machine.repr(type)}.`,
        );
      }
      const equal = yield* call('eq', [self, item], machine);
      const any = yield* call('any', [equal], machine);
      return isTensorValue(any) ? yield* onlyValue(torch, any, machine) : any;
    },
    // As `id` has it.
    __hash__: (self) => int(identity(self) * 64),
    __reversed__: (self, machine) => (self.native.rank === 0 ? self : call('flip', [self, tuple([int(0)])], machine)),
    __delitem__: (_, machine) => machine.raise('TypeError', 'Tensor does not support deleting items'),
  };
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      method(name, (self, args, machine) => row(self as TensorValue, machine, args)),
    ]),
  );
}

/** `format(number, spec)`. */
function formatted(value: Value, spec: string): Value {
  if (value.kind === 'float') return str(spec ? formatFloat(value.value, spec) : floatRepr(value.value));
  if (value.kind === 'int') return str(spec ? formatInt(value.value, spec) : String(value.value));
  if (value.kind === 'bool')
    return str(spec ? formatInt(value.value ? 1n : 0n, spec, 'bool') : value.value ? 'True' : 'False');
  return value.kind === 'unknown' ? value : unknown(say('complex numbers are not modelled here yet'));
}

function iterate(torch: Torch, self: TensorValue, machine: Machine): Value {
  if (self.native.rank === 0) machine.raise('TypeError', 'iteration over a 0-d tensor');
  let at = 0;
  const { native } = self;
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => {
      if (at >= (native.shape[0] ?? 0)) return undefined;
      machine.spend(1);
      const index = at++;
      return resultTensor(torch, select(native, 0, index), [self], 'UnbindBackward0', (_, [x]) => [
        select(x!, 0, index),
      ]);
    },
  };
}

/** The number of a tensor of one element. */
export function* onlyValue(
  torch: Torch,
  self: TensorValue,
  machine: Machine,
): Run<ReturnType<typeof pythonNumber> | UnknownValue> {
  const lost = lostValues(self.native);
  if (lost) return lost;
  return pythonNumber(yield* readValues(torch, machine, self.native), 0, self.native.dtype);
}

function* numberProtocol(torch: Torch, self: TensorValue, machine: Machine, type: 'float' | 'int'): Run<Value> {
  if (self.native.size !== 1)
    machine.raise('ValueError', 'only one element tensors can be converted to Python scalars');
  if (type === 'float' && torch.gradEnabled && requiresGrad(self)) machine.warn('UserWarning', convertingGrad);
  const value = yield* onlyValue(torch, self, machine);
  return value.kind === 'unknown' ? value : yield* machine.call(machine.builtinClass(type), [value]);
}

/** `repr(tensor)`; unknown where the values are. */
export function* tensorRepr(torch: Torch, self: TensorValue, machine: Machine): Run<Value> {
  const lost = lostValues(self.native);
  if (lost) return lost;
  const values = yield* readValues(torch, machine, self.native);
  if (Math.min(values.length, torch.printOptions.threshold) > 1e5)
    return unknown(say('this text is too long to be made here'));
  const suffix = gradSuffix(self);
  const text = printTensor(
    {
      values,
      shape: self.native.shape,
      dtype: self.native.dtype,
      defaultDtype: defaultFloat,
      ...(suffix && { gradSuffix: suffix }),
    },
    torch.printOptions,
  );
  return str(self.cls === torch.classes.parameter ? `Parameter containing:\n${text}` : text);
}
