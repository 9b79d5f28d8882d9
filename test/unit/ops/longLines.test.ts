// Long lines with equal elements, in order on a GPU and on the CPU: where PyTorch leaves equal ones decides about the indices.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { functions } from '../../../src/ops/index';
import type { BoundArgs } from '../../../src/ops/op';
import type { Engine } from '../../../src/tensor/engine';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { tensorOf } from '../../../src/tensor/host';
import { createRouter } from '../../../src/tensor/router';
import type { Tensor } from '../../../src/tensor/tensor';
import { softwareGpu } from '../tensor/webgpu/adapter';

const router = createRouter({ setting: 'webgpu', gpu: softwareGpu, lines: true });
const cpu = createCpuEngine();
let gpu: Engine;
before(async () => {
  gpu = await router.engine();
});
after(() => router.close());

const count = 100;
/** Three columns: all different, some equal, zeros of either sign and NaN. */
const columns = (): Tensor =>
  tensorOf(
    Float32Array.from({ length: 3 * count }, (_, i) => {
      const [row, column] = [Math.floor(i / 3), i % 3];
      const mixed = (row * 37) % count;
      if (column === 0) return mixed;
      return column === 1 ? mixed % 9 : [0, -0, Number.NaN, mixed][row % 4]!;
    }),
    [count, 3],
    'float32',
  );

async function outcome(name: string, engine: Engine, args: BoundArgs): Promise<unknown> {
  const [op] = functions.get(name)!;
  // Computed on the engine, so that a GPU has it.
  const input = engine.binary('mul', columns(), engine.scalar(2, 'float32'));
  const made = (await op!.run({ ...args, input }, { engine, warn: () => undefined })) as Tensor | readonly Tensor[];
  const results: unknown[] = [];
  for (const x of [made].flat() as readonly Tensor[])
    results.push({ shape: x.shape, unknown: x.storage.unknown?.template, values: [...(await engine.read(x))] });
  return results;
}

for (const descending of [false, true]) {
  for (const stable of [false, true])
    for (const name of ['torch.sort', 'torch.argsort'])
      test(`${name}(descending=${descending}, stable=${stable})`, async () => {
        const args = { dim: 0, descending, stable };
        assert.deepEqual(await outcome(name, gpu, args), await outcome(name, cpu, args));
      });
  test(`topk(largest=${descending})`, async () => {
    for (const k of [0, 1, 5, count]) {
      const args = { k, dim: 0, largest: descending, sorted: true };
      assert.deepEqual(await outcome('torch.topk', gpu, args), await outcome('torch.topk', cpu, args));
    }
  });
}
