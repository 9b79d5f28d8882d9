// Statements that cannot be run because something they depend on is Unknown: whatever they might bind or change becomes
// Unknown too. Never guesses; when in doubt it forgets.
import type { Call, Expression, Node, Statement } from '../../syntax/nodes';
import { eachChild, isStatement } from '../../syntax/walk';
import type { FunctionCode } from '../core/calling';
import { codeOf } from '../core/code';
import type { Frame } from '../core/frame';
import { findInClass, findOnType } from '../core/lookup';
import { mayMutate } from '../core/mutation';
import { isPureBuiltin } from '../core/purity';
import type { FunctionValue, UnknownValue, Value } from '../value';
import type { Doubt } from './completion';
import { bindName, peekName } from './names';

/** Forgets what the statements may have done; the doubt where they may have left the loop or the function. */
export function forget(statements: readonly Statement[], frame: Frame, why: UnknownValue): Doubt | undefined {
  const { locals, globals, nonlocals } = codeOf(statements, [], statements);
  for (const name of [...locals, ...globals, ...nonlocals])
    if (!isDeclared(statements, name)) bindName(name, why, frame);
  const exits = { leavesLoop: false, returns: false };
  for (const statement of statements) {
    forgetEffects(statement, frame, why, new Set());
    findExits(statement, 0, exits);
  }
  return exits.leavesLoop || exits.returns ? { kind: 'doubt', why, ...exits } : undefined;
}

/** Names that are only declared `global` are not bound. */
function isDeclared(statements: readonly Statement[], name: string): boolean {
  return statements.every((s) => (s.kind === 'Global' || s.kind === 'Nonlocal') && s.names.includes(name));
}

function findExits(node: Statement, loops: number, exits: { leavesLoop: boolean; returns: boolean }): void {
  if (node.kind === 'FunctionDef' || node.kind === 'ClassDef') return;
  if (node.kind === 'Return') exits.returns = true;
  if ((node.kind === 'Break' || node.kind === 'Continue') && loops === 0) exits.leavesLoop = true;
  const inside = node.kind === 'For' || node.kind === 'While' ? loops + 1 : loops;
  const visit = (child: Node): void => {
    if (isStatement(child)) findExits(child, inside, exits);
    else if (child.kind === 'Yield' || child.kind === 'YieldFrom') exits.returns = true;
    else eachChild(child, visit);
  };
  eachChild(node, visit);
}

/** Forgets objects that the code below a node may change. */
function forgetEffects(node: Node, frame: Frame, why: UnknownValue, seen: Set<unknown>): void {
  switch (node.kind) {
    case 'FunctionDef':
    case 'Lambda':
    case 'ClassDef':
      return;
    case 'Assign':
      for (const target of node.targets) forgetTarget(target, frame, why);
      break;
    case 'AugAssign':
      forgetPath(node.target, frame, why);
      break;
    case 'AnnAssign':
    case 'For':
      forgetTarget(node.target, frame, why);
      break;
    case 'Delete':
      for (const target of node.targets) forgetTarget(target, frame, why);
      break;
    case 'Call':
      forgetCall(node, frame, why, seen);
      break;
  }
  eachChild(node, (child) => forgetEffects(child, frame, why, seen));
}

function forgetTarget(target: Expression, frame: Frame, why: UnknownValue): void {
  if (target.kind === 'Attribute' || target.kind === 'Subscript') forgetPath(target.value, frame, why);
  else if (target.kind === 'Tuple' || target.kind === 'List')
    for (const part of target.elts) forgetTarget(part, frame, why);
  else if (target.kind === 'Starred') forgetTarget(target.value, frame, why);
}

function forgetPath(path: Expression, frame: Frame, why: UnknownValue): void {
  const value = peek(path, frame);
  if (value && value.kind !== 'module') frame.vm.forgetObject(value, why);
}

/** The object that a path of names and attributes leads to, or the last one on the way that is there. Runs no code. */
function peek(path: Expression, frame: Frame): Value | undefined {
  if (path.kind === 'Name') return peekName(path.id, frame);
  if (path.kind === 'Subscript' || path.kind === 'Call')
    return peek(path.kind === 'Call' ? path.func : path.value, frame);
  if (path.kind !== 'Attribute') return undefined;
  const object = peek(path.value, frame);
  if (!object) return undefined;
  if (object.kind === 'module') return object.attrs.get(path.attr) ?? object.get(path.attr);
  if (object.kind === 'class') return findInClass(object, path.attr) ?? object;
  const own = 'attrs' in object ? object.attrs?.get(path.attr) : undefined;
  return own ?? object;
}

/** A call changes its receiver, its arguments and what its function sees, unless it is known to change nothing. */
function forgetCall(node: Call, frame: Frame, why: UnknownValue, seen: Set<unknown>): void {
  const { vm } = frame;
  const callee = peek(node.func, frame);
  if (node.func.kind === 'Attribute') {
    const receiver = peek(node.func.value, frame);
    if (receiver && receiver.kind !== 'module' && receiver.kind !== 'class') {
      const method = findOnType(receiver, node.func.attr);
      if (method?.kind === 'function') forgetFunction(method, frame, why, seen);
      if (!mayMutate(vm, receiver, node.func.attr)) return;
      vm.forgetObject(receiver, why);
      forgetArguments(node, frame, why);
      return;
    }
  }
  const dotted = dottedName(node.func, frame);
  if (callee?.kind === 'builtin' && isPureBuiltin(callee.name) && vm.builtins.get(callee.name) === callee) return;
  if (dotted && vm.options.library.isPure(dotted)) return;
  if (dotted) vm.skipped(dotted, why.reason);
  if (callee?.kind === 'function') forgetFunction(callee, frame, why, seen);
  if (callee?.kind === 'class') {
    const init = findInClass(callee, '__init__');
    if (init?.kind === 'function') forgetFunction(init, frame, why, seen);
    else if (callee.module === 'builtins') return;
  }
  if (callee?.kind === 'instance') {
    const method = findInClass(callee.cls, '__call__');
    if (method?.kind === 'function') forgetFunction(method, frame, why, seen);
    if (!mayMutate(vm, callee, '__call__')) return;
    vm.forgetObject(callee, why);
  }
  forgetArguments(node, frame, why);
}

function forgetArguments(node: Call, frame: Frame, why: UnknownValue): void {
  for (const part of [...node.args, ...node.keywords.map((k) => k.value)])
    forgetPath(part.kind === 'Starred' ? part.value : part, frame, why);
}

/** What running a function of the program would bind or change outside of it. */
function forgetFunction(fn: FunctionValue, frame: Frame, why: UnknownValue, seen: Set<unknown>): void {
  const code = fn.code as FunctionCode;
  if (seen.has(code.node) || seen.size > 200) return;
  seen.add(code.node);
  const inside: Frame = {
    ...frame,
    scope: { kind: 'function', names: new Map(), code: code.code, parent: code.parent },
    globals: code.globals,
  };
  for (const name of [...code.code.globals, ...code.code.nonlocals]) bindName(name, why, inside);
  const parts: readonly Node[] = Array.isArray(code.body) ? code.body : [code.body as Expression];
  for (const part of parts) forgetEffects(part, inside, why, seen);
}

/** `torch.nn.functional.relu` for a path that begins at a module. */
export function dottedName(path: Expression, frame: Frame): string | undefined {
  if (path.kind === 'Name') {
    const value = peekName(path.id, frame);
    if (value?.kind === 'module') return value.name;
    if (value?.kind === 'class') return `${value.module}.${value.name}`;
    return undefined;
  }
  if (path.kind !== 'Attribute') return undefined;
  const owner = peek(path.value, frame);
  const base = owner?.kind === 'module' ? owner.name : dottedName(path.value, frame);
  return base && `${base}.${path.attr}`;
}
