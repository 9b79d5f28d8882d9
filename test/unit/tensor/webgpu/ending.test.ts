// Sums of few words, whose last step the host takes: what the kernel makes, in fewer dispatches.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { tensorOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { deviceValue } from '../../../../src/tensor/webgpu/record';
import { openBackend } from './open';

const bits = (values: ArrayLike<number | bigint>): readonly number[] => [
  ...new Uint32Array(Float32Array.from([...Array.from(values)], Number).buffer),
];

describe('the last step of a sum', () => {
  let gpu: WebGpuBackend;
  let dispatches = 0;
  before(async () => {
    gpu = await openBackend();
    const device = gpu.runtime.device.gpu;
    const create = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (...given) => {
      const encoder = create(...given);
      const begin = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (...of) => {
        const pass = begin(...of);
        const dispatch = pass.dispatchWorkgroups.bind(pass);
        pass.dispatchWorkgroups = (...groups) => {
          dispatches++;
          return dispatch(...groups);
        };
        return pass;
      };
      return encoder;
    };
  });
  const during = async (work: () => Promise<unknown>): Promise<number> => {
    const begun = dispatches;
    await work();
    return dispatches - begun;
  };

  test('is what the kernel makes, of any numbers', async () => {
    const number = fc.oneof(
      { arbitrary: fc.float({ noNaN: true, min: -1e6, max: 1e6 }), weight: 20 },
      { arbitrary: fc.constantFrom(-0, 0, Infinity, -Infinity, Number.NaN, 3e38, -3e38, 1e-38), weight: 1 },
    );
    const lengths = fc.constantFrom(1, 2, 5, 64, 700, 5000);
    const lists = lengths.chain((length) => fc.array(number, { minLength: length, maxLength: length }));
    await fc.assert(
      fc.asyncProperty(lists, fc.constantFrom('sum', 'mean'), async (list, op) => {
        const found = (): Tensor => {
          const x = tensorOf(Float32Array.from(list), [list.length], 'float32');
          // What has to be computed first is read by one kernel, and summed up by another or by the host.
          const sum = gpu.reduce(op as 'sum', gpu.unary('neg', x, 'float32'), [0], false, 'float32');
          return list.length < 100 ? gpu.reduce(op as 'sum', gpu.softmax(x, 0, true), [0], false, 'float32') : sum;
        };
        const [mine, kernels] = [found(), found()];
        const value = deviceValue(kernels);
        assert.ok(value);
        value.ending = undefined;
        const rounded = bits(await gpu.read(mine));
        const expected = bits(await gpu.read(kernels));
        const isNumber = list.every((x) => Number.isFinite(x) && Math.abs(x) < 1e30);
        // The kernel adds a block of elements before it keeps what rounding loses.
        if (isNumber) assert.ok(Math.abs(rounded[0]! - expected[0]!) <= 4, `${rounded} for ${expected}`);
        else assert.deepEqual(rounded, expected);
      }),
      { seed: 11, numRuns: 120 },
    );
  });

  test('overflows on the way as a float32 does', async () => {
    for (const list of [[3e38, 3e38, -3e38], [-3e38, -3e38, 3e38, 3e38], new Array(64).fill(3e37)]) {
      const found = (): Tensor => {
        const x = tensorOf(Float32Array.from(list), [1, list.length], 'float32');
        return gpu.reduce('sum', gpu.reduce('max', x, [0], false, 'float32'), [0], false, 'float32');
      };
      const [mine, kernels] = [found(), found()];
      deviceValue(kernels)!.ending = undefined;
      assert.deepEqual(await gpu.read(mine), await gpu.read(kernels), String(list));
    }
  });

  test('needs no dispatch, and none of the sums of the groups', async () => {
    const logits = tensorOf(Float32Array.of(1, 2, 3, 1, 5, 2), [2, 3], 'float32');
    const target = tensorOf(BigInt64Array.of(2n, 1n), [2], 'int64');
    const loss = { kind: 'crossEntropy', input: logits, target, ignoreIndex: -100, labelSmoothing: 0 } as const;
    assert.equal(await during(async () => gpu.read(gpu.loss({ ...loss, classDim: 1 }, 'mean')!)), 1);
    const long = tensorOf(new Float32Array(64_000).fill(0.5), [64_000], 'float32');
    const sum = gpu.reduce('sum', gpu.unary('exp', long, 'float32'), [0], false, 'float32');
    assert.equal(await during(async () => gpu.read(sum)), 1);
  });

  test('a value that two kernels of one submission need stays until the last of them', async () => {
    const logits = tensorOf(Float32Array.of(1, 2, 3, 1, 5, 2), [2, 3], 'float32');
    const target = tensorOf(BigInt64Array.of(2n, 1n), [2], 'int64');
    const loss = { kind: 'crossEntropy', input: logits, target, ignoreIndex: -100, labelSmoothing: 0 } as const;
    const pull = gpu.lossPullback({ ...loss, classDim: 1 }, 'mean');
    const gradient = pull!(tensorOf(Float32Array.of(1), [], 'float32'));
    const [most, least] = (['max', 'min'] as const).map((op) => gpu.reduce(op, gradient, [0, 1], false, 'float32'));
    const [spread] = await gpu.read(gpu.binary('sub', most!, least!, 'float32'));
    const [up, down] = [Math.exp(5) / (Math.exp(1) + Math.exp(5) + Math.exp(2)), 1 / (1 + Math.exp(-1) + Math.exp(-2))];
    const rows = [(1 - down) / 2, (1 - up) / 2];
    const largest = Math.exp(-1) / (1 + Math.exp(-1) + Math.exp(-2)) / 2;
    assert.ok(Math.abs(Number(spread) - (largest + Math.max(...rows))) < 1e-6, String(spread));
  });

  test('is a kernel where more is computed from it', async () => {
    const long = tensorOf(new Float32Array(64_000).fill(0.5), [64_000], 'float32');
    const sum = gpu.reduce('sum', gpu.unary('neg', long, 'float32'), [0], false, 'float32');
    let twice: ArrayLike<number | bigint> = [];
    const double = gpu.binary('add', sum, sum, 'float32');
    assert.equal(await during(async () => (twice = await gpu.read(double))), 3);
    assert.deepEqual(Array.from(twice), [-64_000]);
    assert.equal(Number((await gpu.read(sum))[0]), -32_000);
  });
});
