// Losses under the names that `torch` itself has for them: no deprecated flags, no warnings, the reduction as a number.
import { say } from '../../base/text';
import type { Cells } from '../derivation/derivation';
import type { BoundArgs, Op, OpContext, Param, Sample } from '../op';
import { int, withDefault } from '../params';
import { binaryCrossEntropyWithLogits } from './binaryCrossEntropyWithLogits';
import { klDiv } from './klDiv';
import { likelihoods } from './likelihoods';
import { marginLosses } from './marginLosses';
import { reductions } from './reduction';

const reduction = withDefault(
  int('reduction', say('0 keeps the loss of each element, 1 makes their mean, 2 their sum.')),
  0,
);

const functional = (args: BoundArgs): BoundArgs => ({
  ...args,
  size_average: null,
  reduce: null,
  reduction: reductions[args.reduction as number] ?? 'none',
});
const silent = (context: OpContext): OpContext => ({ ...context, warn: () => undefined });

/** The function of `torch.nn.functional` by its last name, with these parameters in their order and then the reduction. */
function nativeForm(name: string, params: string, samples: readonly Sample[]): Op {
  const found = [binaryCrossEntropyWithLogits, klDiv, ...likelihoods, ...marginLosses].find(
    (op) => op.names[0] === `torch.nn.functional.${name}`,
  )!;
  const { axes, perElement, derive, module: _, ...op } = found;
  const own = new Map(op.params.map((param) => [param.name, param]));
  const [before, after = ''] = params.split('; ');
  const listed = (text: string): readonly Param[] => text.split(' ').flatMap((one) => own.get(one) ?? []);
  return {
    ...op,
    names: [`torch.${name}`],
    params: [...listed(before!), reduction, ...listed(after).map((param) => ({ ...param, keywordOnly: true }))],
    ...(axes && { axes: (args: BoundArgs, param: string) => axes(functional(args), param) }),
    ...(perElement && {
      perElement: (args: BoundArgs, context: OpContext) => perElement(functional(args), silent(context)),
    }),
    ...(derive && { derive: (args: BoundArgs, cells: Cells) => derive(functional(args), cells) }),
    run: (args, context) => op.run(functional(args), silent(context)),
    samples,
    errors: [],
  };
}

const [x, y, signs] = [
  'torch.tensor([0.5, -1., 2.])',
  'torch.tensor([0.1, 0.25, -0.3])',
  'torch.tensor([1., -1., 1.])',
];

export const nativeForms: readonly Op[] = [
  nativeForm('hinge_embedding_loss', 'input target margin', [
    { args: `${x}, ${signs}` },
    { args: `${x}, ${signs}, 0.5, 0` },
    { args: `${x}, ${signs}, margin=2., reduction=2` },
  ]),
  nativeForm('margin_ranking_loss', 'input1 input2 target margin', [
    { args: `${x}, ${y}, ${signs}` },
    { args: `${x}, ${y}, ${signs}, 0.5, 2` },
    { args: `${x}, ${y}, ${signs}, reduction=0` },
  ]),
  nativeForm('cosine_embedding_loss', 'input1 input2 target margin', [
    { args: `${x}[None], ${y}[None], torch.tensor([1.])` },
    { args: `${x}[None], ${y}[None], torch.tensor([-1.]), 0.1, 0` },
  ]),
  nativeForm('triplet_margin_loss', 'anchor positive negative margin p eps swap', [
    { args: `${x}[None], ${y}[None], ${signs}[None]` },
    { args: `${x}[None], ${y}[None], ${signs}[None], 0.5, 1., 1e-6, True, 2` },
  ]),
  nativeForm('poisson_nll_loss', 'input target log_input full eps', [
    { args: `${x}, ${signs}.abs(), True, False, 1e-8, 1` },
    { args: `${x}.exp(), ${signs}.abs() * 3, False, True, 1e-6, 2` },
  ]),
  nativeForm('binary_cross_entropy_with_logits', 'input target weight pos_weight', [
    { args: `${x}.abs(), ${signs}.clamp(0)` },
    { args: `${x}.abs(), ${signs}.clamp(0), ${y}.abs(), torch.tensor(2.), 0` },
  ]),
  nativeForm('kl_div', 'input target; log_target', [
    { args: `${x}, ${y}.abs()` },
    { args: `${x}, ${y}, 2, log_target=True` },
    { args: `${x}, ${y}.abs(), reduction=0` },
  ]),
];
