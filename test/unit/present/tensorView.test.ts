import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestedList } from '../../../src/present/nestedList';
import { brief, shapeText, valueText } from '../../../src/present/numbers';
import { dimsThatSumToOne, type HostTensor, sumsAlong, tensorView } from '../../../src/present/tensorView';
import { statsOf } from '../../../src/protocol/stats';
import { float, int, list, str } from '../../../src/python/value';

const tensor = (shape: readonly number[], values: readonly number[]): HostTensor => ({
  shape,
  dtype: 'float32',
  format: 'float32',
  values: Float32Array.from(values),
});

test('sums run along one dim and keep the others', () => {
  const x = tensor([2, 3], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...sumsAlong(x, 0)], [5, 7, 9]);
  assert.deepEqual([...sumsAlong(x, 1)], [6, 15]);
  const y = tensor([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual([...sumsAlong(y, 1)], [4, 6, 12, 14]);
});

test('only dims longer than one whose every sum is 1 are a proof', () => {
  assert.deepEqual(dimsThatSumToOne(tensor([2, 2], [0.25, 0.75, 0.5, 0.5])), [1]);
  assert.deepEqual(dimsThatSumToOne(tensor([2, 2], [0.25, 0.75, 0.75, 0.25])), [0, 1]);
  assert.deepEqual(dimsThatSumToOne(tensor([2, 1], [1, 1])), []);
  assert.deepEqual(dimsThatSumToOne({ ...tensor([2, 2], [0, 1, 1, 0]), format: 'int' }), []);
  assert.deepEqual(dimsThatSumToOne(tensor([2, 2], [Number.NaN, 1, 0.5, 0.5])), []);
});

test('statistics leave out what is not finite and count it', () => {
  const stats = statsOf(Float32Array.of(1, Number.NaN, Infinity, -Infinity, 3));
  assert.deepEqual(stats, { count: 5, min: 1, max: 3, mean: 2, nan: 1, posInf: 1, negInf: 1 });
  assert.ok(Number.isNaN(statsOf(new Float32Array(0)).mean));
});

test('a large tensor shows a corner and keeps the statistics of the whole', () => {
  const values = Float32Array.from({ length: 300 * 400 }, (_, i) => i);
  const view = tensorView('x', { shape: [300, 400], dtype: 'float32', format: 'float32', values });
  assert.deepEqual(view.shown, [128, 128]);
  assert.equal(view.values.length, 128 * 128);
  assert.equal(view.values[129], 401);
  assert.equal(view.stats.max, 300 * 400 - 1);
});

test('leading dims are cut so that the whole stays within bounds', () => {
  const view = tensorView('x', {
    shape: [50, 20, 100],
    dtype: 'float32',
    format: 'float32',
    values: new Float32Array(1e5),
  });
  assert.ok(view.values.length <= 16384 && view.shown[2] === 100 && view.shown[1] === 20, String(view.shown));
});

test('the colour scale follows dtype and sign', () => {
  assert.equal(tensorView('x', tensor([2], [-1, 2])).scale, 'diverging');
  assert.equal(tensorView('x', tensor([2], [0, 2])).scale, 'sequential');
  assert.equal(tensorView('x', { ...tensor([2], [0, 2]), format: 'int' }).scale, 'categorical');
});

test('a nested list of numbers is read as the tensor it spells', () => {
  const rows = list([list([float(0.5), int(1)]), list([float(0.2), float(0.4)])]);
  const seen = nestedList(rows);
  assert.deepEqual(seen?.shape, [2, 2]);
  assert.equal(seen?.format, 'float64');
  assert.deepEqual([...(seen?.values ?? [])], [0.5, 1, 0.2, 0.4]);
  assert.equal(nestedList(list([int(1), int(2)]))?.format, 'int');
});

test('a ragged list, a list of texts and an empty list spell no tensor', () => {
  assert.equal(nestedList(list([list([int(1)]), list([int(1), int(2)])])), undefined);
  assert.equal(nestedList(list([str('a')])), undefined);
  assert.equal(nestedList(list([])), undefined);
  assert.equal(nestedList(list([list([int(1)]), int(2)])), undefined);
});

test('numbers in running text have four digits, values at line ends all', () => {
  assert.equal(brief(0.12723307), '0.1272');
  assert.equal(brief(-2), '−2');
  assert.equal(brief(Number.NaN), 'nan');
  assert.equal(shapeText([3]), '(3,)');
  assert.equal(shapeText([]), '()');
  assert.equal(valueText(tensorView('x', tensor([], [0.12723307311534882]))), '0.12723307');
  assert.equal(valueText(tensorView('x', tensor([2], [0.5, 1]))), '[0.5, 1.0]');
  assert.equal(valueText(tensorView('x', tensor([2, 2], [0, 1, 2, 3]))), '(2, 2) 0 … 3');
});
