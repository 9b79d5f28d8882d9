// The statements of a module that a place in it depends on. Conservative: what might matter stays.
import type { Span } from '../base/span';
import type { Statement } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import type { Library } from './machine';

/** Module-level statements to run so that the expressions in `target` get their values. */
export function sliceFor(file: SourceFile, _target: Span, _library: Library): readonly Statement[] {
  return file.module.body;
}
