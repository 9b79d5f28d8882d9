// Elements taken from places and added to places on the GPU, against the CPU.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { sizeOf, tensorOf, valuesOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { openBackend } from './open';

let gpu: WebGpuBackend;
before(async () => {
  gpu = await openBackend();
});

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
const values = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -100, max: 100 }).map((n) => n / 8) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-40) },
);
/** A tensor as it lies, or with its dims turned. */
const tensors = shapes.chain((shape) =>
  fc
    .tuple(fc.array(values, { minLength: sizeOf(shape), maxLength: sizeOf(shape) }), fc.boolean())
    .map(([given, turned]) => {
      const x = tensorOf(Float32Array.from(given), shape, 'float32');
      return turned ? permute(x, [...shape.keys()].reverse()) : x;
    }),
);
const positions = (count: number, size: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.integer({ min: -1, max: size - 1 }), { minLength: count, maxLength: count })
    .map((list) => Float64Array.from(list));

async function agree(found: Tensor, expected: Tensor): Promise<void> {
  assert.deepEqual(found.shape, expected.shape);
  assert.deepEqual(await gpu.read(found), valuesOf(expected));
}

test('elements taken from places, and computed with', async () => {
  const cases = fc
    .tuple(tensors, shapes)
    .chain(([x, shape]) => fc.tuple(fc.constant(x), fc.constant(shape), positions(sizeOf(shape), x.size)));
  await fc.assert(
    fc.asyncProperty(cases, async ([x, shape, at]) => {
      await agree(gpu.take(x, at, shape), cpuBackend.take(x, at, shape));
      // A chain: the places of what was computed on the way, and a function of what was taken.
      const chain = (backend: typeof cpuBackend | WebGpuBackend): Tensor =>
        backend.unary('neg', backend.take(backend.unary('abs', x, 'float32'), at, shape), 'float32');
      await agree(chain(gpu), chain(cpuBackend));
    }),
    { numRuns: 60, seed: 31 },
  );
});

test('elements added to places, several to one', async () => {
  const cases = fc
    .tuple(tensors, shapes)
    .chain(([x, shape]) => fc.tuple(fc.constant(x), fc.constant(shape), positions(x.size, sizeOf(shape))));
  await fc.assert(
    fc.asyncProperty(cases, async ([x, shape, at]) => {
      await agree(gpu.put(x, at, shape), cpuBackend.put(x, at, shape));
    }),
    { numRuns: 60, seed: 32 },
  );
});

test('integers and truths are taken too', async () => {
  const whole = tensorOf(Int32Array.from([5, -7, 9]), [3], 'int32');
  const at = Float64Array.from([2, -1, 0, 2]);
  await agree(gpu.take(whole, at, [2, 2]), cpuBackend.take(whole, at, [2, 2]));
  const truths = tensorOf(Uint8Array.from([1, 0, 1]), [3], 'bool');
  await agree(gpu.take(truths, at, [4]), cpuBackend.take(truths, at, [4]));
  await agree(
    gpu.put(whole, Float64Array.from([1, 1, -1]), [2]),
    cpuBackend.put(whole, Float64Array.from([1, 1, -1]), [2]),
  );
});
