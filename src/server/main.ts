// The server process: reads its assets, opens the connection, ends with its parent. Knows no editor.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { binaryReader, binaryWriter } from '../protocol/codec';
import { createParser } from '../syntax/parser';
import { loadDawn } from '../tensor/webgpu/dawn';
import { heldMemory } from './heldMemory';
import { wantRelaxedSimd } from './relaxedSimd';
import { serve } from './serve';

const asset = async (name: string): Promise<Uint8Array> => readFile(path.join(__dirname, name));

async function main(): Promise<void> {
  wantRelaxedSimd();
  const binary = process.argv.includes('--msgpack');
  const connection = createConnection(
    new StreamMessageReader(process.stdin, binary ? binaryReader : {}),
    new StreamMessageWriter(process.stdout, binary ? binaryWriter : {}),
  );
  // The protocol owns stdout: whatever a package prints goes to the log instead.
  console.log = console.info = console.error;
  const server = serve(connection, {
    parser: createParser({
      runtime: await asset('web-tree-sitter.wasm'),
      python: await asset('tree-sitter-python.wasm'),
    }),
    gpu: loadDawn,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    memory: heldMemory,
    test: process.env.TENSOR_INSPECTOR_TEST === '1',
  });
  // Leaving while the GPU is busy would crash the process, so the queue is drained first.
  process.stdin.once('close', () => void server.close().finally(() => process.exit(0)));
  connection.onExit(() => void server.close().finally(() => process.exit(0)));
}

void main();
