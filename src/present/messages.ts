// Problems, warnings and unknowns as the views list them. PyTorch's own words stay as they are.
import type { Problem } from '../base/problem';
import { contains, type Span, sameSpan } from '../base/span';
import type { MessageView, TracebackView } from '../protocol/views';
import { namedOffset } from '../python/namedOffset';
import type { Value } from '../python/value';
import { elsewhere, lineText } from '../syntax/layout';
import type { Trace } from '../trace/trace';
import { rangeOf } from './range';
import type { Say } from './say';
import { tracebackViews } from './traceback';

/** A message on one line, exceptions as Python prints them. */
export const messageText = ({ type, message }: MessageView): string => (type ? `${type}: ${message}` : message);

/** Where a message points to; the document only where it is another than the target's. */
function placeOf({ file, target }: Trace, span: Span, t: Say): Pick<MessageView, 'range' | 'line' | 'uri'> {
  const uri = elsewhere(file, span, target);
  return {
    range: rangeOf(file, span),
    line: t(lineText(file, namedOffset(file, span))),
    ...(uri === undefined ? {} : { uri }),
  };
}

function problemMessage(problem: Problem, trace: Trace, home: string, t: Say): MessageView {
  const { python, text, span, code } = problem;
  const place = placeOf(trace, span, t);
  const severity = problem.severity === 'error' ? 'error' : 'warning';
  if (!python) return { severity, message: text ? t(text) : code, ...place };
  const traceback = problem.traceback ? tracebackViews(problem.traceback, trace.file, home) : [];
  return { severity, ...python, ...place, ...(tellsMore(traceback) ? { traceback } : {}) };
}

/** One frame alone is the place that the message points to anyway. */
const tellsMore = (traceback: readonly TracebackView[]): boolean =>
  traceback.length > 1 || traceback.some(({ frames }) => frames.length > 1);

/** Whether an exception came through a place, or arose there. */
const cameThrough = ({ span, traceback }: Problem, place: Span): boolean =>
  contains(place, span) || (traceback?.path.some((site) => contains(place, site.span)) ?? false);

/**
 * What was warned about on the way to the target, and why it has no value where it has none: what was raised in it or where
 * its value comes from, the limit that ended the run, else our own reason. Trouble elsewhere in the file is not its business.
 * `home` is the document of a program that is only one.
 */
export function messagesOf(trace: Trace, value: Value, home: string, t: Say): readonly MessageView[] {
  const warnings = trace.recorder.warnings.map(
    ({ span, python }): MessageView => ({ severity: 'warning', ...python, ...placeOf(trace, span, t) }),
  );
  if (value.kind !== 'unknown') return warnings;
  const { span } = value;
  const cause =
    trace.problems.find((problem) => cameThrough(problem, trace.target)) ??
    trace.problems.find((problem) => problem.code === 'limit') ??
    trace.problems.find((problem) => span && sameSpan(problem.span, span));
  if (cause) return [problemMessage(cause, trace, home, t), ...warnings];
  const place = span ? placeOf(trace, span, t) : {};
  return [{ severity: 'unknown', message: t(value.reason), ...place }, ...warnings];
}
