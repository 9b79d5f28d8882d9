// Operators, comparisons, conditions, attributes and items as expressions. Knows no statement.
import type { Attribute, BinOp, BoolOp, Compare, Expression, IfExp, Subscript, UnaryOp } from '../../syntax/nodes';
import { containsItem, judged } from '../core/compare';
import type { Frame } from '../core/frame';
import { getItem } from '../core/items';
import { isPlain } from '../core/lookup';
import { arithmetic, compareNumbers } from '../core/numbers';
import { binary, identical, unary } from '../core/operators';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { bool, isSettled, type Run, type Value } from '../value';
import { foldsTo, interned, isFolded, unaryFolds } from './constants';
import { evaluate } from './evaluate';

/** Runs an operation; where it needs something that is not known, its result is that Unknown. */
export function knowing(vm: Vm, run: Run<Value>): Run<Value> {
  return isSettled(run) ? run : known(vm, run);
}

function* known(vm: Vm, run: Run<Value>): Run<Value> {
  try {
    return yield* run;
  } catch (error) {
    if (error instanceof Unknowable) return vm.touched(error.value);
    throw error;
  }
}

/** Plain numbers need no run. */
export const quickArithmetic = (op: BinOp['op'], a: Value, b: Value): Value | undefined =>
  isPlain(a) && isPlain(b) ? arithmetic(op, a, b) : undefined;

/** `a + b + c ...` nests on its left, so the chain is walked by a loop. */
export function* binOp(node: BinOp, frame: Frame): Run<Value> {
  const { vm } = frame;
  const chain: BinOp[] = [node];
  let left: Expression = node.left;
  while (left.kind === 'BinOp') {
    chain.push(left);
    left = left.left;
  }
  let value = yield* evaluate(left, frame);
  let folded = isFolded(left);
  for (let i = chain.length - 1; i >= 0; i--) {
    const step = chain[i] as BinOp;
    const right = yield* evaluate(step.right, frame);
    vm.span = step.span;
    folded = folded && foldsTo(step, value, right);
    value = quickArithmetic(step.op, value, right) ?? (yield* knowing(vm, binary(vm, step.op, value, right)));
    if (i > 0) {
      vm.spend(1);
      vm.saw(step.span, value);
    }
  }
  return folded ? interned(value) : value;
}

export function* unaryOp(node: UnaryOp, frame: Frame): Run<Value> {
  const { vm } = frame;
  const operand = yield* evaluate(node.operand, frame);
  vm.span = node.span;
  if (node.op !== 'not') {
    const value = yield* unary(vm, node.op, operand);
    return unaryFolds(node) ? interned(value) : value;
  }
  const truth = yield* vm.truth(operand);
  return truth === 'unknown' ? asUnknown(vm, operand) : bool(!truth);
}

/** The Unknown that made a truth value unknown. */
export function asUnknown(vm: Vm, value: Value): Value {
  return value.kind === 'unknown' ? vm.touched(value) : vm.unknownTruth(value);
}

export function* boolOp(node: BoolOp, frame: Frame): Run<Value> {
  const { vm } = frame;
  let value: Value | undefined;
  for (const [i, part] of node.values.entries()) {
    value = yield* evaluate(part, frame);
    if (i === node.values.length - 1) break;
    vm.span = part.span;
    const truth = yield* vm.truth(value);
    if (truth === 'unknown') return asUnknown(vm, value);
    if (truth === (node.op === 'or')) break;
  }
  return value as Value;
}

export function* conditional(node: IfExp, frame: Frame): Run<Value> {
  const { vm } = frame;
  const test = yield* evaluate(node.test, frame);
  vm.span = node.test.span;
  const truth = yield* vm.truth(test);
  if (truth === 'unknown') return asUnknown(vm, test);
  return yield* evaluate(truth ? node.body : node.orelse, frame);
}

export function* compareChain(node: Compare, frame: Frame): Run<Value> {
  const { vm } = frame;
  let left = yield* evaluate(node.left, frame);
  let result: Value = bool(true);
  for (const [i, op] of node.ops.entries()) {
    const right = yield* evaluate(node.comparators[i] as Expression, frame);
    vm.span = node.span;
    result = quickComparison(op, left, right) ?? (yield* knowing(vm, comparison(vm, op, left, right)));
    if (i === node.ops.length - 1) return result;
    const truth = yield* vm.truth(result);
    if (truth === 'unknown') return asUnknown(vm, result);
    if (!truth) return result;
    left = right;
  }
  return result;
}

function quickComparison(op: Compare['ops'][number], left: Value, right: Value): Value | undefined {
  if (op === 'is' || op === 'is not' || op === 'in' || op === 'not in' || !isPlain(left) || !isPlain(right))
    return undefined;
  const order = compareNumbers(left, right);
  return order === undefined ? undefined : judged(op, order);
}

function* comparison(vm: Vm, op: Compare['ops'][number], left: Value, right: Value): Run<Value> {
  switch (op) {
    case 'is':
    case 'is not': {
      if (left.kind === 'unknown') return vm.touched(left);
      if (right.kind === 'unknown') return vm.touched(right);
      return bool(identical(left, right) === (op === 'is'));
    }
    case 'in':
    case 'not in': {
      const found = yield* containsItem(vm, right, left);
      return found.kind === 'bool' ? bool(found.value === (op === 'in')) : found;
    }
    default:
      return yield* vm.compare(op, left, right);
  }
}

export function* attributeValue(node: Attribute, frame: Frame): Run<Value> {
  const object = yield* evaluate(node.value, frame);
  frame.vm.span = node.span;
  return yield* knowing(frame.vm, frame.vm.getAttr(object, node.attr));
}

export function* subscriptValue(node: Subscript, frame: Frame): Run<Value> {
  const object = yield* evaluate(node.value, frame);
  const key = yield* evaluate(node.slice, frame);
  frame.vm.span = node.span;
  return yield* knowing(frame.vm, getItem(frame.vm, object, key));
}
