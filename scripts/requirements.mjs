// Brings what the scripts need onto the machine: the packages of package-lock.json, and a Chromium for the tests.
// Uses Node's own modules only, and says what to do where it cannot.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, mustRun, npm, root, step } from './steps.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;

/** Whether node_modules holds just what the lock file says. (Optional ones are other platforms' binaries.) */
function modulesAreCurrent() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  return Object.entries(packagesOf('package-lock.json')).every(
    ([place, { version, optional }]) => !place || optional || installed[place]?.version === version,
  );
}

/** node_modules as the lock file says. No install script is needed by any package, so none runs. */
export async function ensureModules() {
  if (modulesAreCurrent()) return;
  const hint = 'The packages come from the npm registry: is it reachable (npm ping)?';
  await step('Installing packages (npm ci)', (note) => npm(['ci', '--ignore-scripts'], { note, hint }));
}

const chromiums = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
};

/** Path of a Chromium, or undefined: `CHROMIUM`, else the usual places. */
export const chromiumPath = () =>
  [process.env.CHROMIUM, ...(chromiums[process.platform] ?? [])].find((file) => file && existsSync(file));

/** Chromium's software Vulkan driver, so that WebGPU is tested on machines without a GPU as well. */
export const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
const vulkanLoaders = [
  '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  '/usr/lib/aarch64-linux-gnu/libvulkan.so.1',
  '/usr/lib64/libvulkan.so.1',
];

/** Chromium, and on Linux the Vulkan loader: by apt-get where this is Debian and we are root. */
export async function ensureBrowser() {
  const missing = [];
  if (!chromiumPath()) missing.push('chromium');
  if (process.platform === 'linux' && !vulkanLoaders.some(existsSync)) missing.push('libvulkan1');
  if (!missing.length) return;
  const names = missing.join(' ');
  const hint =
    process.platform === 'linux'
      ? `Install it as root: apt-get update && apt-get install -y ${names}\nor set CHROMIUM to the path of a Chromium.`
      : 'Install Google Chrome, or set CHROMIUM to the path of a Chromium.';
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid() !== 0) {
    throw new Missing(`The tests drive VS Code in a browser and need ${names}.\n${hint}`);
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await step(`Installing ${names} (apt-get)`, async (note) => {
    await mustRun('apt-get', ['update', '-q'], { env, note, hint });
    await mustRun('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { env, note, hint });
  });
}
