// Reserved memory that was seen before it was written: what is written later gives it no values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './openSession';

const head = `
import torch
x = torch.empty(2)
def f():
    seen = [x]
`;
const tail = `
    x[0] = 1
    x[1] = 2
    return [x]
y = f()
`;

test('a list has no values of what was not written when it was seen', async () => {
  const view = await open(`${head}    |seen|${tail}`).evaluate();
  assert.equal(view.value, undefined);
  assert.equal(view.repr, undefined);
  assert.doesNotMatch(view.valueText, /tensor/);
});

test('a list has the values that were written before it was seen', async () => {
  const view = await open(`${head}    pass${tail}|y|`).evaluate();
  assert.equal(view.repr, '[tensor([1., 2.])]');
});
