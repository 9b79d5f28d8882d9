import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { run } from './harness';

const folder = path.join(process.cwd(), 'test/fixtures');
const programs = readdirSync(folder).filter((name) => name.endsWith('.py') && name !== 'record.py');

/** What CPython printed stands in comments at the end of each program (see record.py). */
function expected(source: string): string {
  return source
    .split('\n')
    .filter((line) => /^# (?:out|err):/.test(line))
    .map((line) => line.replace(/^# out: ?/, '').replace(/^# err: /, 'raised '))
    .join('\n');
}

test('there are programs with recorded output', () => {
  assert.ok(programs.length >= 9);
});

for (const name of programs)
  test(`${name} prints what CPython prints`, async () => {
    const source = readFileSync(path.join(folder, name), 'utf8');
    assert.match(source, /^# (?:out|err):/m, 'no recorded output');
    const { out, problems } = await run(source);
    const raised = problems.map((p) => p.replace(/^python-error /, 'raised '));
    assert.deepEqual([...out.split('\n').slice(0, -1), ...raised], expected(source).split('\n'));
  });
