import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourScale } from '../../../src/protocol/colourScale';
import { blueWhiteRed } from '../../../src/protocol/colours';
import { bent, colouringOf, colourOf, positionOf, unbent } from '../../../webview/heatmap/large/colouring';
import { axisOf, chosenRange, kneeOf, numberOn, placeOn, withEnd } from '../../../webview/heatmap/large/ranges';

const stats = { count: 10, min: -2, max: 6, mean: 1, nan: 0, posInf: 0, negInf: 0 };
const spread = { min: -2, max: 6, low: -1.5, high: 5, knee: 0.01, bins: new Float64Array(64) };
const scale = colourScale({ scale: 'diverging', stats, values: new Float32Array(0) }, 'light');

test('each choice has its range, and falls back where there is none', () => {
  const automatic = [-6, 6] as const;
  const of = (choice: Parameters<typeof chosenRange>[0]) => chosenRange(choice, automatic, [1, 2], stats, spread);
  assert.deepEqual(of('automatic'), automatic);
  assert.deepEqual(of('data'), [-2, 6]);
  assert.deepEqual(of('percentiles'), [-1.5, 5]);
  assert.deepEqual(of('symmetric'), [-6, 6]);
  assert.deepEqual(of('own'), [1, 2]);
  assert.deepEqual(chosenRange('percentiles', automatic, [1, 2], stats), automatic);
  assert.deepEqual(chosenRange('data', automatic, [1, 2], { ...stats, min: 3, max: 3 }), automatic);
});

test('a diverging map has its middle at 0 in any range, linear or not', () => {
  for (const knee of [0, 0.01]) {
    const colouring = colouringOf(scale, [-2, 6], knee, 'light');
    assert.ok(
      colourOf(0, colouring).every((part) => part > 235),
      String(colourOf(0, colouring)),
    );
    assert.deepEqual(colourOf(6, colouring), blueWhiteRed.at(-1));
    assert.ok(positionOf(0, colouring) < 0.5);
    assert.deepEqual(colourOf(Infinity, colouring), colourOf(100, colouring));
  }
});

test('a logarithmic scale is the same below 0 as above, and goes back', () => {
  for (const value of [0, 1e-5, 0.3, 40, -7]) {
    for (const knee of [0, 0.01]) assert.ok(Math.abs(unbent(bent(value, knee), knee) - value) <= 1e-12 * 40);
    assert.equal(bent(-value, 0.01), -bent(value, 0.01));
  }
  assert.equal(kneeOf(stats, spread), 0.01);
  assert.equal(kneeOf(stats, { ...spread, knee: 1e-20 }), 6e-6);
  assert.equal(kneeOf(stats, undefined), 0);
});

test('ends are moved along the axis and never past each other', () => {
  const axis = axisOf(stats, [-6, 6], 0);
  assert.deepEqual(axis, { low: -6, high: 6, knee: 0 });
  assert.equal(placeOn(axis, 0), 0.5);
  assert.equal(numberOn(axis, 0.75), 3);
  assert.deepEqual(withEnd(axis, [-6, 6], 0, 0.25), [-3, 6]);
  const [low, high] = withEnd(axis, [-6, 3], 0, 0.9);
  assert.ok(low < high && high === 3);
  assert.deepEqual(withEnd(axis, [-6, 6], 1, 7), [-6, 6]);
  const bentAxis = axisOf(stats, [-6, 6], 0.01);
  assert.ok(Math.abs(placeOn(bentAxis, numberOn(bentAxis, 0.3)) - 0.3) < 1e-9);
});
