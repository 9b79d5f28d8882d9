// The webview pages in headless Chromium, without an editor: what is drawn (text and pixels), keys, pointer, messages,
// memory, translations, accessibility in every theme. `node test/e2e/preview.mjs` builds what it needs;
// screenshots go to artifacts/preview.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import { root } from '../../scripts/bundle.mjs';
import { openPreview, posted, settled, show } from './preview/open.mjs';
import { samples } from './preview/samples.mjs';
import { themes } from './preview/themes.mjs';

const pictures = path.join(root, 'artifacts', 'preview');
const axe = readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
let preview;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  preview = await openPreview();
});
after(() => preview?.close());

const onPage = (...asked) => preview.onSample(...asked);
const texts = (tab, selector) => tab.locator(selector).allInnerTexts();
const text = async (tab, selector) => (await texts(tab, selector))[0] ?? '';
const within = (figure, rest) => `[data-figure=${figure}] ${rest}`;
const cellAt = (figure, row, col) => within(figure, `.cell[data-row="${row}"][data-col="${col}"]`);

test('the loss panel writes the value and every cell exactly', () =>
  onPage('bce', {}, async (tab) => {
    assert.equal(await text(tab, '[data-value]'), '0.12723307');
    const cells = ['0.06931472', '-0.0', '0.16094379', '0.022314357', '0.051082563', '0.459743'];
    assert.deepEqual(await texts(tab, within('perElement', '.cell')), cells);
    assert.deepEqual(await texts(tab, within('input0', '.cell')), ['0.5', '1.0', '0.8', '0.2', '0.4', '0.6']);
    assert.equal(
      await tab.getAttribute(within('perElement', '.cell.marked'), 'aria-label'),
      'row 1, column 2: 0.459743, costs most',
    );
    assert.match(await text(tab, within('perElement', '.note')), /Costs most: \[1, 2\]\s+0\.4597/);
    assert.deepEqual(await texts(tab, within('input1', '.sum.one')), ['1 ✓', '1 ✓']);
    assert.match(await tab.getAttribute('.chip', 'title'), /self-test/);
    assert.equal((await posted(tab, 'ready')).length, 1);
  }));

test('buttons and the source line send what they say', () =>
  onPage('bce', {}, async (tab) => {
    await tab.getByRole('button', { name: 'Evaluate again' }).click();
    await tab.getByRole('button', { name: 'Copy value' }).click();
    await tab.getByRole('button', { name: 'Copy as Python' }).click();
    await tab.getByRole('button', { name: 'Copy input as Python' }).click();
    await tab.getByRole('button', { name: 'Copy or save input', exact: true }).click();
    await tab.getByRole('menuitem', { name: 'Copy as NumPy' }).click();
    await tab.click('button.source');
    assert.equal((await posted(tab, 'evaluateAgain')).length, 1);
    const copied = (await posted(tab, 'copy')).map((message) => message.text);
    assert.deepEqual(copied, [
      '0.12723307',
      'torch.tensor(0.12723307)',
      'torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]])',
      'np.array([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]], dtype=np.float32)',
    ]);
    assert.equal((await posted(tab, 'reveal'))[0].range.start.line, 11);
  }));

test('keys move the cursor, copy the cell and reveal the source', () =>
  onPage('bce', {}, async (tab) => {
    await tab.focus(cellAt('perElement', 0, 0));
    for (const key of ['ArrowRight', 'ArrowDown', 'Home', 'End', 'ArrowUp', 'Control+c', 'Enter'])
      await tab.keyboard.press(key);
    await settled(tab);
    assert.deepEqual(await tab.evaluate(() => document.activeElement.dataset.value), '0.16094379');
    assert.deepEqual(
      (await posted(tab, 'copy')).map((message) => message.text),
      ['0.16094379'],
    );
    assert.equal((await posted(tab, 'reveal')).length, 1);
    assert.equal(await tab.locator(within('perElement', '.cell[tabindex="0"]')).count(), 1);
  }));

test('the cell under the pointer is read out, and its partners light up', () =>
  onPage('ce', { width: 1200 }, async (tab) => {
    await tab.hover(cellAt('input0', 4, 3));
    await settled(tab);
    assert.match(await text(tab, within('input0', '.readout')), /\[4, 3\] 3\.4105027\s+batch 4 · class 3/);
    assert.deepEqual(await texts(tab, within('perElement', '.cell.lit')), ['4.368132']);
    await tab.hover(cellAt('perElement', 1, 0));
    await settled(tab);
    assert.equal(await tab.locator(within('input0', '.cell.lit')).count(), 10);
  }));

test('an argument that is moved is asked about, one question at a time, and applied as it was shown', () =>
  onPage('ce', { width: 1300 }, async (tab) => {
    const slide = (value) =>
      tab.locator('[data-control=label_smoothing] input[type=range]').evaluate((input, to) => {
        input.value = to;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }, value);
    assert.equal(await text(tab, '.difference'), '');
    await slide('10');
    await slide('15');
    await slide('20');
    await settled(tab);
    const changes = async () => (await posted(tab, 'whatIf')).map((message) => message.changes);
    assert.deepEqual(await changes(), [{ label_smoothing: '0.05' }]);
    await tab.evaluate(() => window.answer());
    await settled(tab);
    assert.deepEqual(await changes(), [{ label_smoothing: '0.05' }, { label_smoothing: '0.1' }]);
    await tab.evaluate(() => window.answer());
    await settled(tab);
    assert.equal(await text(tab, '[data-value]'), '2.4816918');
    assert.match(await text(tab, '.difference'), /in the code 2\.4792521 · Δ \+0\.00244/);
    assert.deepEqual(await texts(tab, '.changedLine code'), ['loss = F.cross_entropy(logits, y, label_smoothing=0.1)']);
    assert.deepEqual(await texts(tab, '.changedLine ins'), [', label_smoothing=0.1']);
    await tab.getByRole('button', { name: 'Apply to code' }).click();
    const [applied] = await posted(tab, 'apply');
    assert.equal(applied.edits[0].text, ', label_smoothing=0.1');
    assert.equal(applied.version, 1);
    await tab.getByRole('button', { name: 'Reset', exact: true }).click();
    await settled(tab);
    assert.equal(await text(tab, '[data-value]'), '2.4792521');
    assert.deepEqual(await texts(tab, '.changedLine'), []);
  }));

test('values that have no result leave the code’s own in sight, and the next ones are asked about', () =>
  onPage('ce', {}, async (tab) => {
    const field = tab.locator('[data-control=ignore_index] input');
    const type = async (value) => {
      await field.fill(value);
      await field.press('Enter');
      await settled(tab);
    };
    await type('3');
    await tab.evaluate(() => window.answer());
    await settled(tab);
    assert.equal(await text(tab, '[data-value]'), '2.4816918');
    await type('');
    await tab.evaluate(() => window.answer({}));
    await settled(tab);
    assert.equal(await text(tab, '[data-value]'), '2.4792521');
    assert.match(await text(tab, '.what-if .written'), /There is no result with these values\. Change one, or reset\./);
    await type('4');
    assert.deepEqual((await posted(tab, 'whatIf')).at(-1).changes, { ignore_index: '4' });
  }));

test('a change of the code that appears moves nothing, and its room is no more than the words before it need', async () => {
  for (const width of [360, 760, 1300]) {
    await onPage('ce', { width }, async (tab) => {
      const [written, words] = ['.what-if .written', '.what-if .written p'].map((one) => tab.locator(one));
      const [room, needed] = [await written.boundingBox(), await words.boundingBox()];
      assert.ok(room.height - needed.height <= 20, `${room.height - needed.height} px are left at ${width} px`);
      const figures = async () => (await tab.locator('.tried > .figures').boundingBox()).y;
      const box = async () => (await tab.locator('.what-if').boundingBox()).height;
      const before = [await figures(), await box()];
      await tab.focus('[data-control=label_smoothing] input[type=range]');
      await tab.keyboard.press('ArrowRight');
      await tab.evaluate(() => window.answer());
      await settled(tab);
      assert.equal((await texts(tab, '.changedLine')).length, 1);
      assert.deepEqual([await figures(), await box()], before, `at ${width} px`);
      await tab.screenshot({ path: path.join(pictures, `changed-${width}.png`), fullPage: true });
    });
  }
});

test('controls work by keyboard, and a text that is the code again is no change', () =>
  onPage('ce', {}, async (tab) => {
    await tab.focus('[data-control=temperature] input[type=range]');
    await tab.keyboard.press('ArrowRight');
    await settled(tab);
    assert.deepEqual((await posted(tab, 'whatIf'))[0].changes, { temperature: '1.02' });
    await tab.getByRole('button', { name: 'temperature as in the code' }).click();
    const field = tab.locator('[data-control=ignore_index] input');
    await field.fill('3');
    await field.press('Enter');
    await settled(tab);
    await field.fill('-100');
    await field.press('Tab');
    await settled(tab);
    assert.deepEqual((await posted(tab, 'whatIf')).at(-1).changes, { ignore_index: '3' });
    assert.equal(await tab.locator('.control.changed').count(), 0);
  }));

test('what is pinned stays to be compared: values, maps and their difference', () =>
  onPage('ce', { width: 1300 }, async (tab) => {
    assert.equal(await tab.locator('.comparison').count(), 0);
    await tab.getByRole('button', { name: 'Pin to compare' }).click();
    await tab.focus('[data-control=label_smoothing] input[type=range]');
    await tab.keyboard.press('ArrowRight');
    await tab.evaluate(() => window.answer());
    await settled(tab);
    assert.match(await text(tab, '.comparison'), /2\.4792521[\s\S]*2\.4816918 Δ \+0\.00244/);
    const cells = async (figure) => (await texts(tab, within(figure, '.cell'))).map(Number);
    const [before, now, difference] = await Promise.all(
      ['pinned', 'now', 'difference'].map((role) => cells(`perElement-${role}`)),
    );
    assert.equal(before.length, 5);
    for (const [i, value] of difference.entries()) assert.ok(Math.abs(value - (now[i] - before[i])) < 1e-6);
    await tab.screenshot({ path: path.join(pictures, 'compared.png'), fullPage: true });
    await tab.getByRole('button', { name: 'Unpin' }).click();
    await settled(tab);
    assert.equal(await tab.locator('.comparison').count(), 0);
  }));

test('bars stand worst first, light their row up and lead to it', () =>
  onPage('ce', { width: 1300 }, async (tab) => {
    assert.deepEqual(await texts(tab, '.bars .amount'), ['4.368', '2.621', '2.398', '1.538', '1.471']);
    const widths = await tab.locator('.bars .track i').evaluateAll((bars) => bars.map((bar) => bar.clientWidth));
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => b - a),
    );
    await tab.hover('.bars li:nth-child(2) button');
    await settled(tab);
    assert.equal(await tab.locator(within('input0', '.cell.lit')).count(), 10);
    assert.equal(await tab.locator(within('gradient0', '.cell.lit')).count(), 10);
    await tab.click('.bars li:nth-child(2) button');
    await settled(tab);
    assert.deepEqual(
      await tab.evaluate(() => [document.activeElement.dataset.row, document.activeElement.dataset.value]),
      ['0', '2.621457'],
    );
  }));

test('the class of each target has a corner, and what is ignored says so', () =>
  onPage('ce', { width: 1300 }, async (tab) => {
    await tab.evaluate(async () => {
      const { samples } = await import('/samples.mjs');
      window.send({ type: 'panel', view: { ...samples.ce[1], picks: { dim: 1, ignored: 4 } } });
    });
    await settled(tab);
    for (const figure of ['probabilities', 'input0', 'gradient0']) {
      const picked = tab.locator(within(figure, '.cell.picked'));
      assert.deepEqual(
        await picked.evaluateAll((cells) => cells.map(({ dataset }) => [dataset.row, dataset.col].join())),
        ['0,3', '1,0', '2,9', '4,7'],
      );
      assert.match((await picked.first().getAttribute('aria-label')) ?? '', /, class of the target$/);
      assert.match(await text(tab, within(figure, '.note')), /class of the target/);
    }
    assert.equal(await tab.locator(within('perElement', '.cell.picked')).count(), 0);
    assert.deepEqual(await texts(tab, '.bars .amount'), ['4.368', '2.621', '2.398', '1.538', 'ignored']);
    // The corner is drawn: the cell's first pixel is no longer of its own colour.
    const corner = await tab
      .locator(within('input0', '.cell.picked'))
      .first()
      .evaluate((cell) => {
        const { width, height, backgroundImage } = getComputedStyle(cell, '::before');
        return [width, height, backgroundImage.startsWith('linear-gradient')];
      });
    assert.deepEqual(corner, ['10px', '10px', true]);
  }));

test('a loss comes about in steps of mathematics, whose numbers light their cells and lead to the code', () =>
  onPage('steps', { width: 900 }, async (tab) => {
    const line = (at) => tab.locator('.steps li').nth(at);
    const read = async (at) => (await line(at).locator('.equation').textContent()).replace(/[\s\u2061]+/g, '');
    assert.equal(await read(1), 'c=yn=7');
    assert.equal(await read(4), 'L=∑nℓnN=2.621+2.398+1.538+1.471+4.3685=2.47925');
    const parts = await line(0)
      .locator('math')
      .evaluateAll((all) => all.map((one) => one.namespaceURI));
    assert.deepEqual(new Set(parts), new Set(['http://www.w3.org/1998/Math/MathML']));
    await line(2).locator('mn').hover();
    await settled(tab);
    assert.deepEqual(await texts(tab, within('input0', '.cell.lit')), ['-0.552']);
    await line(4).locator('mn').nth(1).hover();
    await settled(tab);
    assert.deepEqual(await texts(tab, within('perElement', '.cell.lit')), ['2.397683']);
    await line(3).locator('mn').first().click();
    const [{ uri, range }] = await posted(tab, 'reveal');
    assert.deepEqual([uri, range.start], ['file:///examples/bce.py', { line: 8, character: 40 }]);
    await tab.hover(cellAt('input0', 4, 9));
    await settled(tab);
    assert.deepEqual(await tab.locator('.steps .lit').allTextContents(), ['0.02649']);
  }));

test('the numbers of the steps are one stop of the Tab key, and the steps of another element are asked for', () =>
  onPage('steps', {}, async (tab) => {
    const asked = async () => (await posted(tab, 'evaluateAgain')).map(({ sample }) => sample);
    const field = tab.getByRole('textbox', { name: 'Index of the element' });
    assert.equal(await field.inputValue(), '4');
    assert.equal(await tab.getByRole('button', { name: 'Next element' }).isDisabled(), true);
    await tab.getByRole('button', { name: 'Previous element' }).click();
    await field.fill('[1]');
    await field.press('Enter');
    await field.fill('5');
    await field.press('Enter');
    assert.equal(await field.inputValue(), '4');
    assert.deepEqual(await asked(), [[3], [1]]);
    await tab.getByRole('button', { name: 'Previous element' }).focus();
    for (const key of ['Tab', 'ArrowRight', 'End', 'ArrowLeft', 'Home']) await tab.keyboard.press(key);
    await settled(tab);
    assert.deepEqual(await tab.locator('.steps .lit').allTextContents(), ['0.02694']);
    await tab.keyboard.press('Enter');
    assert.equal((await posted(tab, 'reveal'))[0].range.start.line, 6);
    assert.equal(await tab.locator('.steps [tabindex="0"]').count(), 1);
    await show(tab, 'stepsOfFirst');
    assert.equal(await tab.locator('.steps [tabindex="0"]').count(), 1);
    await tab.getByRole('button', { name: 'Costs most: [4]' }).click();
    assert.deepEqual((await asked()).at(-1), [4]);
  }));

test('many cells are painted, each with its own colour, and still have a cursor', () =>
  onPage('big', { width: 760 }, async (tab) => {
    const canvas = tab.locator(within('value', 'canvas'));
    const box = await canvas.boundingBox();
    const shot = PNG.sync.read(await canvas.screenshot());
    assert.deepEqual([box.width, box.height], [600, 400]);
    const pixel = (x, y) => [...shot.data.subarray((y * shot.width + x) * 4, (y * shot.width + x) * 4 + 3)];
    // sin + cos: 2 is light red near column 31 of row 0, -2 light blue near column 94 of row 47.
    assert.deepEqual(
      pixel(63, 0).map((part, i) => Math.abs(part - [243, 170, 140][i]) < 3),
      [true, true, true],
    );
    assert.deepEqual(
      pixel(188, 94).map((part, i) => Math.abs(part - [152, 199, 223][i]) < 3),
      [true, true, true],
    );
    await canvas.hover({ position: { x: 201, y: 101 } });
    await settled(tab);
    assert.match(await text(tab, within('value', '.readout')), /^\[50, 100\]/);
    await tab.focus(within('value', '[role=gridcell]'));
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowRight');
    await settled(tab);
    assert.match(await tab.getAttribute(within('value', '[role=gridcell]'), 'aria-label'), /row 1, column 1: nan/);
    assert.match(await text(tab, within('input0', '.axes')), /shown 64×64 of 4096×4096/);
    assert.match(await text(tab, within('input3', '.muted:last-child')), /\(0, 3\)/);
  }));

test('dims in front are stepped through', () =>
  onPage('many', {}, async (tab) => {
    const first = await texts(tab, within('value', '.cell'));
    await tab.getByRole('button', { name: 'next time (dim 2)' }).click();
    await settled(tab);
    const second = await texts(tab, within('value', '.cell'));
    assert.notDeepEqual(first, second);
    assert.equal(await tab.locator(within('value', 'input[type=range]')).nth(2).inputValue(), '1');
    assert.match(
      await tab.getAttribute(cellAt('value', 0, 1), 'aria-label'),
      /^batch \(dim 0\) 0, head \(dim 1\) 0, time \(dim 2\) 1, row 0, column 1: /,
    );
  }));

test('other dims than the last two lie on the page', () =>
  onPage('many', {}, async (tab) => {
    const sizes = await tab
      .locator(within('value', 'input[type=range]'))
      .evaluateAll((all) => all.map((one) => Number(one.max) + 1));
    const first = await text(tab, cellAt('value', 0, 1));
    await tab.getByRole('button', { name: 'next time (dim 2)' }).click();
    await settled(tab);
    const below = await text(tab, cellAt('value', 0, 1));
    await tab.getByRole('button', { name: 'previous time (dim 2)' }).click();
    await tab.getByRole('button', { name: 'time (dim 2) ×4, in steps' }).click();
    await tab.getByRole('menuitemradio', { name: 'rows' }).click();
    await settled(tab);
    assert.equal(await tab.locator(within('value', '[role=row]')).count(), sizes[2]);
    assert.equal(await text(tab, cellAt('value', 0, 1)), first);
    assert.equal(await text(tab, cellAt('value', 1, 1)), below);
    assert.match(
      await tab.getAttribute(cellAt('value', 1, 1), 'aria-label'),
      /^batch \(dim 0\) 0, head \(dim 1\) 0, dim 3 0, row 1, column 1: /,
    );
  }));

test('a figure is copied and saved from its menu, by keys and pointer', () =>
  onPage('odd', {}, async (tab) => {
    const open = () => tab.locator(within('input0', '.menu > button')).click();
    await open();
    await tab.keyboard.press('Enter');
    const [{ text: csv }] = await posted(tab, 'copy');
    assert.equal(csv.replaceAll('\n', ','), '0.5,nan,inf,-inf,-2.25,1e-7,123456.79,-0.0,3.0');
    await open();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    await open();
    await tab.getByRole('menuitem', { name: 'Save as SVG…' }).click();
    await open();
    await tab.keyboard.press('End');
    await tab.keyboard.press('Enter');
    await tab.waitForFunction(() => window.posted.filter(({ type }) => type === 'save').length === 3);
    const saved = Object.fromEntries(
      (await posted(tab, 'save')).map(({ format, base64 }) => [format, Buffer.from(base64, 'base64')]),
    );
    const png = PNG.sync.read(saved.png);
    assert.ok(png.width > 300 && png.height > 150, `${png.width} × ${png.height}`);
    writeFileSync(path.join(pictures, 'saved.png'), saved.png);
    writeFileSync(path.join(pictures, 'saved.svg'), saved.svg);
    assert.match(saved.svg.toString(), /^<svg .*▼ -inf<.*>123456\.79</s);
    assert.equal(saved.npy.length, 128 + 9 * 4);
    assert.equal(saved.npy.readFloatLE(128 + 4 * 4), -2.25);
    await open();
    await tab.keyboard.press('Escape');
    assert.equal(await tab.locator('[popover]:popover-open').count(), 0);
  }));

test('softmax panels share one scale, frame their dim and prove their sums', () =>
  onPage('softmax2', {}, async (tab) => {
    assert.deepEqual(await texts(tab, within('dim0', '.cell')), [
      '0.95257413',
      '0.11920292',
      '0.047425874',
      '0.047425874',
      '0.8807971',
      '0.95257413',
    ]);
    assert.equal(await tab.locator(within('dim0', '.frame')).count(), 3);
    assert.equal(await tab.locator(within('dim1', '.frame')).count(), 2);
    assert.deepEqual(await texts(tab, within('dim1', '.sum')), ['1 ✓', '1 ✓']);
    assert.deepEqual(await texts(tab, '.badge'), ['used by this line']);
    assert.match(await text(tab, within('dim0', '.proof')), /Every column sums to 1/);
    const colour = (row, col, figure) =>
      tab.locator(cellAt(figure, row, col)).evaluate((cell) => getComputedStyle(cell).backgroundColor);
    assert.equal(await colour(0, 0, 'dim0'), await colour(1, 2, 'dim0'));
    assert.notEqual(await colour(0, 0, 'dim0'), await colour(0, 0, 'dim1'));
  }));

test('softmax of three dims steps all its pictures together', () =>
  onPage('softmax3', {}, async (tab) => {
    await tab.locator(within('dim1', 'button[aria-label^=next]')).click();
    await settled(tab);
    const slides = await tab
      .locator('.figures input[type=range]')
      .evaluateAll((inputs) => inputs.map((input) => input.value));
    assert.deepEqual(slides, ['1', '1', '1', '1']);
    assert.equal(await tab.locator(within('dim0', '.step.framed')).count(), 1);
    assert.equal((await texts(tab, within('sums0', '.cell'))).length, 12);
  }));

test('the dims view says role, reason and sums', () =>
  onPage('dims', { width: 300 }, async (tab) => {
    assert.match(
      await text(tab, 'tbody[data-dim="1"]'),
      /1\s+3\s+class\s+softmax\s+1 ✓\s+× 2\s+cross_entropy on line 14 reads dim 1 as classes/,
    );
    assert.match(await text(tab, '.normalisation'), /normalises dim 1/);
    assert.equal(await text(tab, '[data-shape]'), '(2, 3)');
  }));

test('the comparison of reductions draws a bar for each form, as long as its time', () =>
  onPage('reductions', { width: 900 }, async (tab) => {
    assert.equal(await tab.locator('.case').count(), 4);
    const width = async (figure, setting) =>
      (await tab.locator(within(figure, `[data-setting=${setting}] .track i`)).boundingBox()).width;
    assert.ok(Math.abs((await width('case1', 'pairs')) / (await width('case1', 'auto')) - 9.83 / 1.72) < 0.05);
    const copy = await tab.locator(within('case0', '.lines .copy')).boundingBox();
    const bar = await tab.locator(within('case0', '[data-setting=auto] .track i')).boundingBox();
    assert.ok(Math.abs((copy.x + copy.width / 2 - bar.x) / bar.width - 1 / 1.31) < 0.02, 'the copy is 1');
    assert.deepEqual(await texts(tab, '.best'), ['1.12×', '1.72×', '1.02×', '1.05×']);
    assert.match(
      await tab.getAttribute(within('case0', '[role=img]'), 'aria-label'),
      /\(64, 1000\) along dim 1: Automatic 1\.31×; Interleaved pairs, two stages 1\.62×.*Subgroup shuffle, one stage 1\.12×/,
    );
    assert.deepEqual(await texts(tab, '.case .note'), [
      ...Array(3).fill('At most 4 float32 steps (1.1e-8) from the CPU’s result'),
      'Exactly the CPU’s result',
    ]);
  }));

test('the numbers of a comparison stand in a table that keys open, and can be copied', () =>
  onPage('reductions', { width: 900 }, async (tab) => {
    await tab.focus('.numbers summary');
    await tab.keyboard.press('Enter');
    await settled(tab);
    const rows = tab.locator('.numbers tbody').nth(1).locator('tr');
    assert.match(await rows.nth(0).innerText(), /\(64, 1000\) along dim 0 copy 0\.0064 ms/);
    assert.match(await rows.nth(1).innerText(), /Automatic\s+fastest\s+1\.72×\s+0\.011\s+3\s+3\.7e-9/);
    await tab.keyboard.press('Tab');
    await settled(tab);
    assert.equal(await tab.evaluate(() => document.activeElement.getAttribute('role')), 'region');
    await tab.getByRole('button', { name: 'Copy numbers' }).click();
    const [{ text: copied }] = await posted(tab, 'copy');
    assert.equal(copied.split('\n').length, 29);
    assert.match(copied, /^64×1000\t1\tpairs\t1\.62\t/m);
  }));

test('a form of reduction is put to use, and the comparison is made again', () =>
  onPage('reductionsPart', {}, async (tab) => {
    assert.equal(await text(tab, '.forms [data-setting=halves-one-stage] .badge'), 'in use');
    assert.equal(await text(tab, '[role=status]'), 'Stopped after 2 of 4 sizes');
    await tab.getByRole('button', { name: 'Use Subgroup shuffle, one stage' }).click();
    await tab.getByRole('button', { name: 'Compare again' }).click();
    assert.deepEqual(await posted(tab, 'useReduction'), [{ type: 'useReduction', setting: 'shuffle-one-stage' }]);
    assert.equal((await posted(tab, 'compareReductions')).length, 1);
  }));

test('a comparison under way, forms that cannot be run, and results that are wrong', () =>
  onPage('reductionsOdd', {}, async (tab) => {
    assert.equal(await text(tab, '[role=status]'), 'Measuring: 1 of 4 sizes are done');
    assert.equal(await tab.locator('vscode-progress-bar').count(), 1);
    assert.equal(await text(tab, within('case0', '[data-setting=shuffle] .track')), 'not available');
    assert.equal(await text(tab, within('case0', '[data-setting=pairs] .track')), 'failed');
    assert.match(await text(tab, '.note.wrong'), /Not the CPU’s result: Sequential halves, two stages/);
    assert.match(await text(tab, '.forms [data-setting=shuffle]'), /this adapter has no subgroups/);
    assert.equal(await tab.locator('.forms [data-setting=shuffle] button').count(), 0);
  }));

test('without an adapter the comparison says what to do', () =>
  onPage('reductionsNone', {}, async (tab) => {
    assert.match(await text(tab, '.empty'), /A graphics driver with Vulkan, Metal or Direct3D 12 brings one/);
    await tab.getByRole('button', { name: 'Compare again' }).click();
    assert.equal((await posted(tab, 'compareReductions')).length, 1);
  }));

test('errors read as PyTorch prints them', () =>
  onPage('error', {}, async (tab) => {
    assert.match(await text(tab, '[data-severity=error]'), /ValueError: Using a target size \(torch\.Size\(\[3\]\)\)/);
    await tab.getByRole('button', { name: 'line 12', exact: true }).click();
    assert.equal((await posted(tab, 'reveal')).length, 1);
    assert.equal(await tab.locator('[data-value]').count(), 0);
  }));

test('odd numbers show without colour', () =>
  onPage('odd', {}, async (tab) => {
    assert.deepEqual(await texts(tab, within('input0', '.cell')), [
      '0.5',
      'nan',
      '▲ inf',
      '▼ -inf',
      '-2.25',
      '1e-7',
      '123456.79',
      '-0.0',
      '3.0',
    ]);
    const nan = await tab.locator(cellAt('input0', 0, 1)).evaluate((cell) => getComputedStyle(cell).backgroundImage);
    assert.match(nan, /repeating-linear-gradient/);
  }));

test('a reload shows the last view at once, and an editor is not needed', async () => {
  await onPage('odd', {}, async (tab) => {
    await tab.reload();
    await tab.waitForSelector('[data-value]');
    assert.equal(await text(tab, '[data-value]'), 'nan');
    assert.equal(await text(tab, cellAt('input0', 2, 0)), '123456.79');
  });
  await onPage('bce', { query: '?alone' }, async (tab) => assert.equal(await text(tab, '[data-value]'), '0.12723307'));
});

test('sentences come in the user’s language, and being busy shows', () =>
  onPage('bce', {}, async (tab) => {
    await tab.evaluate(() =>
      window.send({
        type: 'init',
        translations: { 'Evaluate again': '重新求值', 'Costs most: [{0}]': '损失最大：[{0}]' },
      }),
    );
    await tab.evaluate(() => window.send({ type: 'busy', busy: true }));
    await settled(tab);
    assert.equal(await tab.getByRole('button', { name: '重新求值' }).count(), 1);
    assert.match(await text(tab, within('perElement', '.note')), /损失最大：\[1, 2\]/);
    assert.equal(await tab.locator('vscode-progress-bar').count(), 1);
    assert.equal(await tab.getAttribute('main', 'aria-busy'), 'true');
  }));

test('nothing is wider than the page, from 250 px on and at 200 %', async () => {
  const sizes = {
    panel: [
      [300, 1],
      [480, 2],
    ],
    dims: [
      [250, 1],
      [400, 1],
    ],
  };
  for (const [entry, list] of Object.entries(sizes)) {
    for (const [width, deviceScaleFactor] of list) {
      const tab = await preview.open(entry, { width, deviceScaleFactor });
      for (const name of Object.keys(samples).filter((sample) => samples[sample][0] === entry)) {
        await show(tab, name);
        const over = await tab.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${name} at ${width} px is ${over} px too wide`);
        if (width <= 300) await tab.screenshot({ path: path.join(pictures, `${name}-${width}.png`), fullPage: true });
      }
      await tab.context().close();
    }
  }
});

for (const theme of Object.keys(themes)) {
  test(`${theme}: every text reads on its cell, and axe finds nothing serious`, async () => {
    for (const entry of ['panel', 'dims']) {
      const tab = await preview.open(entry, { theme, width: entry === 'dims' ? 320 : 900, reducedMotion: 'reduce' });
      for (const name of Object.keys(samples).filter((sample) => samples[sample][0] === entry)) {
        await show(tab, name);
        assert.ok((await lowestContrast(tab)) >= 4.5, `${name}: contrast of cells`);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => window.axe.run(document.body, { resultTypes: ['violations'] }));
        const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
        const told = serious.map(
          (one) => `${name}: ${one.id} ${one.nodes.slice(0, 2).map((node) => `${node.html} ${node.any[0]?.message}`)}`,
        );
        assert.deepEqual(told, []);
        await tab.screenshot({ path: path.join(pictures, `${name}-${theme.slice(7)}.png`), fullPage: true });
      }
      assert.deepEqual(tab.problems, []);
      await tab.context().close();
    }
  });
}

/** Lowest contrast of a cell's text on the cell, 21 where there is no text. */
const lowestContrast = (tab) =>
  tab.evaluate(() => {
    const parts = (colour) =>
      colour
        .match(/[\d.]+/g)
        .slice(0, 3)
        .map((part) => Number(part) / 255);
    const light = (colour) => {
      const [r, g, b] = parts(colour).map((s) => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratios = [...document.querySelectorAll('.cell')]
      .filter((cell) => cell.textContent)
      .map((cell) => {
        const style = getComputedStyle(cell);
        const grounds =
          style.backgroundImage === 'none' ? [style.backgroundColor] : style.backgroundImage.match(/rgba?\([^)]*\)/g);
        return Math.min(
          ...grounds.map((ground) => {
            const [a, b] = [light(style.color), light(ground)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
          }),
        );
      });
    return Math.min(21, ...ratios);
  });
