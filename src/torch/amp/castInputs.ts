// The inputs of an operation as autocast gives them to it on the CPU (aten/src/ATen/autocast_mode.h). Knows no operation.
import { say } from '../../base/text';
import { NotModelled, type Op } from '../../ops/op';
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { type DType, isFloat } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import type { Tensor } from '../../tensor/tensor';
import { knownGradState } from '../autograd/gradState';
import { castTo } from '../tensor/castTo';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type AutocastRule, autocastRule } from './autocastRules';
import { castType } from './autocastState';

type Bound = ReadonlyMap<string, Value>;

/** The arguments of an operation, cast where autocast is on and casts its inputs. */
export function castInputs(torch: Torch, machine: Machine, { names: [name = ''] }: Op, bound: Bound): Bound {
  const rule = ruleOf(torch, name);
  if (rule !== 'lower' && rule !== 'full' && rule !== 'widest') return bound;
  const tensors = [...bound.values()].flatMap(itemsOf).filter(isCast);
  const lower = castType(torch.autocast);
  const dtype = rule === 'lower' ? lower : rule === 'full' ? 'float32' : widest(machine, lower, tensors);
  const cast = (value: Value): Value => (isCast(value) ? castInput(torch, value, dtype) : value);
  return new Map(
    [...bound].map(([key, value]) => [
      key,
      value.kind === 'list' || value.kind === 'tuple' ? { ...value, items: value.items.map(cast) } : cast(value),
    ]),
  );
}

/** The operation with its steps cast where autocast is on and casts those. */
export function castSteps(torch: Torch, op: Op): Op {
  const [name = ''] = op.names;
  const rule = ruleOf(torch, name);
  if (rule !== 'inside' && rule !== 'insideNoDot' && rule !== 'unclear') return op;
  const dtype = castType(torch.autocast);
  return {
    ...op,
    run(args, context) {
      // The product of a product would meet a factor of another type.
      const isChain = Object.values(args).some((value) => Array.isArray(value) && value.length > 2);
      if (rule === 'unclear' || isChain)
        throw new NotModelled(say('{0} under {1} is not modelled yet', name, 'torch.autocast'));
      return op.run(args, { ...context, engine: lowered(context.engine, dtype, rule === 'insideNoDot') });
    },
  };
}

const ruleOf = (torch: Torch, name: string): AutocastRule | undefined =>
  torch.autocast.enabled.has('cpu') ? autocastRule(name) : undefined;

/** The engine with factors of products of matrices cast. */
function lowered(engine: Engine, dtype: DType, keepsDots: boolean): Engine {
  const cast = (x: Tensor): Tensor => (isWide(x.dtype) ? engine.cast(x, dtype) : x);
  const isDot = (x: Tensor, dims: readonly number[]): boolean =>
    x.size === dims.reduce((count, dim) => count * x.shape[dim]!, 1);
  return {
    ...engine,
    contract: (a, b, dims) =>
      keepsDots && isDot(a, dims) && isDot(b, dims)
        ? engine.contract(a, b, dims)
        : engine.contract(cast(a), cast(b), dims),
    custom: (inputs, compute, pull) =>
      engine.custom(inputs, (base, own) => compute(lowered(base, dtype, keepsDots), own), pull),
  };
}

/** Runs what ATen does not take for a call of its own: nothing is cast in it. */
export function* withoutAutocast<T>(torch: Torch, run: () => Run<T>): Run<T> {
  const { enabled } = torch.autocast;
  const wasOn = enabled.delete('cpu');
  try {
    return yield* run();
  } finally {
    if (wasOn) enabled.add('cpu');
  }
}

const itemsOf = (value: Value): readonly Value[] =>
  value.kind === 'list' || value.kind === 'tuple' ? value.items : [value];

/** Doubles stay as they are. */
const isCast = (value: Value): value is TensorValue => isTensorValue(value) && isWide(value.native.dtype);
const isWide = (dtype: DType): boolean => isFloat(dtype) && dtype !== 'float64';

/** `at::autocast::prioritize` */
function widest(machine: Machine, lower: DType, tensors: readonly TensorValue[]): DType {
  let found = lower;
  for (const { native } of tensors) {
    if (found === 'float32' || native.dtype === 'float32') found = 'float32';
    else if (native.dtype !== lower)
      machine.raise('RuntimeError', 'Unexpected floating ScalarType in at::autocast::prioritize');
  }
  return found;
}

/** Casts of parameters are kept: all that is computed of them goes back through one node, and later writes are not seen. */
function castInput(torch: Torch, value: TensorValue, dtype: DType): Value {
  const { autocast } = torch;
  const state = knownGradState(value);
  const isKept =
    autocast.caches &&
    dtype === castType(autocast) &&
    value.native.dtype === 'float32' &&
    state?.requiresGrad === true &&
    !state.made &&
    !state.view;
  if (!isKept) return castTo(torch, value, dtype);
  const known = autocast.kept.get(value.attrs);
  if (known) return known;
  const { gradEnabled } = torch;
  torch.gradEnabled = true;
  const made = castTo(torch, value, dtype);
  torch.gradEnabled = gradEnabled;
  if (isTensorValue(made)) autocast.kept.set(value.attrs, made);
  return made;
}
