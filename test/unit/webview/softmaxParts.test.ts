// The small parts of the softmax panel's page: places of its sliders, and what is new in a line of code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parted } from '../../../webview/views/parted';
import { numberAt, placeOf, steps } from '../../../webview/views/sliderScale';

test('equal steps of a slider multiply or add, and every place is found again', () => {
  const rows = [
    [{ ends: [0.1, 10], log: true }, 1],
    [{ ends: [-1, 2], log: false }, 0.5],
  ] as const;
  for (const [scale, middle] of rows) {
    const [from, to] = scale.ends;
    assert.deepEqual([numberAt(0, scale), numberAt(steps / 2, scale), numberAt(steps, scale)], [from, middle, to]);
    for (let at = 0; at <= steps; at++) assert.equal(placeOf(numberAt(at, scale), scale), at);
    assert.deepEqual([placeOf(-2, scale), placeOf(1e9, scale)], [0, steps]);
  }
  assert.equal(placeOf(0, rows[0][0]), 0);
});

test('what is new in a line stands between what was there', () => {
  assert.deepEqual(parted('f(x, dim=1)', 'f(x, dim=0)'), ['f(x, dim=', '0', ')']);
  assert.deepEqual(parted('f(x)', 'f(x, dim=0)'), ['f(x', ', dim=0', ')']);
  assert.deepEqual(parted('f(aa)', 'f(aaa)'), ['f(aa', 'a', ')']);
  assert.deepEqual(parted('f(x / 2.0)', 'f(x)'), ['f(x', '', ')']);
  assert.deepEqual(parted('x', 'x'), ['x', '', '']);
});
