// What the result of a trace rests on: the text of the statements that it runs, and what else it was seen to ask of its
// program. Two traces on the same footing give the same. Knows no values.
import { contains, type Span } from '../../base/span';
import { render } from '../../base/text';
import type { Limits } from '../../python/evaluate';
import { lineText } from '../../syntax/layout';
import type { Statement } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { saidAround } from '../inputs/comments';

export interface Request {
  readonly file: SourceFile;
  readonly run: readonly Statement[];
  readonly target: Span;
  readonly scope: Span;
  readonly limits: Limits;
  readonly prints: boolean;
}

export interface Footing {
  /** Equal where all that a run begins with is. */
  readonly key: string;
  /** The statements that run, in order. */
  readonly places: readonly Span[];
  /** Equal where the statements stand on the same lines. */
  lines(): string;
  /** Equal where all statements of the program are. */
  program(): string;
}

/** Undefined where the target lies in no statement that runs. */
export function footingOf({ file, run, target, scope, limits, prints }: Request): Footing | undefined {
  const at = run.findLastIndex(({ span }) => contains(span, target) && contains(span, scope));
  const home = run[at]?.span.start;
  if (home === undefined) return undefined;
  const { steps, milliseconds, depth, megabytes } = limits;
  const asked = [at, target.start - home, target.end - home, scope.start - home, scope.end - home];
  const parts = [[...asked, prints, steps, milliseconds, depth, megabytes].join()];
  for (const statement of run) parts.push(textOf(file, statement), saidAround(file, statement.span));
  for (const { span, python } of file.problems)
    if (run.some((statement) => contains(statement.span, span))) parts.push(`${python?.type}: ${python?.message}`);
  return {
    key: parts.join('\0'),
    places: run.map(({ span }) => span),
    lines: () => run.map(({ span }) => render(lineText(file, span.start))).join('\n'),
    program: () => file.module.body.map((statement) => textOf(file, statement)).join('\0'),
  };
}

const textOf = (file: SourceFile, { span }: Statement): string => file.text.slice(span.start, span.end);

/** Where spans of one program lie in another that runs the same statements; undefined outside of them. */
export function mover(from: readonly Span[], to: readonly Span[]): (span: Span) => Span | undefined {
  return (span) => {
    let low = 0;
    let high = from.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((from[middle]?.start ?? 0) <= span.start) low = middle;
      else high = middle - 1;
    }
    const [old, now] = [from[low], to[low]];
    if (!old || !now || !contains(old, span)) return undefined;
    const by = now.start - old.start;
    return by === 0 ? span : { start: span.start + by, end: span.end + by };
  };
}
