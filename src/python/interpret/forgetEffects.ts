// Objects that code which is not run may change become Unknown, and the library is told what may have been called. Binds no
// name.
import type { Call, Expression, Node } from '../../syntax/nodes';
import { eachChild } from '../../syntax/walk';
import type { FunctionCode } from '../core/calling';
import type { Frame } from '../core/frame';
import { classOf, findInClass, findOnType } from '../core/lookup';
import { isPureBuiltin } from '../core/purity';
import type { FunctionValue, UnknownValue, Value } from '../value';
import { dottedName } from './dottedName';
import { bindName } from './names';
import { heldBy, insideOf, ownAttribute, reach, type Unrun, unrun } from './reach';

/** Code that is not run, why, and the functions that are already dealt with. */
interface Skipped {
  readonly code: Unrun;
  readonly why: UnknownValue;
  readonly seen: Set<unknown>;
}

const mostFunctions = 1000;

export function forgetEffects(nodes: readonly Node[], frame: Frame, why: UnknownValue): void {
  const skipped: Skipped = { code: unrun(nodes, frame), why, seen: new Set() };
  for (const node of nodes) effects(node, skipped);
}

function effects(node: Node, skipped: Skipped): void {
  switch (node.kind) {
    case 'FunctionDef':
      for (const decorator of node.decoratorList) {
        effects(decorator, skipped);
        calleeChanges(decorator, skipped);
      }
      return;
    case 'Name':
      named(node, skipped);
      break;
    case 'Assign':
    case 'Delete':
      for (const target of node.targets) written(target, skipped);
      break;
    case 'AugAssign':
      forgetAll(reach(node.target, skipped.code), skipped);
      break;
    case 'AnnAssign':
      written(node.target, skipped);
      break;
    case 'For':
    case 'comprehension':
      written(node.target, skipped);
      begun(node.iter, '__iter__', skipped);
      break;
    case 'withitem':
      begun(node.contextExpr, '__enter__', skipped);
      break;
    case 'Call':
      called(node, skipped);
      break;
  }
  eachChild(node, (child) => effects(child, skipped));
}

/** An iterator may have been advanced, a function that the code defines may have been called. */
function named(node: Extract<Expression, { kind: 'Name' }>, skipped: Skipped): void {
  const { code, seen } = skipped;
  for (const value of reach(node, code)) if (value.kind === 'iterator') code.frame.vm.forgetObject(value, skipped.why);
  const own = code.functions.get(node.id);
  if (!own || seen.has(own)) return;
  seen.add(own);
  for (const statement of own.body) effects(statement, skipped);
}

/** A loop, a `with` and a `print` call methods of what they go through, enter or write into. */
function begun(node: Expression, method: string, skipped: Skipped): void {
  const values = [...reach(node, skipped.code)];
  if (values.filter((value) => methodCalled(value, method, skipped)).length) forgetAll(values, skipped);
}

/** What an assignment to this target writes into. */
function written(target: Expression, skipped: Skipped): void {
  if (target.kind === 'Attribute' || target.kind === 'Subscript') {
    const owners = reach(target.value, skipped.code);
    forgetAll(owners, skipped);
    if (target.kind !== 'Attribute') return;
    for (const owner of owners)
      if (owner.kind === 'class' || owner.kind === 'module') owner.attrs.set(target.attr, skipped.why);
  } else if (target.kind === 'Tuple' || target.kind === 'List') for (const part of target.elts) written(part, skipped);
  else if (target.kind === 'Starred') written(target.value, skipped);
}

function forgetAll(values: Iterable<Value>, { code: { frame }, why }: Skipped): void {
  for (const value of values) if (value.kind !== 'module') frame.vm.forgetObject(value, why);
}

/** A call changes its receiver, its arguments and what its function sees, unless it is known to change nothing. */
function called(node: Call, skipped: Skipped): void {
  const { vm } = skipped.code.frame;
  const dotted = dottedName(node.func, skipped.code.frame);
  if (dotted && vm.options.library.isPure(dotted)) return;
  if (dotted) vm.skipped(dotted, skipped.why.reason);
  const given = node.args.concat(node.keywords.map(({ value }) => value));
  const passed = given.flatMap((part) => [...reach(part, skipped.code)]);
  // What is given a function may call it, even where it changes nothing itself: `sorted(xs, key=f)`.
  for (const value of passed) if (value.kind === 'function') functionCalled(value, skipped);
  for (const part of given) if (part.kind === 'Attribute') methodPassed(part, skipped);
  // `print(x, file=f)`
  const file = node.keywords.find(({ arg }) => arg === 'file');
  if (file) begun(file.value, 'write', skipped);
  if (calleeChanges(node.func, skipped)) forgetAll(passed, skipped);
}

/** `map(xs.append, ys)`: what is given the method may call it. */
function methodPassed({ value, attr }: Extract<Expression, { kind: 'Attribute' }>, skipped: Skipped): void {
  const owners = [...reach(value, skipped.code)].filter((owner) => {
    const method = owner.kind === 'module' ? undefined : findOnType(owner, attr);
    return (method?.kind === 'function' || method?.kind === 'builtin') && methodCalled(owner, attr, skipped);
  });
  forgetAll(owners, skipped);
}

/** Forgets what the function or the method may change beside its arguments; whether it may change these too. */
function calleeChanges(func: Expression, skipped: Skipped): boolean {
  const { code } = skipped;
  if (func.kind !== 'Attribute') {
    const callees = [...reach(func, code)];
    return callees.length === 0 || callees.map((callee) => valueCalled(callee, skipped)).includes(true);
  }
  const owners = [...reach(func.value, code)];
  const changing = owners.filter((owner) => {
    const own = ownAttribute(owner, func.attr);
    return own ? valueCalled(own, skipped) : methodCalled(owner, func.attr, skipped);
  });
  if (changing.length) forgetAll(owners, skipped);
  // On something new: `torch.empty(3).normal_()`.
  if (!owners.some(({ kind }) => kind === 'instance')) code.frame.vm.skipped(`.${func.attr}`, skipped.why.reason);
  return changing.length > 0 || owners.length === 0;
}

function valueCalled(callee: Value, skipped: Skipped): boolean {
  const { vm } = skipped.code.frame;
  switch (callee.kind) {
    case 'builtin':
      return !(isPureBuiltin(callee.name) && vm.builtins.get(callee.name) === callee);
    case 'function':
      functionCalled(callee, skipped);
      return true;
    case 'method':
      vm.forgetObject(callee, skipped.why);
      return true;
    case 'class': {
      const init = findInClass(callee, '__init__');
      if (init?.kind === 'function') functionCalled(init, skipped);
      return init?.kind === 'function' || callee.module !== 'builtins';
    }
    case 'instance': {
      const changes = methodCalled(callee, '__call__', skipped);
      if (changes) vm.forgetObject(callee, skipped.why);
      return changes;
    }
    // Not called itself, but what was called came of it: `getattr(xs, 'append')(1)`.
    case 'list':
    case 'dict':
    case 'set':
      vm.forgetObject(callee, skipped.why);
      return true;
    default:
      return callee.kind === 'unknown';
  }
}

/** Methods that a library's own method calls on an object of the program's class. */
const behind: Readonly<Record<string, readonly string[]>> = {
  __call__: ['forward'],
  __iter__: ['__next__', '__getitem__'],
  __enter__: ['__exit__'],
};

/** Whether a method of this object may change it and what it is given. */
function methodCalled(self: Value, name: string, skipped: Skipped): boolean {
  const { vm } = skipped.code.frame;
  if (self.kind === 'unknown') {
    vm.skipped(`.${name}`, skipped.why.reason);
    return true;
  }
  const own = [name, ...(behind[name] ?? [])]
    .map((each) => findOnType(self, each))
    .filter((m) => m?.kind === 'function');
  for (const method of own) if (method?.kind === 'function') functionCalled(method, skipped);
  if (self.kind !== 'instance') return vm.mayMutate(self, name);
  // It is called on something that came of this object: on one that it holds, if one of them has such a method.
  if (!findOnType(self, name)) {
    const held = [...heldBy(self)].filter((each) => findOnType(each, name));
    if (held.length) return held.map((each) => methodCalled(each, name, skipped)).includes(true);
  }
  // To go through an object, or to enter it, changes nothing in those of a library, but may draw random numbers.
  const changes = own.length > 0 || (!(name in behind && name !== '__call__') && vm.mayMutate(self, name));
  const { library } = vm.options;
  const { mro } = classOf(self);
  const home = mro.find((cls) => cls.attrs.has(name));
  const paths = (home ? [home] : mro).map((cls) => `${cls.module}.${cls.name}.${name}`);
  if (!paths.some((path) => library.isPure(path))) for (const path of paths) vm.skipped(path, skipped.why.reason);
  return changes;
}

/** What running a function of the program would bind or change outside of it. */
function functionCalled(fn: FunctionValue, skipped: Skipped): void {
  const { node, code } = fn.code as FunctionCode;
  if (skipped.seen.has(node) || skipped.seen.size > mostFunctions) return;
  skipped.seen.add(node);
  const { parts, frame } = insideOf(fn, skipped.code.frame);
  const inside: Skipped = { ...skipped, code: unrun(parts, frame) };
  for (const part of parts) effects(part, inside);
  for (const name of [...code.globals, ...code.nonlocals]) bindName(name, skipped.why, frame);
}
