// Bundles test/<kind>/**/*.test.ts and runs them with Node's own test runner:
//   node scripts/test-unit.mjs unit [filter]     one kind, files whose path contains the filter
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { forNode } from './bundle.mjs';
import { swiftShader } from './requirements.mjs';
import { root } from './steps.mjs';

const [kind = 'unit', filter = ''] = process.argv.slice(2);
const source = path.join(root, 'test', kind);
const testFiles = (folder, ending) =>
  (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
    .filter((file) => file.endsWith(ending))
    .map((file) => path.join(folder, file));
const files = testFiles(source, '.test.ts').filter((file) => path.relative(source, file).includes(filter));
if (!files.length) {
  console.error(`no test files in test/${kind} match '${filter}'`);
  process.exit(1);
}
const outdir = path.join(root, 'out-test', filter ? `${kind}-${process.pid}` : kind);
rmSync(outdir, { recursive: true, force: true });
await esbuild.build({ ...forNode(), entryPoints: files, outbase: source, outdir, external: ['webgpu', 'esbuild'] });

const reporter = pathToFileURL(path.join(root, 'scripts/reporter.mjs')).href;
const { status } = spawnSync(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    `--test-reporter=${reporter}`,
    '--test-reporter-destination=stdout',
    ...testFiles(outdir, '.test.js'),
  ],
  // A GPU for every machine: the software one, where nothing else is asked for.
  {
    stdio: 'inherit',
    cwd: root,
    env: { ...(existsSync(swiftShader) && { VK_DRIVER_FILES: swiftShader }), XDG_RUNTIME_DIR: '/tmp', ...process.env },
  },
);
if (filter) rmSync(outdir, { recursive: true, force: true });
process.exit(status ?? 1);
