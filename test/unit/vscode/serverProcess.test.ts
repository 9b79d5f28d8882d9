import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { NodeRuntime } from '../../../src/vscode/nodeRuntime';
import { endServer, hasEnded, killWhenStuck, type ServerProcess, startServer } from '../../../src/vscode/serverProcess';

const folder = mkdtempSync(path.join(tmpdir(), 'server-process-'));
after(() => rmSync(folder, { recursive: true }));

const runtime: NodeRuntime = { rung: 'host', command: process.execPath, env: { FROM_RUNG: 'yes' }, noGpu: false };

function start(name: string, script: string, log: (line: string) => void = () => undefined): Promise<ServerProcess> {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(file, script);
  return startServer(runtime, file, log);
}

test('runs the script with the codec flag and the environment of its rung; its errors come by lines', async () => {
  const lines: string[] = [];
  Object.assign(process.env, { NODE_OPTIONS: '--no-warnings' });
  const child = await start(
    'env',
    'console.error(process.argv[2]); console.error(process.env.FROM_RUNG, process.env.NODE_OPTIONS)',
    (line) => lines.push(line),
  );
  Reflect.deleteProperty(process.env, 'NODE_OPTIONS');
  await new Promise((resolve) => child.once('close', resolve));
  assert.deepEqual(lines, ['--msgpack', 'yes undefined']);
});

test('a program that is not there rejects', async () => {
  const nowhere = { ...runtime, command: path.join(folder, 'nowhere') };
  await assert.rejects(
    startServer(nowhere, 'x', () => undefined),
    /ENOENT/,
  );
});

test('a server that ends with its input ends by itself', async () => {
  const child = await start('polite', "process.stdin.resume().once('end', () => process.exit(7))");
  await endServer(child, 5000);
  assert.equal(child.exitCode, 7);
  assert.ok(hasEnded(child));
  await endServer(child, 0);
});

test('one that does not is killed', async () => {
  const child = await start('stubborn', 'setInterval(() => undefined, 1000)');
  await endServer(child, 100);
  assert.equal(child.signalCode, 'SIGKILL');
});

test('a cancelled question that is not let go kills the server; one that is answered in time does not', async () => {
  let cancel = (): void => undefined;
  const onCancelled = (listener: () => void) => {
    cancel = listener;
    return { dispose: () => undefined };
  };
  const child = await start('stuck', 'setInterval(() => undefined, 1000)');
  const answered = killWhenStuck(child, new Promise((resolve) => setTimeout(resolve, 20, 'late')), onCancelled, 200);
  cancel();
  assert.equal(await answered, 'late');
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(hasEnded(child), false);
  void killWhenStuck(child, new Promise(() => undefined), onCancelled, 50);
  cancel();
  await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(child.signalCode, 'SIGKILL');
});
