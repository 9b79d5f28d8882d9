// An edit runs again only what depends on it: counted by the expressions that are evaluated, never by time.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Parser } from '../../../src/syntax/parser';
import { KeptTraces } from '../../../src/trace/kept/keptTraces';
import { parser as openParser } from '../python/harness';
import { EditedDocument } from './editedDocument';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

const open = (text: string, kept?: KeptTraces): EditedDocument => new EditedDocument(parser, text, kept);

const program = `# a comment
import torch
import torch.nn.functional as F
torch.manual_seed(0)
x = torch.randn(2, 3)
other = torch.zeros(4)
y = torch.tensor([0, 2])
print(x.shape)
loss = F.cross_entropy(x, y)
later = other + 1
`;
const place = 'F.cross_entropy(x, y)';

for (const [what, from, to] of [
  ['a comment above', '# a comment', '# another comment'],
  ['a new line above', '# a comment\n', '# a comment\n\n\n'],
  ['a comment behind a statement it needs', 'y = torch.tensor([0, 2])', 'y = torch.tensor([0, 2])  # classes'],
  ['a statement above that it does not need', 'torch.zeros(4)', 'torch.zeros(44) * 3'],
  ['a new statement above that it does not need', 'y = ', 'z = 3\ny = '],
  ['a line below', 'other + 1', 'other + 2'],
  ['a half-typed line below', 'later = other + 1', 'later = other +'],
  ['nothing', '', ''],
] as const)
  test(`not run again after an edit of ${what}`, async () => {
    const document = open(program);
    const first = await document.told(place);
    document.edit(from, to);
    const second = await document.told(place);
    assert.deepEqual([first.ran, second.ran], [true, false]);
    assert.equal(JSON.parse(second.text)[0], JSON.parse(first.text)[0]);
  });

for (const [what, from, to] of [
  ['an input', '[0, 2]', '[0, 1]'],
  ['the seed', 'manual_seed(0)', 'manual_seed(1)'],
  ['the order of two statements', 'y = torch.tensor([0, 2])\n', 'x = x * 2\ny = torch.tensor([0, 2])\n'],
  ['random numbers drawn before', 'x = torch', 'torch.rand(1)\nx = torch'],
] as const)
  test(`run again after an edit of ${what}`, async () => {
    const document = open(program);
    const first = await document.told(place);
    document.edit(from, to);
    const second = await document.told(place);
    assert.deepEqual([first.ran, second.ran], [true, true]);
    assert.notEqual(JSON.parse(second.text)[0], JSON.parse(first.text)[0]);
  });

test('an edit that is taken back finds what was kept before it', async () => {
  const document = open(program);
  await document.told(place);
  document.edit('[0, 2]', '[1, 1]');
  await document.told(place);
  document.edit('[1, 1]', '[0, 2]');
  assert.equal((await document.told(place)).ran, false);
});

test('a decorator is part of what it decorates', async () => {
  const document = open(
    'def twice(f):\n    return lambda: 2 * f()\ndef thrice(f):\n    return lambda: 3 * f()\n@twice\ndef one():\n    return 1\nn = one()\n',
  );
  await document.told('one()');
  document.edit('@twice', '@thrice');
  assert.equal((await document.told('one()')).ran, true);
});

test('texts that name lines are told anew when lines move', async () => {
  const document = open('# one\na = [1][2]\nb = a + 1\n');
  await document.told('a + 1');
  document.edit('# one', '# two');
  assert.equal((await document.told('a + 1')).ran, false);
  document.edit('# two', '# two\n');
  const moved = await document.told('a + 1');
  assert.equal(moved.ran, true);
  assert.match(moved.text, /line 3 raised IndexError/);
});

test('inputs that comments supply', async () => {
  const document = open('# one\nimport torch\nfrom here import f\n# tensor: ones(2)\nx = f()\nw = 2\ny = x * 2\n');
  assert.equal((await document.told('x * 2')).ran, true);
  document.edit('w = 2', 'w = 3');
  assert.equal((await document.told('x * 2')).ran, false);
  document.edit('ones(2)', 'ones(3)');
  assert.equal((await document.told('x * 2')).ran, true);
  document.edit('x = f()', 'x = f()  # tensor: zeros(1)');
  assert.equal((await document.told('x * 2')).ran, true);
  document.edit('# tensor: ones(3)\n', '# tensor: ones(3)\n\n');
  await document.told('x * 2');
  document.edit('# one\n', '\n\n');
  assert.equal((await document.told('x * 2')).ran, true);
});

test('sizes that annotations elsewhere give', async () => {
  const document = open(
    'from here import f\nw = 2\na: Float[Tensor, "m n"] = f()\nb: Float[Tensor, "n k"] = f()\nc = b * 1\n',
  );
  await document.told('b * 1');
  document.edit('"m n"', '"n"');
  await document.told('b * 1');
  document.edit('w = 2', 'w = 3');
  await document.told('b * 1');
});

test('inside a function that the file calls, and one that it does not', async () => {
  const document = open('w = 1\ndef f(x):\n    return x + 10\ndef g(x=2):\n    return x + 20\nr = f(5)\nv = w\nf(7)\n');
  assert.match((await document.told('x + 10')).text, /17/);
  document.edit('v = w', 'v = w + 1');
  assert.equal((await document.told('x + 10')).ran, false);
  document.edit('f(7)', 'f(8)');
  assert.match((await document.told('x + 10')).text, /18/);
  assert.match((await document.told('x + 20')).text, /22/);
  document.edit('w = 1', 'w = 1\nif w > 3:\n    g(4)');
  await document.told('x + 20');
});

test('what was printed, warned and raised, and where', async () => {
  const document = open(
    `# c\nimport warnings\nd = 4\ndef check(n):\n    warnings.warn('careful')\n    if n > 2:\n        raise ValueError('large')\n    return n\nprint('hello')\nq = check(1) + check(3)\n`,
  );
  await document.told('check(1) + check(3)');
  document.edit('# c', '# cc');
  assert.equal((await document.told('check(1) + check(3)')).ran, false);
  document.edit('d = 4\n', '');
  await document.told('check(1) + check(3)');
});

test('only so many are kept, and nothing that is too large', async () => {
  const few = open('a = 1\nb = 2\nc = 3\n', new KeptTraces({ traces: 2, bytes: 1e6 }));
  for (const name of ['1', '2', '3']) await few.told(name);
  assert.equal((await few.told('1')).ran, true);
  assert.equal((await few.told('3')).ran, false);
  const large = open('import torch\na = torch.zeros(1000)\n', new KeptTraces({ traces: 2, bytes: 20_000 }));
  await large.told('torch.zeros(1000)');
  assert.equal((await large.told('torch.zeros(1000)')).ran, true);
});

test('a trace that a limit or nobody waiting ended is not kept', async () => {
  const document = open('while True:\n    pass\na = 1\n');
  for (let i = 0; i < 2; i++) await document.ask(document.placeOf('1'));
  assert.equal(document.runs, 2);
});
