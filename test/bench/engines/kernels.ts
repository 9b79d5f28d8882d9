// Our kernels beside a plain copy of the same tensor on the same adapter: what the arithmetic costs above the memory. In turns.

import { broadcastTo } from '../../../src/tensor/broadcast';
import { cpuBackend } from '../../../src/tensor/cpu/backend';
import { tensorOf } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';
import { transpose, unsqueeze } from '../../../src/tensor/view';
import { median } from '../../../src/tensor/webgpu/agreement';
import { openWebGpu, type WebGpuBackend } from '../../../src/tensor/webgpu/backend';
import type { Value } from '../../../src/tensor/webgpu/graph';
import { mapped } from '../../../src/tensor/webgpu/kernels';
import { sourcesOf } from '../../../src/tensor/webgpu/plan';
import { deviceValue, expressionOf } from '../../../src/tensor/webgpu/record';
import { type Data, dataOf, type Shape } from './work';

type Work = readonly [name: string, compute: (gpu: WebGpuBackend) => Tensor | undefined];

function worksOn({ x, p, t, y }: Data, [rows, columns]: Shape): readonly Work[] {
  const floats = (values: Float32Array): Tensor => tensorOf(values, [rows, columns], 'float32');
  const [input, probabilities, truths] = [floats(x), floats(p), floats(t)];
  const target = tensorOf(BigInt64Array.from(y, BigInt), [rows], 'int64');
  const overClasses = {
    kind: 'crossEntropy',
    input,
    target,
    ignoreIndex: -100,
    labelSmoothing: 0,
    classDim: 1,
  } as const;
  const wide = (a: Tensor, dim: number): Tensor => broadcastTo(unsqueeze(a, dim), [rows, rows, columns]);
  return [
    ['exp', (gpu) => gpu.unary('exp', input, 'float32')],
    ['add', (gpu) => gpu.binary('add', input, probabilities, 'float32')],
    ['sum', (gpu) => gpu.reduce('sum', input, [0, 1], false, 'float32')],
    ['sum dim -1', (gpu) => gpu.reduce('sum', input, [1], false, 'float32')],
    ['sum dim 0', (gpu) => gpu.reduce('sum', input, [0], false, 'float32')],
    ['softmax dim -1', (gpu) => gpu.softmax(input, 1, false)],
    ['softmax dim 0', (gpu) => gpu.softmax(input, 0, false)],
    ['log_softmax dim -1', (gpu) => gpu.softmax(input, 1, true)],
    ['cross_entropy', (gpu) => gpu.loss(overClasses, 'mean')],
    ['binary_cross_entropy', (gpu) => gpu.loss({ kind: 'bce', input: probabilities, target: truths }, 'mean')],
    ['cumsum dim -1', (gpu) => gpu.scan('sum', input, 1, false)],
    ['cumsum dim 0', (gpu) => gpu.scan('sum', input, 0, false)],
    // The lists on the way are all kept, to be measured one by one.
    ['sort dim -1', (gpu) => (rows <= 1024 ? gpu.select('ascending', input, 1, columns)?.values : undefined)],
    ['transpose', (gpu) => gpu.unary('neg', transpose(input, 0, 1), 'float32')],
    // Ratios of matmul grow with its inner dim: it works on each element again and again.
    ['matmul', (gpu) => (rows <= 1024 ? gpu.contract(wide(input, 1), wide(input, 0), [2]) : undefined)],
  ];
}

/** The kernels behind a value, its own last, where no host takes the last step. */
function kernelsOf(value: Value): readonly Value[] {
  if (value.ending) return kernelsOf(value.ending.from);
  return value.recipe.kind === 'kernel' ? [...sourcesOf(value).flatMap(kernelsOf), value] : [];
}

const rounds = 5;
/** Milliseconds that one measurement takes at least. */
const least = 20;

/** Prints a line for each shape; nothing where there is no adapter. */
export async function compareKernels(gpu: GPU, shapes: readonly Shape[], wanted: readonly string[]): Promise<void> {
  const opened = await openWebGpu(gpu, { cpu: cpuBackend, acceptSoftware: true, lines: true });
  if ('reason' in opened) return;
  const { backend } = opened;
  const { runtime } = backend;
  console.log(
    `\nTime of each kernel as a multiple of a copy of its input, on ${runtime.device.adapter.description}.\n`,
  );
  for (const shape of shapes) {
    const data = dataOf(shape);
    const copy = mapped(expressionOf(tensorOf(data.x, shape, 'float32'))!, shape);
    const candidates: (readonly [string, readonly Value[]])[] = [['copy', [copy]]];
    for (const [name, compute] of worksOn(data, shape)) {
      if (!wanted.every((part) => name.includes(part))) continue;
      const value = deviceValue(compute(backend) ?? tensorOf(data.x, shape, 'float32'));
      if (value) candidates.push([name, kernelsOf(value)]);
    }
    for (const [, kernels] of candidates) await runtime.read(kernels.at(-1)!);
    const times = await inTurns(
      backend,
      candidates.map(([, kernels]) => kernels),
    );
    const [base] = times;
    const cells = candidates.slice(1).map(([name], i) => {
      const ratio = median(times[i + 1]!.map((time, round) => time / base![round]!));
      return `${name} ${ratio.toPrecision(2)}`;
    });
    console.log(`${shape.join(' x ').padEnd(12)} copy ${median(base!).toPrecision(3)} ms | ${cells.join(' | ')}`);
    for (const kernel of candidates.flatMap(([, kernels]) => kernels))
      if (kernel.lease) runtime.pool.release(kernel.lease);
  }
  await backend.close();
}

/** Milliseconds of one run of each candidate, per round. */
async function inTurns({ runtime }: WebGpuBackend, candidates: readonly (readonly Value[])[]): Promise<number[][]> {
  const measure = async (kernels: readonly Value[], runs: number): Promise<number> => {
    const start = performance.now();
    for (const kernel of kernels) await runtime.repeat(kernel, runs);
    return (performance.now() - start) / runs;
  };
  const runs: number[] = [];
  for (const kernels of candidates)
    runs.push(Math.max(1, Math.min(200, Math.ceil(least / (await measure(kernels, 1))))));
  const times = candidates.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, kernels] of candidates.entries()) times[i]!.push(await measure(kernels, runs[i]!));
  return times;
}
