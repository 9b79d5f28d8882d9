// `try` with its handlers. Knows no other statement: the block converter is handed in.
import { type Cst, child, has, named } from '../cst';
import type { ExceptHandler, Name, Statement, Try } from '../nodes';
import { expression, nameOf } from './expression';
import type { Source } from './source';

type Block = (node: Cst | undefined, source: Source) => Statement[];

export function tryStatement(node: Cst, source: Source, block: Block): Try {
  const clauses = named(node);
  const handlers = clauses.filter((c) => c.type === 'except_clause');
  const orelse = clauses.find((c) => c.type === 'else_clause');
  const final = clauses.find((c) => c.type === 'finally_clause');
  if (!handlers.length && !final) return source.fail(node, "expected 'except' or 'finally' block");
  return {
    kind: 'Try',
    span: source.span(node),
    body: block(child(node, 'body'), source),
    handlers: handlers.map((clause, index) => {
      const handler = exceptHandler(clause, source, block);
      if (!handler.type && index < handlers.length - 1) return source.fail(clause, "default 'except:' must be last");
      return handler;
    }),
    orelse: orelse ? block(child(orelse, 'body'), source) : [],
    finalbody: final
      ? block(
          final.children.find((c) => c.type === 'block'),
          source,
        )
      : [],
    isStar: handlers.some((c) => has(c, '*')),
  };
}

function exceptHandler(node: Cst, source: Source, block: Block): ExceptHandler {
  const values = node.children.filter((c) => c.field === 'value');
  let type = values[0];
  if (values.length > 1) return source.fail(node, 'multiple exception types must be parenthesized');
  let bound: Cst | undefined = child(node, 'alias');
  if (type?.type === 'as_pattern') {
    const alias = child(type, 'alias');
    bound = alias && (named(alias)[0] ?? alias);
    type = named(type)[0];
  }
  let name: Name | undefined;
  if (bound) {
    if (bound.type !== 'identifier') return source.fail(bound, 'invalid syntax');
    name = nameOf(bound, source);
  }
  return {
    kind: 'ExceptHandler',
    span: source.span(node),
    ...(type ? { type: expression(type, source) } : {}),
    ...(name ? { name } : {}),
    body: block(
      node.children.find((c) => c.type === 'block'),
      source,
    ),
  };
}
