// What the evaluator offers to the builtins and libraries that it calls. Declares only; knows no library.
import type { PythonMessage } from '../base/problem';
import type { Span } from '../base/span';
import type { Text } from '../base/text';
import type { ClassValue, InstanceValue, Run, UnknownValue, Value } from './value';

/** A running program, as a builtin sees it. One machine per evaluation. */
export interface Machine {
  call(callee: Value, positional: readonly Value[], keywords?: ReadonlyMap<string, Value>): Run<Value>;
  /** The attribute, by Python's rules (descriptors, MRO, `__getattr__`). Raises AttributeError. */
  getAttr(object: Value, name: string): Run<Value>;
  setAttr(object: Value, name: string, value: Value): Run<void>;
  /** `hasattr` without raising. */
  findAttr(object: Value, name: string): Run<Value | undefined>;
  getItem(object: Value, key: Value): Run<Value>;
  setItem(object: Value, key: Value, value: Value): Run<void>;
  /** All items of an iterable. Raises TypeError where it is none. */
  items(iterable: Value): Run<Value[]>;
  truth(value: Value): Run<boolean | 'unknown'>;
  /** Python's `==` as a truth value; unknown operands give 'unknown'. */
  equal(a: Value, b: Value): Run<boolean | 'unknown'>;
  str(value: Value): Run<string>;
  repr(value: Value): Run<string>;
  binary(operator: string, left: Value, right: Value): Run<Value>;
  isInstance(value: Value, cls: ClassValue): boolean;
  /** The class of any value, builtins included (`int`, `list`, ...). */
  classOf(value: Value): ClassValue;
  /** A class from Python's own builtins by name: `ValueError`, `object`, `dict`. */
  builtinClass(name: string): ClassValue;

  /** Throws a Python exception of a builtin class by name, or of a class value. */
  raise(type: string | ClassValue, message: string): never;
  /** A `warnings.warn`: recorded at the current call, honours `warnings.filterwarnings`. */
  warn(category: string, message: string): void;
  /** Text for `sys.stdout`. */
  write(text: string): void;
  /** Awaits a promise (GPU readback) from inside a run. */
  wait<T>(promise: Promise<T>): Run<T>;
  /** Tells the observer something about the current call, for instance which op ran with which arguments. */
  note(note: unknown): void;
  /** Counts steps of long work inside a builtin against the limits; throws when they are used up. */
  spend(steps: number): void;
  /** Counts work on so many numbers, each much less than a step; throws when the limits are used up. */
  work(numbers: number): void;
  /** Whether the event loop is due for a turn, which `pause` gives it. */
  readonly due: boolean;
  pause(): Promise<void>;

  /** Where the current call stands in the source. */
  readonly span: Span;
  /** State that a library keeps for this run: RNG, print options, grad mode. */
  readonly state: Map<symbol, unknown>;
  readonly signal: AbortSignal;
}

/** The outside world of a program: the modules it may import. */
export interface Library {
  /** The module of a dotted name; undefined: not modelled, the import becomes `Unknown`. */
  module(path: string): Value | undefined;
  /** Names that a module is known to have although we have no value for them, for honest messages. */
  knows?(path: string, name: string): boolean;
  /** Whether calling this value changes nothing but its result: lets the slicer leave it out. */
  isPure(dottedName: string): boolean;
  /** Whether what this call gives shares nothing with what it is given. */
  givesNew?(dottedName: string): boolean;
  /**
   * Code that could not be run would have called something impure: state such as random numbers is no longer known. The
   * name is as much as is known of it: `lib.foo`, `lib.Model.step`, or `.backward` of something that is not known at all.
   */
  skipped?(dottedName: string, reason: Text): void;
  /** Something was assumed because the program does not say it: a seed. */
  assumed?(what: Text): void;
  /** A run begins on `machine`, which counts what the library computes; called back when it ends. */
  begin?(machine: Machine): () => void;
  /** The run goes on where others may have run meanwhile: what they have in common is as this run left it again. */
  resumed?(): void;
  /** What something thrown inside the library means where nothing there caught it: raises Python's exception, or gives the unknown value. */
  caught?(error: unknown, machine: Machine): UnknownValue | undefined;
  /** What tells whether two values share what a mutation changes (a tensor's storage); absent: the value itself. */
  identityOf?(value: Value): object | undefined;
  /** Why the contents of an object of the library's own are not known, where they are not. */
  unknownIn?(value: Value): UnknownValue | undefined;
}

/** A name whose value the program does not give. */
export interface AskedInput {
  readonly name: string;
  /** Where the name stands in its definition: a target of an assignment, or a parameter. */
  readonly span: Span;
  readonly why: UnknownValue;
  /** The value of another name, as the defining code sees it. */
  readonly peer: (name: string) => Value | undefined;
}

/** Supplies values that the program does not give. Sources are asked in order and the first answer holds. */
export interface InputSource {
  /** The value to assume; an Unknown where the source has something to say and it comes to nothing. */
  value(asked: AskedInput): Value | undefined;
}

/** Watches a run. Called synchronously; must not keep mutable values without freezing them. */
export interface Observer {
  /** An expression (or a bound name or parameter) got a value. Last one wins where code runs more than once. */
  onValue?(span: Span, value: Value): void;
  /** A library's note on the call at `span`. */
  onNote?(span: Span, note: unknown): void;
  onWarning?(span: Span, warning: PythonMessage): void;
  onWrite?(text: string): void;
  /** An exception reached the top of a statement that was skipped over (`explore`) or of the program. */
  onRaise?(span: Span, raised: Raised): void;
}

/** A Python exception in flight. */
export class Raised extends Error {
  constructor(
    /** Instance of a class derived from BaseException; `args` in its attrs. */
    readonly exception: InstanceValue,
    /** The innermost place in the user's code. */
    readonly span: Span,
    /** `ValueError` and the text of `str(exception)`. */
    readonly python: PythonMessage,
  ) {
    super(`${python.type}: ${python.message}`);
  }
}

/** A run was stopped: too many steps, too much memory or time, or cancelled. Python code cannot catch it. */
export class Stopped extends Error {
  constructor(
    readonly why: 'steps' | 'memory' | 'time' | 'depth' | 'cancelled',
    readonly span: Span,
  ) {
    super(`stopped: ${why}`);
  }
}
