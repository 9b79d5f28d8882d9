// How losses of class scores come about: softmax of a row, its logarithm, the pick of the target's class, weights, smoothing.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import type { Tensor } from '../../tensor/tensor';
import { type Cells, type Derivation, type Divisor, plainLetters, reduced, type Steps } from '../derivation/derivation';
import type { Table } from '../derivation/table';
import {
  add,
  constant,
  div,
  exp,
  type Index,
  largest,
  log,
  mul,
  neg,
  type Quantity,
  sub,
  type Term,
  total,
} from '../derivation/terms';
import { classDimOf } from './classTarget';
import { reductionOf } from './reduction';

interface ClassArgs {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly ignore_index: number;
  readonly size_average: boolean | null;
  readonly reduce: boolean | null;
  readonly reduction: string;
}
interface Classes {
  readonly input: Table;
  readonly target: Table;
  readonly weight: Table | undefined;
  readonly count: number;
  /** The place of a class's score, of the example at a place. */
  readonly place: (at: readonly Index[], j: Index) => readonly Index[];
  /** The scores of the example at a place, of the table of scores or of one like it. */
  readonly line: (of: Table, at: readonly Index[]) => (j: number) => number;
}

/** The logarithm of a class's share: how it comes about, and its number alone, where there are many. */
interface LogShare {
  readonly of: (j: Index) => Term;
  readonly at: (j: number) => number;
}

const letters = ['n', 'u', 'v', 's', ...plainLetters];

function classesOf({ input, weight }: ClassArgs, cells: Cells): Classes {
  const place: Classes['place'] = (at, j) => (input.rank === 1 ? [j] : [at[0]!, j, ...at.slice(1)]);
  return {
    input: cells.of('input'),
    target: cells.of('target'),
    weight: weight ? cells.of('weight') : undefined,
    count: input.shape[classDimOf(input)]!,
    place,
    line: (of, at) => of.along(place(at, { letter: '', at: 0 }), classDimOf(input)),
  };
}

/** The loss of class indices: `scored` gives what is averaged, from the class that counts. */
function ofIndices(
  args: ClassArgs,
  cells: Cells,
  scored: (steps: Steps, at: readonly Index[], classes: Classes, target: number, pick: () => Index) => void,
): Derivation {
  const classes = classesOf(args, cells);
  const { target } = classes;
  const shape = args.input.rank === 1 ? [] : target.shape;
  const divisor = divisorOf(classes, args.ignore_index);
  return reduced({ cells, shape, letters, by: reductionOf(args), divisor }, (steps, at) => {
    const own = at.length === target.shape.length ? at : target.shape.map(() => ({ letter: '0', at: 0 }));
    const y = target.cell('y', own);
    if (y.value === args.ignore_index) {
      const title = say('The target is {0}, which ignore_index takes out of the loss', y.value);
      steps.let(title, 'ℓ', at, { kind: 'number', value: 0 });
      return;
    }
    scored(steps, at, classes, y.value, () => ({
      letter: 'c',
      at: steps.let(say('The class that the target names'), 'c', [], y).value,
    }));
  });
}

/** The weights of the targets that count, or how many these are; undefined where that is all of them. */
function divisorOf({ target, weight }: Classes, ignoreIndex: number): Divisor | undefined {
  const counted = Array.from(target.values.keys()).filter((i) => Number(target.values[i]) !== ignoreIndex);
  if (weight) {
    const named = `y_${letters[0]}`;
    const classOf = (i: number): number => Number(target.values[counted[i]!] ?? 0);
    const own = (i: number): Term => weight.cell('w', [{ letter: named, at: classOf(i) }]);
    const runs = letters.slice(0, Math.max(1, target.shape.length)).join(', ');
    return {
      title: say('The sum of the weights of the targets that count'),
      symbol: 'W',
      right: total(runs, counted.length, own, { valueAt: (i) => weight.at([classOf(i)]) }),
    };
  }
  if (counted.length === target.size) return undefined;
  const right: Term = { kind: 'number', value: counted.length };
  return { title: say('How many targets are not ignored'), symbol: 'M', right };
}

/** nll_loss: minus the score of the target's class. */
export const deriveNll = (args: ClassArgs, cells: Cells): Derivation =>
  ofIndices(args, cells, (steps, at, { input, weight, place }, _, pick) => {
    const c = pick();
    const score = input.cell('x', place(at, c));
    steps.let(
      weight ? say('Minus its log-probability, times its weight') : say('Minus its log-probability'),
      'ℓ',
      at,
      neg(weight ? mul(weight.cell('w', [c]), score) : score),
    );
  });

/** Powers of e of larger numbers leave the range of floats. */
const tame = 80;

/** Steps to the softmax of a row; answers the logarithm of the share of a class. */
function logSoftmax(
  steps: Steps,
  at: readonly Index[],
  { input, count, place, line }: Classes,
  keep?: number,
): LogShare {
  const x = (j: number): Quantity => input.cell('x', place(at, { letter: 'k', at: j }));
  const score = line(input, at);
  const wild = Array.from({ length: count }, (_, j) => score(j)).some(
    (value) => Number.isFinite(value) && Math.abs(value) > tame,
  );
  const m = wild
    ? steps.let(
        say('The largest logit: the others are taken relative to it'),
        'm',
        [],
        largest('k', count, x, { keep, valueAt: score }),
      )
    : undefined;
  const power = (of: Quantity): Term => exp(m ? sub(of, m) : of);
  const powerAt = (j: number): number => Math.exp(score(j) - (m?.value ?? 0));
  const sum = total('k', count, (k) => power(x(k)), { keep, valueAt: powerAt });
  const at2 = (j: Index): readonly Index[] => place(at, j);
  const share = steps.row(
    say('softmax: the share of each class'),
    'p',
    at2,
    { letter: 'j', count, keep },
    (j) => div(power(input.cell('x', at2(j))), sum),
    (j) => ({ param: 'input', index: at2(j).map((index) => index.at) }),
  );
  if (!m) return { of: (j) => log(share(j)), at: (j) => Math.log(powerAt(j) / sum.value) };
  const z = steps.let(say('The logarithm of that sum'), 'z', [], log(sum));
  return { of: (j) => sub(sub(input.cell('x', at2(j)), m), z), at: (j) => score(j) - m.value - z.value };
}

interface CrossEntropyArgs extends ClassArgs {
  readonly label_smoothing: number;
}

/** cross_entropy, of class indices or of class probabilities. */
export const deriveCrossEntropy = (args: CrossEntropyArgs, cells: Cells): Derivation =>
  sameShape(args.input.shape, args.target.shape) ? ofProbabilities(args, cells) : ofClasses(args, cells);

const shares = (weight: Table | undefined, j: Index, of: Term): Term => (weight ? mul(weight.cell('w', [j]), of) : of);

function ofClasses(args: CrossEntropyArgs, cells: Cells): Derivation {
  const smoothing = Math.max(args.label_smoothing, 0);
  return ofIndices(args, cells, (steps, at, classes, target, pick) => {
    const { weight, count } = classes;
    const logShare = logSoftmax(steps, at, classes, target);
    const c = pick();
    const picked = neg(logShare.of(c));
    if (smoothing === 0) {
      if (!weight) return void steps.let(say('Minus the logarithm of its share'), 'ℓ', at, picked);
      const plain = steps.let(say('Minus the logarithm of its share'), 'a', [], picked);
      steps.let(say('Times the weight of the class'), 'ℓ', at, mul(weight.cell('w', [c]), plain));
      return;
    }
    const minus = say('Minus the logarithm of its share, times the weight of the class');
    const hard = weight
      ? steps.let(minus, 'a', [], neg(mul(weight.cell('w', [c]), logShare.of(c))))
      : steps.let(say('Minus the logarithm of its share'), 'a', [], picked);
    const one = (at: number): Term => {
      const j = { letter: 'j', at };
      return shares(weight, j, logShare.of(j));
    };
    const against = total('j', count, one, { valueAt: (j) => (weight?.at([j]) ?? 1) * logShare.at(j) });
    const even = steps.let(say('The same against every class'), 'b', [], neg(against));
    const [epsilon, classCount] = [constant('ε', smoothing), constant('C', count)];
    steps.let(
      say('Label smoothing: ε of the target is spread evenly over the classes'),
      'ℓ',
      at,
      add(mul(sub(1, epsilon), hard), mul(div(epsilon, classCount), even)),
    );
  });
}

function ofProbabilities(args: CrossEntropyArgs, cells: Cells): Derivation {
  const classes = classesOf(args, cells);
  const { target, weight, count, place, line } = classes;
  const shape = args.input.shape.toSpliced(classDimOf(args.input), 1);
  const smoothing = Math.max(args.label_smoothing, 0);
  return reduced({ cells, shape, letters, by: reductionOf(args) }, (steps, at) => {
    const logShare = logSoftmax(steps, at, classes);
    const given = (j: Index): Quantity => target.cell('y', place(at, j));
    const [epsilon, classCount] = [constant('ε', smoothing), constant('C', count)];
    const aim =
      smoothing === 0
        ? given
        : steps.row(
            say('Label smoothing: ε of the target is spread evenly over the classes'),
            't',
            (j) => place(at, j),
            { letter: 'j', count },
            (j) => add(mul(sub(1, epsilon), given(j)), div(epsilon, classCount)),
            (j) => given(j).source,
          );
    const one = (at: number): Term => {
      const j = { letter: 'j', at };
      return mul(...(weight ? [weight.cell('w', [j])] : []), aim(j), logShare.of(j));
    };
    const shareAt = line(target, at);
    const aimAt = (j: number): number =>
      smoothing === 0 ? shareAt(j) : (1 - smoothing) * shareAt(j) + smoothing / count;
    const valueAt = (j: number): number => (weight?.at([j]) ?? 1) * aimAt(j) * logShare.at(j);
    const sum = total('j', count, one, { valueAt });
    const title = weight
      ? say('Minus the logarithms, each times the share of the target and the weight of its class')
      : say('Minus the logarithms, each times the share of the target');
    steps.let(title, 'ℓ', at, neg(sum));
  });
}
