// Functions of the library that are no operations, declared by their signature in Python's own notation.
import type { Machine } from '../../python/machine';
import { type Answer, type Args, type BuiltinValue, builtin, none, type Value } from '../../python/value';
import { bindArguments } from './bindArguments';
import type { Callee, Taken } from './callee';

/** The arguments by name; what was left out is None, or what `given` tells apart. */
export interface Given {
  readonly get: (name: string) => Value;
  readonly has: (name: string) => boolean;
  readonly values: () => readonly Value[];
}

/** Signatures are few and read again for every evaluation. */
const parsed = new Map<string, readonly Taken[]>();

/** Reads `input, dim=None, *, dtype=None`; a leading star on a name takes all positional arguments: `*size`. */
export function parseParams(text: string): readonly Taken[] {
  const known = parsed.get(text);
  if (known) return known;
  let keywordOnly = false;
  const params: Taken[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    if (part === '*') {
      keywordOnly = true;
      continue;
    }
    const [name = '', value] = part.split('=');
    const variadic = name.startsWith('*');
    params.push({
      name: variadic ? name.slice(1) : name,
      hasDefault: value !== undefined || keywordOnly,
      keywordOnly,
      variadic,
    });
  }
  parsed.set(text, params);
  return params;
}

/** A callee from its signature: `define('tensor', 'native', 'data, *, dtype=None')`. */
export const callee = (name: string, style: Callee['style'], params: string, self = false): Callee => ({
  name,
  style,
  params: parseParams(params),
  self,
});

/** Binds and hands over the arguments. An unknown argument makes the result unknown before `run` is asked. */
export function bindGiven(machine: Machine, target: Callee, args: Args): Given {
  const bound = bindArguments(machine, target, args);
  return {
    get: (name) => bound.get(name) ?? none,
    has: (name) => bound.has(name),
    values: () => [...bound.values()],
  };
}

/** A function of a module: `declare('manual_seed', 'python', 'seed', ({ get }, machine) => ...)`. */
export function declare(
  name: string,
  style: Callee['style'],
  params: string,
  run: (given: Given, machine: Machine) => Answer,
): BuiltinValue {
  const target = callee(name, style, params);
  return builtin(name, (args, machine) => {
    const given = bindGiven(machine, target, args);
    return given.values().find((value) => value.kind === 'unknown') ?? run(given, machine);
  });
}
