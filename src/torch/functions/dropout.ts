// Dropout and the activations that draw, from PyTorch's exact random stream. Knows no module.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, bool, builtin, float, int, type Run, unknown, type Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import { resultTensor } from '../autograd';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { readValues } from '../hostValues';
import { fillArray } from '../numberStorage';
import { guarded } from '../raise';
import { generatorOf, loseGenerator } from '../random/generatorObject';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

export function dropoutFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  const others = ['alpha_dropout', 'feature_alpha_dropout'];
  const byChannel = (spatial: number): BuiltinValue => {
    const name = `dropout${spatial}d`;
    return declare(name, 'python', dropoutParams, (given, machine) => {
      const input = tensorIn(given, machine, name);
      const rate = checkedRate(given, machine);
      if (!trains(given) || rate === 0 || input.native.size === 0) return input;
      // Inputs without a batch, or of other ranks, are read otherwise, and warned of.
      if (input.native.rank !== spatial + 2) return loseGenerator(torch, `torch.nn.functional.${name}`);
      const { shape } = input.native;
      return dropped(torch, machine, input, rate, [shape[0]!, shape[1]!, ...shape.slice(2).map(() => 1)]);
    });
  };
  return {
    ...Object.fromEntries(
      others.map((name) => [name, builtin(name, () => loseGenerator(torch, `torch.nn.functional.${name}`))]),
    ),
    dropout: declare('dropout', 'python', dropoutParams, (given, machine) => {
      const input = tensorIn(given, machine, 'dropout');
      const rate = checkedRate(given, machine);
      return trains(given) ? dropped(torch, machine, input, rate) : input;
    }),
    dropout1d: byChannel(1),
    dropout2d: byChannel(2),
    dropout3d: byChannel(3),
    rrelu: declare(
      'rrelu',
      'python',
      'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False',
      (given, machine) => rrelu(torch, machine, given),
    ),
    gumbel_softmax: declare(
      'gumbel_softmax',
      'python',
      'logits, tau=1, hard=False, eps=1e-10, dim=-1',
      (given, machine) => gumbelSoftmax(torch, machine, given),
    ),
  };
}

const dropoutParams = 'input, p=0.5, training=True, inplace=False';

function tensorIn({ get }: Given, machine: Machine, name: string): TensorValue {
  const input = get('input');
  if (isTensorValue(input)) return input;
  return machine.raise(
    'TypeError',
    `${name}(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
  );
}

const numberIn = ({ get, has }: Given, name: string, fallback: number): number => {
  const value = get(name);
  return has(name) && (value.kind === 'float' || value.kind === 'int') ? Number(value.value) : fallback;
};

function checkedRate(given: Given, machine: Machine): number {
  const rate = numberIn(given, 'p', 0.5);
  if (rate < 0 || rate > 1) {
    machine.raise('ValueError', `dropout probability has to be between 0 and 1, but got ${rate}`);
  }
  return rate;
}

const trains = ({ get, has }: Given): boolean => {
  const training = get('training');
  return !(has('training') && training.kind === 'bool' && !training.value);
};

/**
 * Each element stays with probability 1 - p and is then divided by it; two words of the generator per draw. One draw stands for
 * all elements that broadcast from a place of `drawn`.
 */
export function dropped(
  torch: Torch,
  machine: Machine,
  input: TensorValue,
  p: number,
  drawn: readonly number[] = input.native.shape,
): Value {
  const { dtype } = input.native;
  const generator = generatorOf(torch);
  if ('kind' in generator || !isFloat(dtype))
    return 'kind' in generator ? generator : loseGenerator(torch, 'torch.dropout');
  const lost = lostValues(input.native);
  const keep = Math.fround(1 - p);
  const size = sizeOf(drawn);
  const factors =
    p === 1
      ? new Array<number>(size).fill(0)
      : Array.from({ length: size }, () => (generator.uniform('float64') < 1 - p ? 1 / keep : 0));
  return (
    lost ??
    guarded<Value>(machine, () => {
      const mask = hostTensor(fillArray(dtype, factors), drawn, dtype);
      return resultTensor(torch, torch.engine.binary('mul', input.native, mask), [input], 'MulBackward0');
    })
  );
}

/** Negative elements times a slope: drawn for each while training, else the middle of the two. */
function* rrelu(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const input = tensorIn(given, machine, 'rrelu');
  const [lower, upper] = [numberIn(given, 'lower', 1 / 8), numberIn(given, 'upper', 1 / 3)];
  const { native } = input;
  const training = given.get('training');
  const draws = training.kind === 'bool' && training.value;
  const inplace = given.get('inplace');
  const generator = draws ? generatorOf(torch) : undefined;
  const lost = lostValues(native);
  if (!isFloat(native.dtype) || (inplace.kind === 'bool' && inplace.value) || (draws && lost)) {
    return draws ? loseGenerator(torch, 'torch.nn.functional.rrelu') : unknown(say('{0} is not modelled yet', 'rrelu'));
  }
  if (generator && 'kind' in generator) return generator;
  const m = maths(torch.engine);
  if (!generator) {
    const bent = m.where(m.gt(native, 0), native, m.mul(native, (lower + upper) / 2));
    return resultTensor(torch, bent, [input], 'RreluWithNoiseBackward0');
  }
  const values = yield* readValues(torch, machine, native);
  const slopes = Array.from<number | bigint, number>(values, (value) =>
    Number(value) <= 0 ? generator.uniformBetween(lower, upper, 'float64') : 1,
  );
  const factors = hostTensor(fillArray(native.dtype, slopes), native.shape, native.dtype);
  return resultTensor(torch, m.mul(native, factors), [input], 'RreluWithNoiseBackward0');
}

/** softmax of the logits plus Gumbel noise, over tau; `hard` gives the largest as one-hot. */
function* gumbelSoftmax(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const logits = given.get('logits');
  const generator = generatorOf(torch);
  if (!isTensorValue(logits) || !isFloat(logits.native.dtype) || 'kind' in generator) {
    return 'kind' in generator ? generator : loseGenerator(torch, 'torch.nn.functional.gumbel_softmax');
  }
  const { shape, size, dtype } = logits.native;
  if (numberIn(given, 'eps', 1e-10) !== 1e-10) {
    machine.warn('UserWarning', '`eps` parameter is deprecated and has no effect.');
  }
  machine.spend(size);
  const drawn = Array.from({ length: size }, () => generator.exponential(1));
  const m = maths(torch.engine);
  const noise = m.neg(m.log(hostTensor(fillArray(dtype, drawn), shape, dtype)));
  const call = (name: string, args: readonly Value[], keywords?: ReadonlyMap<string, Value>) =>
    callFunction(torch, machine, name, args, keywords);
  const dim = given.has('dim') ? given.get('dim') : int(-1);
  const noisy = yield* call('torch.add', [logits, tensorValue(torch.classes.tensor, noise)]);
  const sharp = yield* call('torch.div', [noisy, given.has('tau') ? given.get('tau') : float(1)]);
  const soft = yield* call('torch.softmax', [sharp, dim]);
  const hard = given.get('hard');
  if (!isTensorValue(soft) || !(hard.kind === 'bool' && hard.value)) return soft;
  const largest = yield* call('torch.argmax', [soft, dim], new Map([['keepdim', bool(true)]]));
  const zeros = tensorValue(torch.classes.tensor, m.mul(soft.native, 0));
  const chosen = yield* call('torch.scatter', [zeros, dim, largest, float(1)]);
  const constant = tensorValue(torch.classes.tensor, soft.native);
  return yield* call('torch.add', [yield* call('torch.sub', [chosen, constant]), soft]);
}
