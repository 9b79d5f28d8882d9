// One Python value to what a parameter takes, with PyTorch's exceptions where it is something else.
import { say } from '../../base/text';
import type { OpValue, Param, Scalar } from '../../ops/op';
import type { Machine } from '../../python/machine';
import { type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { dtypeOf } from '../dtypeObject';
import { readValues } from '../hostValues';
import { isTensorValue, lostValues } from '../tensorValue';
import type { Torch } from '../torch';
import { typeText } from './overloads';

/** Raises the TypeError (or AttributeError) for a value of the wrong type, or for one item of a tuple. */
export interface Refuse {
  readonly type: (wanted: string, got: Value) => never;
  readonly item: (wanted: string, place: number, got: Value) => never;
}

export interface Conversion {
  readonly torch: Torch;
  readonly machine: Machine;
  readonly refuse: Refuse;
  /** Python functions take any truth value and any string; C functions are strict. */
  readonly style: 'python' | 'native';
}

/** The bound form of `value`, or the reason why it is not known. */
export function* convertArgument(c: Conversion, param: Param, value: Value): Run<OpValue | UnknownValue> {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'none' && (param.optional || param.default === null)) return null;
  switch (param.type) {
    case 'tensor':
      return tensorIn(c, value) ?? c.refuse.type(typeText('tensor'), value);
    case 'scalarOrTensor':
      return tensorIn(c, value) ?? scalarOf(value) ?? c.refuse.type(typeText('scalarOrTensor'), value);
    case 'scalar':
      return (yield* scalarArgument(c, value)) ?? c.refuse.type(typeText('scalar'), value);
    case 'real': {
      const scalar = yield* scalarArgument(c, value);
      if (!scalar) return c.refuse.type(typeText('real'), value);
      return isUnknown(scalar) ? scalar : scalar.value;
    }
    case 'reals':
      return yield* realsArgument(c, value);
    case 'int':
    case 'dim':
      return (yield* intArgument(c, value)) ?? c.refuse.type(typeText(param.type), value);
    case 'dims':
    case 'shape':
      return yield* intsArgument(c, value, typeText(param.type), param.noneItem);
    case 'dimPairs':
      return yield* dimPairsArgument(c, value);
    case 'tensors':
      return tensorsArgument(c, value);
    case 'bool':
      return yield* boolArgument(c, value);
    case 'dtype':
      return dtypeOf(value) ?? c.refuse.type(typeText('dtype'), value);
    case 'string':
      if (value.kind === 'str') return value.value;
      return c.style === 'python' ? yield* c.machine.str(value) : c.refuse.type(typeText('string'), value);
  }
}

const isUnknown = (value: unknown): value is UnknownValue =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'unknown';

/** A tensor, whether its values are known or not. */
const tensorIn = ({ torch }: Conversion, value: Value): Tensor | undefined =>
  isTensorValue(value) && value.cls !== torch.classes.ndarray ? value.native : undefined;

function knownTensor(c: Conversion, value: Value): Tensor | UnknownValue | undefined {
  const tensor = tensorIn(c, value);
  return tensor && (lostValues(tensor) ?? tensor);
}

/** Integers past 2⁵³ are not exact here and so not known. */
function scalarOf(value: Value): Scalar | UnknownValue | undefined {
  if (value.kind === 'bool') return { kind: 'bool', value: value.value ? 1 : 0 };
  if (value.kind === 'float') return { kind: 'float', value: value.value };
  if (value.kind === 'complex') return unknown(say('complex numbers are not modelled here yet'));
  if (value.kind !== 'int') return undefined;
  const number = Number(value.value);
  return Number.isSafeInteger(number)
    ? { kind: 'int', value: number }
    : unknown(say('the integer {0} is too large to be exact here', String(value.value)));
}

/** A Python number, or a 0-d tensor that stands for one. */
function* scalarArgument(c: Conversion, value: Value): Run<Scalar | UnknownValue | undefined> {
  const tensor = knownTensor(c, value);
  if (!tensor) return scalarOf(value);
  if (isUnknown(tensor)) return tensor;
  if (tensor.rank > 0) return undefined;
  const number = Number((yield* readValues(c.torch, c.machine, tensor))[0]);
  return { kind: tensor.dtype === 'bool' ? 'bool' : isIntegral(tensor.dtype) ? 'int' : 'float', value: number };
}

function* realsArgument(c: Conversion, value: Value): Run<readonly number[] | UnknownValue> {
  if (value.kind !== 'list' && value.kind !== 'tuple') return c.refuse.type(typeText('reals'), value);
  const numbers: number[] = [];
  for (const [i, item] of value.items.entries()) {
    const scalar = item.kind === 'unknown' ? item : yield* scalarArgument(c, item);
    if (!scalar) return c.refuse.item(typeText('reals'), i + 1, item);
    if (isUnknown(scalar)) return scalar;
    numbers.push(scalar.value);
  }
  return numbers;
}

function* intArgument(c: Conversion, value: Value): Run<number | UnknownValue | undefined> {
  if (value.kind === 'int') return Number(value.value);
  if (value.kind === 'bool') return value.value ? 1 : 0;
  const tensor = knownTensor(c, value);
  if (!tensor || isUnknown(tensor)) return tensor;
  if (tensor.size !== 1 || !isIntegral(tensor.dtype)) return undefined;
  return Number((yield* readValues(c.torch, c.machine, tensor))[0]);
}

function* intsArgument(
  c: Conversion,
  value: Value,
  type: string,
  noneItem?: number,
): Run<readonly number[] | UnknownValue> {
  if (value.kind !== 'list' && value.kind !== 'tuple') {
    const single = yield* intArgument(c, value);
    if (single === undefined) return c.refuse.type(type, value);
    return isUnknown(single) ? single : [single];
  }
  const numbers: number[] = [];
  for (const [i, item] of value.items.entries()) {
    if (item.kind === 'unknown') return item;
    const number = item.kind === 'none' ? noneItem : yield* intArgument(c, item);
    if (isUnknown(number)) return number;
    if (number !== undefined) numbers.push(number);
    // The first item decides whether this is a tuple of ints at all.
    else if (i === 0) c.refuse.type(type, value.items.length === 1 ? item : value);
    else c.refuse.item(type, i + 1, item);
  }
  return numbers;
}

function* dimPairsArgument(c: Conversion, value: Value): Run<readonly number[] | UnknownValue> {
  const lists = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  const found: (readonly number[])[] = [];
  for (const list of lists) {
    const dims = yield* intsArgument(c, list, typeText('dims'));
    if (isUnknown(dims)) return dims;
    found.push(dims);
  }
  const [left, right] = found;
  if (!left || !right || found.length > 2) return c.refuse.type(typeText('dimPairs'), value);
  if (left.length !== right.length) c.machine.raise('RuntimeError', 'both dimension lists should have same length');
  return [...left, ...right];
}

function tensorsArgument(c: Conversion, value: Value): readonly Tensor[] | UnknownValue {
  if (value.kind !== 'list' && value.kind !== 'tuple') return c.refuse.type(typeText('tensors'), value);
  const tensors: Tensor[] = [];
  for (const [i, item] of value.items.entries()) {
    c.machine.spend(1);
    if (item.kind === 'unknown') return item;
    const tensor = tensorIn(c, item);
    if (!tensor) {
      const got = c.machine.classOf(item).name;
      c.machine.raise('TypeError', `expected Tensor as element ${i} in argument 0, but got ${got}`);
    }
    tensors.push(tensor);
  }
  return tensors;
}

function* boolArgument(c: Conversion, value: Value): Run<boolean | UnknownValue> {
  if (value.kind === 'bool') return value.value;
  const truth = yield* c.machine.truth(value);
  return truth === 'unknown' ? unknown(say('whether this is true is not known')) : truth;
}
