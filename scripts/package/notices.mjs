// The licences of the packages that are bundled, as their authors ask for: one text file.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, forWebview, root } from '../bundle.mjs';

const nodeEntries = ['src/extension.ts', 'src/server/main.ts'];
const webviewEntries = ['webview/panel.ts', 'webview/dims.ts'];
/** Copied rather than bundled. */
const copied = ['node_modules/tree-sitter-python', 'node_modules/webgpu'];

/** Folders of the packages whose code is in the bundles, below the root. */
async function bundledPackages() {
  const quiet = { write: false, metafile: true, outdir: 'out', sourcemap: false };
  const results = await Promise.all([
    esbuild.build({ ...forNode(), entryPoints: nodeEntries, external: ['vscode'], ...quiet }),
    esbuild.build({ ...forWebview(), entryPoints: webviewEntries, ...quiet }),
  ]);
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
  return [...new Set([...folders, ...copied])].sort();
}

/** Name, version and licence of each package, in full. */
export async function thirdPartyNotices() {
  const parts = (await bundledPackages()).map((folder) => {
    const at = path.join(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8'));
    const file = readdirSync(at).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
    const text = file && existsSync(path.join(at, file)) ? readFileSync(path.join(at, file), 'utf8').trim() : '';
    return `${name} ${version} (${license ?? 'see below'})\n\n${text || `Licence: ${license}`}\n`;
  });
  return `Tensor Inspector contains parts of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
