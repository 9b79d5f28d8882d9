// PyTorch's argument parser: which signature a call fits, and the TypeError where it fits none. Knows no operation.
import type { Machine } from '../../python/machine';
import { type Args, type BuiltinValue, tuple, type Value } from '../../python/value';
import { areInts, isAccepted, isTensor, nativeTypeName, typeNameOf } from './accepted';
import { combinationText, deprecationText } from './combinations';
import { type ParsedParam, type ParserSignature, parserSignatures } from './parserSignature';
import { unpacked } from './unpacked';

/** `parseCall` of a method of tensors, whose first argument is the tensor. */
export function parseMethod(machine: Machine, name: string, args: Args): Args {
  const dotted = `torch.Tensor.${name}`;
  const [self, ...positional] = args.positional;
  if (!parserSignatures(dotted) || self?.kind === 'unknown') return args;
  if (!self) return machine.raise('TypeError', `unbound method TensorBase.${name}() needs an argument`);
  if (!isTensor(self)) {
    const got = nativeTypeName(machine, self);
    const text = `descriptor '${name}' for 'torch._C.TensorBase' objects doesn't apply to a '${got}' object`;
    return machine.raise('TypeError', text);
  }
  const parsed = parseCall(machine, dotted, { positional, keywords: args.keywords });
  return { positional: [self, ...parsed.positional], keywords: parsed.keywords };
}

/** The functions of a module, each behind the parser of its name. */
export const parsedFunctions = (
  path: string,
  functions: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, value]) => [
      name,
      value.kind === 'builtin' ? parsedFunction(`${path}.${name}`, value) : value,
    ]),
  );

/** A function behind the parser of its name. */
export const parsedFunction = (dotted: string, value: BuiltinValue): BuiltinValue => ({
  ...value,
  call: (args, machine) => value.call(parseCall(machine, dotted, args), machine),
});

/** A method of tensors behind the parser of its name. */
export const parsedMethod = (name: string, value: BuiltinValue): BuiltinValue => ({
  ...value,
  call: (args, machine) => value.call(parseMethod(machine, name, args), machine),
});

/**
 * The arguments as the signature that takes them names them, with several ints as one tuple; as they are where `dotted` is not
 * written in C. `self` is no argument of a method.
 */
export function parseCall(machine: Machine, dotted: string, args: Args): Args {
  const all = parserSignatures(dotted);
  // What is not known fits everywhere, so that the first of several signatures need not be the one that is meant.
  const isClear = all?.length === 1 || ![...args.positional, ...args.keywords.values()].some(isUnknown);
  if (!all || !isClear) return args;
  if (all.length === 0) return takeNone(machine, dotted, args);
  let first: Refused | undefined;
  for (const signature of all) {
    const parsed = parse(machine, signature, args);
    if ('refusal' in parsed) first ??= parsed;
    else {
      if (signature.deprecated) machine.warn('UserWarning', deprecationText(signature, all));
      return parsed;
    }
  }
  if (all.length === 1 && first) machine.raise('TypeError', first.refusal());
  const given = args.positional.length + args.keywords.size;
  const listed = all.filter((signature) => !signature.deprecated);
  const plausible = listed.filter(({ least, params }) => least <= given && given <= params.length);
  const only = plausible.length === 1 && plausible[0] ? parse(machine, plausible[0], args) : undefined;
  const text = only && 'refusal' in only ? only.refusal() : combinationText(machine, listed, args);
  return machine.raise('TypeError', text);
}

const isUnknown = ({ kind }: Value): boolean => kind === 'unknown';

interface Refused {
  readonly refusal: () => string;
}

/** Methods that take no arguments are refused some by CPython itself. */
function takeNone(machine: Machine, dotted: string, args: Args): Args {
  const name = `TensorBase.${dotted.slice(dotted.lastIndexOf('.') + 1)}()`;
  if (args.keywords.size > 0) machine.raise('TypeError', `${name} takes no keyword arguments`);
  const { length } = args.positional;
  if (length > 0) machine.raise('TypeError', `${name} takes no arguments (${length} given)`);
  return args;
}

function parse(machine: Machine, signature: ParserSignature, { positional, keywords }: Args): Args | Refused {
  const { name, params, mostPositional } = signature;
  const [head] = params;
  const takesSeveral = mostPositional === 1 && (head?.type === 'IntArrayRef' || head?.type === 'SymIntArrayRef');
  const several = takesSeveral && areInts(tuple(positional)) ? tuple(positional) : undefined;
  if (positional.length > mostPositional && !several) return { refusal: () => extra(signature, positional.length) };
  const taken: (readonly [ParsedParam, Value])[] = [];
  const named = new Set<string>();
  let place = 0;
  for (const [i, param] of params.entries()) {
    const isPlaced = place < positional.length;
    if (isPlaced && param.keywordOnly) return { refusal: () => extra(signature, positional.length) };
    const value = isPlaced ? positional[place] : namedValue(keywords, param);
    const at = isPlaced ? ` (position ${place + 1})` : '';
    if (!value) {
      if (param.default === undefined) return { refusal: () => missing(signature, i) };
    } else if ((value.kind === 'none' && param.takesNone) || isAccepted(machine, param, value, i)) {
      taken.push([param, value]);
      if (!isPlaced) named.add(param.name);
    } else if (several && isPlaced && place === 0) {
      taken.push([param, several]);
      place = positional.length;
      continue;
    } else {
      const wanted = `${name}(): argument '${param.name}'${at} must be ${typeNameOf(param)}`;
      return { refusal: () => `${wanted}, ${gotInstead(machine, param, value, isPlaced)}` };
    }
    if (isPlaced) place++;
  }
  if (named.size < keywords.size) return { refusal: () => strange(signature, keywords, positional.length) };
  const unpack = ([param, value]: (typeof taken)[number]): Value => unpacked(machine, name, param, value);
  // The order of deprecated signatures is no other's.
  const isNamed = ([param]: (typeof taken)[number]): boolean => signature.deprecated || named.has(param.name);
  return {
    positional: taken.filter((one) => !isNamed(one)).map(unpack),
    keywords: new Map(taken.filter(isNamed).map((one) => [one[0].name, unpack(one)])),
  };
}

function gotInstead(machine: Machine, { type }: ParsedParam, value: Value, isPlaced: boolean): string {
  const isList = value.kind === 'list' || value.kind === 'tuple';
  const isDoubted = isList && isPlaced && (type === 'IntArrayRef' || type === 'SymIntArrayRef');
  const [head] = isDoubted ? value.items : [];
  if (head) return `but found element of type ${nativeTypeName(machine, head)} at pos 0`;
  return `not ${nativeTypeName(machine, value)}`;
}

function namedValue(keywords: ReadonlyMap<string, Value>, { name, others }: ParsedParam): Value | undefined {
  const key = [name, ...others].find((candidate) => keywords.has(candidate));
  return key === undefined ? undefined : keywords.get(key);
}

function extra({ name, least, mostPositional }: ParserSignature, given: number): string {
  const range =
    least === mostPositional
      ? `${least} positional argument${least === 1 ? '' : 's'} but`
      : `from ${least} to ${mostPositional} positional arguments but`;
  const isOne = given === 1 && least === mostPositional;
  return `${name}() takes ${range} ${given} ${isOne ? 'was' : 'were'} given`;
}

function missing({ name, params }: ParserSignature, from: number): string {
  const names = params.slice(from).flatMap((param) => (param.default === undefined ? [`"${param.name}"`] : []));
  // PyTorch's own plural.
  return `${name}() missing ${names.length} required positional argument${names.length === 1 ? 's' : ''}: ${names.join(', ')}`;
}

function strange({ name, params }: ParserSignature, keywords: ReadonlyMap<string, Value>, placed: number): string {
  for (const keyword of keywords.keys()) {
    const place = params.findIndex((param) => param.name === keyword);
    if (place < 0) return `${name}() got an unexpected keyword argument '${keyword}'`;
    if (place < placed) return `${name}() got multiple values for argument '${keyword}'`;
  }
  return 'invalid keyword arguments';
}
