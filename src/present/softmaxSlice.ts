// One figure of the softmax panel: what a form gives along a dim, its sums, and what they mean. Knows no settings.
import { say } from '../base/text';
import type { AxisRole } from '../ops/op';
import type { CodeChange, SoftmaxSlice } from '../protocol/views';
import type { DType } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import type { Say } from './say';
import type { FormInput, SoftmaxForm } from './softmaxForms';
import type { SoftmaxCall } from './softmaxSubject';
import { type DimNames, eachByItself, meaning, samplesCompete, sumsSentence } from './softmaxWords';
import { largestDistance, readTensor, sumsAlong, sumTolerance, tensorView } from './tensorView';

/** What all figures are drawn from. */
export interface Drawn {
  readonly input: FormInput;
  readonly roles: readonly (AxisRole['role'] | undefined)[];
  readonly names: DimNames;
  readonly engine: Engine;
  readonly t: Say;
  readonly call?: SoftmaxCall;
}

/** Half of the step behind 1, where that is more than float32's share of the tolerance. */
const rounding: Readonly<Partial<Record<DType, number>>> = { float16: 2 ** -11, bfloat16: 2 ** -8 };

/** What rounding explains: of shares that sum to 1, and of their logarithms, which are worth log n on the average. */
const toleranceOf = (dtype: DType, count: number): number =>
  Math.max(sumTolerance, 2 * (1 + Math.log(count)) * (rounding[dtype] ?? 0));

/** `dim`: absent where each element is by itself; the sums at the side are then along the last. */
export async function softmaxSlice(
  form: SoftmaxForm,
  dim: number | undefined,
  { input, roles, names, engine, t, call }: Drawn,
  change: CodeChange | undefined,
): Promise<SoftmaxSlice> {
  const result = await form.compute(engine, input, dim ?? 0);
  const read = await readTensor(result, engine);
  const whole = await readTensor(await form.whole(engine, result, input), engine);
  const sumsDim = dim ?? result.rank - 1;
  const proven = dim === undefined ? whole.values : sumsAlong(whole, dim);
  const worst = largestDistance(proven, () => 1);
  const isOne = worst <= toleranceOf(result.dtype, result.shape[sumsDim] ?? 1);
  const shape = result.shape.map((size, at) => (at === sumsDim ? 1 : size));
  const values = dim === undefined ? sumsAlong(read, sumsDim) : Float64Array.from(proven);
  const isOwn = call?.form === form;
  const competing = dim !== undefined && roles[dim] === 'batch' && roles.includes('class');
  return {
    form: form.name,
    ...(dim === undefined ? {} : { dim }),
    title: dim === undefined ? `${form.name}(x)` : `${form.name}(dim=${dim})`,
    probabilities: tensorView(form.name, read, { kind: t(form.kind), scale: 'sequential', dimNames: names }),
    sums: tensorView(t(say('sums')), { shape, dtype: 'float64', format: 'float64', values }, { dimNames: names }),
    sumsDim,
    worst,
    proof: t(form.proof(sumsSentence(result.rank, dim ?? 0, isOne), isOne)),
    meaning: t(dim === undefined ? eachByItself() : meaning(result.shape, dim, names, form.noun)),
    ...(competing && { doubt: t(samplesCompete()) }),
    ends: form.ends({ min: Number.NaN }),
    used: isOwn && call?.dim === dim,
    ...(isOwn && change ? { change } : {}),
  };
}
