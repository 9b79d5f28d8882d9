// What PyTorch calls the node on a gradient that has a history of its own: after the last step of its derivative, as
// test/parity/recordSecond.py has found it. Knows no engine.
import type { GradNode } from './gradState';
import recorded from './secondNames.txt';
import type { Step } from './steps';

interface Names {
  /** Whether a source that was broadcast is summed at the end. */
  readonly broadcasts: boolean;
  readonly bySource: readonly (string | undefined)[];
}
const long = (name: string): string => name.replaceAll('~', 'Backward');
const table: ReadonlyMap<string, Names> = new Map(
  recorded
    .trim()
    .split('\n')
    .map((line) => {
      const [name, ...bySource] = line.split(' ');
      const names = bySource.map((one) => (one === '-' ? undefined : long(one)));
      return [long(name!.replace('*', '')), { broadcasts: name!.endsWith('*'), bySource: names }];
    }),
);

/** The step that takes a source, and as which of its own; undefined where several do. */
function taker(name: string, steps: readonly Step[], source: number): readonly [name: string, at: number] | undefined {
  const found = steps.flatMap((step, at) => {
    if (step === source) return [[name, at] as const];
    return typeof step === 'object' ? [taker(step.name, step.next, source)] : [];
  });
  const takers = found.filter(Boolean);
  return takers.length === 1 ? takers[0] : undefined;
}

/** Undefined where it was never seen. */
export function gradientName(
  { name, steps, sources, derivativeOf }: Pick<GradNode, 'name' | 'steps' | 'sources' | 'derivativeOf'>,
  source: number,
  shape: readonly number[],
): string | undefined {
  if (derivativeOf !== undefined) return table.get(derivativeOf)?.bySource[source];
  const inside = steps ? steps() : sources.map((_, i) => i);
  const [step, at] = (inside && taker(name, inside, source)) ?? [];
  const names = step === undefined ? undefined : table.get(step);
  const own = sources[source]!.tensor.shape;
  if (names?.broadcasts && step === name && String(own) !== String(shape))
    return own.length === 0 ? 'SumBackward0' : own.length < shape.length ? 'ViewBackward0' : 'SumBackward1';
  return names?.bySource[at!];
}
