// Runs what a place in the text depends on and gives back what was seen there. Knows no editor and draws nothing.
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import { say, type Text } from '../base/text';
import type { EvaluateOptions, Limits, Outcome } from '../python/evaluate';
import type { Library } from '../python/machine';
import { evaluate } from '../python/run';
import { unknown, type Value } from '../python/value';
import type { SourceFile } from '../syntax/sourceFile';
import type { Engine } from '../tensor/engine';
import { inputSources } from './inputs/inputSources';
import { type Recorded, Recorder } from './recorder';

/** What a trace needs from outside the core. */
export interface TraceWorld {
  readonly engine: Engine;
  /** A library of its own for each run: its random state starts afresh. */
  readonly library: (engine: Engine, assume: (what: Text) => void) => Library;
  readonly limits: Limits;
  readonly now: EvaluateOptions['now'];
  readonly pause: EvaluateOptions['pause'];
  readonly signal: AbortSignal;
}

export interface Trace {
  readonly file: SourceFile;
  /** The expression that was asked for. */
  readonly target: Span;
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
  readonly repr: Outcome['repr'];
}

/** For an editor: an answer within two seconds, however the file looks. */
export const interactiveLimits: Limits = { steps: 2_000_000, milliseconds: 1500, depth: 900, elements: 20_000_000 };

/**
 * Evaluates the slice of `file` that `target` depends on and records everything inside `scope` (default: the target).
 * Rejects only when cancelled or on a bug; whatever is wrong with the user's code is in `problems`.
 */
export async function trace(file: SourceFile, target: Span, world: TraceWorld, scope: Span = target): Promise<Trace> {
  const recorder = new Recorder(scope);
  const start = world.now();
  const assume = (what: Text): void => recorder.assume(what);
  const library = world.library(world.engine, assume);
  const outcome = await evaluate(file, {
    library,
    inputs: inputSources(file, library, assume),
    limits: world.limits,
    signal: world.signal,
    observer: recorder,
    now: world.now,
    pause: world.pause,
    mode: 'explore',
    target,
  });
  return {
    file,
    target,
    engine: world.engine,
    recorder,
    problems: outcome.problems,
    milliseconds: world.now() - start,
    repr: outcome.repr,
  };
}

/** What the expression was, or Unknown with the reason why it has no value: it raised, or it was never reached. */
export function recordedValue(trace: Trace, span: Span = trace.target): Value {
  const recorded: Recorded | undefined = trace.recorder.value(span);
  if (recorded) return recorded.value;
  const limit = trace.problems.find((problem) => problem.code === 'limit');
  if (limit?.text) return unknown(limit.text, limit.span);
  return unknown(
    say('This code was not reached: nothing in the file runs it, or a condition before it is false.'),
    span,
  );
}
