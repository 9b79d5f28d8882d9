// How a loss comes about with the user's own numbers: steps, values, cells and places in the code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellView, DerivationStep, MathView } from '../../../src/protocol/views';
import { live, open } from './openSession';

const logits = `
import torch
import torch.nn as nn
import torch.nn.functional as F

logits = torch.tensor([[2.0, 0.5, -1.0], [0.0, 1.0, 3.0]])
y = torch.tensor([0, 1])
`;

/** Mathematics on one line. */
function plain(math: MathView): string {
  if (!('of' in math)) return math.text.replace('\u2061', '');
  const [a = '', b = ''] = math.of.map(plain);
  switch (math.tag) {
    case 'mfrac':
      return `{${a}}/{${b}}`;
    case 'msub':
      return `${a}_${b}`;
    case 'munder':
      return `${a}[${b}]`;
    case 'msup':
      return `${a}^{${b}}`;
    case 'msqrt':
      return `√{${math.of.map(plain).join('')}}`;
    default:
      return math.of.map(plain).join('');
  }
}
const line = ({ left, symbols, numbers, value }: DerivationStep): string =>
  [left, symbols, numbers]
    .flatMap((math) => (math ? plain(math) : []))
    .concat(value?.text ?? [])
    .join(' = ');
const cellsIn = (math: MathView | undefined): readonly CellView[] =>
  !math ? [] : 'of' in math ? math.of.flatMap(cellsIn) : math.cell ? [math.cell] : [];

async function lines(code: string, sample?: readonly number[]): Promise<readonly string[]> {
  const asked = open(logits + code);
  const view = (await asked.session.evaluate({ ...asked.params, ...(sample && { sample }) }, live))!;
  return [...view.derivation!.element, ...view.derivation!.total].map(line);
}
test('cross entropy: the share of each class, the class that counts, its logarithm, the mean', async () => {
  assert.deepEqual(await lines('F.cross_|entropy(logits, y)'), [
    'p_n,j = {e^{x_n,j}}/{∑[k]e^{x_n,k}} = (0.04201,0.1142,0.8438)',
    'c = y_n = 1',
    'ℓ_n = −logp_n,c = −log0.1142 = 2.16985',
    'L = {∑[n]ℓ_n}/{N} = {0.2413+2.17}/{2} = 1.20558',
  ]);
});

test('weights and label smoothing are steps of their own, and divide', async () => {
  const weighted = 'F.cross_|entropy(logits, y, weight=torch.tensor([1., 2., .5]), label_smoothing=0.1)';
  assert.deepEqual((await lines(weighted)).slice(2), [
    'a = −w_c⋅logp_n,c = −2×log0.1142 = 4.33969',
    'b = −∑[j]w_j⋅logp_n,j = −(1×log0.04201+2×log0.1142+0.5×log0.8438) = 7.59446',
    'ℓ_n = (1−ε)⋅a+{ε}/{C}⋅b = (1−0.1)×4.34+{0.1}/{3}×7.594 = 4.15887',
    'W = ∑[n]w_y_n = 1+2 = 3',
    'L = {∑[n]ℓ_n}/{W} = {0.3953+4.159}/{3} = 1.51807',
  ]);
});

test('targets that are ignored do not count, and what is left divides', async () => {
  const ignored = 'F.cross_|entropy(logits, y, ignore_index=1)';
  assert.deepEqual((await lines(ignored, [1])).slice(0, 1), ['ℓ_n = 0']);
  assert.deepEqual((await lines(ignored)).slice(-2), ['M = 1', 'L = {∑[n]ℓ_n}/{M} = {0.2413+0}/{1} = 0.241311']);
});

test('logits whose powers no float holds are taken relative to the largest', async () => {
  assert.deepEqual((await lines('F.cross_|entropy(logits * 1000, y)')).slice(0, 3), [
    'm = max[k]x_n,k = max(0,1000,3000) = 3000',
    'p_n,j = {e^{x_n,j−m}}/{∑[k]e^{x_n,k−m}} = (0,0,1)',
    'z = log(∑[k]e^{x_n,k−m}) = log(e^{0−3000}+e^{1000−3000}+e^{3000−3000}) = 0',
  ]);
});

test('signs and powers are in parentheses where they would be read wrongly', async () => {
  const mse = (await lines('F.mse_|loss(logits, -logits)', [0, 2])).slice(0, 2);
  assert.deepEqual(mse, ['d = x_i,j−y_i,j = −1−1 = −2', 'ℓ_i,j = d^{2} = (−2)^{2} = 4']);
  const gaussian = (await lines('F.gaussian_nll_|loss(logits, -logits, torch.ones(2, 3))', [0, 2]))[1];
  assert.equal(gaussian, 'ℓ_i,j = {1}/{2}⋅(logv+{(x_i,j−y_i,j)^{2}}/{v}) = {1}/{2}×(log1+{(−1−1)^{2}}/{1}) = 2');
});

test('a number names its element, and its place where the code writes it', async () => {
  const asked = open(`${logits}loss = F.cross_|entropy(logits, y)\n`);
  const { element, total, index, shape, letters, names } = (await asked.evaluate()).derivation!;
  assert.deepEqual([index, shape, letters], [[1], [2], ['n']]);
  assert.deepEqual(names, [
    { symbol: 'x', label: 'input' },
    { symbol: 'y', label: 'target' },
  ]);
  const target = element[1]!.value!;
  assert.equal(target.text, '1');
  assert.deepEqual(target.cell, {
    label: 'target',
    index: [1],
    place: {
      uri: 'file:///a.py',
      range: { start: { line: 6, character: 21 }, end: { line: 6, character: 22 } },
    },
  });
  const [first] = cellsIn(element[0]!.numbers);
  assert.deepEqual(
    [first?.label, first?.index, first?.place?.range.start],
    ['input', [1, 0], { line: 5, character: 42 }],
  );
  assert.deepEqual(cellsIn(total[0]!.numbers), [
    { label: '', index: [0] },
    { label: '', index: [1] },
  ]);
  const mse = (await open(`${logits}F.mse_|loss(logits, torch.zeros(2, 3))\n`).evaluate()).derivation!;
  const [input, zero] = cellsIn(mse.element[0]!.numbers);
  assert.deepEqual(
    [input?.label, input?.index, input?.place?.range.start],
    ['input', [1, 2], { line: 5, character: 52 }],
  );
  assert.deepEqual(zero, { label: 'target', index: [1, 2] });
});

test('a negative number is found with its sign, a changed one is not', async () => {
  const place = async (code: string) =>
    cellsIn((await open(`${logits}${code}`).evaluate()).derivation!.element[0]!.numbers)[0]?.place?.range;
  const wanted = { start: { line: 5, character: 34 }, end: { line: 5, character: 38 } };
  const far = 'torch.tensor([[2.0, 0.5, 9.0], [0.0, 1.0, 3.0]])';
  assert.deepEqual(await place(`F.mse_|loss(logits, ${far})\n`), wanted);
  assert.equal(await place(`logits[0, 2] = -3.0\nF.mse_|loss(logits, ${far})\n`), undefined);
});

test('another element is derived where it is asked for, under other arguments too', async () => {
  const asked = open(`${logits}F.cross_|entropy(logits, y)\n`);
  const view = await asked.session.evaluate({ ...asked.params, sample: [0] }, live);
  assert.deepEqual(view?.derivation?.index, [0]);
  const none = await asked.session.evaluate({ ...asked.params, sample: [7] }, live);
  assert.deepEqual(none?.derivation?.index, [0]);
  const tried = { ...asked.params, changes: { label_smoothing: '0.2' }, sample: [0] };
  const smooth = (await asked.session.whatIf(tried, live))!.view.derivation!;
  assert.deepEqual([smooth.index, smooth.element.length], [[0], 5]);
});

test('what rounding changes is said', async () => {
  const { element } = (await open(`${logits}F.cross_|entropy(torch.tensor([[30., 0.]]), y[:1])\n`).evaluate())
    .derivation!;
  assert.match(element.at(-1)!.value!.text, /e−14$/);
  assert.equal(element.at(-1)?.note, 'Rounded to float32 at each step it is 0');
});

test('what has no steps, or no element, has no derivation', async () => {
  const none = ['torch.sum|(logits)', 'F.mse_|loss(torch.zeros(0), torch.zeros(0))'];
  for (const code of none) assert.equal((await open(`${logits}${code}\n`).evaluate()).derivation, undefined);
});

test('a long row is sent shortened, and a row that is too long has no steps', async () => {
  const rows = (classes: number) => `F.cross_|entropy(torch.zeros(2, ${classes}), y)\n`;
  const { element, total } = (await open(`${logits}${rows(100_000)}`).evaluate()).derivation!;
  assert.ok(JSON.stringify([element, total]).length < 5000);
  assert.match(line(element[0]!), /= \(1e−5,1e−5,1e−5,…,1e−5\)$/);
  assert.equal((await open(`${logits}${rows(200_000)}`).evaluate()).derivation, undefined);
});
