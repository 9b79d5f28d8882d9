// `argparse`: parsers of command lines. A program has none here, so `parse_args()` takes the defaults. Knows no other module.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import { type MethodRow, native } from '../core/native';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import {
  bool,
  type ClassValue,
  type InstanceValue,
  list,
  none,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../value';
import { readArguments, refuse } from './argparseRead';
import { classIn, defineModule, moduleOf } from './modules';
import { equalNames, keepNames } from './namespace';

/** What `add_argument` declared. */
export interface Declared {
  /** `--lr`, `-l`; none for a positional argument. */
  readonly flags: readonly string[];
  readonly dest: string;
  readonly action: string;
  readonly nargs: Value | undefined;
  readonly constant: Value;
  /** Absent: nothing is set, as `default=SUPPRESS` asks. */
  readonly initial: Value | undefined;
  readonly type: Value | undefined;
  readonly choices: Value | undefined;
  readonly required: boolean;
}

export interface Parser {
  readonly declared: Declared[];
  readonly defaults: Map<string, Value>;
  readonly namespace: ClassValue;
}

const suppressed = '==SUPPRESS==';
const text = (value: Value | undefined): string => (value?.kind === 'str' ? value.value : '');
const parserOf = (self: Value | undefined): Parser => (self as InstanceValue).native as Parser;
const given = (value: Value | undefined): Value | undefined => (value && value.kind !== 'none' ? value : undefined);

const flagValues: Readonly<Record<string, readonly [constant: Value, initial: Value]>> = {
  store_true: [bool(true), bool(false)],
  store_false: [bool(false), bool(true)],
};
const helpOption: Declared = {
  flags: ['-h', '--help'],
  dest: 'help',
  action: 'help',
  nargs: undefined,
  constant: none,
  initial: undefined,
  type: undefined,
  choices: undefined,
  required: false,
};

/** Actions that are declared by name; others are classes of the user's or of what is not modelled. */
const actions = new Set([
  'store',
  'store_const',
  'store_true',
  'store_false',
  'append',
  'append_const',
  'extend',
  'count',
  'boolean',
  'help',
  'version',
]);

function declare(parser: Parser, names: readonly string[], keywords: ReadonlyMap<string, Value>): Declared | undefined {
  const asked = keywords.get('action');
  const action =
    asked === undefined
      ? 'store'
      : asked.kind === 'class' && asked.name === 'BooleanOptionalAction'
        ? 'boolean'
        : text(asked);
  if (!actions.has(action)) return undefined;
  const flags = names.filter((name) => name.startsWith('-'));
  const [first = ''] = names;
  const stem = (flags.find((flag) => flag.startsWith('--')) ?? flags[0] ?? first).replace(/^-+/, '');
  const dest = text(given(keywords.get('dest'))) || (flags.length ? stem.replaceAll('-', '_') : first);
  const [constant, fallback] = flagValues[action] ?? [keywords.get('const') ?? none, none];
  const initial = keywords.get('default') ?? parser.defaults.get(dest) ?? fallback;
  const negated = action === 'boolean' ? flags.filter((f) => f.startsWith('--')).map((f) => `--no-${f.slice(2)}`) : [];
  return {
    flags: [...flags, ...negated],
    dest,
    action,
    nargs: given(keywords.get('nargs')),
    constant,
    initial: initial.kind === 'str' && initial.value === suppressed ? undefined : initial,
    type: given(keywords.get('type')),
    choices: given(keywords.get('choices')),
    required: flags.length
      ? keywords.get('required')?.kind === 'bool' && (keywords.get('required') as { value: boolean }).value
      : true,
  };
}

/** `add_argument` of a parser or of one of its groups. */
const addArgument: MethodRow[2] = (vm, [self, names], { keywords }) => {
  const parser = parserOf(self);
  const flags = names?.kind === 'tuple' ? names.items.map(text) : [];
  const taken = flags.filter((flag) => flag.startsWith('-') && parser.declared.some((d) => d.flags.includes(flag)));
  if (taken.length) {
    const what = `argument ${flags.join('/')}: conflicting option string${taken.length > 1 ? 's' : ''}: ${taken.join(', ')}`;
    return vm.raise(vm.state.get(errorKey) as ClassValue, what);
  }
  const made = declare(parser, flags, keywords);
  if (!made) {
    if (keywords.get('action')?.kind === 'str') throw valueError(`unknown action "${text(keywords.get('action'))}"`);
    return unknown(say('{0} is not modelled yet', 'argparse.Action'), vm.span);
  }
  parser.declared.push(made);
  return none;
};

const errorKey = Symbol('argparse.ArgumentError');

function namespaceClass(): ClassValue {
  const cls = classIn('argparse', 'Namespace', builtinClass('object'), [
    ['__init__', '**keywords', (_, [self], { keywords }) => keepNames(self, keywords), 'handled'],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const parts: string[] = [];
        const odd: string[] = [];
        if (self?.kind === 'instance')
          for (const [name, value] of self.attrs) {
            const shown = yield* vm.repr(value);
            if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) parts.push(`${name}=${shown}`);
            else odd.push(`${yield* vm.repr(str(name))}: ${shown}`);
          }
        if (odd.length) parts.push(`**{${odd.join(', ')}}`);
        return str(`Namespace(${parts.join(', ')})`);
      },
      'inside',
    ],
    equalNames(() => cls),
    ['__contains__', 'key, /', (_, [self, key]) => bool(self?.kind === 'instance' && self.attrs.has(text(key)))],
  ]);
  return cls;
}

/** The command line as texts; undefined: the program was given none. */
function* commandLine(vm: Vm, args: Value | undefined): Run<readonly string[] | undefined> {
  const value = given(args);
  if (!value) {
    vm.options.library.assumed?.(say('The command line is assumed to give no arguments.'));
    return undefined;
  }
  const items = yield* vm.items(value);
  if (items.some((item) => item.kind !== 'str')) throw typeError('command line arguments must be texts');
  return items.map(text);
}

function* parse(
  vm: Vm,
  self: Value | undefined,
  args: Value | undefined,
  into: Value | undefined,
  all: boolean,
): Run<Value> {
  const parser = parserOf(self);
  const line = yield* commandLine(vm, args);
  if (!line && parser.declared.some(({ required }) => required))
    return unknown(say('what the command line gives is not known without running Python'), vm.span);
  const result = given(into) ?? { kind: 'instance', cls: parser.namespace, attrs: new Map() };
  const rest = yield* readArguments(vm, parser, line ?? [], result as InstanceValue);
  if (rest.length && all) refuse();
  return all ? result : tuple([result, list(rest.map(str))]);
}

defineModule('argparse', (vm) => {
  const namespace = namespaceClass();
  const error = classIn('argparse', 'ArgumentError', builtinClass('Exception'));
  vm.state.set(errorKey, error);
  const group = (name: string): ClassValue =>
    classIn('argparse', name, builtinClass('object'), [
      ['add_argument', '*names, **keywords', addArgument],
      [
        'set_defaults',
        '**keywords',
        (_, [self], { keywords }) => {
          const parser = parserOf(self);
          for (const [key, value] of keywords) {
            parser.defaults.set(key, value);
            for (const [i, one] of parser.declared.entries())
              if (one.dest === key) parser.declared[i] = { ...one, initial: value };
          }
          return none;
        },
        'handled',
      ],
      [
        'get_default',
        'dest',
        (_, [self, dest]) =>
          parserOf(self).declared.find((one) => one.dest === text(dest))?.initial ??
          parserOf(self).defaults.get(text(dest)) ??
          none,
      ],
      [
        '__getattr__',
        'name',
        (at, [, what]) => unknown(say('{0} is not modelled yet', `argparse.${name}.${text(what)}`), at.span),
      ],
    ]);
  const groupClass = group('_ArgumentGroup');
  const cls = group('ArgumentParser');
  const rows: readonly MethodRow[] = [
    [
      '__init__',
      'prog=, usage=, description=, epilog=, parents=, formatter_class=, prefix_chars=, fromfile_prefix_chars=, argument_default=, conflict_handler=, add_help=, allow_abbrev=, exit_on_error=',
      (_, [self, , , , , parents, , prefix, file, initial, , addHelp]) => {
        if (self?.kind !== 'instance') return none;
        for (const part of [parents, prefix, file, initial])
          if (given(part))
            return unknown(say('{0} is not modelled yet', 'ArgumentParser(parents, prefix_chars, argument_default)'));
        const declared = addHelp?.kind === 'bool' && !addHelp.value ? [] : [helpOption];
        self.native = { declared, defaults: new Map(), namespace } satisfies Parser;
        return none;
      },
      'handled',
    ],
    ['parse_args', 'args=, namespace=', (at, [self, args, into]) => parse(at, self, args, into, true)],
    ['parse_known_args', 'args=, namespace=', (at, [self, args, into]) => parse(at, self, args, into, false)],
    ['error', 'message', refuse],
    [
      'exit',
      'status=, message=',
      (at, [, status]) => at.raise('SystemExit', status?.kind === 'int' && status.value ? `${status.value}` : ''),
    ],
    [
      'add_argument_group',
      '*args, **keywords',
      (_, [self]) => ({ kind: 'instance', cls: groupClass, attrs: new Map(), native: parserOf(self) }),
    ],
  ];
  for (const [name, signature, work, unknowns] of rows)
    cls.attrs.set(name, {
      ...native(name, signature ? `self, /, ${signature}` : 'self, /', work, unknowns),
      binds: true,
    });
  return moduleOf(
    'argparse',
    [
      ['ArgumentParser', cls],
      ['Namespace', namespace],
      ['ArgumentError', error],
      ['BooleanOptionalAction', classIn('argparse', 'BooleanOptionalAction', builtinClass('object'))],
      ['SUPPRESS', str(suppressed)],
      ['REMAINDER', str('...')],
      ['OPTIONAL', str('?')],
      ['ZERO_OR_MORE', str('*')],
      ['ONE_OR_MORE', str('+')],
      ...[
        'ArgumentDefaultsHelpFormatter',
        'HelpFormatter',
        'RawTextHelpFormatter',
        'RawDescriptionHelpFormatter',
        'MetavarTypeHelpFormatter',
      ].map((name): [string, Value] => [name, classIn('argparse', name, builtinClass('object'))]),
    ],
    true,
  );
});
