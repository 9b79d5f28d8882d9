// What the names of `typing` are when the program runs: objects that can be shown, compared and given arguments.
// Knows no module's names.
import { classText } from '../core/genericAlias';
import { Subscripted } from '../core/typeArguments';
import type { Vm } from '../core/vm';
import type { ClassValue, InstanceValue, Run, Value } from '../value';

/** `Union`, `ClassVar`: a word that means something to type checkers alone. */
export class SpecialForm {
  constructor(readonly name: string) {}
}

/** `List`, `Mapping`: a class under a name that takes arguments. `count` undefined: any number. */
export class NamedGeneric {
  constructor(
    readonly name: string,
    readonly origin: () => Value,
    readonly count: number | undefined,
    /** Whether a call makes an object of the class. */
    readonly makes: boolean,
  ) {}
}

export type AliasKind = 'Generic' | 'Union' | 'Literal' | 'Callable' | 'Annotated' | 'Unpack' | 'Concatenate';

/** The class of `typing` that an alias of this kind is of. */
export const classNames: Readonly<Record<AliasKind, string>> = {
  Generic: '_GenericAlias',
  Union: '_UnionGenericAlias',
  Literal: '_LiteralGenericAlias',
  Callable: '_CallableGenericAlias',
  Annotated: '_AnnotatedAlias',
  Unpack: '_UnpackGenericAlias',
  Concatenate: '_ConcatenateGenericAlias',
};

export interface AliasParts {
  readonly kind: AliasKind;
  readonly origin: () => Value;
  /** How it is called where that is not the name of its origin. */
  readonly name?: string;
  readonly makes?: boolean;
  readonly metadata?: readonly Value[];
}

/** `List[int]`, `Optional[int]`, `Stack[int]`. */
export class TypeAlias extends Subscripted {
  constructor(
    readonly parts: AliasParts,
    readonly args: readonly Value[],
    private readonly rebuilt: (vm: Vm, args: readonly Value[]) => Run<Value>,
  ) {
    super();
  }
  override again(vm: Vm, args: readonly Value[]): Run<Value> {
    return this.rebuilt(vm, args);
  }
}

/** `'Node'` where a type is wanted. */
export class ForwardReference {
  constructor(
    readonly text: string,
    /** Where its name is looked up, where that is said. */
    readonly module?: string,
  ) {}
}

const nativeOf = (value: Value | undefined): unknown => (value?.kind === 'instance' ? value.native : undefined);

export const formOf = (value: Value | undefined): SpecialForm | undefined => {
  const own = nativeOf(value);
  return own instanceof SpecialForm ? own : undefined;
};
export const namedOf = (value: Value | undefined): NamedGeneric | undefined => {
  const own = nativeOf(value);
  return own instanceof NamedGeneric ? own : undefined;
};
export const aliasOf = (value: Value | undefined): TypeAlias | undefined => {
  const own = nativeOf(value);
  return own instanceof TypeAlias ? own : undefined;
};
export const referenceOf = (value: Value | undefined): ForwardReference | undefined => {
  const own = nativeOf(value);
  return own instanceof ForwardReference ? own : undefined;
};

export const isTypingClass = (value: Value | undefined, name: string): value is ClassValue =>
  value?.kind === 'class' && value.name === name && value.module === 'typing';

/** A type as `typing` writes it inside another. */
export function* typeText(vm: Vm, value: Value): Run<string> {
  if (value.kind === 'class') return classText(value);
  if (value.kind === 'ellipsis') return '...';
  if (value.kind === 'function' || value.kind === 'builtin') return value.name;
  return yield* vm.repr(value);
}

/** An object of one of the classes of `typing`. */
export const formObject = (cls: ClassValue, native: object): InstanceValue => ({
  kind: 'instance',
  cls,
  attrs: new Map(),
  native,
});
