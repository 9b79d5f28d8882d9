// Dims laid out on the page and facets in headless Chromium, without an editor: chips moved by mouse, by keys and from their menu,
// what a screen reader hears, the cursor across facets, what is kept over a reload, exports, and how it all looks.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import { root } from '../../scripts/bundle.mjs';
import { openPreview, posted, settled, show } from './preview/open.mjs';
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
const inValue = (tab, selector) => tab.locator(`[data-figure=value] ${selector}`);
const chip = (tab, dim) => inValue(tab, `[data-dim="${dim}"]`);
const facetNames = (tab) => inValue(tab, '.facetName').allInnerTexts();
/** Dims of each place: rows, columns, facets, steps. */
const places = (tab) =>
  inValue(tab, '.place').evaluateAll((all) =>
    all.map((place) => [...place.querySelectorAll('[data-dim]')].map((one) => one.dataset.dim).join('')),
  );
const readout = async (tab) => (await inValue(tab, '.readout').innerText()).replace(/\s+/g, ' ');

async function press(tab, dim, ...keys) {
  await chip(tab, dim).focus();
  for (const key of keys) {
    await tab.keyboard.press(key);
    await settled(tab);
  }
}

async function dragTo(tab, dim, place, { drop = true } = {}) {
  const from = await chip(tab, dim).boundingBox();
  const to = await inValue(tab, `[data-place=${place}]`).boundingBox();
  await tab.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await tab.mouse.down();
  await tab.mouse.move(to.x + 12, to.y + to.height / 2, { steps: 5 });
  await settled(tab);
  if (drop) await tab.mouse.up();
  await settled(tab);
}

test('a chip is dragged from place to place; on rows and columns dims change places', () =>
  onPage('many', { width: 900 }, async (tab) => {
    assert.deepEqual(await places(tab), ['3', '4', '', '012']);
    await dragTo(tab, 1, 'facets');
    assert.deepEqual(await places(tab), ['3', '4', '1', '02']);
    assert.deepEqual(await facetNames(tab), ['head 0', 'head 1', 'head 2']);
    assert.equal(await tab.locator('[popover]:popover-open').count(), 0, 'a drag is no click');
    await dragTo(tab, 2, 'cols');
    assert.deepEqual(await places(tab), ['3', '2', '1', '04']);
    await dragTo(tab, 3, 'facets');
    assert.deepEqual(await places(tab), ['4', '2', '13', '0']);
    assert.equal(await inValue(tab, '.facet').count(), 9);
    assert.equal((await facetNames(tab))[4], 'head 1 · dim 3 = 1');
  }));

test('a place shows that it would take the chip, and Escape leaves it where it was', () =>
  onPage('many', { width: 900 }, async (tab) => {
    await dragTo(tab, 0, 'facets', { drop: false });
    assert.equal(await inValue(tab, '.place.over').getAttribute('data-place'), 'facets');
    await tab.screenshot({ path: path.join(pictures, 'dims-dragged.png') });
    await tab.keyboard.press('Escape');
    await tab.mouse.up();
    await settled(tab);
    assert.deepEqual(await places(tab), ['3', '4', '', '012']);
    assert.equal(await inValue(tab, '.place.over').count(), 0);
    assert.equal(await tab.locator('[popover]:popover-open').count(), 0);
  }));

test('arrow keys take a chip to the next place, the keyboard stays with it, and a screen reader hears where it is', () =>
  onPage('many', {}, async (tab) => {
    const focused = () => tab.evaluate(() => document.activeElement.getAttribute('aria-label'));
    const told = () => inValue(tab, '[role=status]').first().innerText();
    await press(tab, 1, 'ArrowLeft');
    assert.equal(await focused(), 'head (dim 1) ×3, in facets');
    assert.equal(await told(), 'head (dim 1) is now in facets');
    await tab.keyboard.press('ArrowUp');
    await settled(tab);
    assert.equal(await focused(), 'head (dim 1) ×3, in columns');
    assert.equal(await told(), 'head (dim 1) is now in columns, feature (dim 4) in facets');
    for (const key of ['ArrowLeft', 'ArrowLeft']) await tab.keyboard.press(key);
    await settled(tab);
    assert.deepEqual(await places(tab), ['1', '3', '4', '02']);
    assert.equal(await focused(), 'head (dim 1) ×3, in rows');
  }));

test('Enter and Space open a menu of places, where the chip’s own is checked', () =>
  onPage('many', {}, async (tab) => {
    await chip(tab, 2).focus();
    await tab.keyboard.press('Enter');
    const menu = inValue(tab, '[role=menu]:popover-open');
    assert.equal(await menu.getByRole('menuitemradio', { checked: true }).innerText(), '⇄ steps');
    await tab.keyboard.press('ArrowUp');
    await tab.keyboard.press('Enter');
    await settled(tab);
    assert.deepEqual(await places(tab), ['3', '4', '2', '01']);
    assert.equal(await tab.evaluate(() => document.activeElement.dataset.dim), '2');
    await tab.keyboard.press('Space');
    await tab.keyboard.press('Escape');
    assert.equal(await tab.locator('[popover]:popover-open').count(), 0);
    assert.deepEqual(await places(tab), ['3', '4', '2', '01']);
  }));

test('facets show every number at its place, in the colours of one scale', () =>
  onPage('many', { width: 900 }, async (tab) => {
    await press(tab, 1, 'ArrowLeft');
    const cells = inValue(tab, '.cell');
    const seen = await cells.evaluateAll((all) =>
      all.map((one) => [one.dataset.value, getComputedStyle(one).backgroundColor]),
    );
    assert.equal(seen.length, 3 * 12);
    const value = async (head, row, col) => {
      const facet = inValue(tab, `[data-slice="${head}"]`);
      return facet.locator(`[data-row="${row}"][data-col="${col}"]`).getAttribute('data-value');
    };
    const kept = await value(2, 1, 3);
    const colours = new Map();
    for (const [number, colour] of seen) {
      assert.equal(colours.get(number) ?? colour, colour, `${number} has one colour`);
      colours.set(number, colour);
    }
    await press(tab, 1, 'ArrowRight');
    for (let i = 0; i < 2; i++) await inValue(tab, 'button[aria-label="next head (dim 1)"]').click();
    await settled(tab);
    const alone = inValue(tab, '[data-row="1"][data-col="3"]');
    assert.equal(await alone.getAttribute('data-value'), kept);
    assert.equal(await alone.evaluate((one) => getComputedStyle(one).backgroundColor), colours.get(kept));
  }));

test('the cursor goes from facet to facet, and tells where it is', () =>
  onPage('many', { width: 900 }, async (tab) => {
    await press(tab, 1, 'ArrowLeft');
    const cell = (head, row, col) => inValue(tab, `[data-slice="${head}"] [data-row="${row}"][data-col="${col}"]`);
    await cell(0, 1, 3).focus();
    assert.match(await readout(tab), /^\[0, 0, 0, 1, 3\] [\d.-]+ batch 0 · head 0 · time 0 · feature 3/);
    await tab.keyboard.press('ArrowRight');
    await settled(tab);
    assert.match(await readout(tab), /^\[0, 1, 0, 1, 0\]/);
    for (const key of ['ArrowDown', 'ArrowDown']) await tab.keyboard.press(key);
    await settled(tab);
    assert.match(await readout(tab), /^\[0, 1, 0, 2, 0\]/, 'there is no facet below');
    await tab.keyboard.press('ArrowLeft');
    await settled(tab);
    assert.match(await readout(tab), /^\[0, 0, 0, 2, 3\]/);
    await tab.keyboard.press('ArrowDown');
    await settled(tab);
    assert.match(await readout(tab), /^\[0, 2, 0, 0, 3\]/, 'head 2 stands below head 0');
    assert.equal(await inValue(tab, '.cell[tabindex="0"]').count(), 1);
    assert.match(
      await tab.evaluate(() => document.activeElement.getAttribute('aria-label')),
      /head \(dim 1\) 2, .*row 0, column 3/,
    );
    await cell(1, 2, 2).hover();
    await settled(tab);
    assert.match(await readout(tab), /^\[0, 1, 0, 2, 2\]/);
    const exact = await cell(1, 2, 2).getAttribute('data-value');
    await cell(1, 2, 2).click();
    await tab.keyboard.press('Control+c');
    assert.deepEqual(
      (await posted(tab, 'copy')).map(({ text }) => text),
      [exact],
    );
  }));

test('200 facets are drawn 64 at a time, painted, and paged through by buttons and by the cursor', () =>
  onPage('facets', { width: 900 }, async (tab) => {
    await press(tab, 0, 'ArrowLeft');
    assert.equal(await inValue(tab, '.facet').count(), 64);
    assert.match(await inValue(tab, '.pager').innerText(), /1 to 64 of 200 facets/);
    assert.equal(await inValue(tab, '.painted canvas').count(), 64);
    await tab.screenshot({ path: path.join(pictures, 'laid-out-64.png'), fullPage: true });
    await inValue(tab, '.pager button').last().click();
    await settled(tab);
    assert.equal((await facetNames(tab))[0], 'sample 64');
    await inValue(tab, '[role=gridcell][tabindex="0"]').focus();
    await tab.keyboard.press('ArrowLeft');
    await settled(tab);
    assert.match(await inValue(tab, '.pager').innerText(), /1 to 64 of 200 facets/);
    assert.match(await readout(tab), /^\[63, 0, 7\]/);
    await inValue(tab, 'canvas')
      .nth(2)
      .click({ position: { x: 2, y: 2 } });
    await settled(tab);
    assert.match(
      await tab.evaluate(() => document.activeElement.getAttribute('aria-label')),
      /sample \(dim 0\) 2, row 0, column 0/,
    );
    // Each sample is its own number throughout, so a facet has one colour and no two have the same.
    const colours = await inValue(tab, 'canvas').evaluateAll((all) =>
      all.map((one) => [...one.getContext('2d').getImageData(one.width / 2, one.height / 2, 1, 1).data].join()),
    );
    assert.equal(colours.length, 64);
    assert.ok(new Set(colours).size > 48, `${new Set(colours).size} colours`);
  }));

test('the layout is there again after a reload', () =>
  onPage('many', {}, async (tab) => {
    await press(tab, 1, 'ArrowLeft');
    await inValue(tab, 'button[aria-label="next time (dim 2)"]').click();
    await settled(tab);
    await tab.waitForFunction(() => /"facets":\[1\]/.test(JSON.parse(sessionStorage.getItem('kept'))));
    const before = await inValue(tab, '.cell').allInnerTexts();
    await tab.waitForTimeout(300);
    await tab.reload();
    await tab.waitForSelector('.facet');
    assert.deepEqual(await places(tab), ['3', '4', '1', '02']);
    assert.deepEqual(await inValue(tab, '.cell').evaluateAll((all) => all.map((one) => one.innerText)), before);
    await show(tab, 'many');
    assert.deepEqual(await places(tab), ['3', '4', '1', '02'], 'a new evaluation is laid out as the one before');
    await show(tab, 'bce');
    assert.equal(await tab.locator('.places').count(), 0, 'a matrix has no dims to lay out');
  }));

test('figures that belong together are laid out together, and are again after a reload', () =>
  onPage('softmax3', { width: 900 }, async (tab) => {
    const facets = () =>
      tab
        .locator('[data-place=facets]')
        .evaluateAll((all) => all.map((one) => one.querySelector('[data-dim]')?.dataset.dim));
    await tab.locator('[data-figure=dim1] [data-dim="0"]').focus();
    await tab.keyboard.press('ArrowLeft');
    await settled(tab);
    assert.deepEqual(new Set(await facets()), new Set(['0']));
    assert.equal(await tab.locator('[data-figure=dim2] .facet').count(), 2);
    assert.equal(await tab.locator('[data-figure=dim2] .sum.one').count(), 6, 'each facet has its sums');
    assert.equal(await tab.locator('[data-figure=dim1] .frame').count(), 8, 'and its frames');
    await tab.waitForTimeout(300);
    await tab.reload();
    await tab.waitForSelector('[data-figure=dim2] .facet');
    assert.deepEqual(new Set(await facets()), new Set(['0']));
  }));

test('pictures hold all facets, CSV the one under the cursor, and the menu says so', () =>
  onPage('many', { width: 900 }, async (tab) => {
    const open = () => inValue(tab, 'figcaption .menu > button').click();
    await press(tab, 1, 'ArrowLeft');
    await inValue(tab, '[data-slice="2"] [data-row="0"][data-col="0"]').focus();
    await open();
    await tab.getByRole('menuitem', { name: 'Copy the facet under the cursor as CSV' }).click();
    const cells = await inValue(tab, '[data-slice="2"] .cell').evaluateAll((all) =>
      all.map((one) => one.dataset.value),
    );
    assert.deepEqual((await posted(tab, 'copy')).at(-1).text.split(/[,\n]/), cells);
    await open();
    await tab.getByRole('menuitem', { name: 'Save all facets shown as SVG…' }).click();
    await open();
    await tab.getByRole('menuitem', { name: 'Save all facets shown as PNG…' }).click();
    await tab.waitForFunction(() => window.posted.filter(({ type }) => type === 'save').length === 2);
    const saved = Object.fromEntries(
      (await posted(tab, 'save')).map(({ format, base64 }) => [format, Buffer.from(base64, 'base64')]),
    );
    assert.deepEqual(saved.svg.toString().match(/head \d/g), ['head 0', 'head 1', 'head 2']);
    const png = PNG.sync.read(saved.png);
    assert.ok(png.width > 600 && png.height > 400, `${png.width} × ${png.height}`);
    writeFileSync(path.join(pictures, 'saved-facets.png'), saved.png);
  }));

for (const [theme, zoom] of [...Object.keys(themes).map((name) => [name, 1]), ['vscode-dark', 2]]) {
  test(`${theme}${zoom > 1 ? ' at 200 %' : ''}: axe finds nothing serious, and nothing is too wide`, async () => {
    const size = { width: 900 / zoom, deviceScaleFactor: zoom };
    await onPage('many', { theme, ...size, reducedMotion: 'reduce' }, async (tab) => {
      await press(tab, 1, 'ArrowLeft');
      await press(tab, 0, 'ArrowLeft');
      await tab.locator('[data-figure=input0] [data-dim="0"]').focus();
      await tab.keyboard.press('ArrowLeft');
      await settled(tab);
      const seconds = await chip(tab, 0).evaluate((one) => getComputedStyle(one.closest('.place')).transitionDuration);
      assert.equal(seconds, '0s', 'no motion where none is wanted');
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run(document.body, { resultTypes: ['violations'] }));
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
        [],
      );
      const over = await tab.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(over <= 0, `${over} px too wide`);
      const name = zoom > 1 ? `laid-out-${theme.slice(7)}-200` : `laid-out-${theme.slice(7)}`;
      await tab.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
    });
  });
}
