// The gradient of a call's result with respect to each of its float inputs, whether the code asks for one or not.
// Knows no panel.
import type { BoundArgs, OpValue } from '../ops/op';
import type { TensorView } from '../protocol/views';
import { isFloat } from '../tensor/dtype';
import { createCpuEngine } from '../tensor/engineOn';
import { pullBack } from '../tensor/gradient/tape';
import { compact } from '../tensor/gradient/window';
import { tensorOf } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { NotModelled, TensorError } from '../tensor/tensorError';
import { computationOf, refusal } from '../torch/autograd/derivation';
import type { NotedCall } from '../trace/recorder';
import type { Trace } from '../trace/trace';
import { readTensor, type TensorFacts, tensorView } from './tensorView';

const cpu = createCpuEngine();
const mostOnCpu = 65_536;
/** Beyond that the value itself takes its time. */
const mostElements = 4_000_000;

/** Of the result's sum where it has several elements. Inputs that the result does not depend on smoothly have none. */
export async function gradientsOf(
  { note: { op, args, result } }: NotedCall,
  trace: Trace,
  factsOf: (param: string, tensor: Tensor) => TensorFacts,
): Promise<readonly TensorView[]> {
  if (op.family !== 'loss' || !(result instanceof Tensor) || !isFloat(result.dtype)) return [];
  const given = op.params.flatMap(({ name }) => {
    const value = args[name];
    const wanted = value instanceof Tensor && !value.wrapped && isFloat(value.dtype) && value.size > 0;
    return wanted && refusal(op, args, value) === undefined ? [{ name, tensor: value }] : [];
  });
  const size = given.reduce((sum, { tensor }) => sum + tensor.size, 0);
  if (size === 0 || size > mostElements) return [];
  // A few numbers are not worth kernels of their own: their compilation would keep the value waiting.
  const isSmall = size <= mostOnCpu;
  const engine = isSmall ? cpu : trace.engine;
  const own = isSmall ? await onHost(args, trace) : args;
  const tensors = given.map(({ name }) => own[name] as Tensor);
  const ones = engine.cast(tensorOf(new Float64Array(result.size).fill(1), result.shape, 'float64'), result.dtype);
  try {
    const inputs = tensors.map((tensor) => compact(engine, tensor));
    const wanted = tensors.map(() => true);
    const found = await pullBack(engine, computationOf(op, own, tensors), inputs, wanted, [ones]);
    const views = given.map(async ({ name, tensor }, i) => {
      const gradient = found[i];
      return gradient && tensorView(name, await readTensor(gradient, engine), factsOf(name, tensor));
    });
    return (await Promise.all(views)).filter((view) => view !== undefined);
  } catch (error) {
    // Where PyTorch itself has no gradient there is none to show.
    if (error instanceof NotModelled || error instanceof TensorError) return [];
    throw error;
  }
}

/** The arguments with their tensors on the host. */
async function onHost(args: BoundArgs, { engine }: Trace): Promise<BoundArgs> {
  const read = async (value: OpValue): Promise<OpValue> =>
    value instanceof Tensor ? tensorOf(await engine.read(value), value.shape, value.dtype, value.wrapped) : value;
  const all = Object.entries(args).map(async ([name, value]) => [name, await read(value)] as const);
  return Object.fromEntries(await Promise.all(all));
}
