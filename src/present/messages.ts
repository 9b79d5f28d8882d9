// Problems, warnings and unknowns as the views list them. PyTorch's own words stay as they are.
import type { Problem } from '../base/problem';
import { contains, positionAt, type Span, sameSpan } from '../base/span';
import type { MessageView, RangeView } from '../protocol/views';
import type { Value } from '../python/value';
import type { SourceFile } from '../syntax/sourceFile';
import type { Trace } from '../trace/trace';
import type { Say } from './say';

export const rangeOf = (file: SourceFile, span: Span): RangeView => ({
  start: positionAt(file.lineStarts, span.start),
  end: positionAt(file.lineStarts, span.end),
});

export function problemMessage(problem: Problem, file: SourceFile, t: Say): MessageView {
  const range = rangeOf(file, problem.span);
  const severity = problem.severity === 'error' ? 'error' : 'warning';
  if (problem.python) return { severity, type: problem.python.type, message: problem.python.message, range };
  return { severity, message: problem.text ? t(problem.text) : problem.code, range };
}

/**
 * What was warned about on the way to the target, and why it has no value where it has none: what was raised in it or where
 * its value comes from, the limit that ended the run, else our own reason. Trouble elsewhere in the file is not its business.
 */
export function messagesOf(trace: Trace, value: Value, t: Say): readonly MessageView[] {
  const warnings = trace.recorder.warnings.map(
    ({ span, python }): MessageView => ({
      severity: 'warning',
      type: python.type,
      message: python.message,
      range: rangeOf(trace.file, span),
    }),
  );
  if (value.kind !== 'unknown') return warnings;
  const { span } = value;
  const cause =
    trace.problems.find((problem) => contains(trace.target, problem.span)) ??
    trace.problems.find((problem) => problem.code === 'limit') ??
    trace.problems.find((problem) => span && sameSpan(problem.span, span));
  if (cause) return [problemMessage(cause, trace.file, t), ...warnings];
  const range = span ? { range: rangeOf(trace.file, span) } : {};
  return [{ severity: 'unknown', message: t(value.reason), ...range }, ...warnings];
}
