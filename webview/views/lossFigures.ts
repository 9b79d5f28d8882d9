// Which tensors of a loss are drawn and how they stand to each other. Pure data from pure data.
import type { Range } from '../../src/protocol/colourScale';
import type { LossView, TensorView } from '../../src/protocol/views';
import { sharedColumns, type TextColumns } from '../heatmap/drawing';
import { type Picks, picksOf } from '../heatmap/picks';
import { remembered } from '../heatmap/remembered';
import { provenSums, type Sums } from '../heatmap/sums';

/** One figure of the loss panel, without words. */
export interface LossFigure {
  readonly name: string;
  readonly role: 'value' | 'perElement' | 'probabilities' | 'input' | 'gradient';
  readonly tensor: TensorView;
  readonly linked: boolean;
  readonly upright: boolean;
  readonly columns: TextColumns | undefined;
  readonly sums: Sums | undefined;
  readonly range: Range | undefined;
  /** The class of each example, in scores and what goes with them. */
  readonly picks: Picks | undefined;
}

/** Characters of `1 ✓`. */
const sumChars = 3;

/** The figures in order: value, loss per element, probabilities, inputs, each with its gradient. */
export const lossFigures = remembered((view: LossView): readonly LossFigure[] => {
  const { value, perElement, probabilities, inputs, gradients } = view;
  const main = perElement ?? inputs[0];
  const aligned = (one: TensorView): boolean => main !== undefined && linked(one, main, inputs);
  // A vector of one number per row stands upright beside the matrix whose rows it belongs to.
  const matrix = inputs.some((one) => one.shape.length === 2 && aligned(one));
  const drawn = [perElement, probabilities, ...inputs, ...gradients].filter((one) => one !== undefined);
  const same = drawn.filter((one) => sameShape(one, main));
  const tallied = same.some((one) => one !== perElement && !gradients.includes(one) && provenSums(one)?.dim === 1);
  const slopeOf = (input: TensorView): TensorView | undefined => gradients.find(({ label }) => label === input.label);
  const shared = same.length > 1 ? { ...sharedColumns(same), margin: tallied ? sumChars : 0 } : undefined;
  const [scores, target] = inputs;
  const picks = view.picks && target && picksOf(view.picks.dim, target, view.picks.ignored);
  const figure = (tensor: TensorView, role: LossFigure['role'], name: string): LossFigure => ({
    name,
    role,
    tensor,
    linked: role !== 'value' && aligned(tensor),
    upright: role !== 'value' && matrix && tensor.shape.length === 1 && aligned(tensor),
    columns: role !== 'value' && sameShape(tensor, main) ? shared : undefined,
    sums: role === 'perElement' ? undefined : provenSums(tensor),
    range: role === 'perElement' ? fromZero(tensor) : undefined,
    picks: role !== 'perElement' && tensor.label === scores?.label ? picks : undefined,
  });
  /** What an input stands for, itself and its gradient stand cell under cell. */
  const group = (tensor: TensorView): TextColumns | undefined => {
    const members = [probabilities, ...inputs, ...gradients].filter((one) => one !== undefined);
    const own = members.filter((one) => one.label === tensor.label && sameShape(one, tensor));
    const isTallied = own.some((one) => !gradients.includes(one) && provenSums(one)?.dim === 1);
    return own.length > 1 ? { ...sharedColumns(own), margin: isTallied ? sumChars : 0 } : undefined;
  };
  const stacked = (one: LossFigure): LossFigure => ({ ...one, columns: one.columns ?? group(one.tensor) });
  const repeated = value !== undefined && perElement !== undefined && sameNumbers(value, perElement);
  return [
    ...(value && value.shape.length > 0 && !repeated ? [figure(value, 'value', 'value')] : []),
    ...(perElement ? [figure(perElement, 'perElement', 'perElement')] : []),
    ...(probabilities ? [stacked(figure(probabilities, 'probabilities', 'probabilities'))] : []),
    ...inputs.flatMap((input, i) => {
      const own = stacked(figure(input, 'input', `input${i}`));
      const slope = slopeOf(input);
      if (!slope) return [own];
      const { linked: isLinked, upright, columns } = own;
      const gradient = {
        ...figure(slope, 'gradient', `gradient${i}`),
        linked: isLinked,
        upright,
        columns,
        sums: undefined,
      };
      return [own, gradient];
    }),
  ];
});

const sameShape = (a: TensorView, b: TensorView | undefined): boolean => a.shape.join() === b?.shape.join();

/** With `reduction='none'` the value is the loss per element. */
const sameNumbers = (a: TensorView, b: TensorView): boolean =>
  sameShape(a, b) && a.values.every((value, i) => Object.is(value, b.values[i]));

/** Whether an index of `main` says where to look in `one`: equal shapes, or one number per row of a matrix. */
function linked(one: TensorView, main: TensorView, inputs: readonly TensorView[]): boolean {
  if (sameShape(one, main)) return main.shape.length > 1 || inputs.indexOf(one) < 2;
  const [short, long] = one.shape.length < main.shape.length ? [one, main] : [main, one];
  const perRow = short.shape.length === 1 && long.shape.length === 2 && short.shape[0] === long.shape[0];
  // A third input of one dim, a weight, has one number per class even where classes are as many as rows.
  return perRow && inputs.indexOf(one) < 2;
}

/** Losses are compared by their distance from 0. */
function fromZero({ stats, scale }: TensorView): Range | undefined {
  return scale === 'sequential' && stats.min >= 0 && stats.max > 0 ? [0, stats.max] : undefined;
}
