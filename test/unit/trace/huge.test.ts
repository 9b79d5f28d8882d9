// Sizes that nobody has the memory for: an exception, an unknown or a limit, and soon; never an error of ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from '../../../src/base/text';
import { evaluate } from '../../../src/python/run';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { interactiveLimits } from '../../../src/trace/trace';
import { parser } from '../python/harness';

const head = `import torch
import numpy as np
import torch.nn as nn
n = 2**31 - 1
x = torch.ones(3, 3)
torch.manual_seed(0)
np.random.seed(0)
`;
const tooMany = /^a tensor of \d+ elements is more than the limit of \d+$/;
const limit = /needs more than 1000 MB$|did not end within \d+ steps$/;

/** Bytes are counted in 64 bits. */
const tooLong = /^RuntimeError: Storage size calculation overflowed with sizes=\[2147483647, 2147483647\]$/;
const rows: Readonly<Record<string, RegExp>> = {
  'torch.zeros(n)': tooMany,
  'torch.ones(n, n)': tooLong,
  'torch.randn(n)': limit,
  'x.new_zeros(n)': tooMany,
  'x.new_full((n,), 1.0)': tooMany,
  'x.expand(n, 3, 3).contiguous()': tooMany,
  'x.expand(n, 3, 3) + 1': limit,
  'x.repeat(2, -2)': /Trying to create tensor with negative dimension -6: \[6, -6\]$/,
  'nn.LayerNorm(n)': tooMany,
  'nn.BatchNorm1d(n)': tooMany,
  'nn.PReLU(n)': tooMany,
  'nn.Linear(n, n)': tooLong,
  'np.random.permutation(n)': limit,
  'torch.ones(40000, 40000) @ torch.ones(40000, 40000)': tooMany,
  '[0] * n': limit,
  'sum(range(10**15))': /did not end within/,
};

for (const [code, expected] of Object.entries(rows)) {
  test(code, async () => {
    const started = performance.now();
    const { globals, problems } = await evaluate((await parser()).parse(`${head}result = ${code}\n`), {
      library: createTorchLibrary(createCpuEngine()),
      limits: interactiveLimits,
      signal: new AbortController().signal,
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      mode: 'explore',
    });
    const result = globals.get('result');
    const said = problems.map(({ text, python }) => (text ? render(text) : `${python?.type}: ${python?.message}`));
    assert.match(said[0] ?? (result?.kind === 'unknown' ? render(result.reason) : ''), expected);
    assert.ok(performance.now() - started < 6000);
  });
}
