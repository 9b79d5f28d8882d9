// What a VSIX holds, file by file, and what one does hold.
import { readFileSync } from 'node:fs';
import { nodeBinary, targets } from './targets.mjs';

/** Everything but the native parts; paths inside the extension's folder. */
export const portableFiles = [
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'ThirdPartyNotices.txt',
  'media/icon.png',
  'media/dims.svg',
  'l10n/bundle.l10n.zh-cn.json',
  'dist/extension.js',
  'dist/server.js',
  'dist/tree-sitter-python.wasm',
  'dist/web-tree-sitter.wasm',
  'dist/webview/panel.js',
  'dist/webview/panel.css',
  'dist/webview/panelMore.js',
  'dist/webview/dims.js',
  'dist/webview/dims.css',
];

/** All files that the extension's folder of a target's VSIX holds, sorted. */
export const expectedFiles = (target, { runtime }) =>
  [
    ...portableFiles,
    ...targets[target].dawn.map((file) => `dist/dist/${file}`),
    ...(runtime ? [`runtime/${nodeBinary(target)}`, 'runtime/LICENSE'] : []),
  ].sort();

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** Names in a zip's central directory. */
export function zipEntries(bytes) {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  const names = [];
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === directoryEntry) {
    const [name, extra, comment] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    names.push(bytes.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}

/** Files in the extension's folder of a VSIX, sorted, as the source tree spells them (vsce renames some). */
export function packedFiles(vsix) {
  const spelling = new Map(portableFiles.map((file) => [file.toLowerCase(), file]));
  return zipEntries(readFileSync(vsix))
    .filter((name) => name.startsWith('extension/') && !name.endsWith('/'))
    .map((name) => name.slice('extension/'.length))
    .map((name) => spelling.get(name.toLowerCase().replace(/^license\.txt$/, 'license')) ?? name)
    .sort();
}
