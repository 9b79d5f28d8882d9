// WebAssembly's registers give the bits of the plain loops, by either kernel: any numbers, any length, special values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wantRelaxedSimd } from '../../../../src/server/relaxedSimd';
import { vectorExps, vectorSum } from '../../../../src/tensor/cpu/vectorExp';
import { simdExps, simdSoftmax } from '../../../../src/tensor/cpu/vectorExpSimd';
import { openVectorKernel } from '../../../../src/tensor/cpu/vectorKernel';

const element = fc.oneof(
  { weight: 6, arbitrary: fc.float({ min: -110, max: 0, noNaN: true }) },
  { weight: 3, arbitrary: fc.float({ min: -1, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.float() },
);
const numbers = fc.array(element, { minLength: 32, maxLength: 200 }).map((values) => Float32Array.from(values));

/** The same numbers. As arrays: typed ones are compared by bytes, and which NaN it is no one sees. */
const same = (found: Float32Array, expected: Float32Array): void =>
  assert.deepEqual(Array.from(found), Array.from(expected));

/** What PyTorch's vectors make of one row, in plain loops. */
function softmax(x: Float32Array, log: boolean): Float32Array {
  const most = x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const below = x.map((value) => value - most);
  const powers = new Float32Array(x.length);
  vectorExps(below, powers, 0, x.length);
  const sum = vectorSum(powers);
  return log
    ? below.map((value) => value - Math.fround(Math.log(sum)))
    : powers.map((value) => value * Math.fround(1 / sum));
}

wantRelaxedSimd();
/** On a processor without fused multiply-adds both are the same. */
const kernels = { fused: openVectorKernel(true), pairs: openVectorKernel(false) };
for (const [name, kernel] of Object.entries(kernels)) {
  const opened = (): typeof kernel => kernel;
  test(`exponentials (${name})`, () => {
    fc.assert(
      fc.property(numbers, (x) => {
        const [found, expected] = [new Float32Array(x.length), new Float32Array(x.length)];
        assert.ok(simdExps(x, found, opened));
        vectorExps(x, expected, 0, x.length);
        same(found, expected);
      }),
    );
  });

  test(`softmax and its logarithm of rows (${name})`, () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 3 }), fc.boolean(), (x, rows, log) => {
        const values = Float32Array.from({ length: rows * x.length }, (_, i) => x[(i * 7) % x.length]!);
        const out = new Float32Array(values.length);
        assert.ok(simdSoftmax(values, out, x.length, log, opened));
        for (let row = 0; row < rows; row++) {
          const [from, to] = [row * x.length, (row + 1) * x.length];
          same(out.slice(from, to), softmax(values.slice(from, to), log));
        }
      }),
    );
  });
}

test('few numbers, and far too many, are for plain loops', () => {
  for (const count of [0, 1, 31, 2 ** 21 + 1])
    assert.equal(simdSoftmax(new Float32Array(count), new Float32Array(count), count, false), false);
});
