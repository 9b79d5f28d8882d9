// The last draws of many numbers, by what they were drawn from: a program that runs again with one argument moved draws the
// same once more. Bounded in draws and bytes. Knows no distribution.
import type { EngineState } from '../../base/mersenneTwister';

interface Draw {
  /** What was drawn, beside the state of the engine. */
  readonly what: string;
  readonly before: EngineState;
  readonly after: EngineState;
  readonly values: Float64Array;
}

const mostDraws = 8;
const mostBytes = 2 ** 24;

/** The most recent one last. */
let draws: readonly Draw[] = [];

const isSame = (a: EngineState, b: EngineState): boolean =>
  a.next === b.next && a.words.every((word, i) => word === b.words[i]);

/** Values that belong to the caller, and the engine's state after them; undefined where these were not drawn lately. */
export function drawnLately(what: string, before: EngineState): Pick<Draw, 'values' | 'after'> | undefined {
  const found = draws.findLast((draw) => draw.what === what && isSame(draw.before, before));
  if (!found) return undefined;
  draws = [...draws.filter((draw) => draw !== found), found];
  return { values: found.values.slice(), after: found.after };
}

/** Keeps a copy of the values, where they are not too many. */
export function keepDraw({ values, ...draw }: Draw): void {
  if (values.byteLength > mostBytes) return;
  const kept = [...draws, { ...draw, values: values.slice() }].slice(-mostDraws);
  const bytes = (from: number): number => kept.slice(from).reduce((sum, one) => sum + one.values.byteLength, 0);
  let first = 0;
  while (bytes(first) > mostBytes) first++;
  draws = kept.slice(first);
}
