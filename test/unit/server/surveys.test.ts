// What stands beside the code of a whole document: shapes after names, values at line ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, open } from './openSession';

const program = `import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
y: torch.Tensor = torch.tensor([2, 0])
values, where = x.max(dim=1)
count = 3

class Net(nn.Module):
    def forward(self, rows):
        scores = rows * 2
        return scores

for n in (1, 2):
    part = x[:n]
loss = F.cross_entropy(Net()(x), y)
loss *= 2
x[0] = 0
x @ y
print(loss)
`;
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function hints(text: string, range = whole): Promise<readonly string[]> {
  const { session, params } = open(text);
  const found = await session.inlayHints(params.uri, range, live);
  return (found ?? []).map(({ position, label, tooltip }) =>
    [`${position.line}:${position.character}`, label, ...(tooltip ? [tooltip] : [])].join(' | '),
  );
}

async function values(text: string): Promise<readonly string[]> {
  const { session, params } = open(text);
  const view = await session.inlineValues(params.uri, live);
  return (view?.lines ?? []).map(({ range, text: said, tone }) => `${range.start.line} ${tone} ${said}`);
}

test('names that got a tensor have its shape and dtype after them, inside functions too', async () => {
  assert.deepEqual(await hints(program), [
    '4:1 | : (2, 3) float32',
    '5:15 |  (2,) int64',
    '6:6 | : (2,) float32',
    '6:13 | : (2,) int64',
    '11:14 | : (2, 3) float32',
    '15:8 | : (2, 3) float32 | last of 2 evaluations, which had other shapes too',
    '16:4 | : () float32',
  ]);
});

test('only the lines that are seen are answered for', async () => {
  const seen = { start: { line: 5, character: 0 }, end: { line: 6, character: 80 } };
  assert.equal((await hints(program, seen)).length, 3);
});

test('every line with one tensor has its value, what raises has the exception, and what follows goes on', async () => {
  assert.deepEqual(await values(program), [
    '4 value ● (2, 3) 1 … 3',
    '5 value ● [2, 0]',
    '11 value ● (2, 3) 2 … 6',
    '12 value ● (2, 3) 2 … 6',
    '15 value ● (2, 3) 1 … 3',
    '16 value ● 0.14293164',
    '17 value ● 0.28586328',
    '19 error RuntimeError: size mismatch, got input (2), mat (2x3), vec (2)',
  ]);
});

test('a program without torch is not run', async () => {
  assert.deepEqual(await hints('x = [1]\nwhile True: pass\n'), []);
  assert.deepEqual(await values('x = [1]\nwhile True: pass\n'), []);
});

test('a program that does not end has no value where it went on, and says why', async () => {
  const endless = 'import torch\nx = torch.ones(2)\nwhile True:\n    y = x + 1\n';
  const [first, second, ...others] = await values(endless);
  assert.equal(first, '1 value ● [1.0, 1.0]');
  assert.match(second ?? '', /^2 unknown the loop on line 3 did not end within /);
  assert.deepEqual(others, []);
});

test('half a line leaves the others as they are', async () => {
  assert.deepEqual(await hints('import torch\nx = torch.ones(2)\ny = torch.ones(\nz = x + 1\n'), [
    '1:1 | : (2,) float32',
    '3:1 | : (2,) float32',
  ]);
});

test('a tensor whose numbers are not known has its shape, and no number', async () => {
  const asked = 'import torch\nx = torch.empty(2, 3)\ny = x + 1\n';
  assert.deepEqual(await hints(asked), ['1:1 | : (2, 3) float32', '2:1 | : (2, 3) float32']);
  assert.deepEqual(await values(asked), ['1 value ● (2, 3) float32', '2 value ● (2, 3) float32']);
});
