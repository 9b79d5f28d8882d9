// `npm start`: from a fresh clone to VS Code with the extension and the folder examples/. Node's own modules only until
// `npm ci` has run.
//   npm start -- [--desktop | --web] [--port N]     a window of VS Code, or VS Code in the browser, at a fixed port
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureModules, swiftShader } from './requirements.mjs';
import { Missing, main, mustRun, root, run, step } from './steps.mjs';
import { ensureCodeServer, home } from './vscode/install.mjs';
import { discard, remoteUri, scratch, startServer, workbenchUrl } from './vscode/server.mjs';

const examples = path.join(root, 'examples');

/** Why no window can be opened on this machine, or nothing. */
function whyNoWindow() {
  if (process.env.WSL_DISTRO_NAME) return 'This is WSL';
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return display ? undefined : 'There is no display';
}

/** The `code` command of an installed VS Code. */
function codeCommand() {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (
    (process.env.PATH ?? '').split(path.delimiter).find((folder) => folder && existsSync(path.join(folder, name))) &&
    name
  );
}

/** A VS Code to run: the installed one, else one that @vscode/test-electron downloads; throws what hinders it. */
async function findDesktop() {
  const installed = codeCommand();
  if (installed) return installed;
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  return step('Downloading VS Code (update.code.visualstudio.com)', () =>
    downloadAndUnzipVSCode({ cachePath: path.join(root, '.vscode-test'), reporter: new SilentReporter() }),
  );
}

async function openDesktop(executable) {
  // As root VS Code's window starts only like this.
  const asRoot =
    process.getuid?.() === 0 ? ['--no-sandbox', `--user-data-dir=${path.join(root, '.vscode-test/user')}`] : [];
  console.log('\nTensor Inspector is opening in VS Code. This command ends when you close its window.');
  const args = [
    '--new-window',
    '--wait',
    `--extensionDevelopmentPath=${root}`,
    examples,
    path.join(examples, 'bce.py'),
    ...asRoot,
  ];
  const { code, output } = await run(executable, args);
  if (code !== 0) throw new Missing(`VS Code ended with ${code}:\n${output}`);
}

async function openWeb(port) {
  await ensureCodeServer();
  const dir = path.join(home, 'workspace');
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const extensions = path.join(dir, 'extensions');
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`));
  const token = randomBytes(16).toString('hex');
  const sockets = scratch();
  process.once('exit', () => discard(sockets));
  const env = {
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? sockets,
    // Beside the GPU's own driver, so that the backend `webgpu` can be tried without a GPU.
    ...(existsSync(swiftShader) ? { VK_ADD_DRIVER_FILES: swiftShader } : {}),
  };
  const server = await step('Starting VS Code in the browser', () => startServer({ dir, port, token, env }));
  const payload = [['openFile', remoteUri(server, path.join(examples, 'bce.py'))]];
  console.log('\nTensor Inspector is ready. Open this address in a browser on this machine; Ctrl+C ends it.\n');
  console.log(`  ${workbenchUrl(server, examples, { payload, token })}\n`);
  if (process.env.SSH_CONNECTION) {
    console.log(
      `From another machine, forward the port first: ssh -L ${server.authority.split(':')[1]}:${server.authority} …\n`,
    );
  }
  const code = await server.ended;
  throw new Missing(`VS Code's server ended with ${code}.`);
}

await main(async () => {
  const { values } = parseArgs({
    options: { web: { type: 'boolean' }, desktop: { type: 'boolean' }, port: { type: 'string', default: '0' } },
  });
  console.log('Tensor Inspector: install, build, open');
  await ensureModules();
  await step('Building', (note) => mustRun(process.execPath, ['scripts/build.mjs'], { note }));
  const hindrance = values.web ? undefined : whyNoWindow();
  if (values.web || (hindrance && !values.desktop)) {
    if (hindrance) console.log(`  ${hindrance}, so VS Code opens in the browser.`);
    await openWeb(Number(values.port));
    return;
  }
  let executable;
  try {
    executable = await findDesktop();
  } catch (error) {
    const how = 'Install it from https://code.visualstudio.com/, with its command `code` on the PATH.';
    if (values.desktop)
      throw new Missing(`No VS Code is installed and none can be downloaded (${error.message}).\n${how}`);
    console.log(
      `  No VS Code is installed and none can be downloaded (${error.message}): using the one for the browser.`,
    );
    await openWeb(Number(values.port));
    return;
  }
  await openDesktop(executable);
});
