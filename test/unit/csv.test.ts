// Whole tensors as comma-separated values: a line for each row, with pauses, and never a number that was rounded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvBytes } from '../../src/protocol/csv';

const text = async (shape: readonly number[], values: Float32Array | Float64Array, dtype = 'float32') => {
  let rests = 0;
  const tensor = { shape, dtype, format: dtype === 'int64' ? ('int' as const) : ('float32' as const), values };
  const bytes = await csvBytes(tensor, async () => void rests++);
  return { text: bytes && new TextDecoder().decode(bytes), rests };
};

test('a line for each row of the last dim, for all indices before it', async () => {
  const values = Float32Array.of(1, 0.1, Number.NaN, -Infinity, 5, 6, 7, 8);
  assert.equal((await text([2, 2, 2], values)).text, '1.0,0.1\nnan,-inf\n5.0,6.0\n7.0,8.0\n');
  assert.equal((await text([], Float32Array.of(2))).text, '2.0\n');
  assert.equal((await text([3, 0], new Float32Array())).text, '');
});

test('a long row pauses too', async () => {
  const { text: whole, rests } = await text([100_000], new Float32Array(100_000));
  assert.equal(whole?.split(',').length, 100_000);
  assert.ok(rests >= 6, `${rests} pauses`);
});

test('integers that were rounded make no file', async () => {
  assert.equal((await text([1], Float64Array.of(2 ** 53), 'int64')).text, undefined);
  assert.equal((await text([2], Float64Array.of(2 ** 53 - 1, 3), 'int64')).text, '9007199254740991,3\n');
});
