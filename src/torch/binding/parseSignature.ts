// One signature of PyTorch's argument parser against the arguments of a call: what it takes them for, or why it does not.
import type { Machine } from '../../python/machine';
import { type Args, tuple, type Value } from '../../python/value';
import { areInts, isAccepted, isSequence, nativeTypeName, typeNameOf } from './accepted';
import type { ParsedParam, ParserSignature } from './parserSignature';
import { unpacked } from './unpacked';

/** The TypeError's text; put together where it is raised. */
export interface Refused {
  readonly refusal: () => string;
}

/** The arguments by the names of the signature, several ints as one tuple. */
export function parse(machine: Machine, signature: ParserSignature, { positional, keywords }: Args): Args | Refused {
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
  const isDoubted = isPlaced && (type === 'IntArrayRef' || type === 'SymIntArrayRef');
  const [head] = isDoubted && isSequence(value) ? value.items : [];
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
