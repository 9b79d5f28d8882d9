// What stands beside the code of a whole document: inlay hints, and values at all line ends.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { open, testing } from './extension';

const code = `import torch
import torch.nn.functional as F
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
y = torch.tensor([1, 0])
loss = F.cross_entropy(x, y)
x.view(3)
`;

async function hints(document: vscode.TextDocument): Promise<readonly string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<readonly vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    whole,
  );
  return found.map(({ position, label }) => `${position.line}:${position.character}${String(label)}`);
}

const set = (name: string, value: string | undefined): Thenable<void> =>
  vscode.workspace.getConfiguration('tensorInspector').update(name, value, vscode.ConfigurationTarget.Global);

/** Asks until the answer is as wanted: the server may still be starting, and values come a moment after the last key. */
async function becomes(ask: () => Promise<readonly string[]>, wanted: readonly string[]): Promise<void> {
  let found: readonly string[] = [];
  for (let tries = 0; tries < 200; tries++) {
    found = await ask();
    if (found.join('\n') === wanted.join('\n')) return;
    await delay(50);
  }
  assert.deepEqual(found, wanted);
}

const lineEnds = (document: vscode.TextDocument, wanted: readonly string[]): Promise<void> =>
  becomes(async () => (await testing()).lineEnds(document.uri), wanted);

suite('beside the code', () => {
  suiteTeardown(async () => {
    await set('inlineValues', undefined);
    await set('inlayHints', undefined);
  });

  test('shapes stand after the names that got tensors, follow an edit, and go by the setting', async () => {
    const document = await open(code);
    await becomes(() => hints(document), ['2:1: (2, 2) float32', '3:1: (2,) int64', '4:4: () float32']);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(2, 0), 'z = torch.ones(3, 1)\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal((await hints(document))[0], '2:1: (3, 1) float32');
    await set('inlayHints', 'off');
    assert.deepEqual(await hints(document), []);
  });

  test('values of all lines and exceptions, only where the setting says always', async () => {
    const document = await open(code);
    await set('inlineValues', 'always');
    const raised = "RuntimeError: shape '[3]' is invalid for input of size 4";
    await lineEnds(document, ['● (2, 2) 1 … 4', '● [1, 0]', '● 0.8132616', raised]);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(5).range, 'x.view(4)');
    await vscode.workspace.applyEdit(edit);
    await lineEnds(document, ['● (2, 2) 1 … 4', '● [1, 0]', '● 0.8132616', '● [1.0, 2.0, 3.0, 4.0]']);
    await set('inlineValues', 'onEvaluate');
    await lineEnds(document, []);
  });
});
