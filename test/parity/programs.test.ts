// Every program of test/parity/programs on both backends against what PyTorch 2.13 did with it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Parser } from '../../src/syntax/parser';
import { createRouter, type Router } from '../../src/tensor/router';
import { encodeValue, type Json } from '../../src/torch/encode';
import { programLimits, runProgram } from '../../src/torch/runProgram';
import { parser as openParser } from '../unit/python/harness';
import { softwareGpu } from '../unit/tensor/webgpu/adapter';
import { difference, type Happened, loose, twoUlp } from './compare';

const here = path.resolve('test/parity');
interface Golden extends Happened {
  readonly id: string;
  readonly code: string;
}

/** Programs by id, split as record.py splits them. */
function programs(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(path.join(here, 'programs')).sort()) {
    for (const part of readFileSync(path.join(here, 'programs', file), 'utf8')
      .split(/^# %% /m)
      .slice(1)) {
      const end = part.indexOf('\n');
      found.set(`${path.basename(file, '.py')}/${part.slice(0, end).trim()}`, `${part.slice(end + 1).trim()}\n`);
    }
  }
  return found;
}

const golden: readonly Golden[] = readFileSync(path.join(here, 'golden/programs.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden);

test('the recorded answers are those of the programs as they are', () => {
  const recorded = new Map(golden.map(({ id, code }) => [id, code]));
  const current = programs();
  // Names alone: the difference of two long texts takes the test runner minutes and gigabytes.
  const stale = [...new Set([...current.keys(), ...recorded.keys()])].filter(
    (id) => current.get(id) !== recorded.get(id),
  );
  assert.deepEqual(stale, [], 'run: python test/parity/record.py');
});

async function run(parser: Parser, router: Router, code: string): Promise<Happened> {
  const engine = await router.engine();
  const warnings: { category: string; message: string }[] = [];
  let stdout = '';
  const { globals, error } = await runProgram(parser.parse(code), {
    engine,
    limits: programLimits,
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    signal: new AbortController().signal,
    onWrite: (text) => {
      stdout += text;
    },
    onWarning: ({ type, message }) => warnings.push({ category: type, message }),
  });
  const bound = globals.get('result');
  const value: Json | undefined = bound && (await encodeValue(engine, bound));
  return { stdout, warnings, ...(error && { error }), ...(value !== undefined && { value }) };
}

/** A program may say how large the numbers are whose difference it prints: the last place is theirs. */
const summands = (code: string): number | undefined => {
  const stated = /^# summands: (.*)$/m.exec(code)?.[1];
  return stated === undefined ? undefined : Number(stated);
};

for (const setting of ['cpu', 'webgpu'] as const) {
  describe(`programs on ${setting}`, () => {
    let parser: Parser;
    let router: Router;
    before(async () => {
      parser = await openParser();
      router = createRouter({ setting, gpu: softwareGpu });
      await router.engine();
    });
    after(async () => {
      // A device that hangs must not keep the run from ending.
      const timer = setTimeout(() => process.exit(1), 10_000);
      await router.close();
      clearTimeout(timer);
    });
    test(`${setting} computes`, () => {
      const hint = 'no WebGPU adapter: apt-get install chromium brings a software one';
      assert.equal(router.state.active, setting, `${router.state.reason}: ${router.state.detail ?? ''} (${hint})`);
    });
    for (const expected of golden) {
      test(expected.id, { timeout: 20_000 }, async () => {
        const near = expected.id.startsWith('seeds/') ? twoUlp(summands(expected.code)) : loose;
        const found = difference(await run(parser, router, expected.code), expected, near);
        assert.equal(found, undefined, found);
      });
    }
  });
}
