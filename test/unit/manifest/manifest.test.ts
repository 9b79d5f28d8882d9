import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { manifest } from '../../../src/manifest/contributes';

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(process.cwd(), file), 'utf8')) as Record<string, unknown>;

test('package.json and package.nls.json are what the tables say: else run node scripts/manifest.mjs', () => {
  const { sections, texts } = manifest();
  const present = read('package.json');
  for (const [name, section] of Object.entries(sections)) assert.deepEqual(present[name], section, name);
  assert.deepEqual(read('package.nls.json'), texts);
});

test('every text has a Simplified Chinese one, and none is left over', () => {
  const { texts } = manifest();
  const chinese = read('package.nls.zh-cn.json');
  assert.deepEqual(Object.keys(chinese).sort(), Object.keys(texts).sort());
  for (const [key, text] of Object.entries(chinese)) assert.match(String(text), /\p{Script=Han}|^$/u, key);
});

test('every text that package.json refers to exists', () => {
  const { sections, texts } = manifest();
  const referred = [...JSON.stringify(sections).matchAll(/%([\w.-]+)%/g)].map(([, key]) => key ?? '');
  assert.ok(referred.length > 15);
  assert.deepEqual([...new Set(referred)].sort(), Object.keys(texts).sort());
});

test('every file that it names is there', () => {
  const files = [...JSON.stringify(manifest().sections).matchAll(/"(media\/[^"]+)"/g)].map(([, file]) => file ?? '');
  for (const file of files) assert.ok(existsSync(path.join(process.cwd(), file)), file);
});
