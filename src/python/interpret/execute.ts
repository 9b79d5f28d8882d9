// Executes statements: blocks, and a case per kind. Loops, try, with, match, imports and classes have files of their own.
import { say } from '../../base/text';
import type { Statement } from '../../syntax/nodes';
import { exceptionOf, newException, raisedFrom, wordsOf } from '../core/exceptions';
import type { Frame } from '../core/frame';
import { setItem } from '../core/items';
import { setEntry } from '../core/keys';
import { inPlace } from '../core/operators';
import { PyError, typeError } from '../core/pyError';
import { describe } from '../core/traceback';
import { Unknowable } from '../core/unknowable';
import { none, pyTrue, type Run, str, type UnknownValue, unknown, type Value } from '../value';
import { checkAnnotation } from './annotations';
import { classDefinition } from './classes';
import { type Completion, type Doubt, joinDoubts } from './completion';
import { evaluate } from './evaluate';
import { forget } from './forget';
import { functionValue } from './functions';
import { importFrom, importModules } from './imports';
import { forLoop, whileLoop } from './loops';
import { matchStatement } from './match';
import { bindName } from './names';
import { knowing, quickArithmetic } from './operations';
import { recover } from './recover';
import { takenAsHarmless } from './takenAsHarmless';
import { assign, assignAll, deleteTarget } from './targets';
import { tryStatement } from './try';
import { withStatement } from './with';

/** Statements in order, up to the first that does not go on. */
export function* block(statements: readonly Statement[], frame: Frame): Run<Completion> {
  const { vm } = frame;
  for (let index = 0; index < statements.length; index++) {
    const statement = statements[index] as Statement;
    if (vm.due) yield* vm.breathe();
    let completion: Completion;
    try {
      completion = yield* execute(statement, frame);
    } catch (error) {
      completion = recover(error, statement, frame);
    }
    if (!completion) continue;
    if (completion.kind !== 'doubt') return completion;
    // What follows may not have run at all.
    return joinDoubts(completion, forget(statements.slice(index + 1), frame, completion.why));
  }
  return undefined;
}

export function* execute(node: Statement, frame: Frame): Run<Completion> {
  const { vm } = frame;
  vm.spend(1);
  switch (node.kind) {
    case 'Expr': {
      const value = yield* evaluate(node.value, frame);
      if (value.kind === 'unknown' && node.value.kind === 'Call') takenAsHarmless(node.value, value, frame);
      return undefined;
    }
    case 'Assign':
      yield* assignAll(node.targets, yield* evaluate(node.value, frame), frame);
      return undefined;
    case 'AugAssign':
      return yield* augmented(node, frame);
    case 'AnnAssign':
      return yield* annotated(node, frame);
    case 'Return':
      return { kind: 'return', value: node.value ? yield* evaluate(node.value, frame) : none };
    case 'If':
      return yield* conditional(node, frame);
    case 'For':
      return yield* forLoop(node, frame);
    case 'While':
      return yield* whileLoop(node, frame);
    case 'FunctionDef': {
      const decorators = yield* all(node.decoratorList, frame);
      const fn = yield* functionValue(node, frame);
      bindName(node.name, yield* decorated(fn, decorators, node, frame), frame, node.nameSpan);
      return undefined;
    }
    case 'ClassDef': {
      const decorators = yield* all(node.decoratorList, frame);
      const cls = yield* classDefinition(node, frame);
      bindName(node.name, yield* decorated(cls, decorators, node, frame), frame, node.nameSpan);
      return undefined;
    }
    case 'Import':
      importModules(node, frame);
      return undefined;
    case 'ImportFrom':
      yield* importFrom(node, frame);
      return undefined;
    case 'Try':
      return yield* tryStatement(node, frame);
    case 'With':
      return yield* withStatement(node, frame);
    case 'Match':
      return yield* matchStatement(node, frame);
    case 'Raise':
      return yield* raising(node, frame);
    case 'Assert':
      return yield* asserting(node, frame);
    case 'Delete':
      for (const target of node.targets) yield* deleteTarget(target, frame);
      return undefined;
    case 'Break':
      return { kind: 'break' };
    case 'Continue':
      return { kind: 'continue' };
    case 'TypeAlias':
      bindName(node.name.id, unknown(say('annotations are not evaluated here'), node.span), frame, node.name.span);
      return undefined;
    case 'Broken': {
      const fault = () => say('{0}: {1}', vm.lineOf(node.span.start), node.error.message);
      const why = unknown(node.reason ?? fault(), node.error.span);
      for (const name of node.names) bindName(name, why, frame);
      return undefined;
    }
    case 'Pass':
    case 'Global':
    case 'Nonlocal':
      return undefined;
  }
}

function* all(nodes: Extract<Statement, { kind: 'FunctionDef' }>['decoratorList'], frame: Frame): Run<Value[]> {
  const values: Value[] = [];
  for (const node of nodes) values.push(yield* evaluate(node, frame));
  return values;
}

function* decorated(
  value: Value,
  decorators: readonly Value[],
  node: Extract<Statement, { kind: 'FunctionDef' | 'ClassDef' }>,
  frame: Frame,
): Run<Value> {
  let result = value;
  for (let i = decorators.length - 1; i >= 0; i--) {
    frame.vm.span = node.decoratorList[i]?.span ?? node.span;
    result = yield* frame.vm.call(decorators[i] as Value, [result]);
  }
  return result;
}

function* augmented(node: Extract<Statement, { kind: 'AugAssign' }>, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const { target } = node;
  if (target.kind === 'Subscript') {
    const object = yield* evaluate(target.value, frame);
    const key = yield* evaluate(target.slice, frame);
    vm.span = target.span;
    const old = yield* knowing(vm, vm.getItem(object, key));
    const value = yield* evaluate(node.value, frame);
    vm.span = node.span;
    const result = yield* knowing(vm, inPlace(vm, node.op, old, value));
    yield* setItem(vm, object, key, result);
    vm.saw(target.span, result);
    return undefined;
  }
  if (target.kind === 'Attribute') {
    const object = yield* evaluate(target.value, frame);
    vm.span = target.span;
    const old = yield* knowing(vm, vm.getAttr(object, target.attr));
    const value = yield* evaluate(node.value, frame);
    vm.span = node.span;
    const result = yield* knowing(vm, inPlace(vm, node.op, old, value));
    yield* vm.setAttr(object, target.attr, result);
    vm.saw(target.span, result);
    return undefined;
  }
  const old = yield* evaluate(target, frame);
  const value = yield* evaluate(node.value, frame);
  vm.span = node.span;
  const result = quickArithmetic(node.op, old, value) ?? (yield* knowing(vm, inPlace(vm, node.op, old, value)));
  yield* assign(target, result, frame);
  return undefined;
}

function* annotated(node: Extract<Statement, { kind: 'AnnAssign' }>, frame: Frame): Run<Completion> {
  const { scope, vm } = frame;
  if (node.value) yield* assign(node.target, yield* evaluate(node.value, frame), frame);
  if (scope.kind === 'function') return undefined;
  const annotation = yield* checkAnnotation(node.annotation, frame);
  if (node.target.kind === 'Name') {
    let held = scope.names.get('__annotations__');
    // A slice of the program has only some of them.
    if (held?.kind === 'unknown') return undefined;
    if (held?.kind !== 'dict') {
      held = { kind: 'dict', entries: new Map() };
      scope.names.set('__annotations__', held);
    }
    yield* setEntry(vm, held.entries, str(node.target.id), annotation);
  }
  return undefined;
}

function* conditional(node: Extract<Statement, { kind: 'If' }>, frame: Frame): Run<Completion> {
  const { vm } = frame;
  let branch = node;
  // An `elif` chain is walked, not nested.
  for (;;) {
    const test = yield* evaluate(branch.test, frame);
    vm.span = branch.test.span;
    const truth = yield* vm.truth(test);
    if (truth === 'unknown') return doubt(test, branch.test.span.start, [...branch.body, ...branch.orelse], frame);
    if (truth) return yield* block(branch.body, frame);
    const [next, ...rest] = branch.orelse;
    if (next?.kind !== 'If' || rest.length) return yield* block(branch.orelse, frame);
    branch = next;
  }
}

/** Skips statements because a condition is Unknown. */
export function doubt(condition: Value, at: number, skipped: readonly Statement[], frame: Frame): Doubt | undefined {
  const { vm } = frame;
  const line = vm.lineOf(at);
  const reason =
    condition.kind === 'unknown'
      ? say('{0} depends on something that is not known: {1}', line, condition.reason)
      : say('{0} depends on something that is not known', line);
  vm.unknowns++;
  const why = unknown(reason, vm.span) satisfies UnknownValue;
  vm.report(condition.kind === 'unknown' ? condition : why, vm.span);
  return forget(skipped, frame, why);
}

function* raising(node: Extract<Statement, { kind: 'Raise' }>, frame: Frame): Run<Completion> {
  const { vm } = frame;
  if (!node.exc) {
    vm.span = node.span;
    const current = vm.handling.at(-1);
    if (!current) throw new PyError('RuntimeError', 'No active exception to reraise');
    throw current;
  }
  const value = yield* evaluate(node.exc, frame);
  const cause = node.cause ? yield* evaluate(node.cause, frame) : undefined;
  vm.span = node.span;
  if (value.kind === 'unknown') throw new Unknowable(vm.touched(value));
  const exception = yield* exceptionOf(vm, value);
  if (cause) {
    if (cause.kind !== 'none' && cause.kind !== 'unknown' && cause.kind !== 'instance' && cause.kind !== 'class')
      throw typeError('exception causes must derive from BaseException');
    const given = cause.kind === 'class' ? newException(cause, []) : cause;
    if (given.kind === 'instance') describe(given, yield* wordsOf(vm, given));
    exception.attrs.set('__cause__', given);
    exception.attrs.set('__suppress_context__', pyTrue);
  }
  vm.span = node.span;
  throw yield* raisedFrom(vm, exception);
}

function* asserting(node: Extract<Statement, { kind: 'Assert' }>, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const test = yield* evaluate(node.test, frame);
  vm.span = node.span;
  // What is not known is taken to hold, as the code after it may rely on it.
  const truth = yield* vm.truth(test);
  if (truth === 'unknown') vm.report(test.kind === 'unknown' ? test : vm.unknownTruth(test), vm.span);
  if (truth !== false) return undefined;
  const message = node.msg ? yield* evaluate(node.msg, frame) : undefined;
  vm.span = node.span;
  const exception = newException(vm.builtinClass('AssertionError'), message ? [message] : []);
  throw yield* raisedFrom(vm, exception);
}
