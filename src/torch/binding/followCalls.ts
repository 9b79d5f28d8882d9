// A function of PyTorch's that is written in Python, as far as its arguments meet functions in C. Knows no operation.
import { say } from '../../base/text';
import type { Param } from '../../ops/op';
import type { Machine } from '../../python/machine';
import { bool, float, int, none, str, tuple, unknown, type Value } from '../../python/value';
import { isTensor, nativeTypeName } from './accepted';
import { innerCalls } from './innerCalls';
import { parseCall } from './parseCall';

type Bound = ReadonlyMap<string, Value>;

/** Raises what the function named `name` meets with these arguments. */
export function followCalls(machine: Machine, name: string, params: readonly Param[], bound: Bound): void {
  const steps = Object.hasOwn(innerCalls, name) ? innerCalls[name]! : '';
  const given: Bound = new Map(params.map((param) => [param.name, bound.get(param.name) ?? defaultOf(param)]));
  for (const conditional of steps.split('; ')) {
    const [, tested, isNot, kind, step = ''] = /^(?:(\w+):(!?)(int|none)> )?(.*)$/.exec(conditional) ?? [];
    if (tested && isKind(given.get(tested), kind) === (isNot === '!')) continue;
    const [, attribute, length, called, args = ''] =
      /^(?:(\w+\??\.\w+)|len\((\w+)\)|([\w.]+)\((.*)\))$/.exec(step) ?? [];
    if (attribute) ask(machine, given, attribute);
    else if (length) requireLength(machine, given.get(length));
    else if (called) call(machine, given, called, args.split(', '));
  }
}

/** As `isinstance(value, int)` sees it once a tensor has been made one. */
const isKind = (value: Value | undefined, kind: string | undefined): boolean =>
  value !== undefined && (value.kind === kind || (kind === 'int' && (value.kind === 'bool' || isTensor(value))));

function ask(machine: Machine, given: Bound, step: string): void {
  const [target = '', attribute = ''] = step.split('.');
  const value = given.get(target.replace('?', ''));
  if (!value || value.kind === 'unknown' || isTensor(value) || (target.endsWith('?') && value.kind === 'none')) return;
  const got = nativeTypeName(machine, value);
  machine.raise('AttributeError', `'${got}' object has no attribute '${attribute}'`);
}

function requireLength(machine: Machine, value: Value | undefined): void {
  const hasNone = value && /^(?:none|bool|int|float)$/.test(value.kind);
  if (hasNone) machine.raise('TypeError', `object of type '${nativeTypeName(machine, value)}' has no len()`);
}

function call(machine: Machine, given: Bound, called: string, args: readonly string[]): void {
  const [owner = '', method = ''] = called.split('.');
  const isMethod = given.has(owner);
  if (isMethod) ask(machine, given, called);
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  for (const arg of args) {
    const [, keyword, count, text = '', mark] = /^(?:(\w+)=)?(?:(\d)\*)?(\w+)([?!])?$/.exec(arg) ?? [];
    const found = given.get(text) ?? literal(text);
    const value = mark === '!' ? filledIn(found) : found;
    const isAbsent = mark === '?' && value.kind === 'none';
    if (!keyword) positional.push(isAbsent ? anything : count ? repeated(value, Number(count)) : value);
    else if (!isAbsent) keywords.set(keyword, value);
  }
  parseCall(machine, isMethod ? `torch.Tensor.${method}` : called, { positional, keywords });
}

const anything = unknown(say('any value'));

function literal(text: string): Value {
  if (text === 'None') return none;
  if (text === 'True') return bool(true);
  return /^\d+$/.test(text) ? int(Number(text)) : anything;
}

const filledIn = (value: Value): Value =>
  value.kind === 'list' || value.kind === 'tuple'
    ? { ...value, items: value.items.map((item) => (item.kind === 'none' ? int(1) : item)) }
    : value;

/** `_pair(stride)`: what is no list stands for as many. */
function repeated(value: Value, count: number): Value {
  if (value.kind === 'list' || value.kind === 'tuple') return tuple([...value.items]);
  if (value.kind === 'str') return tuple([...value.value].map(str));
  return isTensor(value) ? anything : tuple(Array<Value>(count).fill(value));
}

function defaultOf({ default: value }: Param): Value {
  if (value === null) return none;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'string') return str(value);
  if (typeof value === 'number') return Number.isInteger(value) ? int(value) : float(value);
  return anything;
}
