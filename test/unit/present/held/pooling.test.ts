import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellView, spreadView, tileView } from '../../../../src/present/held/answers';
import { HeldTensors } from '../../../../src/present/held/heldTensors';
import { Shared } from '../../../../src/present/held/shared';
import { type HostTensor, tensorView } from '../../../../src/present/tensorView';
import type { PlaneParams, Pooling, TileView } from '../../../../src/protocol/tiles';
import type { TensorView } from '../../../../src/protocol/views';
import { type Counter, Meter } from '../../../../src/tensor/meter';

const live = new AbortController().signal;
const free = (): Meter => new Meter();

const host = (shape: readonly number[], values: Float32Array | Float64Array): HostTensor => ({
  shape,
  dtype: 'float32',
  format: 'float32',
  values,
});

const made = (shape: readonly number[], of: (i: number) => number): HostTensor =>
  host(
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => of(i)),
  );

/** A store that holds this tensor alone, and the plane of its last two dims. */
function held(tensor: HostTensor, more: Partial<PlaneParams> = {}) {
  const store = new HeldTensors('test');
  const view = store.hold('loss a.py', { value: tensorView('x', tensor) }).value as TensorView;
  assert.ok(view.source);
  const rank = tensor.shape.length;
  const plane: PlaneParams & { readonly pooling: Pooling } = {
    source: view.source,
    rowDim: rank - 2,
    colDim: rank - 1,
    index: tensor.shape.map(() => 0),
    pooling: 'mean',
    ...more,
  };
  return { store, plane };
}

/** What a pooled cell must be, in the plainest way. */
function plainly(values: readonly number[]) {
  const finite = values.filter(Number.isFinite);
  const odd =
    (values.some(Number.isNaN) ? 1 : 0) | (values.includes(Infinity) ? 2 : 0) | (values.includes(-Infinity) ? 4 : 0);
  if (finite.length === 0) return { mean: Number.NaN, min: Number.NaN, max: Number.NaN, odd };
  const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
  return {
    mean: Math.fround(mean),
    min: finite.reduce((a, b) => Math.min(a, b)),
    max: finite.reduce((a, b) => Math.max(a, b)),
    odd,
  };
}

const pooled = (tile: TileView | null) => {
  assert.ok(tile && 'pooled' in tile);
  return tile;
};

test('tiles of every level hold mean, least and most of their blocks, and what is not finite', async () => {
  const [rows, cols] = [301, 517];
  const noise = (i: number): number => Math.fround(Math.sin(i * 12.9898) * 43758.5453);
  const tensor = made([rows, cols], (i) =>
    i % 997 === 0 ? Number.NaN : i % 1499 === 0 ? Infinity : i % 2003 === 0 ? -Infinity : noise(i),
  );
  const { store, plane } = held(tensor);
  const exact = await tileView(store, { ...plane, level: { rows: 0, cols: 0 }, row: 1, col: 2 }, free, live);
  assert.ok(exact && 'exact' in exact);
  assert.deepEqual([exact.rows, exact.cols], [45, 5]);
  assert.equal(exact.exact[2 * 5 + 3], tensor.values[258 * cols + 515]);
  for (const level of [
    { rows: 1, cols: 1 },
    { rows: 0, cols: 2 },
    { rows: 3, cols: 3 },
    { rows: 2, cols: 5 },
    { rows: 0, cols: 9 },
    { rows: 9, cols: 10 },
  ]) {
    const tileOf = async (pooling: Pooling) =>
      pooled(await tileView(store, { ...plane, level, pooling, row: 0, col: 0 }, free, live));
    const [tile, least, most] = [await tileOf('mean'), await tileOf('min'), await tileOf('max')];
    for (let row = 0; row < tile.rows; row++) {
      for (let col = 0; col < tile.cols; col++) {
        const block: number[] = [];
        for (let r = row << level.rows; r < Math.min(rows, (row + 1) << level.rows); r++) {
          for (let c = col << level.cols; c < Math.min(cols, (col + 1) << level.cols); c++) {
            block.push(tensor.values[r * cols + c]!);
          }
        }
        const at = row * tile.cols + col;
        const got = { mean: tile.pooled[at]!, min: least.pooled[at]!, max: most.pooled[at]!, odd: tile.odd?.[at] ?? 0 };
        const { mean, ...rest } = plainly(block);
        assert.deepEqual(
          { min: got.min, max: got.max, odd: got.odd },
          rest,
          `${level.rows},${level.cols} at ${row},${col}`,
        );
        assert.ok(Object.is(got.mean, mean) || Math.abs(got.mean - mean) <= 1e-5 * Math.abs(rest.max - rest.min));
      }
    }
  }
});

test('any two dims make a plane, either way round', async () => {
  const tensor = made([30, 40, 50], (i) => i);
  const { store, plane } = held(tensor, { rowDim: 2, colDim: 0, index: [0, 7, 0] });
  const tile = await tileView(store, { ...plane, level: { rows: 0, cols: 0 }, row: 0, col: 0 }, free, live);
  assert.ok(tile && 'exact' in tile);
  assert.deepEqual([tile.rows, tile.cols], [50, 30]);
  assert.equal(tile.exact[11 * 30 + 4], 4 * 2000 + 7 * 50 + 11);
});

test('a cell comes with its row and column', async () => {
  const tensor = made([200, 100], (i) => (i === 305 ? Number.NaN : i));
  const { store, plane } = held(tensor);
  const cell = await cellView(store, { ...plane, level: { rows: 1, cols: 2 }, row: 3, col: 4 }, free, live);
  assert.equal(cell?.value, 304);
  const sum = Array.from({ length: 100 }, (_, i) => 300 + i).reduce((a, b) => a + b) - 305;
  assert.deepEqual(cell?.row, { min: 300, max: 399, mean: sum / 99, sum, odd: 1 });
  assert.deepEqual([cell?.block?.min, cell?.block?.max, cell?.block?.sum, cell?.block?.odd], [204, 307, 1739, 1]);
  assert.deepEqual([cell?.col.min, cell?.col.max, cell?.col.odd], [4, 19904, 0]);
});

test('what a page asks in error is answered with nothing', async () => {
  const { store, plane } = held(made([200, 100], (i) => i));
  const level = { rows: 0, cols: 0 };
  const wrong: readonly Partial<Parameters<typeof tileView>[1]>[] = [
    { source: 'another' },
    { rowDim: 5 },
    { rowDim: 1 },
    { index: [0] },
    { row: 9 },
    { col: -1 },
    { level: { rows: 0.5, cols: 0 } },
    { level: { rows: 99, cols: 99 } },
  ];
  for (const part of wrong) {
    assert.equal(
      await tileView(store, { ...plane, level, row: 0, col: 0, ...part }, free, live),
      null,
      JSON.stringify(part),
    );
  }
  assert.equal(await cellView(store, { ...plane, level, row: 200, col: 0 }, free, live), null);
});

test('the spread has exact percentiles, whatever the order and the outliers', async () => {
  const values = Float32Array.from({ length: 20001 }, (_, i) => ((i * 7919) % 20001) - 10000);
  values[5] = 1e30;
  values[6] = Number.NaN;
  const { store, plane } = held(host([20001], values), { colDim: 0 });
  const spread = await spreadView(store, plane, free, live);
  assert.ok(spread);
  const sorted = values.filter(Number.isFinite).sort();
  assert.equal(spread.low, sorted[Math.floor(0.01 * (sorted.length - 1))]);
  assert.equal(spread.high, sorted[Math.ceil(0.99 * (sorted.length - 1))]);
  assert.equal(spread.max, Math.fround(1e30));
  assert.equal(
    spread.bins.reduce((a, b) => a + b),
    20000,
  );
  assert.ok(spread.knee > 90 && spread.knee <= 100, String(spread.knee));
});

test('a newer view of a document takes the place of the one before, and bytes are bounded', () => {
  const store = new HeldTensors('test', { views: 2, bytes: 500_000 });
  let views = 0;
  const view = (kind: string, uri: string): string | undefined => {
    const from = views++;
    const value = tensorView(
      'x',
      made([200, 100], (i) => i + from),
    );
    return (store.hold(`${kind} ${uri}`, { value }).value as TensorView).source;
  };
  const first = view('loss', 'a')!;
  const other = view('dims', 'a')!;
  assert.ok(store.find(first) && store.find(other));
  const second = view('loss', 'a')!;
  assert.equal(store.find(first), undefined);
  assert.ok(store.find(second) && store.find(other));
  view('loss', 'b');
  assert.equal(store.find(second), undefined, 'the least recently used goes');
  assert.ok(store.find(other));
  const large = store.hold('loss c', {
    inputs: [
      tensorView(
        'x',
        made([300, 400], (i) => i),
      ),
      tensorView(
        'y',
        made([300, 400], (i) => i),
      ),
    ],
  });
  assert.deepEqual(
    large.inputs.map((one) => (one as TensorView).source !== undefined),
    [true, false],
  );
  assert.equal(store.bytes, 480_000);
  assert.deepEqual(
    store.hold('loss c', {
      value: tensorView(
        'x',
        made([3], (i) => i),
      ),
    }).value.source,
    undefined,
  );
  assert.equal(store.bytes, 0);
});

test('work that several wait for is done once, and ends when nobody waits', async () => {
  let begun = 0;
  let ended = 0;
  const shared = new Shared<number>(
    (signal) =>
      new Promise((resolve, reject) => {
        begun++;
        signal.addEventListener('abort', () => {
          ended++;
          reject(signal.reason);
        });
        setTimeout(() => resolve(7), 20);
      }),
  );
  const [a, b] = [new AbortController(), new AbortController()];
  const both = Promise.allSettled([shared.ask(a.signal), shared.ask(b.signal)]);
  a.abort();
  b.abort();
  assert.deepEqual(
    (await both).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual([begun, ended], [1, 1]);
  const [left, stayed] = [new AbortController(), new AbortController()];
  const one = Promise.allSettled([shared.ask(left.signal), shared.ask(stayed.signal)]);
  left.abort();
  assert.deepEqual(
    (await one).map(({ status }) => status),
    ['rejected', 'fulfilled'],
  );
  assert.equal(await shared.ask(live), 7);
  assert.deepEqual([begun, ended], [2, 1]);
});

test('pooling lets others through and stops when it is told to', async () => {
  let pauses = 0;
  let worked = 0;
  let limit = 8_000_000;
  const counter: Counter = {
    work: (amount) => {
      worked += amount;
      if (worked > limit) throw new Error('ended');
    },
    due: true,
    pause: async () => void pauses++,
  };
  const meterOf = (): Meter => {
    const meter = new Meter();
    meter.bind(counter);
    return meter;
  };
  const { store, plane } = held(made([2000, 3000], (i) => i));
  const coarse = { ...plane, level: { rows: 4, cols: 4 }, row: 0, col: 0 };
  await assert.rejects(tileView(store, coarse, meterOf, live), /ended/);
  worked = 0;
  limit = Infinity;
  await tileView(store, coarse, meterOf, live);
  assert.ok(pauses > 3, String(pauses));
  worked = 0;
  await tileView(store, { ...coarse, level: { rows: 5, cols: 5 } }, meterOf, live);
  assert.ok(worked < 2_000_000, `the plane is read once, but ${worked}`);
});
