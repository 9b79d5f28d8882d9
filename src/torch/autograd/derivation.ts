// How the results of an op follow from its tensor arguments, as autograd needs it: the op run once more on other tensors.
import { type BoundArgs, type Op, type OpContext, OpError, type OpGradients, type OpValue } from '../../ops/op';
import { refuseNarrowGradient } from '../../ops/refusedDtypes';
import { scalarName } from '../../tensor/dtype';
import type { Computation, Engine } from '../../tensor/engine';
import { isContiguous } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import type { TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type Keeps, keeps, shortName } from './kept';
import { type Derivation, differentiable, requiresGrad } from './record';
import { stepsBehind } from './steps';

/** `inputs` are the objects whose tensors stand in `args`. */
export function derivationOf(name: string, op: Op, args: BoundArgs, inputs: readonly TensorValue[]): Derivation {
  const natives = inputs.map(({ native }) => native);
  // Two objects over one tensor cannot be told apart in the arguments: no gradient is better than a wrong one.
  const last = new Map(inputs.map((input) => [input.native, input.attrs]));
  const unclear =
    inputs.some((input) => last.get(input.native) !== input.attrs) ||
    (op.readsStorage && natives.some((x) => x.size !== x.storage.length || !isContiguous(x)));
  const steps = () => stepsBehind(op, name, args, natives);
  return {
    name,
    inputs,
    kept: keptBy(op, name),
    steps,
    ...(!unclear && { compute: computationOf(op, args, natives) }),
  };
}

/** What an op keeps in all, where its last node does not tell. */
const keptInAll: Readonly<Record<string, Keeps>> = {
  'torch.hstack': 'nothing',
  'torch.vstack': 'nothing',
  'torch.tile': 'nothing',
  'torch.repeat_interleave': 'nothing',
  'torch.matmul': 'factors',
  'torch.nn.functional.linear': 'factors',
  'torch.nn.functional.softsign': 'inputs',
  'torch.nn.functional.nll_loss': 'inputs',
  'torch.nn.functional.cross_entropy': 'chosen',
  'torch.nn.functional.max_pool1d': 'inputs',
  'torch.nn.functional.avg_pool1d': 'inputs',
  ...Object.fromEntries([1, 2, 3].map((dims) => [`torch.nn.functional.conv${dims}d`, 'pair' as const])),
};

/** What an op keeps whose last node is `name`. Of several nodes only the last is known, whose inputs are not a loss's own. */
export function keptBy(op: Op, name: string): Keeps {
  const own = keeps(name);
  if (op.family === 'view' || isOwnName(op, name)) return own;
  return keptInAll[op.names[0]!] ?? (own === 'nothing' || op.family === 'loss' ? 'unchecked' : own);
}

/** Refuses arguments that require a gradient where PyTorch has none for them. */
export function checkDifferentiable(torch: Torch, op: Op, args: BoundArgs, inputs: readonly TensorValue[]): void {
  const wanted = inputs.filter((input) => torch.gradEnabled && op.undifferentiable && requiresGrad(input));
  const refused = wanted.map(({ native }) => refusal(op, args, native)).find((message) => message !== undefined);
  if (refused !== undefined) throw new OpError('RuntimeError', refused);
}

/** Refuses sums and products of what requires a gradient that are asked for as whole numbers. */
export function refuseWhole(
  torch: Torch,
  { family, params }: Op,
  { dtype }: BoundArgs,
  results: readonly Tensor[],
  inputs: readonly TensorValue[],
): void {
  const first = params[0]?.name;
  if (!dtype || first !== 'input' || family === 'creation' || !torch.gradEnabled || !inputs.some(requiresGrad)) return;
  const whole = results.find((result) => !differentiable(result));
  if (whole) throw new OpError('RuntimeError', `Autograd not support dtype: ${scalarName(whole.dtype)}`);
}

/** What PyTorch says of an argument that has no gradient. */
export function refusal(op: Op, args: BoundArgs, native: Tensor): string | undefined {
  const { name, params = [] } = op.undifferentiable?.(args) ?? {};
  const refused = params.find((param) => args[param] === native);
  return refused === undefined
    ? undefined
    : `The function '${name}' is not differentiable with respect to argument '${refused}'. This input cannot have requires_grad True.`;
}

const plain = new WeakMap<Op, string>();

/** `SumBackward0` of `torch.sum`: the node does all that the op does. */
function isOwnName(op: Op, node: string): boolean {
  const [dotted = ''] = op.names;
  const name = plain.get(op) ?? dotted.slice(dotted.lastIndexOf('.') + 1).replaceAll('_', '');
  plain.set(op, name);
  return shortName(node).toLowerCase() === name;
}

/** The results of an op from the tensors that stand in its arguments. */
export function computationOf(op: Op, args: BoundArgs, natives: readonly Tensor[]): Computation {
  const places = new Map<Tensor, number[]>();
  for (const [i, native] of natives.entries()) {
    const known = places.get(native);
    if (known) known.push(i);
    else places.set(native, [i]);
  }
  // What wrote into its input once must not do so again.
  const pure: BoundArgs = 'inplace' in args ? { ...args, inplace: false } : args;
  return (engine, tensors) => {
    const { gradient } = op;
    const given = replaced(pure, places, tensors);
    refuseNarrowGradient(op, given);
    if (!gradient) return andThen(op.run(given, quiet(engine)), asTensors);
    return engine.custom(
      tensors,
      (base, own) => andThen(op.run(replaced(pure, places, own), quiet(base)), asTensors),
      (base, grads, results) =>
        andThen(gradient(given, grads, results, quiet(base)), (found) => inOrder(base, given, found, tensors)),
    );
  };
}

/** Warnings were given when the op ran first. */
const quiet = (engine: Engine): OpContext => ({ engine, warn: () => undefined });

const asTensors = (result: unknown): readonly Tensor[] =>
  (Array.isArray(result) ? result : [result]).filter((item) => item instanceof Tensor);

/** The arguments with other tensors in the places of those they were bound to; what stands in two places has one for each. */
function replaced(
  args: BoundArgs,
  places: ReadonlyMap<Tensor, readonly number[]>,
  tensors: readonly Tensor[],
): BoundArgs {
  const met = new Map<Tensor, number>();
  const swap = (value: Tensor): Tensor => {
    const at = places.get(value);
    if (!at) return value;
    const count = met.get(value) ?? 0;
    met.set(value, count + 1);
    return tensors[at[Math.min(count, at.length - 1)]!] ?? value;
  };
  const made: Record<string, OpValue> = {};
  for (const [name, value] of Object.entries(args)) {
    if (value instanceof Tensor) made[name] = swap(value);
    else {
      const isList = Array.isArray(value) && value.some((item) => item instanceof Tensor);
      made[name] = isList ? (value as readonly Tensor[]).map(swap) : value;
    }
  }
  return made;
}

/** Gradients by argument as gradients by tensor; what stands in two places gets both. */
function inOrder(
  engine: Engine,
  args: BoundArgs,
  found: OpGradients,
  tensors: readonly Tensor[],
): readonly (Tensor | undefined)[] {
  const pairs = Object.entries(found).flatMap(([name, grad]): readonly (readonly [OpValue, Tensor | undefined])[] => {
    const value = args[name] ?? null;
    return Array.isArray(grad) && Array.isArray(value)
      ? (value as readonly Tensor[]).map((item, i) => [item, (grad as readonly (Tensor | undefined)[])[i]])
      : [[value, grad as Tensor | undefined]];
  });
  return tensors.map((tensor) =>
    pairs
      .flatMap(([value, grad]) => (value === tensor && grad ? [grad] : []))
      .reduce<Tensor | undefined>((sum, grad) => (sum ? engine.binary('add', sum, grad) : grad), undefined),
  );
}
