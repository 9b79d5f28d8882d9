// Brings VS Code for the browser (code-server) and the Node it wants from npm into one folder, once. Uses Node's own
// modules only.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, npm, root, step } from '../steps.mjs';

const codeServer = '4.139.1';
const node = '24.21.0';

/** Where it goes: `VSC_HOME`, or `.vscode-server` in the project. */
export const home = process.env.VSC_HOME || path.join(root, '.vscode-server');
/** The Node that runs it. */
export const serverNode = path.join(home, 'node24/node_modules/node/bin/node');
const vscode = path.join(home, 'code-server/node_modules/code-server/lib/vscode');
/** VS Code's server, without code-server's own front. */
export const serverMain = path.join(vscode, 'out/server-main.js');

const folderFor = (name) => {
  const folder = path.join(home, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
};

/** Installs both where they are not there yet (about 30 s and 800 MB). */
export async function ensureCodeServer() {
  const done = path.join(home, `.installed-${codeServer}`);
  if (existsSync(done)) return;
  if (process.platform === 'win32')
    throw new Missing('VS Code in the browser does not run on Windows: install VS Code.');
  const hint = 'They come from the npm registry: is it reachable (npm ping)?';
  await step(`Installing Node ${node} for code-server (npm)`, (note) =>
    npm(['install', `node@${node}`], { cwd: folderFor('node24'), note, hint }),
  );
  // npm itself must run on that Node: code-server looks at its version.
  const env = { PATH: `${path.dirname(serverNode)}${path.delimiter}${process.env.PATH}` };
  await step(`Installing code-server ${codeServer}, VS Code in the browser (npm)`, async (note) => {
    const options = { env, note, hint };
    await npm(['install', '--ignore-scripts', `code-server@${codeServer}`], {
      ...options,
      cwd: folderFor('code-server'),
    });
    // Its dependencies are locked in a shrinkwrap of its own.
    await npm(['install', '--omit=dev', '--ignore-scripts'], { ...options, cwd: vscode });
  });
  await step('Building two native modules for its log files', (note) => {
    // Headers of the very Node that loads them.
    const nodedir = path.join(path.dirname(serverNode), '../node_modules', `node-${process.platform}-${process.arch}`);
    return npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], {
      env: { ...env, npm_config_nodedir: nodedir },
      cwd: vscode,
      note,
    }).catch(() => console.log('  No C++ compiler: it works without them, but keeps no log files.'));
  });
  writeFileSync(done, '');
}
