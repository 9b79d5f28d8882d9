// Margins between the score of a right class and those of the wrong ones: one class, or several, per example.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import { andThen, together, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { type Op, type OpContext, OpError } from '../op';
import { optional, real, scalar, tensor, usually, withDefault } from '../params';
import { classAxes } from './classTarget';
import { defineLoss } from './defineLoss';
import { reduce, reducing, reduction, sizeAverage } from './reduction';
import { deriveMultilabelMargin, deriveMultiMargin } from './vectorSteps';

const legacy = [sizeAverage, reduce, reduction] as const;
const legacyNames = legacy.map((param) => param.name);
const scores = tensor('input', say('Scores: (N, C) or (C).'));

/** Refuses scores without a kernel and shapes that do not fit; answers examples and classes. */
function checkedSizes(input: Tensor, kernel: string): { readonly examples: number; readonly classes: number } {
  const { shape, rank } = input;
  if (rank > 2 || (shape.at(-1) === 0 && rank > 0)) {
    throw new OpError(
      'RuntimeError',
      `Expected non-empty vector or matrix with optional 0-dim batch size, but got: ${sizesText(shape)}`,
    );
  }
  if (!isFloat(input.dtype)) {
    throw new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(input.dtype)}'`);
  }
  return { examples: rank === 2 ? shape[0]! : 1, classes: shape.at(-1) ?? 1 };
}

/** A right class against a wrong one, of one example, and what their margin counts. */
interface Pair {
  readonly example: number;
  readonly right: number;
  readonly wrong: number;
  readonly factor: number;
}

/** For each example the sum over its pairs of what is missing to the margin, divided by the classes; computed wide, rounded once. */
function perExample(
  input: Tensor,
  sizes: { readonly examples: number; readonly classes: number },
  pairs: readonly Pair[],
  margin: number,
  power: number,
  { engine }: OpContext,
): Tensor | Promise<Tensor> {
  const wide = engine.cast(input, 'float64');
  const at = (side: 'right' | 'wrong'): Tensor | Promise<Tensor> =>
    engine.take(
      wide,
      Float64Array.from(pairs, (pair) => pair.example * sizes.classes + pair[side]),
      [pairs.length],
    );
  return andThen(together([at('right'), at('wrong')]), ([right, wrong]) => {
    const m = maths(engine);
    const missing = m.relu(m.add(m.sub(margin, right!), wrong!));
    const factors = engine.fromHost(
      Float64Array.from(pairs, ({ factor }) => factor),
      [pairs.length],
      'float64',
    );
    const each = m.mul(power === 1 ? missing : m.square(missing), factors);
    const examples = Float64Array.from(pairs, ({ example }) => example);
    const sums = engine.put(each, examples, input.rank === 2 ? [sizes.examples] : []);
    return andThen(sums, (total) => engine.cast(m.div(total, sizes.classes), input.dtype));
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

const multiMargin = defineLoss({
  names: ['torch.nn.functional.multi_margin_loss'],
  module: {
    name: 'torch.nn.MultiMarginLoss',
    constructor: ['p', 'margin', 'weight', ...legacyNames],
    buffers: ['weight'],
  },
  doc: say('How far the wrong classes come within the margin of the right one, averaged over the classes.'),
  params: [
    scores,
    tensor('target', say('Class indices: (N) or ().')),
    withDefault(scalar('p', say('The power: 1 or 2.')), { kind: 'int', value: 1 }),
    usually(withDefault(real('margin', say('How far apart they have to be.')), 1), 0, 5),
    optional(tensor('weight', say('A factor for each class.'))),
    ...legacy,
  ],
  axes: (args, param) => (param === 'input' ? classAxes(args.input) : []),
  undifferentiable: () => ({ name: 'multi_margin_loss', params: ['weight'] }),
  derive: deriveMultiMargin,
  run: reducing((args, context) => {
    const { input, target, margin, weight } = args;
    const p = args.p.value;
    if (p !== 1 && p !== 2) throw new OpError('ValueError', 'only p == 1 and p == 2 supported');
    if (weight && weight.rank !== 1) throw new OpError('ValueError', 'weight must be one-dimensional');
    const sizes = checkedSizes(input, 'multi_margin_loss_cpu_kernel');
    if (target.rank > 1 || target.size !== sizes.examples || (input.rank === 2 && target.rank === 0)) {
      throw new OpError(
        'RuntimeError',
        `multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [${sizes.examples}], but got ${sizesText(target.shape)}. Input has shape ${sizesText(input.shape)}.`,
      );
    }
    if (weight && weight.size !== sizes.classes) {
      throw new OpError(
        'RuntimeError',
        `inconsistent weight size, expected ${sizes.classes} but got ${sizesText(weight.shape)}`,
      );
    }
    if (target.dtype !== 'int64') {
      throw new OpError('RuntimeError', `expected scalar type Long but found ${scalarName(target.dtype)}`);
    }
    return withValues(context.engine, weight ? [target, weight] : [target], (targets, factors) => {
      const pairs = Array.from(targets!, Number).flatMap((right, example) => {
        if (right < 0 || right >= sizes.classes) throw new OpError('RuntimeError', 'target out of range');
        const factor = factors ? Number(factors[right]) : 1;
        return upTo(sizes.classes).flatMap((wrong) => (wrong === right ? [] : [{ example, right, wrong, factor }]));
      });
      return perExample(input, sizes, pairs, margin, p, context);
    });
  }),
  samples: [
    { args: 'torch.tensor([[1.75, 2.25, -1.], [2.5, -0.5, 2.25]]), torch.tensor([0, 2])' },
    {
      args: "torch.tensor([[1.75, 2.25, -1.], [2.5, -0.5, 2.25]]), torch.tensor([1, 2]), p=2, margin=0.5, weight=torch.tensor([1., 2., 0.5]), reduction='none'",
    },
    { args: "torch.tensor([0.5, 0.25, 1.]), torch.tensor(1), reduction='none'" },
    { args: 'torch.tensor([0.5, 0.25, 1.]), torch.tensor(1), p=2.0' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), torch.tensor([0, 1]), p=3',
      error: { type: 'ValueError', message: 'only p == 1 and p == 2 supported' },
    },
    {
      args: 'torch.ones(2, 3), torch.tensor([0, 3])',
      error: { type: 'RuntimeError', message: 'target out of range' },
    },
    {
      args: 'torch.ones(2, 3), torch.tensor([0])',
      error: {
        type: 'RuntimeError',
        message:
          'multi_margin_loss: target tensor should be 1-D with size equal to the number of input samples (batch size). Expected target size [2], but got [1]. Input has shape [2, 3].',
      },
    },
  ],
});

const multilabelMargin = defineLoss({
  names: ['torch.nn.functional.multilabel_margin_loss'],
  module: { name: 'torch.nn.MultiLabelMarginLoss', constructor: legacyNames },
  doc: say('How far the wrong classes come within 1 of each right one; targets end at the first -1.'),
  params: [scores, tensor('target', say('Class indices, padded with -1, of the size of the input.')), ...legacy],
  axes: (args, param) => (param === 'input' ? classAxes(args.input) : []),
  derive: deriveMultilabelMargin,
  run: reducing(({ input, target }, context) => {
    const sizes = checkedSizes(input, 'multilabel_margin_loss_forward_out_frame');
    if (sizesText(target.shape) !== sizesText(input.shape)) {
      throw new OpError(
        'RuntimeError',
        `inconsistent target size: ${sizesText(target.shape)} for input of size: ${sizesText(input.shape)}`,
      );
    }
    if (target.dtype !== 'int64') {
      throw new OpError('RuntimeError', `expected scalar type Long but found ${scalarName(target.dtype)}`);
    }
    return withValues(context.engine, [target], (values) => {
      const pairs = upTo(sizes.examples).flatMap((example) => {
        const targets = Array.from(values!.slice(example * sizes.classes, (example + 1) * sizes.classes), Number);
        if (targets.some((own) => own < -1 || own >= sizes.classes)) {
          throw new OpError('RuntimeError', "argument #2 'target' is out of range");
        }
        const end = targets.findIndex((own) => own < 0);
        const rights = end < 0 ? targets : targets.slice(0, end);
        const wrongs = upTo(sizes.classes).filter((dim) => !rights.includes(dim));
        return rights.flatMap((right) => wrongs.map((wrong) => ({ example, right, wrong, factor: 1 })));
      });
      return perExample(input, sizes, pairs, 1, 1, context);
    });
  }),
  samples: [
    { args: 'torch.tensor([[-0.75, 2.25, 0.25], [0.5, -1.5, -2.5]]), torch.tensor([[2, -1, 0], [0, 1, -1]])' },
    { args: "torch.tensor([[0.1, 0.2, 0.4, 0.8]]), torch.tensor([[3, 0, -1, 1]]), reduction='none'" },
    { args: 'torch.tensor([0.1, 0.2]), torch.tensor([1, -1])' },
  ],
});

export const classMargins: readonly Op[] = [multiMargin, multilabelMargin];
