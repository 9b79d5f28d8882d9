// Every value that a comment of the examples names, and their hovers; the server's memory after all of them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { api, evaluate, example, hover, numberOf, open, rangeOf, serverPid } from './extension';

const expected = /^ *# PyTorch: (?<value>\d+\.(?<decimals>\d+))$/;
const evaluated = /^ *(?:return|\w+ =) (?<call>.+)$/;
const memoryLimitMB = 150;

/** Resident memory of a process in MB. */
const residentMB = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

suite('examples', () => {
  for (const file of readdirSync(path.join(__dirname, '../../examples')).filter((name) => name.endsWith('.py'))) {
    test(file, async () => {
      const document = await open(example(file));
      for (let i = 1; i < document.lineCount; i++) {
        const { value, decimals } = expected.exec(document.lineAt(i - 1).text)?.groups ?? {};
        const line = document.lineAt(i);
        const { call } = evaluated.exec(line.text)?.groups ?? {};
        if (!call || !decimals) continue;
        const start = line.text.indexOf(call);
        const range = new vscode.Range(i, start, i, start + call.length);
        const view = await (await api()).evaluate(document.uri, range);
        assert.ok(view);
        const off = Math.abs(numberOf(view) - Number(value));
        assert.ok(off <= 0.6 * 10 ** -decimals.length, `${file}:${i + 1} gives ${numberOf(view)}, not ${value}`);
        assert.equal(view.source, call);
        assert.ok(view.signature && view.perElement && view.inputs.length >= 2, `${file}:${i + 1} is explained`);
      }
    });
  }

  test('the cursor in a call means the call', async () => {
    const document = await open(example('bce.py'));
    const inCall = rangeOf(document, 'weight=weight').start;
    const view = await (await api()).evaluate(document.uri, new vscode.Range(inCall, inCall));
    assert.ok(view);
    assert.equal(view.valueText, '0.12723307');
    assert.equal(view.source, 'F.binary_cross_entropy(input, target, weight=weight)');
    assert.deepEqual(
      view.inputs.map((input) => input.label),
      ['input', 'target', 'weight'],
    );
  });

  test('hovers tell shape, sums and show a picture', async () => {
    const document = await open(example('kl_div.py'));
    const text = await hover(document, rangeOf(document, 'student), teacher').start);
    assert.match(text, /2\D{1,3}3/);
    assert.match(text, /float32/);
    assert.match(text, /data:image\/svg\+xml/);
    assert.ok(text.length < 100_000, 'VS Code cuts longer ones');
  });

  test('a plain list has a hover as well', async () => {
    const document = await open('values = [[0.25, 0.75], [0.5, 0.5]]\n');
    assert.match(await hover(document, rangeOf(document, '0.25').start), /2\D{1,3}2/);
  });

  test(`the server stays below ${memoryLimitMB} MB`, async () => {
    const document = await open(example('cross_entropy.py'));
    await evaluate(document, 'F.cross_entropy(logits, target, weight=weight)');
    const megabytes = residentMB(await serverPid());
    console.log(`      ${megabytes.toFixed(0)} MB resident`);
    assert.ok(megabytes < memoryLimitMB, `${megabytes} MB`);
  });
});
