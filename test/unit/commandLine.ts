// The command line, bundled for a test as a user has it: one file and the two of the parser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';

const bundle = (outfile: string): string => `
import * as esbuild from 'esbuild';
import { forNode } from './scripts/bundle.mjs';
await esbuild.build({ ...forNode(), entryPoints: ['src/cli.ts'], outfile: ${JSON.stringify(outfile)}, sourcemap: false });`;

/** The folder of `cli.js`, to be removed afterwards. */
export function bundleCommandLine(): string {
  mkdirSync('out-test', { recursive: true });
  const folder = mkdtempSync(path.resolve('out-test/cli-'));
  const script = bundle(path.join(folder, 'cli.js'));
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  for (const file of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm']) {
    cpSync(path.resolve('node_modules', file), path.join(folder, path.basename(file)));
  }
  return folder;
}
