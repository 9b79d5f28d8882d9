// Evaluates expressions: a case per kind, families in files of their own. Tells the observer each value.
import type { Constant, Expression, Literal, Name } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { PyError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { bool, type Effect, ellipsis, float, int, none, type Run, settled, str, type Value } from '../value';
import { callValue } from './calls';
import { dictComp, generatorExp, listComp, setComp } from './comprehensions';
import { interned } from './constants';
import { dictValue, listValue, setValue, sliceValue, tupleValue } from './displays';
import { lambdaValue } from './functions';
import { awaitValue, yieldFrom, yieldValue } from './generators';
import { bindWalrus, readName } from './names';
import { attributeValue, binOp, boolOp, compareChain, conditional, subscriptValue, unaryOp } from './operations';
import { formatted, joinedStr } from './strings';

/** The value of an expression. Counts a step. */
export function evaluate(node: Expression, frame: Frame): Run<Value> {
  const { vm } = frame;
  vm.spend(1);
  if (node.kind === 'Constant') return settled(seen(literalValue(node.value), node, vm));
  if (node.kind === 'Name') {
    vm.span = node.span;
    return settled(seen(readName(node.id, frame), node, vm));
  }
  return new Watched(dispatch(node, frame), node, vm);
}

/** The value as far as it is known, told to the observer. */
function seen(value: Value, node: Expression, vm: Vm): Value {
  const visible = vm.visible(value);
  if (!vm.inLibrary) vm.observer?.onValue?.(node.span, visible);
  return visible;
}

/** The run of an expression; its result is told on the way out. Lighter than a generator around each run. */
class Watched implements Run<Value> {
  constructor(
    private readonly run: Run<Value>,
    private readonly node: Expression,
    private readonly vm: Vm,
  ) {}
  next(input?: unknown): IteratorResult<Effect, Value> {
    return this.#told(this.run.next(input));
  }
  throw(error: unknown): IteratorResult<Effect, Value> {
    return this.#told(this.run.throw(error));
  }
  return(value: Value): IteratorResult<Effect, Value> {
    return this.run.return(value);
  }
  #told(step: IteratorResult<Effect, Value>): IteratorResult<Effect, Value> {
    return step.done ? { done: true, value: seen(step.value, this.node, this.vm) } : step;
  }
  [Symbol.iterator](): this {
    return this;
  }
  [Symbol.dispose](): void {}
}

function dispatch(node: Exclude<Expression, Constant | Name>, frame: Frame): Run<Value> {
  switch (node.kind) {
    case 'Attribute':
      return attributeValue(node, frame);
    case 'Subscript':
      return subscriptValue(node, frame);
    case 'Slice':
      return sliceValue(node, frame);
    case 'Call':
      return callValue(node, frame);
    case 'BinOp':
      return binOp(node, frame);
    case 'UnaryOp':
      return unaryOp(node, frame);
    case 'BoolOp':
      return boolOp(node, frame);
    case 'Compare':
      return compareChain(node, frame);
    case 'IfExp':
      return conditional(node, frame);
    case 'Lambda':
      return lambdaValue(node, frame);
    case 'List':
      return listValue(node, frame);
    case 'Tuple':
      return tupleValue(node, frame);
    case 'Set':
      return setValue(node, frame);
    case 'Dict':
      return dictValue(node, frame);
    case 'ListComp':
      return listComp(node, frame);
    case 'SetComp':
      return setComp(node, frame);
    case 'DictComp':
      return dictComp(node, frame);
    case 'GeneratorExp':
      return generatorExp(node, frame);
    case 'JoinedStr':
      return joinedStr(node, frame);
    case 'FormattedValue':
      return formatted(node, frame);
    case 'NamedExpr':
      return walrus(node.target.id, node, frame);
    case 'Yield':
      return yieldValue(node, frame);
    case 'YieldFrom':
      return yieldFrom(node, frame);
    case 'Await':
      return awaitValue(node, frame);
    case 'Starred':
      return starred();
  }
}

const constants = new WeakMap<Literal, Value>();
/** The value of a literal: one object for equal ones, as in CPython. */
export function literalValue(literal: Literal): Value {
  let value = constants.get(literal);
  if (!value) {
    value = interned(made(literal));
    constants.set(literal, value);
  }
  return value;
}

function made(literal: Literal): Value {
  switch (literal.type) {
    case 'int':
      return int(literal.value);
    case 'float':
      return float(literal.value);
    case 'complex':
      return { kind: 'complex', re: 0, im: literal.im };
    case 'str':
      return str(literal.value);
    case 'bytes':
      return { kind: 'bytes', value: literal.value };
    case 'bool':
      return bool(literal.value);
    case 'none':
      return none;
    case 'ellipsis':
      return ellipsis;
  }
}

function* walrus(id: string, node: Expression & { kind: 'NamedExpr' }, frame: Frame): Run<Value> {
  const value = yield* evaluate(node.value, frame);
  bindWalrus(id, value, frame, node.target.span);
  return value;
}

// biome-ignore lint/correctness/useYield: a run that needs no effect
function* starred(): Run<Value> {
  throw new PyError('SyntaxError', "can't use starred expression here");
}
