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

/** A place that an exception came through: the name of the frame, `<module>` or that of a function, and where in it. */
export interface CallSite {
  readonly name: string;
  readonly span: Span;
}

/** An exception with its way through the user's code, outermost first, and the exception that it followed. */
export interface Traceback {
  readonly python: PythonMessage;
  readonly path: readonly CallSite[];
  /** What `add_note` added. */
  readonly notes: readonly string[];
  /** `cause`: named by `raise ... from`; `context`: being handled when this one was raised. */
  readonly after?: { readonly how: 'cause' | 'context'; readonly traceback: Traceback };
}

export interface Problem {
  /** Stable id: `python-error`, `syntax`, `limit`, or a rule's id. */
  readonly code: string;
  readonly severity: Severity;
  readonly span: Span;
  /** What Python would raise or warn, verbatim. */
  readonly python?: PythonMessage;
  /** How the exception came about; absent for all else. */
  readonly traceback?: Traceback;
  /** Our own words, where Python has none. */
  readonly text?: Text;
}
