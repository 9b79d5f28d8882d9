// Entry of the evaluator: runs a module, or the slice of it that a place in the text depends on.
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import type { Text } from '../base/text';
import type { SourceFile } from '../syntax/sourceFile';
import type { InputSource, Library, Observer } from './machine';
import type { Value } from './value';

export interface Limits {
  /** Expression evaluations and loop turns; work on tensors counts as some. */
  readonly steps: number;
  /** Wall time in milliseconds, by `now`. */
  readonly milliseconds: number;
  /** Nested Python calls; RecursionError as in CPython past it. */
  readonly depth: number;
  /** What lists, strings, tensors and the like may take. */
  readonly megabytes: number;
  /** What the user changes to allow more of each, for the messages; absent: they do not tell. */
  readonly raisedBy?: Readonly<Record<'steps' | 'time' | 'memory', Text>>;
}

export interface EvaluateOptions {
  readonly library: Library;
  readonly limits: Limits;
  /** Ends the run, also where it waits; a reason named `TimeoutError` says that its time is up, any other that nobody waits. */
  readonly signal: AbortSignal;
  readonly observer?: Observer;
  /** Asked, in order, for names that would otherwise be Unknown. */
  readonly inputs?: readonly InputSource[];
  /** Clock in milliseconds, handed in so that the core needs none. */
  readonly now: () => number;
  /** Lets the event loop turn; awaited every few thousand steps. */
  readonly pause: () => Promise<void>;
  /** Bytes that are held now; absent: only what is asked for at once is counted. */
  readonly memory?: (limit: number) => number;
  /**
   * `program`: as Python runs a file; the first uncaught exception ends it.
   * `explore`: for an editor; a statement that raises or has a syntax error makes the names it binds Unknown and the rest goes on.
   */
  readonly mode: 'program' | 'explore';
  /**
   * Only what this span needs is run: its backward slice at module level; where it stands inside a function that the
   * slice did not come through, the function's last call in the file, else a call with defaults and Unknown parameters.
   */
  readonly target?: Span;
  /** Also runs what prints above the target. */
  readonly prints?: boolean;
}

/** What a run asked of its program beside the statements that it ran. */
export interface Asked {
  /** On which lines they stand: some text names one. */
  readonly lines: boolean;
  /** What the rest of it says: where else a function is called. */
  readonly program: boolean;
}

export interface Outcome {
  /** Module globals at the end. */
  readonly globals: ReadonlyMap<string, Value>;
  /** Syntax errors, uncaught exceptions, exhausted limits: each at its place. */
  readonly problems: readonly Problem[];
  /** Statements above the target that print and were not run, for no value that is asked for depends on them. */
  readonly unprinted: readonly Span[];
  readonly asked: Asked;
  /** `repr(value)` on the machine as the run left it; undefined where that is not known, raises, or exceeds the limits. */
  readonly repr: (value: Value) => Promise<string | undefined>;
}

export type Evaluate = (file: SourceFile, options: EvaluateOptions) => Promise<Outcome>;
