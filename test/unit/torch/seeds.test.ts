// Random numbers of programs whose seed is not set, or not known.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Parser } from '../../../src/syntax/parser';
import { createRouter } from '../../../src/tensor/router';
import { programLimits, runProgram } from '../../../src/torch/runProgram';
import { parser as openParser } from '../python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

async function run(code: string) {
  const engine = await createRouter({ setting: 'cpu' }).engine();
  let stdout = '';
  const result = await runProgram(parser.parse(code), {
    engine,
    limits: programLimits,
    now: () => performance.now(),
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
    onWrite: (text) => {
      stdout += text;
    },
  });
  return { ...result, stdout };
}

for (const [module, draw, seed] of [
  ['import random', 'random.random()', 'random.seed'],
  ['import numpy as np', 'np.random.rand()', 'numpy.random.seed'],
] as const) {
  test(`${draw} without a seed shows one run's number and says so`, async () => {
    const { assumptions, stdout, error } = await run(`${module}\nprint(${draw})\nprint(${draw})\n`);
    assert.equal(error, undefined);
    assert.equal(stdout.split('\n').length, 3);
    assert.equal(assumptions.length, 1);
    assert.match(assumptions[0] ?? '', new RegExp(`${seed}\\(0\\)`));
  });
  const call = draw.startsWith('np') ? 'np.random' : 'random';
  test(`${call} of an unknown seed is unknown until the next seed`, async () => {
    const { globals } = await run(
      `${module}\nimport sys\n${call}.seed(missing_module_value := __import__('time').time_ns())\na = ${draw}\n${call}.seed(1)\nb = ${draw}\n`,
    );
    assert.equal(globals.get('a')?.kind, 'unknown');
    assert.equal(globals.get('b')?.kind, 'float');
  });
}

test('a shuffling loader of an unknown seed gives as many batches as it would, each unknown', async () => {
  const { globals } = await run(
    `import sys, torch\nfrom torch.utils.data import DataLoader\ntorch.manual_seed(len(sys.argv))\nn = 0\n` +
      `for batch in DataLoader([1.0] * 10, batch_size=4, shuffle=True):\n    n += 1\n`,
  );
  const [batch, n] = [globals.get('batch'), globals.get('n')];
  assert.equal(batch?.kind, 'unknown');
  assert.equal(n?.kind === 'int' && n.value, 3n);
});
