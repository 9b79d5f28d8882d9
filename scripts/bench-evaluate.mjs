// Measures how long an answer takes after an edit:
//   node scripts/bench-evaluate.mjs [filter]       ROUNDS=40, PYTHON=python3 (one with PyTorch compares all programs)
//   NODE_OPTIONS=--cpu-prof node scripts/bench-evaluate.mjs tensors
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, root } from './bundle.mjs';

const outdir = path.join(root, 'out-test', `bench-${process.pid}`);
await esbuild.build({
  ...forNode(),
  entryPoints: [path.join(root, 'test/bench/evaluate.ts')],
  outdir,
  external: ['webgpu'],
});
const bundle = path.join(outdir, 'evaluate.js');
const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit', cwd: root });
rmSync(outdir, { recursive: true, force: true });
process.exit(status ?? 1);
