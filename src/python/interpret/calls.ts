// Call expressions: arguments, unpacking, and the few builtins that look at the frame. Knows no statement.
import type { Text } from '../../base/text';
import type { Call } from '../../syntax/nodes';
import { superProxy } from '../core/calling';
import type { Frame } from '../core/frame';
import { entriesOf } from '../core/keys';
import { classOf, typeName } from '../core/lookup';
import { namesDict } from '../core/namesDict';
import { isPureBuiltin } from '../core/purity';
import { PyError, typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import type { Run, UnknownValue, Value } from '../value';
import { leavesCodeUnrun } from './concurrency';
import { dottedName } from './dottedName';
import { evaluate } from './evaluate';

export function* callValue(node: Call, frame: Frame): Run<Value> {
  const { vm } = frame;
  const callee = yield* evaluate(node.func, frame);
  let doubt: UnknownValue | undefined;
  const positional: Value[] = [];
  for (const part of node.args) {
    if (part.kind !== 'Starred') {
      positional.push(yield* evaluate(part, frame));
      continue;
    }
    const value = yield* evaluate(part.value, frame);
    vm.span = node.span;
    if (value.kind === 'unknown') doubt ??= value;
    else
      for (const item of yield* spread(node.args.length === 1 ? callee : undefined, value, frame))
        positional.push(item);
  }
  const keywords = new Map<string, Value>();
  for (const part of node.keywords) {
    const value = yield* evaluate(part.value, frame);
    vm.span = node.span;
    if (part.arg !== undefined) keywords.set(part.arg, value);
    else if (value.kind === 'unknown') doubt ??= value;
    else yield* spreadKeywords(callee, value, keywords, frame);
  }
  vm.span = node.span;
  // Which arguments there are is not known, so neither is what the call does with those that are.
  if (doubt) {
    tellSkipped(node, callee, doubt, frame);
    return vm.touched(doubt);
  }
  yield* vm.breathe();
  const intrinsic = positional.length + keywords.size === 0 ? intrinsics(callee, frame) : undefined;
  const result = intrinsic ?? (yield* vm.call(callee, positional, keywords));
  // A builtin that gives Unknown did not run, or not as it should have.
  if (result.kind === 'unknown' && callee.kind !== 'function') tellSkipped(node, callee, result, frame);
  return result;
}

/**
 * Tells the library of a call that was not made: of a name it does not model, or of something that came of one. It may
 * have changed what no value shows.
 */
function tellSkipped(node: Call, callee: Value, why: UnknownValue, frame: Frame): void {
  if (callee.kind === 'builtin' && isPureBuiltin(callee.name) && frame.vm.builtins.get(callee.name) === callee) return;
  const attribute = node.func.kind === 'Attribute' ? node.func.attr : '__call__';
  if (leavesCodeUnrun(why.reason, attribute)) frame.vm.report(why, node.span);
  const cls = callee.kind === 'method' ? classOf(callee.self) : callee.kind === 'instance' ? callee.cls : undefined;
  const owner = cls ? `${cls.module}.${cls.name}` : (originOf(why.reason) ?? '');
  const path = dottedName(node.func, frame) ?? `${owner}.${attribute}`;
  if (!frame.vm.options.library.isPure(path)) frame.vm.skipped(path, why.reason);
}

/** The dotted name in a reason such as `torch.foo is not modelled yet`. */
function originOf(reason: Text): string | undefined {
  for (const arg of reason.args) {
    const found =
      typeof arg === 'object'
        ? originOf(arg)
        : typeof arg === 'string' && /^\w+(?:\.\w+)+$/.test(arg)
          ? arg
          : undefined;
    if (found) return found;
  }
  return undefined;
}

/** How CPython writes what is called into its refusals. */
function* calledName(vm: Vm, callee: Value): Run<string> {
  const named = /^(?:function|method|builtin|class)$/.test(callee.kind);
  const qualname = named ? yield* vm.findAttr(callee, '__qualname__') : undefined;
  if (qualname?.kind !== 'str') return yield* vm.str(callee);
  const module = yield* vm.findAttr(callee, '__module__');
  const prefix = module?.kind === 'str' && module.value !== 'builtins' ? `${module.value}.` : '';
  return `${prefix}${qualname.value}()`;
}

/** The items behind a star; `callee` is absent where they do not stand alone among the arguments. */
function* spread(callee: Value | undefined, value: Value, frame: Frame): Run<Value[]> {
  const { vm } = frame;
  let refused = '';
  try {
    return yield* vm.items(value, (name) => {
      refused = `after * must be an iterable, not ${name}`;
      return refused;
    });
  } catch (error) {
    if (!refused) throw error;
    throw typeError(`${callee ? `${yield* calledName(vm, callee)} argument` : 'Value'} ${refused}`);
  }
}

function* spreadKeywords(callee: Value, value: Value, keywords: Map<string, Value>, frame: Frame): Run<void> {
  const { vm } = frame;
  const keys = value.kind === 'dict' ? undefined : yield* vm.findAttr(value, 'keys');
  if (value.kind !== 'dict' && !keys)
    throw typeError(`${yield* calledName(vm, callee)} argument after ** must be a mapping, not ${typeName(value)}`);
  const names = keys ? yield* vm.items(yield* vm.call(keys, [])) : yield* vm.items(value);
  for (const name of names) {
    if (name.kind !== 'str') {
      // `str.format` does not look.
      if (
        callee.kind === 'method' &&
        callee.self.kind === 'str' &&
        callee.func === classOf(callee.self).attrs.get('format')
      )
        continue;
      throw typeError('keywords must be strings');
    }
    if (keywords.has(name.value))
      throw typeError(`${yield* calledName(vm, callee)} got multiple values for keyword argument '${name.value}'`);
    keywords.set(name.value, yield* vm.getItem(value, name));
  }
}

/** `super()`, `locals()`, `globals()`, `vars()`, `dir()` without arguments see the frame they are called from. */
function intrinsics(callee: Value, frame: Frame): Value | undefined {
  const { vm } = frame;
  if (callee.kind === 'class' && callee === vm.builtinClass('super')) {
    const cls = frame.cell?.cls;
    if (frame.cell?.unknown) return vm.touched(frame.cell.unknown);
    if (frame.self?.kind === 'unknown') return vm.touched(frame.self);
    if (!cls) throw new PyError('RuntimeError', 'super(): no arguments');
    if (!frame.self) throw new PyError('RuntimeError', 'super(): no arguments');
    return superProxy(vm, cls, frame.self);
  }
  if (callee.kind !== 'builtin' || vm.builtins.get(callee.name) !== callee) return undefined;
  switch (callee.name) {
    case 'globals':
      return namesDict(frame.globals);
    case 'locals':
    case 'vars':
      return frame.scope.kind === 'module'
        ? namesDict(frame.scope.names)
        : { kind: 'dict', entries: entriesOf(frame.scope.names) };
    case 'dir':
      return { kind: 'list', items: [...frame.scope.names.keys()].sort().map((value) => ({ kind: 'str', value })) };
    default:
      return undefined;
  }
}
