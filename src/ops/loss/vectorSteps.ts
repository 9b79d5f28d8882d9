// How losses of whole vectors come about: cosines, distances, margins between classes, sums over labels.
import { say } from '../../base/text';
import { broadcastShapes, sameShape } from '../../tensor/broadcast';
import type { Tensor } from '../../tensor/tensor';
import { type Cells, type Derivation, plainLetters, reduced, type Steps } from '../derivation/derivation';
import type { Table } from '../derivation/table';
import {
  abs,
  add,
  constant,
  div,
  type Index,
  largest,
  logSigmoid,
  max,
  min,
  mul,
  neg,
  pow,
  type Quantity,
  root,
  sub,
  type Term,
  total,
} from '../derivation/terms';
import type { Scalar } from '../op';
import { reductionOf } from './reduction';

type ReductionArgs = Parameters<typeof reductionOf>[0];
const letters = ['n', 'u', 'v', ...plainLetters];
const margin = (value: number): Quantity => constant('margin', value);
/** A component of the vector at a place. */
const component = (table: Table, symbol: string, at: readonly Index[], j: number): Quantity =>
  table.over(symbol, [...at, { letter: 'j', at: table.shape.at(-1) === 1 ? 0 : j }]);
const widthOf = (...tables: readonly Table[]): number => Math.max(...tables.map(({ shape }) => shape.at(-1) ?? 1));
const leading = (...tables: readonly Table[]): readonly number[] =>
  tables
    .map(({ shape }) => shape)
    .reduce(broadcastShapes)
    .slice(0, -1);

interface CosineArgs extends ReductionArgs {
  readonly margin: number;
}
export function deriveCosine(args: CosineArgs, cells: Cells): Derivation {
  const [a, b, target] = [cells.of('input1'), cells.of('input2'), cells.of('target')];
  const shape = broadcastShapes(leading(a, b), target.shape);
  return reduced({ cells, shape, letters, by: reductionOf(args) }, (steps, at) => {
    const product = (one: Table, s: string, two: Table, t: string): Term =>
      total('j', widthOf(one, two), (j) => mul(component(one, s, at, j), component(two, t, at, j)));
    const square = (one: Table, s: string): Term =>
      add(
        total('j', widthOf(one), (j) => pow(component(one, s, at, j), 2)),
        constant('ε', 1e-12),
      );
    const dot = steps.let(say('The product of the vectors'), 'd', [], product(a, 'a', b, 'b'));
    const first = steps.let(say('The square of the first length'), 'A', [], square(a, 'a'));
    const second = steps.let(say('The square of the second length'), 'B', [], square(b, 'b'));
    const cosine = steps.let(
      say('The cosine of the angle between them'),
      'cos',
      [],
      div(dot, root(mul(first, second))),
    );
    const y = target.over('y', at).value;
    if (y === 1) steps.let(say('The target is 1: what is missing to 1'), 'ℓ', at, sub(1, cosine));
    else if (y === -1) {
      const above = max(0, sub(cosine, margin(args.margin)));
      steps.let(say('The target is −1: what is above the margin'), 'ℓ', at, above);
    } else steps.let(say('The target is neither 1 nor −1: nothing counts'), 'ℓ', at, { kind: 'number', value: 0 });
  });
}

interface TripletArgs extends ReductionArgs {
  readonly margin: { readonly value: number };
  readonly p: number;
  readonly eps: number;
  readonly swap: boolean;
}
export function deriveTriplet(args: TripletArgs, cells: Cells): Derivation | undefined {
  const { p } = args;
  if (!(p > 0)) return undefined;
  const [anchor, positive, negative] = [cells.of('anchor'), cells.of('positive'), cells.of('negative')];
  const shape = leading(anchor, positive, negative);
  return reduced({ cells, shape, letters, by: reductionOf(args) }, (steps, at) => {
    const norm = (one: Table, s: string, two: Table, t: string): Term => {
      const gap = (j: number): Term =>
        add(component(one, s, at, j), neg(component(two, t, at, j)), constant('ε', args.eps));
      const width = widthOf(one, two);
      if (p === Infinity) return largest('j', width, (j) => abs(gap(j)));
      if (p === 1) return total('j', width, (j) => abs(gap(j)));
      if (p === 2) return root(total('j', width, (j) => pow(gap(j), 2)));
      return pow(
        total('j', width, (j) => pow(abs(gap(j)), constant('p', p))),
        div(1, constant('p', p)),
      );
    };
    const near = steps.let(say('From the anchor to the positive example'), 'd⁺', [], norm(anchor, 'a', positive, 'b'));
    const far = steps.let(say('From the anchor to the negative example'), 'd⁻', [], norm(anchor, 'a', negative, 'c'));
    const between = (): Quantity =>
      steps.let(say('From the positive to the negative example'), 's', [], norm(positive, 'b', negative, 'c'));
    const least = args.swap ? steps.let(say('The nearer of the two'), 'f', [], min(far, between())) : far;
    steps.let(say('What is missing to the margin'), 'ℓ', at, max(0, add(near, margin(args.margin.value), neg(least))));
  });
}

interface LabelArgs extends ReductionArgs {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
}
export function deriveMultilabelSoftMargin(args: LabelArgs, cells: Cells): Derivation | undefined {
  const { input, target, weight } = args;
  const classes = input.shape.at(-1);
  const fits = sameShape(input.shape, target.shape) && (!weight || (weight.rank === 1 && weight.size === classes));
  if (!fits || classes === undefined) return undefined;
  const [x, y] = [cells.of('input'), cells.of('target')];
  return reduced({ cells, shape: input.shape.slice(0, -1), letters, by: reductionOf(args) }, (steps, at) => {
    const each = steps.row(
      say('Binary cross entropy of each class'),
      'h',
      (j) => [...at, j],
      { letter: 'j', count: classes },
      (j) => {
        const [logit, aim] = [x.cell('x', [...at, j]), y.cell('y', [...at, j])];
        return neg(add(mul(aim, logSigmoid(logit)), mul(sub(1, aim), logSigmoid(neg(logit)))));
      },
      (j) => x.cell('x', [...at, j]).source,
    );
    const sum = total('j', classes, (place) => {
      const j = { letter: 'j', at: place };
      return weight ? mul(cells.of('weight').cell('w', [j]), each(j)) : each(j);
    });
    const title = weight ? say('The mean of the classes, each times its weight') : say('The mean of the classes');
    steps.let(title, 'ℓ', at, div(sum, constant('C', classes)));
  });
}

interface MarginArgs extends ReductionArgs {
  readonly input: Tensor;
  readonly target: Tensor;
}
interface MultiMarginArgs extends MarginArgs {
  readonly p: Scalar;
  readonly margin: number;
  readonly weight: Tensor | null;
}

/** The place of an example among the scores. */
const scoreAt = (x: Table, at: readonly Index[], j: Index): Quantity => x.cell('x', x.shape.length ? [...at, j] : []);

export function deriveMultiMargin(args: MultiMarginArgs, cells: Cells): Derivation {
  const [x, y] = [cells.of('input'), cells.of('target')];
  const classes = args.input.shape.at(-1) ?? 1;
  const shape = args.input.shape.slice(0, -1);
  return reduced({ cells, shape, letters, by: reductionOf(args) }, (steps, at) => {
    const own = args.input.rank === 2 ? at : [];
    const right = y.cell('y', y.shape.length ? (at.length ? at : [{ letter: '0', at: 0 }]) : []);
    const c = { letter: 'c', at: steps.let(say('The class that the target names'), 'c', [], right).value };
    const wrong = Array.from({ length: classes }, (_, j) => j).filter((j) => j !== c.at);
    const sum = total('j ≠ c', wrong.length, (place) => {
      const j = { letter: 'j', at: wrong[place] ?? 0 };
      const missing = max(0, add(margin(args.margin), neg(scoreAt(x, own, c)), scoreAt(x, own, j)));
      return args.p.value === 1 ? missing : pow(missing, 2);
    });
    const title = say('What is missing to the margin over each other class, divided by the number of classes');
    const mean = div(sum, constant('C', classes));
    if (!args.weight) return void steps.let(title, 'ℓ', at, mean);
    const plain = steps.let(title, 'h', [], mean);
    steps.let(say('Times the weight of the class'), 'ℓ', at, mul(cells.of('weight').cell('w', [c]), plain));
  });
}

/** Every right class meets every wrong one. */
const mostClasses = 1000;

export function deriveMultilabelMargin(args: MarginArgs, cells: Cells): Derivation | undefined {
  const [x, y] = [cells.of('input'), cells.of('target')];
  const classes = args.input.shape.at(-1) ?? 1;
  if (classes > mostClasses) return undefined;
  return reduced({ cells, shape: args.input.shape.slice(0, -1), letters, by: reductionOf(args) }, (steps, at) => {
    const rights = rightsOf(y, at, classes, steps);
    const named = new Set(rights.map(({ value }) => value));
    const pairs = rights.flatMap(({ value }) =>
      Array.from({ length: classes }, (_, j) => [value, j] as const).filter(([, j]) => !named.has(j)),
    );
    const sum = total('c, j', pairs.length, (place) => {
      const [right, wrong] = pairs[place] ?? [0, 0];
      const [c, j] = [
        { letter: 'c', at: right },
        { letter: 'j', at: wrong },
      ];
      return max(0, sub(1, sub(scoreAt(x, at, c), scoreAt(x, at, j))));
    });
    const title = say(
      'What is missing to 1 between each right class c and each wrong class j, divided by the number of classes',
    );
    steps.let(title, 'ℓ', at, div(sum, constant('C', classes)));
  });
}

/** The right classes of an example: those before the first -1. */
function rightsOf(y: Table, at: readonly Index[], classes: number, steps: Steps): readonly Quantity[] {
  const all = Array.from({ length: y.shape.length ? classes : 1 }, (_, k) =>
    y.cell('y', y.shape.length ? [...at, { letter: 'k', at: k }] : []),
  );
  const end = all.findIndex(({ value }) => value < 0);
  const rights = end < 0 ? all : all.slice(0, end);
  steps.row(
    say('The right classes: the targets before the first −1'),
    'c',
    (k) => [k],
    { letter: 'k', count: rights.length },
    (k) => rights[k.at] ?? all[0]!,
    (k) => rights[k.at]?.source,
  );
  return rights;
}
