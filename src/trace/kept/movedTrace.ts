// A finished trace as that of another text with the same statements: every place is where its statement stands now.
import type { Problem, Traceback } from '../../base/problem';
import type { Span } from '../../base/span';
import type { SourceFile } from '../../syntax/sourceFile';
import type { Trace } from '../trace';

/** What is kept of a trace: not the file that it ran, whose tree may be large, but the problems that the run itself met. */
export interface Finished extends Omit<Trace, 'file' | 'problems'> {
  readonly met: readonly Problem[];
}

export function finished({ file, problems, ...seen }: Trace): Finished {
  return { ...seen, met: problems.slice(file.problems.length) };
}

/** Undefined where some place lies outside of the statements that `move` knows. */
export function movedTrace(
  { met, ...seen }: Finished,
  move: (span: Span) => Span | undefined,
  file: SourceFile,
  target: Span,
): Trace | undefined {
  let lost = false;
  const at = (span: Span): Span => {
    const moved = move(span);
    lost ||= moved === undefined;
    return moved ?? span;
  };
  const recorder = seen.recorder.moved(at);
  const own = met.map((problem) => movedProblem(problem, at));
  return lost ? undefined : { ...seen, file, target, recorder, problems: [...file.problems, ...own] };
}

const movedProblem = (problem: Problem, at: (span: Span) => Span): Problem => ({
  ...problem,
  span: at(problem.span),
  ...(problem.traceback && { traceback: movedTraceback(problem.traceback, at) }),
});

const movedTraceback = (traceback: Traceback, at: (span: Span) => Span): Traceback => ({
  ...traceback,
  path: traceback.path.map((site) => ({ ...site, span: at(site.span) })),
  ...(traceback.after && {
    after: { ...traceback.after, traceback: movedTraceback(traceback.after.traceback, at) },
  }),
});
