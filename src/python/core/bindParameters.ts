// Binds the arguments of a call to the parameters of a Python function, with CPython's TypeErrors. Knows no evaluation.
import type { Arguments } from '../../syntax/nodes';
import { str, tuple, type Value } from '../value';
import { typeError } from './pyError';

const quotedNames = (names: readonly string[]): string => {
  const quoted = names.map((name) => `'${name}'`);
  if (quoted.length === 1) return quoted[0] ?? '';
  if (quoted.length === 2) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
};
const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Parameter names to values; `defaults` by parameter name. */
export function bindParameters(
  qualname: string,
  args: Arguments,
  defaults: ReadonlyMap<string, Value>,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const names = new Map<string, Value>();
  const places = [...args.posonlyargs, ...args.args];
  const taken = Math.min(positional.length, places.length);
  for (let i = 0; i < taken; i++) names.set(places[i]?.arg ?? '', positional[i] as Value);
  if (args.vararg) names.set(args.vararg.arg, tuple(positional.slice(taken)));

  const extra = new Map<string, { readonly key: Value; value: Value }>();
  const misplaced: string[] = [];
  for (const [name, value] of keywords) {
    const known = args.args.some((a) => a.arg === name) || args.kwonlyargs.some((a) => a.arg === name);
    if (known) {
      if (names.has(name)) throw typeError(`${qualname}() got multiple values for argument '${name}'`);
      names.set(name, value);
    } else if (args.kwarg) extra.set(`s${name}`, { key: str(name), value });
    else if (args.posonlyargs.some((a) => a.arg === name)) misplaced.push(name);
    else throw typeError(`${qualname}() got an unexpected keyword argument '${name}'`);
  }
  if (misplaced.length)
    throw typeError(
      `${qualname}() got some positional-only arguments passed as keyword arguments: '${misplaced.join(', ')}'`,
    );
  if (positional.length > places.length && !args.vararg)
    throw tooMany(qualname, args, defaults, positional.length, keywords);
  if (args.kwarg) names.set(args.kwarg.arg, { kind: 'dict', entries: extra });

  fill(
    qualname,
    places.map((a) => a.arg),
    names,
    defaults,
    'positional',
  );
  fill(
    qualname,
    args.kwonlyargs.map((a) => a.arg),
    names,
    defaults,
    'keyword-only',
  );
  return names;
}

function fill(
  qualname: string,
  wanted: readonly string[],
  names: Map<string, Value>,
  defaults: ReadonlyMap<string, Value>,
  kind: 'positional' | 'keyword-only',
): void {
  const missing: string[] = [];
  for (const name of wanted) {
    if (names.has(name)) continue;
    const value = defaults.get(name);
    if (value) names.set(name, value);
    else missing.push(name);
  }
  if (missing.length)
    throw typeError(
      `${qualname}() missing ${plural(missing.length, `required ${kind} argument`)}: ${quotedNames(missing)}`,
    );
}

function tooMany(
  qualname: string,
  args: Arguments,
  defaults: ReadonlyMap<string, Value>,
  given: number,
  keywords: ReadonlyMap<string, Value>,
): Error {
  const places = [...args.posonlyargs, ...args.args];
  const required = places.filter((a) => !defaults.has(a.arg)).length;
  const takes =
    required < places.length
      ? `from ${required} to ${places.length} positional arguments`
      : plural(places.length, 'positional argument');
  const keywordOnly = args.kwonlyargs.filter((a) => keywords.has(a.arg)).length;
  const were = keywordOnly
    ? `${plural(given, 'positional argument')} (and ${plural(keywordOnly, 'keyword-only argument')}) were`
    : `${given} ${given === 1 ? 'was' : 'were'}`;
  return typeError(`${qualname}() takes ${takes} but ${were} given`);
}
