// Expressions: from the parser's nodes to ours, a row per node type. Knows no statement.
import { type Cst, child, has, named } from '../cst';
import type {
  BinaryOperator,
  BinOp,
  BoolOp,
  Call,
  CompareOperator,
  Dict,
  Expression,
  Keyword,
  Literal,
  Name,
} from '../nodes';
import { genericType, memberType, unionType } from './annotation';
import { comprehension, dictComprehension } from './comprehension';
import { parameters } from './function';
import { numberLiteral } from './literal';
import type { Source } from './source';
import { stringExpression } from './strings';

/** Left-nested chains (`a + b + c ...`) longer than this are refused, as CPython's compiler refuses them somewhat later. */
const maxChain = 1000;

/** From a node of one type. */
export type Convert = (node: Cst, source: Source) => Expression;

export function expression(node: Cst, source: Source): Expression {
  let inner = node;
  // Parentheses leave no node, however many.
  while (inner.type === 'parenthesized_expression' || inner.type === 'type') {
    const content = named(inner)[0];
    if (!content) break;
    inner = content;
  }
  const convert = isMisplacedSplat(inner, source) ? hoisted : table[inner.type];
  if (!convert) return source.fail(inner, 'invalid syntax');
  return source.nested(inner, () => convert(inner, source));
}

/** The grammar takes `*f(x)` for a call of `*f`; the star belongs to all of it. */
const isMisplacedSplat = (node: Cst, source: Source): boolean =>
  source.between(node.start, node.start + 1) === '*' && !/splat|_list$/.test(node.type);

const hoisted: Convert = (node, source) => ({
  kind: 'Starred',
  span: source.span(node),
  value: expression(withoutSplat(node), source),
});

/** The same tree with the splat at its far left replaced by what is spread. */
function withoutSplat(node: Cst): Cst {
  if (node.type === 'list_splat') return named(node)[0] ?? node;
  const [first, ...rest] = node.children;
  if (!first) return node;
  const inner = withoutSplat(first);
  return { ...node, start: inner.start, children: [{ ...inner, field: first.field }, ...rest] };
}

/** The expression in a field of a node. */
export const field = (node: Cst, name: string, source: Source): Expression => {
  const part = child(node, name);
  return part ? expression(part, source) : source.fail(node, 'invalid syntax');
};
const all = (nodes: readonly Cst[], source: Source): Expression[] => nodes.map((n) => expression(n, source));
const constant =
  (value: Literal): Convert =>
  (node, source) => ({ kind: 'Constant', span: source.span(node), value });

export const nameOf = (node: Cst, source: Source): Name => ({
  kind: 'Name',
  span: source.span(node),
  id: source.identifier(node),
});

const number: Convert = (node, source) => {
  const value = numberLiteral(source.of(node));
  if (!value) {
    const text = source.of(node);
    return source.fail(
      node,
      /^0\d+$/.test(text)
        ? 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers'
        : 'invalid decimal literal',
    );
  }
  return { kind: 'Constant', span: source.span(node), value };
};

const sequence =
  (kind: 'List' | 'Tuple' | 'Set'): Convert =>
  (node, source) => ({ kind, span: source.span(node), elts: all(named(node), source) });

const starred: Convert = (node, source) => {
  const value = named(node)[0];
  return value
    ? { kind: 'Starred', span: source.span(node), value: expression(value, source) }
    : source.fail(node, 'invalid syntax');
};

/** The operands of a chain that nests on its left, outermost last. */
function leftSpine(node: Cst, source: Source): Cst[] {
  const spine = [node];
  for (let left = child(node, 'left'); left?.type === node.type; left = child(left, 'left')) spine.push(left);
  if (spine.length > maxChain) return source.fail(node, 'too many nested parentheses');
  return spine.reverse();
}

const binary: Convert = (node, source) => {
  const spine = leftSpine(node, source);
  let result = field(spine[0] ?? node, 'left', source);
  for (const step of spine) {
    const op = source.of(child(step, 'operator') ?? step) as BinaryOperator;
    const right: Expression = field(step, 'right', source);
    const made: BinOp = { kind: 'BinOp', span: source.span(step), left: result, op, right };
    result = made;
  }
  return result;
};

const boolean: Convert = (node, source) => {
  const spine = leftSpine(node, source);
  let result = field(spine[0] ?? node, 'left', source);
  for (const step of spine) {
    const op = source.of(child(step, 'operator') ?? step) as BoolOp['op'];
    const right: Expression = field(step, 'right', source);
    const joins = result.kind === 'BoolOp' && result.op === op && step !== spine[0];
    const values: readonly Expression[] = joins && result.kind === 'BoolOp' ? result.values : [result];
    result = { kind: 'BoolOp', span: source.span(step), op, values: [...values, right] };
  }
  return result;
};

const comparison: Convert = (node, source) => {
  const [left, ...comparators] = all(named(node), source);
  const ops = node.children
    .filter((c) => c.field === 'operators')
    .map((c) => source.of(c).replace(/\s+/g, ' ') as CompareOperator);
  if (!left || ops.length !== comparators.length || ops.some((op) => (op as string) === '<>'))
    return source.fail(node, 'invalid syntax');
  return { kind: 'Compare', span: source.span(node), left, ops, comparators };
};

const unary: Convert = (node, source) => ({
  kind: 'UnaryOp',
  span: source.span(node),
  op: node.type === 'not_operator' ? 'not' : (source.of(child(node, 'operator') ?? node) as '+' | '-' | '~'),
  operand: field(node, 'argument', source),
});

const attribute: Convert = (node, source) => {
  const attr = child(node, 'attribute');
  if (!attr) return source.fail(node, 'invalid syntax');
  return {
    kind: 'Attribute',
    span: source.span(node),
    value: field(node, 'object', source),
    attr: source.identifier(attr),
    attrSpan: source.span(attr),
  };
};

const subscript: Convert = (node, source) => {
  const parts = node.children.filter((c) => c.field === 'subscript');
  const first = parts[0];
  if (!first) return source.fail(node, 'invalid syntax');
  const comma = has(node, ',');
  const slice: Expression =
    parts.length === 1 && !comma && first.type !== 'list_splat'
      ? expression(first, source)
      : {
          kind: 'Tuple',
          span: source.span({ start: first.start, end: parts.at(-1)?.end ?? first.end }),
          elts: all(parts, source),
        };
  return { kind: 'Subscript', span: source.span(node), value: field(node, 'value', source), slice };
};

const slice: Convert = (node, source) => {
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let index = 0;
  for (const part of node.children) {
    if (part.type === ':' && !part.named) index++;
    else parts[index] = expression(part, source);
  }
  const [lower, upper, step] = parts;
  return {
    kind: 'Slice',
    span: source.span(node),
    ...(lower ? { lower } : {}),
    ...(upper ? { upper } : {}),
    ...(step ? { step } : {}),
  };
};

/** Arguments of a call or the bases of a class. */
export function callArguments(list: Cst, source: Source): Pick<Call, 'args' | 'keywords'> {
  if (list.type === 'generator_expression') return { args: [expression(list, source)], keywords: [] };
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  const parts = named(list);
  for (const part of parts) {
    if (part.type === 'keyword_argument') {
      const name = child(part, 'name');
      const arg = name && source.of(name);
      if (!arg || arg === 'True' || arg === 'False' || arg === 'None')
        return source.fail(part, `cannot assign to ${arg || 'expression'}`);
      if (keywords.some((k) => k.arg === arg)) return source.fail(part, `keyword argument repeated: ${arg}`);
      keywords.push({ kind: 'keyword', span: source.span(part), arg, value: field(part, 'value', source) });
    } else if (part.type === 'dictionary_splat') {
      const value = named(part)[0];
      if (!value) return source.fail(part, 'invalid syntax');
      keywords.push({ kind: 'keyword', span: source.span(part), value: expression(value, source) });
    } else {
      const last = keywords.at(-1);
      if (last && part.type !== 'list_splat')
        return source.fail(
          part,
          last.arg
            ? 'positional argument follows keyword argument'
            : 'positional argument follows keyword argument unpacking',
        );
      if (last && !last.arg) return source.fail(part, 'iterable argument unpacking follows keyword argument unpacking');
      if (part.type === 'generator_expression' && parts.length > 1 && source.of(part)[0] !== '(')
        return source.fail(part, 'Generator expression must be parenthesized');
      args.push(expression(part, source));
    }
  }
  return { args, keywords };
}

const call: Convert = (node, source) => {
  const list = child(node, 'arguments');
  if (!list) return source.fail(node, 'invalid syntax');
  return {
    kind: 'Call',
    span: source.span(node),
    func: field(node, 'function', source),
    ...callArguments(list, source),
  };
};

const conditional: Convert = (node, source) => {
  const [body, test, orelse] = named(node);
  if (!body || !test || !orelse) return source.fail(node, "expected 'else' after 'if' expression");
  return {
    kind: 'IfExp',
    span: source.span(node),
    test: expression(test, source),
    body: expression(body, source),
    orelse: expression(orelse, source),
  };
};

const lambda: Convert = (node, source) => ({
  kind: 'Lambda',
  span: source.span(node),
  args: parameters(child(node, 'parameters'), source),
  // Names that it binds are its own, whatever comprehension stands around it.
  body: source.within({ inFunction: true, iterating: [] }, () => field(node, 'body', source)),
});

const dictionary: Convert = (node, source) => {
  const items = named(node).map((part): Dict['items'][number] => {
    if (part.type === 'pair') return { key: field(part, 'key', source), value: field(part, 'value', source) };
    const value = named(part)[0];
    return value ? { value: expression(value, source) } : source.fail(part, 'invalid syntax');
  });
  return { kind: 'Dict', span: source.span(node), items };
};

const namedExpression: Convert = (node, source) => {
  const target = child(node, 'name');
  if (target?.type !== 'identifier') return source.fail(node, 'invalid syntax');
  if (source.inIterable)
    return source.fail(node, 'assignment expression cannot be used in a comprehension iterable expression');
  if (source.iterating.includes(source.identifier(target)))
    return source.fail(
      node,
      `assignment expression cannot rebind comprehension iteration variable '${source.identifier(target)}'`,
    );
  return {
    kind: 'NamedExpr',
    span: source.span(node),
    target: nameOf(target, source),
    value: field(node, 'value', source),
  };
};

const awaiting: Convert = (node, source) => {
  const value = named(node)[0];
  return value
    ? { kind: 'Await', span: source.span(node), value: expression(value, source) }
    : source.fail(node, 'invalid syntax');
};

const yielding: Convert = (node, source) => {
  if (!source.inFunction) return source.fail(node, "'yield' outside function");
  const span = source.span(node);
  const value = named(node)[0];
  if (has(node, 'from'))
    return value ? { kind: 'YieldFrom', span, value: expression(value, source) } : source.fail(node, 'invalid syntax');
  return value ? { kind: 'Yield', span, value: expression(value, source) } : { kind: 'Yield', span };
};

const table: Readonly<Record<string, Convert>> = {
  identifier: nameOf,
  dotted_name: (node, source) => dotted(named(node), source),
  integer: number,
  float: number,
  string: stringExpression,
  concatenated_string: stringExpression,
  true: constant({ type: 'bool', value: true }),
  false: constant({ type: 'bool', value: false }),
  none: constant({ type: 'none' }),
  ellipsis: constant({ type: 'ellipsis' }),
  list: sequence('List'),
  list_pattern: sequence('List'),
  tuple: sequence('Tuple'),
  tuple_pattern: sequence('Tuple'),
  expression_list: sequence('Tuple'),
  pattern_list: sequence('Tuple'),
  set: sequence('Set'),
  dictionary,
  list_splat: starred,
  list_splat_pattern: starred,
  splat_type: starred,
  parenthesized_list_splat: starred,
  binary_operator: binary,
  boolean_operator: boolean,
  comparison_operator: comparison,
  unary_operator: unary,
  not_operator: unary,
  attribute,
  subscript,
  slice,
  call,
  conditional_expression: conditional,
  lambda,
  list_comprehension: comprehension('ListComp'),
  set_comprehension: comprehension('SetComp'),
  generator_expression: comprehension('GeneratorExp'),
  dictionary_comprehension: dictComprehension,
  named_expression: namedExpression,
  await: awaiting,
  yield: yielding,
  generic_type: genericType,
  union_type: unionType,
  member_type: memberType,
};

/** `a.b.c` from its identifiers. */
export function dotted(parts: readonly Cst[], source: Source): Expression {
  const first = parts[0];
  if (!first) throw new Error('a dotted name has parts');
  let value: Expression = nameOf(first, source);
  for (const part of parts.slice(1)) {
    const span = source.span({ start: first.start, end: part.end });
    value = { kind: 'Attribute', span, value, attr: source.identifier(part), attrSpan: source.span(part) };
  }
  return value;
}
