// Losses of the difference between input and target: one row each. They broadcast, and warn that they do.
import { say, type Text } from '../../base/text';
import { broadcastShapes, broadcastTo, sameShape } from '../../tensor/broadcast';
import { isFloat, isIntegral, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { refusing } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { torchSize } from '../../tensor/view';
import { type ErrorSample, type Op, OpError, type Sample } from '../op';
import { optional, real, type TypedParam, tensor, usually, withDefault } from '../params';
import { subtract } from '../pointwise/subtract';
import { defineLoss } from './defineLoss';
import { deriveRegression } from './elementSteps';
import { checkedReduction, elementAxes, namedReduction, reduce, reduceLoss, reduction, sizeAverage } from './reduction';

interface Row {
  readonly name: string;
  readonly module: string;
  readonly doc: Text;
  /** ATen's kernel, named by the exception for integers; absent where integers are subtracted. */
  readonly kernel?: string;
  /** The parameter of the curve, its default and the check of it. */
  readonly curve?: {
    readonly param: TypedParam<string, number>;
    readonly symbol: string;
    readonly check: (value: number) => string | undefined;
  };
  readonly legacy: boolean;
  /** What the mean of a weighted loss divides by; absent where there is no weight. */
  readonly weighted?: 'weights' | 'count';
  /** Whether the result keeps the dtype of the input. */
  readonly keepsDType?: boolean;
  readonly element: (m: Maths, a: Tensor, b: Tensor, curve: number) => Tensor;
  readonly samples: readonly Sample[];
  readonly errors?: readonly ErrorSample[];
}

const beta = usually(withDefault(real('beta', say('Where the square passes into the straight line.')), 1), 0, 5);
const delta = usually(withDefault(real('delta', say('Where the square passes into the straight line.')), 1), 0.1, 5);
const absolute = (m: Maths, a: Tensor, b: Tensor): Tensor => m.abs(subtract(m, a, b));

const rows: readonly Row[] = [
  {
    name: 'mse_loss',
    module: 'MSELoss',
    doc: say('The squared difference.'),
    kernel: 'mse_cpu',
    legacy: true,
    weighted: 'weights',
    element: (m, a, b) => m.square(subtract(m, a, b)),
    samples: [
      { args: 'torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.])' },
      { args: "torch.tensor([[1.], [2.]]), torch.tensor([1., 3.]), reduction='none'" },
      { args: 'torch.tensor([1., 2.]), torch.tensor([3., 5.]), weight=torch.tensor([0.5, 2.])' },
      { args: 'torch.tensor([1, 2]), torch.tensor([3., 5.]), size_average=False' },
    ],
    errors: [
      {
        args: 'torch.tensor([1, 2]), torch.tensor([3, 5])',
        error: { type: 'NotImplementedError', message: '"mse_cpu" not implemented for \'Long\'' },
      },
      {
        args: 'torch.ones(2), torch.ones(2), weight=torch.ones(1)',
        error: { type: 'ValueError', message: 'Weights and input must have the same size.' },
      },
      {
        args: 'torch.ones(2, 3), torch.ones(4)',
        error: {
          type: 'RuntimeError',
          message: 'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1',
        },
      },
    ],
  },
  {
    name: 'l1_loss',
    module: 'L1Loss',
    doc: say('The absolute difference.'),
    legacy: true,
    weighted: 'weights',
    element: absolute,
    samples: [
      { args: 'torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.])' },
      { args: "torch.tensor([1, 2]), torch.tensor([3, 5]), reduction='sum'" },
      { args: "torch.tensor([1., 2.]), torch.tensor([3., 5.]), weight=torch.tensor([0.5, 2.]), reduction='none'" },
    ],
    errors: [
      {
        args: 'torch.tensor([1, 2]), torch.tensor([3, 5])',
        error: {
          type: 'RuntimeError',
          message:
            'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long',
        },
      },
    ],
  },
  {
    name: 'smooth_l1_loss',
    module: 'SmoothL1Loss',
    doc: say('The square near zero, divided by beta, and the absolute difference beyond.'),
    kernel: 'smooth_l1_cpu',
    legacy: true,
    curve: {
      param: beta,
      symbol: 'β',
      check: (value) => (value < 0 ? 'smooth_l1_loss does not support negative values for beta.' : undefined),
    },
    element(m, a, b, curve) {
      const difference = subtract(m, a, b);
      const distance = m.abs(difference);
      const square = m.div(m.mul(m.mul(difference, 0.5), difference), curve);
      return m.where(m.lt(distance, curve), square, m.sub(distance, 0.5 * curve));
    },
    samples: [
      { args: 'torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.])' },
      { args: "torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.]), beta=0.25, reduction='none'" },
      { args: 'torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.]), beta=0' },
    ],
    errors: [
      {
        args: 'torch.ones(2), torch.ones(2), beta=-1',
        error: { type: 'RuntimeError', message: 'smooth_l1_loss does not support negative values for beta.' },
      },
      {
        args: 'torch.tensor([1, 2]), torch.tensor([3, 5])',
        error: { type: 'NotImplementedError', message: '"smooth_l1_cpu" not implemented for \'Long\'' },
      },
    ],
  },
  {
    name: 'huber_loss',
    module: 'HuberLoss',
    doc: say('Half the square within delta of the target, a straight line beyond it.'),
    kernel: 'huber_cpu',
    legacy: false,
    weighted: 'count',
    keepsDType: true,
    curve: {
      param: delta,
      symbol: 'δ',
      check: (value) => (value <= 0 ? 'huber_loss does not support non-positive values for delta.' : undefined),
    },
    element(m, a, b, curve) {
      const difference = subtract(m, a, b);
      const distance = m.abs(difference);
      const square = m.mul(m.mul(difference, 0.5), difference);
      return m.where(m.le(distance, curve), square, m.mul(m.sub(distance, 0.5 * curve), curve));
    },
    samples: [
      { args: 'torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.])' },
      { args: "torch.tensor([1., 2., 4.]), torch.tensor([1.5, 2., 2.]), reduction='none', delta=0.75" },
      { args: 'torch.tensor([1., 2.]), torch.tensor([3., 5.]), weight=torch.tensor([0.5, 2.])' },
      { args: 'torch.tensor([1., 2.]), torch.tensor([3., 5.]).double()' },
    ],
    errors: [
      {
        args: 'torch.ones(2), torch.ones(2), delta=0',
        error: { type: 'RuntimeError', message: 'huber_loss does not support non-positive values for delta.' },
      },
      {
        args: 'torch.tensor([1, 2]), torch.tensor([3., 5.])',
        error: { type: 'RuntimeError', message: "result type Float can't be cast to the desired output type Long" },
      },
    ],
  },
];

function checkDTypes(row: Row, input: Tensor, target: Tensor): void {
  const common = resultType([input, target]);
  if (row.keepsDType && isIntegral(input.dtype) && isFloat(common)) {
    throw new OpError(
      'RuntimeError',
      `result type ${scalarName(common)} can't be cast to the desired output type ${scalarName(input.dtype)}`,
    );
  }
  if (row.kernel && isIntegral(common)) {
    throw new OpError('NotImplementedError', `"${row.kernel}" not implemented for '${scalarName(common)}'`);
  }
}

/** ATen's backward kernel of what keeps its dtype takes no other. */
const closed = (engine: Engine, x: Tensor, other: Tensor): Tensor =>
  refusing(
    engine,
    x,
    () => new OpError('RuntimeError', `Found dtype ${scalarName(other.dtype)} but expected ${scalarName(x.dtype)}`),
  );

const define = (row: Row): Op => {
  const weight = optional(tensor('weight', say('A factor for each element, of the size of the input.')));
  const tail = [...(row.curve ? [row.curve.param] : []), ...(row.weighted ? [weight] : [])];
  const params = [
    tensor('input', say('Predictions.')),
    tensor('target', say('What they should be.')),
    ...(row.legacy ? [sizeAverage, reduce] : []),
    reduction,
    ...tail,
  ] as const;
  return defineLoss({
    names: [`torch.nn.functional.${row.name}`],
    module: {
      name: `torch.nn.${row.module}`,
      constructor: params
        .slice(2)
        .map((param) => param.name)
        .filter((name) => name !== 'weight'),
    },
    doc: row.doc,
    params,
    axes: (args) => elementAxes(args.input, args.reduction),
    derive(args, cells) {
      const given: Readonly<Record<string, unknown>> & { readonly weight?: Tensor | null } = args;
      const curve = row.curve && { symbol: row.curve.symbol, value: given[row.curve.param.name] as number };
      return deriveRegression(row.name, { ...args, weight: given.weight ?? null }, curve, row.weighted, cells);
    },
    run(args, context) {
      // Optional columns of the row: which of them there are is not known to the types.
      const { input, target } = args;
      const given: Readonly<Record<string, unknown>> & { readonly weight?: Tensor | null } = args;
      const factor = given.weight ?? null;
      const curve = (row.curve ? given[row.curve.param.name] : 0) as number;
      if (!sameShape(target.shape, input.shape)) {
        context.warn(
          'UserWarning',
          `Using a target size (${torchSize(target.shape)}) that is different to the input size (${torchSize(input.shape)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`,
        );
      }
      const name = namedReduction(args as Parameters<typeof namedReduction>[0], context);
      const { engine } = context;
      const m = maths(engine);
      const shape = broadcastShapes(input.shape, target.shape);
      const [a, b] = [broadcastTo(input, shape), broadcastTo(target, shape)];
      if (factor && !sameShape(factor.shape, input.shape)) {
        throw new OpError('ValueError', 'Weights and input must have the same size.');
      }
      const by = checkedReduction(name, context);
      const problem = row.curve?.check(curve);
      if (problem) throw new OpError('RuntimeError', problem);
      // Without a curve smooth_l1 is l1, integers included.
      const straight = row.curve && curve === 0;
      if (!straight) checkDTypes(row, input, target);
      const common = resultType([input, target]);
      const convert = (x: Tensor, other: Tensor) => {
        const open = row.keepsDType && x.dtype !== other.dtype ? closed(engine, x, other) : x;
        return row.kernel && !straight ? engine.cast(open, common) : open;
      };
      const computed = straight ? absolute(m, a, b) : row.element(m, convert(a, b), convert(b, a), curve);
      const elements = row.keepsDType ? engine.cast(computed, input.dtype) : computed;
      if (by === 'mean' && isIntegral(elements.dtype)) throw new OpError('RuntimeError', meanOfIntegers(elements));
      if (!factor) return reduceLoss(m, elements, by);
      const weighted = m.mul(elements, factor);
      return by === 'mean' && row.weighted === 'weights'
        ? m.div(m.sum(weighted), m.sum(factor))
        : reduceLoss(m, weighted, by);
    },
    samples: row.samples,
    ...(row.errors && { errors: row.errors }),
  });
};

const meanOfIntegers = (x: Tensor): string =>
  `mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: ${scalarName(x.dtype)}`;

export const regressionLosses: readonly Op[] = rows.map(define);
