// The builtin functions, a row each. Knows no syntax.
import { say } from '../../base/text';
import { compare } from '../core/compare';
import { identity } from '../core/hash';
import { callingIterator, iterate, iterator, pull } from '../core/iterate';
import { hashOf } from '../core/keys';
import { classOf, findInClass, findOnType, isInstance, isSubclass, typeName } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { intOf, isNumber, toFloat } from '../core/numbers';
import { saidOf } from '../core/operators';
import { PyError, typeError } from '../core/pyError';
import { ownClass } from '../core/subclass';
import { unionParts } from '../core/unionType';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { escapedAscii } from '../text/quote';
import {
  type BuiltinValue,
  bool,
  int,
  list,
  none,
  pyFalse,
  pyTrue,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../value';
import { nextItem, stopIteration } from './iterators';
import { sorted } from './list';
import { extreme, power, round, sum, wholeNumber } from './numericFunctions';
import { directory } from './object';
import { character, codePoint } from './text';

const text = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

const hooks = { isinstance: '__instancecheck__', issubclass: '__subclasscheck__' } as const;

/** `isinstance` against a class, a tuple of them or a union. */
function* instanceOf(vm: Vm, value: Value, type: Value | undefined, name: 'isinstance' | 'issubclass'): Run<Value> {
  if (type?.kind === 'unknown') return type;
  if (type?.kind === 'class') {
    const hook = type.cls && findInClass(type.cls, hooks[name]);
    if (hook && !(name === 'isinstance' && classOf(value) === type))
      return bool(yield* vm.isTrue(yield* vm.callMethod(hook, type, [value])));
    if (name === 'isinstance') return bool(isInstance(value, type));
    if (value.kind !== 'class') throw typeError('issubclass() arg 1 must be a class');
    return bool(isSubclass(value, type));
  }
  const check = type?.kind === 'instance' ? findInClass(type.cls, hooks[name]) : undefined;
  if (type && check) {
    const answer = yield* vm.callMethod(check, type, [value]);
    return answer.kind === 'unknown' ? vm.touched(answer) : bool(yield* vm.isTrue(answer));
  }
  const parts = type?.kind === 'tuple' ? type.items : unionParts(type);
  if (!parts)
    throw typeError(
      `${name}() arg 2 must be a ${name === 'issubclass' ? 'class, a' : 'type, a'} tuple of ${name === 'issubclass' ? 'classes' : 'types'}, or a union`,
    );
  let doubt: Value | undefined;
  for (const part of parts) {
    const answer = part.kind === 'none' ? bool(value.kind === 'none') : yield* instanceOf(vm, value, part, name);
    if (answer === pyTrue) return answer;
    if (answer.kind === 'unknown') doubt = answer;
  }
  return doubt ?? pyFalse;
}

/** The type of what `iter` makes of a value of Python's own. */
function iteratorName(value: Value): string {
  if (value.kind === 'str') return /^[\0-\x7f]*$/.test(value.value) ? 'str_ascii_iterator' : 'str_iterator';
  if (value.kind === 'dict') return 'dict_keyiterator';
  return /^(?:tuple|set|range|bytes)$/.test(value.kind) ? `${value.kind}_iterator` : 'list_iterator';
}

const isCallable = (value: Value): boolean =>
  ['function', 'builtin', 'method', 'class', 'staticmethod'].includes(value.kind) ||
  (ownClass(value) !== undefined && findOnType(value, '__call__') !== undefined);

function* print(vm: Vm, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value> {
  for (const word of keywords.keys())
    if (!['sep', 'end', 'file', 'flush'].includes(word))
      throw typeError(`'${word}' is an invalid keyword argument for print()`);
  const part = (name: string, fallback: string): string => {
    const value = keywords.get(name);
    if (!value || value.kind === 'none') return fallback;
    if (value.kind !== 'str') throw typeError(`${name} must be None or a string, not ${typeName(value)}`);
    return value.value;
  };
  const [separator, end] = [part('sep', ' '), part('end', '\n')];
  const file = keywords.get('file');
  const texts: string[] = [];
  for (const value of positional) {
    if (value.kind === 'unknown') vm.report(value, vm.span);
    if (value.kind === 'unknown') return vm.touched(value);
    try {
      texts.push(yield* vm.str(value));
    } catch (error) {
      if (error instanceof Unknowable) vm.report(error.value, vm.span);
      // What came before is written by then.
      else if (texts.length && (!file || file.kind === 'none')) vm.write(texts.join(separator) + separator);
      throw error;
    }
  }
  if (!file || file.kind === 'none') vm.write(texts.join(separator) + end);
  else if (file.kind !== 'unknown') {
    const write = yield* vm.findAttr(file, 'write');
    if (write) yield* vm.call(write, [str(texts.join(separator) + end)]);
  }
  return none;
}

const inBase = (base: number, prefix: string): MethodRow[2] =>
  function* (vm, [value]) {
    const n = yield* wholeNumber(vm, value);
    return str(`${n < 0n ? '-' : ''}${prefix}${(n < 0n ? -n : n).toString(base)}`);
  };

const refused = (name: string, reason: ReturnType<typeof say>): MethodRow => [
  name,
  '*args, **keywords',
  (vm) => unknown(reason, vm.span),
  'handled',
];

const rows: readonly MethodRow[] = [
  ['print', '*args, **keywords', (vm, _, { positional, keywords }) => print(vm, positional, keywords), 'handled'],
  [
    'len',
    'obj, /',
    function* (vm, [value]) {
      const length = yield* vm.lengthOf(value ?? none);
      return length === 'unknown'
        ? unknown(say('how long this {0} is is not known', classOf(value ?? none).name), vm.span)
        : int(length);
    },
    'inside',
  ],
  [
    'abs',
    'x, /',
    function* (vm, [value]) {
      const n = value && intOf(value);
      if (n !== undefined) return int(n < 0n ? -n : n);
      const method = findOnType(value ?? none, '__abs__');
      if (!method) throw typeError(`bad operand type for abs(): '${typeName(value ?? none)}'`);
      return yield* vm.callMethod(method, value ?? none, []);
    },
  ],
  [
    'all',
    'iterable, /',
    function* (vm, [iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      for (;;) {
        const item = yield* pull(next);
        if (!item) return pyTrue;
        vm.spend(1);
        if (vm.due) yield* vm.breathe();
        if (!(yield* vm.isTrue(item))) return pyFalse;
      }
    },
    'inside',
  ],
  [
    'any',
    'iterable, /',
    function* (vm, [iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      for (;;) {
        const item = yield* pull(next);
        if (!item) return pyFalse;
        vm.spend(1);
        if (vm.due) yield* vm.breathe();
        if (yield* vm.isTrue(item)) return pyTrue;
      }
    },
    'inside',
  ],
  [
    'ascii',
    'obj, /',
    function* (vm, [value]) {
      return str(escapedAscii(yield* vm.repr(value ?? none)));
    },
  ],
  ['bin', 'number, /', inBase(2, '0b')],
  ['oct', 'number, /', inBase(8, '0o')],
  ['hex', 'number, /', inBase(16, '0x')],
  ['callable', 'obj, /', (_, [value]) => bool(isCallable(value ?? none)), 'inside'],
  [
    'chr',
    'i, /',
    function* (vm, [value]) {
      return character(yield* wholeNumber(vm, value));
    },
  ],
  ['ord', 'c, /', (_, [value]) => int(codePoint(value ?? none))],
  [
    'delattr',
    'obj, name, /',
    function* (vm, [object, name]) {
      yield* vm.deleteAttr(object ?? none, text(name));
      return none;
    },
  ],
  ['dir', 'object=, /', (_, [value]) => list(directory(value ?? none).map(str)), 'inside'],
  [
    'divmod',
    'x, y, /',
    function* (vm, [a, b]) {
      const method = a && !isNumber(a) ? findOnType(a, '__divmod__') : undefined;
      if (method && a && b) return yield* vm.callMethod(method, a, [b]);
      const areReal = [a, b].every((x) => x && isNumber(x) && x.kind !== 'complex');
      if (areReal && a && b && (a.kind === 'float' || b.kind === 'float') && toFloat(b) === 0)
        throw new PyError('ZeroDivisionError', 'float divmod()');
      const quotient = yield* saidOf('divmod()', vm.binary('//', a ?? none, b ?? none));
      return tuple([quotient, yield* vm.binary('%', a ?? none, b ?? none)]);
    },
  ],
  [
    'format',
    'value, format_spec: str=, /',
    function* (vm, [value, spec]) {
      return str(yield* vm.format(value ?? none, text(spec)));
    },
  ],
  [
    'getattr',
    'object, name, default=, /',
    function* (vm, [object, name, fallback]) {
      if (name?.kind === 'unknown') return vm.touched(name);
      if (name?.kind !== 'str') throw typeError(`attribute name must be string, not '${typeName(name ?? none)}'`);
      if (!fallback) return yield* vm.getAttr(object ?? none, name.value);
      return (yield* vm.findAttr(object ?? none, name.value)) ?? fallback;
    },
    'handled',
  ],
  [
    'hasattr',
    'object, name, /',
    function* (vm, [object, name]) {
      if (name && name.kind !== 'str') throw typeError(`attribute name must be string, not '${typeName(name)}'`);
      const found = yield* vm.findAttr(object ?? none, text(name));
      return found?.kind === 'unknown' && object?.kind === 'unknown' ? found : bool(found !== undefined);
    },
    'inside',
  ],
  [
    'setattr',
    'object, name, value, /',
    function* (vm, [object, name, value]) {
      if (name?.kind === 'unknown' && object) vm.forgetObject(object, name);
      else if (value) yield* vm.setAttr(object ?? none, text(name), value);
      return none;
    },
    'handled',
  ],
  [
    'hash',
    'obj, /',
    function* (vm, [value]) {
      return int(yield* hashOf(vm, value ?? none));
    },
  ],
  ['id', 'obj, /', (_, [value]) => int(identity(value ?? none) * 64), 'inside'],
  [
    'isinstance',
    'obj, cls, /',
    (vm, [value, type]) => (value?.kind === 'unknown' ? value : instanceOf(vm, value ?? none, type, 'isinstance')),
    'inside',
  ],
  [
    'issubclass',
    'cls, classes, /',
    (vm, [cls, of]) => (cls?.kind === 'unknown' ? cls : instanceOf(vm, cls ?? none, of, 'issubclass')),
    'inside',
  ],
  [
    'iter',
    'object, sentinel=, /',
    function* (vm, [object, sentinel]) {
      if (object?.kind === 'iterator' && !sentinel) return object;
      if (sentinel && !isCallable(object ?? none)) throw typeError('iter(v, w): v must be callable');
      if (sentinel)
        return callingIterator(vm, 'callable_iterator', function* () {
          const value = yield* vm.call(object ?? none, []);
          return (yield* vm.isTrue(yield* compare(vm, '==', value, sentinel))) ? undefined : value;
        });
      const value = object ?? none;
      const method = value.kind === 'instance' ? findOnType(value, '__iter__') : undefined;
      if (method) return yield* vm.callMethod(method, value, []);
      return iterator(iteratorName(value), yield* iterate(vm, value));
    },
    'inside',
  ],
  [
    'next',
    'iterator, default=, /',
    function* (vm, [source, fallback]) {
      const value = source ?? none;
      try {
        const item = yield* nextItem(vm, value);
        if (item ?? fallback) return item ?? fallback ?? none;
      } catch (error) {
        if (!fallback || !vm.isRaised(error, 'StopIteration')) throw error;
        return fallback;
      }
      throw stopIteration(value.kind === 'iterator' ? value.result?.() : undefined);
    },
    'inside',
  ],
  ['max', '*args, **keywords', (vm, _, { positional, keywords }) => extreme(vm, 'max', positional, keywords), 'inside'],
  ['min', '*args, **keywords', (vm, _, { positional, keywords }) => extreme(vm, 'min', positional, keywords), 'inside'],
  ['pow', 'base, exp, mod=', (vm, [base, exponent, modulus]) => power(vm, base ?? none, exponent ?? none, modulus)],
  [
    'repr',
    'obj, /',
    function* (vm, [value]) {
      return str(yield* vm.repr(value ?? none));
    },
  ],
  ['round', 'number, ndigits=', (vm, [value, digits]) => round(vm, value ?? none, digits)],
  [
    'sorted',
    '*args, **options',
    function* (vm, _args, { positional, keywords }) {
      const [iterable] = positional;
      if (positional.length !== 1) throw typeError(`sorted expected 1 argument, got ${positional.length}`);
      for (const word of keywords.keys())
        if (word !== 'key' && word !== 'reverse')
          throw typeError(`'${word}' is an invalid keyword argument for sort()`);
      const [key, reverse] = [keywords.get('key'), keywords.get('reverse')];
      return list(
        yield* sorted(vm, yield* vm.items(iterable ?? none), key, reverse ? yield* vm.isTrue(reverse) : false),
      );
    },
    'inside',
  ],
  ['sum', 'iterable, /, start=', (vm, [iterable, start]) => sum(vm, iterable ?? none, start), 'inside'],
  [
    'vars',
    'object=, /',
    function* (vm, [object]) {
      const found = yield* vm.findAttr(object ?? none, '__dict__');
      if (!found) throw typeError('vars() argument must have __dict__ attribute');
      return found;
    },
    'inside',
  ],
  ['globals', '', () => none],
  ['locals', '', () => none],
  refused('input', say('what the user types is not known')),
  refused('open', say('files are not read')),
  refused('eval', say('{0} is not modelled yet', 'eval')),
  refused('exec', say('{0} is not modelled yet', 'exec')),
  refused('compile', say('{0} is not modelled yet', 'compile')),
  refused('__import__', say('{0} is not modelled yet', '__import__')),
  refused('help', say('{0} is not modelled yet', 'help')),
  refused('breakpoint', say('{0} is not modelled yet', 'breakpoint')),
  refused('memoryview', say('{0} is not modelled yet', 'memoryview')),
  refused('bytearray', say('{0} is not modelled yet', 'bytearray')),
  ['exit', 'code=, /', (vm) => vm.raise('SystemExit', '')],
  ['quit', 'code=, /', (vm) => vm.raise('SystemExit', '')],
];

export const builtinFunctions = (): BuiltinValue[] =>
  rows.map(([name, signature, work, unknowns]) => native(name, signature, work, unknowns));
