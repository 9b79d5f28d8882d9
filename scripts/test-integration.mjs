// Builds test/integration and runs it inside VS Code's extension host, through @vscode/test-electron.
//   node scripts/test-integration.mjs             in code-server's VS Code and headless Chromium
//   node scripts/test-integration.mjs --desktop   in VSCODE_EXECUTABLE, else in a desktop VS Code that is downloaded
// MOCHA_GREP chooses tests; EXTENSION_DIR is the extension's folder (this one); VERBOSE=1 shows VS Code's own log.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { forNode } from './bundle.mjs';
import { Missing, main, root } from './steps.mjs';
import { discard, scratch } from './vscode/server.mjs';

const source = path.join(root, 'test/integration');
const outdir = path.join(root, 'out-test/integration');

async function findVsCode() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (!process.argv.includes('--desktop')) return path.join(root, 'scripts/vscode/standIn.mjs');
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(root, '.vscode-test') });
  } catch (error) {
    const how = 'Set VSCODE_EXECUTABLE to the program of an installed one (on Linux /usr/share/code/code).';
    throw new Missing(`VS Code cannot be downloaded (${error.message}).\n${how}`);
  }
}

await main(async () => {
  rmSync(outdir, { recursive: true, force: true });
  const entryPoints = readdirSync(source)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(source, file));
  await esbuild.build({ ...forNode(), entryPoints, outdir, external: ['vscode', 'mocha'] });
  const dir = scratch();
  // A copy: tests write into their folder.
  const folder = path.join(dir, 'examples');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  // VS Code's exit code is 0 also where its extension host died: the suite's own counts tell.
  const countsFile = path.join(dir, 'counts');
  try {
    await runTests({
      vscodeExecutablePath: await findVsCode(),
      extensionDevelopmentPath: path.resolve(process.env.EXTENSION_DIR ?? root),
      extensionTestsPath: path.join(outdir, 'main.js'),
      extensionTestsEnv: { TENSOR_INSPECTOR_TEST: '1', SUITE_COUNTS_FILE: countsFile },
      launchArgs: [folder, '--disable-extensions'],
    });
  } catch (error) {
    if (error instanceof Missing) throw error;
    process.exitCode = 1;
  }
  const counts = existsSync(countsFile) && readFileSync(countsFile, 'utf8');
  discard(dir);
  if (!counts) throw new Missing('The suite printed no counts: the extension host died during the run.');
  console.log(counts);
});
