// Writes what src/manifest declares into package.json and package.nls.json:
//   node scripts/manifest.mjs            write
//   node scripts/manifest.mjs --check    fail where they differ
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { forNode, root } from './bundle.mjs';

/** What src/manifest declares: sections of package.json, and English texts. */
export async function declaredManifest() {
  const { outputFiles } = await esbuild.build({
    ...forNode(),
    entryPoints: [path.join(root, 'src/manifest/contributes.ts')],
    format: 'esm',
    banner: {},
    define: {},
    sourcemap: false,
    write: false,
  });
  const { manifest } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return manifest();
}

const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const pretty = (value) => `${JSON.stringify(value, null, 2)}\n`;

/** File name → content that it should have. */
async function wanted() {
  const { sections, texts } = await declaredManifest();
  return { 'package.json': { ...read('package.json'), ...sections }, 'package.nls.json': texts };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  let stale = 0;
  for (const [file, content] of Object.entries(await wanted())) {
    const text = pretty(content);
    let present = '';
    try {
      present = pretty(read(file));
    } catch {
      // Absent: differs.
    }
    if (present === text) continue;
    stale++;
    if (check) console.error(`${file} differs from src/manifest: run node scripts/manifest.mjs`);
    else {
      writeFileSync(path.join(root, file), text);
      console.log(`wrote ${file}`);
    }
  }
  process.exit(check && stale ? 1 : 0);
}
