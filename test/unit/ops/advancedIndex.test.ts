import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexElements, nonzero, takeElements } from '../../../src/ops/indexing/advancedIndex';
import { tensorOf, valuesOf } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';
import { permute } from '../../../src/tensor/view';

const long = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensorOf(BigInt64Array.from(values, BigInt), shape, 'int64');
const counted = (shape: readonly number[]): Tensor => {
  const count = shape.reduce((product, n) => product * n, 1);
  return tensorOf(
    Float32Array.from({ length: count }, (_, i) => i),
    shape,
    'float32',
  );
};
const take = (x: Tensor, indices: readonly (Tensor | undefined)[]): Tensor =>
  takeElements(x, indexElements(x, indices));

test('index tensors side by side stay in place, apart they come first', () => {
  const x = counted([2, 3, 4]);
  assert.deepEqual(take(x, [undefined, long([0, 2]), long([1, 1])]).shape, [2, 2]);
  assert.deepEqual(take(x, [long([0, 1]), undefined, long([0, 3])]).shape, [2, 3]);
  assert.deepEqual([...valuesOf(take(x, [long([0, 1]), undefined, long([0, 3])]))], [0, 4, 8, 15, 19, 23]);
});

test('indices along one dim of any view agree with reading element by element', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 3 });
  fc.assert(
    fc.property(sizes, fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 5 }), (shape, picks) => {
      const x = permute(
        counted([...shape].reverse()),
        shape.map((_, i) => shape.length - 1 - i),
      );
      const rows = picks.map((pick) => pick % shape[0]!);
      const taken = take(x, [long(rows)]);
      assert.deepEqual(taken.shape, [rows.length, ...shape.slice(1)]);
      const width = shape.slice(1).reduce((product, n) => product * n, 1);
      const all = [...valuesOf(x)];
      assert.deepEqual(
        [...valuesOf(taken)],
        rows.flatMap((row) => all.slice(row * width, (row + 1) * width)),
      );
    }),
  );
});

test('an index beyond the size names dim and size', () => {
  assert.throws(
    () => take(counted([2, 3]), [undefined, long([3])]),
    /index 3 is out of bounds for dimension 0 with size 3/,
  );
  assert.throws(
    () => take(counted([2, 3]), [long([0, 1]), long([0, 1, 2])]),
    /indexing tensors could not be broadcast together with shapes \[2\], \[3\]/,
  );
});

test('the places of what is not zero', () => {
  const mask = tensorOf(Uint8Array.from([1, 0, 0, 1, 1, 0]), [2, 3], 'bool');
  assert.deepEqual(
    nonzero(mask).map((column) => [...valuesOf(column)].map(Number)),
    [
      [0, 1, 1],
      [0, 0, 1],
    ],
  );
});
