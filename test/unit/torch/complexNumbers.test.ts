// What is not computed of complex numbers is said to be unknown, and never computed of their real parts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { brief, run } from '../python/harness';

for (const wanted of ['x.cumsum(0)', 'x.nonzero()', 'x.bool()', 'torch.logsumexp(x, 0)', 'x.unique()', 'x.std()'])
  test(`${wanted} of complex numbers is not known`, async () => {
    const source = `import torch\nx = torch.tensor([1+2j, 1j])\ny = ${wanted}`;
    const { globals } = await run(source, { library: createTorchLibrary(createCpuEngine()) });
    assert.match(brief(globals.get('y')) ?? '', /of complex numbers is not modelled yet/);
  });
