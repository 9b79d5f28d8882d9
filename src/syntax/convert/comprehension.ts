// Comprehensions and generator expressions. Knows no other expression.
import { type Cst, child, has, named } from '../cst';
import type { Comprehension } from '../nodes';
import { type Convert, expression, field } from './expression';
import type { Source } from './source';
import { checkTarget } from './target';

function generators(node: Cst, source: Source): Comprehension[] {
  const out: { -readonly [K in keyof Comprehension]: Comprehension[K] }[] = [];
  for (const clause of node.children) {
    if (clause.type === 'for_in_clause') {
      const target = checkTarget(field(clause, 'left', source));
      const iters = clause.children.filter((c) => c.field === 'right' && c.named);
      const iter = iters[0];
      if (!iter || iters.length > 1) return source.fail(clause, 'invalid syntax');
      const span = source.span(clause);
      out.push({
        kind: 'comprehension',
        span,
        target,
        iter: source.within({ inIterable: true }, () => expression(iter, source)),
        ifs: [],
        isAsync: has(clause, 'async'),
      });
    } else if (clause.type === 'if_clause') {
      const last = out.at(-1);
      const test = named(clause)[0];
      if (last && test) last.ifs = [...last.ifs, expression(test, source)];
    }
  }
  return out;
}

/** Converts a comprehension's parts with the names in mind that it binds. */
const iterating = <T>(node: Cst, source: Source, convert: () => T): T => {
  const targets = node.children
    .filter((clause) => clause.type === 'for_in_clause')
    .flatMap((clause) => source.of(child(clause, 'left') ?? clause).match(/[^\W\d]\w*/gu) ?? []);
  return source.within({ iterating: [...source.iterating, ...targets] }, convert);
};

/** A list, a set or a generator. */
export const comprehension =
  (kind: 'ListComp' | 'SetComp' | 'GeneratorExp'): Convert =>
  (node, source) =>
    iterating(node, source, () => ({
      kind,
      span: source.span(node),
      elt: field(node, 'body', source),
      generators: generators(node, source),
    }));

export const dictComprehension: Convert = (node, source) => {
  const pair = child(node, 'body');
  if (pair?.type !== 'pair') return source.fail(node, 'invalid syntax');
  return iterating(node, source, () => ({
    kind: 'DictComp',
    span: source.span(node),
    key: field(pair, 'key', source),
    value: field(pair, 'value', source),
    generators: generators(node, source),
  }));
};
