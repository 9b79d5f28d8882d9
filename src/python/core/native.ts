// Builtin functions and methods declared by a signature: `iterable, /, *, key=, reverse=`. A parameter with `=` may be left
// out. Knows no particular function.
import type { Answer, Args, BuiltinValue, ClassValue, Value } from '../value';
import { tuple } from '../value';
import { builtinClass } from './classes';
import { typeError } from './pyError';
import type { Vm } from './vm';

type Given = readonly (Value | undefined)[];
export type Work = (vm: Vm, args: Given, raw: Args) => Answer;

interface Signature {
  readonly names: readonly string[];
  /** So many of them by position alone, and so many by keyword alone at the end. */
  readonly positionalOnly: number;
  readonly keywordOnly: number;
  readonly required: number;
  readonly rest: boolean;
  readonly keywords: boolean;
  readonly optional: ReadonlySet<string>;
}

const parsed = new Map<string, Signature>();

function parse(text: string): Signature {
  const found = parsed.get(text);
  if (found) return found;
  const names: string[] = [];
  const optional = new Set<string>();
  let positionalOnly = 0;
  let firstKeywordOnly = -1;
  let rest = false;
  let keywords = false;
  for (const part of text.split(',').map((p) => p.trim())) {
    if (!part) continue;
    if (part === '/') positionalOnly = names.length;
    else if (part.startsWith('**')) keywords = true;
    else if (part.startsWith('*')) {
      rest = part.length > 1;
      firstKeywordOnly = names.length;
    } else {
      const name = part.replace('=', '');
      if (part.endsWith('=')) optional.add(name);
      names.push(name);
    }
  }
  const keywordOnly = firstKeywordOnly < 0 ? 0 : names.length - firstKeywordOnly;
  const places = names.slice(0, names.length - keywordOnly);
  const signature = {
    names,
    positionalOnly,
    keywordOnly,
    required: places.filter((n) => !optional.has(n)).length,
    rest,
    keywords,
    optional,
  };
  parsed.set(text, signature);
  return signature;
}

/** Values by parameter; the tuple of a `*rest` comes last. */
function bind(name: string, text: string, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Given {
  const signature = parse(text);
  const { names, positionalOnly, keywordOnly, required, rest } = signature;
  const places = names.length - keywordOnly;
  const out: (Value | undefined)[] = new Array(names.length).fill(undefined);
  const count = positional.length;
  const onlyPositional = positionalOnly === places;
  if ((count > places && !rest) || (onlyPositional && count < required)) {
    if (keywords.size && onlyPositional && !keywordOnly) throw typeError(`${name}() takes no keyword arguments`);
    throw wrongCount(name, places, required, count, keywordOnly > 0);
  }
  for (let i = 0; i < Math.min(count, places); i++) out[i] = positional[i];
  for (const [key, value] of keywords) {
    const at = names.indexOf(key);
    if (at < 0 || at < positionalOnly) {
      if (signature.keywords) continue;
      throw typeError(
        names.length === positionalOnly
          ? `${name}() takes no keyword arguments`
          : `'${key}' is an invalid keyword argument for ${name}()`,
      );
    }
    if (out[at]) throw typeError(`argument for ${name}() given by name ('${key}') and position (${at + 1})`);
    out[at] = value;
  }
  for (let i = 0; i < places; i++) {
    const wanted = names[i] ?? '';
    if (!out[i] && !signature.optional.has(wanted))
      throw typeError(`${name}() missing required argument '${wanted}' (pos ${i + 1})`);
  }
  if (rest) out.push(tuple(positional.slice(places)));
  return out;
}

function wrongCount(name: string, most: number, least: number, given: number, clinic: boolean): Error {
  if (most === 0) return typeError(`${name}() takes no arguments (${given} given)`);
  if (most === 1 && least === 1 && !clinic) return typeError(`${name}() takes exactly one argument (${given} given)`);
  const bare = name.split('.').at(-1);
  const plural = (n: number) => `${n} argument${n === 1 ? '' : 's'}`;
  if (most === least) return typeError(`${bare} expected ${plural(most)}, got ${given}`);
  return given < least
    ? typeError(`${bare} expected at least ${plural(least)}, got ${given}`)
    : typeError(`${bare} expected at most ${plural(most)}, got ${given}`);
}

/** A builtin function. */
export function native(name: string, signature: string, work: Work, unknowns?: BuiltinValue['unknowns']): BuiltinValue {
  return {
    kind: 'builtin',
    name,
    ...(unknowns ? { unknowns } : {}),
    call: (args, machine) => work(machine as Vm, bind(name, signature, args.positional, args.keywords), args),
  };
}

/** Rows of a type's methods: name, signature without self, work (self comes first), and how it takes Unknowns. */
export type MethodRow = readonly [name: string, signature: string, work: Work, unknowns?: BuiltinValue['unknowns']];

/** Adds methods to a class of Python's own. */
export function defineMethods(type: string, rows: readonly MethodRow[]): void {
  const cls = builtinClass(type);
  for (const [name, signature, work, unknowns] of rows) {
    const shown = name.startsWith('__') ? name : `${type}.${name}`;
    cls.attrs.set(name, {
      kind: 'builtin',
      name,
      binds: true,
      ...(unknowns ? { unknowns } : {}),
      call: ({ positional: [self, ...rest], keywords }, machine) => {
        if (!self) throw typeError(`unbound method ${type}.${name}() needs an argument`);
        return work(machine as Vm, [self, ...bind(shown, signature, rest, keywords)], { positional: rest, keywords });
      },
    });
  }
}

/** Adds `__new__`: the class comes first. */
export function defineNew(type: string, signature: string, work: Work, unknowns?: BuiltinValue['unknowns']): void {
  builtinClass(type).attrs.set('__new__', {
    kind: 'builtin',
    name: type,
    ...(unknowns ? { unknowns } : {}),
    call: ({ positional: [cls, ...rest], keywords }, machine) =>
      work(machine as Vm, [cls, ...bind(type, signature, rest, keywords)], { positional: rest, keywords }),
  });
}

/** Adds methods to any class. */
export function addMethods(cls: ClassValue, rows: readonly MethodRow[]): void {
  for (const [name, signature, work, unknowns] of rows) {
    const fn = native(
      name,
      name === '__new__' ? `cls, ${signature}` : signature ? `self, /, ${signature}` : 'self, /',
      work,
      unknowns,
    );
    cls.attrs.set(name, name === '__new__' ? fn : { ...fn, binds: true });
  }
}
