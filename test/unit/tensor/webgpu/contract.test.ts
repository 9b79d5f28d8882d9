// Sums of products on the GPU against the CPU, which adds them up in double.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { broadcastTo } from '../../../../src/tensor/broadcast';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { sizeOf, tensorOf, valuesOf } from '../../../../src/tensor/host';
import { Meter } from '../../../../src/tensor/meter';
import type { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { openBackend } from './open';

let gpu: WebGpuBackend;
before(async () => {
  gpu = await openBackend();
});
const meter = new Meter();

async function both(a: Tensor, b: Tensor, dims: readonly number[]): Promise<readonly [Float32Array, Float32Array]> {
  const found = gpu.contract(a, b, dims);
  assert.ok(found, 'the GPU takes it');
  const expected = await cpuBackend.contract(a, b, dims, 'float32', meter);
  assert.ok(expected);
  assert.deepEqual(found.shape, expected.shape);
  return [(await gpu.read(found)) as Float32Array, valuesOf(expected) as Float32Array];
}

const number = fc.oneof(
  { weight: 20, arbitrary: fc.float({ noNaN: true, min: -8, max: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
const ordinary = fc.float({ noNaN: true, min: -8, max: 8 });

/** Two factors of one shape, each repeated along some dims, with their dims turned; and the dims of the sum. */
const factors = (values: fc.Arbitrary<number>) =>
  fc
    .array(
      fc.record({ size: fc.integer({ min: 1, max: 6 }), left: fc.boolean(), right: fc.boolean(), sum: fc.boolean() }),
      { minLength: 1, maxLength: 5 },
    )
    .chain((dims) => {
      const shape = dims.map(({ size }) => size);
      const factor = (moves: readonly boolean[]): fc.Arbitrary<Tensor> => {
        const own = shape.map((size, dim) => (moves[dim] ? size : 1));
        const reversed = [...own].reverse();
        return fc
          .tuple(fc.array(values, { minLength: sizeOf(own), maxLength: sizeOf(own) }), fc.boolean())
          .map(([given, turned]) => {
            const x = tensorOf(Float32Array.from(given), turned ? reversed : own, 'float32');
            return broadcastTo(turned ? permute(x, [...own.keys()].reverse()) : x, shape);
          });
      };
      return fc.tuple(
        factor(dims.map(({ left }) => left)),
        factor(dims.map(({ right }) => right)),
        fc.constant(dims.flatMap(({ sum }, dim) => (sum ? [dim] : []))),
      );
    });

function close(found: Float32Array, expected: Float32Array, a: Tensor, b: Tensor): void {
  const most = (x: Tensor): number =>
    Math.max(...Array.from(valuesOf(x) as Float32Array, (v) => (Number.isFinite(v) ? Math.abs(v) : 0)));
  const terms = Math.max(1, a.size / Math.max(expected.length, 1));
  const allowed = terms * (1e-6 * most(a) * most(b) + 2 ** -149);
  for (const [i, value] of expected.entries()) {
    const near = Object.is(found[i], value) || Math.abs(found[i]! - value) <= allowed;
    assert.ok(near || (Number.isNaN(value) && Number.isNaN(found[i]!)), `element ${i}: ${found[i]} is not ${value}`);
  }
}

for (const [what, values, seed] of [
  ['of ordinary numbers', ordinary, 21],
  ['with NaN and Inf', number, 22],
] as const)
  test(`sums of products ${what} over any dims of any views agree`, async () => {
    await fc.assert(
      fc.asyncProperty(factors(values), async ([a, b, dims]) => {
        const [found, expected] = await both(a, b, dims);
        close(found, expected, a, b);
      }),
      { numRuns: 60, seed },
    );
  });

/** A matrix product: (rows, inner) and (columns, inner) as views of (rows, columns, inner). */
function matrices(
  rows: number,
  columns: number,
  inner: number,
  value: (i: number) => number,
): readonly [Tensor, Tensor] {
  const filled = (sizes: readonly number[], shift: number): Tensor =>
    tensorOf(
      Float32Array.from({ length: sizeOf(sizes) }, (_, i) => value(i + shift)),
      sizes,
      'float32',
    );
  const shape = [rows, columns, inner];
  return [broadcastTo(filled([rows, 1, inner], 0), shape), broadcastTo(filled([1, columns, inner], 7), shape)];
}

test('products of matrices larger than a tile and a block agree', async () => {
  for (const [rows, columns, inner] of [
    [17, 9, 70],
    [4, 33, 1],
    [64, 64, 64],
    [1, 50, 300],
  ] as const) {
    const [a, b] = matrices(rows, columns, inner, (i) => Math.sin(i * 1.7));
    const [found, expected] = await both(a, b, [2]);
    for (const [i, value] of expected.entries())
      assert.ok(Math.abs(found[i]! - value) < 2e-6 * Math.sqrt(inner), `${i}`);
  }
});

test('denormal operands and products, and sums that overflow on the way', async () => {
  const tiny = matrices(5, 6, 8, (i) => (i % 3 ? 1e-30 : 1e-40) * (1 + (i % 5)));
  const [small, same] = await both(...tiny, [2]);
  assert.deepEqual(small, same);
  const mixed = matrices(5, 6, 8, (i) => (i % 2 ? 1e-40 : 3e37));
  const [found, expected] = await both(...mixed, [2]);
  for (const [i, value] of expected.entries())
    assert.ok(found[i] === value || Math.abs(found[i]! / value - 1) < 1e-6, `${i}: ${found[i]} is not ${value}`);
  const [over] = await both(...matrices(4, 4, 4, () => 3e38), [2]);
  assert.deepEqual([...new Set(over)], [Number.POSITIVE_INFINITY]);
});
