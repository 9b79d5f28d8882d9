import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { ops } from '../../src/ops/index';
import { bundleCommandLine } from '../unit/commandLine';

const huge = ['1000000000', '4611686018427387904', '-1000000000', '70000', '2147483648'];
const wholeNumber = /(?<![\w.'"])-?\d+(?![\w.'"])/g;

/** Each sample of an op with one of its whole numbers made huge; where two samples have the same beginning, only the first. */
function programs(): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const op of ops) {
    const name = op.names[0]!;
    for (const { args, setup = '' } of op.samples) {
      for (const match of args.matchAll(wholeNumber)) {
        const before = args.slice(0, match.index);
        const place = `${name}(${before.replace(/\d+/g, '#').slice(-30)}`;
        if (seen.has(place)) continue;
        seen.add(place);
        const value = huge[found.length % huge.length];
        const call = `${name}(${before}${value}${args.slice(match.index + match[0].length)})`;
        found.push(`import torch\nimport torch.nn.functional as F\nfrom torch import nn\n${setup}\n${call}\n`);
      }
    }
  }
  return found;
}

test('every op ends with a result or an exception, however huge a number is', { timeout: 600_000 }, async () => {
  const folder = bundleCommandLine();
  const options = ['--batch', '--json', '--backend', 'cpu', '--seconds', '20', '--memory', '1500'];
  const child = spawn(process.execPath, [path.join(folder, 'cli.js'), 'eval', ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const all = programs();
  // Where it has ended early, the count of answers says so.
  child.stdin.on('error', () => undefined);
  child.stdin.end(all.map((code, id) => `${JSON.stringify({ id: String(id), code })}\n`).join(''));
  let answered = 0;
  // What does not end by itself is to be named.
  const watch = (): NodeJS.Timeout => setTimeout(() => child.kill('SIGKILL'), 60_000);
  let silence = watch();
  for await (const line of createInterface({ input: child.stdout })) {
    clearTimeout(silence);
    silence = watch();
    const { id, error } = JSON.parse(line) as { id: string; error?: { type: string; message: string } | null };
    assert.notEqual(error?.type, 'InternalError', `${all[Number(id)]}\n${error?.message}`);
    answered++;
  }
  clearTimeout(silence);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true });
  assert.equal(answered, all.length, `no answer to:\n${all[answered]}`);
  assert.ok(answered > 2500, `${answered} programs`);
});
