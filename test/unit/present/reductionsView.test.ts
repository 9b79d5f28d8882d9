// The comparison of reductions in words: what was measured, what could not be, and why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reductionLines } from '../../../src/present/reductionLines';
import { reductionsView } from '../../../src/present/reductionsView';
import { speaker } from '../../../src/present/say';
import type { ReductionStudy } from '../../../src/tensor/router';

const t = speaker({});
const study: ReductionStudy = {
  adapter: { vendor: 'acme', architecture: 'rocket', description: 'Rocket 9', isFallback: false },
  group: 128,
  subgroups: 'ready',
  total: 2,
  cases: [
    {
      shape: [64, 1000],
      dim: 0,
      copyMilliseconds: 0.5,
      forms: [
        { kind: 'measured', setting: 'halves', ratio: 1.5, milliseconds: 0.75, ulps: 3, difference: 1e-7 },
        { kind: 'failed', setting: 'pairs', message: 'no such luck' },
      ],
    },
  ],
};

test('every form has a name, stages, and a sentence', () => {
  const { forms, adapter, total, used } = reductionsView(study, 'halves', t);
  assert.deepEqual({ adapter, total, used }, { adapter: 'acme rocket', total: 2, used: 'halves' });
  assert.deepEqual(
    forms.map(({ setting, name, stages }) => [setting, name, stages]),
    [
      ['auto', 'Automatic', 2],
      ['pairs', 'Interleaved pairs', 2],
      ['halves', 'Sequential halves', 2],
      ['shuffle', 'Subgroup shuffle', 2],
      ['pairs-one-stage', 'Interleaved pairs', 1],
      ['halves-one-stage', 'Sequential halves', 1],
      ['shuffle-one-stage', 'Subgroup shuffle', 1],
    ],
  );
  assert.equal(new Set(forms.map(({ about }) => about)).size, forms.length);
  assert.ok(forms.every(({ missing }) => missing === undefined));
});

test('results carry their numbers, or what the driver said', () => {
  assert.deepEqual(reductionsView(study, 'auto', t).cases, [
    {
      shape: [64, 1000],
      dim: 0,
      copyMilliseconds: 0.5,
      results: [
        { setting: 'halves', ratio: 1.5, milliseconds: 0.75, ulps: 3, difference: 1e-7 },
        { setting: 'pairs', failed: 'no such luck' },
      ],
    },
  ]);
});

test('without subgroups shuffles are named with the reason, and auto is what is used', () => {
  for (const [subgroups, why] of [
    ['none', /has no subgroups/],
    ['other-order', /do not follow the order/],
  ] as const) {
    const { forms, used } = reductionsView({ ...study, subgroups }, 'shuffle-one-stage', t);
    assert.equal(used, 'auto');
    const missing = forms.filter((form) => form.missing);
    assert.deepEqual(
      missing.map(({ setting }) => setting),
      ['shuffle', 'shuffle-one-stage'],
    );
    for (const form of missing) assert.match(form.missing ?? '', why);
  }
});

test('times of a software adapter are told from those of a card', () => {
  const software = { ...study, adapter: { ...study.adapter, isFallback: true } };
  assert.match(reductionsView(software, 'auto', t).notes[0] ?? '', /computes on the CPU/);
  assert.doesNotMatch(reductionsView(study, 'auto', t).notes.join(), /computes on the CPU/);
});

test('without an adapter it says why, and what to do', () => {
  const empty = (reason: 'setting' | 'no-adapter' | 'no-readback' | 'self-test-failed'): string =>
    reductionsView({ reason, detail: 'exp(1) gave 3' }, 'auto', t).empty ?? '';
  assert.match(empty('setting'), /"cpu".*Set it to "auto" or "webgpu"/);
  assert.match(empty('no-adapter'), /graphics driver with Vulkan, Metal or Direct3D 12/);
  assert.match(empty('no-readback'), /tensorInspector\.nodePath/);
  assert.match(empty('self-test-failed'), /exp\(1\) gave 3/);
});

test('a terminal gets lines', () => {
  const lines = reductionLines(reductionsView({ ...study, subgroups: 'none' }, 'auto', t), t);
  assert.equal(lines[0], 'acme rocket');
  assert.ok(lines.includes('softmax of (64, 1000) along dim 0 (copy 0.5 ms)'));
  assert.ok(
    lines.some((line) => /^ {2}halves +1\.5× {3}3 steps \(1e-7\) from the CPU$/.test(line)),
    lines.join('\n'),
  );
  assert.ok(lines.some((line) => /^ {2}pairs +no such luck$/.test(line)));
  assert.ok(lines.some((line) => /^shuffle: Not available/.test(line)));
});
