// Reads a command line by what a parser declared, as `argparse` does: options, then positional arguments. Knows no module.
import { say } from '../../base/text';
import { containsItem } from '../core/compare';
import { PyError } from '../core/pyError';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { bool, type InstanceValue, int, list, none, type Run, str, unknown, type Value } from '../value';
import type { Declared, Parser } from './argparse';

/** `parser.error`: what is wrong goes to the error output, and the program ends. */
export const refuse = (): never => {
  throw new PyError('SystemExit', '2', [int(2)]);
};

const isNumber = (word: string): boolean => /^-\d+$|^-\d*\.\d+$/.test(word);

/** Sets the attributes of `into`; gives the words that no argument took. */
export function* readArguments(vm: Vm, parser: Parser, words: readonly string[], into: InstanceValue): Run<string[]> {
  const line = [...words];
  for (const { dest, initial } of parser.declared) if (initial && !into.attrs.has(dest)) into.attrs.set(dest, initial);
  for (const [name, value] of parser.defaults) if (!into.attrs.has(name)) into.attrs.set(name, value);
  const seen = new Set<Declared>();
  const rest: string[] = [];
  const loose: string[] = [];
  const hasNumbers = parser.declared.some(({ flags }) => flags.some(isNumber));
  const isOption = (word: string): boolean =>
    word.length > 1 && word.startsWith('-') && !(isNumber(word) && !hasNumbers) && !word.includes(' ');
  for (let at = 0; at < line.length; ) {
    const word = line[at++] ?? '';
    if (word === '--') {
      loose.push(...line.slice(at));
      break;
    }
    if (!isOption(word)) {
      loose.push(word);
      continue;
    }
    const found = optionFor(parser, word);
    if (!found) {
      rest.push(word);
      continue;
    }
    const { option, flag, value } = found;
    seen.add(option);
    if (takesNone(option)) {
      if (value !== undefined) {
        // `-vv` is `-v -v`.
        if (flag.startsWith('--') || word.includes('=')) refuse();
        line.splice(at, 0, `-${value}`);
      }
      yield* store(vm, option, flag, [], into);
      continue;
    }
    const taken: string[] = value === undefined ? [] : [value];
    if (value === undefined) {
      const [, most] = bounds(option);
      while (taken.length < most && at < line.length && !isOption(line[at] ?? '') && line[at] !== '--')
        taken.push(line[at++] ?? '');
    }
    if (taken.length < bounds(option)[0]) refuse();
    yield* store(vm, option, flag, taken, into);
  }
  rest.push(...(yield* positional(vm, parser, loose, into, seen)));
  for (const declared of parser.declared) {
    if (seen.has(declared)) continue;
    if (declared.required) refuse();
    // A default that is a text is read like an argument.
    const held = into.attrs.get(declared.dest);
    if (declared.initial?.kind === 'str' && held === declared.initial)
      into.attrs.set(declared.dest, yield* converted(vm, declared, declared.initial.value));
  }
  return rest;
}

const takesNone = ({ action }: Declared): boolean => !/^(?:store|append|extend)$/.test(action);

/** The option of a word; abbreviations of long ones too. */
function optionFor(
  { declared }: Parser,
  word: string,
): { readonly option: Declared; readonly flag: string; readonly value?: string } | undefined {
  const exact = declared.find(({ flags }) => flags.includes(word));
  if (exact) return { option: exact, flag: word };
  const at = word.indexOf('=');
  const [name, value] = at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
  const candidates = declared.flatMap((option) =>
    option.flags
      .filter((flag) => flag === name || (name.startsWith('--') && flag.startsWith(name)))
      .map((flag) => ({ option, flag })),
  );
  const found = candidates.find(({ flag }) => flag === name) ?? candidates[0];
  if (candidates.length > 1 && found?.flag !== name) refuse();
  if (found) return value === undefined ? found : { ...found, value };
  if (word.startsWith('--')) return undefined;
  const short = declared.find(({ flags }) => flags.includes(word.slice(0, 2)));
  return short && { option: short, flag: word.slice(0, 2), value: word.slice(2) };
}

/** The least and the most words that an argument takes. */
function bounds({ nargs }: Declared): readonly [number, number] {
  if (!nargs) return [1, 1];
  if (nargs.kind === 'int') return [Number(nargs.value), Number(nargs.value)];
  switch (nargs.kind === 'str' ? nargs.value : '') {
    case '?':
      return [0, 1];
    case '+':
      return [1, Number.POSITIVE_INFINITY];
    default:
      return [0, Number.POSITIVE_INFINITY];
  }
}

/** Shares the words out to the positional arguments, each as many as leaves enough for those behind it. */
function* positional(
  vm: Vm,
  parser: Parser,
  words: readonly string[],
  into: InstanceValue,
  seen: Set<Declared>,
): Run<readonly string[]> {
  const takers = parser.declared.filter(({ flags }) => !flags.length);
  let at = 0;
  for (const [i, taker] of takers.entries()) {
    const needed = takers.slice(i + 1).reduce((sum, later) => sum + bounds(later)[0], 0);
    const [least, most] = bounds(taker);
    const count = Math.max(least, Math.min(most, words.length - at - needed));
    if (at + count > words.length) refuse();
    seen.add(taker);
    yield* store(vm, taker, '', words.slice(at, at + count), into);
    at += count;
  }
  return words.slice(at);
}

function* converted(vm: Vm, { type, choices }: Declared, word: string, check = false): Run<Value> {
  let value: Value = str(word);
  if (type) {
    try {
      value = yield* vm.call(type, [value]);
    } catch (error) {
      if (vm.isRaised(error, 'ValueError') || vm.isRaised(error, 'TypeError')) refuse();
      throw error;
    }
  }
  if (check && choices) {
    const inside = yield* containsItem(vm, choices, value);
    if (inside.kind === 'bool' && !inside.value) refuse();
  }
  return value;
}

function* store(vm: Vm, declared: Declared, flag: string, words: readonly string[], into: InstanceValue): Run<void> {
  const { action, dest, nargs, constant, initial } = declared;
  const values: Value[] = [];
  for (const word of words) values.push(yield* converted(vm, declared, word, true));
  const many = nargs !== undefined && !(nargs.kind === 'str' && nargs.value === '?');
  const empty = flag ? constant : (initial ?? none);
  const value = !many
    ? (values[0] ?? empty)
    : !values.length && !flag && initial && initial.kind !== 'none'
      ? initial
      : list(values);
  const held = into.attrs.get(dest);
  const before = held?.kind === 'list' ? held.items : [];
  switch (action) {
    case 'append':
      into.attrs.set(dest, list([...before, value]));
      return;
    case 'extend':
      into.attrs.set(dest, list([...before, ...(yield* vm.items(value))]));
      return;
    case 'append_const':
      into.attrs.set(dest, list([...before, constant]));
      return;
    case 'count':
      into.attrs.set(dest, int((held?.kind === 'int' ? held.value : 0n) + 1n));
      return;
    case 'boolean':
      into.attrs.set(dest, bool(!flag.startsWith('--no-')));
      return;
    case 'store':
      into.attrs.set(dest, value);
      return;
    case 'help':
    case 'version':
      throw new Unknowable(unknown(say('the help of a command line is not shown here'), vm.span));
    default:
      into.attrs.set(dest, constant);
  }
}
