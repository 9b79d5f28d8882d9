// The shapes of tensors after the names that got them. Knows no transport.
import { say } from '../base/text';
import type { RangeView } from '../protocol/views';
import type { SourceFile } from '../syntax/sourceFile';
import type { Survey, Surveyed } from '../trace/survey';
import { shapeText } from './numbers';
import { documentOf, rangeOf } from './range';
import type { Say } from './say';

export interface InlayHintView {
  readonly position: RangeView['start'];
  readonly label: string;
  readonly tooltip?: string;
}

/** `: (4, 3) float32` after each assigned name in these lines of a document. */
export function inlayHints(
  file: SourceFile,
  { seen }: Survey,
  uri: string,
  within: RangeView,
  t: Say,
): readonly InlayHintView[] {
  return seen.flatMap((one) => {
    const { hintAt, span } = one;
    if (hintAt === undefined || documentOf(file, span.start, uri) !== uri) return [];
    const { end } = rangeOf(file, { start: span.start, end: hintAt });
    if (end.line < within.start.line || end.line > within.end.line) return [];
    const label = `${hintAt === span.end ? ':' : ''} ${shapeText(one.shape)} ${one.dtype}`;
    const tooltip = runsText(one, t);
    return [{ position: end, label, ...(tooltip && { tooltip }) }];
  });
}

function runsText({ runs, varies }: Surveyed, t: Say): string | undefined {
  if (runs === 1) return undefined;
  return varies
    ? t(say('last of {0} evaluations, which had other shapes too', runs))
    : t(say('last of {0} evaluations', runs));
}
