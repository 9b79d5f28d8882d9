import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNumpyDtype } from '../../../src/protocol/npy';
import { rounded } from '../../../src/protocol/texts';
import type { TensorView } from '../../../src/protocol/views';
import { isWhole, numpyLiteral, pythonLiteral } from '../../../webview/heatmap/pythonLiteral';
import { provenSums, sumsFrom, sumText } from '../../../webview/heatmap/sums';
import { packState, unpackState } from '../../../webview/page/keptState';

const stats = { count: 0, min: 0, max: 1, mean: 0, nan: 0, posInf: 0, negInf: 0 };
const view = (shape: readonly number[], values: readonly number[], more: Partial<TensorView> = {}): TensorView => ({
  label: 'x',
  shape,
  shown: shape,
  dtype: 'float32',
  format: 'float32',
  values: Float32Array.from(values),
  stats,
  scale: 'sequential',
  ...more,
});

test('short numbers keep their size and sign', () => {
  const texts = [0, -0, 0.12723307, -1.1258398, 123456.789, 0.00001234, 1e300, 20580.03, Number.NaN, -Infinity].map(
    (n) => rounded(n),
  );
  assert.deepEqual(texts, ['0', '-0', '0.1272', '-1.126', '1.235e5', '1.234e-5', '1e300', '20580', 'nan', '-inf']);
  assert.equal(rounded(99999, 'int'), '99999');
  assert.equal(rounded(1, 'bool'), 'True');
});

test('literals make the tensor again', () => {
  assert.equal(
    pythonLiteral(view([2, 2], [0.5, 1, 0.1, Number.NaN])),
    "torch.tensor([[0.5, 1.0], [0.1, float('nan')]])",
  );
  assert.equal(pythonLiteral(view([], [-Infinity])), "torch.tensor(float('-inf'))");
  assert.equal(pythonLiteral(view([2], [1, 0], { dtype: 'bool', format: 'bool' })), 'torch.tensor([True, False])');
  assert.equal(
    pythonLiteral(view([1], [3], { dtype: 'int32', format: 'int' })),
    'torch.tensor([3], dtype=torch.int32)',
  );
  assert.equal(pythonLiteral(view([0, 3], [])), 'torch.empty((0, 3), dtype=torch.float32)');
  assert.equal(isWhole(view([9], [1, 2], { shown: [2] })), false);
});

test('sums are shown where every one is 1, along the right dim', () => {
  const rows = provenSums(view([2, 3], [0.2, 0.3, 0.5, 0, 0, 1]));
  assert.equal(rows?.dim, 1);
  const columns = provenSums(view([2, 3], [0.2, 0.3, 0.5, 0.8, 0.7, 0.5]));
  assert.equal(columns?.dim, 0);
  assert.equal(provenSums(view([2, 2], [0.5, 0.5, 0.5, 0.4])), undefined);
  assert.equal(provenSums(view([2, 2], [1, 0, 0, 1], { dtype: 'int64', format: 'int' })), undefined);
});

test('given sums are found by the index of any cell, with or without the dim kept', () => {
  for (const shape of [
    [2, 2],
    [2, 1, 2],
  ]) {
    const sums = sumsFrom(view(shape, [10, 11, 12, 13]), 1, 3);
    assert.equal(sums.at([1, 7, 0]), 12);
    assert.equal(sums.at([0, 0, 1]), 11);
    assert.equal(sums.at([2, 0, 0]), undefined);
  }
});

test('the tick needs a sum within 1e-5 of 1', () => {
  assert.equal(sumText(0.99999994), '1 ✓');
  assert.equal(sumText(1.0001), '1.0001');
});

test('a kept state comes back as it was', () => {
  const state = { view: view([3], [1.5, Number.NaN, Infinity]), odd: [Number.NaN, -Infinity], text: '$numbers' };
  assert.deepEqual(unpackState(packState(state)), state);
  assert.equal(packState({ values: new Float64Array(200_000) }), undefined);
  assert.equal(unpackState('{broken'), undefined);
  assert.equal(unpackState(undefined), undefined);
});

test('a tensor as NumPy makes it: the dtype is written, and what NumPy has no dtype for is not offered', () => {
  assert.equal(
    numpyLiteral(view([2, 2], [0.5, 1, Number.NaN, -Infinity])),
    'np.array([[0.5, 1.0], [np.nan, -np.inf]], dtype=np.float32)',
  );
  assert.equal(
    numpyLiteral(view([2], [1, 0], { dtype: 'bool', format: 'bool' })),
    'np.array([True, False], dtype=np.bool_)',
  );
  assert.equal(numpyLiteral(view([0], [])), 'np.empty((0,), dtype=np.float32)');
  assert.deepEqual(['float16', 'bfloat16', 'complex64', 'list of float'].map(isNumpyDtype), [
    true,
    false,
    false,
    false,
  ]);
});
