// Runs a whole program as Python would and keeps what it printed, warned of and raised. Knows neither files nor a terminal.
import type { PythonMessage, Traceback } from '../base/problem';
import { positionAt, type Span } from '../base/span';
import { render, type Text } from '../base/text';
import type { Evaluate, EvaluateOptions, Limits } from '../python/evaluate';
import type { InputSource, Library } from '../python/machine';
import { namedOffset } from '../python/namedOffset';
import { evaluate } from '../python/run';
import type { Value } from '../python/value';
import type { Engine } from '../tensor/engine';
import { createTorchLibrary } from './library';

export type SourceFile = Parameters<Evaluate>[0];

/** What a run needs from outside. */
export interface ProgramWorld {
  readonly engine: Engine;
  readonly limits: Limits;
  readonly now: EvaluateOptions['now'];
  readonly pause: EvaluateOptions['pause'];
  /** Bytes that are held now. */
  readonly memory?: (limit: number) => number;
  readonly signal: AbortSignal;
  /** Sources of values that the program does not give; absent: none. */
  readonly inputs?: (file: SourceFile, library: Library, assume: (what: Text) => void) => readonly InputSource[];
  /** Text for stdout as it comes. */
  readonly onWrite?: (text: string) => void;
  /** A warning and its line, counted from 1. */
  readonly onWarning?: (warning: PythonMessage, line: number) => void;
}

/** An exception, or our own reason (`Unknown`, `Limit`) for not having gone on; lines count from 1. */
export interface ProgramError extends PythonMessage {
  readonly line: number;
  /** Absent for our own reasons and syntax errors. */
  readonly traceback?: Traceback;
}

export interface ProgramResult {
  readonly globals: ReadonlyMap<string, Value>;
  readonly error?: ProgramError;
  /** What was assumed because the program does not say it. */
  readonly assumptions: readonly string[];
}

/** Limits for programs run from a terminal. */
export const programLimits: Limits = { steps: 50_000_000, milliseconds: 20_000, depth: 1000, megabytes: 2500 };

/** Runs the program from its first line to its last or to its first uncaught exception, on a library of its own. */
export async function runProgram(file: SourceFile, world: ProgramWorld): Promise<ProgramResult> {
  const line = (span: Span): number => positionAt(file.lineStarts, namedOffset(file, span)).line + 1;
  const assumptions: string[] = [];
  const assume = (what: Text): void => void assumptions.push(render(what));
  const library = createTorchLibrary(world.engine, assume);
  const inputs = world.inputs?.(file, library, assume);
  const { globals, problems } = await evaluate(file, {
    library,
    ...(inputs && { inputs }),
    limits: world.limits,
    signal: world.signal,
    now: world.now,
    pause: world.pause,
    ...(world.memory && { memory: world.memory }),
    mode: 'program',
    observer: {
      ...(world.onWrite && { onWrite: world.onWrite }),
      onWarning: (span, warning) => world.onWarning?.(warning, line(span)),
    },
  });
  // What is not known leaves the output incomplete; an exception after that still tells more.
  const problem =
    problems.find(({ severity }) => severity === 'error') ?? problems.find(({ code }) => code === 'unknown');
  if (!problem) return { globals, assumptions };
  const text = problem.text ? render(problem.text) : '';
  const own = { type: problem.code === 'limit' ? 'Limit' : 'Unknown', message: text };
  const { python = own, span, traceback } = problem;
  const error = { ...python, line: line(span), ...(traceback && { traceback }) };
  return { globals, assumptions, error };
}
