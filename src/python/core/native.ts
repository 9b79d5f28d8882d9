// Builtin functions and methods declared by a signature: `iterable, /, *, key=, reverse=`. A parameter with `=` may be left
// out, one with a kind (`sep: str`) is checked; `~` begins one whose arguments CPython reads by itself, with words of its
// own for a wrong number of them. Knows no particular function.

import type { Arg, Arguments } from '../../syntax/nodes';
import type { Answer, Args, BuiltinValue, ClassValue, Value } from '../value';
import { tuple } from '../value';
import { bindParameters } from './bindParameters';
import { builtinClass } from './classes';
import { moduleOfBuiltin } from './homes';
import { classOf, findInClass, isInstance, isPlain } from './lookup';
import { PyError, typeError, valueError } from './pyError';
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
  readonly kinds: readonly (ArgumentKind | undefined)[];
  /** Reads its arguments by itself. */
  readonly loose: boolean;
}

const parsed = new Map<string, Signature>();

function parse(text: string): Signature {
  const found = parsed.get(text);
  if (found) return found;
  const names: string[] = [];
  const kinds: (ArgumentKind | undefined)[] = [];
  const loose = text.startsWith('~');
  const optional = new Set<string>();
  let positionalOnly = 0;
  let firstKeywordOnly = -1;
  let rest = false;
  let keywords = false;
  for (const part of text
    .replace('~', '')
    .split(',')
    .map((p) => p.trim())) {
    if (!part) continue;
    if (part === '/') positionalOnly = names.length;
    else if (part.startsWith('**')) keywords = true;
    else if (part.startsWith('*')) {
      rest = part.length > 1;
      firstKeywordOnly = names.length;
    } else {
      const [name = '', kind] = part.replace('=', '').split(/:\s*/);
      if (part.endsWith('=')) optional.add(name);
      names.push(name);
      kinds.push(kind as ArgumentKind | undefined);
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
    kinds,
    loose,
  };
  parsed.set(text, signature);
  return signature;
}

/** Values by parameter; the tuple of a `*rest` comes last. */
function bind(name: string, text: string, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Given {
  const signature = parse(text);
  const { names, positionalOnly, keywordOnly, required, rest, loose } = signature;
  const bare = name.split('.').at(-1) ?? name;
  const places = names.length - keywordOnly;
  const out: (Value | undefined)[] = new Array(names.length).fill(undefined);
  const count = positional.length;
  const onlyPositional = positionalOnly === places;
  if ((count > places && !rest) || (onlyPositional && count < required)) {
    if (keywords.size && onlyPositional && !keywordOnly)
      throw typeError(`${loose ? bare : name}() takes no keyword arguments`);
    if (loose || !onlyPositional || keywordOnly) throw wronglyMany(bare, signature, count, keywords.size);
    throw wrongCount(name, places, required, count);
  }
  for (let i = 0; i < Math.min(count, places); i++) out[i] = positional[i];
  let invalid: Error | undefined;
  for (const [key, value] of keywords) {
    const at = names.indexOf(key);
    if (at < 0 || at < positionalOnly) {
      if (signature.keywords) continue;
      if (names.length === positionalOnly)
        throw typeError(`${loose || rest ? bare : name}() takes no keyword arguments`);
      invalid ??= typeError(`'${key}' is an invalid keyword argument for ${bare}()`);
      continue;
    }
    if (out[at]) throw typeError(`argument for ${bare}() given by name ('${key}') and position (${at + 1})`);
    out[at] = value;
  }
  for (let i = 0; i < places; i++) {
    const wanted = names[i] ?? '';
    if (!out[i] && !signature.optional.has(wanted))
      throw i < positionalOnly
        ? typeError(`${bare}() takes at least ${argumentsText(required, 'positional ')} (${count} given)`)
        : typeError(`${bare}() missing required argument '${wanted}' (pos ${i + 1})`);
  }
  if (invalid) throw invalid;
  for (const [i, value] of out.entries()) {
    const kind = signature.kinds[i];
    if (value && kind) checkKind(bare, signature, i, kind, value);
  }
  if (rest) out.push(tuple(positional.slice(places)));
  return out;
}

const argumentsText = (n: number, what = ''): string => `${n} ${what}argument${n === 1 ? '' : 's'}`;

/** Where arguments may go by name, or a function reads them by itself. */
function wronglyMany(name: string, signature: Signature, count: number, named: number): Error {
  const { names, keywordOnly, required } = signature;
  const given = count + named;
  const most = names.length;
  const places = most - keywordOnly;
  if (count < required && count <= places)
    return typeError(`${name}() takes at least ${argumentsText(required)} (${given} given)`);
  if (given > most) {
    const bound = required === most ? 'exactly' : 'at most';
    return typeError(`${name}() takes ${bound} ${argumentsText(most)} (${given} given)`);
  }
  if (!places) return typeError(`${name}() takes no positional arguments`);
  return typeError(`${name}() takes at most ${argumentsText(places, 'positional ')} (${count} given)`);
}

/** `str`: a text; `cstr`: one without a NUL; `int`: what counts as an integer; `cint`, `ssize`: one that C has room for; `slice`: one or None; `bound`: one. */
export type ArgumentKind = 'str' | 'cstr' | 'int' | 'cint' | 'ssize' | 'slice' | 'bound';

function checkKind(name: string, signature: Signature, index: number, kind: ArgumentKind, value: Value): void {
  if (value.kind === 'unknown') return;
  const type = classOf(value).name;
  if (kind === 'str' || kind === 'cstr') {
    if (value.kind === 'str') {
      if (kind === 'cstr' && value.value.includes('\0')) throw valueError('embedded null character');
      return;
    }
    const shown = value.kind === 'none' ? 'None' : type;
    const { names, positionalOnly } = signature;
    const which =
      names.length === 1 && positionalOnly ? '' : index < positionalOnly ? ` ${index + 1}` : ` '${names[index]}'`;
    throw typeError(`${name}() argument${which} must be str, not ${shown}`);
  }
  if (kind === 'slice' && value.kind === 'none') return;
  const n = value.kind === 'int' ? value.value : value.kind === 'bool' ? 0n : undefined;
  if (n === undefined) {
    if (value.kind === 'instance' && findInClass(value.cls, '__index__')) return;
    if (kind === 'slice') throw typeError('slice indices must be integers or None or have an __index__ method');
    if (kind === 'bound') throw typeError('slice indices must be integers or have an __index__ method');
    throw typeError(`'${type}' object cannot be interpreted as an integer`);
  }
  const bits = kind === 'cint' ? 32 : kind === 'ssize' ? 64 : undefined;
  if (bits && BigInt.asIntN(bits, n) !== n)
    throw new PyError('OverflowError', `Python int too large to convert to C ${bits === 32 ? 'int' : 'ssize_t'}`);
}

function wrongCount(name: string, most: number, least: number, given: number): Error {
  if (most === 0) return typeError(`${name}() takes no arguments (${given} given)`);
  if (most === 1 && least === 1) return typeError(`${name}() takes exactly one argument (${given} given)`);
  const bare = name.split('.').at(-1);
  if (most === least) return typeError(`${bare} expected ${argumentsText(most)}, got ${given}`);
  return given < least
    ? typeError(`${bare} expected at least ${argumentsText(least)}, got ${given}`)
    : typeError(`${bare} expected at most ${argumentsText(most)}, got ${given}`);
}

/** What `list(...)`, `set(...)` say of more than an iterable; their subclasses take what they like. */
export function takesOne(name: string, { positional, keywords }: Args): void {
  if (keywords.size) throw typeError(`${name}() takes no keyword arguments`);
  if (positional.length > 1) throw typeError(`${name} expected at most 1 argument, got ${positional.length}`);
}

/** A builtin function. */
export function native(name: string, signature: string, work: Work, unknowns?: BuiltinValue['unknowns']): BuiltinValue {
  const fn: BuiltinValue = {
    kind: 'builtin',
    name,
    ...(unknowns ? { unknowns } : {}),
    call: (args, machine) => {
      const module = moduleOfBuiltin(fn);
      const full = module && module !== 'builtins' ? `${module}.${name}` : name;
      return work(machine as Vm, bind(full, signature, args.positional, args.keywords), args);
    },
  };
  return fn;
}

/** A parameter that was left out. */
const leftOut: Value = { kind: 'notImplemented' };

/** A function that is written in Python, where CPython has it: its refusals have the words of one. */
export function scripted(
  name: string,
  signature: string,
  work: Work,
  unknowns?: BuiltinValue['unknowns'],
): BuiltinValue {
  const { names, positionalOnly, keywordOnly, optional, rest, keywords } = parse(signature);
  const span = { start: 0, end: 0 };
  const arg = (one: string): Arg => ({ kind: 'arg', arg: one, nameSpan: span, span });
  const places = names.length - keywordOnly;
  const args: Arguments = {
    posonlyargs: names.slice(0, positionalOnly).map(arg),
    args: names.slice(positionalOnly, places).map(arg),
    kwonlyargs: names.slice(places).map(arg),
    ...(rest ? { vararg: arg('*') } : {}),
    ...(keywords ? { kwarg: arg('**') } : {}),
  };
  const defaults = new Map([...optional].map((one): [string, Value] => [one, leftOut]));
  return {
    kind: 'builtin',
    name,
    ...(unknowns ? { unknowns } : {}),
    call: (raw, machine) => {
      const bound = bindParameters(name, args, defaults, raw.positional, raw.keywords);
      const given = [...names, ...(rest ? ['*'] : [])].map((one) => bound.get(one));
      return work(
        machine as Vm,
        given.map((value) => (value === leftOut ? undefined : value)),
        raw,
      );
    },
  };
}

/** Rows of a type's methods: name, signature without self, work (self comes first), and how it takes Unknowns. */
export type MethodRow = readonly [name: string, signature: string, work: Work, unknowns?: BuiltinValue['unknowns']];

/** Adds methods to a class of Python's own. */
export function defineMethods(type: string, rows: readonly MethodRow[]): void {
  const cls = builtinClass(type);
  for (const [name, signature, work, unknowns] of rows) {
    const shown = name === '__init__' ? type : name.startsWith('__') ? name : `${type}.${name}`;
    cls.attrs.set(name, {
      kind: 'builtin',
      name,
      owner: cls,
      binds: true,
      ...(unknowns ? { unknowns } : {}),
      call: ({ positional: [self, ...rest], keywords }, machine) => {
        if (!self) throw typeError(`unbound method ${type}.${name}() needs an argument`);
        if (self.kind !== type && isPlain(self) && self.kind !== 'unknown' && !isInstance(self, cls))
          throw typeError(wrongSelf(type, name, classOf(self).name));
        return work(machine as Vm, [self, ...bind(shown, signature, rest, keywords)], { positional: rest, keywords });
      },
    });
  }
}

const wrongSelf = (type: string, name: string, given: string): string =>
  /^__\w+__$/.test(name)
    ? `descriptor '${name}' requires a '${type}' object but received a '${given}'`
    : `descriptor '${name}' for '${type}' objects doesn't apply to a '${given}' object`;

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
    cls.attrs.set(name, name === '__new__' ? fn : { ...fn, owner: cls, binds: true });
  }
}
