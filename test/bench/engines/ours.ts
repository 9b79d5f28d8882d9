// This engine as a peer among others, on either backend.
import { functions } from '../../../src/ops/index';
import type { BoundArgs } from '../../../src/ops/op';
import type { Computation, Engine } from '../../../src/tensor/engine';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { pullBack } from '../../../src/tensor/gradient/tape';
import { tensorOf } from '../../../src/tensor/host';
import { createRouter } from '../../../src/tensor/router';
import type { Tensor } from '../../../src/tensor/tensor';
import { transpose } from '../../../src/tensor/view';
import { type Data, dataOf, type Peer, type Shape, timed, type Work } from './work';

const F = 'torch.nn.functional.';
/** An op, and its arguments by name. */
type Call = readonly [name: string, args: BoundArgs];

function callOf(work: Work, { x, p, t, y }: Data, [rows, columns]: Shape): Call {
  const floats = (values: Float32Array, shape: readonly number[] = [rows, columns]): Tensor =>
    tensorOf(values, shape, 'float32');
  const input = floats(x);
  const classes = tensorOf(BigInt64Array.from(y, BigInt), [rows], 'int64');
  switch (work) {
    case 'softmax dim -1':
      return [`${F}softmax`, { input, dim: -1 }];
    case 'softmax dim 0':
      return [`${F}softmax`, { input, dim: 0 }];
    case 'log_softmax dim -1':
      return [`${F}log_softmax`, { input, dim: -1 }];
    case 'cross_entropy':
    case 'cross_entropy + gradient':
      return [`${F}cross_entropy`, { input, target: classes }];
    case 'binary_cross_entropy':
      return [`${F}binary_cross_entropy`, { input: floats(p), target: floats(t) }];
    case 'layer_norm':
      return [`${F}layer_norm`, { input, normalized_shape: [columns] }];
    case 'matmul':
      return ['torch.matmul', { input, other: transpose(floats(x), 0, 1) }];
  }
}

/** The call with what it leaves out. */
function bound([name, given]: Call): Computation {
  const op = functions.get(name)?.[0];
  if (!op) throw new Error(`no op ${name}`);
  const defaults = op.params.flatMap((param) => ('default' in param ? [[param.name, param.default!] as const] : []));
  const absent = op.params.flatMap((param) => (param.optional ? [[param.name, null] as const] : []));
  const args = { ...Object.fromEntries(absent), ...Object.fromEntries(defaults), ...given };
  const first = op.params[0]!.name;
  return async (engine, [input]) => {
    const result = await op.run({ ...args, [first]: input! }, { engine, warn: () => undefined });
    return [result as Tensor];
  };
}

function peer(name: string, engine: Engine, close: () => void | Promise<void>): Peer {
  return {
    name,
    close,
    measure(work, shape, milliseconds) {
      const call = callOf(work, dataOf(shape), shape);
      const compute = bound(call);
      const input = call[1].input as Tensor;
      const gradients = (): ReturnType<typeof pullBack> =>
        work === 'cross_entropy + gradient'
          ? pullBack(engine, compute, [input], [true], [engine.scalar(1, 'float32')])
          : [];
      return timed(async () => {
        const results = [...(await compute(engine, [input])), ...(await gradients())];
        const [first] = await Promise.all(results.map((x) => engine.read(x!)));
        return Number(first![0]);
      }, milliseconds);
    },
  };
}

export const ourCpu = (): Peer => peer('CPU', createCpuEngine(), () => undefined);

/** Undefined where there is no adapter. */
export async function ourGpu(gpu: () => Promise<GPU>): Promise<Peer | undefined> {
  const router = createRouter({ setting: 'webgpu', gpu });
  const engine = await router.engine();
  if (engine.state.active !== 'webgpu') return undefined;
  return peer('WebGPU', engine, () => router.close());
}
