// Places in the program as ranges of the document that they stand in. Knows no view.
import type { Span } from '../base/span';
import type { RangeView } from '../protocol/views';
import { positionIn } from '../syntax/layout';
import type { SourceFile } from '../syntax/sourceFile';

export const rangeOf = (file: SourceFile, span: Span): RangeView => ({
  start: positionIn(file, span.start),
  end: positionIn(file, span.end),
});

/** The document that an offset stands in; `home` where the program is one document. */
export const documentOf = (file: SourceFile, offset: number, home: string): string => file.layout?.uri(offset) ?? home;
