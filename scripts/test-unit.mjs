// Bundles test/<kind>/**/*.test.ts and runs them with Node's own test runner:
//   node scripts/test-unit.mjs unit [filter]     one kind, files whose path contains the filter
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, root } from './bundle.mjs';

const [kind = 'unit', filter = ''] = process.argv.slice(2);
const source = path.join(root, 'test', kind);
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && file.includes(filter))
  .map((file) => path.join(source, file));
if (!files.length) {
  console.error(`no test files in test/${kind} match '${filter}'`);
  process.exit(1);
}
const outdir = path.join(root, 'out-test', filter ? `${kind}-${process.pid}` : kind);
rmSync(outdir, { recursive: true, force: true });
await esbuild.build({ ...forNode(), entryPoints: files, outbase: source, outdir, external: ['webgpu', 'esbuild'], define: { 'import.meta.url': '__bundleUrl' } });
const built = readdirSync(outdir, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .map((file) => path.join(outdir, file));
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...built], { stdio: 'inherit', cwd: root });
if (filter) rmSync(outdir, { recursive: true, force: true });
process.exit(status ?? 1);
