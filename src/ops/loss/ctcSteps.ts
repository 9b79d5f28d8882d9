// How ctc_loss comes about: the target with blanks around its labels, the paths through it from time to time, those that end
// in it. Knows no engine.
import { say, type Text } from '../../base/text';
import type { DType } from '../../tensor/dtype';
import { Tensor } from '../../tensor/tensor';
import { type Cells, type Derivation, type Equation, reduced, Steps } from '../derivation/derivation';
import type { Table } from '../derivation/table';
import {
  add,
  constant,
  div,
  exp,
  type Index,
  log,
  neg,
  type Quantity,
  quantity,
  type Term,
  total,
} from '../derivation/terms';
import { extended, forward, logSum, mayJump, type Sequence } from './ctc';
import { reductionOf } from './reduction';

export interface CtcArgs {
  readonly log_probs: Tensor;
  readonly targets: Tensor;
  readonly input_lengths: Tensor | readonly number[];
  readonly target_lengths: Tensor | readonly number[];
  readonly blank: number;
  readonly reduction: string;
  readonly zero_infinity: boolean;
}

/** log(e^a + e^b + ...), also where a power is too small for a float. */
const logOfPowers = (...of: readonly Quantity[]): Term => ({
  ...log(add(...of.map(exp))),
  value: logSum(...of.map(({ value }) => value)),
});

export function deriveCtc(args: CtcArgs, cells: Cells): Derivation {
  const { log_probs: x, blank } = args;
  const lengthsOf = (param: 'input_lengths' | 'target_lengths'): readonly number[] =>
    args[param] instanceof Tensor ? Array.from(cells.of(param).values, Number) : (args[param] as readonly number[]);
  const [times, lengths] = [lengthsOf('input_lengths'), lengthsOf('target_lengths')];
  const [logs, targets] = [cells.of('log_probs'), cells.of('targets')];
  const isBatched = x.rank === 3;
  const shape = isBatched ? [x.shape[1]!] : [];
  const by = reductionOf(args);
  const derivation = reduced({ cells, shape, letters: ['n'], by }, (steps, at) => {
    const n = at[0]?.at ?? 0;
    const label = (k: number): Quantity => labelOf(targets, lengths, at, n, k);
    const logProb = (t: Index, c: Index): Quantity => logs.cell('x', [t, ...at, c]);
    const sequence: Sequence = {
      logs: (t, c) => logProb(time(t), { letter: 'c', at: c }).value,
      times: times[n]!,
      target: Array.from({ length: lengths[n]! }, (_, k) => label(k).value),
      blank,
    };
    stepsOf(steps, at, { sequence, label, logProb }, args.zero_infinity);
  });
  if (by !== 'mean') return derivation;
  // Each loss is first divided by the length of its target.
  const length = (n: number): Quantity =>
    args.target_lengths instanceof Tensor && lengths[n]! > 0
      ? cells.of('target_lengths').cell('U', args.target_lengths.rank === 0 ? [] : [{ letter: 'n', at: n }])
      : quantity('U', [{ letter: 'n', at: n }], Math.max(lengths[n]!, 1));
  return { ...derivation, total: (losses) => averaged(losses, length, cells.dtype) };
}

/** The label at a place of a sequence's target: of (N, longest), or of all targets one after the other. */
function labelOf(targets: Table, lengths: readonly number[], at: readonly Index[], n: number, k: number): Quantity {
  if (targets.shape.length === 2) return targets.cell('y', [at[0] ?? { letter: 'n', at: n }, { letter: 'k', at: k }]);
  const before = lengths.slice(0, n).reduce((sum, length) => sum + length, 0);
  return targets.cell('y', [{ letter: 'k', at: before + k }]);
}

/** One sequence with the names of its numbers. */
interface Course {
  readonly sequence: Sequence;
  readonly label: (k: number) => Quantity;
  readonly logProb: (t: Index, c: Index) => Quantity;
}

function stepsOf(steps: Steps, at: readonly Index[], course: Course, zeroInfinity: boolean): void {
  const { sequence, label } = course;
  const { times, blank } = sequence;
  const labels = extended(sequence);
  const paths = forward(sequence, labels);
  const z = steps.row(
    say('The labels of the target, with the blank before, between and after them'),
    'z',
    (s) => [s],
    { letter: 's', count: labels.length, keep: labels.length > 1 ? 1 : 0 },
    ({ at: s }) => (s % 2 === 0 ? constant('∅', blank) : label((s - 1) / 2)),
    ({ at: s }) => (s % 2 === 0 ? undefined : label((s - 1) / 2).source),
  );
  const path = (t: Index, s: Index): Quantity => quantity('a', [t, s], paths[t.at]?.[s.at] ?? Number.NaN);
  const own = (t: number, s: number): Quantity =>
    course.logProb(time(t), { letter: 'z_s', at: z({ letter: 's', at: s }).value });
  const last = labels.length - 1;
  for (const t of shownTimes(times)) {
    const right = (s: number): Term => {
      if (t === 0) return s < 2 ? own(t, s) : { kind: 'number', value: Number.NEGATIVE_INFINITY };
      const steps = [0, ...(s > 0 ? [1] : []), ...(mayJump(labels, s, blank) ? [2] : [])];
      const before = { letter: 't−1', at: t - 1 };
      return add(own(t, s), logOfPowers(...steps.map((back) => path(before, behind('s', s, back)))));
    };
    steps.row(
      titleAt(t),
      'a',
      (s) => [time(t), s],
      // The last label may be come to in most ways.
      { letter: 's', count: labels.length, keep: t === 0 ? 0 : Math.max(0, last - 1) },
      ({ at: s }) => right(s),
      ({ at: s }) => own(t, s).source,
    );
  }
  const end = { letter: 'T', at: times - 1 };
  const ends = [0, ...(last > 0 ? [1] : [])].map((back) => path(end, behind('S', last, back)));
  const isPossible = times > 0 ? ends.some(({ value }) => value > Number.NEGATIVE_INFINITY) : last === 0;
  if (!isPossible && zeroInfinity) {
    const title = say('No path ends in the target, and zero_infinity takes its loss as zero');
    steps.let(title, 'ℓ', at, { kind: 'number', value: 0 });
  } else if (times === 0) {
    const value = isPossible ? 0 : Number.POSITIVE_INFINITY;
    steps.let(say('There is no time: only a target without labels is reached'), 'ℓ', at, { kind: 'number', value });
  } else {
    const title = say('Minus the logarithm of all paths that end in the last label or in the blank after it');
    steps.let(title, 'ℓ', at, neg(logOfPowers(...ends)));
  }
}

const time = (t: number): Index => ({ letter: 't', at: t });
/** So many places before one. */
const behind = (letter: string, at: number, back: number): Index => ({
  letter: back ? `${letter}−${back}` : letter,
  at: at - back,
});

/** Times that are written out: the first ones and the last. */
const shownTimes = (times: number): readonly number[] =>
  [...new Set([0, 1, 2, times - 1])].filter((t) => t >= 0 && t < times);

const titleAt = (t: number): Text =>
  t === 0
    ? say('Time 0: a path begins with the blank or with the first label')
    : t <= 2
      ? say('Time {0}: a path stays, goes on, or leaves out a blank between two labels', t)
      : say('And so on, to the last time, {0}', t);

/** The mean of the losses, each divided by the length of its target. */
function averaged(losses: Table, length: (n: number) => Quantity, dtype: DType): readonly Equation[] {
  const steps = new Steps(dtype);
  const count = losses.size;
  const isBatched = losses.shape.length > 0;
  const each = (n: number): Term => {
    const at = isBatched ? [{ letter: 'n', at: n }] : [];
    return div(losses.cell('ℓ', at), length(n));
  };
  const title = say('The value: the mean of the losses, each divided by the length of its target');
  if (!isBatched) steps.let(title, 'L', [], each(0));
  else steps.let(title, 'L', [], div(total('n', count, each), constant('N', count)));
  return steps.equations;
}
