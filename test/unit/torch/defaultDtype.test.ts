import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/python/run';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { createTorchLibrary } from '../../../src/torch/library';
import { interactiveLimits } from '../../../src/trace/trace';
import { parser } from '../python/harness';

const program = (first: string): string => `import torch
${first}
seen = set()
for i in range(3000):
    seen.add(str(torch.ones(1).dtype))
    seen.add(str((torch.tensor([i]) / 2).dtype))
result = str(seen)
`;

test('two runs that take turns have a default dtype each', async () => {
  let turns = 0;
  const run = async (first: string): Promise<unknown> => {
    let time = 0;
    const { globals } = await evaluate((await parser()).parse(program(first)), {
      library: createTorchLibrary(createCpuEngine()),
      limits: { ...interactiveLimits, milliseconds: 1e9 },
      signal: new AbortController().signal,
      // Each look at the clock makes a turn of the event loop due.
      now: () => (time += 100),
      pause: () => {
        turns++;
        return new Promise((resolve) => setImmediate(resolve));
      },
      mode: 'program',
    });
    const result = globals.get('result');
    return result?.kind === 'str' && result.value;
  };
  const seen = await Promise.all([run('torch.set_default_dtype(torch.float64)'), run('')]);
  assert.deepEqual(seen, ["{'torch.float64'}", "{'torch.float32'}"]);
  assert.ok(turns > 20);
});
