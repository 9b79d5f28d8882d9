// Memory that is only reserved has no values where nobody has written: what reads there is not known, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { brief, run } from '../python/harness';

const probe = async (code: string): Promise<string> => {
  const source = `import torch\nimport numpy as np\n${code}`;
  const { globals } = await run(source, { library: createTorchLibrary(createCpuEngine()) });
  return brief(globals.get('y')) ?? '';
};

for (const code of [
  'x = torch.empty(3); x[0] = 1; y = x.sum().item()',
  'x = torch.empty(4, 2); x[[0, 2]] = 1.; x[torch.tensor([1, 3]), 0] = 7.; y = x[1].sum().item()',
  'x = torch.empty(4); x[0] = 1; z = x.clone(); x[1:] = 2; y = z.sum().item()',
  'x = torch.empty(2); x[0] = 3; y = (x + 1)[0].item()',
  'x = torch.empty(2, 3); x[:, 0] = 1; y = x.t()[:2].sum().item()',
  'x = np.empty(3); x[1] = 1; y = float(x.sum())',
  'x = torch.ones(1).new_empty(2); x[0] = 1; y = x[1].item()',
])
  test(`not known: ${code}`, async () => assert.match(await probe(code), /uninitialised memory/));

for (const [code, value] of [
  ['x = torch.empty(3); x[0] = 1; y = x[0].item()', '1'],
  ['x = torch.empty(3); x[0] = 1; x[1:] = 2; y = x.sum().item()', '5'],
  ['x = torch.empty(2, 3); x[:, 0] = 1; y = x.t()[0].sum().item()', '2'],
  ['x = torch.empty(4); x[torch.tensor([True, False, True, False])] = 1.; y = x[::2].sum().item()', '2'],
  ['x = torch.empty(3); x[0] = 1; y = x[0].expand(3).sum().item()', '3'],
  ['x = np.empty((2, 2)); x[0] = 1; x[1] = [2, 3]; y = float(x.sum())', '7'],
])
  test(`known: ${code}`, async () => assert.equal(await probe(code!), value));
