// Losses that ask for a margin between two scores, distances or classes, each a formula over its elements.
import { shortest } from '../../base/numberText';
import { say } from '../../base/text';
import { broadcastShapes, sameShape } from '../../tensor/broadcast';
import { isIntegral, scalarName } from '../../tensor/dtype';
import { maths } from '../../tensor/maths';
import { sizesText, torchSize } from '../../tensor/view';
import { dot, pairwiseDistance } from '../distance/lengths';
import { asIteratorOf } from '../layouts';
import { type Op, OpError } from '../op';
import { bool, optional, real, scalar, tensor, usually, withDefault } from '../params';
import { subtract } from '../pointwise/subtract';
import { defineLoss } from './defineLoss';
import { deriveHingeEmbedding, deriveMarginRanking, deriveSoftMargin } from './elementSteps';
import { atLeast, elementAxes, outputMismatch, reduce, reducing, reduction, sizeAverage } from './reduction';
import { deriveCosine, deriveMultilabelSoftMargin, deriveTriplet } from './vectorSteps';

const margin = (value: number) =>
  usually(withDefault(real('margin', say('How far apart they have to be.')), value), 0, 2);
const legacy = [sizeAverage, reduce, reduction] as const;
const legacyNames = legacy.map((param) => param.name);
const signs = tensor('target', say('1 or -1 for each.'));

const marginRanking = defineLoss({
  names: ['torch.nn.functional.margin_ranking_loss'],
  module: { name: 'torch.nn.MarginRankingLoss', constructor: ['margin', ...legacyNames] },
  doc: say('How far the first score fails to be above (target 1) or below (target -1) the second by the margin.'),
  params: [
    tensor('input1', say('The first scores.')),
    tensor('input2', say('The second scores.')),
    signs,
    margin(0),
    ...legacy,
  ],
  axes: (args) => elementAxes(args.input1, args.reduction),
  derive: deriveMarginRanking,
  run: reducing(({ input1, input2, target, margin: by }, { engine }) => {
    if (input1.rank !== input2.rank || input1.rank !== target.rank) {
      throw new OpError(
        'RuntimeError',
        `margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: ${torchSize(input1.shape)}, input2: ${torchSize(input2.shape)}, target: ${torchSize(target.shape)} `,
      );
    }
    const m = maths(engine);
    return atLeast(m, m.add(m.mul(m.neg(target), subtract(m, input1, input2)), by), 0);
  }),
  samples: [
    { args: 'torch.tensor([-2.5, 1.5, 2.]), torch.tensor([0.5, 2.5, -2.]), torch.tensor([-1., 1., 1.])' },
    {
      args: "torch.tensor([-2.5, 1.5, 2.]), torch.tensor([0.5, 2.5, -2.]), torch.tensor([1., 1., -1.]), margin=0.4, reduction='none'",
    },
    { args: 'torch.tensor([[1., 2.]]), torch.tensor([[3.], [4.]]), torch.ones(1, 1), 0.5, False' },
  ],
  errors: [
    {
      args: 'torch.ones(2), torch.ones(2, 1), torch.ones(2)',
      error: {
        type: 'RuntimeError',
        message:
          'margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size([2]), input2: torch.Size([2, 1]), target: torch.Size([2]) ',
      },
    },
  ],
});

const hingeEmbedding = defineLoss({
  names: ['torch.nn.functional.hinge_embedding_loss'],
  layout: asIteratorOf('target', 'input'),
  module: { name: 'torch.nn.HingeEmbeddingLoss', constructor: ['margin', ...legacyNames] },
  doc: say('The distance itself where the target is 1, what is missing to the margin where it is -1.'),
  params: [tensor('input', say('Distances.')), signs, margin(1), ...legacy],
  axes: (args) => elementAxes(args.input, args.reduction),
  derive: deriveHingeEmbedding,
  run: reducing(({ input, target, margin: by }, { engine }) => {
    const m = maths(engine);
    const zero = engine.scalar(0, input.dtype);
    const missing = atLeast(m, m.add(m.neg(input), by), 0);
    return m.add(m.where(m.ne(target, 1), missing, zero), m.where(m.ne(target, -1), input, zero));
  }),
  samples: [
    { args: 'torch.tensor([2.5, -0.5, -1., 0.25]), torch.tensor([1., -1., 1., -1.])' },
    { args: "torch.tensor([2.5, 0.5, 1.]), torch.tensor([1, -1, 0]), margin=2., reduction='none'" },
  ],
});

const softMargin = defineLoss({
  names: ['torch.nn.functional.soft_margin_loss'],
  module: { name: 'torch.nn.SoftMarginLoss', constructor: legacyNames },
  doc: say('log(1 + exp(-target * input)): small where score and target have the same sign.'),
  params: [tensor('input', say('Scores.')), signs, ...legacy],
  axes: (args) => elementAxes(args.input, args.reduction),
  undifferentiable: () => ({ name: 'soft_margin_loss', params: ['target'] }),
  derive: deriveSoftMargin,
  run: reducing(({ input, target }, { engine }) => {
    const shape = broadcastShapes(input.shape, target.shape);
    if (!sameShape(shape, input.shape)) throw new OpError('RuntimeError', outputMismatch(input.shape, shape));
    if (isIntegral(input.dtype)) {
      throw new OpError(
        'RuntimeError',
        `result type Float can't be cast to the desired output type ${scalarName(input.dtype)}`,
      );
    }
    const m = maths(engine);
    return m.log1p(m.exp(m.mul(m.neg(input), target)));
  }),
  samples: [
    { args: 'torch.tensor([-0., -2.5, 1.5]), torch.tensor([-1., 1., 1.])' },
    { args: "torch.tensor([[0.5, -100.], [3., 1.]]), torch.tensor([[1., 1.], [-1., 1.]]), reduction='none'" },
    { args: 'torch.tensor([0.5]), torch.tensor([1.]), size_average=False' },
  ],
});

const multilabelSoftMargin = defineLoss({
  names: ['torch.nn.functional.multilabel_soft_margin_loss'],
  module: {
    name: 'torch.nn.MultiLabelSoftMarginLoss',
    constructor: ['weight', ...legacyNames],
    buffers: ['weight'],
  },
  doc: say('Binary cross entropy of logits, averaged over the classes of each example.'),
  params: [
    tensor('input', say('Logits: (N, C) or (C).')),
    tensor('target', say('0 or 1 for each class.')),
    optional(tensor('weight', say('A factor for each class.'))),
    ...legacy,
  ],
  axes: ({ input }) =>
    input.shape.map((_, dim) =>
      dim === input.rank - 1
        ? { dim, role: 'class', why: say('the loss is averaged over it') }
        : { dim, role: 'batch', why: say('one example each') },
    ),
  derive: deriveMultilabelSoftMargin,
  run: reducing(({ input, target, weight }, { engine }) => {
    const m = maths(engine);
    const positive = m.mul(target, m.logSigmoid(input));
    const negative = m.mul(subtract(m, engine.scalar(1, target.dtype), target), m.logSigmoid(m.neg(input)));
    const each = m.neg(m.add(positive, negative));
    const classes = input.rank - 1;
    if (classes < 0) throw new OpError('IndexError', 'Dimension specified as -1 but tensor has no dimensions');
    return m.div(m.sum(weight ? m.mul(each, weight) : each, classes), input.shape[classes] ?? 1);
  }, 'valid'),
  samples: [
    { args: 'torch.tensor([[1., -1.25, -3.], [0.25, 0.5, -2.]]), torch.tensor([[1., 0., 1.], [0., 0., 0.]])' },
    {
      args: "torch.tensor([[1., -1.], [0.25, 0.5]]), torch.tensor([[1., 0.], [0., 1.]]), weight=torch.tensor([2., 0.5]), reduction='none'",
    },
  ],
});

const cosineEmbedding = defineLoss({
  names: ['torch.nn.functional.cosine_embedding_loss'],
  module: { name: 'torch.nn.CosineEmbeddingLoss', constructor: ['margin', ...legacyNames] },
  doc: say('1 minus the cosine where the target is 1, the cosine above the margin where it is -1.'),
  params: [
    tensor('input1', say('The first vectors: (N, D) or (D).')),
    tensor('input2', say('The second vectors.')),
    signs,
    margin(0),
    ...legacy,
  ],
  derive: deriveCosine,
  run: reducing(({ input1, input2, target, margin: by }, { engine }) => {
    const { rank } = target;
    if (rank > 1) {
      throw new OpError('RuntimeError', '0D or 1D target tensor expected, multi-target not supported');
    }
    if (input1.rank !== rank + 1) {
      throw new OpError(
        'RuntimeError',
        `${rank}D target tensor expects ${rank + 1}D input tensors, but found inputs with sizes ${sizesText(input1.shape)} and ${sizesText(input2.shape)}.`,
      );
    }
    const m = maths(engine);
    const square = (x: typeof input1) => m.add(dot(m, x, x, rank), 1e-12);
    const cosine = m.div(dot(m, input1, input2, rank), m.sqrt(m.mul(square(input1), square(input2))));
    const zero = engine.scalar(0, cosine.dtype);
    return m.add(
      m.where(m.eq(target, 1), m.sub(1, cosine), zero),
      m.where(m.eq(target, -1), atLeast(m, m.sub(cosine, by), 0), zero),
    );
  }),
  samples: [
    {
      args: 'torch.tensor([[-0.5, 0.25], [-2.5, -2.]]), torch.tensor([[2.5, -1.5], [-3., 1.25]]), torch.tensor([1., -1.])',
    },
    {
      args: "torch.tensor([[1., 2.], [3., 1.]]), torch.tensor([[1., 1.], [3., 2.]]), torch.tensor([-1, -1]), margin=0.3, reduction='none'",
    },
    { args: 'torch.tensor([1., 2.]), torch.tensor([2., 1.]), torch.tensor(1)' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 2), torch.ones(2, 2), torch.ones(2, 1)',
      error: { type: 'RuntimeError', message: '0D or 1D target tensor expected, multi-target not supported' },
    },
    {
      args: 'torch.ones(2), torch.ones(2), torch.ones(2)',
      error: {
        type: 'RuntimeError',
        message: '1D target tensor expects 2D input tensors, but found inputs with sizes [2] and [2].',
      },
    },
  ],
});

const tripletMargin = defineLoss({
  names: ['torch.nn.functional.triplet_margin_loss'],
  module: {
    name: 'torch.nn.TripletMarginLoss',
    constructor: ['margin', 'p', 'eps', 'swap', ...legacyNames],
  },
  doc: say('How far the positive example fails to be nearer to the anchor than the negative one, by the margin.'),
  params: [
    tensor('anchor', say('What the others are compared with: (N, D) or (D).')),
    tensor('positive', say('What should be near it.')),
    tensor('negative', say('What should be far from it.')),
    withDefault(scalar('margin', say('How far apart they have to be.')), { kind: 'float', value: 1 }),
    withDefault(real('p', say('The power of the norm.')), 2),
    withDefault(real('eps', say('Added to the differences.')), 1e-6),
    withDefault(bool('swap', say('Whether the positive example stands for the anchor where it is nearer.')), false),
    ...legacy,
  ],
  derive: deriveTriplet,
  run: reducing((args, context) => {
    const { anchor, positive, negative, p, eps } = args;
    const { kind, value: by } = args.margin;
    if (by <= 0) {
      throw new OpError(
        'ValueError',
        `margin must be greater than 0, got ${shortest(by, kind === 'float' ? 'float64' : kind)}`,
      );
    }
    if (anchor.rank !== positive.rank || positive.rank !== negative.rank) {
      throw new OpError(
        'RuntimeError',
        `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${anchor.rank}D, positive ${positive.rank}D, and negative ${negative.rank}D inputs`,
      );
    }
    const m = maths(context.engine);
    const between = (a: typeof anchor, b: typeof anchor) => pairwiseDistance(a, b, p, eps, false, context);
    const far = between(anchor, negative);
    const nearest = args.swap ? m.minimum(far, between(positive, negative)) : far;
    return atLeast(m, m.sub(m.add(between(anchor, positive), by), nearest), 0);
  }),
  samples: [
    {
      args: 'torch.tensor([[-2.5, 1.], [0.5, 2.]]), torch.tensor([[-2., -1.5], [0.25, 1.]]), torch.tensor([[1.25, -1.], [0.5, 1.5]])',
    },
    {
      args: "torch.tensor([[1., 2.], [3., 1.]]), torch.tensor([[1., 1.], [3., 2.]]), torch.tensor([[0., 1.], [3., 1.5]]), margin=1.5, p=1, swap=True, reduction='none'",
    },
    { args: "torch.tensor([1., 2.]), torch.tensor([2., 1.]), torch.tensor([1., 2.5]), reduction='sum'" },
  ],
  errors: [
    {
      args: 'torch.ones(2, 2), torch.ones(2, 2), torch.ones(2, 2), margin=0.',
      error: { type: 'ValueError', message: 'margin must be greater than 0, got 0.0' },
    },
    {
      args: 'torch.ones(2, 2), torch.ones(2), torch.ones(2, 2)',
      error: {
        type: 'RuntimeError',
        message:
          'The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor 2D, positive 1D, and negative 2D inputs',
      },
    },
  ],
});

export const marginLosses: readonly Op[] = [
  marginRanking,
  hingeEmbedding,
  softMargin,
  multilabelSoftMargin,
  cosineEmbedding,
  tripletMargin,
];
