// Problems, warnings and unknowns as the views list them. PyTorch's own words stay as they are.
import type { Problem } from '../base/problem';
import { positionAt, type Span } from '../base/span';
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

/** What went wrong on the way to the target, what was warned about there, and why there is no value. */
export function messagesOf(trace: Trace, value: Value, t: Say): readonly MessageView[] {
  const problems = trace.problems.map((problem) => problemMessage(problem, trace.file, t));
  const warnings = trace.recorder.warnings.map(
    ({ span, python }): MessageView => ({
      severity: 'warning',
      type: python.type,
      message: python.message,
      range: rangeOf(trace.file, span),
    }),
  );
  if (value.kind !== 'unknown' || trace.problems.some((problem) => problem.code === 'limit'))
    return [...problems, ...warnings];
  const unknown: MessageView = {
    severity: 'unknown',
    message: t(value.reason),
    ...(value.span ? { range: rangeOf(trace.file, value.span) } : {}),
  };
  // An exception at the target itself says all: our own reason beside it would only repeat it.
  return problems.some((message) => message.type) ? [...problems, ...warnings] : [unknown, ...problems, ...warnings];
}
