// The sums over alignments behind ctc_loss (Graves et al. 2006), in logarithms: the loss of one sequence, and the gradient
// that ATen gives, which takes the inputs for log-probabilities. Knows no tensor.

/** One sequence: `logs[t * classes + c]` by time and class. */
export interface Sequence {
  readonly logs: (time: number, label: number) => number;
  readonly times: number;
  readonly target: readonly number[];
  readonly blank: number;
}

/** The logarithm of the sum of powers of e, where none of them need be a float. */
export function logSum(...terms: readonly number[]): number {
  const most = Math.max(...terms);
  if (most === Number.NEGATIVE_INFINITY) return most;
  return most + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - most), 0));
}

/** Labels with blanks between and around them. */
export const extended = ({ target, blank }: Sequence): readonly number[] => [
  blank,
  ...target.flatMap((label) => [label, blank]),
];

/** Whether an alignment may leave out the blank between state `s` and the one two before it. */
export const mayJump = (labels: readonly number[], s: number, blank: number): boolean =>
  s >= 2 && labels[s] !== blank && labels[s] !== labels[s - 2];

/** For each time, the logarithm of the sum over all beginnings that end in each state. */
export function forward(sequence: Sequence, labels: readonly number[]): readonly Float64Array[] {
  const rows: Float64Array[] = [];
  for (let t = 0; t < sequence.times; t++) {
    const before = rows[t - 1];
    rows.push(
      Float64Array.from(labels, (label, s) => {
        const own = sequence.logs(t, label);
        if (!before) return s < 2 ? own : Number.NEGATIVE_INFINITY;
        const jumped = mayJump(labels, s, sequence.blank) ? before[s - 2]! : Number.NEGATIVE_INFINITY;
        return own + logSum(before[s]!, s > 0 ? before[s - 1]! : Number.NEGATIVE_INFINITY, jumped);
      }),
    );
  }
  return rows;
}

/** The negative logarithm of the probability of the target. */
export function sequenceLoss(sequence: Sequence): number {
  const labels = extended(sequence);
  if (sequence.times === 0) return sequence.target.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  const last = forward(sequence, labels).at(-1)!;
  return -logSum(last.at(-1)!, labels.length > 1 ? last.at(-2)! : Number.NEGATIVE_INFINITY);
}

/** Adds `scale` times the gradient by time and class through `add`. */
export function sequenceGradient(
  sequence: Sequence,
  classes: number,
  scale: number,
  add: (time: number, label: number, value: number) => void,
): void {
  // What counts for nothing brings nothing, also where it is infinite.
  if (scale === 0) return;
  const labels = extended(sequence);
  const { times } = sequence;
  const begun = forward(sequence, labels);
  // What may follow is what may come before, the other way round.
  const mirrored = [...labels].reverse();
  const ended = forward({ ...sequence, logs: (t, label) => sequence.logs(times - 1 - t, label) }, mirrored);
  const loss = sequenceLoss(sequence);
  for (let t = 0; t < times; t++) {
    const passing = new Float64Array(classes).fill(Number.NEGATIVE_INFINITY);
    labels.forEach((label, s) => {
      const through = begun[t]![s]! + ended[times - 1 - t]![labels.length - 1 - s]!;
      passing[label] = logSum(passing[label]!, through);
    });
    for (let c = 0; c < classes; c++) {
      const log = sequence.logs(t, c);
      add(t, c, scale * (Math.exp(log) - Math.exp(passing[c]! + loss - log)));
    }
  }
}
