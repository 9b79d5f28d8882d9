// The values a Python program has while it is evaluated. Knows no library and no tensor:
// what a library brings is a class with builtin methods, and an instance with a `native` part.
import type { Span } from '../base/span';
import type { Text } from '../base/text';
import type { SetEntries } from './core/setEntries';
import type { Machine } from './machine';

export type Value =
  | NoneValue
  | NotImplementedValue
  | EllipsisValue
  | BoolValue
  | IntValue
  | FloatValue
  | ComplexValue
  | StrValue
  | BytesValue
  | ListValue
  | TupleValue
  | DictValue
  | SetValue
  | RangeValue
  | SliceValue
  | FunctionValue
  | BuiltinValue
  | MethodValue
  | PropertyValue
  | StaticMethodValue
  | ClassMethodValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | IteratorValue
  | UnknownValue;

/** A value of a class that derives from a builtin type: its class, and the attributes of the instance. */
interface Subclassed {
  readonly cls?: ClassValue;
  readonly attrs?: Map<string, Value>;
}
export interface NoneValue {
  readonly kind: 'none';
}
export interface NotImplementedValue {
  readonly kind: 'notImplemented';
}
export interface EllipsisValue {
  readonly kind: 'ellipsis';
}
export interface BoolValue {
  readonly kind: 'bool';
  readonly value: boolean;
}
/** Any size, as in Python. */
export interface IntValue extends Subclassed {
  readonly kind: 'int';
  readonly value: bigint;
}
export interface FloatValue extends Subclassed {
  readonly kind: 'float';
  readonly value: number;
}
export interface ComplexValue {
  readonly kind: 'complex';
  readonly re: number;
  readonly im: number;
}
export interface StrValue extends Subclassed {
  readonly kind: 'str';
  readonly value: string;
}
export interface BytesValue {
  readonly kind: 'bytes';
  readonly value: Uint8Array;
}
export interface ListValue extends Subclassed {
  readonly kind: 'list';
  readonly items: Value[];
}
/** `fields` names the items of a namedtuple or of a library's named result (`values`, `indices`). */
export interface TupleValue extends Subclassed {
  readonly kind: 'tuple';
  readonly items: readonly Value[];
  readonly fields?: readonly string[];
}
/** Insertion order; keys are found by Python's hash and equality (see `pyDict.ts`). */
export interface DictValue extends Subclassed {
  readonly kind: 'dict';
  readonly entries: Entries;
}
/** Walked in the order of CPython's hash table. */
export interface SetValue extends Subclassed {
  readonly kind: 'set';
  readonly entries: SetEntries;
  readonly frozen: boolean;
}
export interface RangeValue {
  readonly kind: 'range';
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}
export interface SliceValue {
  readonly kind: 'slice';
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}
/** Keyed by `hashKey` (a string that is equal exactly where Python's `==` and hash agree). */
export type Entries = Map<string, { readonly key: Value; value: Value }>;

/** A function written in Python. The fields are the evaluator's own. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly name: string;
  readonly qualname: string;
  readonly code: unknown;
  readonly attrs: Map<string, Value>;
}
/** A function written by us. It may answer at once, or run as a generator that yields effects. */
export interface BuiltinValue {
  readonly kind: 'builtin';
  readonly name: string;
  /** The class of Python's own that it is a method of. */
  readonly owner?: ClassValue;
  /** Whether a class attribute of this kind binds `self` when read from an instance. */
  readonly binds?: boolean;
  /**
   * Whether it copes with Unknown arguments. Absent: it is not called with any, nor with a container that holds one, and
   * its result is that Unknown. `inside`: containers may hold some. `handled`: it takes them as they are.
   */
  readonly unknowns?: 'inside' | 'handled';
  readonly call: (args: Args, machine: Machine) => Answer;
}
export interface MethodValue {
  readonly kind: 'method';
  readonly self: Value;
  readonly func: Value;
}
export interface PropertyValue {
  readonly kind: 'property';
  readonly get?: Value;
  readonly set?: Value;
  readonly del?: Value;
  readonly doc?: Value;
}
export interface StaticMethodValue {
  readonly kind: 'staticmethod';
  readonly func: Value;
}
export interface ClassMethodValue {
  readonly kind: 'classmethod';
  readonly func: Value;
}
export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  /** Dotted module, for `repr`: `torch.nn.modules.loss`. */
  readonly module: string;
  readonly bases: readonly ClassValue[];
  /** Method resolution order, itself first. */
  readonly mro: readonly ClassValue[];
  /** The metaclass, where it is not `type` itself. */
  readonly cls?: ClassValue;
  /** Methods and attributes; operators live here under their dunder names (`__add__`, `__getitem__`, `__call__`). */
  readonly attrs: Map<string, Value>;
}
/** An object. `native` is what a library keeps in it: a tensor, a dtype, a generator. */
export interface InstanceValue {
  readonly kind: 'instance';
  cls: ClassValue;
  readonly attrs: Map<string, Value>;
  native?: unknown;
}
export interface ModuleValue {
  readonly kind: 'module';
  readonly name: string;
  /** The attribute, or undefined where the module has none of that name. Names known but not modelled give `Unknown`. */
  readonly get: (name: string) => Value | undefined;
  readonly names: () => readonly string[];
  readonly attrs: Map<string, Value>;
}
/** A running iterator or generator. `next` gives undefined at the end. */
export interface IteratorValue {
  readonly kind: 'iterator';
  readonly name: string;
  readonly next: () => Answer | undefined | Run<Value | undefined>;
  readonly send?: (value: Value) => Run<Value | undefined>;
  /** Raises a Python exception (a `Raised`) where a generator stands. */
  readonly throw?: (raised: unknown) => Run<Value | undefined>;
  readonly close?: () => Run<void>;
  /** What a finished generator returned: the value of `yield from`. */
  readonly result?: () => Value;
}
/** Not modelled, or not knowable without running the program. Whatever is computed from it is unknown for the same reason. */
export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: Text;
  readonly span?: Span;
}

export interface Args {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

/** Work in progress: yields what it waits for and returns its result. */
export type Run<T> = Generator<Effect, T, unknown>;
export type Answer = Value | Run<Value>;

/** A run that has nothing to wait for: it ends at once, with a value that is there already. */
class Settled<T> implements Run<T> {
  readonly #result: { readonly done: true; readonly value: T };
  constructor(value: T) {
    this.#result = { done: true, value };
  }
  next(): IteratorResult<Effect, T> {
    return this.#result;
  }
  return(value: T): IteratorResult<Effect, T> {
    return { done: true, value };
  }
  throw(error: unknown): never {
    throw error;
  }
  [Symbol.iterator](): this {
    return this;
  }
  [Symbol.dispose](): void {}
}
/** Whether a run has nothing to wait for and cannot fail. */
export const isSettled = (run: Run<unknown>): boolean => run instanceof Settled;
export const settled = <T>(value: T): Run<T> => new Settled(value);
/** There is nothing to do. */
export const nothing: Run<void> = settled(undefined);

/**
 * `tick`: a step was taken, the driver may pause or stop the run here.
 * `await`: resume with what the promise gives, or throw what it rejects with.
 * `yield`: a Python generator hands out a value (only inside a generator's body).
 * `call`: resume with what the run returns. The driver keeps such runs on a stack of its own, so that Python code nests
 * as deep as it likes; it counts them against the depth limit.
 * `resume`: takes up a generator's body where it yielded; resume with a `Resumed`.
 */
export type Effect =
  | { readonly kind: 'tick' }
  | { readonly kind: 'await'; readonly promise: Promise<unknown> }
  | { readonly kind: 'yield'; readonly value: Value }
  | { readonly kind: 'call'; readonly run: Run<unknown> }
  | { readonly kind: 'resume'; readonly run: Run<Value>; readonly send: Value | { readonly thrown: unknown } };
/** What a generator's body gave when it was resumed: a value it yielded, or at its end the one it returned. */
export type Resumed = { readonly done: boolean; readonly value: Value };

export const none: NoneValue = { kind: 'none' };
export const notImplemented: NotImplementedValue = { kind: 'notImplemented' };
export const ellipsis: EllipsisValue = { kind: 'ellipsis' };
export const pyTrue: BoolValue = { kind: 'bool', value: true };
export const pyFalse: BoolValue = { kind: 'bool', value: false };
export const bool = (value: boolean): BoolValue => (value ? pyTrue : pyFalse);
export const int = (value: bigint | number): IntValue => ({ kind: 'int', value: BigInt(value) });
export const float = (value: number): FloatValue => ({ kind: 'float', value });
export const str = (value: string): StrValue => ({ kind: 'str', value });
export const list = (items: Value[]): ListValue => ({ kind: 'list', items });
export const tuple = (items: readonly Value[]): TupleValue => ({ kind: 'tuple', items });
export const unknown = (reason: Text, span?: Span): UnknownValue =>
  span ? { kind: 'unknown', reason, span } : { kind: 'unknown', reason };
export const builtin = (name: string, call: BuiltinValue['call'], binds = false): BuiltinValue => ({
  kind: 'builtin',
  name,
  binds,
  call,
});

export const isRun = (answer: unknown): answer is Run<Value> =>
  typeof answer === 'object' &&
  answer !== null &&
  typeof (answer as { next?: unknown }).next === 'function' &&
  !('kind' in answer);
