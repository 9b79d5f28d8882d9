// Builds the pages, serves them under the editor's content security policy, and opens them in headless Chromium.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { forWebview, root } from '../../../scripts/bundle.mjs';
import { samples } from './samples.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.map': 'application/json',
};

/** With `held`, the stage may ask this server in the extension's place. */
const page = (entry, held) => `<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>${entry}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; script-src 'self'${held ? "; connect-src 'self'" : ''}">
<link rel="stylesheet" href="/${entry}.css"></head>
<body data-view="${entry}" data-more="/panelMore.js"><script type="module" src="/stage.mjs"></script><script type="module" src="/${entry}.js"></script></body></html>`;

const bodyOf = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
};

/** `open(entry, options)` gives a fresh page, `onPage` and `onSample` run a test on one; `close()` ends browser and server. `held`: answers questions about tensors. */
export async function openPreview({ held, args = [] } = {}) {
  const outdir = path.join(root, 'out-test', 'preview', String(process.pid));
  mkdirSync(outdir, { recursive: true });
  await esbuild.build({
    ...forWebview({ production: true }),
    entryPoints: ['webview/panel.ts', 'webview/panelMore.ts', 'webview/dims.ts'],
    outdir,
  });
  const server = createServer(async (request, response) => {
    if (held && request.url === '/ask') {
      response.writeHead(200).end(await held.answer(await bodyOf(request)));
      return;
    }
    if (held && request.url === '/view') {
      response.writeHead(200).end(held.encode({ type: 'panel', view: held.view }));
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const entry = /^\/(panel|dims)\.html$/.exec(pathname)?.[1];
    const folder = /^\/(panel|panelMore|dims)\./.test(pathname) ? outdir : here;
    try {
      const body = entry ? page(entry, held) : readFileSync(path.join(folder, path.basename(pathname)));
      response
        .writeHead(200, { 'content-type': types[path.extname(pathname)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...args],
  });
  const preview = {
    browser,
    async open(entry, { theme = 'vscode-dark', width = 760, height = 800, query = '', ...context } = {}) {
      const tab = await (await browser.newContext({ viewport: { width, height }, ...context })).newPage();
      tab.problems = [];
      tab.on('pageerror', (error) => tab.problems.push(String(error)));
      tab.on('console', (message) => message.type() === 'error' && tab.problems.push(message.text()));
      tab.on('request', (request) => request.url().startsWith(origin) || tab.problems.push(`asked ${request.url()}`));
      await tab.goto(`${origin}/${entry}.html${query}`);
      await tab.waitForSelector('main > *');
      await tab.evaluate(([kind, side]) => window.wear(kind, side), [theme, entry === 'dims']);
      return tab;
    },
    /** Runs `body` on a fresh page, and insists that the page did nothing forbidden. */
    async onPage(entry, options, body) {
      const tab = await preview.open(entry, options);
      try {
        await body(tab);
        assert.deepEqual(await tab.evaluate(() => window.violations), [], 'content security policy');
        assert.deepEqual(tab.problems, []);
      } finally {
        await tab.context().close();
      }
    },
    /** The same on a page that shows a sample. */
    onSample: (name, options, body) =>
      preview.onPage(samples[name][0], options, async (tab) => {
        await show(tab, name);
        await body(tab);
      }),
    async close() {
      await browser.close();
      server.close();
    },
  };
  return preview;
}

/** What the page has posted of a type. */
export const posted = (tab, type) =>
  tab.evaluate((kind) => window.posted.filter((message) => message.type === kind), type);

/** Waits until what was sent is drawn. */
export const settled = (tab) =>
  tab.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30)))),
  );

/** Shows a sample and waits until it is drawn. */
export async function show(tab, name) {
  await tab.evaluate((sample) => window.show(sample), name);
  await settled(tab);
}
