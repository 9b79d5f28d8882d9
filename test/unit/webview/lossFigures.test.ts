import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LossView, TensorView } from '../../../src/protocol/views';
import { lossFigures } from '../../../webview/views/lossFigures';

const tensor = (shape: readonly number[], first = 0.25): TensorView => {
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => first + i);
  const stats = { count: values.length, min: 0, max: 9, mean: 1, nan: 0, posInf: 0, negInf: 0 };
  return { label: 'x', shape, shown: shape, dtype: 'float32', format: 'float32', values, stats, scale: 'sequential' };
};
const loss = (value: TensorView, perElement: TensorView | undefined, inputs: readonly TensorView[]): LossView => {
  const at = { line: 0, character: 0 };
  return {
    kind: 'loss',
    uri: '',
    version: 1,
    range: { start: at, end: at },
    source: '',
    valueText: '',
    value,
    backend: { name: 'cpu', label: 'CPU', why: '' },
    ...(perElement ? { perElement } : {}),
    inputs,
    gradients: [],
    controls: [],
    messages: [],
    assumptions: [],
    milliseconds: 1,
  };
};
const scalar = tensor([]);

test('one loss per row stands beside the rows that it belongs to', () => {
  const figures = lossFigures(loss(scalar, tensor([3]), [tensor([3, 3]), tensor([3]), tensor([3])]));
  assert.deepEqual(
    figures.map(({ name, linked, upright }) => [name, linked, upright]),
    [
      ['perElement', true, true],
      ['input0', true, false],
      ['input1', true, true],
      // A weight counts classes, not rows, even where there are as many.
      ['input2', false, false],
    ],
  );
});

test('tensors of the same shape share the width of their cells', () => {
  const figures = lossFigures(loss(scalar, tensor([2, 3]), [tensor([2, 3], 1000.125), tensor([2, 3]), tensor([3])]));
  const [perElement, input, target, weight] = figures.map((figure) => figure.columns);
  assert.equal(perElement?.exact.whole, 4);
  assert.equal(input, perElement);
  assert.equal(target, perElement);
  assert.equal(weight, undefined);
  assert.deepEqual(figures[0]?.range, [0, 9]);
});

test('a value that is the loss per element is drawn once', () => {
  const names = (value: TensorView) => lossFigures(loss(value, tensor([2, 2]), [])).map((figure) => figure.name);
  assert.deepEqual(names(tensor([2, 2])), ['perElement']);
  assert.deepEqual(names(tensor([2, 2], 7)), ['value', 'perElement']);
  assert.deepEqual(names(scalar), ['perElement']);
});

test('what scores stand for, the scores and their gradient have cells of one width', () => {
  const view = {
    ...loss(scalar, tensor([2]), [tensor([2, 3], 1000.125), { ...tensor([2]), label: 'y' }]),
    gradients: [tensor([2, 3])],
  };
  const figures = lossFigures({ ...view, probabilities: tensor([2, 3]) });
  assert.deepEqual(
    figures.map(({ name, columns }) => [name, columns?.exact.whole]),
    [
      ['perElement', 1],
      ['probabilities', 4],
      ['input0', 4],
      ['gradient0', 4],
      ['input1', 1],
    ],
  );
});
