// Plays the extension's part between a page and a language server of its own process: carries the page's questions there and the
// answers back, as bytes.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { forNode, root } from '../../../scripts/bundle.mjs';

const entry = `
export { encode } from './src/protocol/codec';
export { buildServer, startServer } from './test/unit/server/serverProcess';`;

/** Evaluates the expression around a place of a program; `view`, `encode` and `answer` are what a preview's `held` has. */
export async function servedLoss(text, { line, character }) {
  const outfile = path.join(root, 'out-test', 'preview', 'server.cjs');
  mkdirSync(path.dirname(outfile), { recursive: true });
  await esbuild.build({ ...forNode(), stdin: { contents: entry, resolveDir: root, loader: 'ts' }, outfile });
  const { encode, buildServer, startServer } = (await import(pathToFileURL(outfile).href)).default;
  const built = buildServer();
  const server = await startServer(built, {});
  const uri = 'file:///loss.py';
  const ask = (method, params) => server.connection.sendRequest(method, params);
  await server.connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'python', version: 1, text },
  });
  const at = { line, character };
  return {
    encode,
    view: await ask('tensorInspector/evaluate', { uri, range: { start: at, end: at }, panel: 0 }),
    async answer(bytes) {
      const { type, number, method, params, ...asked } = JSON.parse(bytes.toString());
      if (type === 'ask') return encode({ type: 'answer', number, result: await ask(method, params) });
      return encode({ type: 'whatIf', number, found: await ask('tensorInspector/whatIf', { ...asked, panel: 0 }) });
    },
    async close() {
      await server.stop();
      built.remove();
    },
  };
}
