// The ways to make numbers into probabilities that the softmax panel compares: one row each. Knows no place and no panel.
import { say, type Text } from '../base/text';
import { functions } from '../ops';
import type { BoundArgs } from '../ops/op';
import { gumbelSoftmaxOf } from '../ops/softmax/gumbel';
import type { SoftmaxFormName, TensorView } from '../protocol/views';
import type { DType } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { maths } from '../tensor/maths';
import { Tensor } from '../tensor/tensor';

/** What a form is computed from, beside the dim. */
export interface FormInput {
  readonly x: Tensor;
  /** The call's own `dtype=`. */
  readonly dtype: DType | null;
  readonly tau: number;
  readonly hard: boolean;
  /** Only where the form is `random`. */
  readonly noise?: Tensor;
}

export interface SoftmaxForm {
  /** As PyTorch calls the function. */
  readonly name: SoftmaxFormName;
  /** Each dim gives another result; else each element is by itself. */
  readonly perDim: boolean;
  readonly random?: boolean;
  readonly compute: (engine: Engine, input: FormInput, dim: number) => Tensor | Promise<Tensor>;
  /** What kind of value that is. */
  readonly kind: Text;
  /** Ends of the colours. */
  readonly ends: (stats: Pick<TensorView['stats'], 'min'>) => readonly [low: number, high: number];
  /** What is 1 when summed along the dim; where each element is by itself, what is 1 at each. */
  readonly whole: (engine: Engine, result: Tensor, input: FormInput) => Tensor | Promise<Tensor>;
  /** The proof's sentence, from that of sums. */
  readonly proof: (sums: Text, isOne: boolean) => Text;
  /** What sums to 1. */
  readonly noun: Text;
  /** What is shown beside it. */
  readonly beside?: SoftmaxFormName;
  /** When it is meant. */
  readonly about: Text;
}

/** Runs the op of a function of PyTorch. */
async function run(engine: Engine, name: string, args: BoundArgs): Promise<Tensor> {
  const result = await functions.get(name)?.[0]?.run(args, { engine, warn: () => undefined });
  if (result instanceof Tensor) return result;
  throw new TypeError(`${name} gives no tensor`);
}

const along =
  (name: string): SoftmaxForm['compute'] =>
  (engine, { x, dtype }, dim) =>
    run(engine, `torch.nn.functional.${name}`, { input: x, dim, _stacklevel: 3, dtype });

const sigmoid = (engine: Engine, x: Tensor): Promise<Tensor> => run(engine, 'torch.sigmoid', { input: x });

const probabilities = {
  perDim: true,
  kind: say('probabilities'),
  ends: () => [0, 1],
  whole: (_, result) => result,
  proof: (sums) => sums,
  noun: say('the probabilities'),
} satisfies Partial<SoftmaxForm>;

export const softmaxForms: readonly SoftmaxForm[] = [
  {
    ...probabilities,
    name: 'softmax',
    compute: along('softmax'),
    about: say('One label per sample: the classes compete, and their probabilities sum to 1.'),
  },
  {
    ...probabilities,
    name: 'softmin',
    compute: along('softmin'),
    about: say('One label per sample, told by distances or costs: the smallest value gets the most.'),
  },
  {
    ...probabilities,
    name: 'log_softmax',
    compute: along('log_softmax'),
    kind: say('log-probabilities'),
    ends: ({ min }) => [min < 0 ? min : -1, 0],
    whole: (engine, result) => maths(engine).exp(result),
    proof: (sums) => say('After exp: {0}', sums),
    noun: say('the exponentials'),
    about: say(
      'One label per sample, as logarithms: what nll_loss and kl_div take. cross_entropy does this itself and takes the logits.',
    ),
  },
  {
    ...probabilities,
    name: 'gumbel_softmax',
    random: true,
    compute: (engine, { x, noise, tau, hard }, dim) =>
      gumbelSoftmaxOf(engine, x, { noise: noise ?? maths(engine).mul(x, 0), tau, hard, dim }),
    about: say(
      'One label per sample, drawn at random in a way that gradients can pass: noise is added, tau makes the draw sharp, hard makes it one-hot.',
    ),
  },
  {
    name: 'sigmoid',
    perDim: false,
    compute: (engine, { x }) => sigmoid(engine, x),
    kind: say('independent probabilities'),
    ends: () => [0, 1],
    whole: async (engine, result, { x }) => {
      const m = maths(engine);
      return m.add(result, await sigmoid(engine, m.neg(x)));
    },
    proof: (_, isOne) =>
      isOne
        ? say('Each element and its opposite, sigmoid(−x), sum to 1')
        : say('Not every element and its opposite, sigmoid(−x), sum to 1'),
    noun: say('the probabilities'),
    beside: 'softmax',
    about: say('Several labels per sample: each element is a yes or no of its own, and no sum has to be 1.'),
  },
];

export const softmaxForm = (name: string): SoftmaxForm | undefined => softmaxForms.find((form) => form.name === name);
