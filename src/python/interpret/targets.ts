// Assignment to names, attributes, items and unpacking targets. Knows no statement.
import type { Expression, Name, Statement } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { supplied } from '../core/inputs';
import { deleteItem, setItem } from '../core/items';
import { iterate, pull } from '../core/iterate';
import { typeError, valueError } from '../core/pyError';
import { Unknowable } from '../core/unknowable';
import { list, nothing, type Run, type UnknownValue, type Value } from '../value';
import { evaluate } from './evaluate';
import { bindName, deleteName, peekName } from './names';

export function assign(target: Expression, value: Value, frame: Frame): Run<void> {
  if (target.kind !== 'Name') return assignInto(target, value, frame);
  bindName(target.id, assumed(target, value, frame), frame, target.span);
  return nothing;
}

function* assignInto(target: Exclude<Expression, Name>, value: Value, frame: Frame): Run<void> {
  const { vm } = frame;
  switch (target.kind) {
    case 'Attribute': {
      const object = yield* evaluate(target.value, frame);
      vm.span = target.span;
      yield* vm.setAttr(object, target.attr, value);
      vm.saw(target.span, value);
      return;
    }
    case 'Subscript': {
      const object = yield* evaluate(target.value, frame);
      const key = yield* evaluate(target.slice, frame);
      vm.span = target.span;
      yield* setItem(vm, object, key, value);
      vm.saw(target.span, value);
      return;
    }
    case 'Tuple':
    case 'List':
      yield* unpack(target.elts, value, frame, target);
      return;
    case 'Starred':
      yield* assign(target.value, value, frame);
      return;
    default:
      throw typeError('cannot assign here');
  }
}

/** The value, or what the sources of inputs make of the name where it is Unknown. */
const assumed = (target: Name, value: Value, frame: Frame): Value =>
  supplied(frame.vm, value, target.id, target.span, (name) => peekName(name, frame));

/** `a = b = value`: all names are one object, also where it is assumed. */
export function assignAll(targets: readonly Expression[], value: Value, frame: Frame): Run<void> {
  const [only] = targets;
  return targets.length === 1 && only ? assign(only, value, frame) : assignEach(targets, value, frame);
}

function* assignEach(targets: readonly Expression[], value: Value, frame: Frame): Run<void> {
  const named = targets.find((target) => target.kind === 'Name');
  const shared = named ? assumed(named, value, frame) : value;
  for (const target of targets) yield* assign(target, shared, frame);
}

/** Binds the names of a target to Unknown, or to what sources of inputs make of them; whether those knew any. */
export function supplyTarget(target: Expression, why: UnknownValue, frame: Frame): boolean {
  if (target.kind === 'Tuple' || target.kind === 'List')
    return target.elts.map((part) => supplyTarget(part, why, frame)).includes(true);
  if (target.kind === 'Starred') return supplyTarget(target.value, why, frame);
  if (target.kind !== 'Name') return false;
  const value = assumed(target, why, frame);
  bindName(target.id, value, frame, value === why ? undefined : target.span);
  return value.kind !== 'unknown';
}

/** Asks the sources of inputs for what an assignment that could not be made would have bound. */
export function supplyTargets(statement: Statement, why: UnknownValue, frame: Frame): void {
  if (statement.kind === 'Assign') for (const target of statement.targets) supplyTarget(target, why, frame);
  if (statement.kind === 'AnnAssign' && statement.value) supplyTarget(statement.target, why, frame);
}

function* unpack(targets: readonly Expression[], value: Value, frame: Frame, place: Expression): Run<void> {
  const { vm } = frame;
  vm.span = place.span;
  const star = targets.findIndex((t) => t.kind === 'Starred');
  const parts = yield* partsOf(targets.length, star, value, frame);
  vm.saw(place.span, { kind: 'tuple', items: parts });
  for (const [i, target] of targets.entries()) {
    const part = parts[i];
    if (part) yield* assign(target, part, frame);
  }
}

/** The values for each target; all of them Unknown where the value is. */
function* partsOf(count: number, star: number, value: Value, frame: Frame): Run<Value[]> {
  const { vm } = frame;
  if (value.kind === 'unknown') return new Array<Value>(count).fill(vm.touched(value));
  try {
    const next = yield* iterate(vm, value, (name) => `cannot unpack non-iterable ${name} object`);
    const items: Value[] = [];
    const limit = star < 0 ? count + 1 : Number.POSITIVE_INFINITY;
    while (items.length < limit) {
      const item = yield* pull(next);
      if (!item) break;
      vm.spend(1);
      items.push(item);
    }
    if (star < 0) {
      if (items.length > count) throw valueError(`too many values to unpack (expected ${count})`);
      if (items.length < count)
        throw valueError(`not enough values to unpack (expected ${count}, got ${items.length})`);
      return items;
    }
    if (items.length < count - 1)
      throw valueError(`not enough values to unpack (expected at least ${count - 1}, got ${items.length})`);
    const after = count - star - 1;
    return [
      ...items.slice(0, star),
      list(items.slice(star, items.length - after)),
      ...items.slice(items.length - after),
    ];
  } catch (error) {
    if (error instanceof Unknowable) return new Array<Value>(count).fill(vm.touched(error.value));
    throw error;
  }
}

export function* deleteTarget(target: Expression, frame: Frame): Run<void> {
  const { vm } = frame;
  switch (target.kind) {
    case 'Name':
      vm.span = target.span;
      deleteName(target.id, frame);
      return;
    case 'Attribute': {
      const object = yield* evaluate(target.value, frame);
      vm.span = target.span;
      yield* vm.deleteAttr(object, target.attr);
      return;
    }
    case 'Subscript': {
      const object = yield* evaluate(target.value, frame);
      const key = yield* evaluate(target.slice, frame);
      vm.span = target.span;
      yield* deleteItem(vm, object, key);
      return;
    }
    case 'Tuple':
    case 'List':
      for (const part of target.elts) yield* deleteTarget(part, frame);
      return;
    default:
      throw typeError('cannot delete this');
  }
}
