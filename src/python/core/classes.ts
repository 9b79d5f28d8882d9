// The classes of Python itself: made once, found by name. Knows neither their methods nor any evaluator.
import type { ClassValue, Value } from '../value';

const known = new Map<string, ClassValue>();

/** Python's C3 order of a class with these bases, itself first; undefined where there is none. */
export function linearize(cls: ClassValue, bases: readonly ClassValue[]): ClassValue[] | undefined {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]].filter((list) => list.length);
  const order = [cls];
  while (lists.some((list) => list.length)) {
    const next = lists.map((list) => list[0]).find((head) => head && !lists.some((list) => list.indexOf(head) > 0));
    if (!next) return undefined;
    order.push(next);
    for (const list of lists) if (list[0] === next) list.shift();
  }
  return order;
}

/** A class; undefined where the bases have no consistent order. */
export function makeClass(
  name: string,
  module: string,
  bases: readonly ClassValue[],
  attrs: Map<string, Value>,
  metaclass?: ClassValue,
): ClassValue | undefined {
  const mro: ClassValue[] = [];
  const cls: ClassValue = {
    kind: 'class',
    name,
    module,
    bases,
    mro,
    attrs,
    ...(metaclass && metaclass !== known.get('type') ? { cls: metaclass } : {}),
  };
  const order = linearize(cls, bases);
  if (!order) return undefined;
  mro.push(...order);
  return cls;
}

/** Where a class of Python's own says it is from, if not from `builtins`. */
const modules: Readonly<Record<string, string>> = { GenericAlias: 'types', UnionType: 'types' };

/** A class of Python's own, or the one already defined under that name. */
export function builtinClass(name: string, ...given: readonly string[]): ClassValue {
  const found = known.get(name);
  if (found) return found;
  const bases =
    name === 'object' ? [] : given.length ? given.map((base) => builtinClass(base)) : [builtinClass('object')];
  const cls = makeClass(name, modules[name] ?? 'builtins', bases, new Map());
  if (!cls) throw new Error(`no order of bases for ${name}`);
  known.set(name, cls);
  return cls;
}

/** Classes that CPython has in C, outside `builtins`: its messages name their modules. */
const namedWithModule =
  /^(?:collections\.(?:deque|defaultdict|OrderedDict)|types\.(?:GenericAlias|UnionType|SimpleNamespace)|functools\.partial|numpy\.ndarray|re\.(?:Pattern|Match))$/;

/** How messages name a class. */
export const nameInWords = ({ name, module }: ClassValue): string =>
  module !== 'builtins' && namedWithModule.test(`${module}.${name}`) ? `${module}.${name}` : name;

export const isBuiltinClass = (cls: ClassValue): boolean => known.get(cls.name) === cls;
/** A class by name if it was defined. */
export const knownClass = (name: string): ClassValue | undefined => known.get(name);

builtinClass('object');
builtinClass('int');
builtinClass('bool', 'int');

/** Exceptions and their bases with blanks between, as `Lib/builtins`. */
const exceptions: Readonly<Record<string, string>> = {
  BaseException: 'object',
  Exception: 'BaseException',
  KeyboardInterrupt: 'BaseException',
  SystemExit: 'BaseException',
  GeneratorExit: 'BaseException',
  BaseExceptionGroup: 'BaseException',
  ExceptionGroup: 'BaseExceptionGroup Exception',
  ArithmeticError: 'Exception',
  AssertionError: 'Exception',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  EOFError: 'Exception',
  ImportError: 'Exception',
  ModuleNotFoundError: 'ImportError',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  UnboundLocalError: 'NameError',
  OSError: 'Exception',
  FileNotFoundError: 'OSError',
  FileExistsError: 'OSError',
  PermissionError: 'OSError',
  ConnectionError: 'OSError',
  TimeoutError: 'OSError',
  ReferenceError: 'Exception',
  RuntimeError: 'Exception',
  NotImplementedError: 'RuntimeError',
  RecursionError: 'RuntimeError',
  StopIteration: 'Exception',
  StopAsyncIteration: 'Exception',
  SyntaxError: 'Exception',
  IndentationError: 'SyntaxError',
  TabError: 'IndentationError',
  SystemError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
  FloatingPointError: 'ArithmeticError',
  OverflowError: 'ArithmeticError',
  ZeroDivisionError: 'ArithmeticError',
  Warning: 'Exception',
  BytesWarning: 'Warning',
  DeprecationWarning: 'Warning',
  FutureWarning: 'Warning',
  ImportWarning: 'Warning',
  PendingDeprecationWarning: 'Warning',
  ResourceWarning: 'Warning',
  RuntimeWarning: 'Warning',
  SyntaxWarning: 'Warning',
  UnicodeWarning: 'Warning',
  UserWarning: 'Warning',
  BlockingIOError: 'OSError',
  ChildProcessError: 'OSError',
  BrokenPipeError: 'ConnectionError',
  ConnectionAbortedError: 'ConnectionError',
  ConnectionRefusedError: 'ConnectionError',
  ConnectionResetError: 'ConnectionError',
  InterruptedError: 'OSError',
  IsADirectoryError: 'OSError',
  NotADirectoryError: 'OSError',
  ProcessLookupError: 'OSError',
  UnicodeTranslateError: 'UnicodeError',
  EncodingWarning: 'Warning',
};
for (const [name, bases] of Object.entries(exceptions)) builtinClass(name, ...bases.split(' '));
export const exceptionNames: readonly string[] = Object.keys(exceptions);
