// Which objects an expression of code that is not run may lead to: never too few. Runs no code, changes nothing.
import { say } from '../../base/text';
import type { Call, Expression, FunctionDef, Node } from '../../syntax/nodes';
import { eachChild, isStatement, walk } from '../../syntax/walk';
import type { FunctionCode } from '../core/calling';
import type { Frame, Scope } from '../core/frame';
import { findInClass } from '../core/lookup';
import { givesScalar } from '../core/purity';
import { type FunctionValue, unknown, type Value } from '../value';
import { dottedName } from './dottedName';
import { peekName } from './names';

/** Code that is not run: what the names that it binds may lead to, and the functions that it defines. */
export interface Unrun {
  readonly frame: Frame;
  readonly bound: ReadonlyMap<string, ReadonlySet<Value>>;
  readonly functions: ReadonlyMap<string, FunctionDef>;
}

export function unrun(nodes: readonly Node[], frame: Frame): Unrun {
  const sources: (readonly [string, Expression])[] = [];
  const functions = new Map<string, FunctionDef>();
  const binds = (target: Node, source: Expression | undefined): void =>
    walk(target, (node) => {
      if (node.kind === 'Name' && source) sources.push([node.id, source]);
      return node.kind !== 'Attribute' && node.kind !== 'Subscript';
    });
  for (const root of nodes)
    walk(root, (node) => {
      if (node.kind === 'Assign') for (const target of node.targets) binds(target, node.value);
      else if (node.kind === 'For' || node.kind === 'comprehension') binds(node.target, node.iter);
      else if (node.kind === 'AnnAssign' || node.kind === 'AugAssign' || node.kind === 'NamedExpr')
        binds(node.target, node.value);
      else if (node.kind === 'withitem' && node.optionalVars) binds(node.optionalVars, node.contextExpr);
      else if (node.kind === 'Match') for (const { pattern } of node.cases) binds(pattern, node.subject);
      else if (node.kind === 'FunctionDef') functions.set(node.name, node);
      return undefined;
    });
  const bound = new Map(sources.map(([name]) => [name, new Set<Value>()]));
  const code = { frame, bound, functions };
  // Names are made of each other: the sets grow until none does any more, which each source can put off once.
  for (let grown = true, turns = 0; grown && turns <= sources.length; turns++) {
    grown = false;
    for (const [name, source] of sources) {
      const known = bound.get(name) as Set<Value>;
      const before = known.size;
      for (const value of reach(source, code)) known.add(value);
      grown ||= known.size > before;
    }
  }
  return code;
}

/** A name and attributes of it, not bound by the code itself: it leads to one object, which is known now. */
const isPath = (node: Expression, code: Unrun): boolean =>
  node.kind === 'Name' ? !code.bound.has(node.id) : node.kind === 'Attribute' && isPath(node.value, code);

/** Stands for every value that is not known: it may be anything. */
const anything: Value = unknown(say('not known'));

/** The objects that an expression may give, or hold, or be a part of. */
export function reach(node: Expression, code: Unrun): ReadonlySet<Value> {
  const found = new Set<Value>();
  for (const value of values(node, code)) if (matters(value)) found.add(value.kind === 'unknown' ? anything : value);
  if (!isPath(node, code)) for (const value of found) for (const item of within(value)) found.add(item);
  return found;
}

function values(node: Node, code: Unrun): Set<Value> {
  switch (node.kind) {
    case 'Name': {
      const value = peekName(node.id, code.frame);
      return new Set([...(value ? [value] : []), ...(code.bound.get(node.id) ?? [])]);
    }
    case 'Attribute':
      return new Set([...values(node.value, code)].map((owner) => ownAttribute(owner, node.attr) ?? owner));
    case 'Call':
      return resultOf(node, code);
    // These give something new, which shares nothing with a tensor but may keep the items of a list.
    case 'BinOp':
    case 'UnaryOp':
      return new Set([...below(node, code)].filter((value) => !givesNew(value, '__add__', code)));
    case 'Compare':
    case 'JoinedStr':
      return new Set();
    default:
      return below(node, code);
  }
}

function below(node: Node, code: Unrun): Set<Value> {
  const found = new Set<Value>();
  eachChild(node, (child) => {
    if (!isStatement(child)) for (const value of values(child, code)) found.add(value);
  });
  return found;
}

/** A call may give what it is given, its owner, or what its function can see. */
function resultOf({ func, args, keywords }: Call, code: Unrun): Set<Value> {
  const { frame } = code;
  const dotted = dottedName(func, frame);
  if (dotted && frame.vm.options.library.givesNew?.(dotted)) return new Set();
  const owners = func.kind === 'Attribute' ? [...values(func.value, code)] : [];
  if (func.kind === 'Attribute' && owners.length && owners.every((owner) => givesNew(owner, func.attr, code)))
    return new Set();
  const callees =
    func.kind === 'Attribute' ? owners.map((owner) => ownAttribute(owner, func.attr) ?? owner) : values(func, code);
  const found = new Set(callees);
  for (const callee of callees) {
    if (callee.kind === 'builtin' && givesScalar(callee.name)) return new Set();
    if (callee.kind === 'function') addNamed(callee, frame, found, new Set());
  }
  for (const part of [...args, ...keywords]) for (const value of values(part, code)) found.add(value);
  return found;
}

const givesNew = (value: Value, method: string, { frame }: Unrun): boolean =>
  value.kind === 'instance' &&
  value.cls.mro.some((cls) => frame.vm.options.library.givesNew?.(`${cls.module}.${cls.name}.${method}`));

/** What the names in a function's code lead to, from where it was defined. */
function addNamed(fn: FunctionValue, frame: Frame, found: Set<Value>, seen: Set<unknown>): void {
  const { node } = fn.code as FunctionCode;
  if (seen.has(node)) return;
  seen.add(node);
  const inside = insideOf(fn, frame);
  for (const part of inside.parts)
    walk(part, (each) => {
      const value = each.kind === 'Name' ? peekName(each.id, inside.frame) : undefined;
      if (value?.kind === 'function') addNamed(value, frame, found, seen);
      else if (value) found.add(value);
      return undefined;
    });
}

/** The code of a function, and a frame in which it sees what it sees, its arguments not known. */
export function insideOf(fn: FunctionValue, frame: Frame): { readonly parts: readonly Node[]; readonly frame: Frame } {
  const { code, parent, globals, body } = fn.code as FunctionCode;
  const scope: Scope = { kind: 'function', names: new Map(), code, parent };
  return { parts: Array.isArray(body) ? body : [body as Expression], frame: { ...frame, scope, globals } };
}

/** An attribute that is written at a module, in a class or at an object itself. */
export function ownAttribute(owner: Value, name: string): Value | undefined {
  if (owner.kind === 'module') return owner.attrs.get(name) ?? owner.get(name);
  if (owner.kind === 'class') return findInClass(owner, name);
  return 'attrs' in owner ? owner.attrs?.get(name) : undefined;
}

/** What an object holds, and what that holds; a bounded number of them. */
export function heldBy(owner: Value): ReadonlySet<Value> {
  const found = new Set<Value>([owner]);
  for (const value of found) {
    if (found.size > mostItems) break;
    const items = value.kind === 'instance' ? [...value.attrs.values()] : within(value);
    for (const item of items) if (item !== owner) found.add(item);
  }
  found.delete(owner);
  return found;
}

const mostItems = 10_000;
const changeable: ReadonlySet<Value['kind']> = new Set(
  'list dict set tuple instance iterator function method'.split(' ') as Value['kind'][],
);
/** Numbers and texts can be neither changed nor called. */
const matters = ({ kind }: Value): boolean =>
  changeable.has(kind) || kind === 'unknown' || kind === 'module' || kind === 'class' || kind === 'builtin';

/** What a container holds that can be changed or called. */
function within(value: Value): readonly Value[] {
  const items =
    value.kind === 'list' || value.kind === 'tuple'
      ? value.items.slice(0, mostItems)
      : value.kind === 'dict'
        ? [...value.entries.values()].slice(0, mostItems).map((entry) => entry.value)
        : [];
  return items.filter(({ kind }) => changeable.has(kind));
}
