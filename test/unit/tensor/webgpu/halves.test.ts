// float16 and bfloat16 on a GPU: rounded as the CPU rounds, bit for bit.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import type { DType } from '../../../../src/tensor/dtype';
import { tensorOf, valuesOf } from '../../../../src/tensor/host';
import { openBackend } from './open';

/** Around every boundary between two halves, and every size there is. */
function patterns(): Float32Array {
  const words: number[] = [];
  for (let high = 0; high < 2 ** 16; high += 3)
    for (const low of [0, 1, 0x1000, 0x7fff, 0x8000, 0x8001, 0xffff]) words.push(high * 2 ** 16 + low);
  for (let i = 0; i < 2 ** 13; i++)
    for (const low of [0xfff, 0x1000, 0x1001]) words.push(0x38000000 + i * 0x2000 + low, 0xb3000000 + i * 0x2000 + low);
  for (const word of [0x477fefff, 0x477ff000, 0x33000000, 0x33000001, 0x32ffffff, 0x387fffff, 0x7f7fffff])
    words.push(word, word + 2 ** 31);
  return new Float32Array(Uint32Array.from(words).buffer);
}

describe('narrow floats', () => {
  for (const fours of [1, 2 ** 30])
    for (const dtype of ['float16', 'bfloat16'] as const satisfies readonly DType[])
      test(`${dtype} is rounded as on the CPU, ${fours === 1 ? 'four at once' : 'one by one'}`, async () => {
        const gpu = await openBackend({ fours });
        const values = patterns();
        const x = tensorOf(values, [values.length], 'float32');
        const made = gpu.cast(x, dtype);
        assert.equal(made.dtype, dtype);
        assert.equal(made.storage.host, undefined, 'it was computed on the GPU');
        const found = await gpu.read(made);
        const expected = valuesOf(cpuBackend.cast(x, dtype));
        for (const [i, value] of expected.entries())
          assert.ok(Object.is(found[i], value), `${values[i]}: ${String(found[i])} is not ${String(value)}`);
      });
});
