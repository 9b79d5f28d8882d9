import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planeOf } from '../../../src/protocol/plane';
import type { TensorView } from '../../../src/protocol/views';
import { isIgnored, isPicked, pickedCells, picksOf } from '../../../webview/heatmap/picks';

const indices = (shape: readonly number[], values: readonly number[], shown = shape): TensorView => ({
  label: 'target',
  shape,
  shown,
  dtype: 'int64',
  format: 'int',
  values: Float64Array.from(values),
  stats: { count: values.length, min: 0, max: 9, mean: 1, nan: 0, posInf: 0, negInf: 0 },
  scale: 'categorical',
});

test('a target picks one class of each example', () => {
  const picks = picksOf(1, indices([3], [2, 0, -100]), -100);
  assert.ok(isPicked(picks, [0, 2]));
  assert.ok(!isPicked(picks, [0, 0]));
  assert.ok(isPicked(picks, [1, 0]));
  assert.ok(![0, 1, 2].some((j) => isPicked(picks, [2, j])));
  assert.deepEqual(
    [0, 1, 2].map((n) => isIgnored(picks, [n])),
    [false, false, true],
  );
});

test('the classes of pixels are a dim in the middle, and those of one example the only one', () => {
  const pixels = picksOf(1, indices([2, 2], [0, 1, 1, 2]), undefined);
  assert.ok(isPicked(pixels, [1, 2, 1]));
  assert.ok(!isPicked(pixels, [1, 2, 0]));
  const one = picksOf(0, indices([], [3]), -100);
  assert.ok(isPicked(one, [3]));
  assert.ok(!isPicked(one, [0]));
});

test('the cells of a plane are found along its rows or its columns, and out of range there are none', () => {
  const across = planeOf([3, 4], false);
  const cells = pickedCells(picksOf(1, indices([3], [3, 9, 1]), -100), across, (row, col) => [row, col]);
  assert.deepEqual(cells, [
    { row: 0, col: 3 },
    { row: 2, col: 1 },
  ]);
  const down = pickedCells(picksOf(0, indices([4], [0, 2, 1, 0]), -100), across, (row, col) => [row, col]);
  assert.deepEqual(down, [
    { row: 0, col: 0 },
    { row: 2, col: 1 },
    { row: 1, col: 2 },
    { row: 0, col: 3 },
  ]);
});

test('of a target that was not sent as a whole nothing is known', () => {
  assert.equal(picksOf(1, indices([9], [0, 1], [2]), -100), undefined);
  assert.ok(!isPicked(undefined, [0, 0]));
});
