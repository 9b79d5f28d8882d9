// Problems, warnings and unknowns as the views list them. PyTorch's own words stay as they are.
import type { Problem } from '../base/problem';
import { contains, type Span, sameSpan } from '../base/span';
import type { MessageView, RangeView } from '../protocol/views';
import type { Value } from '../python/value';
import { elsewhere, positionIn } from '../syntax/layout';
import type { SourceFile } from '../syntax/sourceFile';
import type { Trace } from '../trace/trace';
import type { Say } from './say';

export const rangeOf = (file: SourceFile, span: Span): RangeView => ({
  start: positionIn(file, span.start),
  end: positionIn(file, span.end),
});

/** Where a message points to; the document only where it is another than the target's. */
function placeOf({ file, target }: Trace, span: Span): Pick<MessageView, 'range' | 'uri'> {
  const uri = elsewhere(file, span, target);
  return { range: rangeOf(file, span), ...(uri === undefined ? {} : { uri }) };
}

function problemMessage(problem: Problem, trace: Trace, t: Say): MessageView {
  const place = placeOf(trace, problem.span);
  const severity = problem.severity === 'error' ? 'error' : 'warning';
  if (problem.python) return { severity, type: problem.python.type, message: problem.python.message, ...place };
  return { severity, message: problem.text ? t(problem.text) : problem.code, ...place };
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
      ...placeOf(trace, span),
    }),
  );
  if (value.kind !== 'unknown') return warnings;
  const { span } = value;
  const cause =
    trace.problems.find((problem) => contains(trace.target, problem.span)) ??
    trace.problems.find((problem) => problem.code === 'limit') ??
    trace.problems.find((problem) => span && sameSpan(problem.span, span));
  if (cause) return [problemMessage(cause, trace, t), ...warnings];
  const place = span ? placeOf(trace, span) : {};
  return [{ severity: 'unknown', message: t(value.reason), ...place }, ...warnings];
}
