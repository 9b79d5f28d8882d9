// How each bundle is made. One place for esbuild's settings; build.mjs and the test scripts use it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './steps.mjs';

export { root };

/** WebAssembly text as the bytes that it stands for. */
const assembled = {
  name: 'wat',
  setup(build) {
    build.onLoad({ filter: /\.wat$/ }, async ({ path: file }) => {
      const { parseWat } = await (await import('wabt')).default();
      const parsed = parseWat(path.basename(file), await readFile(file, 'utf8'), { simd: true, relaxed_simd: true });
      parsed.validate();
      return { contents: parsed.toBinary({}).buffer, loader: 'binary' };
    });
  },
};

/** For code that runs in Node: the extension host, the server, the CLI, tests. */
export const forNode = ({ production = false } = {}) => ({
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: production,
  sourcemap: production ? false : 'linked',
  loader: { '.wgsl': 'text', '.py': 'text', '.txt': 'text' },
  plugins: [assembled],
  // ESM packages that find files by import.meta.url (webgpu, web-tree-sitter) look beside the bundle.
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
});

/** For code that runs in a webview's page. */
export const forWebview = ({ production = false } = {}) => ({
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2023',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
});
