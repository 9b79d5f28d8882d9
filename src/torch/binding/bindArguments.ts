// Arguments to parameters by name, with the exceptions of CPython. Knows no types.
import type { Machine } from '../../python/machine';
import type { Args, Value } from '../../python/value';
import type { Callee, Taken } from './callee';

/** The arguments by parameter name; parameters that were left out are absent. Raises TypeError. */
export function bindArguments(machine: Machine, callee: Callee, args: Args): ReadonlyMap<string, Value> {
  const bound = new Map<string, Value>();
  const positional = callee.params.filter((param) => !param.keywordOnly);
  bindPositional(positional, args.positional, bound);
  for (const [keyword, value] of args.keywords) {
    const param = callee.params.find(({ name, alias }) => name === keyword || alias === keyword);
    if (!param || (param.variadic && callee.style === 'python')) {
      machine.raise('TypeError', `${callee.name}() got an unexpected keyword argument '${keyword}'`);
    }
    if (bound.has(param.name)) {
      machine.raise('TypeError', `${callee.name}() got multiple values for argument '${keyword}'`);
    }
    bound.set(param.name, value);
  }
  const takesAll = positional.some((param) => param.variadic);
  // CPython looks at the keywords first.
  if (args.positional.length > positional.length && !takesAll)
    tooMany(machine, callee, positional, args.positional.length);
  requireAll(machine, callee, bound);
  return bound;
}

/** Raises where a function that takes any number of arguments is given one by its name. */
export function refuseKeywords(machine: Machine, name: string, keywords: Args['keywords']): void {
  for (const keyword of keywords.keys())
    machine.raise('TypeError', `${name}() got an unexpected keyword argument '${keyword}'`);
}

function bindPositional(params: readonly Taken[], values: readonly Value[], bound: Map<string, Value>): void {
  for (const [i, param] of params.slice(0, values.length).entries()) {
    if (param.variadic && !(i === values.length - 1 && isList(values[i]))) {
      bound.set(param.name, { kind: 'tuple', items: values.slice(i) });
      return;
    }
    bound.set(param.name, values[i]!);
  }
}

const isList = (value: Value | undefined): boolean => value?.kind === 'list' || value?.kind === 'tuple';

function tooMany(machine: Machine, callee: Callee, params: readonly Taken[], given: number): never {
  const { name, style, self } = callee;
  if (style === 'native' && params.length === 0) {
    machine.raise('TypeError', `TensorBase.${name}() takes no arguments (${given} given)`);
  }
  const extra = self ? 1 : 0;
  const most = params.length + extra;
  const least = params.filter((param) => !param.hasDefault).length + extra;
  const range =
    least === most
      ? `${most} positional argument${most === 1 ? '' : 's'}`
      : `from ${least} to ${most} positional arguments`;
  const total = given + extra;
  machine.raise('TypeError', `${name}() takes ${range} but ${total} ${total === 1 ? 'was' : 'were'} given`);
}

function requireAll(machine: Machine, callee: Callee, bound: ReadonlyMap<string, Value>): void {
  const missing = callee.params.filter((param) => !param.hasDefault && !bound.has(param.name));
  if (missing.length === 0) return;
  if (callee.style === 'native') {
    const names = missing.map(({ name }) => `"${name}"`).join(', ');
    machine.raise('TypeError', `${callee.name}() missing ${missing.length} required positional arguments: ${names}`);
  }
  const kind = missing.every((param) => param.keywordOnly) ? 'keyword-only' : 'positional';
  const plural = missing.length === 1 ? '' : 's';
  machine.raise(
    'TypeError',
    `${callee.name}() missing ${missing.length} required ${kind} argument${plural}: ${listed(missing.map(({ name }) => `'${name}'`))}`,
  );
}

/** `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`. */
function listed(names: readonly string[]): string {
  if (names.length < 3) return names.join(' and ');
  return `${names.slice(0, -1).join(', ')}, and ${names.at(-1)}`;
}
