// Where PyTorch keeps nothing for the backward pass nothing is kept here either: the gradient must not depend on the inputs'
// values then, which a tensor of zeros stands for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { pullBack } from '../../../src/tensor/gradient/tape';
import { compact, zerosLike } from '../../../src/tensor/gradient/window';
import { valuesOf } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';
import { derivationOf } from '../../../src/torch/autograd/derivation';
import { gradName } from '../../../src/torch/autograd/gradNames';
import { makeClass } from '../../../src/torch/makeClass';
import { tensorValue } from '../../../src/torch/tensorValue';
import { bindRecorded } from '../ops/bindRecorded';
import { factorsOf, floatsIn } from '../ops/runGradients';
import { cases } from '../ops/runSamples';

const engine = createCpuEngine();
const cls = makeClass('Tensor', 'torch', [], {});

for (const recorded of cases) {
  if (!recorded.gradients?.some(({ values }) => values)) continue;
  const op = (functions.get(recorded.op) ?? []).find((candidate) => bindRecorded(candidate, recorded));
  const args = op && bindRecorded(op, recorded);
  if (!op || !args) continue;
  const natives = floatsIn(op, args, recorded);
  const name = gradName(op.names[0]!.slice(op.names[0]!.lastIndexOf('.') + 1), args);
  if (name === undefined) continue;
  const objects = natives.map((native) => tensorValue(cls, native));
  const { compute, kept } = derivationOf(name, op, args, objects);
  if (!compute || kept !== 'nothing') continue;
  test(`${recorded.op}(${recorded.args}) keeps nothing`, async () => {
    const inputs = natives.map((x) => compact(engine, x));
    const results = await compute(engine, inputs);
    const weights = results.map((x) => factorsOf(engine, x));
    const wanted = inputs.map(() => true);
    const gradients = async (given: readonly Tensor[]): Promise<readonly (string | undefined)[]> =>
      (await pullBack(engine, compute, given, wanted, weights)).map((x) => x && String([...valuesOf(x)]));
    const ghosts = inputs.map((x) => compact(engine, zerosLike(x)));
    assert.deepEqual(await gradients(ghosts), await gradients(inputs));
  });
}
