// Annotations that the grammar gives nodes of their own: `List[int]`, `int | None`, `a.b`. Knows no statement.
import { type Cst, named } from '../cst';
import type { Expression } from '../nodes';
import { expression } from './expression';
import type { Source } from './source';

export function genericType(node: Cst, source: Source): Expression {
  const [base, params] = named(node);
  if (!base || !params) return source.fail(node, 'invalid syntax');
  const elts = named(params).map((part) => expression(part, source));
  const only = elts[0];
  return {
    kind: 'Subscript',
    span: source.span(node),
    value: expression(base, source),
    slice: elts.length === 1 && only ? only : { kind: 'Tuple', span: source.span(params), elts },
  };
}
export function unionType(node: Cst, source: Source): Expression {
  const [left, right] = named(node).map((part) => expression(part, source));
  if (!left || !right) return source.fail(node, 'invalid syntax');
  return { kind: 'BinOp', span: source.span(node), left, op: '|', right };
}
export function memberType(node: Cst, source: Source): Expression {
  const [base, attr] = named(node);
  if (!base || !attr) return source.fail(node, 'invalid syntax');
  const attrSpan = source.span(attr);
  return {
    kind: 'Attribute',
    span: source.span(node),
    value: expression(base, source),
    attr: source.identifier(attr),
    attrSpan,
  };
}
