// What the extension adds to VS Code's start, and what it contributes. First of the suite: it has to be inactive still.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandId, commandNames } from '../../src/manifest/commands';
import { extension, testing } from './extension';

const limitMs = 50;

suite('activation', () => {
  test(`takes less than ${limitMs} ms`, async () => {
    assert.equal(extension().isActive, false, 'nothing activates it before a Python file is open');
    const start = performance.now();
    await extension().activate();
    const milliseconds = performance.now() - start;
    const own = (await testing()).activationMilliseconds;
    console.log(
      `      loaded and activated in ${milliseconds.toFixed(1)} ms, activate() itself took ${own.toFixed(1)} ms`,
    );
    assert.ok(milliseconds < limitMs, `${milliseconds} ms`);
  });

  test('every command of the manifest is registered', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandNames.map(commandId).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
