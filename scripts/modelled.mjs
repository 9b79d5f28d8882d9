// Writes docs/modelled.md and docs/checklist.md: what of Python, PyTorch and NumPy is modelled, as the evaluator itself answers.
//   node scripts/modelled.mjs            write
//   node scripts/modelled.mjs --check    fail where they differ, or where a name is claimed without a recorded case
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { forNode, root } from './bundle.mjs';
import { checklistPage, complaints } from './modelled/checklistPage.mjs';

const bundle = path.join(root, 'out-test/modelled.cjs');
const asset = (name) => readFileSync(path.join(root, 'node_modules', name));

async function surveyed() {
  mkdirSync(path.dirname(bundle), { recursive: true });
  await esbuild.build({
    ...forNode(),
    entryPoints: [path.join(root, 'scripts/modelled/survey.ts')],
    outfile: bundle,
    sourcemap: false,
    external: ['webgpu'],
  });
  const { survey } = (await import(bundle)).default;
  const parserFiles = {
    runtime: asset('web-tree-sitter/web-tree-sitter.wasm'),
    python: asset('tree-sitter-python/tree-sitter-python.wasm'),
  };
  const recorded = readFileSync(path.join(root, 'test/parity/golden/programs.jsonl'), 'utf8').trim().split('\n');
  return survey(
    parserFiles,
    recorded.map((line) => JSON.parse(line).code),
  );
}

/** Uses that the code itself declines: `numpy.round(decimals < 0)`. */
function declined() {
  const folder = path.join(root, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = new Set();
  for (const name of sources) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (const [, use] of text.matchAll(/notModelled\(\s*'([\w.]+\([^']*\))'/g)) found.add(use);
    for (const [, use] of text.matchAll(/'\{0\} is not modelled yet',\s*'([\w.]+\([^']*\))'/g)) found.add(use);
  }
  return [...found].sort();
}

const code = (names) => names.map((name) => `\`${name}\``).join(' ');
const count = ({ modelled, missing }) => `${modelled.length} of ${modelled.length + missing.length}`;
const details = (title, names) =>
  names.length ? `<details><summary>${title}: ${names.length}</summary>\n\n${code(names)}\n\n</details>\n` : '';

const libraryNames = { torch: 'PyTorch', numpy: 'NumPy' };

function page({ constructs, builtins, types, stdlib, libraries }) {
  const lines = [
    '# What is modelled',
    '',
    'Made by `node scripts/modelled.mjs` from what the evaluator answers: every name that CPython 3.11, PyTorch 2.13 and NumPy 2',
    'have is looked up, every construct is run. What is not modelled becomes an unknown value at that place, with the reason, and',
    'the rest goes on. The lists of "not modelled" hold everything that these modules export, private helpers too.',
    '',
    '## Python',
    '',
    '| Construct | Modelled |',
    '|---|---|',
    ...constructs.map(
      ({ name, why }) => `| ${name} | ${why === undefined ? 'yes' : `no: ${why.replaceAll('|', '\\|')}`} |`,
    ),
    '',
    `Builtins: ${count(builtins)}.${builtins.missing.length ? ` Not modelled: ${code(builtins.missing)}` : ''}`,
    '',
    '| Type | Methods and attributes | Not modelled |',
    '|---|---|---|',
    ...types.map((type) => `| \`${type.path}\` | ${count(type)} | ${code(type.missing)} |`),
    '',
    '| Module | Names | |',
    '|---|---|---|',
    ...stdlib
      .toSorted((a, b) => a.path.localeCompare(b.path))
      .map(({ path: name, modelled }) => `| \`${name}\` | ${modelled.length} | ${code(modelled)} |`),
    '',
    'Other modules of the standard library are unknown when they are imported.',
    '',
  ];
  for (const [prefix, title] of Object.entries(libraryNames)) {
    const own = libraries.filter(({ path: name }) => name === prefix || name.startsWith(`${prefix}.`));
    lines.push(`## ${title}`, '', '| Where | Modelled |', '|---|---|');
    lines.push(...own.map((part) => `| \`${part.path}\` | ${count(part)} |`), '');
    for (const part of own) {
      lines.push(`### ${part.path}`, '');
      lines.push(part.modelled.length ? code(part.modelled) : 'Nothing yet.', '');
      lines.push(details('Not modelled', part.missing));
    }
  }
  const partly = declined();
  lines.push(
    '## In part',
    '',
    'Modelled, except when they are used so:',
    '',
    ...partly.map((use) => `- \`${use}\``),
    '',
  );
  return lines.join('\n').replace(/\n{3,}/g, '\n\n');
}

/** Writes a page that differs, or says so; whether it was as it should be. */
function settle(name, text, isCheck) {
  const file = path.join(root, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return true;
  if (isCheck) {
    console.error(`${name} differs from what is modelled: run node scripts/modelled.mjs`);
    return false;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${name}`);
  return true;
}

const isCheck = process.argv.includes('--check');
const found = await surveyed();
const pages = { 'docs/modelled.md': page(found), 'docs/checklist.md': checklistPage(found.checklist) };
const unfounded = complaints(found.checklist);
for (const line of unfounded) console.error(line);
const settled = Object.entries(pages).map(([name, text]) => settle(name, text, isCheck));
process.exit(settled.every(Boolean) && unfounded.length === 0 ? 0 : 1);
