// The softmax panel's view: forms, temperatures, noise and what they write into the code. Numbers are PyTorch 2.13's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited } from '../../../src/protocol/textEdits';
import type { CodeChange, SoftmaxSettings, SoftmaxView } from '../../../src/protocol/views';
import { open } from './openSession';

const start = `
import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.tensor([[2.0, 0.5, -1.0], [0.0, 1.0, 3.0]])
`;
const numbers = (view: SoftmaxView, at: number): readonly number[] =>
  Array.from(view.slices[at]!.probabilities.values, (value) => Number(value.toFixed(6)));
const near = (found: readonly number[], wanted: readonly number[]): void => {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of found.entries()) assert.ok(Math.abs(value - wanted[i]!) < 1e-6, `${found} is not ${wanted}`);
};
const used = ({ slices }: SoftmaxView): readonly string[] => slices.filter((one) => one.used).map((one) => one.title);

const values: readonly (readonly [settings: SoftmaxSettings, slice: number, wanted: readonly number[]])[] = [
  [{ temperature: 0.5 }, 1, [0.95033, 0.047314, 0.002356, 0.002428, 0.017943, 0.979629]],
  [{ temperature: 0.7 }, 0, [0.945687, 0.328653, 0.003288, 0.054313, 0.671347, 0.996712]],
  [{ form: 'softmin' }, 0, [0.119203, 0.622459, 0.982014, 0.880797, 0.377541, 0.017986]],
  [{ form: 'log_softmax', temperature: 1.3 }, 1, [-0.347067, -1.500914, -2.65476, -2.580922, -1.811691, -0.27323]],
  [{ form: 'gumbel_softmax' }, 1, [0.520771, 0.331333, 0.147896, 0.024896, 0.165651, 0.809453]],
  [{ form: 'gumbel_softmax', tau: 0.5 }, 0, [0.966111, 0.206773, 0.00217, 0.033889, 0.793227, 0.99783]],
  [{ form: 'gumbel_softmax', tau: 0.5, hard: true, seed: 7 }, 0, [1, 1, 0, 0, 0, 1]],
  [{ form: 'sigmoid', temperature: 2 }, 0, [0.731059, 0.562177, 0.377541, 0.5, 0.622459, 0.817574]],
];
for (const [settings, slice, wanted] of values) {
  test(`the numbers of ${JSON.stringify(settings)} are PyTorch's, and their proof holds`, async () => {
    const view = await open(`${start}p = F.soft|max(x, dim=1)\n`).softmax(settings);
    near(numbers(view, slice), wanted);
    for (const one of view.slices) assert.ok(one.worst < 1e-6, one.proof);
    assert.equal(view.settings.form, settings.form ?? 'softmax');
    assert.deepEqual(view.own, { form: 'softmax', temperature: 1 });
  });
}

test('the panel starts with the form of the line, and marks what the line uses', async () => {
  const lines: readonly (readonly [string, string])[] = [
    ['F.soft|max(x, dim=-1)', 'softmax(dim=1)'],
    ['torch.soft|max(x, 0)', 'softmax(dim=0)'],
    ['x.soft|max(1)', 'softmax(dim=1)'],
    ['nn.Soft|max(dim=0)(x)', 'softmax(dim=0)'],
    ['F.soft|max(x)', 'softmax(dim=1)'],
    ['F.soft|min(x, dim=0)', 'softmin(dim=0)'],
    ['torch.log_soft|max(|x, 1)', 'log_softmax(dim=1)'],
    ['nn.LogSoft|max(dim=1)(x)', 'log_softmax(dim=1)'],
    ['F.gumbel_soft|max(x)', 'gumbel_softmax(dim=1)'],
    ['F.gumbel_soft|max(x, 0.5, True, dim=0)', 'gumbel_softmax(dim=0)'],
    ['torch.sig|moid(x)', 'sigmoid(x)'],
    ['x.sig|moid()', 'sigmoid(x)'],
    ['nn.Sig|moid()(x)', 'sigmoid(x)'],
  ];
  for (const [line, title] of lines) {
    const view = await open(`${start}p = ${line.replace('(|', '(')}\n`).softmax();
    assert.deepEqual(used(view), [title], line);
    assert.equal(view.settings.form, title.split('(')[0], line);
  }
  assert.deepEqual(used(await open(`${start}p = |x\n`).softmax()), []);
});

test('what the line uses is what it computes, noise and type included', async () => {
  const gumbel = `${start}torch.manual_seed(7)\ntorch.rand(3)\np = F.gumbel_soft|max(x, tau=2, dim=1)\n`;
  const view = await open(gumbel).softmax();
  near(numbers(view, 1), [0.506449, 0.181509, 0.312041, 0.104477, 0.306912, 0.588611]);
  assert.deepEqual(view.settings, { form: 'gumbel_softmax', temperature: 1, tau: 2, hard: false });
  assert.match(view.noise!, /what this line draws/);
  assert.match((await open(gumbel).softmax({ seed: 0 })).noise!, /torch\.manual_seed\(0\)/);
  const wide = await open(`${start}p = F.soft|max(x.long(), dim=1, dtype=torch.float64)\n`).softmax();
  assert.equal(wide.slices[1]!.probabilities.dtype, 'float64');
  const code = `${start}torch.manual_seed(3)\np = F.gumbel_softmax(x, tau=0.3, hard=True, dim=0)|\n`;
  const value = (await open(code.replace('p = F', 'p = |F')).evaluate()).value!.values;
  assert.deepEqual(Array.from((await open(code).softmax()).slices[0]!.probabilities.values), Array.from(value));
});

const writes = (text: string, change: CodeChange | undefined): string => {
  assert.ok(change, 'nothing to write');
  return edited(text, change.edits).split('\n').at(-2)!;
};

test('one click writes dim= into any kind of call, and the line is shown before', async () => {
  const lines: readonly (readonly [string, string])[] = [
    ['F.soft|max(x, dim=1)', 'F.softmax(x, dim=0)'],
    ['torch.soft|max(x, 1)', 'torch.softmax(x, 0)'],
    ['x.soft|max(1)', 'x.softmax(0)'],
    ['x.soft|max(dim=-1)', 'x.softmax(dim=0)'],
    ['nn.Soft|max(dim=1)(x)', 'nn.Softmax(dim=0)(x)'],
    ['nn.Soft|max(1)(x)', 'nn.Softmax(0)(x)'],
    ['nn.Soft|max()(x)', 'nn.Softmax(dim=0)(x)'],
    ['F.soft|max(x)', 'F.softmax(x, dim=0)'],
    ['F.log_soft|max(x, -1)', 'F.log_softmax(x, 0)'],
    ['F.soft|min(x, dim=1)', 'F.softmin(x, dim=0)'],
    ['F.gumbel_soft|max(x, tau=2)', 'F.gumbel_softmax(x, tau=2, dim=0)'],
  ];
  for (const [line, wanted] of lines) {
    const asked = open(`${start}p = ${line}\n`);
    const { slices } = await asked.softmax();
    assert.equal(writes(asked.text, slices[0]!.change), `p = ${wanted}`);
    assert.equal(slices[0]!.change!.lines[0]!.after, `p = ${wanted}`);
    const after = await open(`${start}p = ${wanted.replace('max(', 'm|ax(').replace('min(', 'mi|n(')}\n`).softmax();
    assert.equal(after.slices[0]!.used, true, wanted);
    assert.equal(after.slices[0]!.change, undefined);
  }
});

test('a module that was made elsewhere is changed there, one in another module not at all', async () => {
  const made = open(`${start}soft = nn.Softmax(dim=1)\n\np = so|ft(x)\n`);
  const [first, second] = (await made.softmax()).slices;
  assert.match(edited(made.text, first!.change!.edits), /soft = nn\.Softmax\(dim=0\)\n/);
  assert.deepEqual([first!.change!.lines[0]!.line, second!.used], [7, true]);
  const inside = open(`${start}net = nn.Sequential(nn.Linear(3, 3), nn.Softmax(dim=1))\np = n|et(x)\n`);
  const view = await inside.softmax({ temperature: 2 });
  assert.deepEqual(used(view), ['softmax(dim=1)']);
  assert.equal(view.slices[0]!.change, undefined);
  assert.equal(view.change, undefined);
  // Its tau is no number: what is seen of it is the softmax within, whose parameters are others.
  const within = await open(`${start}p = F.gumbel_soft|max(x, torch.tensor(0.5))\n`).softmax();
  assert.deepEqual(used(within), ['softmax(dim=1)']);
  assert.equal(within.slices[0]!.change, undefined);
  const renamed = open(`${start}from torch.nn.functional import softmax as soft\np = so|ft(x, dim=1)\n`);
  assert.equal(writes(renamed.text, (await renamed.softmax()).slices[0]!.change), 'p = soft(x, dim=0)');
});

test('numbers of half precision carry the proof that their rounding allows', async () => {
  for (const type of ['half', 'bfloat16']) {
    const { slices } = await open(`${start}p = F.soft|max(x.${type}(), dim=1)\n`).softmax();
    assert.equal(slices[1]!.proof, 'Every row sums to 1');
    assert.ok(slices[1]!.worst > 1e-6);
  }
  const { slices } = await open(`${start}p = F.log_soft|max(x.bfloat16(), dim=1)\n`).softmax();
  assert.equal(slices[1]!.proof, 'After exp: Every row sums to 1');
});

test('an implicit dim can be written out; other forms than the line’s write nothing', async () => {
  const asked = open(`${start}p = F.soft|max(x)\n`);
  assert.equal(writes(asked.text, (await asked.softmax()).slices[1]!.change), 'p = F.softmax(x, dim=1)');
  const other = await asked.softmax({ form: 'log_softmax', temperature: 2 });
  assert.deepEqual([other.change, ...other.slices.map((slice) => slice.change)], [undefined, undefined, undefined]);
});

test('settings are written into the code, and read from it again', async () => {
  const lines: readonly (readonly [string, SoftmaxSettings, string])[] = [
    ['F.soft|max(x, dim=1)', { temperature: 2 }, 'F.softmax(x / 2.0, dim=1)'],
    ['F.soft|max(x + 1, dim=1)', { temperature: 0.5 }, 'F.softmax((x + 1) / 0.5, dim=1)'],
    ['F.soft|max(x / 2.0, dim=1)', { temperature: 0.5 }, 'F.softmax(x / 0.5, dim=1)'],
    ['x.soft|max(1)', { temperature: 2 }, '(x / 2.0).softmax(1)'],
    ['(x + 1).soft|max(1)', { temperature: 2 }, '((x + 1) / 2.0).softmax(1)'],
    ['(x / 3).soft|max(1)', { temperature: 2 }, '(x / 2.0).softmax(1)'],
    ['nn.Soft|max(1)(x)', { temperature: 2 }, 'nn.Softmax(1)(x / 2.0)'],
    ['torch.sig|moid(x)', { temperature: 2 }, 'torch.sigmoid(x / 2.0)'],
    ['nn.Sig|moid()(x)', { temperature: 2 }, 'nn.Sigmoid()(x / 2.0)'],
    ['F.gumbel_soft|max(x)', { tau: 0.5, hard: true }, 'F.gumbel_softmax(x, tau=0.5, hard=True)'],
  ];
  for (const [line, settings, wanted] of lines) {
    const asked = open(`${start}p = ${line}\n`);
    const view = await asked.softmax(settings);
    assert.equal(writes(asked.text, view.change), `p = ${wanted}`);
    const cursor = wanted.search(/(max|moid)\(/);
    const after = await open(`${start}p = ${wanted.slice(0, cursor)}|${wanted.slice(cursor)}\n`).softmax();
    assert.equal(after.change, undefined);
    assert.equal(after.settings.temperature, settings.temperature ?? 1, wanted);
    const at = view.slices.findIndex((one) => one.used);
    assert.deepEqual(numbers(after, at), numbers(view, at), wanted);
  }
});

test('sigmoid stands beside softmax, and two classes agree with it', async () => {
  const { slices, twoClasses } = await open(`${start}p = torch.sig|moid(x)\n`).softmax();
  assert.deepEqual(
    slices.map(({ title, used: isUsed }) => [title, isUsed]),
    [
      ['sigmoid(x)', true],
      ['softmax(dim=0)', false],
      ['softmax(dim=1)', false],
    ],
  );
  near(Array.from(slices[0]!.sums.values), [1.772198, 2.183633]);
  assert.ok(twoClasses && twoClasses.worst < 2e-7);
  near(Array.from(twoClasses.softmax.values), [0.880797, 0.622459, 0.268941, 0.5, 0.731059, 0.952574]);
});

test('sentences name the dims, and doubt what hardly anyone means', async () => {
  const plain = await open(`${start}p = F.soft|max(x, dim=1)\n`).softmax();
  assert.deepEqual(
    plain.slices.map((slice) => slice.meaning),
    [
      'For each column, the probabilities of its 2 rows sum to 1.',
      'For each row, the probabilities of its 3 columns sum to 1.',
    ],
  );
  const read = `${start}p = F.soft|max(x, dim=0)\nloss = F.nll_loss(torch.log(x), torch.tensor([0, 1]))\nF.cross_entropy(p, torch.tensor([0, 1]))\n`;
  const { slices } = await open(read).softmax();
  assert.equal(slices[1]!.meaning, 'For each row (batch), the probabilities of its 3 columns (class) sum to 1.');
  assert.match(slices[0]!.doubt!, /hardly ever meant/);
  assert.equal(slices[1]!.doubt, undefined);
  const three = await open(`${start}p = torch.zeros(2, 3, 4).soft|max(1)\n`).softmax();
  assert.equal(three.slices[1]!.meaning, 'For each index of dim 0 × dim 2, the probabilities along dim 1 sum to 1.');
  const one = await open(`${start}p = x[0].log_soft|max(0)\n`).softmax();
  assert.equal(one.slices[0]!.meaning, 'Together, the exponentials of the 3 elements sum to 1: one distribution.');
});

test('one scale for all dims, and nothing odd is taken for a setting', async () => {
  const asked = open(`${start}p = F.log_soft|max(x, dim=1)\n`);
  const { slices } = await asked.softmax();
  const least = Math.min(...slices.flatMap((slice) => Array.from(slice.probabilities.values)));
  for (const { ends } of slices) assert.deepEqual(ends, [least, 0]);
  const odd = await asked.softmax({ temperature: 0, tau: Number.NaN, seed: 1.5 });
  assert.deepEqual(odd.settings, odd.own);
});

test('another temperature is answered in time', async () => {
  const asked = open(`${start}p = torch.randn(64, 128).soft|max(1)\n`);
  await asked.softmax();
  const times: number[] = [];
  for (let i = 0; i < 9; i++) {
    const begin = performance.now();
    await asked.softmax({ temperature: 0.1 + i });
    times.push(performance.now() - begin);
  }
  const median = times.sort((a, b) => a - b)[4]!;
  assert.ok(median < 50, `${median} ms`);
});
