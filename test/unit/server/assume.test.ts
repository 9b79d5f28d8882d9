// The quick fix for a name without a value: where it is offered, what it writes, and that this gives the name its value.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineStarts, offsetAt, positionAt } from '../../../src/base/span';
import { live, sessionOver } from './openSession';

const imports = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\nfrom here import model, x\n';

/** What is offered at `|`, the program once that is applied, and the hover then. */
async function offer(marked: string) {
  const at = imports.length + marked.indexOf('|');
  let text = imports + marked.replace('|', '');
  let version = 1;
  const uri = 'untitled:a.py';
  const session = sessionOver(() => ({ uri, version, languageId: 'python', getText: () => text }));
  const start = positionAt(lineStarts(text), at);
  const fix = await session.assumeFix(uri, { start, end: start }, live);
  if (!fix) return undefined;
  const place = offsetAt(text, lineStarts(text), fix.range.start);
  text = text.slice(0, place) + fix.newText + text.slice(place);
  version++;
  const hover = await session.hover(uri, positionAt(lineStarts(text), at < place ? at : at + fix.newText.length), live);
  return { title: fix.title, newText: fix.newText, text: text.slice(imports.length), hover: hover?.markdown ?? '' };
}

test('where it is read, the fix goes behind the definition, and the hover then has a value that it says is assumed', async () => {
  const fix = await offer('logits = model(x)\nprint(1)\nprobs = torch.softmax(log|its, 1)\n');
  assert.equal(fix?.title, 'Assume a shape for `logits`…');
  assert.equal(fix.text.split('\n')[0], 'logits = model(x)  # tensor: randn(2, 3)');
  assert.match(fix.hover, /float32/);
  assert.match(fix.hover, /logits: assumed randn\\\(2, 3\\\) by the comment on line 5/);
});

for (const [what, program, written] of [
  ['class indices', 'y = torch.tensor([0, 5, 1])\nlog|its = model(x)\nF.cross_entropy(logits, y)\n', 'randn(3, 6)'],
  ['scores', 's = torch.zeros(4, 7)\n|y = model(x)\nF.cross_entropy(s, target=y)\n', 'int64[4] < 7'],
  ['scores of images', 's = torch.zeros(4, 7, 5, 6)\n|y = model(x)\nF.cross_entropy(s, y)\n', 'int64[4, 5, 6] < 7'],
  ['another tensor', 'y = torch.zeros(5)\np = m|odel(x)\nF.mse_loss(p, y)\n', 'randn(5)'],
  ['probabilities', 'y = torch.zeros(5)\n|p = model(x)\nnn.BCELoss()(p, y)\n', 'rand(5)'],
  ['logits', 'loss = nn.BCEWithLogitsLoss()\n|p = model(x)\nloss(p, torch.zeros(2, 2))\n', 'randn(2, 2)'],
  ['features', 'layer = nn.Linear(8, 2)\n|p = model(x)\nlayer(p)\n', 'randn(2, 8)'],
  ['nothing known', '|p = model(x)\nprint(p)\nF.cross_entropy(p, model(x))\n', 'randn(2, 3)'],
] as const)
  test(`the shape follows the reader: ${what}`, async () => {
    assert.equal((await offer(program))?.newText, `  # tensor: ${written}`);
  });

test('parameters and unpacked names are named in the comment', async () => {
  const first = await offer('def f(logits, target):\n    return F.cross_entropy(log|its, target)\n');
  assert.match(first?.text ?? '', /^def f\(logits, target\): {2}# tensor: logits = randn\(2, 3\)\n/);
  const head = 'def f(logits, target):  # tensor: logits = randn(4, 10)\n';
  const second = await offer(`${head}    return F.cross_entropy(logits, tar|get)\n`);
  assert.match(second?.text ?? '', /logits = randn\(4, 10\), target = int64\[4\] < 10\n/);
  assert.match(second?.hover ?? '', /int64/);
  assert.equal((await offer('a, |b = model(x)\n'))?.newText, '  # tensor: b = randn(2, 3)');
  assert.equal(
    (await offer('def f(\n    a,  # scores\n    b,\n):\n    return |a\n'))?.text.split('\n')[1],
    '    a,  # scores  # tensor: randn(2, 3)',
  );
});

test('a loop over what is not known runs once with an item that is assumed', async () => {
  const fix = await offer('for images, target in x:\n    y = ima|ges + 1\n');
  assert.match(fix?.text ?? '', /^for images, target in x: {2}# tensor: images = randn\(2, 3\)\n/);
  assert.match(fix?.hover ?? '', /\(2, 3\) float32/);
});

test('a statement that raised gets a comment as well', async () => {
  const fix = await offer('y = not_there(3)\nz = |y + 1\n');
  assert.match(fix?.text ?? '', /^y = not_there\(3\) {2}# tensor: randn\(2, 3\)\n/);
  assert.match(fix?.hover ?? '', /float32/);
});

test('it is offered for nothing else', async () => {
  for (const program of [
    '|y = torch.ones(2)\n',
    'y = model(x)  # tensor: ones(2)\nz = |y\n',
    'y = model(x)  # tensor: what\nz = |y\n',
    'z = not_|there\n',
    'for |y in [1]:\n    pass\n',
    'with x as |y:\n    pass\n',
    'y = model(x); z = 2\nw = |y\n',
    '# com|ment\n',
    'import t|orch\n',
  ])
    assert.equal(await offer(program), undefined, program);
});
