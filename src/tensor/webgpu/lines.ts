// Recorded kernels of what runs along lines and of lines in order: how a line is shared among threads, and in how many passes.
// Knows no PyTorch.
import { contiguousStrides, sizeOf } from '../host';
import type { Profile } from './device';
import { constant, type Expression, type Kernel, Value } from './graph';
import { reductions, words } from './kernelSource';

type Shape = readonly number[];

/** What may run along a line: `MAX` and `MIN` give the place of the best so far. */
export type Scanner = 'SUM' | 'PROD' | 'MAX' | 'MIN' | 'LOGSUM';
/** LOGSUM of carried.wgsl. */
const logSum = 100;
const numberOf = (op: Scanner): number => (op === 'LOGSUM' ? logSum : reductions.indexOf(op));

/** Lines of `length` elements for each of `kept`, and the strides over both of what stands for them in the result. */
export interface Lines {
  readonly kept: Shape;
  readonly length: number;
  readonly place: Shape;
}

/** A stretch that a thread may as well go along alone. */
const stretch = 128;

const none = constant(0, 'i32');

/** The words of a value that keeps `width` of them for each place of lines of `length`, in the order of the lines. */
function parted(value: Value, kept: Shape, length: number, width: number): readonly Expression[] {
  const strides = contiguousStrides([...kept, length]).map((stride) => width * stride);
  return Array.from({ length: width }, (_, offset) => ({ kind: 'leaf', word: 'i32', value, strides, offset }));
}

/** `x` run along lines, from their ends on where `back`. */
export function scanned(op: Scanner, x: Expression, lines: Lines, back: boolean, profile: Profile): Value {
  const flags = { OP: numberOf(op), KIND: words.indexOf(x.word), BACK: back, STATES: false };
  const word = op === 'MAX' || op === 'MIN' ? 'i32' : 'f32';
  return passes([x, none, none], lines, flags, profile, (kernel) => {
    return new Value(word, sizeOf(lines.kept) * lines.length, { kind: 'kernel', kernel });
  });
}

/** Few lines are cut: what their parts come to is run along in the same way, and is what each begins with. */
function passes(
  elements: readonly Expression[],
  { kept, length, place }: Lines,
  flags: Kernel['flags'],
  profile: Profile,
  result: (kernel: Kernel) => Value,
): Value {
  const outputs = sizeOf(kept);
  const busy = (profile.coalesces ? 4 : 1) * profile.threads;
  const span = Math.ceil(length / Math.max(1, Math.min(Math.ceil(busy / outputs), Math.ceil(length / stretch))));
  const splits = Math.ceil(length / span);
  const pass = { template: 'scan', kept, reduced: [length], fields: { span }, place, lanes: 1, splits } as const;
  const flagged = { ...flags, SPLITTING: false, BEFORE: false };
  if (splits === 1) return result({ ...pass, inputs: [...elements, none, none, none], flags: flagged });
  const parts = new Value('i32', 3 * outputs * splits, {
    kind: 'kernel',
    kernel: { ...pass, inputs: [...elements, none, none, none], flags: { ...flagged, SPLITTING: true } },
  });
  const own: Lines = { kept, length: splits, place: contiguousStrides([...kept, splits]) };
  const over = { ...flags, STATES: true, BACK: false };
  const before = passes(parted(parts, kept, splits, 3), own, over, profile, (kernel) => {
    return new Value('i32', 3 * outputs * splits, { kind: 'kernel', kernel });
  });
  const inputs = [...elements, ...parted(before, kept, splits, 3)];
  return result({ ...pass, inputs, flags: { ...flagged, BEFORE: true } });
}

/** Elements that a thread puts in order by itself. */
const run = 8;
/** Pairs that a thread merges, where neighbours read side by side and where not. */
const merged = { coalescing: 16, alone: 256 };

/** For each line its elements in order, as pairs: a key, and the place of the element. NaN is the largest. */
export function sortedPairs(
  x: Expression,
  { kept, length, place }: Lines,
  descending: boolean,
  profile: Profile,
): Value {
  const outputs = sizeOf(kept);
  const pairs = (kernel: Kernel, isPassing: boolean): Value =>
    new Value('i32', 2 * outputs * length, { kind: 'kernel', kernel }, isPassing);
  const lines = { kept, reduced: [length], lanes: 1 } as const;
  const runs = Math.ceil(length / run);
  let made = pairs(
    {
      ...lines,
      template: 'runs',
      inputs: [x],
      flags: { KIND: words.indexOf(x.word), DESCENDING: descending, RUN: run },
      fields: {},
      place,
      splits: runs,
    },
    runs > 1,
  );
  for (let width = run; width < length; width *= 2) {
    const span = Math.min(2 * width, profile.coalesces ? merged.coalescing : merged.alone);
    const inputs = parted(made, [outputs], length, 2);
    made = pairs(
      {
        ...lines,
        kept: [outputs],
        template: 'merges',
        inputs,
        flags: {},
        fields: { width, span },
        splits: Math.ceil(length / span),
      },
      2 * width < length,
    );
  }
  return made;
}
