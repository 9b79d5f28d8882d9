// Runs what a place in the text depends on and gives back what was seen there. Knows no editor and draws nothing.
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import type { Text } from '../base/text';
import type { EvaluateOptions, Limits, Outcome } from '../python/evaluate';
import type { Library } from '../python/machine';
import { evaluate } from '../python/run';
import { sliceFor } from '../python/slicing/slice';
import type { Value } from '../python/value';
import type { SourceFile } from '../syntax/sourceFile';
import type { Engine } from '../tensor/engine';
import { Tensor } from '../tensor/tensor';
import { inputSources, type Supplied } from './inputs/inputSources';
import { footingOf } from './kept/footing';
import type { KeptTraces } from './kept/keptTraces';
import { type Recorded, Recorder } from './recorder';
import { whyNoValue } from './whyNoValue';

/** What a trace needs from outside the core. */
export interface TraceWorld {
  readonly engine: Engine;
  /** A library of its own for each run: its random state starts afresh. */
  readonly library: (engine: Engine, assume: (what: Text) => void) => Library;
  readonly limits: Limits;
  readonly now: EvaluateOptions['now'];
  readonly pause: EvaluateOptions['pause'];
  /** Bytes that are held now. */
  readonly memory?: (limit: number) => number;
  readonly signal: AbortSignal;
  /** Finished traces that may answer again; absent: each trace is run. */
  readonly kept?: KeptTraces;
}

export interface Trace {
  readonly file: SourceFile;
  /** The expression that was asked for. */
  readonly target: Span;
  readonly engine: Engine;
  readonly recorder: Recorder;
  readonly problems: readonly Problem[];
  readonly milliseconds: number;
  /** What prints above the target and was not run. */
  readonly unprinted: Outcome['unprinted'];
  readonly repr: Outcome['repr'];
}

export interface TraceOptions {
  /** Everything inside is recorded; absent: the target. */
  readonly scope?: Span;
  /** Also runs what prints above the target. */
  readonly prints?: boolean;
}

/** For an editor: an answer within two seconds, however the file looks. */
export const interactiveLimits: Limits = { steps: 2_000_000, milliseconds: 1500, depth: 900, megabytes: 1000 };

/**
 * Evaluates the slice of `file` that `target` depends on and records everything inside the scope.
 * Rejects only when cancelled or on a bug; whatever is wrong with the user's code is in `problems`.
 */
export async function trace(
  file: SourceFile,
  target: Span,
  world: TraceWorld,
  { scope = target, prints = false }: TraceOptions = {},
): Promise<Trace> {
  const recorder = new Recorder(scope);
  const start = world.now();
  const assume = (what: Text, supplied?: Supplied): void => recorder.assume(what, supplied);
  const library = world.library(world.engine, assume);
  const { run, unprinted } = sliceFor(file, target, library, prints);
  const footing = world.kept && footingOf({ file, run, target, scope, limits: world.limits, prints });
  const known = footing && world.kept?.find(footing, file, target, world.engine);
  if (known) return { ...known, milliseconds: world.now() - start, unprinted: unprinted.map(({ span }) => span) };
  const asked = { lines: false, program: false };
  const outcome = await evaluate(file, {
    library,
    inputs: inputSources(file, library, assume, (at) => {
      asked[at] = true;
    }),
    limits: world.limits,
    signal: world.signal,
    observer: recorder,
    now: world.now,
    pause: world.pause,
    ...(world.memory && { memory: world.memory }),
    mode: 'explore',
    target,
    prints,
  });
  const made = {
    file,
    target,
    engine: world.engine,
    recorder,
    problems: outcome.problems,
    milliseconds: world.now() - start,
    unprinted: outcome.unprinted,
    repr: outcome.repr,
  };
  // What time or memory ended may come to its end another time.
  const ended = world.signal.aborted || outcome.problems.some(({ code }) => code === 'limit');
  if (!footing || !world.kept || ended) return made;
  const kept = { ...made, repr: await reprOf(made) };
  world.kept.keep(footing, kept, {
    lines: asked.lines || outcome.asked.lines,
    program: asked.program || outcome.asked.program,
  });
  return kept;
}

/** The text of the target's value, so that the machine that it ran on need not be kept. */
async function reprOf({ recorder, target, repr }: Trace): Promise<Trace['repr']> {
  const value = recorder.value(target)?.value;
  const isTensor = value?.kind === 'instance' && value.native instanceof Tensor;
  const text = value && !isTensor && value.kind !== 'unknown' ? await repr(value) : undefined;
  return async (asked) => (asked === value ? text : undefined);
}

/** What the expression was, or Unknown with the reason why it has no value. */
export function recordedValue(trace: Trace, span: Span = trace.target): Value {
  const recorded: Recorded | undefined = trace.recorder.value(span);
  return recorded ? recorded.value : whyNoValue(trace, span);
}
