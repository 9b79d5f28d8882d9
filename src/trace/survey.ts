// Runs a whole program once and keeps the tensors that its statements gave, for what stands beside the code. Knows no editor
// and draws nothing.
import type { Problem } from '../base/problem';
import type { Span } from '../base/span';
import { evaluate } from '../python/run';
import type { Value } from '../python/value';
import type { Expression, Statement } from '../syntax/nodes';
import type { SourceFile } from '../syntax/sourceFile';
import { walk } from '../syntax/walk';
import { freeze, unknownReason } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { inputSources } from './inputs/inputSources';
import type { TraceWorld } from './trace';

/** The tensor that an assignment gave a name, or that a statement came to, as it was when it ran last. */
export interface Surveyed {
  readonly statement: Span;
  /** The target of an assignment, else the expression. */
  readonly span: Span;
  /** Where what is known of the name it got may stand: after the name or its annotation. */
  readonly hintAt?: number;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Absent where it is large, or its numbers are not known. */
  readonly tensor?: Tensor;
  readonly runs: number;
  /** Whether it had another shape or dtype before. */
  readonly varies: boolean;
}

export interface Survey {
  /** In the order of the text. */
  readonly seen: readonly Surveyed[];
  readonly problems: readonly Problem[];
}

interface Watched {
  readonly statement: Statement;
  readonly expression: Expression;
  readonly hintAt?: number;
}

/** Elements of a tensor that is kept for its numbers. */
const mostElements = 65_536;
/** A survey is made again and again, and nobody waits for it: it may take this much of what is allowed at most. */
const most = { milliseconds: 700, steps: 500_000 };

/** Whether the program may have tensors: another is not run. */
export const usesTorch = (file: SourceFile): boolean => /\b(?:import|from)\s+torch\b/.test(file.text);

/** Rejects only when cancelled or on a bug; what a limit ended has the values until there. */
export async function survey(file: SourceFile, world: TraceWorld): Promise<Survey> {
  const watched = watchedIn(file);
  const seen = new Map<string, Surveyed>();
  const library = world.library(world.engine, () => undefined);
  const { problems } = await evaluate(file, {
    library,
    inputs: inputSources(file, library, () => undefined),
    limits: {
      ...world.limits,
      milliseconds: Math.min(world.limits.milliseconds, most.milliseconds),
      steps: Math.min(world.limits.steps, most.steps),
    },
    signal: world.signal,
    now: world.now,
    pause: world.pause,
    ...(world.memory && { memory: world.memory }),
    mode: 'explore',
    observer: {
      onValue(span, value) {
        const key = keyOf(span);
        const watch = watched.get(key);
        if (!watch) return;
        const given = surveyed(watch, value, seen.get(key));
        if (given) seen.set(key, given);
        else seen.delete(key);
      },
    },
  });
  return { seen: [...seen.values()].sort((a, b) => a.span.start - b.span.start), problems };
}

const keyOf = ({ start, end }: Span): string => `${start}:${end}`;

function surveyed(
  { statement, expression, hintAt }: Watched,
  value: Value,
  before: Surveyed | undefined,
): Surveyed | undefined {
  const tensor = value.kind === 'instance' && value.native instanceof Tensor ? value.native : undefined;
  if (!tensor) return undefined;
  const { shape, dtype } = tensor;
  const isOther = before && (before.dtype !== dtype || before.shape.join() !== shape.join());
  return {
    statement: statement.span,
    span: expression.span,
    ...(hintAt !== undefined && { hintAt }),
    shape,
    dtype,
    ...(tensor.size <= mostElements && !unknownReason(tensor) && { tensor: freeze(tensor) }),
    runs: (before?.runs ?? 0) + 1,
    varies: before?.varies || isOther || false,
  };
}

/** What is watched, by its place. */
function watchedIn(file: SourceFile): ReadonlyMap<string, Watched> {
  const watched = new Map<string, Watched>();
  const watch = (statement: Statement, expression: Expression, hintAt?: number): void => {
    const isNamed = expression.kind === 'Name' || expression.kind === 'Attribute';
    watched.set(keyOf(expression.span), {
      statement,
      expression,
      ...(isNamed && hintAt !== undefined && { hintAt }),
    });
  };
  const target = (statement: Statement, expression: Expression): void => {
    if (expression.kind === 'Starred') return;
    if (expression.kind !== 'Tuple' && expression.kind !== 'List') watch(statement, expression, expression.span.end);
    else for (const part of expression.elts) target(statement, part);
  };
  for (const top of file.module.body) {
    walk(top, (node) => {
      if (node.kind === 'Assign') for (const one of node.targets) target(node, one);
      if (node.kind === 'AnnAssign') watch(node, node.target, node.annotation.span.end);
      if (node.kind === 'AugAssign') watch(node, node.target);
      if ((node.kind === 'Expr' || node.kind === 'Return') && node.value) watch(node, node.value);
      return undefined;
    });
  }
  return watched;
}
