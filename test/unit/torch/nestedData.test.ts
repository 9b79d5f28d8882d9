import assert from 'node:assert/strict';
import { test } from 'node:test';
import { say } from '../../../src/base/text';
import { float, int, list, pyTrue, str, tuple, unknown, type Value } from '../../../src/python/value';
import { valuesOf } from '../../../src/tensor/host';
import { Tensor } from '../../../src/tensor/tensor';
import { nestedData } from '../../../src/torch/nestedData';
import { convertNumber } from '../../../src/torch/numberStorage';

const read = (data: Value, dtype?: Parameters<typeof nestedData>[1]) => nestedData(data, dtype, (value) => value.kind);
const known = (data: Value, dtype?: Parameters<typeof nestedData>[1]): Tensor => {
  const found = read(data, dtype);
  assert.ok(found instanceof Tensor);
  return found;
};

test('shape and type follow the data', () => {
  const mixed = known(list([tuple([int(1), float(2.5)]), list([pyTrue, int(3)])]));
  assert.deepEqual([mixed.shape, mixed.dtype, [...valuesOf(mixed)]], [[2, 2], 'float32', [1, 2.5, 1, 3]]);
  assert.deepEqual(
    [known(list([int(1)])).dtype, known(list([pyTrue])).dtype, known(list([])).dtype],
    ['int64', 'bool', 'float32'],
  );
  assert.deepEqual(known(list([list([]), list([])])).shape, [2, 0]);
  assert.deepEqual(known(int(7)).shape, []);
});

test('an unknown number anywhere makes the whole unknown', () => {
  const why = unknown(say('not modelled'));
  assert.equal(read(list([int(1), list([why])])), why);
  assert.equal(read(why), why);
});

test('ragged data is refused with the place', () => {
  assert.throws(
    () => read(list([list([int(1), int(2)]), list([int(3)])])),
    /expected sequence of length 2 at dim 1 \(got 1\)/,
  );
  assert.throws(() => read(list([list([int(1)]), int(2)])), /not a sequence/);
  assert.throws(() => read(list([float(1), list([int(2)])])), /must be real number, not list/);
  assert.throws(() => read(str('a')), /new\(\): invalid data type 'str'/);
});

test('numbers are rounded, truncated and checked as PyTorch does', () => {
  assert.equal(convertNumber(1.9, 'int32'), 1);
  assert.equal(convertNumber(-1, 'uint8'), 255);
  assert.equal(convertNumber(2n ** 62n + 1n, 'int64'), 2n ** 62n + 1n);
  assert.equal(convertNumber(1e10, 'float16'), Infinity);
  assert.throws(() => convertNumber(300, 'uint8'), /value cannot be converted to type uint8 without overflow/);
  assert.throws(() => convertNumber(2n ** 63n, 'int64'), /Overflow when unpacking long long/);
  assert.throws(() => convertNumber(Number.NaN, 'int64'), /int64 without overflow/);
});
