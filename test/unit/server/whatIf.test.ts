// What a loss would be worth with other arguments, what that changes in the code, and the gradients beside it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited } from '../../../src/protocol/textEdits';
import { open } from './openSession';

const logits = `
import torch
import torch.nn as nn
import torch.nn.functional as F

logits = torch.tensor([[2.0, 0.5, -1.0], [0.0, 1.0, 3.0]])
y = torch.tensor([0, 1])
`;
const number = (text: string): number => Number(text);

test('the arguments of a function are found where they are, or would be', async () => {
  const { controls } = await open(`${logits}loss = F.cross_|entropy(logits, y, reduction='sum')\n`).evaluate();
  assert.deepEqual(
    controls.map(({ name, kind, text }) => [name, kind, text]),
    [
      ['weight', 'expression', 'None'],
      ['ignore_index', 'integer', '-100'],
      ['reduction', 'choice', "'sum'"],
      ['label_smoothing', 'number', '0'],
      ['temperature', 'number', '1.0'],
    ],
  );
  assert.deepEqual(controls[3]?.usual, [0, 1]);
  assert.deepEqual(controls[2]?.choices, ["'none'", "'mean'", "'sum'"]);
});

test('another argument: its value, its edit, and the document as it was', async () => {
  const asked = open(`${logits}loss = F.cross_|entropy(logits, y)\n`);
  const before = await asked.evaluate();
  const { view, edits, lines } = await asked.whatIf({ label_smoothing: '0.1', reduction: "'sum'" });
  const code = edited(asked.text, edits);
  assert.match(code, /loss = F\.cross_entropy\(logits, y, label_smoothing=0\.1, reduction='sum'\)\n$/);
  assert.deepEqual(lines, [
    {
      line: 8,
      before: 'loss = F.cross_entropy(logits, y)',
      after: "loss = F.cross_entropy(logits, y, label_smoothing=0.1, reduction='sum')",
    },
  ]);
  // PyTorch 2.13.
  assert.equal(view.valueText, '2.527824');
  assert.equal(before.valueText, (await asked.evaluate()).valueText);
  assert.equal(view.source, "F.cross_entropy(logits, y, label_smoothing=0.1, reduction='sum')");
});

test('a temperature divides the logits, once', async () => {
  const asked = open(`${logits}loss = F.cross_|entropy(logits + 1, y)\n`);
  const { view, edits } = await asked.whatIf({ temperature: '2.0' });
  const code = edited(asked.text, edits);
  assert.match(code, /F\.cross_entropy\(\(logits \+ 1\) \/ 2\.0, y\)/);
  const again = open(code.replace('cross_entropy(', 'cross_|entropy('));
  assert.equal((await again.evaluate()).valueText, view.valueText);
  assert.equal((await again.evaluate()).controls.find(({ name }) => name === 'temperature')?.text, '2.0');
  const third = await again.whatIf({ temperature: '4' });
  assert.match(edited(again.text, third.edits), /\(logits \+ 1\) \/ 4, y/);
});

test('what a module was made with is changed where it was made', async () => {
  const asked = open(
    `${logits}criterion = nn.CrossEntropyLoss(weight=torch.ones(3),\n    label_smoothing=0.2)\nloss = crit|erion(logits, y)\n`,
  );
  const { view, edits, lines } = await asked.whatIf({ label_smoothing: '0.0', ignore_index: '1' });
  assert.match(edited(asked.text, edits), /label_smoothing=0\.0, ignore_index=1\)/);
  assert.deepEqual(
    lines.map(({ line }) => line),
    [9],
  );
  const plain = await open(`${logits}loss = F.cross_|entropy(logits, y, ignore_index=1)\n`).evaluate();
  assert.equal(view.valueText, plain.valueText);
});

test('a module that an object keeps, and one that is called at once', async () => {
  const kept = `${logits}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.HuberLoss(delta=0.5)
    def forward(self, a, b):
        return self.|loss(a, b)
net = Net()
net(logits, logits + 1)
`;
  const { edits, view } = await open(kept).whatIf({ delta: '2.0' });
  assert.equal(edits.length, 1);
  assert.equal(view.valueText, '0.5');
  const once = open(`${logits}loss = nn.MSELoss()(log|its, logits + 1)\n`);
  const asked = open(`${logits}loss = |nn.MSELoss()(logits, logits + 2)|\n`);
  assert.ok((await once.evaluate()).valueText);
  assert.match(
    edited(asked.text, (await asked.whatIf({ reduction: "'sum'" })).edits),
    /nn\.MSELoss\(reduction='sum'\)\(/,
  );
});

test('what is no value is said as Python says it, and nothing is lost', async () => {
  const asked = open(`${logits}loss = F.cross_|entropy(logits, y)\n`);
  const { view } = await asked.whatIf({ label_smoothing: '1.5' });
  assert.equal(view.messages[0]?.message, 'label_smoothing must be between 0.0 and 1.0. Got: 1.5');
  const broken = await asked.whatIf({ weight: 'torch.tensor([1.' });
  assert.ok(broken.view.messages.length > 0);
  assert.equal(await asked.session.whatIf({ ...asked.params, changes: { colour: '1' } }, AbortSignal.any([])), null);
});

test('gradients of the float inputs, though the code asks for none', async () => {
  const { gradients } = await open(`${logits}loss = F.cross_|entropy(logits, y)\n`).evaluate();
  assert.deepEqual(
    gradients.map(({ label, shape, scale }) => [label, shape, scale]),
    [['input', [2, 3], 'diverging']],
  );
  const want = [-0.1072, 0.0876, 0.0196, 0.021, -0.4429, 0.4219];
  assert.deepEqual(
    Array.from(gradients[0]!.values, (value) => number(value.toFixed(4))),
    want,
  );
  const none = await open(`${logits}loss = F.cross_|entropy(logits, y, reduction='none')\n`).evaluate();
  assert.deepEqual(
    Array.from(none.gradients[0]!.values, (value) => number((value / 2).toFixed(4))),
    want,
  );
});

test('gumbel_softmax is one call with its own arguments, drawn again with the same noise', async () => {
  const asked = open(`${logits}torch.manual_seed(7)\np = F.gumbel_soft|max(logits, 0.5)\n`);
  const { controls, signature, inputs } = await asked.evaluate();
  assert.equal(signature, 'F.gumbel_softmax(logits, tau=0.5, hard=False, eps=1e-10, dim=-1)');
  assert.deepEqual(
    controls.map(({ name, kind, text }) => [name, kind, text]),
    [
      ['tau', 'number', '0.5'],
      ['hard', 'switch', 'False'],
      ['eps', 'number', '1e-10'],
      ['dim', 'choice', '-1'],
      ['temperature', 'number', '1.0'],
    ],
  );
  assert.deepEqual(
    inputs.map(({ label, kind }) => [label, kind]),
    [['logits', 'logits']],
  );
  const { view } = await asked.whatIf({ hard: 'True', dim: '0' });
  // PyTorch 2.13.
  assert.deepEqual(Array.from(view.value!.values), [1, 1, 0, 0, 0, 1]);
});
