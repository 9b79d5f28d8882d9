// The gradient of a recorded call's result with respect to each of its float inputs, whether the code asks for one or not.
// Knows no view.
import type { BoundArgs, OpValue } from '../ops/op';
import { isFloat } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { createCpuEngine } from '../tensor/engineOn';
import { pullBack } from '../tensor/gradient/tape';
import { compact } from '../tensor/gradient/window';
import { tensorOf } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { NotModelled, TensorError } from '../tensor/tensorError';
import { computationOf, refusal } from '../torch/autograd/derivation';
import type { NotedCall } from './recorder';

export interface InputGradient {
  /** The parameter that the input was given as. */
  readonly param: string;
  readonly input: Tensor;
  readonly gradient: Tensor;
  /** Where the gradient can be read. */
  readonly engine: Engine;
}

/** What is small is differentiated on the CPU: kernels of its own would keep the value waiting. */
const cpu = createCpuEngine();
const mostOnCpu = 65_536;
/** The most elements of a loss that it is explained for: beyond that the value itself takes its time. */
export const mostExplained = 4_000_000;

/** Of the result's sum where it has several elements. Inputs that the result does not depend on smoothly have none. */
export async function gradientsOf(
  { note: { op, args, result } }: NotedCall,
  given: Engine,
): Promise<readonly InputGradient[]> {
  if (op.family !== 'loss' || !(result instanceof Tensor) || !isFloat(result.dtype)) return [];
  const params = op.params.flatMap(({ name }) => {
    const value = args[name];
    const wanted = value instanceof Tensor && !value.wrapped && isFloat(value.dtype) && value.size > 0;
    return wanted && refusal(op, args, value) === undefined ? [{ name, input: value }] : [];
  });
  const size = params.reduce((sum, { input }) => sum + input.size, 0);
  if (size === 0 || size > mostExplained) return [];
  const isSmall = size <= mostOnCpu;
  const engine = isSmall ? cpu : given;
  const own = isSmall ? await onHost(args, given) : args;
  const tensors = params.map(({ name }) => own[name] as Tensor);
  const ones = engine.cast(tensorOf(new Float64Array(result.size).fill(1), result.shape, 'float64'), result.dtype);
  try {
    const inputs = tensors.map((tensor) => compact(engine, tensor));
    const wanted = tensors.map(() => true);
    const found = await pullBack(engine, computationOf(op, own, tensors), inputs, wanted, [ones]);
    return params.flatMap(({ name, input }, i) => {
      const gradient = found[i];
      return gradient ? [{ param: name, input, gradient, engine }] : [];
    });
  } catch (error) {
    // Where PyTorch itself has no gradient there is none to show.
    if (error instanceof NotModelled || error instanceof TensorError) return [];
    throw error;
  }
}

/** The arguments with their tensors on the host. */
async function onHost(args: BoundArgs, engine: Engine): Promise<BoundArgs> {
  const read = async (value: OpValue): Promise<OpValue> =>
    value instanceof Tensor ? tensorOf(await engine.read(value), value.shape, value.dtype, value.wrapped) : value;
  const all = Object.entries(args).map(async ([name, value]) => [name, await read(value)] as const);
  return Object.fromEntries(await Promise.all(all));
}
