// torch.Tensor as a Python class: operations, own methods, operators, properties and indexing put together.
import { say } from '../../base/text';
import { methods } from '../../ops';
import type { Machine } from '../../python/machine';
import {
  type Args,
  type BuiltinValue,
  builtin,
  type ClassValue,
  isRun,
  none,
  type Run,
  unknown,
  type Value,
} from '../../python/value';
import { parsedMethod } from '../binding/parseCall';
import { methodForm, type OpForm, opBuiltin } from '../callOp';
import type { DeviceObjects } from '../deviceObject';
import type { DTypeObjects } from '../dtypeObject';
import { getItem, setItem } from '../index/item';
import { method, writingMethod } from '../makeClass';
import { isKnownName } from '../names/knownNames';
import { randomMethods } from '../random/randomMethods';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { tensorAttributes } from './attributes';
import { conversionMethods, type TensorMethod } from './conversion';
import { elementWrites } from './elementWrites';
import { hasInPlaceForm, inPlaceOf } from './inPlace';
import { tensorOperators } from './operators';
import { tensorProtocols } from './protocols';
import { queryMethods } from './queries';

interface Attribute {
  readonly name: string;
  readonly form: OpForm;
  readonly hasInPlace: boolean;
}
let known: readonly Attribute[] | undefined;

/** The operations that a tensor has as methods; some serve operators only. The same for every evaluation. */
function attributes(): readonly Attribute[] {
  known ??= [...methods]
    .filter(([name]) => isKnownName('torch.Tensor', name))
    .map(([name, ops]) => ({
      name,
      form: methodForm(ops, name),
      hasInPlace: isKnownName('torch.Tensor', `${name}_`) && ops.some(hasInPlaceForm),
    }));
  return known;
}

/** Fills `cls`, the class of `torch.Tensor`, once the rest of this torch is there. */
export function fillTensorClass(torch: Torch, cls: ClassValue, dtypes: DTypeObjects, devices: DeviceObjects): void {
  const call = (name: string, args: readonly Value[], machine: Machine): Run<Value> =>
    callMethod(torch, name, { positional: args, keywords: new Map() }, machine);
  const add = (attrs: Readonly<Record<string, Value>>): void => {
    for (const [name, value] of Object.entries(attrs)) cls.attrs.set(name, value);
  };
  for (const { name, form, hasInPlace } of attributes()) {
    cls.attrs.set(name, opBuiltin(torch, form));
    if (!hasInPlace) continue;
    const write = inPlaceOf(torch, name, (args, machine) => callMethod(torch, name, args, machine));
    const written: BuiltinValue = { ...builtin(`${name}_`, write, true), unknowns: 'handled' };
    cls.attrs.set(`${name}_`, parsedMethod(`${name}_`, written));
  }
  add(tensorAttributes(torch, dtypes, devices));
  add(tensorOperators(torch, call));
  add(tensorProtocols(torch, call));
  const own: Readonly<Record<string, TensorMethod>> = {
    ...conversionMethods(torch),
    ...queryMethods(torch),
    ...elementWrites(torch),
    ...randomMethods(torch),
    ...viewsInPlace(torch),
  };
  for (const [name, run] of Object.entries(own)) {
    const define = name.endsWith('_') ? writingMethod : method;
    const call = define(name, (self, args, machine, keywords) => run(self as TensorValue, args, machine, keywords));
    cls.attrs.set(name, parsedMethod(name, call));
  }
  add({
    __getitem__: method('__getitem__', (self, [key = none], machine) =>
      getItem(torch, machine, self as TensorValue, key),
    ),
    __setitem__: writingMethod('__setitem__', function* (self, [key = none, value = none], machine) {
      yield* setItem(torch, machine, self as TensorValue, key, value);
      return none;
    }),
    __getattr__: method('__getattr__', (self, [name], machine) => missing(self as TensorValue, name, machine)),
  });
}

/** Calls an operation as the method of its first argument. */
function* callMethod(torch: Torch, name: string, args: Args, machine: Machine): Run<Value> {
  const ops = methods.get(name);
  if (!ops) return unknown(say('{0} is not modelled yet', `torch.Tensor.${name}`));
  const answer = opBuiltin(torch, methodForm(ops, name)).call(args, machine);
  return isRun(answer) ? yield* answer : answer;
}

/** Views that replace what the object itself looks at: `x.t_()`. */
function viewsInPlace(torch: Torch): Readonly<Record<string, TensorMethod>> {
  const names = ['t', 'transpose', 'squeeze', 'unsqueeze', 'swapaxes', 'swapdims', 'as_strided'];
  return Object.fromEntries(
    names.map((name) => [
      `${name}_`,
      function* (self: TensorValue, args: readonly Value[], machine: Machine, keywords: Args['keywords']): Run<Value> {
        const { rank } = self.native;
        if (name === 't' && rank > 2)
          machine.raise('RuntimeError', `t_() expects a tensor with <= 2 dimensions, but self is ${rank}D`);
        const result = yield* callMethod(torch, name, { positional: [self, ...args], keywords }, machine);
        if (isTensorValue(result)) self.native = result.native;
        return self;
      },
    ]),
  );
}

/** Names that PyTorch has and that are not modelled; those that write make the values unknown when they are called. */
function missing(self: TensorValue, name: Value | undefined, machine: Machine): Value {
  const text = name?.kind === 'str' ? name.value : '';
  if (!isKnownName('torch.Tensor', text)) {
    machine.raise('AttributeError', `'${self.cls.name}' object has no attribute '${text}'`);
  }
  const reason = unknown(say('{0} is not modelled yet', `torch.Tensor.${text}`));
  if (!text.endsWith('_') || text.startsWith('_')) return reason;
  return builtin(text, () => {
    loseValues(self.native, reason);
    return reason;
  });
}
