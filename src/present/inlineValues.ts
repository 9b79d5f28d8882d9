// What stands at the ends of all lines with a tensor, or with an exception. Knows no editor.
import { contains, type Span, sameSpan } from '../base/span';
import type { InlineValuesView, InlineValueView } from '../protocol/views';
import type { SourceFile } from '../syntax/sourceFile';
import type { Engine } from '../tensor/engine';
import type { Survey, Surveyed } from '../trace/survey';
import { shapeText, valueText } from './numbers';
import { documentOf, rangeOf } from './range';
import type { Say } from './say';
import { readTensor, tensorView } from './tensorView';

/** A statement that gives several tensors shows none. */
export async function inlineValues(
  file: SourceFile,
  { seen, problems }: Survey,
  { uri, version }: { readonly uri: string; readonly version: number },
  engine: Engine,
  t: Say,
): Promise<InlineValuesView> {
  const isHere = (offset: number): boolean => documentOf(file, offset, uri) === uri;
  const limit = problems.find(({ code }) => code === 'limit');
  /** What ran again and again when a limit ended the run has no value yet. */
  const isOpen = ({ runs, statement }: Surveyed): boolean => !!limit && (runs > 1 || contains(limit.span, statement));
  const alone = seen.filter(
    (one, i) =>
      isHere(one.span.start) &&
      !isOpen(one) &&
      ![seen[i - 1], seen[i + 1]].some((other) => other && sameSpan(other.statement, one.statement)),
  );
  const values = await Promise.all(
    alone.map(async (one): Promise<InlineValueView> => {
      const text = `● ${await textOf(one, engine)}`;
      return { range: rangeOf(file, one.statement), text, tone: 'value' };
    }),
  );
  const raised = problems.flatMap(({ code, severity, python, span }): readonly InlineValueView[] =>
    code === 'python-error' && severity === 'error' && python && isHere(span.start)
      ? [{ range: rangeOf(file, span), text: `${python.type}: ${python.message}`, tone: 'error' }]
      : [],
  );
  const ended: readonly InlineValueView[] =
    limit?.text && isHere(limit.span.start)
      ? [{ range: rangeOf(file, firstLine(file, limit.span)), text: t(limit.text), tone: 'unknown' }]
      : [];
  return { kind: 'inlineValues', uri, version, lines: [...values, ...raised, ...ended] };
}

/** A loop is named where it begins. */
function firstLine(file: SourceFile, { start, end }: Span): Span {
  const line = file.text.indexOf('\n', start);
  return { start, end: line < 0 ? end : Math.min(end, line) };
}

async function textOf({ tensor, shape, dtype }: Surveyed, engine: Engine): Promise<string> {
  return tensor ? valueText(tensorView('', await readTensor(tensor, engine))) : `${shapeText(shape)} ${dtype}`;
}
