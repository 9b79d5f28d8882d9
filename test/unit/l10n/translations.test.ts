import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

test('every sentence in the code is translated, and no translation is stale', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/l10n.mjs'], { encoding: 'utf8' });
  assert.equal(stdout + stderr, '');
  assert.equal(status, 0);
});
