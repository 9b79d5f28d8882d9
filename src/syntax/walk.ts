// Generic steps over the syntax tree: children, every node below, copies at another place. Knows no meaning of any node.
import type { Span } from '../base/span';
import type { Expression, Node, Part, Statement } from './nodes';

const partKinds: ReadonlySet<string> = new Set<Part['kind']>([
  'keyword',
  'comprehension',
  'arg',
  'withitem',
  'match_case',
  'ExceptHandler',
  'alias',
]);
const statementKinds: ReadonlySet<string> = new Set<Statement['kind']>([
  'FunctionDef',
  'ClassDef',
  'Return',
  'Delete',
  'Assign',
  'AugAssign',
  'AnnAssign',
  'For',
  'While',
  'If',
  'With',
  'Match',
  'Raise',
  'Try',
  'Assert',
  'Import',
  'ImportFrom',
  'Global',
  'Nonlocal',
  'Expr',
  'Pass',
  'Break',
  'Continue',
  'TypeAlias',
  'Broken',
]);

export const isStatement = (node: Node): node is Statement => statementKinds.has(node.kind);
export const isExpression = (node: Node): node is Expression =>
  !statementKinds.has(node.kind) &&
  !partKinds.has(node.kind) &&
  node.kind !== 'Module' &&
  !node.kind.startsWith('Match');

/** Calls `visit` for each node directly below this one, in the order of the fields. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
  eachIn(node, visit);
}

/** Fields that hold no node, whatever holds them. */
const leafFields: ReadonlySet<string> = new Set(['kind', 'span', 'nameSpan', 'attrSpan', 'error', 'kwdAttrs']);

function eachIn(holder: object, visit: (child: Node) => void): void {
  for (const name in holder) {
    const field = (holder as Readonly<Record<string, unknown>>)[name];
    if (typeof field !== 'object' || field === null || leafFields.has(name)) continue;
    if (Array.isArray(field)) {
      for (const item of field) if (typeof item === 'object' && item !== null) found(item, visit);
    } else found(field, visit);
  }
}

/** A node by itself, or the nodes in a plain holder such as a dict's item or the arguments of a function. */
function found(value: object, visit: (child: Node) => void): void {
  if ('kind' in value) visit(value as Node);
  else if (!('start' in value) && !('type' in value)) eachIn(value, visit);
}

/** All nodes below, depth first; `visit` answers false to leave a subtree out. */
export function walk(node: Node, visit: (node: Node) => boolean | undefined): void {
  if (visit(node) === false) return;
  eachChild(node, (child) => walk(child, visit));
}

/** The same tree with each node's span as wide as those of its children. */
export function stretched<T extends Node>(node: T): T {
  const copy = { ...node } as Record<string, unknown>;
  let { start, end } = node.span;
  for (const [name, field] of Object.entries(node)) {
    if (!Array.isArray(field) || !field.some((item) => item?.kind)) continue;
    const items = field.map((item: Node) => (item.kind ? stretched(item) : item));
    copy[name] = items;
    for (const { span } of items) {
      if (!span) continue;
      start = Math.min(start, span.start);
      end = Math.max(end, span.end);
    }
  }
  copy.span = { start, end };
  return copy as T;
}

/** The same tree, `by` characters further on. */
export function shifted<T>(value: T, by: number): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shifted(item, by)) as T;
  const place = value as Partial<Span>;
  if (typeof place.start === 'number' && typeof place.end === 'number')
    return { start: place.start + by, end: place.end + by } as T;
  // Literals stand at no place of their own.
  if (!('kind' in value) && 'type' in value && !('span' in value)) return value;
  // A clone keeps the layout that the engine knows, and is made several times faster than one field after the other.
  const copy = { ...value } as Record<string, unknown>;
  for (const name in copy) {
    const field = copy[name];
    if (typeof field === 'object') copy[name] = shifted(field, by);
  }
  return copy as T;
}
