// The next keystroke ends whatever is under way, at once; so does taking a question back. On the server as a process.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { CancellationTokenSource, ResponseError } from 'vscode-jsonrpc/node';
import { LSPErrorCodes } from 'vscode-languageserver/node';
import type { LossView } from '../../../src/protocol/views';
import { type BuiltServer, buildServer, type RunningServer, startServer } from './serverProcess';

let built: BuiltServer;
let server: RunningServer;
before(async () => {
  built = buildServer();
  server = await startServer(built, { limits: { seconds: 60, steps: 1e12, megabytes: 4000 } });
});
after(async () => {
  await server.stop();
  built.remove();
  assert.deepEqual(server.complaints, []);
});

/** Endless each in its way; the last line is what is asked for. */
const long = {
  'a loop': 'while True:\n    pass\nx = 1',
  recursion: 'def f(n):\n    return f(n - 1) + f(n - 1) if n else 1\nx = f(60)',
  'a comprehension': 'x = [i for i in range(10**12) if i < 0]',
  'a generator in a builtin': 'x = sum(i % 7 for i in range(10**12))',
  'a builtin': 'x = sum(range(10**12))',
  'matrix products': 'import torch\na = torch.ones(512, 512)\nwhile True:\n    a = a @ a\nx = a',
  'one matrix product': 'import torch\na = torch.ones(2500, 2500)\nx = a @ a',
  convolutions:
    'import torch, torch.nn.functional as F\nx = F.conv2d(torch.ones(2, 64, 128, 128), torch.ones(64, 64, 3, 3))',
  'a training loop':
    'import torch\nfrom torch import nn\nm = nn.Linear(64, 64)\no = torch.optim.SGD(m.parameters(), lr=0.1)\nfor i in range(10**9):\n    loss = m(torch.ones(32, 64)).sum()\n    o.zero_grad()\n    loss.backward()\n    o.step()\nx = loss',
};
/** How soon an answer that nobody waits for has to end, in milliseconds: a tenth of that where nothing else runs. */
const soon = 3000;
let documents = 0;

async function open(text: string) {
  const uri = `untitled:keystroke-${documents++}.py`;
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text },
  });
  return { uri, end: { line: text.split('\n').length - 1, character: 0 } };
}
type Position = { readonly line: number; readonly character: number };

/** Everything that can be asked about a place. */
function askAll(uri: string, at: Position, token = new CancellationTokenSource().token): Promise<unknown>[] {
  const range = { start: at, end: at };
  const { connection } = server;
  return [
    connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: at }, token),
    connection.sendRequest('tensorInspector/dims', { uri, range }, token),
    connection.sendRequest('tensorInspector/softmax', { uri, range }, token),
    connection.sendRequest('tensorInspector/evaluate', { uri, range }, token),
  ];
}

async function codesOf(answers: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(answers);
  return settled.map((one) =>
    one.status === 'rejected' && one.reason instanceof ResponseError ? one.reason.code : one,
  );
}

for (const [name, text] of Object.entries(long)) {
  test(`an edit ends all questions: ${name}`, async () => {
    const { uri, end } = await open(text);
    const answers = askAll(uri, end);
    assert.equal(
      await Promise.race([...answers.map((one) => one.catch(() => 'ended')), delay(150, 'under way')]),
      'under way',
    );
    const edited = performance.now();
    await server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'x = 2 + 3' }],
    });
    assert.deepEqual(await codesOf(answers), Array(4).fill(LSPErrorCodes.ContentModified));
    const milliseconds = performance.now() - edited;
    assert.ok(milliseconds < soon, `${milliseconds} ms`);
    const start = { line: 0, character: 4 };
    const view: LossView | null = await server.connection.sendRequest('tensorInspector/evaluate', {
      uri,
      range: { start, end: { line: 0, character: 9 } },
    });
    assert.equal(view?.valueText, '5');
  });
}

for (const name of ['a loop', 'a builtin', 'one matrix product'] as const) {
  test(`taking the questions back ends them: ${name}`, async () => {
    const { uri, end } = await open(long[name]);
    const source = new CancellationTokenSource();
    const answers = askAll(uri, end, source.token);
    await delay(100);
    const left = performance.now();
    source.cancel();
    assert.deepEqual(await codesOf(answers), Array(4).fill(LSPErrorCodes.RequestCancelled));
    assert.ok(performance.now() - left < soon, `${performance.now() - left} ms`);
  });
}

test('an edit of an earlier cell ends questions about a later one and has its hints asked again; one of another document does not', async () => {
  const cells = ['n = 10**12', 'x = sum(range(n))'].map((text, i) => ({
    uri: `vscode-notebook-cell:nb#${i}`,
    languageId: 'python',
    version: 1,
    text,
  }));
  const { connection } = server;
  await connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: {
      uri: 'file:///nb.ipynb',
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: cells.map(({ uri }) => ({ kind: 2, document: uri })),
    },
    cellTextDocuments: cells,
  });
  const asked = new Promise((resolve) => {
    connection.onRequest('workspace/inlayHint/refresh', () => {
      resolve('asked again');
      return null;
    });
  });
  const answers = askAll(cells[1]!.uri, { line: 0, character: 0 });
  await open('y = 1');
  assert.equal(await Promise.race([asked, delay(600, 'not asked')]), 'not asked');
  assert.equal(
    await Promise.race([...answers.map((one) => one.catch(() => 'ended')), delay(150, 'under way')]),
    'under way',
  );
  await connection.sendNotification('notebookDocument/didChange', {
    notebookDocument: { uri: 'file:///nb.ipynb', version: 2 },
    change: {
      cells: { textContent: [{ document: { uri: cells[0]!.uri, version: 2 }, changes: [{ text: 'n = 4' }] }] },
    },
  });
  assert.deepEqual(await codesOf(answers), Array(4).fill(LSPErrorCodes.ContentModified));
  assert.equal(await asked, 'asked again');
});

test('the settings for limits are heeded, and named where they end a run', async (context) => {
  const small = await startServer(built, { limits: { seconds: 60, steps: 5000, megabytes: 400 } });
  context.after(() => small.stop());
  const uri = 'untitled:limited.py';
  await small.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text: 'n = 0\nwhile True:\n    n += 1\nx = n\n' },
  });
  const at = { line: 3, character: 4 };
  const view: LossView | null = await small.connection.sendRequest('tensorInspector/evaluate', {
    uri,
    range: { start: at, end: at },
  });
  const said = 'the loop on line 2 did not end within 5000 steps; the setting tensorInspector.limits.steps allows more';
  assert.deepEqual(
    view?.messages.map(({ message }) => message),
    [said],
  );
});
