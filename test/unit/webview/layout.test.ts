import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { columnsOf, padding } from '../../../webview/heatmap/cellText';
import { layoutOf, mostElements } from '../../../webview/heatmap/layout';
import { moveCursor } from '../../../webview/heatmap/moveCursor';

const room = { available: 500, digit: 7 };
const demand = (rows: number, cols: number, chars = 10) => ({
  rows,
  cols,
  exact: { whole: 1, fraction: chars - 1 },
  rounded: { whole: 1, fraction: 3 },
  margin: 0,
  indexed: true,
});

test('numbers are exact where they fit, rounded where those fit, left out where neither does', () => {
  assert.deepEqual([layoutOf(demand(2, 3), room).mode, layoutOf(demand(2, 3), room).precision], ['text', 'exact']);
  assert.deepEqual([layoutOf(demand(5, 10), room).mode, layoutOf(demand(5, 10), room).precision], ['text', 'rounded']);
  assert.equal(layoutOf(demand(5, 24), room).mode, 'plain');
  assert.equal(layoutOf(demand(200, 300), room).mode, 'raster');
});

test('elements fit the room, and no more of them are made than allowed', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 60, max: 2000 }),
      (rows, cols, available) => {
        const layout = layoutOf(demand(rows, cols), { available, digit: 7 });
        assert.ok(layout.cellWidth >= 1 && layout.cellHeight >= 1);
        if (layout.mode === 'raster') return;
        assert.ok(rows * cols <= mostElements);
        assert.ok(layout.headerWidth + cols * layout.cellWidth + layout.marginWidth <= available);
      },
    ),
  );
});

test('a matrix of few rows is painted thick enough to see', () => {
  const layout = layoutOf(demand(4, 1000), room);
  assert.equal(layout.cellWidth, 1);
  assert.ok(layout.cellHeight * 4 >= 64);
});

test('points stand under each other; words and powers of ten do not count', () => {
  const texts = ['0.5', '12.25', 'nan', '1e-7', '-3.0'];
  const columns = columnsOf(texts);
  assert.deepEqual(columns, { whole: 2, fraction: 3 });
  const ends = texts.map((text) => columns.whole + columns.fraction - padding(text, columns) - text.length);
  assert.deepEqual(ends, [1, 0, 2, 1, 0]);
});

test('keys move within the grid', () => {
  const move = (key: string, control = false) => moveCursor(key, control, { row: 1, col: 1 }, 3, 4);
  assert.deepEqual(move('ArrowUp'), { row: 0, col: 1 });
  assert.deepEqual(move('End'), { row: 1, col: 3 });
  assert.deepEqual(move('End', true), { row: 2, col: 3 });
  assert.deepEqual(move('PageDown'), { row: 2, col: 1 });
  assert.equal(move('x'), undefined);
});
