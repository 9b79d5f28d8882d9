// Reads every import of the project against the table of rooms, and the size of every file.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/** Room → rooms it may import besides itself. The order is that of the river: nothing downstream is named by what is upstream. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'src/base': [],
  'src/syntax': ['src/base'],
  'src/python': ['src/base', 'src/syntax'],
  'src/tensor': ['src/base'],
  'src/ops': ['src/base', 'src/tensor'],
  'src/torch': ['src/base', 'src/python', 'src/ops', 'src/tensor'],
  'src/trace': ['src/base', 'src/syntax', 'src/python', 'src/tensor', 'src/ops', 'src/torch'],
  'src/lint': ['src/base', 'src/syntax', 'src/trace', 'src/ops'],
  'src/protocol': ['src/base'],
  'src/present': [
    'src/base',
    'src/syntax',
    'src/python',
    'src/tensor',
    'src/ops',
    'src/trace',
    'src/lint',
    'src/protocol',
  ],
  'src/server': [
    'src/base',
    'src/syntax',
    'src/python',
    'src/tensor',
    'src/ops',
    'src/torch',
    'src/trace',
    'src/lint',
    'src/present',
    'src/protocol',
  ],
  'src/cli.ts': [
    'src/server',
    'src/base',
    'src/syntax',
    'src/python',
    'src/tensor',
    'src/ops',
    'src/torch',
    'src/trace',
    'src/lint',
    'src/present',
  ],
  'src/manifest': ['src/base'],
  'src/vscode': ['src/base', 'src/protocol', 'src/manifest'],
  'src/extension.ts': ['src/vscode', 'src/manifest', 'src/protocol'],
  webview: ['src/protocol'],
};

/** Packages with one room each; `node:` modules and all else have the rooms named here. */
const packages: readonly (readonly [pattern: RegExp, rooms: readonly string[]])[] = [
  [/^web-tree-sitter$/, ['src/syntax']],
  [/^webgpu$/, ['src/tensor']],
  [/^vscode$/, ['src/vscode', 'src/extension.ts']],
  [/^vscode-languageclient(\/|$)/, ['src/vscode']],
  [/^vscode-languageserver(\/|$)|^vscode-languageserver-textdocument$/, ['src/server']],
  [/^(vscode-jsonrpc|@msgpack\/msgpack)(\/|$)/, ['src/protocol', 'src/vscode', 'src/server']],
  [/^node:/, ['src/server', 'src/cli.ts', 'src/vscode', 'src/extension.ts']],
  [/^commander$/, ['src/cli.ts']],
  [/^(lit|@vscode-elements\/|d3-)/, ['webview']],
];

/** Lines from which a file has to say in its head why it is `long because ...`. */
const longest = 400;

const root = process.cwd();
const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => path.join(folder, file)),
);

function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find((room) => file === room || file.startsWith(`${room}/`));
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s*'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s*'([^']+)'/g;

test('every import is one that the table of rooms allows', () => {
  const wrong: string[] = [];
  for (const file of sources) {
    const room = roomOf(file);
    if (!room) {
      wrong.push(`${file}: belongs to no room`);
      continue;
    }
    for (const match of readFileSync(path.join(root, file), 'utf8').matchAll(importPattern)) {
      const name = match[1] ?? match[2] ?? match[3] ?? '';
      if (name.startsWith('.')) {
        const target =
          roomOf(path.join(path.dirname(file), name)) ?? roomOf(`${path.join(path.dirname(file), name)}.ts`);
        if (!target) wrong.push(`${file}: ${name} is in no room`);
        else if (target !== room && !rooms[room]!.includes(target)) wrong.push(`${file} (${room}) imports ${target}`);
      } else {
        const rule = packages.find(([pattern]) => pattern.test(name));
        if (!rule) wrong.push(`${file}: no room is named for the package ${name}`);
        else if (!rule[1].includes(room)) wrong.push(`${file} (${room}) imports the package ${name}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('rooms import each other in one direction only', () => {
  for (const [room, allowed] of Object.entries(rooms)) {
    for (const other of allowed) assert.ok(!rooms[other]?.includes(room), `${room} and ${other} import each other`);
  }
});

test('the parser and the WebGPU binding have one importing file each', () => {
  for (const name of ['web-tree-sitter', 'webgpu']) {
    const pattern = new RegExp(`^(?!import type).*from '${name}'|import\\('${name}'\\)`, 'm');
    const files = sources.filter((file) => pattern.test(readFileSync(path.join(root, file), 'utf8')));
    assert.equal(files.length, 1, `${name} is imported by ${files.join(', ')}`);
  }
});

test(`no file is longer than ${longest} lines without a reason in its head`, () => {
  const long = sources.filter((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return text.split('\n').length > longest + 1 && !/^(\/\/.*\n)*\/\/.*[Ll]ong because/.test(text);
  });
  assert.deepEqual(long, []);
});

test('every file opens with what it does', () => {
  const silent = sources.filter((file) => !/^(#!.*\n)?(\/\/|\/\*)/.test(readFileSync(path.join(root, file), 'utf8')));
  assert.deepEqual(silent, []);
});

test('no folder or file is called utils, helpers, common or misc', () => {
  assert.deepEqual(
    sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file)),
    [],
  );
});
