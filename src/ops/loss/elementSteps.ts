// How losses of single elements come about: one formula each, over arguments that broadcast.
import { say } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { Tensor } from '../../tensor/tensor';
import { type Cells, type Derivation, type Divisor, plainLetters, reduced, type Steps } from '../derivation/derivation';
import {
  abs,
  add,
  constant,
  div,
  exp,
  type Index,
  log,
  logOnePlus,
  logSigmoid,
  max,
  mul,
  neg,
  pow,
  type Quantity,
  sigmoid,
  sub,
  type Term,
} from '../derivation/terms';
import type { Scalar } from '../op';
import { reductionOf } from './reduction';

type ReductionArgs = Parameters<typeof reductionOf>[0];
type Element = (symbol: string, param: string) => Quantity;

/** The loss of each element of these arguments broadcast; `of` gives an argument's number there. */
export function elementwise(
  args: ReductionArgs,
  cells: Cells,
  params: readonly string[],
  formula: (
    of: Element,
    end: (title: ReturnType<typeof say>, right: Term) => void,
    steps: Steps,
    at: readonly Index[],
  ) => void,
  divisor?: Divisor,
): Derivation {
  const shape = params.map((param) => cells.of(param).shape).reduce(broadcastShapes);
  return reduced({ cells, shape, by: reductionOf(args), divisor }, (steps, at) =>
    formula(
      (symbol, param) => cells.of(param).over(symbol, at),
      (title, right) => void steps.let(title, 'ℓ', at, right),
      steps,
      at,
    ),
  );
}

/** A last step that multiplies by the element's weight, where there is one. */
const weighted = say('Times the weight of the element');

interface PairArgs extends ReductionArgs {
  readonly input: Tensor;
  readonly target: Tensor;
}
interface WeightedArgs extends PairArgs {
  readonly weight: Tensor | null;
}

export const deriveBinaryCrossEntropy = (args: WeightedArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input', 'target'], (of, end, steps) => {
    const [x, y] = [of('x', 'input'), of('y', 'target')];
    const one = steps.let(say('The logarithm of the probability, held at −100'), 'a', [], max(log(x), -100));
    const other = steps.let(say('The same of the other outcome'), 'b', [], max(logOnePlus(neg(x)), -100));
    const both = neg(add(mul(y, one), mul(sub(1, y), other)));
    if (!args.weight) return end(say('Minus both, as the target shares them out'), both);
    const plain = steps.let(say('Minus both, as the target shares them out'), 'h', [], both);
    end(weighted, mul(of('w', 'weight'), plain));
  });

interface LogitsArgs extends WeightedArgs {
  readonly pos_weight: Tensor | null;
}
export const deriveBinaryCrossEntropyWithLogits = (args: LogitsArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input', 'target'], (of, end, steps) => {
    const [x, y] = [of('x', 'input'), of('y', 'target')];
    steps.let(say('The probability that the logit stands for'), 'p', [], sigmoid(x));
    const log = steps.let(say('Its logarithm'), 'a', [], logSigmoid(x));
    const factor = args.pos_weight && add(1, mul(sub(of('q', 'pos_weight'), 1), y));
    const title = say('Minus y log p + (1 − y) log(1 − p), as it is computed without overflow');
    const both = sub(mul(sub(1, y), x), factor ? mul(factor, log) : log);
    if (!args.weight) return end(title, both);
    end(weighted, mul(of('w', 'weight'), steps.let(title, 'h', [], both)));
  });

interface KlArgs extends PairArgs {
  readonly log_target: boolean;
}
export function deriveKlDiv(args: KlArgs, cells: Cells): Derivation {
  const batches = args.reduction === 'batchmean' && reductionOf(args) === 'batchmean';
  const rows = args.input.shape[0];
  const by = !batches ? {} : { size_average: null, reduce: null, reduction: rows === undefined ? 'sum' : 'mean' };
  const right: Term = { kind: 'number', value: rows ?? 1 };
  const divisor = batches ? { title: say('The batch size'), symbol: 'B', right } : undefined;
  return elementwise(
    { ...args, ...by },
    cells,
    ['input', 'target'],
    (of, end, steps) => {
      const [x, y] = [of('x', 'input'), of('y', 'target')];
      if (args.log_target) {
        const share = steps.let(say('The probability whose logarithm the target is'), 't', [], exp(y));
        end(say('That times how far the logarithms are apart'), mul(share, sub(y, x)));
      } else if (y.value === 0) {
        end(say('The target is 0, and so is y log y'), sub(0, mul(y, x)));
      } else {
        end(say('The target times how far the logarithms are apart'), sub(mul(y, log(y)), mul(y, x)));
      }
    },
    divisor,
  );
}

interface Curve {
  readonly symbol: string;
  readonly value: number;
}
/** A loss of the difference; `curve` where a square passes into a line. */
export const deriveRegression = (
  name: string,
  args: WeightedArgs,
  curve: Curve | undefined,
  meanOf: 'weights' | 'count' | undefined,
  cells: Cells,
): Derivation => {
  const divisor =
    args.weight && meanOf === 'weights'
      ? { title: say('The sum of the weights'), symbol: 'W', right: cells.of('weight').sum('w', plainLetters) }
      : undefined;
  return elementwise(
    args,
    cells,
    ['input', 'target', ...(args.weight ? ['weight'] : [])],
    (of, end, steps) => {
      const d = steps.let(say('The difference'), 'd', [], sub(of('x', 'input'), of('y', 'target')));
      const [title, right] = regression(name, d, curve);
      if (!args.weight) return end(title, right);
      end(weighted, mul(of('w', 'weight'), steps.let(title, 'h', [], right)));
    },
    divisor,
  );
};

function regression(name: string, d: Quantity, curve: Curve | undefined): readonly [ReturnType<typeof say>, Term] {
  const size = Math.abs(d.value);
  if (name === 'mse_loss') return [say('Its square'), pow(d, 2)];
  if (!curve || curve.value === 0) return [say('Its size'), abs(d)];
  const c = constant(curve.symbol, curve.value);
  const half = div(1, 2);
  const beyond = sub(abs(d), mul(half, c));
  if (name === 'huber_loss') {
    if (size <= curve.value) return [say('Within {0}: half its square', curve.symbol), mul(half, pow(d, 2))];
    return [say('Beyond {0}: a straight line', curve.symbol), mul(c, beyond)];
  }
  if (size < curve.value)
    return [say('Within {0}: half its square, divided by {0}', curve.symbol), div(mul(half, pow(d, 2)), c)];
  return [say('Beyond {0}: a straight line', curve.symbol), beyond];
}

interface PoissonArgs extends PairArgs {
  readonly log_input: boolean;
  readonly full: boolean;
  readonly eps: number;
}
export const derivePoisson = (args: PoissonArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input', 'target'], (of, end, steps) => {
    const [x, y] = [of('x', 'input'), of('y', 'target')];
    const rate = args.log_input ? steps.let(say('The rate'), 'λ', [], exp(x)) : x;
    const minus = sub(rate, mul(y, args.log_input ? x : log(add(x, constant('ε', args.eps)))));
    const title = say('The rate, less the count times its logarithm');
    if (!args.full || y.value <= 1) return end(title, minus);
    const plain = steps.let(title, 'h', [], minus);
    const stirling = add(sub(mul(y, log(y)), y), mul(div(1, 2), log(mul(2, constant('π', Math.PI), y))));
    const rest = steps.let(say('Stirling’s formula for the logarithm of y!'), 's', [], stirling);
    end(say('Both together'), add(plain, rest));
  });

interface GaussianArgs extends PairArgs {
  readonly var: Tensor | Scalar;
  readonly full: boolean;
  readonly eps: number;
}
export function deriveGaussian(args: GaussianArgs, cells: Cells): Derivation {
  const given = args.var;
  // Variances of whole rows lack the last dim.
  const short = given instanceof Tensor && given.rank === args.input.rank - 1;
  const shape = given instanceof Tensor ? [...given.shape, ...(short ? [1] : [])] : [];
  const variance = (at: readonly Index[]): Quantity => {
    if (!(given instanceof Tensor)) return constant('var', given.value);
    const table = cells.of('var');
    const place = shape.length ? at.slice(-shape.length) : [];
    const own = place.map((index, dim) => (shape[dim] === 1 ? { ...index, at: 0 } : index));
    return table.cell('var', short ? own.slice(0, -1) : own);
  };
  return reduced(
    {
      cells,
      shape: [args.input.shape, args.target.shape, shape].reduce(broadcastShapes),
      by: reductionOf(args),
    },
    (steps, at) => {
      const [x, y] = [cells.of('input').over('x', at), cells.of('target').over('y', at)];
      const v = steps.let(say('The variance, at least ε'), 'v', [], max(variance(at), constant('ε', args.eps)));
      const distance = div(pow(sub(x, y), 2), v);
      const each = mul(div(1, 2), add(log(v), distance));
      const title = say('Half the sum of its logarithm and the squared difference over it');
      if (!args.full) return void steps.let(title, 'ℓ', at, each);
      const plain = steps.let(title, 'h', [], each);
      const rest = mul(div(1, 2), log(mul(2, constant('π', Math.PI))));
      steps.let(say('And what does not depend on the input'), 'ℓ', at, add(plain, rest));
    },
  );
}

interface HingeArgs extends PairArgs {
  readonly margin: number;
}
const margin = (value: number): Quantity => constant('margin', value);

export const deriveHingeEmbedding = (args: HingeArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input', 'target'], (of, end) => {
    const [x, y] = [of('x', 'input'), of('y', 'target')];
    const missing = max(0, sub(margin(args.margin), x));
    if (y.value === 1) return end(say('The target is 1: the distance itself'), x);
    if (y.value === -1) return end(say('The target is −1: what is missing to the margin'), missing);
    end(say('The target is neither 1 nor −1: both parts count'), add(missing, x));
  });

interface RankingArgs extends ReductionArgs {
  readonly margin: number;
}
export const deriveMarginRanking = (args: RankingArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input1', 'input2', 'target'], (of, end, steps) => {
    const d = steps.let(
      say('How far the first score is above the second'),
      'd',
      [],
      sub(of('a', 'input1'), of('b', 'input2')),
    );
    const y = of('y', 'target');
    end(
      say('What is missing to the margin in the direction of the target'),
      max(0, add(mul(neg(y), d), margin(args.margin))),
    );
  });

export const deriveSoftMargin = (args: PairArgs, cells: Cells): Derivation =>
  elementwise(args, cells, ['input', 'target'], (of, end, steps) => {
    const power = mul(neg(of('y', 'target')), of('x', 'input'));
    const g = steps.let(say('e to the power of the score against the target'), 'g', [], exp(power));
    end(say('The logarithm of 1 more'), logOnePlus(g));
  });
