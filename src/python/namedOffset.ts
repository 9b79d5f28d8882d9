// Which line CPython names for what happens at a place that goes over several lines. Knows no values.
import { type Span, sameSpan } from '../base/span';
import type { Attribute, Call } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';

/** An offset in the line: of an attribute, or of a method's call, that of its name; of all else, where it begins. */
export function namedOffset(file: SourceFile, span: Span): number {
  const node = file.path(span.start).findLast((one) => sameSpan(one.span, span));
  const attribute = node?.kind === 'Attribute' ? node : node?.kind === 'Call' ? methodOf(node) : undefined;
  if (!attribute) return span.start;
  const { start } = attribute.attrSpan;
  return /[\r\n]/.test(file.text.slice(span.start, start)) ? start : span.start;
}

/** Calls that unpack arguments are compiled in another way. */
function methodOf({ func, args, keywords }: Call): Attribute | undefined {
  const unpacks = args.some(({ kind }) => kind === 'Starred') || keywords.some(({ arg }) => arg === undefined);
  return func.kind === 'Attribute' && !unpacks ? func : undefined;
}
