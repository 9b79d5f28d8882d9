// The next keystroke ends what is under way: no answer about a text that is gone is shown, and the new text is answered.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { api, configure, evaluate, eventually, hover, open, rangeOf, serverPid, testing } from './extension';

const soon = 3000;
const endless = 'n = 0\nwhile True:\n    n = n + 1\nresult = n + 1\n';

async function type(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, from), to);
  await vscode.workspace.applyEdit(edit);
}

suite('the next keystroke', () => {
  suiteSetup(async () => {
    await evaluate(await open('x = 1 + 1\n'), '1 + 1');
    const before = await serverPid();
    await configure('limits.seconds', 50);
    await configure('limits.steps', 1e12);
    await eventually('a server with the new limits', async () => {
      const pid = (await testing()).serverPid();
      return pid !== undefined && pid !== before ? pid : undefined;
    });
  });
  suiteTeardown(async () => {
    await configure('limits.seconds', undefined);
    await configure('limits.steps', undefined);
  });

  test('ends an evaluation, whose value is not shown', async () => {
    const document = await open(endless);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const range = rangeOf(document, 'n + 1');
    editor.selection = new vscode.Selection(range.start, range.end);
    const shown = vscode.commands.executeCommand('tensorInspector.evaluateLoss');
    assert.equal(
      await Promise.race([Promise.resolve(shown).then(() => 'answered'), delay(300, 'under way')]),
      'under way',
    );
    const start = performance.now();
    await type(document, 'while True', 'while n < 3');
    await shown;
    assert.ok(performance.now() - start < soon, `${performance.now() - start} ms`);
    assert.deepEqual((await testing()).lineEnds(document.uri), []);
    assert.equal((await evaluate(document, 'n + 1')).valueText, '4');
  });

  test('ends a question of another extension with a cancellation', async () => {
    const document = await open(endless);
    const asked = (await api()).evaluate(document.uri, rangeOf(document, 'n + 1'));
    const ended = asked.then(
      () => 'answered',
      (error) => (error instanceof vscode.CancellationError ? 'cancelled' : String(error)),
    );
    assert.equal(await Promise.race([ended, delay(300, 'under way')]), 'under way');
    await type(document, 'while True', 'while False');
    assert.equal(await Promise.race([ended, delay(soon, 'late')]), 'cancelled');
  });

  test('ends hovers, and the next one is about the new text', async () => {
    const document = await open(endless);
    const place = rangeOf(document, 'result').start;
    const first = hover(document, place);
    assert.equal(await Promise.race([first.then(() => 'answered'), delay(300, 'under way')]), 'under way');
    await type(document, 'while True', 'while n < 7');
    assert.doesNotMatch(await Promise.race([first, delay(soon, 'did not end')]), /did not end/);
    assert.match(await hover(document, place), /8/);
  });
});
