// Dropout and the activations that draw, from PyTorch's exact random stream. Knows no module.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import { type BuiltinValue, type Run, unknown, type Value } from '../../python/value';
import { allocate, categoryOf, type DType, type HostArray, isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { hostStorage, tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { likeStrides } from '../../tensor/layout';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { resultTensor } from '../autograd/record';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { readValues } from '../hostValues';
import { convertNumber } from '../numberStorage';
import { inTurns } from '../parts';
import { fill, roomFor } from '../random/draw';
import { costOfWord } from '../random/generator';
import { generatorOf, loseGenerator } from '../random/generatorObject';
import { writeResult } from '../tensor/inPlace';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { gumbelSoftmaxFunction } from './gumbelSoftmax';

export function dropoutFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  /** A function of torch.nn.functional by its name there; `prepare` looks at the input before anything is drawn. */
  const dropping = (name: string, kind: Kind, prepare: Prepare = (input) => ({ input })): BuiltinValue =>
    declare(
      name,
      'python',
      `input, p=0.5, training=${kind.trainsByDefault ? 'True' : 'False'}, inplace=False`,
      (given, machine) => {
        const input = tensorIn(given, machine, name);
        const rate = numberIn(given, 'p', 0.5);
        if (rate < 0 || rate > 1)
          machine.raise(
            'ValueError',
            `dropout probability has to be between 0 and 1, but got ${given.get('p').kind === 'int' ? rate : floatRepr(rate)}`,
          );
        const prepared = prepare(input, machine);
        if (!isOn(given.get('training'), kind.trainsByDefault)) return input;
        return drop(torch, machine, prepared.input, rate, {
          ...kind,
          writes: isOn(given.get('inplace'), false),
          unbatched: prepared.unbatched === true,
        });
      },
    );
  const byChannel: Kind = { trainsByDefault: true, byChannel: true };
  return {
    gumbel_softmax: gumbelSoftmaxFunction(torch),
    dropout: dropping('dropout', { trainsByDefault: true }),
    alpha_dropout: dropping('alpha_dropout', { trainsByDefault: false, alpha: true }),
    feature_alpha_dropout: dropping('feature_alpha_dropout', { trainsByDefault: false, alpha: true, byChannel: true }),
    dropout1d: dropping('dropout1d', byChannel, (input, machine) => {
      const { rank } = input.native;
      if (rank !== 2 && rank !== 3)
        machine.raise(
          'RuntimeError',
          `dropout1d: Expected 2D or 3D input, but received a ${rank}D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).`,
        );
      return { input, unbatched: rank === 2 };
    }),
    dropout2d: dropping('dropout2d', byChannel, (input, machine) => {
      if (!warnsOfRank(input, machine, 2) && input.native.rank === 3) machine.warn('UserWarning', readAs1d);
      return { input };
    }),
    dropout3d: dropping('dropout3d', byChannel, (input, machine) => {
      warnsOfRank(input, machine, 3);
      return { input, unbatched: input.native.rank !== 5 };
    }),
    rrelu: declare(
      'rrelu',
      'python',
      'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False',
      (given, machine) => rrelu(torch, machine, given, isOn(given.get('inplace'), false)),
    ),
    rrelu_: declare(
      'rrelu_',
      'native',
      'input, lower=0.125, upper=0.3333333333333333, training=False',
      (given, machine) => rrelu(torch, machine, given, true),
    ),
  };
}

/** `torch.dropout(input, p, train)`, which torch.nn.functional's own calls. */
export const plainDropout = (torch: Torch): BuiltinValue =>
  declare('dropout', 'native', 'input, p, train', (given, machine) => {
    const input = tensorIn(given, machine, 'dropout');
    const rate = numberIn(given, 'p', 0.5);
    if (rate < 0 || rate > 1)
      machine.raise('RuntimeError', `dropout probability has to be between 0 and 1, but got ${rate}`);
    if (!isOn(given.get('train'), true)) return input;
    return drop(torch, machine, input, rate, { trainsByDefault: true });
  });

/** Which of the dropouts a function is. */
interface Kind {
  readonly trainsByDefault: boolean;
  /** One draw for all of a channel. */
  readonly byChannel?: boolean;
  /** Keeps mean and variance of inputs that SELU made. */
  readonly alpha?: boolean;
}

/** The input as it is read: `unbatched` lacks the first dim. */
type Prepare = (input: TensorValue, machine: Machine) => { readonly input: TensorValue; readonly unbatched?: boolean };

const readAs1d =
  'dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a future release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise dropout behavior, please switch to using dropout1d instead.';

function warnsOfRank({ native: { rank } }: TensorValue, machine: Machine, spatial: number): boolean {
  if (rank === spatial + 1 || rank === spatial + 2) return false;
  machine.warn(
    'UserWarning',
    `dropout${spatial}d: Received a ${rank}-D input to dropout${spatial}d, which is deprecated and will result in an error in a future release. To retain the behavior and silence this warning, please use dropout instead. Note that dropout${spatial}d exists to provide channel-wise dropout on inputs with ${spatial} spatial dimensions, a channel dimension, and an optional batch dimension (i.e. ${spatial + 1}D or ${spatial + 2}D inputs).`,
  );
  return true;
}

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

const isOn = (value: Value, fallback: boolean): boolean => (value.kind === 'bool' ? value.value : fallback);

/** The constant of SELU that alpha dropout is named after. */
const alpha = 1.7580993408473766;

/**
 * Each element (or channel) stays with probability 1 - p, two words of the generator per draw, and is scaled by what keeps the
 * mean; ATen's `_dropout_impl`.
 */
function* drop(
  torch: Torch,
  machine: Machine,
  input: TensorValue,
  p: number,
  kind: Kind & { readonly writes?: boolean; readonly unbatched?: boolean },
): Run<Value> {
  const { dtype, shape, size } = input.native;
  if (p === 0 || size === 0) return input;
  const generator = generatorOf(torch);
  if ('kind' in generator || !isFloat(dtype))
    return 'kind' in generator ? generator : loseGenerator(torch, 'torch.dropout');
  const channelDims = kind.unbatched ? 1 : 2;
  if (kind.byChannel && shape.length < channelDims)
    machine.raise('RuntimeError', 'Feature dropout requires at least 2 dimensions in the input');
  const drawn = kind.byChannel ? shape.map((n, dim) => (dim < channelDims ? n : 1)) : shape;
  const count = sizeOf(drawn);
  const stays = roomFor(machine, 'bool', p === 1 ? 0 : count);
  yield* inTurns(
    machine,
    fill(stays, 'bool', 2 * costOfWord, () => generator.uniform('float64') < 1 - p),
  );
  const call = (name: string, staying: number, dropped: number): Run<Value> => {
    const factors = allocate(dtype, count);
    for (let i = 0; i < count; i++) factors[i] = convertNumber(stays[i] ? staying : dropped, dtype);
    // Draws for single elements follow the input's memory.
    const noise = kind.byChannel
      ? hostTensor(factors, drawn, dtype)
      : new Tensor(hostStorage(factors, dtype), shape, likeStrides(input.native), 0);
    return callFunction(torch, machine, name, [result, tensorValue(torch.classes.tensor, noise)]);
  };
  let result: Value = input;
  if (p === 1)
    result = yield* callFunction(torch, machine, 'torch.mul', [input, constant(torch, allocate(dtype, 1), [], dtype)]);
  else if (kind.alpha) {
    const a = 1 / Math.sqrt((alpha * alpha * p + 1) * (1 - p));
    const f = dtype === 'float64' ? (value: number): number => value : Math.fround;
    result = yield* call('torch.mul', a, 0);
    // Each step of the offset rounds, as in-place arithmetic does.
    const [own, common] = [f(alpha * a), f(alpha * a * p)];
    result = yield* call('torch.add', f(0 * own + common), f(f(-own) + common));
  } else {
    const keep = Math.fround(1 - p);
    result = yield* call('torch.mul', 1 / keep, 0);
  }
  return kind.writes ? yield* writeResult(torch, machine, input, result) : result;
}

const constant = (torch: Torch, values: HostArray, shape: readonly number[], dtype: DType): TensorValue =>
  tensorValue(torch.classes.tensor, hostTensor(values, shape, dtype));

/** Negative elements times a slope: drawn for each while training, else the middle of the two. */
function* rrelu(torch: Torch, machine: Machine, given: Given, writes: boolean): Run<Value> {
  const input = tensorIn(given, machine, 'rrelu');
  const bend = {
    input,
    lower: numberIn(given, 'lower', 1 / 8),
    upper: numberIn(given, 'upper', 1 / 3),
    writes,
  };
  const isTraining = isOn(given.get('training'), false);
  const isReal = isFloat(input.native.dtype);
  if (isReal && bend.lower > bend.upper)
    machine.raise('RuntimeError', 'Lower bound should be less than or equal to the upper bound');
  const result = !isReal
    ? refuse(torch, machine, input.native, isTraining)
    : isTraining
      ? yield* drawnSlopes(torch, machine, bend)
      : middleSlope(torch, bend);
  return writes ? yield* writeResult(torch, machine, input, result) : result;
}

const rreluNode = (writes: boolean): string => `RreluWithNoiseBackward${writes ? 1 : 0}`;

interface Bend {
  readonly input: TensorValue;
  readonly lower: number;
  readonly upper: number;
  readonly writes: boolean;
}

/** Complex numbers are refused in other words. */
function refuse(torch: Torch, machine: Machine, { dtype }: Tensor, isTraining: boolean): Value {
  if (categoryOf(dtype) === 'complex')
    return isTraining
      ? loseGenerator(torch, 'torch.nn.functional.rrelu')
      : unknown(say('{0} is not modelled yet', 'rrelu'));
  const kernel = isTraining ? 'rrelu_with_noise_out_cpu' : 'leaky_relu_cpu';
  return machine.raise('NotImplementedError', `"${kernel}" not implemented for '${scalarName(dtype)}'`);
}

function middleSlope(torch: Torch, { input, lower, upper, writes }: Bend): Value {
  const { native } = input;
  const bent = (engine: Engine, x: Tensor): Tensor => {
    const { where, gt, mul } = maths(engine);
    return where(gt(x, 0), x, mul(x, (lower + upper) / 2));
  };
  return resultTensor(torch, bent(torch.engine, native), [input], rreluNode(writes), (engine, [x]) => [
    bent(engine, x!),
  ]);
}

function* drawnSlopes(torch: Torch, machine: Machine, { input, lower, upper, writes }: Bend): Run<Value> {
  const { native } = input;
  if (lostValues(native)) return loseGenerator(torch, 'torch.nn.functional.rrelu');
  const generator = generatorOf(torch);
  if ('kind' in generator) return generator;
  const values = yield* readValues(torch, machine, native);
  const slopes = roomFor(machine, native.dtype, native.size);
  const slope = (at: number): number =>
    Number(values[at]) <= 0 ? generator.uniformBetween(lower, upper, 'float64') : 1;
  yield* inTurns(machine, fill(slopes, native.dtype, 2 * costOfWord, slope));
  const factors = constant(torch, slopes, native.shape, native.dtype).native;
  return resultTensor(torch, torch.engine.binary('mul', native, factors), [input], rreluNode(writes), (engine, [x]) => [
    engine.binary('mul', x!, factors),
  ]);
}
