import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bounded,
  fitted,
  frameOf,
  levelOf,
  panned,
  revealing,
  tilesSeen,
  zoomed,
} from '../../../webview/heatmap/large/viewport';

const square = { rows: 4096, cols: 4096 };
const frame = { width: 512, height: 512 };
const fit = fitted(square, frame);

test('the picture is square where the plane is, and never a thread', () => {
  assert.deepEqual(frameOf(square, 1200), { width: 520, height: 520 });
  assert.deepEqual(frameOf(square, 300), { width: 300, height: 300 });
  assert.deepEqual(frameOf({ rows: 100_000, cols: 8 }, 700), { width: 320, height: 520 });
  assert.deepEqual(frameOf({ rows: 8, cols: 100_000 }, 700), { width: 700, height: 120 });
  assert.deepEqual(frameOf({ rows: 1, cols: 100_000 }, 700), { width: 700, height: 32 });
});

test('a level has cells of a device pixel or more', () => {
  assert.deepEqual(levelOf(fit, 1), { rows: 3, cols: 3 });
  assert.deepEqual(levelOf(fit, 2), { rows: 2, cols: 2 });
  assert.deepEqual(levelOf({ ...fit, across: 0.24, down: 1 }, 1), { rows: 0, cols: 3 });
  assert.deepEqual(levelOf({ ...fit, across: 30, down: 30 }, 1), { rows: 0, cols: 0 });
});

test('zooming keeps what is under the pointer, within its bounds', () => {
  const near = zoomed(fit, square, frame, 4, 100, 300);
  assert.equal(near.across, 0.5);
  assert.ok(Math.abs(near.left + 100 / near.across - 800) < 1e-9);
  assert.ok(Math.abs(near.top + 300 / near.down - 2400) < 1e-9);
  assert.deepEqual(zoomed(near, square, frame, 1e-6), fit);
  assert.equal(zoomed(near, square, frame, 1e6).across, 112);
  const thin = { rows: 4, cols: 100_000 };
  const wide = zoomed(fitted(thin, frame), thin, frame, 1e9);
  assert.deepEqual([wide.across, wide.down], [112, 128]);
});

test('panning stops at the edges', () => {
  const near = zoomed(fit, square, frame, 4, 0, 0);
  assert.deepEqual([panned(near, square, frame, -50, -10).left, panned(near, square, frame, -50, -10).top], [100, 20]);
  assert.equal(panned(near, square, frame, 500, 0).left, 0);
  assert.equal(panned(near, square, frame, -1e6, 0).left, 4096 - 1024);
  assert.deepEqual(bounded({ ...fit, left: 70 }, square, frame), fit);
});

test('a cell that is reached by keys comes into sight by the shortest way', () => {
  const near = { ...zoomed(fit, square, frame, 128, 0, 0) };
  assert.equal(near.across, 16);
  assert.deepEqual(revealing(near, square, frame, 5, 31), near);
  assert.equal(revealing(near, square, frame, 5, 32).left, 1);
  assert.equal(revealing({ ...near, top: 100 }, square, frame, 4095, 0).top, 4096 - 32);
  assert.equal(revealing({ ...near, top: 100 }, square, frame, 40, 0).top, 40);
});

test('tiles that are seen, with a margin that stays in the plane', () => {
  assert.deepEqual(tilesSeen(fit, square, frame, { rows: 3, cols: 3 }), { rows: [0, 2], cols: [0, 2] });
  const part = { left: 1000, top: 300, across: 1, down: 1 };
  assert.deepEqual(tilesSeen(part, square, frame, { rows: 0, cols: 0 }), { rows: [1, 4], cols: [3, 6] });
  assert.deepEqual(tilesSeen(part, square, frame, { rows: 0, cols: 0 }, 2), { rows: [0, 6], cols: [1, 8] });
  assert.deepEqual(tilesSeen(part, { rows: 900, cols: 1500 }, frame, { rows: 0, cols: 0 }, 2), {
    rows: [0, 4],
    cols: [1, 6],
  });
});
