// The evaluator against CPython itself: the same programs, the same output and exceptions, or an explicit "not known".
// FUZZ_FROM and FUZZ_RUNS choose the seeds; without a python3 of the version compared with, it says so and is skipped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { createCpuEngine } from '../../src/tensor/engineOn';
import { runProgram } from '../../src/torch/runProgram';
import { parser as openParser } from '../unit/python/harness';
import { program } from './cpython/programs';

interface Answer {
  readonly id: number;
  readonly stdout: string | null;
  readonly error: { readonly type: string; readonly message: string } | null;
}

const from = Number(process.env.FUZZ_FROM ?? 0);
const runs = Number(process.env.FUZZ_RUNS ?? 150);
/** Words of exceptions change between versions. */
const version = 'Python 3.11';
const found = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout ?? '';
const skip = found.startsWith(version) ? false : `needs python3 to be ${version}, found ${found.trim() || 'none'}`;

test('random programs print and raise what they do in CPython', { skip }, async () => {
  const codes = Array.from({ length: runs }, (_, n) => ({ id: from + n, code: program(from + n) }));
  const reference = spawnSync('python3', ['-W', 'ignore', path.resolve('test/fuzz/cpython/reference.py')], {
    input: codes.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const answers = reference.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  assert.equal(answers.length, runs, reference.stderr);
  const parser = await openParser();
  let compared = 0;
  for (const { id, stdout, error } of answers) {
    const code = codes[id - from]?.code ?? '';
    // What CPython cannot compile, or not finish, is no program to compare.
    if (stdout === null || error?.type === 'SyntaxError') continue;
    let written = '';
    const ours = await runProgram(parser.parse(code), {
      engine: createCpuEngine(),
      limits: { steps: 5_000_000, milliseconds: 10_000, depth: 1000, elements: 5_000_000 },
      now: () => performance.now(),
      pause: async () => undefined,
      signal: new AbortController().signal,
      onWrite: (text) => {
        written += text;
      },
    });
    if (ours.error?.type === 'Unknown' || ours.error?.type === 'Limit') continue;
    compared++;
    const raised = ours.error ? { type: ours.error.type, message: ours.error.message } : null;
    assert.ok(
      written === stdout && JSON.stringify(raised) === JSON.stringify(error),
      `seed ${id}\n--- ours\n${written}${JSON.stringify(raised)}\n--- CPython\n${stdout}${JSON.stringify(error)}\n${code}`,
    );
  }
  assert.ok(compared > runs * 0.8, `only ${compared} of ${runs} programs could be compared`);
});
