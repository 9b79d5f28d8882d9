// Brings a run to a place inside a function that the module itself does not call. Knows no library.
import type { Span } from '../base/span';
import type { SourceFile } from '../syntax/sourceFile';
import type { Frame } from './core/frame';
import type { Run } from './value';

/** What to run after the module, or undefined where the place is at module level. */
export function reachTarget(_file: SourceFile, _target: Span, _frame: Frame): (() => Run<void>) | undefined {
  return undefined;
}
