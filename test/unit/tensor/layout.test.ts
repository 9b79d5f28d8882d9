// The rule of layouts against strides that PyTorch 2.13 gave, and what holds of any strides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { contiguousStrides, tensorOf, valuesOf } from '../../../src/tensor/host';
import { copyIn, laidOut } from '../../../src/tensor/laidOut';
import {
  columnStrides,
  formatStrides,
  isDense,
  iteratorStrides,
  type Lying,
  likeStrides,
  looksChannelsLast,
} from '../../../src/tensor/layout';
import { permute } from '../../../src/tensor/view';

const lying = (shape: readonly number[], strides: readonly number[]): Lying => ({ shape, strides });
const number = lying([], []);

test('strides of what TensorIterator computes', () => {
  const cases: readonly (readonly [readonly number[], readonly Lying[], readonly number[]])[] = [
    [[4, 2, 3], [lying([4, 2, 3], [1, 12, 4])], [1, 12, 4]],
    [
      [4, 2, 2],
      [lying([4, 2, 2], [1, 12, 4]), number],
      [1, 8, 4],
    ],
    [
      [2, 4, 2, 3],
      [lying([2, 4, 2, 3], [0, 1, 12, 4]), number],
      [24, 1, 12, 4],
    ],
    [
      [2, 3],
      [lying([2, 3], [1, 2]), lying([2, 3], [3, 1])],
      [1, 2],
    ],
    [
      [2, 3],
      [lying([2, 3], [3, 1]), lying([2, 3], [1, 2])],
      [3, 1],
    ],
    [
      [2, 3],
      [lying([3], [1]), lying([2, 3], [1, 2])],
      [1, 2],
    ],
    [
      [2, 1, 4],
      [lying([2, 1, 4], [4, 1, 1]), number],
      [4, 1, 1],
    ],
    [[2, 1, 4], [lying([2, 1, 4], [4, 1, 1])], [4, 4, 1]],
    [
      [2, 3, 4, 1],
      [lying([2, 3, 4, 1], [12, 1, 3, 1]), number],
      [12, 1, 3, 1],
    ],
    [[0, 3], [lying([0, 3], [6, 2])], [3, 1]],
  ];
  for (const [shape, operands, wanted] of cases)
    assert.deepEqual(iteratorStrides(shape, operands), wanted, JSON.stringify(operands));
});

test('copies keep what is dense and close the gaps of what is not', () => {
  assert.deepEqual(likeStrides(lying([4, 2, 3], [1, 12, 4])), [1, 12, 4]);
  assert.deepEqual(likeStrides(lying([4, 2, 3], [2, 24, 8])), [1, 12, 4]);
  assert.deepEqual(likeStrides(lying([2, 4, 2, 3], [0, 1, 12, 4])), [24, 1, 12, 4]);
  assert.deepEqual(formatStrides(lying([2, 3, 4, 5], []), 'channels_last'), [60, 1, 15, 3]);
  assert.equal(formatStrides(lying([3], [1]), 'channels_last'), undefined);
  assert.deepEqual(columnStrides([2, 4, 3]), [12, 1, 4]);
});

test('channels_last is told from rows by the order of strides alone', () => {
  assert.ok(looksChannelsLast(lying([2, 3, 3, 4], [60, 1, 15, 3])));
  assert.ok(!looksChannelsLast(lying([2, 3, 4, 5], [60, 20, 5, 1])));
  assert.ok(!looksChannelsLast(lying([1, 1, 3, 3], [9, 9, 3, 1])));
  assert.ok(looksChannelsLast(lying([1, 1, 3, 3], [9, 1, 3, 1])));
});

test('of every order of dims a layout is kept, dense, and holds the same values', () => {
  const engine = createCpuEngine();
  const shape = [2, 3, 1, 4];
  const x = tensorOf(
    Float32Array.from({ length: 24 }, (_, i) => i),
    shape,
    'float32',
  );
  const orders = (rest: readonly number[]): readonly (readonly number[])[] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((dim) => orders(rest.filter((other) => other !== dim)).map((more) => [dim, ...more]));
  for (const order of orders([0, 1, 2, 3])) {
    const view = permute(x, order);
    const strides = iteratorStrides(view.shape, [view, number]);
    const made = laidOut(engine, copyIn(engine, view), strides);
    assert.ok(isDense(made), `${order}`);
    assert.deepEqual([...valuesOf(made)], [...valuesOf(view)], `${order}`);
    for (const [dim, size] of made.shape.entries())
      if (size !== 1) assert.equal(made.strides[dim], view.strides[dim], `${order}`);
    assert.equal(laidOut(engine, made, strides), made);
    assert.deepEqual(copyIn(engine, made).strides, contiguousStrides(made.shape));
  }
});
