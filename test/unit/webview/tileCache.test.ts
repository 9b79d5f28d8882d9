import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TileParams, TileView } from '../../../src/protocol/tiles';
import { sceneOf, tilesWanted } from '../../../webview/heatmap/large/scene';
import { type DrawnPlane, planeName, TileCache, type TilePlace } from '../../../webview/heatmap/large/tileCache';
import { channelsOf, numberAt } from '../../../webview/heatmap/large/tileValues';
import { fitted, zoomed } from '../../../webview/heatmap/large/viewport';
import type { Ask } from '../../../webview/page/questions';

const plane: DrawnPlane = { source: 's', rowDim: 0, colDim: 1, index: [0, 0], pooling: 'mean' };
const name = planeName(plane);
const tile = (): TileView => ({ rows: 16, cols: 16, exact: new Float32Array(256) });
const at = (row: number, col: number, step = 0): TilePlace => ({ level: { rows: step, cols: step }, row, col });
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A server of which each answer is given by hand. */
function server() {
  const asked: {
    readonly params: TileParams;
    readonly signal: AbortSignal;
    answer: (view: TileView | null) => void;
  }[] = [];
  const ask = ((_, params, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
      asked.push({ params: params as TileParams, signal: signal!, answer: resolve as (view: TileView | null) => void });
    })) as Ask;
  return { asked, ask };
}

test('asks for few at a time, the first first, and takes back what is not wanted any more', async () => {
  const { asked, ask } = server();
  let changes = 0;
  const cache = new TileCache({ ask, changed: () => changes++, atOnce: 2 });
  cache.want(plane, [at(0, 0), at(0, 1), at(0, 2)]);
  assert.deepEqual(
    asked.map(({ params }) => params.col),
    [0, 1],
  );
  asked[0]!.answer(tile());
  await turn();
  assert.deepEqual([changes, asked.length, asked[2]?.params.col], [1, 3, 2]);
  assert.ok(cache.get(name, at(0, 0)));
  cache.want(plane, [at(0, 2), at(1, 2)]);
  await turn();
  assert.deepEqual(
    asked.map(({ signal }) => signal.aborted),
    [false, true, false, false],
  );
  assert.deepEqual([asked[3]?.params.row, asked[3]?.params.col], [1, 2]);
  cache.want(plane, [at(0, 0), at(0, 2), at(1, 2)]);
  assert.equal(asked.length, 4, 'what is here or under way is not asked again');
  cache.dispose();
  await turn();
  assert.ok(asked[2]?.signal.aborted && asked[3]?.signal.aborted);
});

test('bytes are bounded, and the least recently used tile goes', async () => {
  const { asked, ask } = server();
  const cache = new TileCache({ ask, changed: () => undefined, bytes: 3 * 1024, atOnce: 9 });
  cache.want(
    plane,
    [0, 1, 2, 3].map((col) => at(0, col)),
  );
  for (const one of asked.slice(0, 3)) one.answer(tile());
  await turn();
  assert.ok(cache.get(name, at(0, 0)), 'used again');
  asked[3]!.answer(tile());
  await turn();
  assert.equal(cache.bytes, 3 * 1024);
  assert.deepEqual(
    [0, 1, 2, 3].map((col) => cache.get(name, at(0, col)) !== undefined),
    [true, false, true, true],
  );
});

test('a tensor that is held no longer, or a failure, is not asked for again and again', async () => {
  const { asked, ask } = server();
  const cache = new TileCache({ ask, changed: () => undefined });
  cache.want(plane, [at(0, 0)]);
  asked[0]!.answer(null);
  await turn();
  assert.equal(cache.stale, true);
  cache.want(plane, [at(0, 0), at(0, 1)]);
  assert.equal(asked.length, 1);
  let failures = 0;
  const failing = new TileCache({
    ask: (() => {
      failures++;
      return Promise.reject(new Error('gone'));
    }) as Ask,
    changed: () => undefined,
  });
  for (let i = 0; i < 3; i++) {
    failing.want(plane, [at(0, 0)]);
    await turn();
  }
  assert.equal(failures, 1);
});

const extent = { rows: 4096, cols: 4096 };
const frame = { width: 512, height: 512 };

test('what is seen is asked for first, from the middle outwards, then the whole, then what is beside', () => {
  const whole = fitted(extent, frame);
  const near = zoomed(whole, extent, frame, 8, 256, 256);
  const wanted = tilesWanted(near, whole, extent, frame, 1);
  assert.deepEqual(
    wanted.slice(0, 4).map(({ level }) => level.cols),
    [0, 0, 0, 0],
  );
  assert.ok(Math.abs(wanted[0]!.row - 7.5) <= 1);
  assert.equal(wanted.filter(({ level }) => level.cols === 3).length, 4);
  assert.equal(wanted.at(-1)?.level.cols, 0);
});

test('under what is missing lie the coarser tiles, and a complete picture is made of its own level alone', async () => {
  const ask = (async () => tile()) as unknown as Ask;
  const cache = new TileCache({ ask, changed: () => undefined, atOnce: 99 });
  const whole = fitted(extent, frame);
  const near = zoomed(whole, extent, frame, 8, 256, 256);
  assert.deepEqual(sceneOf(cache, name, near, extent, frame, 1), { tiles: [], complete: false, covered: false });
  cache.want(plane, [at(0, 0, 3), at(0, 1, 3), at(1, 0, 3)]);
  await turn();
  assert.equal(sceneOf(cache, name, near, extent, frame, 1).covered, false, 'a corner would be blank');
  cache.want(plane, [at(1, 1, 3), at(7, 7), at(0, 0)]);
  await turn();
  const under = sceneOf(cache, name, near, extent, frame, 1);
  assert.deepEqual(
    under.tiles.map(({ level }) => level.cols),
    [3, 3, 3, 3, 0],
  );
  assert.deepEqual([under.complete, under.covered], [false, true]);
  cache.want(plane, tilesWanted(near, whole, extent, frame, 1));
  await turn();
  const own = sceneOf(cache, name, near, extent, frame, 1);
  assert.ok(own.complete && own.tiles.every(({ level }) => level.cols === 0));
});

test('what is not finite outweighs the rest of its cell, and float64 stays in the range of colours', () => {
  const numbers = Float32Array.of(1, 2, 3, 4);
  const pooled: TileView = {
    rows: 1,
    cols: 4,
    pooled: numbers,
    odd: Uint8Array.of(0, 1, 6, 4),
  };
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => numberAt(pooled, i)),
    [1, Number.NaN, Infinity, -Infinity],
  );
  const flagged = channelsOf(pooled);
  assert.deepEqual([flagged.count, ...flagged.numbers], [2, 1, 0, 0, 1, 0, 2, 0, 4]);
  assert.deepEqual(channelsOf({ rows: 1, cols: 4, pooled: numbers }), { count: 1, numbers });
  const exact: TileView = { rows: 1, cols: 2, exact: Float64Array.of(1e300, -1e300) };
  assert.ok(channelsOf(exact).numbers.every(Number.isFinite));
});
