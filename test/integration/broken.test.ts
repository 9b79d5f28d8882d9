// Broken code: PyTorch's exception and text at the right place, and the rest of the file still answers.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluate, hover, numberOf, open, rangeOf, said } from './extension';

const head = 'import torch\nimport torch.nn.functional as F\nx = torch.tensor([[0.5, 0.25], [0.125, 0.75]])\n';

interface Broken {
  readonly code: string;
  readonly evaluated: string;
  readonly message: RegExp;
  /** What the message points at. */
  readonly at: string;
}

const rows: Readonly<Record<string, Broken>> = {
  'a target out of range': {
    code: 'y = torch.tensor([0, 4])\nloss = F.cross_entropy(x, y)\n',
    evaluated: 'F.cross_entropy(x, y)',
    message: /^IndexError: Target 4 is out of bounds\.$/,
    at: 'F.cross_entropy(x, y)',
  },
  'a probability outside [0, 1]': {
    code: 'loss = F.binary_cross_entropy(x * 4, x)\n',
    evaluated: 'F.binary_cross_entropy(x * 4, x)',
    message: /^RuntimeError: all elements of input should be between 0 and 1$/,
    at: 'F.binary_cross_entropy(x * 4, x)',
  },
  'shapes that do not broadcast': {
    code: 'total = x + torch.tensor([1.0, 2.0, 3.0])\n',
    evaluated: 'x + torch.tensor([1.0, 2.0, 3.0])',
    message:
      /^RuntimeError: The size of tensor a \(2\) must match the size of tensor b \(3\) at non-singleton dimension 1$/,
    at: 'x + torch.tensor([1.0, 2.0, 3.0])',
  },
  'a target of another size': {
    code: 'loss = F.binary_cross_entropy(x, torch.tensor([1.0]))\n',
    evaluated: 'F.binary_cross_entropy(x, torch.tensor([1.0]))',
    message:
      /^ValueError: Using a target size \(torch\.Size\(\[1\]\)\) that is different to the input size \(torch\.Size\(\[2, 2\]\)\) is deprecated\. Please ensure they have the same size\.$/,
    at: 'F.binary_cross_entropy(x, torch.tensor([1.0]))',
  },
  'a dim out of range': {
    code: 'p = F.softmax(x, dim=2)\n',
    evaluated: 'F.softmax(x, dim=2)',
    message: /^IndexError: Dimension out of range \(expected to be in range of \[-2, 1\], but got 2\)$/,
    at: 'F.softmax(x, dim=2)',
  },
};

suite('broken code', () => {
  for (const [name, { code, evaluated, message, at }] of Object.entries(rows)) {
    test(name, async () => {
      const document = await open(head + code);
      const view = await evaluate(document, evaluated);
      assert.equal(view.value, undefined);
      assert.match(said(view), message);
      const range = view.messages[0]?.range;
      assert.ok(range, 'the message has a place');
      const place = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
      assert.equal(document.getText(place), at);
      assert.doesNotMatch(JSON.stringify(view), /\.(ts|js):\d+|\\n\s*at /, 'no stack trace');
    });
  }

  test('an undefined name says so, and is not guessed', async () => {
    const document = await open(`${head}loss = F.mse_loss(x, nowhere)\n`);
    const view = await evaluate(document, 'F.mse_loss(x, nowhere)');
    assert.equal(view.value, undefined);
    assert.match(said(view), /^NameError: name 'nowhere' is not defined$/);
  });

  for (const half of ['y = F.softmax(x, ', 'def half(a):\n    return a +', 'if x >', 'x.', 'y = [1, 2', 'y = "abc']) {
    test(`half-typed above and below, the rest answers: ${JSON.stringify(half)}`, async () => {
      const document = await open(`${head}${half}\n\nloss = F.binary_cross_entropy(x, x)\nprint(loss\n`);
      assert.ok(Math.abs(numberOf(await evaluate(document, 'F.binary_cross_entropy(x, x)')) - 0.54864693) < 1e-6);
      assert.match(await hover(document, rangeOf(document, 'x = torch').start), /float32/);
    });
  }

  test('unsaved changes and untitled documents count as they stand', async () => {
    const document = await open(`${head}total = x.sum()\n`);
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 1.625);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, '0.125'), '1.125');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 2.625);
  });
});
