import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ops } from '../../../src/ops/index';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { cases, runSamples } from './runSamples';

const engine = createCpuEngine();
runSamples(() => engine, 1);

test('every sample is recorded, and nothing else', () => {
  const samples = ops.flatMap((op) =>
    [...op.samples, ...(op.errors ?? [])].map(({ args }) => `${op.names[0]}(${args})`),
  );
  assert.deepEqual(cases.map(({ op, args }) => `${op}(${args})`).sort(), samples.sort());
});

test('exceptions written in the declarations are PyTorch’s', () => {
  const errors = new Map(cases.map(({ op, args, error }) => [`${op}(${args})`, error]));
  for (const op of ops)
    for (const { args, error } of op.errors ?? []) assert.deepEqual(error, errors.get(`${op.names[0]}(${args})`));
});
