// The evaluator against CPython itself: the same programs, the same output and exceptions, or an explicit "not modelled".
// FUZZ_FROM and FUZZ_RUNS choose the seeds; without a python3 of the version compared with, it says so and is skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { campaign } from './cpython/campaign';
import { program } from './cpython/programs';

const from = Number(process.env.FUZZ_FROM ?? 0);
const runs = Number(process.env.FUZZ_RUNS ?? 400);
/** Words of exceptions change between versions. */
const version = 'Python 3.11';
const found = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout ?? '';
const skip = found.startsWith(version) ? false : `needs python3 to be ${version}, found ${found.trim() || 'none'}`;

test('random programs print and raise what they do in CPython', { skip }, async () => {
  const { same, undecided, notModelled, different, slowest } = await campaign(from, runs, program);
  const unknown = [...notModelled.values()].reduce((a, b) => a + b, 0);
  if (process.env.FUZZ_RUNS) {
    console.log(
      `${runs} programs from seed ${from}: ${same} the same, ${unknown} not modelled, ${undecided} without one answer in CPython, ` +
        `${different.length} different; slowest ${Math.round(slowest.milliseconds)} ms (seed ${slowest.id})`,
    );
    for (const [reason, count] of [...notModelled].sort((a, b) => b[1] - a[1])) console.log(`${count} × ${reason}`);
  }
  assert.equal(different.length, 0, `${different.length} differ\n\n${different.slice(0, 5).join('\n\n')}`);
  assert.ok(unknown <= runs * 0.01, `${unknown} of ${runs} programs met something that is not modelled`);
});
