// Gets the Node binary of a target from npm, once, and checks it against the integrity in the table.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Missing, npm, root } from '../steps.mjs';
import { nodeBinary, nodeVersion, targets } from './targets.mjs';

const cache = path.join(root, 'node_modules/.cache/node-runtimes');
// Windows' packages carry no licence text; it is one text for all platforms.
const licensed = 'linux-x64';

/** Puts the target's Node and its licence into a folder. */
export async function putRuntime(target, folder, note) {
  mkdirSync(folder, { recursive: true });
  const binary = nodeBinary(target);
  cpSync(path.join(await unpacked(target, `bin/${binary}`, note), 'bin', binary), path.join(folder, binary));
  const licence = target.startsWith('win32-') ? licensed : target;
  cpSync(path.join(await unpacked(licence, 'LICENSE', note), 'LICENSE'), path.join(folder, 'LICENSE'));
}

/** The package's folder, with at least `file` in it. */
async function unpacked(target, file, note) {
  const { node, integrity } = targets[target];
  const folder = path.join(cache, `${node}-${nodeVersion}`);
  const content = path.join(folder, 'package');
  if (existsSync(path.join(content, file))) return content;
  mkdirSync(folder, { recursive: true });
  const archive = () => readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (!archive())
    await npm(['pack', `${node}@${nodeVersion}`, '--pack-destination', folder, '--ignore-scripts'], { note });
  const tarball = path.join(folder, archive());
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity)
    throw new Missing(`${tarball} is not the package it should be: ${found}. Delete it and try again.`);
  execFileSync('tar', ['-xzf', tarball, '-C', folder, `package/${file}`]);
  return content;
}
