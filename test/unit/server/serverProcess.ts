// The language server as the editor runs it: its own bundle, its own process, MessagePack over stdio. With a probe inside
// that collects garbage and tells its memory.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { binaryReader, binaryWriter, codecFlag } from '../../../src/protocol/codec';
import type { InitializeOptions } from '../../../src/protocol/requests';

const bundle = (outfile: string): string => `
import * as esbuild from 'esbuild';
import { forNode } from './scripts/bundle.mjs';
await esbuild.build({ ...forNode(), entryPoints: ['src/server/main.ts'], outfile: ${JSON.stringify(outfile)} });`;

/** Answers each message with what is held after a full collection, in bytes. */
const probe = `process.on('message', () => {
  gc();
  setImmediate(() => {
    gc();
    process.send(process.memoryUsage());
  });
});
process.channel.unref();`;

export interface BuiltServer {
  readonly script: string;
  readonly probe: string;
  remove(): void;
}

/** Bundles the server into a folder of its own: nobody rebuilds it while it is tested. */
export function buildServer(): BuiltServer {
  mkdirSync('out-test', { recursive: true });
  const folder = mkdtempSync(path.resolve('out-test/server-'));
  const script = path.join(folder, 'server.js');
  const made = spawnSync(process.execPath, ['--input-type=module', '-e', bundle(script)], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm']) {
    cpSync(path.resolve('node_modules', file), path.join(folder, path.basename(file)));
  }
  const probeFile = path.join(folder, 'probe.cjs');
  writeFileSync(probeFile, probe);
  return { script, probe: probeFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface RunningServer {
  readonly connection: MessageConnection;
  /** What the server wrote to its error stream or logged as an error. */
  readonly complaints: readonly string[];
  /** How the process ended; undefined while it runs. */
  readonly ended: string | undefined;
  /** Milliseconds in which its threads would have run but got no processor, in all, where the system tells. */
  starved(): number;
  memory(): Promise<NodeJS.MemoryUsage>;
  stop(): Promise<void>;
}

/** Starts the server and shakes hands with it. */
export async function startServer(built: BuiltServer, options: Partial<InitializeOptions>): Promise<RunningServer> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      '--expose-gc',
      '--max-semi-space-size=2',
      '--require',
      built.probe,
      built.script,
      codecFlag,
    ],
    { stdio: ['pipe', 'pipe', 'pipe', 'ipc'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('the server has no streams');
  const complaints: string[] = [];
  let ended: string | undefined;
  stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const connection = createMessageConnection(
    new StreamMessageReader(stdout, binaryReader),
    new StreamMessageWriter(stdin, binaryWriter),
  );
  child.once('exit', (code, signal) => {
    ended = signal ?? `exit code ${code}`;
    connection.dispose();
  });
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1) complaints.push(message);
  });
  connection.onError(([error]) => complaints.push(String(error)));
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { inlayHint: { refreshSupport: true } } },
    initializationOptions: { backend: 'cpu', theme: 'dark', translations: {}, commands: true, ...options },
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    complaints,
    get ended() {
      return ended;
    },
    starved() {
      try {
        // All of them: the main thread waits for those that collect its garbage.
        const threads = readdirSync(`/proc/${child.pid}/task`).map((thread) =>
          readFileSync(`/proc/${child.pid}/task/${thread}/schedstat`, 'utf8'),
        );
        return threads.reduce((total, numbers) => total + Number(numbers.split(' ')[1]) / 1e6, 0);
      } catch {
        return 0;
      }
    },
    async memory() {
      const answer = once(child, 'message');
      child.send('memory');
      const [usage] = (await answer) as [NodeJS.MemoryUsage];
      return usage;
    },
    async stop() {
      if (ended !== undefined) return;
      const exit = once(child, 'exit');
      stdin.end();
      await exit;
    },
  };
}
