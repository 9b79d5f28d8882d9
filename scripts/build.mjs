// Builds dist/: the bundles and the files that they load at run time, each with its size.
//   node scripts/build.mjs [--production] [--target linux-x64|linux-arm64|darwin-x64|darwin-arm64|win32-x64|win32-arm64]
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { forNode, forWebview } from './bundle.mjs';
import { Missing, main, root } from './steps.mjs';

const dist = path.join(root, 'dist');
const nodeEntries = { extension: 'src/extension.ts', server: 'src/server/main.ts', cli: 'src/cli.ts' };
const webviewEntries = { panel: 'webview/panel.ts', panelMore: 'webview/panelMore.ts', dims: 'webview/dims.ts' };
const parserFiles = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-python/tree-sitter-python.wasm'];

/** The one folder of Dawn binaries a platform loads, named as the webgpu package names it. */
const dawnFolder = (target) => (target.startsWith('darwin-') ? 'darwin-universal' : target);

function copyRuntimeFiles(target) {
  for (const file of parserFiles) cpSync(path.join(root, 'node_modules', file), path.join(dist, path.basename(file)));
  const dawn = dawnFolder(target);
  const source = path.join(root, 'node_modules/webgpu/dist', dawn);
  if (!existsSync(source)) throw new Missing(`The webgpu package has no binary for ${target}.`);
  // Bundled, its loader looks in dist/ beside the bundle.
  cpSync(source, path.join(dist, 'dist', dawn), { recursive: true });
}

function reportSizes() {
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1).padStart(9)} kB`;
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(path.join(dist, file)).isFile(),
  );
  for (const file of files.filter((name) => !name.endsWith('.map')).sort()) {
    const content = readFileSync(path.join(dist, file));
    const packed = /\.(js|css|wasm)$/.test(file) ? `${kilobytes(gzipSync(content).length)} gzip` : '';
    console.log(`  ${file.padEnd(34)}${kilobytes(content.length)}${packed}`);
  }
}

await main(async () => {
  const { values } = parseArgs({ options: { production: { type: 'boolean' }, target: { type: 'string' } } });
  const { production = false, target = `${process.platform}-${process.arch}` } = values;
  // What an earlier build left must not travel in a package.
  if (production) rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([
    esbuild.build({ ...forNode({ production }), entryPoints: nodeEntries, outdir: dist, external: ['vscode'] }),
    esbuild.build({ ...forWebview({ production }), entryPoints: webviewEntries, outdir: path.join(dist, 'webview') }),
  ]);
  chmodSync(path.join(dist, 'cli.js'), 0o755);
  copyRuntimeFiles(target);
  console.log(`dist/ for ${target}${production ? ', minified' : ''}`);
  reportSizes();
});
