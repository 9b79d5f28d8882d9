// Statements: from the parser's nodes to ours, a row per node type. A statement with a fault becomes `Broken` alone.
import { type Cst, child, has, named } from '../cst';
import type { Alias, BinaryOperator, Expression, Statement, WithItem } from '../nodes';
import { boundNames } from './boundNames';
import { callArguments, expression, nameOf } from './expression';
import { parameters } from './function';
import { pattern } from './pattern';
import { Fault, type Source } from './source';
import { checkSingle, checkTarget } from './target';
import { tryStatement } from './try';

type Convert = (node: Cst, source: Source) => Statement;

export function statement(node: Cst, source: Source): Statement {
  const known = source.broken.get(node.start);
  if (known) return known;
  try {
    const convert = table[node.type];
    if (!convert) return source.fail(node, 'invalid syntax');
    return convert(node, source);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: 'Broken', span: source.span(node), error: error.fault, names: boundNames(source.of(node)) };
  }
}

/** The statements of a block, or of whatever node holds some. */
export const block = (node: Cst | undefined, source: Source): Statement[] =>
  node ? named(node).map((part) => statement(part, source)) : [];

const value = (node: Cst | undefined, source: Source): Expression =>
  node ? expression(node, source) : source.fail({ start: 0, end: 0 }, 'invalid syntax');

const expressionStatement: Convert = (node, source) => {
  const parts = named(node);
  const first = parts[0];
  if (!first) return source.fail(node, 'invalid syntax');
  if (first.type === 'assignment') return assignment(first, source);
  if (first.type === 'augmented_assignment') return augmented(first, source);
  const span = source.span(node);
  if (parts.length > 1 || has(node, ',')) {
    const elts = parts.map((part) => expression(part, source));
    return { kind: 'Expr', span, value: { kind: 'Tuple', span, elts } };
  }
  return { kind: 'Expr', span, value: expression(first, source) };
};

function assignment(node: Cst, source: Source): Statement {
  const span = source.span(node);
  const annotation = child(node, 'type');
  const right = child(node, 'right');
  if (annotation)
    return {
      kind: 'AnnAssign',
      span,
      target: checkSingle(value(child(node, 'left'), source), 'annotated'),
      annotation: expression(annotation, source),
      ...(right ? { value: expression(right, source) } : {}),
    };
  const targets: Expression[] = [];
  let step: Cst | undefined = node;
  while (step?.type === 'assignment' && !child(step, 'type')) {
    const target = checkTarget(value(child(step, 'left'), source));
    if (target.kind === 'Starred') return source.fail(step, 'starred assignment target must be in a list or tuple');
    targets.push(target);
    step = child(step, 'right');
  }
  return { kind: 'Assign', span, targets, value: value(step, source) };
}

function augmented(node: Cst, source: Source): Statement {
  return {
    kind: 'AugAssign',
    span: source.span(node),
    target: checkSingle(value(child(node, 'left'), source), 'augmented'),
    op: source.of(child(node, 'operator') ?? node).slice(0, -1) as BinaryOperator,
    value: value(child(node, 'right'), source),
  };
}

const simple =
  (kind: 'Pass' | 'Break' | 'Continue'): Convert =>
  (node, source) => {
    if (kind === 'Break' && !source.inLoop) return source.fail(node, "'break' outside loop");
    if (kind === 'Continue' && !source.inLoop) return source.fail(node, "'continue' not properly in loop");
    return { kind, span: source.span(node) };
  };

const returning: Convert = (node, source) => {
  if (!source.inFunction) return source.fail(node, "'return' outside function");
  const result = named(node)[0];
  return { kind: 'Return', span: source.span(node), ...(result ? { value: expression(result, source) } : {}) };
};

const deleting: Convert = (node, source) => {
  const part = named(node)[0];
  const what = value(part, source);
  const targets = part?.type === 'expression_list' && what.kind === 'Tuple' ? what.elts : [what];
  for (const target of targets) checkTarget(target, 'delete');
  return { kind: 'Delete', span: source.span(node), targets };
};

const raising: Convert = (node, source) => {
  const cause = child(node, 'cause');
  const exc = named(node).find((part) => part !== cause);
  if (exc?.type === 'expression_list') return source.fail(exc, 'invalid syntax');
  return {
    kind: 'Raise',
    span: source.span(node),
    ...(exc ? { exc: expression(exc, source) } : {}),
    ...(cause ? { cause: expression(cause, source) } : {}),
  };
};

const asserting: Convert = (node, source) => {
  const [test, msg] = named(node);
  return {
    kind: 'Assert',
    span: source.span(node),
    test: value(test, source),
    ...(msg ? { msg: expression(msg, source) } : {}),
  };
};

function alias(node: Cst, source: Source): Alias {
  const span = source.span(node);
  const name = child(node, 'name') ?? node;
  const asname = child(node, 'alias');
  const text = source.of(name).replace(/\s+/g, '');
  if (asname)
    return { kind: 'alias', span, name: text, asname: source.identifier(asname), nameSpan: source.span(asname) };
  return { kind: 'alias', span, name: text, nameSpan: source.span(named(name)[0] ?? name) };
}
const names = (node: Cst, source: Source): Alias[] =>
  node.children.filter((c) => c.field === 'name').map((c) => alias(c, source));

const importing: Convert = (node, source) => ({ kind: 'Import', span: source.span(node), names: names(node, source) });

const importingFrom: Convert = (node, source) => {
  const from = child(node, 'module_name');
  const text = from ? source.of(from).replace(/\s+/g, '') : '__future__';
  const level = /^\.*/.exec(text)?.[0].length ?? 0;
  const wildcard = node.children.find((c) => c.type === 'wildcard_import');
  const star: Alias[] = wildcard
    ? [{ kind: 'alias', span: source.span(wildcard), name: '*', nameSpan: source.span(wildcard) }]
    : [];
  return {
    kind: 'ImportFrom',
    span: source.span(node),
    module: text.slice(level),
    level,
    names: [...names(node, source), ...star],
  };
};

const scopeNames =
  (kind: 'Global' | 'Nonlocal'): Convert =>
  (node, source) => {
    if (kind === 'Nonlocal' && !source.inFunction)
      return source.fail(node, 'nonlocal declaration not allowed at module level');
    return { kind, span: source.span(node), names: named(node).map((c) => source.identifier(c)) };
  };

/** `if` with its `elif`s folded into `orelse` from the last to the first. */
const conditional: Convert = (node, source) => {
  let orelse: Statement[] = [];
  for (const clause of node.children.filter((c) => c.field === 'alternative').reverse()) {
    if (clause.type === 'else_clause') orelse = block(child(clause, 'body'), source);
    else {
      const test = value(child(clause, 'condition'), source);
      const span = source.span({ start: clause.start, end: node.end });
      orelse = [{ kind: 'If', span, test, body: block(child(clause, 'consequence'), source), orelse }];
    }
  }
  const body = block(child(node, 'consequence'), source);
  return { kind: 'If', span: source.span(node), test: value(child(node, 'condition'), source), body, orelse };
};

const otherwise = (node: Cst, source: Source): Statement[] => {
  const clause = child(node, 'alternative');
  return clause ? block(child(clause, 'body'), source) : [];
};

const looping: Convert = (node, source) => ({
  kind: 'While',
  span: source.span(node),
  test: value(child(node, 'condition'), source),
  body: source.within({ inLoop: true }, () => block(child(node, 'body'), source)),
  orelse: otherwise(node, source),
});

const iterating: Convert = (node, source) => ({
  kind: 'For',
  span: source.span(node),
  target: checkTarget(value(child(node, 'left'), source), 'assign to', false),
  iter: value(child(node, 'right'), source),
  body: source.within({ inLoop: true }, () => block(child(node, 'body'), source)),
  orelse: otherwise(node, source),
  isAsync: has(node, 'async'),
});

function withItem(node: Cst, source: Source): WithItem {
  const span = source.span(node);
  let context = child(node, 'value');
  if (context?.type === 'as_pattern') {
    const target = child(context, 'alias');
    const held = named(context)[0];
    const inner = target && named(target)[0];
    if (held && inner)
      return {
        kind: 'withitem',
        span,
        contextExpr: expression(held, source),
        optionalVars: checkTarget(expression(inner, source)),
      };
    context = held;
  }
  return { kind: 'withitem', span, contextExpr: value(context, source) };
}

const withStatement: Convert = (node, source) => {
  const clause = node.children.find((c) => c.type === 'with_clause');
  let items = clause ? named(clause).filter((c) => c.type === 'with_item') : [];
  const only = items[0] && items.length === 1 ? child(items[0], 'value') : undefined;
  // `with (a as b):` comes as an expression in parentheses.
  if (only?.type === 'parenthesized_expression' && named(only)[0]?.type === 'as_pattern')
    items = named(only).map((c) => ({ ...c, type: 'with_item', children: [{ ...c, field: 'value' }] }));
  return {
    kind: 'With',
    span: source.span(node),
    items: items.map((item) => withItem(item, source)),
    body: block(child(node, 'body'), source),
    isAsync: has(node, 'async'),
  };
};

const matching: Convert = (node, source) => {
  const subjects = node.children.filter((c) => c.field === 'subject').map((c) => source.subjects.get(c.start) ?? c);
  const first = subjects[0];
  const elts = subjects.map((c) => expression(c, source));
  const only = elts[0];
  if (!first || !only) return source.fail(node, 'invalid syntax');
  const span = source.span({ start: first.start, end: subjects.at(-1)?.end ?? first.end });
  const comma = has(node, ',');
  const body = child(node, 'body');
  const cases = (body ? named(body) : []).filter((c) => c.type === 'case_clause');
  return {
    kind: 'Match',
    span: source.span(node),
    subject: comma ? { kind: 'Tuple', span, elts } : only,
    cases: cases.map((clause) => {
      const guard = child(clause, 'guard');
      const test = guard && named(guard)[0];
      return {
        kind: 'match_case',
        span: source.span(clause),
        pattern: pattern(clause, source),
        ...(test ? { guard: expression(test, source) } : {}),
        body: block(child(clause, 'consequence'), source),
      };
    }),
  };
};

const functionDefinition = (
  node: Cst,
  source: Source,
  decoratorList: readonly Expression[],
  start: number,
): Statement => {
  const name = child(node, 'name');
  if (!name) return source.fail(node, 'invalid syntax');
  const returns = child(node, 'return_type');
  return {
    kind: 'FunctionDef',
    span: source.span({ start, end: node.end }),
    name: source.identifier(name),
    shownName: source.of(name),
    nameSpan: source.span(name),
    args: parameters(child(node, 'parameters'), source),
    body: source.within({ inLoop: false, inFunction: true }, () => block(child(node, 'body'), source)),
    decoratorList,
    ...(returns ? { returns: expression(returns, source) } : {}),
    isAsync: has(node, 'async'),
  };
};

const classDefinition = (node: Cst, source: Source, decoratorList: readonly Expression[], start: number): Statement => {
  const name = child(node, 'name');
  if (!name) return source.fail(node, 'invalid syntax');
  const superclasses = child(node, 'superclasses');
  const { args, keywords } = superclasses ? callArguments(superclasses, source) : { args: [], keywords: [] };
  return {
    kind: 'ClassDef',
    span: source.span({ start, end: node.end }),
    name: source.identifier(name),
    nameSpan: source.span(name),
    bases: args,
    keywords,
    body: source.within({ inLoop: false, inFunction: false, owner: source.of(name) }, () =>
      block(child(node, 'body'), source),
    ),
    decoratorList,
  };
};

const decorated: Convert = (node, source) => {
  const decorators = named(node)
    .filter((c) => c.type === 'decorator')
    .map((c) => value(named(c)[0], source));
  const definition = child(node, 'definition');
  if (definition?.type === 'function_definition') return functionDefinition(definition, source, decorators, node.start);
  if (definition?.type === 'class_definition') return classDefinition(definition, source, decorators, node.start);
  return source.fail(node, 'invalid syntax');
};

const table: Readonly<Record<string, Convert>> = {
  expression_statement: expressionStatement,
  pass_statement: simple('Pass'),
  break_statement: simple('Break'),
  continue_statement: simple('Continue'),
  return_statement: returning,
  delete_statement: deleting,
  raise_statement: raising,
  assert_statement: asserting,
  import_statement: importing,
  import_from_statement: importingFrom,
  future_import_statement: importingFrom,
  global_statement: scopeNames('Global'),
  nonlocal_statement: scopeNames('Nonlocal'),
  if_statement: conditional,
  while_statement: looping,
  for_statement: iterating,
  with_statement: withStatement,
  try_statement: (node, source) => tryStatement(node, source, block),
  match_statement: matching,
  function_definition: (node, source) => functionDefinition(node, source, [], node.start),
  class_definition: (node, source) => classDefinition(node, source, [], node.start),
  decorated_definition: decorated,
  print_statement: (node, source) =>
    source.fail(node, "Missing parentheses in call to 'print'. Did you mean print(...)?"),
  exec_statement: (node, source) => source.fail(node, "Missing parentheses in call to 'exec'. Did you mean exec(...)?"),
  type_alias_statement: (node, source) => {
    const left = child(node, 'left');
    const name = left && named(left)[0];
    if (name?.type !== 'identifier') return source.fail(node, 'invalid syntax');
    return { kind: 'TypeAlias', span: source.span(node), name: nameOf(name, source) };
  },
};
