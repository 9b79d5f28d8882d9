import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

interface Contents {
  readonly portableFiles: readonly string[];
  expectedFiles(target: string, options: { readonly runtime: boolean }): readonly string[];
  zipEntries(bytes: Buffer): readonly string[];
}
interface Targets {
  readonly targets: Readonly<Record<string, { readonly dawn: readonly string[]; readonly integrity: string }>>;
}

const root = process.cwd();
const script = (file: string): Promise<unknown> => import(pathToFileURL(path.join(root, 'scripts/package', file)).href);
const contents = async (): Promise<Contents> => (await script('contents.mjs')) as Contents;
const targetTable = async (): Promise<Targets['targets']> => ((await script('targets.mjs')) as Targets).targets;

// Loaded at run time: the packager is large and has no place in a bundle of tests.
const packager = (): { listFiles(options: object): Promise<string[]> } =>
  createRequire(path.join(root, 'package.json'))('@vscode/vsce') as { listFiles(options: object): Promise<string[]> };

function write(folder: string, file: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), file === 'package.json' ? readFileSync(path.join(root, file)) : file);
}

/** What must never ship, in a tree as it looks while developing. */
const strangers = [
  'src/extension.ts',
  'webview/panel.ts',
  'dist/extension.js.map',
  'dist/cli.js',
  'dist/webview/panel.js.map',
  'out-test/unit/a.test.js',
  'test/unit/a.test.ts',
  'scripts/build.mjs',
  'node_modules/webgpu/dist/win32-x64/dawn.node',
  'media/icon.svg',
  'l10n/bundle.l10n.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
  '.env',
  '.ci/run',
  '.github/workflows/ci.yml',
  'artifacts/a.png',
  'examples/bce.py',
  'old.vsix',
];

for (const runtime of [true, false]) {
  test(`the allow-list lets through what is to ship and nothing else${runtime ? ', with a Node' : ''}`, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'allow-list-'));
    try {
      const expected = (await contents()).expectedFiles('linux-x64', { runtime });
      for (const file of [...expected, ...strangers]) write(folder, file);
      writeFileSync(path.join(folder, '.vscodeignore'), readFileSync(path.join(root, '.vscodeignore')));
      const listed = await packager().listFiles({ cwd: folder, packageManager: 0 });
      assert.deepEqual([...listed].sort(), expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('each target has its own binary, which the installed package has, and no other', async () => {
  const targets = await targetTable();
  assert.equal(Object.keys(targets).length, 6);
  for (const [target, { dawn, integrity }] of Object.entries(targets)) {
    const folder = target.startsWith('darwin-') ? 'darwin-universal' : target;
    assert.ok(dawn.includes(`${folder}/dawn.node`), target);
    for (const file of dawn) {
      assert.ok(file.startsWith(`${folder}/`), file);
      assert.ok(existsSync(path.join(root, 'node_modules/webgpu/dist', file)), file);
    }
    assert.match(integrity, /^sha512-[\w+/]{86}==$/);
  }
});

test('a zip is read by its directory', async () => {
  const { zipEntries } = await contents();
  // One stored entry "a", then the directory.
  const entry = Buffer.alloc(47);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(1, 28);
  entry.write('a', 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(5, 16);
  assert.deepEqual(zipEntries(Buffer.concat([Buffer.alloc(5), entry, end])), ['a']);
});
