// Measures the engine beside others, in ratios:
//   npm run bench [-- --peers] [softmax]     --peers first installs tfjs, onnxruntime and jax-js beside the benchmark
//   npm run bench kernels [softmax]          only our kernels beside a plain copy
//   PYTHON=python-with-torch ROUNDS=3 MOST=8000 npm run bench
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, root } from './bundle.mjs';

if (process.argv.includes('--peers')) {
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  spawnSync('npm', install, {
    cwd: path.join(root, 'test/bench/peers'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
const outdir = path.join(root, 'out-test', `bench-${process.pid}`);
await esbuild.build({
  ...forNode(),
  entryPoints: [path.join(root, 'test/bench/engines.ts')],
  outdir,
  external: ['webgpu'],
});
const { status } = spawnSync(
  process.execPath,
  [path.join(outdir, 'engines.js'), ...process.argv.slice(2).filter((arg) => !arg.startsWith('-'))],
  { stdio: 'inherit', cwd: root },
);
rmSync(outdir, { recursive: true, force: true });
process.exit(status ?? 1);
