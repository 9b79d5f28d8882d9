// What the extension adds to VS Code's start, and what it contributes. First of the suite: it has to be inactive still.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandId, commandNames } from '../../src/manifest/commands';
import { extension, testing } from './extension';

const limitMs = 50;

/** Waits until VS Code's own extensions, which share the process, have started. */
async function quiet(): Promise<void> {
  for (let calm = 0; calm < 10; ) {
    const used = process.cpuUsage();
    await delay(100);
    const { user, system } = process.cpuUsage(used);
    calm = user + system < 5000 ? calm + 1 : 0;
  }
}

suite('activation', () => {
  test(`takes less than ${limitMs} ms`, async () => {
    assert.equal(extension().isActive, false, 'nothing activates it before a Python file is open');
    await quiet();
    const [start, used] = [performance.now(), process.cpuUsage()];
    await extension().activate();
    const { user, system } = process.cpuUsage(used);
    const milliseconds = performance.now() - start;
    const own = (await testing()).activationMilliseconds;
    // The processor's time: what other programs take meanwhile is not ours.
    const busy = (user + system) / 1000;
    console.log(
      `      ${busy.toFixed(1)} ms of processor time in ${milliseconds.toFixed(1)} ms; activate() itself ${own.toFixed(1)} ms`,
    );
    assert.ok(busy < limitMs, `${busy} ms`);
  });

  test('every command of the manifest is registered', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = commandNames.map(commandId).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });
});
