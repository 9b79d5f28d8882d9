// Losses in one pass against the primitives that they are composed of, to the bit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { functions } from '../../../src/ops/index';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { tensorOf, valuesOf } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';

const cpu = createCpuEngine();
const composed = { ...cpu, loss: () => undefined };
const floats = (values: fc.Arbitrary<number>, length: number): fc.Arbitrary<Tensor> =>
  fc
    .array(values, { minLength: length, maxLength: length })
    .map((list) => tensorOf(Float32Array.from(list), [length], 'float32'));
const share = fc.oneof(fc.float({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e-30, 1e-45));
const logit = fc.oneof(fc.float({ min: -120, max: 120 }), fc.constantFrom(0, -0, Infinity, -Infinity, Number.NaN));

for (const [name, input] of [
  ['binary_cross_entropy', share],
  ['binary_cross_entropy_with_logits', logit],
] as const)
  test(`${name} in one pass`, async () => {
    const cases = fc
      .integer({ min: 1, max: 40 })
      .chain((n) =>
        fc.tuple(
          floats(input, n),
          floats(share, n),
          fc.option(floats(fc.float({ min: -2, max: 2, noNaN: true }), n)),
          fc.constantFrom('none', 'sum', 'mean'),
        ),
      );
    const [op] = functions.get(`torch.nn.functional.${name}`) ?? [];
    assert.ok(op);
    await fc.assert(
      fc.asyncProperty(cases, async ([x, target, weight, reduction]) => {
        const args = { input: x, target, weight, size_average: null, reduce: null, reduction, pos_weight: null };
        const [one, many] = await Promise.all(
          [cpu, composed].map((engine) => op.run(args, { engine, warn: () => undefined }) as Promise<Tensor>),
        );
        assert.deepEqual(valuesOf(one!), valuesOf(many!));
      }),
      { seed: 41 },
    );
  });
