// Starts and stops the VS Code server that code-server carries, in folders of its own. Uses Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { swiftShader } from '../requirements.mjs';
import { mustRun } from '../steps.mjs';
import { serverMain, serverNode } from './install.mjs';

/** Settings under which nothing but the extension speaks. */
const quiet = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'editor.minimap.enabled': false,
  'window.confirmBeforeClose': 'never',
  'files.hotExit': 'off',
};

/** A folder for one run; its name is short because sockets go below it (107 bytes at most). */
export const scratch = () => mkdtempSync(path.join(os.tmpdir(), 'ti-'));

const foldersOf = (dir) => [
  '--user-data-dir',
  path.join(dir, 'data'),
  '--extensions-dir',
  path.join(dir, 'extensions'),
  '--server-data-dir',
  path.join(dir, 'server'),
];

/** This process's environment without what a surrounding VS Code put there. */
function environment(extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_|ELECTRON_)/.test(name));
  return { ...Object.fromEntries(own), EXTENSIONS_GALLERY: '{}', ...extra };
}

/** For tests: home and sockets below `dir`, and the software GPU where there is one, whatever the machine has. */
export function isolated(dir) {
  const places = {
    HOME: path.join(dir, 'home'),
    TMPDIR: path.join(dir, 'tmp'),
    XDG_RUNTIME_DIR: path.join(dir, 'tmp'),
  };
  for (const place of Object.values(places)) mkdirSync(place, { recursive: true });
  return { ...places, ...(existsSync(swiftShader) ? { VK_DRIVER_FILES: swiftShader } : {}) };
}

/**
 * Starts the server and waits until it answers; throws with its log when it does not.
 * `driver` makes it heed a test suite in the address, and show no notifications.
 */
export async function startServer({ dir, settings = {}, env = {}, port = 0, token, driver = false }) {
  mkdirSync(path.join(dir, 'data/User'), { recursive: true });
  const settingsFile = path.join(dir, 'data/User/settings.json');
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify({ ...quiet, ...settings }, null, 2));
  const flags = [
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--telemetry-level',
    'off',
    '--disable-update-check',
  ];
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const child = spawn(
    serverNode,
    [
      ...[serverMain, '--host', '127.0.0.1', '--port', String(port), ...access, ...flags, '--disable-experiments'],
      ...['--disable-workspace-trust', ...(driver ? ['--enable-smoke-test-driver'] : []), ...foldersOf(dir)],
    ],
    // A process group of its own, so that all of it ends at once.
    { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // Gone already.
    }
  };
  const killAll = () => signal('SIGKILL');
  process.once('exit', killAll);
  // Without these a signal would end this process and leave the server behind.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(130));

  let log = '';
  const ended = new Promise((resolve) => child.on('exit', resolve).on('error', resolve));
  const ready = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`VS Code's server did not start in 60 s\n${log}`)), 60_000).unref();
    const onText = (text) => {
      log += text;
      const listening = /Extension host agent listening on (\d+)/.exec(log);
      if (listening && log.includes('Web UI available')) resolve(Number(listening[1]));
    };
    child.stdout.on('data', onText);
    child.stderr.on('data', onText);
    child.on('error', reject);
    ended.then((code) => reject(new Error(`VS Code's server ended early with ${code}\n${log}`)));
  });
  const stop = async () => {
    signal('SIGTERM');
    const late = setTimeout(killAll, 5000);
    await ended;
    clearTimeout(late);
    // What is left of the group: terminals, file watchers.
    killAll();
    process.off('exit', killAll);
  };
  const authority = `127.0.0.1:${await ready.catch(async (error) => {
    await stop();
    throw error;
  })}`;
  return { origin: `http://${authority}`, authority, dir, ended, stop };
}

/** Removes a scratch folder once its server has stopped. */
export const discard = (dir) => rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

/** Installs a VSIX into `dir`'s extensions as a user would; gives what the server said. */
export const installVsix = (dir, vsix) =>
  mustRun(serverNode, [serverMain, '--accept-server-license-terms', ...foldersOf(dir), '--install-extension', vsix], {
    env: { HOME: dir, EXTENSIONS_GALLERY: '{}' },
  });

/** The workbench's address for a folder; `payload` is VS Code's own list of [key, value]. */
export function workbenchUrl(server, folder, { payload = [], token } = {}) {
  const url = new URL(server.origin);
  if (token) url.searchParams.set('tkn', token);
  url.searchParams.set('folder', folder);
  url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  return url.href;
}

export const remoteUri = (server, file) => `vscode-remote://${server.authority}${file}`;
