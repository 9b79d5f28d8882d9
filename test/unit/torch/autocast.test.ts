// Autocast: its rules name operations, and what it leaves unknown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ops } from '../../../src/ops';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { autocastNames } from '../../../src/torch/amp/autocastRules';
import { createTorchLibrary } from '../../../src/torch/library';
import { brief, run } from '../python/harness';

test('each rule is about an operation, by its canonical name', () => {
  const names = new Set(ops.map((op) => op.names[0]));
  assert.deepEqual(
    autocastNames().filter((name) => !names.has(name)),
    [],
  );
});

for (const [wanted, why] of [
  ['nn.LSTM(2, 2)(x)[0]', /LSTM under torch\.autocast/],
  ['torch.linalg.matrix_power(x @ x.t(), 3)', /matrix_power under torch\.autocast/],
  ['torch.einsum("ij,ij,ij->i", x, x, x)', /einsum under torch\.autocast/],
] as const)
  test(`${wanted} is not known`, async () => {
    const source = `import torch\nfrom torch import nn\nx = torch.ones(1, 1, 2)[0]\nwith torch.autocast("cpu"):\n    y = ${wanted}`;
    const { globals } = await run(source, { library: createTorchLibrary(createCpuEngine()) });
    assert.match(brief(globals.get('y')) ?? '', why);
  });
