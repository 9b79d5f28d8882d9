// The softmax panel's page in headless Chromium, without an editor: its form, its settings, what it writes into the code.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPreview, posted, settled, show } from './preview/open.mjs';
import { samples } from './preview/samples.mjs';

let preview;

before(async () => {
  preview = await openPreview();
});
after(() => preview?.close());

const onPage = (...asked) => preview.onSample(...asked);
const asked = async (tab) => (await posted(tab, 'softmaxSettings')).map(({ settings }) => settings);
const applied = (tab) => posted(tab, 'apply');
const slide = (tab, name, at) =>
  tab.locator(`input[type=range][aria-label=${name}]`).evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new Event('input'));
  }, at);

test('the other dims can be written into the code, each with the line as it will be', () =>
  onPage('softmax2', {}, async (tab) => {
    const buttons = await tab.locator('.dimFigure vscode-button').allInnerTexts();
    assert.deepEqual(buttons, ['use dim=0']);
    assert.equal(await tab.locator('.dimFigure .changedLine code').innerText(), 'p = F.softmax(a, dim=0)');
    assert.equal(await tab.locator('.dimFigure ins').innerText(), '0');
    assert.match(await tab.locator('.applied').innerText(), /Apply to code\s+as the code has it/);
    await tab.getByRole('button', { name: 'use dim=0' }).click();
    const [message] = await applied(tab);
    const { edits } = samples.softmax2[1].slices[0].change;
    assert.deepEqual(message, { type: 'apply', uri: 'file:///examples/bce.py', version: 1, edits });
    assert.deepEqual(await tab.locator('.badge').allInnerTexts(), ['used by this line']);
    assert.deepEqual(await tab.locator('.meaning').allInnerTexts(), [
      'For each column, the probabilities of its 2 rows sum to 1.',
      'For each row, the probabilities of its 3 columns sum to 1.',
    ]);
  }));

test('a slider asks for one view at a time, and the last place of all', () =>
  onPage('softmax2', {}, async (tab) => {
    for (const at of ['120', '140', '160']) await slide(tab, 'temperature', at);
    assert.deepEqual(await asked(tab), [{ form: 'softmax', temperature: 1.58 }]);
    await settled(tab);
    assert.equal(await tab.locator('input[type=number]').inputValue(), '3.98', 'what was asked for shows at once');
    await show(tab, 'softmax2');
    assert.deepEqual((await asked(tab))[1], { form: 'softmax', temperature: 3.98 });
    await show(tab, 'softmaxWarm');
    assert.equal(await tab.locator('input[type=number]').inputValue(), '2', 'what is shown is what came');
    assert.equal((await asked(tab)).length, 2);
  }));

test('a number is typed, keys move the slider, and one click goes back to the code', () =>
  onPage('softmaxWarm', {}, async (tab) => {
    assert.match(
      await tab.locator('.codeChange').first().innerText(),
      /Apply to code\s+line 6\s+p = F\.softmax\(a \/ 2\.0, dim=1\)/,
    );
    await tab.getByRole('button', { name: 'Apply to code' }).click();
    assert.deepEqual((await applied(tab))[0].edits, samples.softmaxWarm[1].change.edits);
    await tab.locator('input[type=number]').fill('0.25');
    await tab.keyboard.press('Enter');
    await show(tab, 'softmaxWarm');
    await tab.focus('input[type=range][aria-label=temperature]');
    await tab.keyboard.press('Home');
    await show(tab, 'softmaxWarm');
    await tab.getByRole('button', { name: 'Reset to the code' }).click();
    assert.deepEqual(await asked(tab), [
      { form: 'softmax', temperature: 0.25 },
      { form: 'softmax', temperature: 0.1 },
      { form: 'softmax' },
    ]);
    await show(tab, 'softmax2');
    assert.equal(await tab.getByRole('button', { name: 'Reset to the code' }).count(), 0);
    await tab.locator('input[type=number]').fill('-1');
    await tab.keyboard.press('Enter');
    assert.equal((await asked(tab)).length, 3, 'no temperature is negative');
  }));

test('a lost answer does not stop the settings', () =>
  onPage('softmax2', {}, async (tab) => {
    await slide(tab, 'temperature', '150');
    await slide(tab, 'temperature', '170');
    await tab.waitForFunction(
      () => window.posted.filter(({ type }) => type === 'softmaxSettings').length === 2,
      undefined,
      { timeout: 5000 },
    );
    assert.equal((await asked(tab))[1].temperature, 5.01);
  }));

test('forms are a group of radio buttons that arrows move through', () =>
  onPage('softmaxWarm', {}, async (tab) => {
    const forms = tab.getByRole('radiogroup', { name: 'What is computed' }).getByRole('radio');
    assert.deepEqual(await forms.evaluateAll((inputs) => inputs.map((input) => input.parentElement.innerText)), [
      'softmax',
      'softmin',
      'log_softmax',
      'gumbel_softmax',
      'sigmoid',
    ]);
    await forms.first().focus();
    await tab.keyboard.press('ArrowRight');
    await settled(tab);
    assert.deepEqual(await asked(tab), [{ temperature: 2, form: 'softmin' }]);
    assert.match(await tab.locator('.about').innerText(), /the smallest value gets the most/);
  }));

test('log_softmax has its own colours and its own proof', () =>
  onPage('softmaxLog', {}, async (tab) => {
    assert.match(await tab.locator('.proof').first().innerText(), /After exp: Every column sums to 1/);
    assert.match(
      await tab.locator('.shared').innerText(),
      /-4\.036\s+0\s+One colour scale for all: from -4\.036 to 0\./,
    );
  }));

test('gumbel_softmax names its noise; tau, hard and seed are set', () =>
  onPage('softmaxGumbel', {}, async (tab) => {
    assert.equal(await tab.locator('.noise').innerText(), 'The noise is what this line draws.');
    await tab.getByRole('checkbox', { name: 'hard' }).uncheck();
    await show(tab, 'softmaxGumbel');
    await tab.getByRole('button', { name: 'Next' }).click();
    await show(tab, 'softmaxGumbel');
    await slide(tab, 'tau', '200');
    const own = { form: 'gumbel_softmax', temperature: 1, tau: 0.5, hard: true };
    assert.deepEqual(await asked(tab), [
      { ...own, hard: false },
      { ...own, seed: 0 },
      { ...own, tau: 10 },
    ]);
    assert.deepEqual(await tab.locator('.dimFigure vscode-button').allInnerTexts(), ['use dim=0', 'write dim=1']);
  }));

test('sigmoid stands beside softmax, with the two columns that agree', () =>
  onPage('softmaxSigmoid', { width: 1200 }, async (tab) => {
    assert.deepEqual(await tab.locator('.dimFigure h3').allInnerTexts(), [
      'sigmoid(x)',
      'softmax(dim=0)',
      'softmax(dim=1)',
    ]);
    assert.deepEqual(await tab.locator('.about li').allInnerTexts(), [
      'softmax One label per sample: the classes compete, and their probabilities sum to 1.',
      'sigmoid Several labels per sample: each element is a yes or no of its own, and no sum has to be 1.',
    ]);
    const rows = await tab.locator('.two tbody tr').allInnerTexts();
    assert.equal(rows.length, 6);
    assert.match(rows[5], /3\.0\s+0\.95257413\s+0\.9525742/);
    assert.match(await tab.locator('.two .note').innerText(), /differ by at most 6e-8/);
    assert.equal(await tab.locator('[data-figure=sigmoid] .frame').count(), 0);
    assert.equal(await tab.locator('[data-figure=sigmoid] .sum.one').count(), 0);
    const tops = await tab
      .locator('.dimFigure')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1, 'side by side where there is room');
  }));

test('narrow panels stack, and sentences do not widen a figure', () =>
  onPage('softmaxWarm', { width: 360 }, async (tab) => {
    const boxes = await tab
      .locator('.dimFigure')
      .evaluateAll((all) =>
        all.map((one) => one.getBoundingClientRect()).map(({ top, bottom, right }) => ({ top, bottom, right })),
      );
    assert.ok(boxes[1].top > boxes[0].bottom);
    for (const { right } of boxes) assert.ok(right <= 360);
  }));
