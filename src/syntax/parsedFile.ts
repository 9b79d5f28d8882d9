// The SourceFile that the parser makes: finds nodes by place. Knows no parser.

import type { Problem } from '../base/problem';
import { contains, type Span, sameSpan, touches } from '../base/span';
import type { Layout } from './layout';
import type { Broken, Expression, Module, Node, Statement } from './nodes';
import type { SourceFile } from './sourceFile';
import { eachChild, isExpression, isStatement, walk } from './walk';

export class ParsedFile implements SourceFile {
  private found: readonly Problem[] | undefined;

  constructor(
    readonly read: (text: string) => SourceFile,
    readonly text: string,
    readonly lineStarts: readonly number[],
    readonly module: Module,
    /** Top-level statements by their text, for the next parse. */
    readonly chunks: ReadonlyMap<string, { readonly offset: number; readonly body: readonly Statement[] }>,
    readonly layout?: Layout,
    /** Top-level statements that may be broken, or hold what is. */
    private readonly suspects: readonly Statement[] = module.body,
  ) {}

  get problems(): readonly Problem[] {
    this.found ??= this.suspects.flatMap(brokenIn).map(
      ({ error }): Problem => ({
        code: 'syntax',
        severity: 'error',
        span: error.span,
        python: { type: error.type, message: error.message },
      }),
    );
    return this.found;
  }

  path(offset: number): readonly (Statement | Expression)[] {
    return this.around({ start: offset, end: offset });
  }

  expressionAt(selection: Span): Expression | undefined {
    const trimmed = this.trimmed(selection);
    return trimmed.start < trimmed.end ? this.selected(trimmed) : this.atCursor(selection.start);
  }

  /** The nodes that contain a span, outermost first; where two touch an offset, the one that begins there. */
  private around(span: Span): (Statement | Expression)[] {
    const chain: (Statement | Expression)[] = [];
    let node: Node | undefined = topLevelAt(this.module.body, span);
    while (node) {
      if (isStatement(node) || isExpression(node)) chain.push(node);
      let next: Node | undefined;
      eachChild(node, (child) => {
        if (contains(child.span, span) && (!next || next.span.end <= span.start)) next = child;
      });
      node = next;
    }
    return chain;
  }

  private selected(span: Span): Expression | undefined {
    const chain = this.around(span);
    const last = chain.at(-1);
    if (!last) return valueIn(this.module.body.findLast((s) => contains(span, s.span)));
    // A whole statement, or several in one block, mean the value of the last one.
    if (isStatement(last)) {
      if (sameSpan(last.span, span)) return valueIn(last);
      let inside: Statement | undefined;
      walk(last, (node) => {
        if (node !== last && isStatement(node) && contains(span, node.span)) inside = node;
        return undefined;
      });
      return valueIn(inside ?? last);
    }
    return last;
  }

  private atCursor(offset: number): Expression | undefined {
    const chain = this.path(offset);
    const inner = chain.slice(chain.findLastIndex(isStatement) + 1) as Expression[];
    const found = inner.findLast((node) => node.kind === 'Call') ?? inner.at(-1);
    if (found) return found;
    const line = this.module.body.length ? chain.findLast(isStatement) : undefined;
    return valueIn(line ?? this.statementOnLine(offset));
  }

  /** For a cursor in the blanks or comment of a line: its statement. */
  private statementOnLine(offset: number): Statement | undefined {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    const first = start + (/^[ \t]*/.exec(this.text.slice(start, offset))?.[0].length ?? 0);
    return this.path(first).findLast(isStatement);
  }

  /** Without blanks, and without parentheses that have no node of their own. */
  private trimmed({ start, end }: Span): Span {
    const blank = /[\s;]/;
    for (;;) {
      while (start < end && blank.test(this.text[start] ?? '')) start++;
      while (start < end && blank.test(this.text[end - 1] ?? '')) end--;
      if (this.text[start] !== '(' || this.text[end - 1] !== ')' || end - start < 3) return { start, end };
      const inner = this.around({ start, end }).at(-1);
      if (inner && sameSpan(inner.span, { start, end })) return { start, end };
      const within = this.around({ start: start + 1, end: end - 1 }).at(-1);
      if (!within || within === inner || !isExpression(within)) return { start, end };
      start++;
      end--;
    }
  }
}

function topLevelAt(body: readonly Statement[], span: Span): Statement | undefined {
  let low = 0;
  let high = body.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((body[middle]?.span.start ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  const node = body[low];
  return node && touches(node.span, span.start) && contains(node.span, span) ? node : undefined;
}

/** What a statement computes. */
function valueIn(statement: Statement | undefined): Expression | undefined {
  switch (statement?.kind) {
    case 'Assign':
    case 'AugAssign':
    case 'AnnAssign':
    case 'Expr':
    case 'Return':
      return statement.value;
    case 'If':
    case 'While':
    case 'Assert':
      return statement.test;
    case 'For':
      return statement.iter;
    case 'With':
      return statement.items[0]?.contextExpr;
    case 'Match':
      return statement.subject;
    case 'FunctionDef':
      return returnedIn(statement.body);
    default:
      return undefined;
  }
}

/** What a function gives back last, as far as its text tells. */
function returnedIn(body: readonly Statement[]): Expression | undefined {
  let found: Expression | undefined;
  for (const statement of body) {
    walk(statement, (node) => {
      if (node.kind === 'Return') found = node.value ?? found;
      // Functions inside give back values of their own.
      return node.kind === 'FunctionDef' || node.kind === 'ClassDef' ? false : undefined;
    });
  }
  return found ?? valueIn(body.at(-1));
}

export function brokenIn(statement: Statement): Broken[] {
  const found: Broken[] = [];
  walk(statement, (node) => {
    if (node.kind === 'Broken' && !node.reason) found.push(node);
    return undefined;
  });
  return found;
}
