// What is wrong with the user's code, as data. Knows no editor.
import type { Span } from './span';
import type { Text } from './text';

export type Severity = 'error' | 'warning' | 'information';

/** An exception or warning as Python would name it; never translated. */
export interface PythonMessage {
  /** Class name: `ValueError`, `UserWarning`. */
  readonly type: string;
  readonly message: string;
}

export interface Problem {
  /** Stable id: `python-error`, `syntax`, `limit`, or a rule's id. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** What Python would raise or warn, verbatim. */
  readonly python?: PythonMessage;
  /** Our own words, where Python has none. */
  readonly text?: Text;
}
