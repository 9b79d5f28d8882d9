import assert from 'node:assert/strict';
import { test } from 'node:test';
import { movedRange } from '../../../src/protocol/textEdits';
import type { LossView, MessageView, TensorView } from '../../../src/protocol/views';
import { lineEnd, outdates } from '../../../src/vscode/lineEndText';
import { page } from '../../../src/vscode/page';
import { statusText } from '../../../src/vscode/statusText';

const l10n = {
  t: (message: string, ...args: (string | number)[]) => message.replace(/\{(\d)\}/g, (_, i) => String(args[Number(i)])),
};
const range = (line: number, from: number, toLine: number, to: number) => ({
  start: { line, character: from },
  end: { line: toLine, character: to },
});
const tensor: TensorView = {
  label: 'value',
  shape: [],
  shown: [],
  dtype: 'float32',
  format: 'float32',
  values: new Float32Array([0.12723307]),
  stats: { count: 1, min: 0, max: 0, mean: 0, nan: 0, posInf: 0, negInf: 0 },
  scale: 'sequential',
};
const base: LossView = {
  kind: 'loss',
  uri: 'file:///a.py',
  version: 1,
  range: range(3, 0, 3, 10),
  source: 'x',
  valueText: '0.12723307',
  backend: { name: 'webgpu', label: 'google swiftshader', why: '' },
  inputs: [],
  gradients: [],
  controls: [],
  messages: [],
  assumptions: [],
  milliseconds: 1,
};
const failing = (...messages: MessageView[]): LossView => ({ ...base, valueText: '', messages });

test('the line end names value, backend and the worst element', () => {
  const view = { ...base, value: tensor, worst: { index: [1, 0], text: '0.46' } };
  assert.deepEqual(lineEnd(view, l10n), { text: '● 0.12723307  ⌁ WebGPU · worst [1, 0] 0.46', tone: 'value' });
});

test('a plain number stands there without a worst element', () => {
  const view: LossView = { ...base, repr: '3', valueText: '3', backend: { name: 'cpu', label: 'CPU', why: '' } };
  assert.equal(lineEnd(view, l10n).text, '● 3  ⌁ CPU');
});

test("an exception reads as Python's own, on one line of bounded length", () => {
  const error = { severity: 'error', type: 'IndexError', message: 'Target 4 is out of bounds.' } as const;
  assert.deepEqual(lineEnd(failing(error), l10n), { text: 'IndexError: Target 4 is out of bounds.', tone: 'error' });
  const long = lineEnd(failing({ ...error, message: `a\n  b ${'x'.repeat(500)}` }), l10n).text;
  assert.ok(long.startsWith('IndexError: a b x') && long.endsWith('…') && long.length === 160, long);
});

test('what is not known says why', () => {
  const unknown = { severity: 'unknown', message: 'nothing calls f' } as const;
  assert.deepEqual(lineEnd(failing({ severity: 'warning', message: 'w' }, unknown), l10n), {
    text: 'nothing calls f',
    tone: 'unknown',
  });
});

test('an edit below module-level code leaves its value, any other takes it away', () => {
  const evaluated = range(3, 0, 5, 1);
  const at = (line: number) => ({ range: range(line, 0, line, 0) });
  assert.equal(outdates(at(6), evaluated, false), false);
  assert.equal(outdates(at(5), evaluated, false), true);
  assert.equal(outdates(at(0), evaluated, false), true);
  assert.equal(outdates(at(60), evaluated, true), true, 'a call below gives the parameters inside a function');
});

test('a range moves with the text around it', () => {
  const at = range(3, 4, 3, 9);
  const edit = (where: ReturnType<typeof range>, text: string) => movedRange(at, { range: where, text });
  assert.deepEqual(edit(range(0, 0, 0, 0), 'a\nb\n'), range(5, 4, 5, 9), 'lines above');
  assert.deepEqual(edit(range(1, 0, 2, 0), ''), range(2, 4, 2, 9), 'a line taken away');
  assert.deepEqual(edit(range(3, 0, 3, 2), ''), range(3, 2, 3, 7), 'before it on the line');
  assert.deepEqual(edit(range(2, 5, 3, 0), ''), range(2, 9, 2, 14), 'lines joined');
  assert.deepEqual(edit(range(3, 6, 3, 7), 'xyz'), range(3, 4, 3, 11), 'inside');
  assert.deepEqual(edit(range(4, 0, 9, 0), 'x'), at, 'below');
  assert.deepEqual(edit(range(0, 0, 9, 0), ''), range(0, 0, 0, 0), 'all gone');
});

test('a page has a strict policy, and its code cannot end early', () => {
  const options = { view: 'panel', language: 'zh-"cn"', nonce: 'abc' } as const;
  const html = page({
    ...options,
    script: 'const a = "</script>", b = "<!--<script";',
    style: 'a::before { content: "</style>"; }',
    more: 'https://x/more.js?a=1&b="2"',
  });
  assert.match(html, /"default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'; img-src data:"/);
  assert.doesNotMatch(html, /unsafe/);
  assert.match(html, /<html lang="zh-&#34;cn&#34;">/);
  assert.match(html, /<body data-view="panel" data-more="https:\/\/x\/more.js\?a=1&#38;b=&#34;2&#34;">/);
  assert.match(
    html,
    /<script type="module" nonce="abc">const a = "\\x3c\/script>", b = "\\x3c!--\\x3cscript";<\/script>/,
  );
  assert.match(html, /<style nonce="abc">a::before \{ content: "<\\\/style>"; \}<\/style>/);
  assert.match(page({ ...options, script: '', style: '', more: undefined }), /<body data-view="panel">/);
});

test('the status names the backend and why', () => {
  const why = 'Computed by WebGPU on this adapter.';
  assert.deepEqual(statusText({ phase: 'running', backend: { name: 'webgpu', label: 'Apple M2', why } }, l10n), {
    text: '$(circuit-board) WebGPU',
    tooltip: ['WebGPU · Apple M2', why],
    severe: false,
  });
  const electron = statusText(
    { phase: 'running', rung: 'electron', backend: { name: 'cpu', label: 'CPU', why: 'w' } },
    l10n,
  );
  assert.equal(electron.text, '$(chip) CPU');
  assert.deepEqual(electron.tooltip, ['CPU', 'w', 'No Node.js was found: the server runs on Electron.']);
});

test('a stopped server is severe, one that starts is not', () => {
  assert.equal(statusText({ phase: 'stopped' }, l10n).severe, true);
  assert.equal(statusText({ phase: 'starting' }, l10n).severe, false);
  assert.equal(statusText({ phase: 'crashed' }, l10n).severe, false);
  assert.equal(statusText({ phase: 'running' }, l10n).severe, false);
});
