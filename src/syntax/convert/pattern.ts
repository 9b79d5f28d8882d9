// Patterns of `match`, a row per node type. Knows no statement.
import { type Cst, has, named } from '../cst';
import type { Constant, Expression, Pattern } from '../nodes';
import { dotted, expression, nameOf } from './expression';
import type { Source } from './source';

/** The pattern of a case clause; several with commas are a sequence. */
export function pattern(clause: Cst, source: Source): Pattern {
  const parts = clause.children.filter((c) => c.type === 'case_pattern');
  const first = parts[0];
  if (!first) return source.fail(clause, 'invalid syntax');
  if (parts.length === 1 && !has(clause, ',')) return one(first, source);
  const span = source.span({ start: first.start, end: parts.at(-1)?.end ?? first.end });
  return { kind: 'MatchSequence', span, patterns: parts.map((part) => one(part, source)) };
}

function one(node: Cst, source: Source): Pattern {
  const span = source.span(node);
  switch (node.type) {
    case 'case_pattern': {
      const inner = grouped(node.children)[0];
      return inner ? one(inner, source) : source.fail(node, 'invalid syntax');
    }
    case '_':
      return { kind: 'MatchAs', span };
    case 'none':
    case 'true':
    case 'false':
      return { kind: 'MatchSingleton', span, value: expression(node, source) as Constant };
    case 'identifier':
    case 'dotted_name': {
      const parts = node.type === 'identifier' ? [node] : named(node);
      const only = parts[0];
      if (parts.length > 1) return { kind: 'MatchValue', span, value: dotted(parts, source) };
      if (!only || source.of(only) === '_') return { kind: 'MatchAs', span };
      return { kind: 'MatchAs', span, name: nameOf(only, source) };
    }
    case 'as_pattern': {
      const inner = named(node)[0];
      const bound = named(node).at(-1);
      if (!inner || bound?.type !== 'identifier') return source.fail(node, 'invalid syntax');
      return { kind: 'MatchAs', span, pattern: one(inner, source), name: nameOf(bound, source) };
    }
    case 'union_pattern':
      return { kind: 'MatchOr', span, patterns: grouped(node.children).map((c) => one(c, source)) };
    case 'list_pattern':
    case 'tuple_pattern': {
      const parts = named(node);
      const only = parts[0];
      if (node.type === 'tuple_pattern' && parts.length === 1 && only && !has(node, ',')) return one(only, source);
      return { kind: 'MatchSequence', span, patterns: parts.map((c) => one(c, source)) };
    }
    case 'splat_pattern': {
      const name = named(node)[0];
      if (!name || source.of(name) === '_') return { kind: 'MatchStar', span };
      return { kind: 'MatchStar', span, name: nameOf(name, source) };
    }
    case 'dict_pattern':
      return mapping(node, source);
    case 'class_pattern':
      return classPattern(node, source);
    default:
      return { kind: 'MatchValue', span, value: number(node, source) };
  }
}

/** Patterns among the children: `_` is a token, and a minus stands beside its number without a node of their own. */
function grouped(children: readonly Cst[]): Cst[] {
  const out: Cst[] = [];
  let sign: Cst | undefined;
  for (const part of children) {
    if (part.type === '-' && !part.named) sign = part;
    else if (part.named || part.type === '_') {
      if (sign) out.push({ ...part, type: 'signed', start: sign.start, children: [sign, part] });
      else out.push(part);
      sign = undefined;
    }
  }
  return out;
}

/** A literal, with its sign and its imaginary part where it has them. */
function number(node: Cst, source: Source): Expression {
  if (node.type !== 'complex_pattern' && node.type !== 'signed') return expression(node, source);
  let result: Expression | undefined;
  let op: '+' | '-' | undefined;
  for (const part of node.children) {
    if (!part.named) {
      op = part.type === '-' ? '-' : '+';
      continue;
    }
    const operand = expression(part, source);
    const span = source.span({ start: node.start, end: part.end });
    if (result) result = { kind: 'BinOp', span, left: result, op: op ?? '+', right: operand };
    else result = op === '-' ? { kind: 'UnaryOp', span, op, operand } : operand;
    op = undefined;
  }
  return result ?? source.fail(node, 'invalid syntax');
}

function mapping(node: Cst, source: Source): Pattern {
  const keys: Expression[] = [];
  const patterns: Pattern[] = [];
  const splat = named(node).find((c) => c.type === 'splat_pattern');
  const rest = splat && named(splat)[0];
  for (const key of grouped(node.children.filter((c) => c.field === 'key')))
    keys.push(key.type === 'dotted_name' ? dotted(named(key), source) : number(key, source));
  for (const part of node.children) if (part.field === 'value') patterns.push(one(part, source));
  const span = source.span(node);
  return { kind: 'MatchMapping', span, keys, patterns, ...(rest ? { rest: nameOf(rest, source) } : {}) };
}

function classPattern(node: Cst, source: Source): Pattern {
  const [cls, ...rest] = named(node);
  if (cls?.type !== 'dotted_name') return source.fail(node, 'invalid syntax');
  const patterns: Pattern[] = [];
  const kwdAttrs: string[] = [];
  const kwdPatterns: Pattern[] = [];
  for (const part of rest) {
    const inner = part.type === 'case_pattern' ? named(part)[0] : part;
    if (inner?.type === 'keyword_pattern') {
      const name = named(inner)[0];
      const at = inner.children.findIndex((c) => c.type === '=');
      const value = inner.children[at + 1];
      if (!name || !value) return source.fail(part, 'invalid syntax');
      kwdAttrs.push(source.of(name));
      kwdPatterns.push(one(grouped(inner.children.slice(at + 1))[0] ?? value, source));
    } else patterns.push(one(part, source));
  }
  return {
    kind: 'MatchClass',
    span: source.span(node),
    cls: dotted(named(cls), source),
    patterns,
    kwdAttrs,
    kwdPatterns,
  };
}
