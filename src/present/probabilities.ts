// What a loss takes its scores for: the probabilities that they stand for, by the kind of value that it reads. Knows no panel.
import { say } from '../base/text';
import type { TensorView } from '../protocol/views';
import { isFloat } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { Tensor } from '../tensor/tensor';
import { mostExplained } from '../trace/gradients';
import type { NotedCall } from '../trace/recorder';
import { dimNamesOf } from './axisNames';
import type { Say } from './say';
import { readTensor, tensorView } from './tensorView';
import { readsAs } from './valueKind';

/** By how much the exponential of the logarithm of 1 may be off. */
const rounding = 1e-5;

/**
 * Of the first input: softmax of logits along the class dim, sigmoid of logits without one, exp of log-probabilities.
 * Undefined where the loss reads something else, or more elements than it is explained for.
 */
export async function probabilitiesOf(call: NotedCall, engine: Engine, t: Say): Promise<TensorView | undefined> {
  const { op, args } = call.note;
  const param = op.params[0]?.name ?? '';
  const input = args[param];
  if (op.family !== 'loss' || !(input instanceof Tensor) || !isFloat(input.dtype)) return undefined;
  if (input.size === 0 || input.size > mostExplained) return undefined;
  const reads = readsAs(op, param);
  if (!reads) return undefined;
  const classDim = op.axes?.(args, param).find(({ role }) => role === 'class')?.dim;
  const isApart = reads === 'logits' && classDim === undefined;
  const values =
    reads === 'logProbabilities'
      ? engine.unary('exp', input)
      : classDim === undefined
        ? engine.unary('sigmoid', input)
        : engine.softmax(input, classDim, false);
  const kind = isApart ? say('independent probabilities') : say('probabilities');
  const dimNames = dimNamesOf(call.note, param, input.rank, t);
  const view = tensorView(param, await readTensor(values, engine), { dimNames, kind: t(kind) });
  // What is no logarithm of a probability has none.
  return view.stats.max <= 1 + rounding ? view : undefined;
}
