import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops';
import type { BoundArgs, Op } from '../../../src/ops/op';
import { tensorOf } from '../../../src/tensor/host';
import { signature } from '../../../src/torch/signature';

const op = (dotted: string): Op => functions.get(dotted)?.[0] ?? assert.fail(dotted);
const x = tensorOf(Float32Array.of(1, 2), [2], 'float32');
/** The defaults of an op, with some arguments given. */
const bound = (dotted: string, given: BoundArgs): BoundArgs => ({
  ...Object.fromEntries(op(dotted).params.map((param) => [param.name, param.default ?? null])),
  ...given,
});
const signed = (dotted: string, given: BoundArgs): string => signature(op(dotted), dotted, bound(dotted, given));

test('a call is signed with every argument named and tensors by their parameters', () => {
  assert.equal(
    signed('torch.nn.functional.binary_cross_entropy', { input: x, target: x, weight: x }),
    "F.binary_cross_entropy(input, target, weight=weight, reduction='mean')",
  );
  assert.equal(
    signed('torch.sum', { input: x, dim: [1], keepdim: true }),
    'torch.sum(input, dim=(1,), keepdim=True, dtype=None)',
  );
});

test('the deprecated pair stands only where it was given', () => {
  const text = signed('torch.nn.functional.mse_loss', { input: x, target: x, size_average: false });
  assert.match(text, /size_average=False/);
  assert.doesNotMatch(text, /reduce=/);
});
