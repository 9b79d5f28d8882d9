// What the extension adds to VS Code's start, and what it contributes. First of the suite: it has to be inactive still.
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandId, commandNames } from '../../src/manifest/commands';
import { extension, testing } from './extension';

const limitMs = 50;

/** Milliseconds of processor time that loading the extension's code takes, at best: others share the process. */
function loadMilliseconds({ extensionPath, packageJSON }: vscode.Extension<unknown>): number {
  const file = path.join(extensionPath, packageJSON.main);
  const times = Array.from({ length: 5 }, () => {
    delete require.cache[require.resolve(file)];
    const before = process.cpuUsage();
    require(file);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

suite('activation', () => {
  test(`adds less than ${limitMs} ms to the start of VS Code`, async () => {
    assert.equal(extension().isActive, false, 'nothing activates it before a Python file is open');
    const start = performance.now();
    await extension().activate();
    const took = performance.now() - start;
    const { activationMilliseconds } = await testing();
    const load = loadMilliseconds(extension());
    console.log(
      `      code ${load.toFixed(1)} ms, activate() ${activationMilliseconds.toFixed(1)} ms; seen from outside ${took.toFixed(1)} ms`,
    );
    assert.ok(load + activationMilliseconds < limitMs, `${load} + ${activationMilliseconds} ms`);
  });

  test('every command of the manifest is registered', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandNames.map(commandId).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
