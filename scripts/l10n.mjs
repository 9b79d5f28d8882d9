// Compares the sentences in the code with their Simplified Chinese translations:
//   node scripts/l10n.mjs           lists what is missing and what is stale; fails where there is either
//   node scripts/l10n.mjs --prune   takes the stale ones out and sorts the file
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './bundle.mjs';

export const bundleFile = path.join(root, 'l10n', 'bundle.l10n.zh-cn.json');

const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`/.source;
const call = new RegExp(
  String.raw`(?<![\w.])(?:say|(?:vscode\.)?l10n\.t)\(\s*(?:(?:${literal})\s*[,)]|(?!\))(.))`,
  'g',
);
const escapes = { n: '\n', t: '\t' };
const asRead = (text) => text.replace(/\\(.)/g, (_, character) => escapes[character] ?? character);
// Where the functions themselves are made, and where their argument is a variable.
const definitions = /^(src\/base\/text\.ts)$/;

const sources = () =>
  ['src', 'webview'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(folder, file.replaceAll('\\', '/'))),
  );

/** Sentences in the code, each with the first file that says it; and calls whose sentence is no literal. */
export function sentencesInCode() {
  const sentences = new Map();
  const unreadable = [];
  for (const file of sources().filter((name) => !definitions.test(name))) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const { 0: whole, 1: single, 2: double, 3: template, index } of text.matchAll(call)) {
      const found = single ?? double ?? template;
      const line = text.slice(0, index).split('\n').length;
      if (found === undefined) unreadable.push(`${file}:${line}: ${whole}`);
      else if (!sentences.has(asRead(found))) sentences.set(asRead(found), `${file}:${line}`);
    }
  }
  return { sentences, unreadable };
}

/** Sentence → translation. */
export const translations = () => JSON.parse(readFileSync(bundleFile, 'utf8'));

const holes = (text) =>
  [...text.matchAll(/\{\d+\}/g)]
    .map(([hole]) => hole)
    .sort()
    .join();

/** What is wrong: sentences without translation, translations without sentence, and holes that differ. */
export function compare() {
  const { sentences, unreadable } = sentencesInCode();
  const translated = translations();
  return {
    unreadable,
    missing: [...sentences].filter(([sentence]) => !(sentence in translated)),
    stale: Object.keys(translated).filter((sentence) => !sentences.has(sentence)),
    holes: Object.entries(translated).filter(([sentence, translation]) => holes(sentence) !== holes(translation)),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { unreadable, missing, stale, holes: differing } = compare();
  if (process.argv.includes('--prune')) {
    const kept = Object.entries(translations()).filter(([sentence]) => !stale.includes(sentence));
    kept.sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(bundleFile, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
    console.log(`took out ${stale.length}`);
  } else for (const sentence of stale) console.log(`stale: ${JSON.stringify(sentence)}`);
  for (const [sentence, where] of missing) console.log(`missing (${where}): ${JSON.stringify(sentence)}`);
  for (const where of unreadable) console.log(`no literal: ${where}`);
  for (const [sentence] of differing) console.log(`other holes: ${JSON.stringify(sentence)}`);
  const wrong = missing.length + unreadable.length + differing.length;
  process.exit(wrong || (stale.length && !process.argv.includes('--prune')) ? 1 : 0);
}
