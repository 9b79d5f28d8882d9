// torch.nn.functional.gumbel_softmax: noise from PyTorch's exact random stream, then softmax. Knows no module.
import { say } from '../../base/text';
import { defineOp } from '../../ops/defineOp';
import type { Op, OpNote } from '../../ops/op';
import { bool as boolParam, dim as dimParam, real, tensor, usually, withDefault } from '../../ops/params';
import { gumbelSoftmaxOf } from '../../ops/softmax/gumbel';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, bool, float, int, type Run, type Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { inTurns } from '../parts';
import { roomFor } from '../random/draw';
import { generatorOf, loseGenerator } from '../random/generatorObject';
import { gumbelNoise } from '../random/gumbelNoise';
import { signature } from '../signature';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

const name = 'torch.nn.functional.gumbel_softmax';

/** How a call is told to observers: beside the arguments of its parameters it has the `noise` that was drawn. */
const gumbelSoftmaxOp: Op = defineOp({
  names: [name],
  family: 'softmax',
  doc: say('softmax of the logits plus Gumbel noise, divided by tau: a sample of one class that has gradients.'),
  params: [
    tensor('logits', say('The values.')),
    withDefault(
      usually(real('tau', say('Divides the noisy logits: below 1 closer to one-hot, above 1 more even.')), 0.1, 10),
      1,
    ),
    withDefault(boolParam('hard', say('Whether the largest becomes 1 and the others 0.')), false),
    withDefault(real('eps', say('Has no effect.')), 1e-10),
    withDefault(dimParam('dim', say('The dim along which the result sums to 1.')), -1),
  ],
  normalises: ({ logits, dim }) => (logits.rank ? (dim + logits.rank) % logits.rank : undefined),
  run(args, { engine }) {
    const noise: unknown = Reflect.get(args, 'noise');
    if (!(noise instanceof Tensor)) throw new TypeError('the noise is drawn before');
    return gumbelSoftmaxOf(engine, args.logits, { ...args, noise });
  },
  samples: [],
});

export const gumbelSoftmaxFunction = (torch: Torch): BuiltinValue =>
  declare('gumbel_softmax', 'python', 'logits, tau=1, hard=False, eps=1e-10, dim=-1', (given, machine) =>
    gumbelSoftmax(torch, machine, given),
  );

/** softmax of the logits plus Gumbel noise, over tau; `hard` gives the largest as one-hot. */
function* gumbelSoftmax(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const logits = given.get('logits');
  const generator = generatorOf(torch);
  if (!isTensorValue(logits) || !isFloat(logits.native.dtype) || 'kind' in generator) {
    return 'kind' in generator ? generator : loseGenerator(torch, name);
  }
  const { shape, size, dtype } = logits.native;
  const eps = numberIn(given, 'eps', 1e-10);
  if (eps !== 1e-10) machine.warn('UserWarning', '`eps` parameter is deprecated and has no effect.');
  const room = { values: roomFor(machine, dtype, size), shape, dtype };
  const noise = yield* inTurns(machine, gumbelNoise(generator, torch.engine, room));
  const dim = given.has('dim') ? given.get('dim') : int(-1);
  const noisy = yield* callFunction(torch, machine, 'torch.add', [logits, tensorValue(torch.classes.tensor, noise)]);
  const tau = given.has('tau') ? given.get('tau') : float(1);
  const sharp = yield* callFunction(torch, machine, 'torch.div', [noisy, tau]);
  const soft = yield* callFunction(torch, machine, 'torch.softmax', [sharp, dim]);
  const chosen = given.get('hard');
  const hard = chosen.kind === 'bool' && chosen.value;
  const result = hard && isTensorValue(soft) ? yield* straightThrough(torch, machine, soft, dim) : soft;
  // A tau that is no number, and values that are not known, are told as the softmax within.
  if (isTensorValue(result) && !lostValues(result.native) && (tau.kind === 'float' || tau.kind === 'int')) {
    const args = { logits: logits.native, tau: Number(tau.value), hard, eps, dim: numberIn(given, 'dim', -1), noise };
    const note: OpNote = {
      kind: 'op',
      op: gumbelSoftmaxOp,
      args,
      result: result.native,
      signature: signature(gumbelSoftmaxOp, name, args),
    };
    machine.note(note);
  }
  return result;
}

/** The largest as one-hot, with the gradient of the softmax. */
function* straightThrough(torch: Torch, machine: Machine, soft: TensorValue, dim: Value): Run<Value> {
  const call = (called: string, args: readonly Value[], keywords?: ReadonlyMap<string, Value>) =>
    callFunction(torch, machine, called, args, keywords);
  const largest = yield* call('torch.argmax', [soft, dim], new Map([['keepdim', bool(true)]]));
  const zeros = tensorValue(torch.classes.tensor, maths(torch.engine).mul(soft.native, 0));
  const chosen = yield* call('torch.scatter', [zeros, dim, largest, float(1)]);
  const constant = tensorValue(torch.classes.tensor, soft.native);
  return yield* call('torch.add', [yield* call('torch.sub', [chosen, constant]), soft]);
}

const numberIn = ({ get, has }: Given, param: string, fallback: number): number => {
  const value = get(param);
  return has(param) && (value.kind === 'float' || value.kind === 'int') ? Number(value.value) : fallback;
};
