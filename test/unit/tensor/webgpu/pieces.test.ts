// Values that are larger than a buffer may be, against the CPU or a device that has no need of it: on one whose buffers are
// made small.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { ReduceOp } from '../../../../src/tensor/backend';
import { broadcastTo } from '../../../../src/tensor/broadcast';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { tensorOf, valuesOf } from '../../../../src/tensor/host';
import { Meter } from '../../../../src/tensor/meter';
import type { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { BufferPool } from '../../../../src/tensor/webgpu/bufferPool';
import { deviceValue } from '../../../../src/tensor/webgpu/record';
import { openBackend } from './open';

const pieceBytes = 4096;
let gpu: WebGpuBackend;
let whole: WebGpuBackend;
before(async () => {
  gpu = await openBackend({ pieceBytes, lines: true });
  whole = await openBackend();
});

/** Two pieces and a part of a third. */
const [rows, columns] = [50, 45];
const matrix = (seed: number, shape: readonly number[] = [rows, columns]): Tensor => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => {
    const x = Math.sin(i * 12.9898 + seed) * 43758.5453;
    return (x - Math.floor(x)) * 0.875 + 0.0625;
  });
  return tensorOf(values, shape, 'float32');
};
const classes = (): Tensor =>
  tensorOf(
    BigInt64Array.from({ length: rows }, (_, i) => BigInt((i * 7) % columns)),
    [rows],
    'int64',
  );

async function agree(found: Tensor, expected: Tensor, ulps = 4): Promise<void> {
  const wanted = expected.storage.host ? valuesOf(expected) : await whole.read(expected);
  const values = await gpu.read(found);
  assert.deepEqual(found.shape, expected.shape);
  assert.equal(values.length, wanted.length);
  for (const [i, x] of Array.from(wanted as Float32Array, Number).entries()) {
    const distance = Math.abs(Number(values[i]) - x);
    assert.ok(distance <= ulps * 2 ** -23 * Math.abs(x) + 1e-12, `${values[i]} for ${x} at ${i}`);
  }
}

test('a value lies in several buffers, and is written and read as one', async () => {
  const x = matrix(1);
  const copy = gpu.unary('neg', x, 'float32');
  await agree(copy, cpuBackend.unary('neg', x, 'float32'), 0);
  const sizes = deviceValue(copy)?.lease?.buffers?.map(({ size }) => size);
  assert.deepEqual(sizes, [4096, 4096, 1024]);
});

describe('each kernel on values in pieces', () => {
  test('elementwise, fused, turned', async () => {
    const [a, b] = [matrix(1), matrix(2)];
    const turned = permute(matrix(3, [columns, rows]), [1, 0]);
    const compute = (backend: typeof cpuBackend | WebGpuBackend): Tensor =>
      backend.binary('mul', backend.binary('add', a, b, 'float32'), turned, 'float32');
    await agree(compute(gpu), compute(cpuBackend));
  });

  test('reductions over each dim and over all', async () => {
    const x = matrix(4);
    const over: readonly (readonly number[])[] = [[0], [1], [0, 1]];
    for (const op of ['sum', 'mean', 'max', 'argmin'] satisfies readonly ReduceOp[])
      for (const dims of over) {
        const dtype = op === 'argmin' ? 'int64' : 'float32';
        await agree(gpu.reduce(op, x, dims, false, dtype), cpuBackend.reduce(op, x, dims, false, dtype));
      }
  });

  test('softmax and log_softmax along each dim', async () => {
    const x = matrix(5);
    for (const dim of [0, 1])
      for (const log of [false, true]) await agree(gpu.softmax(x, dim, log), cpuBackend.softmax(x, dim, log), 8);
  });

  test('sums of products', async () => {
    const [left, right] = [matrix(6, [rows, 1, columns]), matrix(7, [1, rows, columns])];
    const [a, b] = [left, right].map((x) => broadcastTo(x, [rows, rows, columns]));
    const found = gpu.contract(a!, b!, [2]);
    assert.ok(found, 'the GPU takes it');
    await agree(found, (await cpuBackend.contract(a!, b!, [2], 'float32', new Meter()))!, 16);
  });

  test('elements taken from and added to places', async () => {
    const x = matrix(8);
    const positions = Float64Array.from({ length: x.size }, (_, i) => (i % 11 === 0 ? -1 : (i * 37) % x.size));
    await agree(gpu.take(x, positions, x.shape), cpuBackend.take(x, positions, x.shape), 0);
    const folded = positions.map((at) => (at < 0 ? at : Math.floor(at / 2)));
    await agree(gpu.put(x, folded, x.shape), cpuBackend.put(x, folded, x.shape));
  });

  test('lines run along, and in order', async () => {
    const x = matrix(14);
    for (const dim of [0, 1]) {
      await agree(gpu.scan('sum', x, dim, false)!, cpuBackend.scan('sum', x, dim, false)!);
      for (const choice of ['ascending', 'leastSoFar'] as const) {
        const found = gpu.select(choice, x, dim, x.shape[dim]!);
        const expected = await cpuBackend.select(choice, x, dim, x.shape[dim]!, new Meter())!;
        await agree(found!.values, expected.values, 0);
        await agree(found!.indices, expected.indices, 0);
      }
    }
  });

  test('losses', async () => {
    // Anew for each device, since what is uploaded belongs to one.
    const elementwise = () => ({ kind: 'bce', input: matrix(9), target: matrix(10), weight: matrix(11) }) as const;
    const settings = { ignoreIndex: -100, labelSmoothing: 0.1, classDim: 1 } as const;
    const overClasses = () => ({ kind: 'crossEntropy', input: matrix(9), target: classes(), ...settings }) as const;
    // Two compiled kernels: a processor's own exp and log may round the last digit differently in each.
    for (const reduction of ['none', 'mean', 'sum'] as const)
      for (const loss of [elementwise, overClasses])
        await agree(gpu.loss(loss(), reduction)!, whole.loss(loss(), reduction)!);
  });
});

test('work that needs more buffers than a kernel may bind is done without one', async () => {
  const most = gpu.runtime.device.limits.bindings;
  const x = matrix(12, [Math.ceil(most / 2) * 1024 + 1]);
  const sum = gpu.binary('add', x, matrix(13, x.shape), 'float32');
  await agree(sum, cpuBackend.binary('add', x, matrix(13, x.shape), 'float32'), 0);
});

test('a loan that does not fit gives back the pieces it had', () => {
  const pool = new BufferPool(gpu.runtime.device.gpu, 4096, 1024);
  assert.throws(() => pool.lend(5000), /bytes of GPU memory/);
  assert.equal(pool.idle, 4);
  assert.equal(pool.lend(4096).buffers?.length, 4);
  pool.close();
});
