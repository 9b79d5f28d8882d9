// Names without a value: what a comment says of them, and the quick fix that writes such a comment.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { evaluate, eventually, hover, open, rangeOf } from './extension';

const imports = 'import torch\nimport torch.nn.functional as F\nfrom here import model, x\n';

/** The quick fixes of ours that VS Code offers at a place. */
async function fixes(document: vscode.TextDocument, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
  return found.filter(({ title }) => title.startsWith('Assume a shape'));
}

suite('inputs that the code does not give', () => {
  test('a comment supplies a tensor, and the answer says so', async () => {
    const document = await open(
      `${imports}logits = model(x)  # tensor: randn(4, 10)\nF.cross_entropy(logits, torch.tensor([1, 2, 3, 4]))\n`,
    );
    const view = await evaluate(document, 'F.cross_entropy(logits, torch.tensor([1, 2, 3, 4]))');
    assert.deepEqual(view.value?.shape, []);
    assert.deepEqual(view.assumptions, ['logits: assumed randn(4, 10) by the comment on line 4']);
  });

  test('the quick fix writes the comment, and the name then has a value', async () => {
    const document = await open(
      `${imports}target = torch.tensor([1, 6, 0])\nlogits = model(x)\nloss = F.cross_entropy(logits, target)\n`,
    );
    const name = rangeOf(document, 'logits');
    assert.match(await hover(document, name.start), /Not known/);
    const at = new vscode.Range(name.start, name.start);
    // VS Code takes a question back where another extension comes meanwhile, and asks anew for its light bulb.
    const fix = await eventually('a quick fix', async () => (await fixes(document, at))[0]);
    assert.equal(fix.title, 'Assume a shape for `logits`…');
    assert.ok(fix.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.lineAt(4).text, 'logits = model(x)  # tensor: randn(3, 7)');
    assert.match(await hover(document, rangeOf(document, 'logits').start), /\(3, 7\) float32/);
    assert.equal((await evaluate(document, 'F.cross_entropy(logits, target)')).assumptions.length, 1);
  });

  test('no quick fix where a value is known', async () => {
    const document = await open(`${imports}y = torch.ones(2)\nz = y\n`);
    assert.deepEqual(await fixes(document, rangeOf(document, 'y')), []);
  });
});
