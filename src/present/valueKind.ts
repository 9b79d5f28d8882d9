// What kind of value a tensor is: from where it came, then from what reads it. Knows no values: those are proof, not kind.
import { say, type Text } from '../base/text';
import type { Op } from '../ops/op';

/** The kind that an op's result has, by the op's name. */
const resultKinds: Readonly<Record<string, Text>> = {
  softmax: say('probabilities'),
  softmin: say('probabilities'),
  gumbel_softmax: say('probabilities'),
  sigmoid: say('independent probabilities'),
  log_softmax: say('log-probabilities'),
  logsigmoid: say('log-probabilities'),
  one_hot: say('one-hot'),
};

const logits = say('logits');
const logProbabilities = say('log-probabilities');

/** The kind that a loss reads its argument as, by op and parameter. */
const argumentKinds: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  binary_cross_entropy: { input: say('independent probabilities'), target: say('targets in [0, 1]') },
  binary_cross_entropy_with_logits: { input: logits, target: say('targets in [0, 1]') },
  cross_entropy: { input: logits },
  nll_loss: { input: logProbabilities, target: say('class indices') },
  kl_div: { input: logProbabilities },
  softmax: { input: logits },
  softmin: { input: logits },
  gumbel_softmax: { logits },
  log_softmax: { input: logits },
  sigmoid: { input: logits },
};

const lastName = (op: Op): string => (op.names[0] ?? '').split('.').at(-1) ?? '';

export const resultKind = (op: Op): Text | undefined => resultKinds[lastName(op)];

/** What `op` reads its parameter as; for targets of cross entropy the dtype decides. */
export function argumentKind(op: Op, param: string, dtype: string): Text | undefined {
  const name = lastName(op);
  if (name === 'cross_entropy' && param === 'target') {
    return dtype.startsWith('float') ? say('class probabilities') : say('class indices');
  }
  if (param === 'weight' || param === 'pos_weight') return say('weights');
  return argumentKinds[name]?.[param];
}

/** What `op` takes exponentials of, or what are logarithms to it; undefined where its parameter is neither. */
export function readsAs(op: Op, param: string): 'logits' | 'logProbabilities' | undefined {
  const kind = argumentKinds[lastName(op)]?.[param];
  return kind === logits ? 'logits' : kind === logProbabilities ? 'logProbabilities' : undefined;
}
