// What a run may use: time, steps and memory, also where tensors take them, and where it waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from '../../../src/base/text';
import type { EvaluateOptions, Limits } from '../../../src/python/evaluate';
import type { Library } from '../../../src/python/machine';
import { evaluate } from '../../../src/python/run';
import { builtin, type Run, type Value } from '../../../src/python/value';
import { heldMemory } from '../../../src/server/heldMemory';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { noLibrary, parser } from '../python/harness';

const limits: Limits = { steps: 2_000_000, milliseconds: 1000, depth: 900, megabytes: 1000 };

/** The problems of a program and how long it took. */
async function run(code: string, options: Partial<EvaluateOptions> = {}) {
  const started = performance.now();
  const { problems } = await evaluate((await parser()).parse(code), {
    library: createTorchLibrary(createCpuEngine()),
    limits,
    signal: new AbortController().signal,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    mode: 'explore',
    ...options,
  });
  const said = problems.map(({ text, python }) => (text ? render(text) : `${python?.type}: ${python?.message}`));
  return { said, milliseconds: performance.now() - started };
}

const heavy = {
  'one product': 'import torch\na = torch.ones(4096, 4096)\nb = a @ a\n',
  products: 'import torch\na = torch.ones(256, 256)\nwhile True:\n    b = a @ a\n',
  convolution:
    'import torch\nimport torch.nn.functional as F\nx = torch.ones(4, 64, 128, 128)\ny = F.conv2d(x, torch.ones(64, 64, 3, 3))\n',
  elements: 'import torch\na = torch.ones(4_000_000)\nfor i in range(10**6):\n    a = a * 1.5\n',
};

for (const [name, code] of Object.entries(heavy)) {
  test(`tensors' work counts: ${name}`, async () => {
    const { said, milliseconds } = await run(code);
    assert.match(said.join(), /^(the loop on )?line [34] /);
    assert.match(said.join(), /did not end within (1 seconds|2000000 steps)$/);
    assert.ok(milliseconds < 2500, `${milliseconds} ms`);
  });

  test(`tensors' work is cancelled: ${name}`, async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 30);
    const { said, milliseconds } = await run(code, {
      signal: abort.signal,
      limits: { ...limits, steps: 1e12, milliseconds: 60_000 },
    });
    assert.deepEqual(said, []);
    assert.ok(milliseconds < 600, `${milliseconds} ms`);
  });
}

test('memory that is held counts, and what is let go of does not', async () => {
  const megabytes = heldMemory(0) / 2 ** 20 + 400;
  const given = { memory: heldMemory, limits: { ...limits, milliseconds: 20_000, megabytes } };
  const kept = 'import torch\nkept = []\nwhile True:\n    kept.append(torch.ones(1_000_000))\n';
  assert.match((await run(kept, given)).said.join(), /^line 3 needs more than [\d.]+ MB$/);
  const left = 'import torch\nfor i in range(500):\n    x = torch.ones(1_000_000)\n';
  assert.deepEqual((await run(left, given)).said, []);
});

test('the message names what allows more', async () => {
  const name = (setting: string) => ({ template: setting, args: [] });
  const raisedBy = { steps: name('the setting a'), time: name('the setting b'), memory: name('the setting c') };
  const endless = 'while True:\n    pass\n';
  assert.deepEqual((await run(endless, { limits: { ...limits, steps: 1000, raisedBy } })).said, [
    'the loop on line 1 did not end within 1000 steps; the setting a allows more',
  ]);
  assert.deepEqual((await run(endless, { limits: { ...limits, milliseconds: 20, steps: 1e12, raisedBy } })).said, [
    'the loop on line 1 did not end within 0.02 seconds; the setting b allows more',
  ]);
  assert.deepEqual((await run('x = 1\ny = [0] * 10**9', { limits: { ...limits, raisedBy } })).said, [
    'line 2 needs more than 1000 MB; the setting c allows more',
  ]);
});

const waiting: Library = {
  ...noLibrary,
  module: () =>
    builtin('wait', function* (_, machine): Run<Value> {
      return yield* machine.wait(new Promise<Value>(() => undefined));
    }),
};

test('a promise that never settles ends with the signal: time is up, or nobody waits', async () => {
  const code = 'import wait\nx = wait()\n';
  const late = new AbortController();
  setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), 20);
  assert.deepEqual((await run(code, { library: waiting, signal: late.signal })).said, [
    'line 2 did not end within 1 seconds',
  ]);
  const left = new AbortController();
  setTimeout(() => left.abort(), 20);
  assert.deepEqual((await run(code, { library: waiting, signal: left.signal })).said, []);
  assert.deepEqual((await run(code, { library: waiting, signal: AbortSignal.abort() })).said, []);
});
