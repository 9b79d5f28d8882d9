// Gets the Node binary of a target from npm, once, and checks it against the integrity in the table.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, npm, root } from '../steps.mjs';
import { nodeBinary, nodeVersion, targets } from './targets.mjs';

const cache = path.join(root, 'node_modules/.cache/node-runtimes');
// Windows' packages carry no licence text; it is one text for all platforms.
const licensed = 'linux-x64';
const onWindows = (target) => target.startsWith('win32-');

/** Puts the target's Node and its licence into a folder. */
export async function putRuntime(target, folder, note) {
  mkdirSync(folder, { recursive: true });
  const binary = nodeBinary(target);
  cpSync(path.join(await unpacked(target, note), 'bin', binary), path.join(folder, binary));
  const licence = onWindows(target) ? licensed : target;
  cpSync(path.join(await unpacked(licence, note), 'LICENSE'), path.join(folder, 'LICENSE'));
}

/** The package's folder, with its binary and licence. */
async function unpacked(target, note) {
  const { node, integrity } = targets[target];
  const folder = path.join(cache, `${node}-${nodeVersion}`);
  const content = path.join(folder, 'package');
  if (existsSync(path.join(folder, 'complete'))) return content;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await npm(['pack', `${node}@${nodeVersion}`, '--pack-destination', folder, '--ignore-scripts'], { note });
  const tarball = path.join(folder, readdirSync(folder)[0]);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity) throw new Missing(`${node} ${nodeVersion} is not the package it should be: ${found}.`);
  const files = [`package/bin/${nodeBinary(target)}`, ...(onWindows(target) ? [] : ['package/LICENSE'])];
  execFileSync('tar', ['-xzf', tarball, '-C', folder, ...files]);
  rmSync(tarball);
  writeFileSync(path.join(folder, 'complete'), '');
  return content;
}
