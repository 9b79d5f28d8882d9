// The machine: one per evaluation. Holds what a run has used and set, and offers the core's functions to builtins and
// libraries. Knows no syntax family; running a function's body is handed in.
import type { Problem } from '../../base/problem';
import type { Span } from '../../base/span';
import { say, type Text } from '../../base/text';
import type { Statement } from '../../syntax/nodes';
import type { EvaluateOptions } from '../evaluate';
import type { Machine, Raised } from '../machine';
import {
  type ClassValue,
  type Effect,
  type FunctionValue,
  type IteratorValue,
  type Resumed,
  type Run,
  str,
  type UnknownValue,
  unknown,
  type Value,
} from '../value';
import { deleteAttr, findAttr, getAttr, setAttr } from './attributes';
import { Bounded } from './bounded';
import { call, callMethod, type FunctionCode } from './calling';
import { builtinClass, isBuiltinClass, knownClass } from './classes';
import { type Comparison, compare } from './compare';
import { asRaised, newException } from './exceptions';
import type { Frame } from './frame';
import { generator } from './generator';
import { getItem, lengthOf, setItem } from './items';
import { collect } from './iterate';
import { keyIn } from './keys';
import { classOf, findInClass, isInstance, isSubclass } from './lookup';
import { mayMutate } from './mutation';
import { binary } from './operators';
import { format, repr, text, truth } from './show';
import { launch, tracebackOf } from './traceback';
import { Unknowable } from './unknowable';
import { Warnings } from './warnings';

/** How the vm reaches what is above it: the interpreter of function bodies, and types that need parsing of their own. */
export interface Above {
  readonly builtins: ReadonlyMap<string, Value>;
  runBody(body: FunctionCode['body'], frame: Frame): Run<Value>;
  percent(vm: Vm, template: Value, values: Value): Run<Value>;
  newClass(vm: Vm, metaclass: Value, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value>;
  unionType(left: Value, right: Value): Value;
  classDict(cls: ClassValue): Value;
  parse(text: string): readonly Statement[];
}

export class Vm extends Bounded implements Machine {
  /** Name of the frame that runs, as tracebacks say it; undefined: none of the program's own. */
  running: string | undefined = '<module>';
  readonly state = new Map<symbol, unknown>();
  /** The names of the program's module. */
  globals = new Map<string, Value>();
  /** Told what happens, up to the end of the run. */
  observer: EvaluateOptions['observer'];
  readonly objectClass = builtinClass('object');
  readonly showing = new Set<Value>();
  readonly warnings = new Warnings();
  /** Objects whose contents are no longer known, by identity. */
  readonly poisoned = new Map<object, UnknownValue>();
  /** Exceptions being handled, innermost last: what a bare `raise` raises. */
  readonly handling: Raised[] = [];
  /** Loops and `try` bodies at module level: an exception there is not skipped over statement by statement. */
  guarded = 0;
  /** After `from somewhere import *` any name may exist. */
  wildcard: UnknownValue | undefined;
  /** After `from __future__ import annotations`. */
  lazyAnnotations = false;
  /** How often an operation met an Unknown so far. */
  unknowns = 0;
  /** Called when a Python function begins to run. */
  onEnter: ((code: FunctionCode) => void) | undefined;
  /** Called when a `def` or `lambda` makes a function. */
  onMake: ((fn: FunctionValue) => void) | undefined;

  /** Told of calls that could not be made: state behind them is no longer known. */
  readonly onSkipped: ((dottedName: string, reason: Text) => void)[] = [];

  /** What went wrong so far, told once each. */
  readonly problems: Problem[] = [];

  constructor(
    options: EvaluateOptions,
    private readonly above: Above,
    private readonly line: (offset: number) => Text,
  ) {
    super(options);
    this.observer = options.observer;
  }

  get builtins(): ReadonlyMap<string, Value> {
    return this.above.builtins;
  }
  get signal(): AbortSignal {
    return this.options.signal;
  }

  // The program's text

  /** How our sentences name the line of an offset. */
  lineOf(offset: number): Text {
    return this.line(this.inLibrary ? this.span.start : offset);
  }
  /** Tells the observer a value that a place in the text has. */
  saw(span: Span, value: Value): void {
    if (!this.inLibrary) this.observer?.onValue?.(span, this.visible(value));
  }

  // Problems

  problem(problem: Problem): void {
    this.problems.push(problem);
  }
  /** Tells of an exception that nothing in the program catches; `span` is what did not come to its end. */
  uncaught(raised: Raised, span = raised.span): void {
    this.observer?.onRaise?.(span, raised);
    const { exception, python } = raised;
    // `sys.exit()` ends a program without a word.
    if (python.type === 'SystemExit' && python.message === '') return;
    const traceback = tracebackOf(exception);
    this.problem({ code: 'python-error', severity: 'error', span: raised.span, python, traceback });
  }
  /** In a whole program an Unknown that decides its course, or is printed, leaves its output incomplete. */
  report(value: Value, span: Span): void {
    if (this.options.mode !== 'program' || value.kind !== 'unknown') return;
    if (this.problems.some((p) => p.code === 'unknown' && p.span.start === span.start)) return;
    this.problem({ code: 'unknown', severity: 'information', span, text: value.reason });
  }

  // Unknown values

  /** Marks that an operation met an Unknown, which is its result. */
  touched(value: UnknownValue): UnknownValue {
    this.unknowns++;
    return value;
  }

  /** For a value whose truth is Unknown although it is known itself: a class's `__bool__` did not know. */
  unknownTruth(value: Value): UnknownValue {
    return this.touched(unknown(say('whether this {0} is true is not known', classOf(value).name), this.span));
  }

  /** A call by this name could not be made, and it would have changed more than its result. */
  skipped(dottedName: string, reason: Text): void {
    this.options.library.skipped?.(dottedName, reason);
    for (const tell of this.onSkipped) tell(dottedName, reason);
  }

  identityOf(value: Value): object {
    return this.options.library.identityOf?.(value) ?? value;
  }

  /** The value as far as it is known: the contents of a poisoned object are not. */
  visible(value: Value): Value {
    if (!this.poisoned.size || value.kind === 'module' || value.kind === 'class') return value;
    return this.poisoned.get(this.identityOf(value)) ?? value;
  }

  /** An object may have been changed by code that was not run: from now on it is Unknown, and so is what it holds. */
  forgetObject(value: Value, why: UnknownValue, budget = { left: 10000 }): void {
    if (budget.left-- <= 0) return;
    const inner = (items: Iterable<Value>) => {
      for (const item of items) this.forgetObject(item, why, budget);
    };
    if (value.kind === 'method') this.forgetObject(value.self, why, budget);
    const mutable =
      value.kind === 'list' ||
      value.kind === 'dict' ||
      (value.kind === 'set' && !value.frozen) ||
      value.kind === 'instance' ||
      value.kind === 'iterator';
    if (value.kind === 'tuple') inner(value.items);
    if (!mutable) return;
    const key = this.identityOf(value);
    if (this.poisoned.has(key)) return;
    this.poisoned.set(key, why);
    if (value.kind === 'list') inner(value.items);
    else if (value.kind === 'dict') inner([...value.entries.values()].map((entry) => entry.value));
    else if (value.kind === 'instance') inner(value.attrs.values());
  }

  mayMutate(self: Value, method: string): boolean {
    return mayMutate(this, self, method);
  }

  // Objects

  call(callee: Value, positional: readonly Value[], keywords?: ReadonlyMap<string, Value>): Run<Value> {
    return call(this, callee, positional, keywords);
  }
  callMethod(method: Value, self: Value, args: readonly Value[], keywords?: ReadonlyMap<string, Value>): Run<Value> {
    return callMethod(this, method, self, args, keywords);
  }
  getAttr(object: Value, name: string): Run<Value> {
    return getAttr(this, object, name);
  }
  setAttr(object: Value, name: string, value: Value): Run<void> {
    return setAttr(this, object, name, value);
  }
  deleteAttr(object: Value, name: string): Run<void> {
    return deleteAttr(this, object, name);
  }
  *findAttr(object: Value, name: string): Run<Value | undefined> {
    try {
      return yield* findAttr(this, object, name);
    } catch (error) {
      if (this.isRaised(error, 'AttributeError')) return undefined;
      throw error;
    }
  }
  getItem(object: Value, key: Value): Run<Value> {
    return getItem(this, object, key);
  }
  setItem(object: Value, key: Value, value: Value): Run<void> {
    return setItem(this, object, key, value);
  }
  items(iterable: Value, message?: (name: string) => string): Run<Value[]> {
    return collect(this, iterable, message);
  }
  lengthOf(value: Value): Run<bigint | 'unknown'> {
    return lengthOf(this, value);
  }
  keyIn(entries: ReadonlyMap<string, { readonly key: Value }>, key: Value): Run<string> {
    return keyIn(this, entries, key);
  }
  truth(value: Value): Run<boolean | 'unknown'> {
    return truth(this, value);
  }
  /** The truth value. Throws Unknowable. */
  *isTrue(value: Value): Run<boolean> {
    const answer = yield* truth(this, value);
    if (answer !== 'unknown') return answer;
    throw new Unknowable(value as UnknownValue);
  }
  *equal(a: Value, b: Value): Run<boolean | 'unknown'> {
    return yield* truth(this, yield* compare(this, '==', a, b));
  }
  compare(op: Comparison, a: Value, b: Value): Run<Value> {
    return compare(this, op, a, b);
  }
  str(value: Value): Run<string> {
    return text(this, value);
  }
  repr(value: Value): Run<string> {
    return repr(this, value);
  }
  format(value: Value, spec: string): Run<string> {
    return format(this, value, spec);
  }
  binary(operator: string, left: Value, right: Value): Run<Value> {
    return binary(this, operator, left, right);
  }
  percent(template: Value, values: Value): Run<Value> {
    return this.above.percent(this, template, values);
  }
  unionType(left: Value, right: Value): Value {
    return this.above.unionType(left, right);
  }
  /** What a class's `__dict__` shows. */
  classDict(cls: ClassValue): Value {
    return this.above.classDict(cls);
  }
  /** `type.__new__`. */
  newClass(metaclass: Value, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value> {
    return this.above.newClass(this, metaclass, positional, keywords);
  }
  isInstance(value: Value, cls: ClassValue): boolean {
    return isInstance(value, cls);
  }
  classOf(value: Value): ClassValue {
    return classOf(value);
  }
  builtinClass(name: string): ClassValue {
    return knownClass(name) ?? builtinClass(name);
  }
  /** Python's own types and those that a library made immutable refuse new attributes. */
  isImmutable(cls: ClassValue): boolean {
    return isBuiltinClass(cls);
  }
  abstractMethods(cls: ClassValue): string[] {
    if (!cls.cls?.mro.some(({ name, module }) => name === 'ABCMeta' && module === 'abc')) return [];
    const names = new Set<string>();
    for (const step of cls.mro) for (const [name, value] of step.attrs) if (isAbstract(value)) names.add(name);
    return [...names].filter((name) => isAbstract(findInClass(cls, name))).sort();
  }

  // Running

  /** The statements of a library's text. */
  parse(text: string): readonly Statement[] {
    return this.above.parse(text);
  }

  runBody(body: FunctionCode['body'], frame: Frame): Run<Value> {
    return this.above.runBody(body, frame);
  }
  /** `frame` is its name in tracebacks; undefined: it is no part of the program. */
  generator(frame: string | undefined, body: Run<Value>): IteratorValue {
    return generator(this, frame, body);
  }
  entered(code: FunctionCode, names: ReadonlyMap<string, Value>): void {
    this.onEnter?.(code);
    if (code.inLibrary || !this.observer?.onValue) return;
    const { args } = code;
    for (const arg of [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg]) {
      const value = arg && names.get(arg.arg);
      if (value) this.observer.onValue(arg.nameSpan, this.visible(value));
    }
  }
  /** Runs something on the driver's own stack, so that it may nest as deep as Python allows. */
  *deeper<T>(run: Run<T>): Run<T> {
    return (yield { kind: 'call', run } satisfies Effect) as T;
  }
  *resume(run: Run<Value>, send: Value | { readonly thrown: unknown }): Run<Resumed> {
    return (yield { kind: 'resume', run, send } satisfies Effect) as Resumed;
  }
  *wait<T>(promise: Promise<T>): Run<T> {
    return (yield { kind: 'await', promise: this.unlessEnded(promise) } satisfies Effect) as T;
  }

  // Exceptions, warnings, output

  raise(type: string | ClassValue, message: string): never {
    const cls = typeof type === 'string' ? this.builtinClass(type) : type;
    throw launch(this, newException(cls, message ? [str(message)] : []), { type: cls.name, message });
  }
  /** The Python exception that something thrown is; undefined: Python code must not catch it. */
  raised(error: unknown): Raised | undefined {
    return asRaised(this, error);
  }
  isRaised(error: unknown, type: string): boolean {
    const raised = asRaised(this, error);
    return raised !== undefined && isSubclass(raised.exception.cls, builtinClass(type));
  }
  warn(category: string, message: string): void {
    this.warnWith(this.builtinClass(category), message);
  }
  warnWith(cls: ClassValue, message: string): void {
    const decision = this.warnings.decide(cls, message, this.span);
    if (decision === 'error') this.raise(cls, message);
    if (decision === 'ignore') return;
    if (this.warnings.recorder) this.warnings.recorder(cls, message);
    else this.observer?.onWarning?.(this.span, { type: cls.name, message });
  }
  write(text: string): void {
    this.spend(1 + (text.length >> 6));
    this.observer?.onWrite?.(text);
  }
  note(note: unknown): void {
    this.observer?.onNote?.(this.span, note);
  }
}

const isAbstract = (value: Value | undefined): boolean => {
  if (value?.kind === 'property') return isAbstract(value.get);
  if (value?.kind === 'classmethod' || value?.kind === 'staticmethod') return isAbstract(value.func);
  return value?.kind === 'function' && value.attrs.get('__isabstractmethod__')?.kind === 'bool';
};
