// A parsed Python file, as the rooms downstream see it. Knows no parser (see parse.ts) and no values.
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import type { Layout } from './layout';
import type { Expression, Module, Statement } from './nodes';

export interface SourceFile {
  readonly text: string;
  readonly lineStarts: readonly number[];
  /** Where its pieces stand; absent: the file is one document. */
  readonly layout?: Layout | undefined;
  readonly module: Module;
  /** Syntax errors with CPython's wording where it is known (`invalid syntax`); broken statements are `Broken` nodes. */
  readonly problems: readonly Problem[];
  /** The chain of nodes around an offset, outermost first. */
  path(offset: number): readonly (Statement | Expression)[];
  /**
   * The expression that a user means: a selection trimmed to its nodes (whole statement `x = f(y)` means its value), or for
   * an empty selection the innermost call that encloses the cursor, else the innermost expression, else the line's statement.
   */
  expressionAt(selection: Span): Expression | undefined;
  /** Another text, by the parser that read this one. */
  readonly read: (text: string) => SourceFile;
}
