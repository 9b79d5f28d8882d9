// The small parts of the softmax panel's page: places of its sliders, and what is new in a line of code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromSlider, steps, toSlider } from '../../../webview/views/logSlider';
import { parted } from '../../../webview/views/parted';

test('equal steps of a slider multiply, and every place is found again', () => {
  assert.deepEqual([fromSlider(0, 0.1, 10), fromSlider(steps / 2, 0.1, 10), fromSlider(steps, 0.1, 10)], [0.1, 1, 10]);
  for (let at = 0; at <= steps; at++) assert.equal(toSlider(fromSlider(at, 0.1, 10), 0.1, 10), at);
  assert.deepEqual([toSlider(0, 0.1, 10), toSlider(1e9, 0.1, 10)], [0, steps]);
});

test('what is new in a line stands between what was there', () => {
  assert.deepEqual(parted('f(x, dim=1)', 'f(x, dim=0)'), ['f(x, dim=', '0', ')']);
  assert.deepEqual(parted('f(x)', 'f(x, dim=0)'), ['f(x', ', dim=0', ')']);
  assert.deepEqual(parted('f(aa)', 'f(aaa)'), ['f(aa', 'a', ')']);
  assert.deepEqual(parted('f(x / 2.0)', 'f(x)'), ['f(x', '', ')']);
  assert.deepEqual(parted('x', 'x'), ['x', '', '']);
});
