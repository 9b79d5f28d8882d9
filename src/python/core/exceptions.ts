// Python exceptions as values: making them, their text, telling them from our own errors. Knows no syntax.
import type { PythonMessage } from '../../base/problem';
import { Raised } from '../machine';
import { points } from '../text/codePoints';
import { quoted } from '../text/quote';
import { type ClassValue, type InstanceValue, none, pyFalse, type Run, str, tuple, type Value } from '../value';
import { builtinClass } from './classes';
import { isSubclass } from './lookup';
import { PyError } from './pyError';
import { launch } from './traceback';
import { Unknowable } from './unknowable';
import type { Vm } from './vm';

/** A new exception; `args` as given to its class. */
export const newException = (cls: ClassValue, args: readonly Value[]): InstanceValue => ({
  kind: 'instance',
  cls,
  attrs: new Map<string, Value>([['args', tuple(args)]]),
});

export const exceptionArgs = (exception: InstanceValue): readonly Value[] => {
  const args = exception.attrs.get('args');
  return args?.kind === 'tuple' ? args.items : [];
};

/** `str(exception)` as BaseException gives it. */
export function* exceptionText(vm: Vm, exception: InstanceValue): Run<string> {
  const args = exceptionArgs(exception);
  const first = args[0];
  if (!first) return '';
  const unicode = unicodeText(exception, args);
  if (unicode !== undefined) return unicode;
  if (args.length > 1) return yield* vm.repr(tuple(args));
  return isSubclass(exception.cls, builtinClass('KeyError')) ? yield* vm.repr(first) : yield* vm.str(first);
}

/** What a codec's error says: the place and the reason. */
function unicodeText(exception: InstanceValue, args: readonly Value[]): string | undefined {
  const [codec, object, from, to, why] = args;
  const decoding = isSubclass(exception.cls, builtinClass('UnicodeDecodeError'));
  if (!decoding && !isSubclass(exception.cls, builtinClass('UnicodeEncodeError'))) return undefined;
  if (codec?.kind !== 'str' || from?.kind !== 'int' || to?.kind !== 'int' || why?.kind !== 'str') return undefined;
  const [start, end] = [Number(from.value), Number(to.value)];
  const many = `${decoding ? 'bytes' : 'characters'} in position ${start}-${end - 1}`;
  let one = '';
  if (object?.kind === 'bytes') one = `byte 0x${(object.value[start] ?? 0).toString(16).padStart(2, '0')}`;
  if (object?.kind === 'str') {
    const c = quoted(points(object.value)[start] ?? '', true);
    one = `character ${c}`;
  }
  const what = end - start === 1 ? `${one} in position ${start}` : many;
  return `'${codec.value}' codec can't ${decoding ? 'decode' : 'encode'} ${what}: ${why.value}`;
}

/** A run that waits for nothing, without the driver; undefined where it does wait, itself or deeper down. */
function runNow<T>(run: Run<T>): { readonly value: T } | undefined {
  let step = run.next();
  while (!step.done) {
    const effect = step.value;
    const inner = effect.kind === 'call' ? runNow(effect.run) : undefined;
    if (effect.kind !== 'tick' && !inner) return undefined;
    step = run.next(inner?.value);
  }
  return step;
}

/** An exception in flight; its text is that of its own `__str__` where it has one. */
export function* raisedFrom(vm: Vm, exception: InstanceValue): Run<Raised> {
  return launch(vm, exception, yield* wordsOf(vm, exception));
}

/** How Python names an exception in the last line of a traceback. */
export function* wordsOf(vm: Vm, exception: InstanceValue): Run<PythonMessage> {
  const type = exception.cls.name;
  try {
    return { type, message: yield* vm.str(exception) };
  } catch (error) {
    // A text with something unknown in it is no text.
    return { type, message: error instanceof Unknowable ? '...' : '<exception str() failed>' };
  }
}

/** What was thrown, as a Python exception: undefined where it is none and must not be caught by Python code. */
export function asRaised(vm: Vm, error: unknown): Raised | undefined {
  if (error instanceof Raised) return error;
  if (error instanceof PyError) {
    const args = error.args ?? (error.message ? [str(error.message)] : []);
    const exception = newException(builtinClass(error.type), args);
    const words = error.args ? runNow(wordsOf(vm, exception))?.value : error;
    return launch(vm, exception, { type: error.type, message: words?.message ?? '' });
  }
  if (error instanceof RangeError) {
    const deep = error.message.includes('call stack');
    return asRaised(
      vm,
      deep ? new PyError('RecursionError', 'maximum recursion depth exceeded') : new PyError('MemoryError', ''),
    );
  }
  return undefined;
}

/** `raise value`: makes an instance of a class, refuses what is no exception. */
export function* exceptionOf(vm: Vm, value: Value): Run<InstanceValue> {
  const base = builtinClass('BaseException');
  if (value.kind === 'class' && isSubclass(value, base)) {
    const made = yield* vm.call(value, []);
    if (made.kind === 'instance') return made;
  }
  if (value.kind === 'instance' && isSubclass(value.cls, base)) return value;
  throw new PyError('TypeError', 'exceptions must derive from BaseException');
}

/** Whether an exception is one of a class or of a tuple of classes. */
export function matches(exception: InstanceValue, type: Value): boolean {
  if (type.kind === 'tuple') return type.items.some((item) => matches(exception, item));
  if (type.kind !== 'class' || !isSubclass(type, builtinClass('BaseException')))
    throw new PyError('TypeError', 'catching classes that do not inherit from BaseException is not allowed');
  return isSubclass(exception.cls, type);
}

/** Methods of BaseException. */
export function defineExceptions(): void {
  const base = builtinClass('BaseException');
  base.attrs.set('__new__', {
    kind: 'builtin',
    name: '__new__',
    unknowns: 'handled',
    call: ({ positional: [cls, ...args] }) => newException(cls as ClassValue, args),
  });
  base.attrs.set('__init__', {
    kind: 'builtin',
    name: '__init__',
    binds: true,
    unknowns: 'handled',
    call: ({ positional: [self, ...args] }) => {
      if (self?.kind === 'instance') self.attrs.set('args', tuple(args));
      return none;
    },
  });
  const method = (
    name: string,
    work: (vm: Vm, self: InstanceValue, args: readonly Value[]) => Value | Run<Value>,
  ): void => {
    base.attrs.set(name, {
      kind: 'builtin',
      name,
      binds: true,
      unknowns: 'handled',
      call: ({ positional: [self, ...args] }, machine) => work(machine as Vm, self as InstanceValue, args),
    });
  };
  method('__str__', function* (vm, self) {
    return str(yield* exceptionText(vm, self));
  });
  method('__repr__', function* (vm, self) {
    const args = exceptionArgs(self);
    const inner = args.length === 1 && args[0] ? `(${yield* vm.repr(args[0])})` : yield* vm.repr(tuple(args));
    return str(self.cls.name + inner);
  });
  method('with_traceback', (_, self) => self);
  method('add_note', (_, self, [note]) => {
    const notes = self.attrs.get('__notes__');
    if (notes?.kind === 'list' && note) notes.items.push(note);
    else if (note) self.attrs.set('__notes__', { kind: 'list', items: [note] });
    return none;
  });
  for (const name of ['__cause__', '__context__', '__traceback__']) base.attrs.set(name, none);
  base.attrs.set('__suppress_context__', pyFalse);
  const value = (name: string, index: number, cls: string): void => {
    builtinClass(cls).attrs.set(name, {
      kind: 'property',
      get: {
        kind: 'builtin',
        name,
        call: ({ positional: [self] }) => exceptionArgs(self as InstanceValue)[index] ?? none,
      },
    });
  };
  value('value', 0, 'StopIteration');
  value('code', 0, 'SystemExit');
}
