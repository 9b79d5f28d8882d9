#!/usr/bin/env node
// Stands in for the VS Code executable in @vscode/test-electron's runTests: same arguments, same output, same exit
// code, but the VS Code is code-server's in headless Chromium, which loads extension and suite from its address.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import util from 'node:util';
import { main, root } from '../steps.mjs';
import { launch } from './browser.mjs';
import { discard, isolated, remoteUri, scratch, startServer, workbenchUrl } from './server.mjs';

const args = process.argv.slice(2);
const paths = (name) =>
  args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => path.resolve(arg.slice(name.length + 3)));
const verbose = Boolean(process.env.VERBOSE);
const limitMs = 180_000;

async function runSuite(server, page) {
  const [tests] = paths('extensionTestsPath');
  const result = new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no result after ${limitMs / 1000} s`)), limitMs);
    page.exposeFunction('codeAutomationExit', (code) => {
      clearTimeout(late);
      resolve(code);
    });
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  // VS Code's own log comes the same way; the suite marks its lines.
  await page.exposeFunction('codeAutomationLog', (_kind, values) => {
    const text = util.format(...values);
    if (verbose || text.startsWith('[suite] ')) console.log(text.replace(/^\[suite\] /, ''));
  });
  const payload = [
    ...paths('extensionDevelopmentPath').map((folder) => ['extensionDevelopmentPath', remoteUri(server, folder)]),
    ['extensionTestsPath', remoteUri(server, tests)],
  ];
  const folder = path.resolve(args.find((arg) => !arg.startsWith('-')) ?? '.');
  await page.goto(workbenchUrl(server, folder, { payload }));
  return result;
}

await main(async () => {
  const [tests] = paths('extensionTestsPath');
  if (!tests || !existsSync(tests)) throw new Error(`no test suite at ${tests}`);
  const dir = scratch();
  const server = await startServer({ dir, driver: true, env: isolated(dir) });
  const { browser, context } = await launch();
  try {
    const page = await context.newPage();
    process.exitCode = await runSuite(server, page).catch(async (error) => {
      console.error(`The suite did not end: ${error.message}`);
      const artifacts = path.join(root, 'artifacts');
      mkdirSync(artifacts, { recursive: true });
      await page.screenshot({ path: path.join(artifacts, 'integration-failure.png') }).catch(() => {});
      cpSync(path.join(dir, 'data/logs'), path.join(artifacts, 'integration-logs'), { recursive: true });
      return 1;
    });
  } finally {
    await browser.close().catch(() => {});
    await server.stop();
    discard(dir);
  }
});
