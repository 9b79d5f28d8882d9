import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortest } from '../../src/base/numberText';
import { lineStarts, positionAt } from '../../src/base/span';
import { render, say } from '../../src/base/text';

test('shortest float32 text reads back as the same float32', () => {
  assert.equal(shortest(0.12723307311534882, 'float32'), '0.12723307');
  assert.equal(shortest(0.1, 'float64'), '0.1');
  assert.equal(shortest(Math.fround(0.1), 'float32'), '0.1');
  assert.equal(shortest(2, 'float32'), '2.0');
  assert.equal(shortest(2, 'int'), '2');
  assert.equal(shortest(Number.NaN, 'float32'), 'nan');
  assert.equal(shortest(-0, 'float32'), '-0.0');
  assert.equal(shortest(-Infinity, 'float32'), '-inf');
});

test('positions follow every kind of line end', () => {
  const starts = lineStarts('a\nb\r\nc\rd');
  assert.deepEqual(starts, [0, 2, 5, 7]);
  assert.deepEqual(positionAt(starts, 6), { line: 2, character: 1 });
});

test('texts are filled in and translated', () => {
  assert.equal(render(say('line {0}: {1}', 3, say('why'))), 'line 3: why');
  assert.equal(render(say('line {0}', 3), { 'line {0}': '第 {0} 行' }), '第 3 行');
});
