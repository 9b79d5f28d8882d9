// Parts of large tensors, asked of the server as the extension does it: over MessagePack, in its own process.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type { HeldRequests, PlaneParams, Pooling } from '../../../src/protocol/tiles';
import type { LossView } from '../../../src/protocol/views';
import { type BuiltServer, buildServer, type RunningServer, startServer } from './serverProcess';

const uri = 'file:///held.py';
const lines = ['import torch', 'x = torch.arange(2_000_000).reshape(1000, 2000) * 1.0', 'y = x[:10]', 'x', 'x * 2'];

let built: BuiltServer;
let server: RunningServer;
before(async () => {
  built = buildServer();
  server = await startServer(built, { limits: { seconds: 20, steps: 1e6, megabytes: 1000 } });
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: lines.join('\n') },
  });
});
after(async () => {
  await server.stop();
  built.remove();
});

const at = (line: number, character = 0) => ({ line, character });

async function evaluate(line: number, panel?: number): Promise<LossView> {
  const range = { start: at(line), end: at(line, lines[line]!.length) };
  const view = await server.connection.sendRequest<LossView | null>('tensorInspector/evaluate', { uri, range, panel });
  assert.ok(view);
  return view;
}

const ask = <K extends keyof HeldRequests>(
  method: K,
  params: HeldRequests[K]['params'],
): Promise<HeldRequests[K]['result']> => server.connection.sendRequest(method, params);

const plane = (source: string): PlaneParams & { readonly pooling: Pooling } => ({
  source,
  rowDim: 0,
  colDim: 1,
  index: [0, 0],
  pooling: 'max',
});

test('a large tensor is answered for in parts, and no longer once a newer view is there', async () => {
  const { value } = await evaluate(3);
  assert.ok(value?.source);
  assert.deepEqual(
    [value.shape, value.shown],
    [
      [1000, 2000],
      [128, 128],
    ],
  );
  const tile = { ...plane(value.source), row: 1, col: 2 };
  const exact = await ask('tensorInspector/tile', { ...tile, level: { rows: 0, cols: 0 } });
  assert.ok(exact && 'exact' in exact && exact.exact instanceof Float32Array);
  assert.equal(exact.exact[0], 256 * 2000 + 512);
  const pooled = await ask('tensorInspector/tile', { ...tile, row: 0, col: 0, level: { rows: 3, cols: 3 } });
  assert.ok(pooled && 'pooled' in pooled);
  assert.deepEqual([pooled.rows, pooled.cols, pooled.pooled[1]], [125, 250, 7 * 2000 + 15]);
  const cell = await ask('tensorInspector/cell', {
    ...plane(value.source),
    level: { rows: 0, cols: 0 },
    row: 2,
    col: 3,
  });
  assert.deepEqual([cell?.value, cell?.row.min, cell?.row.max, cell?.col.max], [4003, 4000, 5999, 999 * 2000 + 3]);
  const spread = await ask('tensorInspector/spread', { source: value.source });
  assert.deepEqual([spread?.min, spread?.max, spread?.low], [0, 1_999_999, 19_999]);

  const { source } = value;
  const file = await server.connection.sendRequest<Uint8Array | null>('tensorInspector/file', {
    source,
    format: 'npy',
  });
  assert.equal(file?.length, 128 + 4 * 2_000_000);
  assert.equal(new DataView(file.buffer, file.byteOffset).getFloat32(128 + 4 * 12345, true), 12345);

  const text = await server.connection.sendRequest<Uint8Array | null>('tensorInspector/file', {
    source,
    format: 'csv',
  });
  const rows = new TextDecoder().decode(text ?? undefined).split('\n');
  assert.equal(rows.length, 1001);
  assert.equal(rows[999]?.split(',').at(-1), '1999999.0');

  await evaluate(2);
  assert.equal(await server.connection.sendRequest('tensorInspector/file', { source, format: 'npy' }), null);
  assert.equal(await ask('tensorInspector/tile', { ...tile, level: { rows: 0, cols: 0 } }), null);
  assert.equal(
    await ask('tensorInspector/cell', { ...plane(value.source), level: { rows: 0, cols: 0 }, row: 2, col: 3 }),
    null,
  );
  assert.equal(await ask('tensorInspector/spread', { source: 'of an earlier server' }), null);
  assert.deepEqual(server.complaints, []);
});

test('panels keep their tensors apart, also those of one document', async () => {
  const first = await evaluate(3, 1);
  const second = await evaluate(4, 2);
  await evaluate(2, 2);
  const answers = [first, second].map(({ value }) => ask('tensorInspector/spread', { source: value?.source ?? '' }));
  const [kept, gone] = await Promise.all(answers);
  assert.equal(kept?.max, 1_999_999);
  assert.equal(gone, null);
});

test('a tensor that is as it was keeps its name, beside others and after the view it came with', async () => {
  const first = await evaluate(3, 1);
  const second = await evaluate(3, 2);
  assert.equal(second.value?.source, first.value?.source);
  await evaluate(2, 1);
  assert.equal((await ask('tensorInspector/spread', { source: first.value?.source ?? '' }))?.max, 1_999_999);
  await evaluate(2, 2);
  assert.equal(await ask('tensorInspector/spread', { source: first.value?.source ?? '' }), null);
});

test('a tile that is taken back ends, and the next is answered', async () => {
  const { value } = await evaluate(3);
  assert.ok(value?.source);
  const params = { ...plane(value.source), level: { rows: 4, cols: 4 }, row: 0, col: 0 };
  const source = new CancellationTokenSource();
  const taken = server.connection.sendRequest('tensorInspector/tile', params, source.token);
  source.cancel();
  // A quick server may have answered before.
  const [outcome] = await Promise.allSettled([taken]);
  if (outcome.status === 'rejected') assert.match(String(outcome.reason), /cancelled/);
  const tile = await ask('tensorInspector/tile', params);
  assert.ok(tile && 'pooled' in tile);
  assert.deepEqual(server.complaints, []);
});
