import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, open } from './openSession';

const bce = `
import torch
import torch.nn.functional as F

def binary_cross_entropy():
    input = torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])
    target = torch.tensor([[0, 1.0, 0], [0, 0, 1.0]])
    weight = torch.tensor([[0.1, 0.9, 0.1], [0.1, 0.1, 0.9]])
    return F.binary_cross_entropy(input, target, weight=weight)
`;

test('a loss inside a function that nothing calls: value, elements, inputs, signature', async () => {
  const view = await open(bce.replace('F.binary_cross_entropy(in', 'F.binary_cross|_entropy(in')).evaluate();
  assert.equal(view.valueText, '0.12723307');
  assert.equal(view.version, 3);
  assert.deepEqual(view.messages, []);
  assert.deepEqual(view.perElement?.shape, [2, 3]);
  assert.deepEqual(view.worst, { index: [1, 2], text: '0.4597' });
  assert.deepEqual(
    view.inputs.map((input) => input.label),
    ['input', 'target', 'weight'],
  );
  assert.equal(view.signature, "F.binary_cross_entropy(input, target, weight=weight, reduction='mean')");
  assert.equal(view.backend.name, 'cpu');
});

test('a selection means its expression, with the selection trimmed', async () => {
  const view = await open(
    bce.replace('return F.', 'return | F.').replace('weight=weight)', 'weight=weight) |'),
  ).evaluate();
  assert.equal(view.valueText, '0.12723307');
});

const ce = `
import torch
from torch import nn
logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])
y = torch.tensor([1, 2])
criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.7, 0.2, 0.1]))
loss = criterion(logits, y)
p = torch.softmax(logits, dim=1)
`;

test('what the scores of a loss stand for: softmax along the class dim, sigmoid, the exponentials of logarithms', async () => {
  const head = ce.slice(0, ce.indexOf('criterion'));
  const shares = async (call: string): Promise<readonly unknown[] | undefined> => {
    const asked = open(`${head}import torch.nn.functional as F\nloss = ${call.replace('(', '|(')}\n`);
    const { probabilities } = await asked.evaluate();
    return probabilities && [probabilities.kind, ...Array.from(probabilities.values, (x) => Number(x.toFixed(4)))];
  };
  const rows = [0.3315, 0.5465, 0.122, 0.1643, 0.0996, 0.7361];
  assert.deepEqual(await shares('F.cross_entropy(logits, y)'), ['probabilities', ...rows]);
  assert.deepEqual(await shares('F.nll_loss(logits.log_softmax(1), y)'), ['probabilities', ...rows]);
  assert.deepEqual(await shares('F.binary_cross_entropy_with_logits(logits, logits.sigmoid())'), [
    'independent probabilities',
    ...[0.8176, 0.8808, 0.6225, 0.7311, 0.6225, 0.9241],
  ]);
  // Raw logits are no logarithms of probabilities, and some losses read no scores.
  assert.equal(await shares('F.nll_loss(logits, y)'), undefined);
  assert.equal(await shares('F.mse_loss(logits, logits)'), undefined);
});

test('a module called: value, loss per sample, the class weights among the inputs', async () => {
  const view = await open(ce.replace('criterion(logits', 'crit|erion(logits')).evaluate();
  assert.equal(view.valueText, '0.50487226');
  assert.deepEqual(view.perElement?.shape, [2]);
  assert.deepEqual(
    view.inputs.map((input) => input.label),
    ['input', 'target', 'weight'],
  );
  assert.deepEqual(
    view.inputs.map((input) => input.dimNames),
    [['batch', 'class'], ['batch'], ['class']],
  );
});

test("an exception is PyTorch's own, at its place, and the rest of the file still answers", async () => {
  const broken = ce.replace('torch.tensor([1, 2])', 'torch.tensor([1, 4])');
  const view = await open(broken.replace('criterion(logits', 'crit|erion(logits')).evaluate();
  assert.equal(view.value, undefined);
  assert.equal(view.valueText, 'IndexError: Target 4 is out of bounds.');
  assert.equal(view.messages[0]?.range?.start.line, 6);
  const rest = await open(broken.replace('torch.softmax', 'torch.|softmax')).evaluate();
  assert.deepEqual([rest.valueText, rest.value?.shape], ['(2, 3) 0.09962 … 0.7361', [2, 3]]);
});

test('half-typed code elsewhere does not hinder', async () => {
  const view = await open(`${ce.replace('criterion(logits', 'crit|erion(logits')}\nx = foo(\ndef g(:\n`).evaluate();
  assert.equal(view.valueText, '0.50487226');
});

test('a hover in a broken line says what is wrong with it', async () => {
  const hover = await open('import torch\nx |=\ny = 1\n').hover();
  assert.match(hover?.markdown ?? '', /SyntaxError`: invalid syntax · line 2/);
});

test('an undefined name is NameError', async () => {
  const view = await open('import torch\nx = torch.exp(|a)\n').evaluate();
  assert.equal(view.valueText, "NameError: name 'a' is not defined");
});

test('an endless loop above the selection ends with a message within two seconds', async () => {
  const start = performance.now();
  const view = await open(`import torch\nwhile True:\n    pass\nx = torch.e|xp(torch.tensor([1.0]))\n`).evaluate();
  assert.ok(performance.now() - start < 2000);
  assert.equal(view.value, undefined);
  assert.match(view.valueText, /loop|steps/i);
});

test('the hover of a literal, a name and a nested list', async () => {
  const literal = await open(bce.replace('[[0.5, 1.0', '[[0.|5, 1.0')).hover();
  assert.match(literal?.markdown ?? '', /\*\*`input`\*\* \(2, 3\) float32/);
  assert.match(literal?.markdown ?? '', /min 0\.2 · max 1 · mean 0\.5833/);
  assert.match(literal?.markdown ?? '', /!\[.*\]\(data:image\/svg\+xml;base64,/);
  const name = await open(`${ce}print(|p)\n`).hover();
  assert.match(name?.markdown ?? '', /rows sum to 1/);
  const nested = await open('rows = [[1, 2], |[3, 4]]\n').hover();
  assert.match(nested?.markdown ?? '', /\(2, 2\) list of int/);
  assert.equal(await open('import torch\nfor| x in y: pass\n').hover(), null);
});

test('dims: roles from the call that reads the tensor, the softmax of the line, sums as proof', async () => {
  const logits = await open(ce.replace('logits = torch.tensor', 'log|its = torch.tensor')).dims();
  assert.deepEqual(
    logits.dims.map((dim) => [dim.index, dim.size, dim.role]),
    [
      [0, 2, 'batch'],
      [1, 3, 'class'],
    ],
  );
  assert.match(logits.dims[1]?.why ?? '', /^line 7: /);
  assert.equal(logits.tensor?.kind, 'logits');
  const p = await open(ce.replace('p = torch', '|p = torch')).dims();
  assert.deepEqual(
    p.dims.map((dim) => [dim.normalised, dim.sumsToOne]),
    [
      [false, false],
      [true, true],
    ],
  );
  assert.match(p.normalisation ?? '', /normalises dim 1 \(size 3\)/);
  assert.equal(p.tensor?.kind, 'probabilities');
  assert.match((await open('import torch\n|\n').dims()).empty ?? '', /cursor on a tensor/);
});

test('softmax along every dim, with the sums that prove each', async () => {
  const view = await open(ce.replace('torch.softmax(logits', 'torch.soft|max(logits')).softmax();
  assert.deepEqual(
    view.slices.map((slice) => [slice.dim, slice.used, slice.proof]),
    [
      [0, false, 'Every column sums to 1'],
      [1, true, 'Every row sums to 1'],
    ],
  );
  assert.ok(view.slices.every((slice) => slice.worst < 1e-6));
  assert.deepEqual([view.input?.label, view.input?.shape], ['logits', [2, 3]]);
  const onName = await open(ce.replace('torch.softmax(log', 'torch.softmax(|log')).softmax();
  assert.deepEqual(
    onName.slices.map((slice) => slice.used),
    [false, true],
  );
  const scalar = await open('import torch\nx = torch.t|ensor(1.0)\n').softmax();
  assert.match(scalar.empty ?? '', /0-d/);
});

test('a later change of a tensor does not change what was seen', async () => {
  const program = 'import torch\nx = torch.zeros(2)\ny = x + 1\nx[0] = 5\nz = x\n';
  assert.equal((await open(program.replace('y = x', 'y = |x')).evaluate()).valueText, '[0.0, 0.0]');
  assert.equal((await open(program.replace('z = x', 'z = |x')).evaluate()).valueText, '[5.0, 0.0]');
});

test('a document that is not open has no answer', async () => {
  const { session } = open('|');
  const start = { line: 0, character: 0 };
  assert.equal(
    await session.evaluate({ uri: 'file:///b.py', range: { start, end: start } }, AbortSignal.any([])),
    null,
  );
});

test('what was assumed is said in every view', async () => {
  const program = 'import torch\nx = torch.randn(2, 3)\np = torch.softmax(x, dim=1)\n';
  const seed = /torch\.manual_seed\(0\)/;
  assert.match((await open(program.replace('torch.soft', 'torch.|soft')).evaluate()).assumptions[0] ?? '', seed);
  assert.match((await open(program.replace('torch.soft', 'torch.|soft')).softmax()).assumptions[0] ?? '', seed);
  assert.match((await open(program.replace('x, dim', '|x, dim')).dims()).assumptions[0] ?? '', seed);
  assert.match((await open(program.replace('x, dim', '|x, dim')).hover())?.markdown ?? '', /torch\.manual\\_seed/);
  const seeded = program.replace('x =', 'torch.manual_seed(3)\nx =').replace('torch.soft', 'torch.|soft');
  assert.deepEqual((await open(seeded).evaluate()).assumptions, []);
});

test('an input is told as assumed where the value depends on it, and nowhere else', async () => {
  const program =
    'import torch\nfrom here import model\na = model()  # tensor: ones(2)\nb = model()  # tensor: ones(3)\nx = b + 1\nc = a * 2\n';
  assert.deepEqual((await open(program.replace('b + 1', '|b + 1')).evaluate()).assumptions, [
    'b: assumed ones(3) by the comment on line 4',
  ]);
  assert.deepEqual((await open(program.replace('a = model', '|a = model')).dims()).assumptions, [
    'a: assumed ones(2) by the comment on line 3',
  ]);
});

test('around a place: the innermost loss that is called there, whatever the cursor is in', async () => {
  const around = async (marked: string) => {
    const { session, params } = open(marked);
    return (await session.evaluate({ ...params, around: true }, live))?.source;
  };
  const call = 'F.binary_cross_entropy(input, target, weight=weight)';
  assert.equal(await around(bce.replace('weight=weight', 'weight=we|ight')), call);
  assert.equal(await around(bce.replace('return F', 'return F|')), call);
  assert.equal(await around(bce.replace('[[0.5', '[[0.|5')), undefined);
  assert.equal(await around(bce.replace('return F', 're|turn F')), undefined);
  const two = 'import torch\nimport torch.nn.functional as F\nx = torch.ones(2)\n';
  const sum = 'y = 2 * F.mse_loss(x, F.l1_loss(x, 3 * x, reduction="none")) + x.sum()\n';
  assert.equal(await around(two + sum.replace('3 * x', '3 |* x')), 'F.l1_loss(x, 3 * x, reduction="none")');
  assert.match((await around(two + sum.replace('(x, F', '(|x, F'))) ?? '', /^F\.mse_loss/);
  assert.equal(await around(two + sum.replace('x.sum', 'x.s|um')), undefined);
});
