// Which losses say that their target picks one class of each example.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './openSession';

const head = `
import torch
import torch.nn.functional as F
x = torch.randn(2, 3)
image = torch.randn(2, 3, 4, 4)
y = torch.tensor([0, 2])
`;
const picks = async (call: string) => (await open(`${head}loss = F.${call}|`).evaluate()).picks;

test('losses of class indices do, with what they ignore', async () => {
  assert.deepEqual(await picks('cross_entropy(x, y)'), { dim: 1, ignored: -100 });
  assert.deepEqual(await picks('nll_loss(F.log_softmax(x, 1), y, ignore_index=2)'), { dim: 1, ignored: 2 });
  assert.deepEqual(await picks('cross_entropy(x[0], y[1])'), { dim: 0, ignored: -100 });
  assert.deepEqual(await picks('cross_entropy(image, torch.zeros(2, 4, 4, dtype=torch.long))'), {
    dim: 1,
    ignored: -100,
  });
  assert.deepEqual(await picks('multi_margin_loss(x, y)'), { dim: 1 });
});

test('losses of probabilities and of elements do not', async () => {
  assert.equal(await picks('cross_entropy(x, torch.softmax(x, 1))'), undefined);
  assert.equal(await picks('mse_loss(x, x)'), undefined);
  assert.equal(await picks('multilabel_margin_loss(x, torch.tensor([[0, -1, 0], [1, 2, -1]]))'), undefined);
});
