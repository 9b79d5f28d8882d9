// `get_type_hints`, `get_origin`, `get_args`: what types say of themselves and of what they are written at.
import { say } from '../../base/text';
import type { FunctionCode } from '../core/calling';
import { builtinClass } from '../core/classes';
import { entriesOf } from '../core/keys';
import { typeError } from '../core/pyError';
import { framed } from '../core/traceback';
import { subscriptedOf } from '../core/typeArguments';
import { unionParts } from '../core/unionType';
import type { Vm } from '../core/vm';
import { evaluate } from '../interpret/evaluate';
import { moduleFrame } from '../interpret/moduleFrame';
import { list, none, type Run, tuple, unknown, type Value } from '../value';
import { asType, checkedType } from './check';
import { aliasOf, formOf, isTypingClass, namedOf, referenceOf } from './forms';
import { isParameterList } from './subscript';
import { worldOf } from './world';

type Names = Map<string, Value>;

/** A text as the type that it names. Where only a slice of the program runs, a name that is not there may yet exist. */
function* read(vm: Vm, text: string, names: Names): Run<Value> {
  const statements = vm.parse(text);
  const [node] = statements;
  if (node?.kind !== 'Expr') return unknown(say('{0} is not modelled yet', 'get_type_hints'), vm.span);
  try {
    return yield* framed(vm, undefined, evaluate(node.value, moduleFrame(statements, names, vm)));
  } catch (error) {
    if (!vm.options.target || !vm.isRaised(error, 'NameError')) throw error;
    return unknown(say('{0} is not modelled yet', 'get_type_hints'), vm.span);
  }
}

/** The type with the names in it looked up. */
function* resolved(vm: Vm, type: Value, names: Names): Run<Value> {
  const text = referenceOf(type)?.text;
  if (text !== undefined) {
    const value = yield* read(vm, text, names);
    if (value.kind === 'unknown') return value;
    return yield* resolved(
      vm,
      yield* checkedType(vm, value, 'Forward references must evaluate to types.', true),
      names,
    );
  }
  const own = subscriptedOf(type);
  if (!own || aliasOf(type)?.parts.kind === 'Literal') return type;
  const args: Value[] = [];
  for (const arg of own.args) args.push(yield* resolved(vm, aliasOf(type) ? arg : asTextType(vm, arg), names));
  return args.every((arg, i) => arg === own.args[i]) ? type : yield* own.again(vm, args);
}

const asTextType = (vm: Vm, arg: Value): Value => (arg.kind === 'str' ? asType(vm, arg) : arg);

/** The type without what only annotates it. */
function* bare(vm: Vm, type: Value): Run<Value> {
  const own = subscriptedOf(type);
  const alias = aliasOf(type);
  const form = formOf(alias?.parts.origin())?.name;
  const [first] = own?.args ?? [];
  if (first && (alias?.parts.kind === 'Annotated' || form === 'Required' || form === 'NotRequired'))
    return yield* bare(vm, first);
  if (!own || alias?.parts.kind === 'Literal') return type;
  const args: Value[] = [];
  for (const arg of own.args) args.push(yield* bare(vm, arg));
  return args.every((arg, i) => arg === own.args[i]) ? type : yield* own.again(vm, args);
}

function namesOf(object: Value, given: Value | undefined, vm: Vm): Names {
  if (given?.kind === 'dict')
    return new Map(
      [...given.entries.values()].flatMap(({ key, value }) => (key.kind === 'str' ? [[key.value, value]] : [])),
    );
  return object.kind === 'function' ? (object.code as FunctionCode).globals : vm.globals;
}

const entriesIn = (held: Value | undefined): [string, Value][] =>
  held?.kind === 'dict'
    ? [...held.entries.values()].flatMap(({ key, value }): [string, Value][] =>
        key.kind === 'str' ? [[key.value, value]] : [],
      )
    : [];

export function* typeHints(vm: Vm, given: Value, options: ReadonlyMap<string, Value>): Run<Value> {
  let object = given.kind === 'method' ? given.func : given;
  if (object.kind === 'unknown') return vm.touched(object);
  const hints = new Map<string, Value>();
  if ('attrs' in object && object.attrs?.has('__no_type_check__')) return { kind: 'dict', entries: new Map() };
  const extras = options.get('include_extras');
  const keep = extras ? yield* vm.isTrue(extras) : false;
  const found: [string, Value][] = [];
  const locals = entriesIn(options.get('localns'));
  if (object.kind === 'class')
    for (const step of [...object.mro].reverse()) found.push(...entriesIn(step.attrs.get('__annotations__')));
  else {
    for (let inner: Value | undefined = object; inner?.kind === 'function'; inner = inner.attrs.get('__wrapped__'))
      object = inner;
    const held = yield* vm.findAttr(object, '__annotations__');
    if (held?.kind !== 'dict') {
      if (object.kind === 'builtin') return { kind: 'dict', entries: new Map() };
      throw typeError(`${yield* vm.repr(object)} is not a module, class, method, or function.`);
    }
    found.push(...entriesIn(held));
  }
  const globals = namesOf(object, options.get('globalns'), vm);
  const names = locals.length ? new Map([...globals, ...locals]) : globals;
  for (const [name, value] of found) {
    if (value.kind === 'unknown') return vm.touched(value);
    const type = yield* resolved(vm, asType(vm, value), names);
    if (type.kind === 'unknown') return vm.touched(type);
    hints.set(name, keep ? type : yield* bare(vm, type));
  }
  return { kind: 'dict', entries: entriesOf(hints) };
}

export function originOf(vm: Vm, type: Value): Value {
  const own = aliasOf(type);
  if (own?.parts.kind === 'Annotated') return worldOf(vm).cls('Annotated');
  if (own) return own.parts.origin();
  if (unionParts(type)) return builtinClass('UnionType');
  if (isTypingClass(type, 'Generic')) return type;
  return namedOf(type)?.origin() ?? none;
}

export function argsOf(type: Value): Value {
  const own = aliasOf(type);
  if (own?.parts.metadata) return tuple([...own.args, ...own.parts.metadata]);
  const args = subscriptedOf(type)?.args ?? [];
  const last = args.at(-1);
  if (own?.parts.kind !== 'Callable' || !last || (args.length === 2 && isParameterList(args[0]))) return tuple(args);
  return tuple([list(args.slice(0, -1)), last]);
}

/** What `__origin__` gives of a type of either make. */
export function* anyOrigin(vm: Vm, type: Value): Run<Value> {
  const found = originOf(vm, type);
  if (found.kind !== 'none' || type.kind !== 'instance' || type.cls !== builtinClass('GenericAlias')) return found;
  return yield* vm.getAttr(type, '__origin__');
}
