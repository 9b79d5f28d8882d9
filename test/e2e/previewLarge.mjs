// Large tensors in headless Chromium, without an editor: a stand-in for extension and server holds them and serves tiles.
// What is drawn and told, keys and pointer, frames of a scripted pan and zoom (reported, not judged), memory, sizes of messages.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PNG } from 'pngjs';
import { root } from '../../scripts/bundle.mjs';
import { heldTensors, normal } from './preview/held.mjs';
import { openPreview, posted, settled } from './preview/open.mjs';
import { themes } from './preview/themes.mjs';

const pictures = path.join(root, 'artifacts', 'preview');
const axe = readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
let held;
let preview;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  held = await heldTensors();
  preview = await openPreview({ held });
});
after(() => preview?.close());

const single = (shape, values) => ({ shape, dtype: 'float32', format: 'float32', values });

/** A loss panel with these tensors, the first as its value. */
function hold(...tensors) {
  const [value, ...inputs] = tensors.map(([label, tensor, facts]) => held.hold(label, tensor, facts));
  held.view = {
    kind: 'loss',
    uri: 'file:///a.py',
    version: 1,
    range,
    source: 'x',
    valueText: `${value.shape}`,
    value,
    backend: { name: 'cpu', label: 'CPU', why: 'Small tensors are faster on the CPU.' },
    inputs,
    gradients: [],
    controls: [],
    messages: [],
    assumptions: [],
    milliseconds: 1,
  };
}

const onPage = (options, body, browser = preview) =>
  browser.onPage('panel', { query: '?held', ...options }, async (tab) => {
    await tab.evaluate(() => window.showHeld());
    await complete(tab);
    await body(tab);
  });

/** Every picture is drawn at its own level: each is looked at until it is, the first one last. */
async function complete(tab) {
  await tab.waitForSelector('.picture');
  for (const picture of (await tab.locator('.picture').all()).reverse()) {
    await picture.scrollIntoViewIfNeeded();
    await tab.waitForFunction((one) => one.hasAttribute('data-complete'), await picture.elementHandle());
  }
  await tab.evaluate(() => window.scrollTo(0, 0));
}

const text = async (tab, selector) => (await tab.locator(selector).first().innerText()).replace(/\s+/g, ' ');
const surface = (tab) => tab.locator('.surface').first().boundingBox();

/** Zooms by notches of the wheel around a point of the picture. */
async function wheel(tab, x, y, notches) {
  const box = await surface(tab);
  await tab.mouse.move(box.x + x, box.y + y);
  await tab.keyboard.down('Control');
  for (let i = 0; i < Math.abs(notches); i++) await tab.mouse.wheel(0, notches > 0 ? -120 : 120);
  await tab.keyboard.up('Control');
  await settled(tab);
  await complete(tab);
}

async function pixels(tab, selector) {
  const locator = tab.locator(selector).first();
  const box = await locator.boundingBox();
  const shot = PNG.sync.read(await locator.screenshot());
  return (x, y) => {
    const at = (Math.floor((y * shot.height) / box.height) * shot.width + Math.floor((x * shot.width) / box.width)) * 4;
    return [...shot.data.subarray(at, at + 3)];
  };
}

const near = (a, b) => a.every((part, i) => Math.abs(part - b[i]) < 6);

/** 512 × 512: its quarters are -1, 1 / 3, 0; one NaN, one infinity. */
function quarters() {
  const values = new Float32Array(512 * 512);
  for (let i = 0; i < values.length; i++) {
    const [down, right] = [i >> 9 >= 256, (i & 511) >= 256];
    values[i] = down ? (right ? 0 : 3) : right ? 1 : -1;
  }
  values[2 * 512 + 3] = Number.NaN;
  values[4 * 512 + 3] = Number.POSITIVE_INFINITY;
  return values;
}

for (const [kind, args] of [
  ['webgl2', []],
  ['canvas', ['--disable-3d-apis']],
]) {
  test(`${kind}: each part has the colour of its numbers, and what is not finite shows in any size`, async () => {
    hold(['x', single([512, 512], quarters())]);
    const browser = kind === 'webgl2' ? preview : await openPreview({ held, args });
    try {
      await onPage(
        { width: 1000 },
        async (tab) => {
          assert.equal(await tab.getAttribute('.picture', 'data-painter'), kind);
          const { width, height } = await surface(tab);
          let at = await pixels(tab, '.picture');
          // blueBlackRed over -3 to 3: -1, 1, 3 and 0.
          assert.ok(near(at(width / 4, height / 4), [30, 80, 128]), String(at(width / 4, height / 4)));
          assert.ok(near(at(width * 0.75, height / 4), [122, 42, 51]), String(at(width * 0.75, height / 4)));
          assert.ok(near(at(width / 4, height * 0.75), [243, 170, 140]), String(at(width / 4, height * 0.75)));
          assert.ok(near(at(width * 0.75, height * 0.75), [35, 38, 41]), String(at(width * 0.75, height * 0.75)));
          await wheel(tab, 0, 0, 24);
          at = await pixels(tab, '.picture');
          const cell = (await tab.locator('.surface .cursor').boundingBox()).width;
          const greys = Array.from({ length: 40 }, (_, i) => at(3.2 * cell + i * 0.5, 2.7 * cell));
          assert.ok(
            greys.every(([r, g, b]) => r === g && g === b),
            'NaN has no colour',
          );
          const [dark, light] = [Math.min(...greys.flat()), Math.max(...greys.flat())];
          assert.ok(dark < 40 && light > 65, `hatched: ${dark} to ${light}`);
          assert.ok(near(at(3.5 * cell, 4.1 * cell), [243, 170, 140]), 'infinity has the end’s colour');
        },
        browser,
      );
    } finally {
      if (browser !== preview) await browser.close();
    }
  });
}

test('wheel and keys zoom, drawing pans, double click and 0 show all; the wheel alone stays the page’s', async () => {
  hold(['x', single([4096, 4096], new Float32Array(4096 * 4096).fill(1))]);
  await onPage({ width: 1000 }, async (tab) => {
    assert.match(await text(tab, '.level'), /8 × 8 elements per cell/);
    const box = await surface(tab);
    await tab.mouse.move(box.x + 100, box.y + 100);
    await tab.mouse.wheel(0, -120);
    await settled(tab);
    assert.match(await text(tab, '.level'), /8 × 8/);
    await wheel(tab, 260, 260, 4);
    assert.match(await text(tab, '.level'), /2 × 2 elements per cell/);
    await tab.mouse.move(box.x + 260, box.y + 260);
    await settled(tab);
    const before = await text(tab, '.told');
    assert.match(before, /^\[20\d\d, 20\d\d\]/, 'what is under the pointer stays there');
    await tab.mouse.down();
    await tab.mouse.move(box.x + 160, box.y + 260, { steps: 4 });
    await tab.mouse.up();
    await tab.mouse.move(box.x + 261, box.y + 260);
    await settled(tab);
    const [row, col] = /\[(\d+), (\d+)\]/
      .exec(await text(tab, '.told'))
      .slice(1)
      .map(Number);
    const [oldRow, oldCol] = /\[(\d+), (\d+)\]/.exec(before).slice(1).map(Number);
    assert.equal(row, oldRow);
    const size = (box.width / 4096) * 2 ** 2.4;
    assert.ok(Math.abs(col - oldCol - 101 / size) < 3, `${oldCol} to ${col}`);
    await tab.mouse.dblclick(box.x + 50, box.y + 50);
    await complete(tab);
    await settled(tab);
    assert.match(await text(tab, '.level'), /8 × 8/);
    await tab.focus('.surface [role=gridcell]');
    for (let i = 0; i < 8; i++) await tab.keyboard.press('+');
    await complete(tab);
    await settled(tab);
    assert.match(await text(tab, '.level'), /one element/);
    await tab.keyboard.press('0');
    await complete(tab);
    await settled(tab);
    assert.match(await text(tab, '.level'), /8 × 8/);
    assert.equal(await tab.getByRole('button', { name: 'Show all (0)' }).isDisabled(), true);
  });
});

test('the cursor is told with its row and column, moves the picture along, and is copied exactly', async () => {
  const values = Float32Array.from({ length: 1000 * 2000 }, (_, i) => i / 4);
  hold(['x', single([1000, 2000], values), { dimNames: ['batch', 'class'] }]);
  await onPage({ width: 900 }, async (tab) => {
    await tab.focus('.surface [role=gridcell]');
    for (let i = 0; i < 12; i++) await tab.keyboard.press('+');
    await tab.keyboard.press('Control+ArrowDown');
    await tab.keyboard.press('ArrowRight');
    await complete(tab);
    await tab.waitForFunction(() => document.querySelector('.told .line .number'));
    assert.match(
      await text(tab, '.told'),
      /^\[999, 1\] 499500\.25 batch 999 · class 1 batch \(dim 0\) = 999 min 4\.995e5 · max 5e5 · mean 4\.997e5 · sum 9\.995e8 class \(dim 1\) = 1 min 0\.25 · /,
    );
    assert.match(await tab.getAttribute('.surface [role=gridcell]', 'aria-label'), /row 999, column 1: 499500\.25/);
    await tab.keyboard.press('Control+c');
    assert.deepEqual(await posted(tab, 'copy'), [{ type: 'copy', text: '499500.25' }]);
  });
});

test('ends of the range are moved by keys and pointer, and choices of range and scale recolour', async () => {
  hold(['x', single([512, 512], quarters())]);
  await onPage({ width: 1000 }, async (tab) => {
    await tab.waitForSelector('ti-colour-bar path');
    const ends = () => text(tab, 'ti-colour-bar .ends');
    assert.equal(await ends(), '-3 3');
    await tab.focus('[data-end=high]');
    await tab.keyboard.press('PageDown');
    await settled(tab);
    assert.equal(await ends(), '-3 2.4');
    assert.equal(await tab.locator('.colours select').inputValue(), 'own');
    const handle = await tab.locator('[data-end=low]').boundingBox();
    const track = await tab.locator('.ramp').boundingBox();
    await tab.mouse.move(handle.x + 5, handle.y + 9);
    await tab.mouse.down();
    await tab.mouse.move(track.x + track.width / 2, handle.y + 9, { steps: 3 });
    await tab.mouse.up();
    await settled(tab);
    assert.match(await ends(), /^0(\.0\d+)? 2\.4$/);
    for (const [choice, shown] of [
      ['data', '-1 3'],
      ['percentiles', '-1 3'],
      ['symmetric', '-3 3'],
      ['automatic', '-3 3'],
    ]) {
      await tab.selectOption('.colours select', choice);
      await settled(tab);
      assert.equal(await ends(), shown, choice);
    }
    const asked = (await posted(tab, 'ask')).length;
    const { width, height } = await surface(tab);
    const before = (await pixels(tab, '.picture'))(width * 0.75, height / 4);
    await tab.getByLabel('logarithmic').check();
    await settled(tab);
    assert.match(await ends(), /logarithmic/);
    assert.notDeepEqual((await pixels(tab, '.picture'))(width * 0.75, height / 4), before);
    const after = await posted(tab, 'ask');
    assert.equal(after.length, asked, 'no new numbers for new colours');
  });
});

test('planes are stepped through without a blank picture, and values that are no longer held say so', async () => {
  const values = Float32Array.from({ length: 3 * 200 * 300 }, (_, i) => Math.floor(i / 60000) - 1);
  hold(['x', single([3, 200, 300], values)]);
  await onPage({ width: 900 }, async (tab) => {
    await tab.evaluate(() => {
      window.blank = 0;
      const look = () => {
        if (!document.querySelector('.picture').matches('[data-complete], [data-old]')) window.blank++;
        requestAnimationFrame(look);
      };
      look();
    });
    await tab.getByRole('button', { name: 'next dim 0' }).click();
    await settled(tab);
    await complete(tab);
    const { width, height } = await surface(tab);
    assert.ok(near((await pixels(tab, '.picture'))(width / 2, height / 2), [35, 38, 41]));
    assert.equal(await tab.evaluate(() => window.blank), 0);
    held.release();
    await tab.getByRole('button', { name: 'next dim 0' }).click();
    await tab.waitForSelector('ti-explorer .cut[role=status]');
    assert.match(await text(tab, 'ti-explorer .cut[role=status]'), /no longer held: evaluate again/);
  });
});

/** Moves a dim by its menu. */
async function move(tab, dim, place) {
  await tab.locator(`[data-dim="${dim}"]`).click();
  await tab.getByRole('menuitemradio', { name: place }).locator('visible=true').click();
  await settled(tab);
}

test('facets of a large tensor are small pictures on one scale, of which one is seen large', async () => {
  // Each head has its own number: -1, 1 / 3 and 3.
  const heads = [-1, 1, 3];
  const values = Float32Array.from({ length: 3 * 200 * 300 }, (_, i) => heads[Math.floor(i / 60000)]);
  values[60000 * 2 + 5 * 300 + 7] = 2;
  hold(['x', single([3, 200, 300], values), { dimNames: ['head', 'query', 'key'] }]);
  await onPage({ width: 900 }, async (tab) => {
    held.sizes.length = 0;
    await move(tab, 0, 'facets');
    await tab.waitForFunction(() => document.querySelectorAll('.facet canvas[data-drawn]').length === 3);
    assert.ok(Math.max(...held.sizes) < 300_000, `${Math.max(...held.sizes)} bytes`);
    assert.deepEqual(await tab.locator('.facet .facetName').allInnerTexts(), ['head 0', 'head 1', 'head 2']);
    for (const [i, colour] of [
      [30, 80, 128],
      [122, 42, 51],
      [243, 170, 140],
    ].entries()) {
      const at = await pixels(tab, `.facet:nth-child(${i + 1}) canvas`);
      assert.ok(near(at(60, 60), colour), `head ${i}: ${at(60, 60)}`);
    }
    await tab.getByRole('radio', { name: 'head 1' }).click();
    await tab.keyboard.press('ArrowRight');
    await complete(tab);
    await settled(tab);
    assert.equal(await tab.evaluate(() => document.activeElement.innerText.trim()), 'head 2');
    assert.equal(await tab.locator('.facetName.chosen').innerText(), 'head 2');
    const { width, height } = await surface(tab);
    assert.ok(near((await pixels(tab, '.picture'))(width / 2, height / 2), [243, 170, 140]));
    const small = await tab.locator('.facet canvas').first().boundingBox();
    await tab.mouse.move(small.x + small.width / 2, small.y + small.height / 2);
    await tab.waitForFunction(() => document.querySelector('.told .line .number'));
    assert.match(await text(tab, '.told'), /^\[0, 100, 150\] -1\.0 head 0 · query 100 · key 150/);
    await tab.mouse.move(2, 2);
    await tab.focus('.surface [role=gridcell]');
    await tab.keyboard.press('ArrowLeft');
    await settled(tab);
    await tab.waitForFunction(() => document.querySelector('.told .line .number'));
    assert.match(await text(tab, '.told'), /^\[1, 0, 299\] 1\.0/, 'the cursor goes on in the facet before');
    await tab.screenshot({ path: path.join(pictures, 'facets-large.png'), fullPage: true });
    await tab.evaluate(axe);
    const { violations } = await tab.evaluate(() => window.axe.run(document.body, { resultTypes: ['violations'] }));
    assert.deepEqual(
      violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id),
      [],
    );
    held.release();
    await move(tab, 1, 'facets');
    assert.match(await text(tab, '.pager'), /1 to 64 of 200 facets/);
    await tab.waitForSelector('ti-explorer .cut[role=status]');
  });
});

test('any two dims lie on the page, and the others keep their indices', async () => {
  const values = Float32Array.from({ length: 30 * 70 * 50 }, (_, i) => i);
  hold(['x', single([30, 70, 50], values), { dimNames: ['batch', 'time', 'class'] }]);
  await onPage({ width: 900 }, async (tab) => {
    await tab.getByRole('slider', { name: 'batch (dim 0)' }).focus();
    for (let i = 0; i < 7; i++) await tab.keyboard.press('ArrowRight');
    const places = () =>
      tab
        .locator('.place')
        .evaluateAll((all) => all.map((one) => [...one.querySelectorAll('.dim')].map((dim) => dim.dataset.dim).join()));
    await move(tab, 0, 'rows');
    await complete(tab);
    assert.deepEqual(await places(), ['0', '2', '', '1']);
    await move(tab, 1, 'columns');
    await complete(tab);
    await tab.focus('.surface [role=gridcell]');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('End');
    await tab.waitForFunction(() => document.querySelector('.told .line .number'));
    assert.match(
      await text(tab, '.told'),
      /^\[1, 69, 0\] 6950\.0 batch 1 · time 69 · class 0 batch \(dim 0\) = 1 min 3500/,
    );
    await move(tab, 0, 'columns');
    assert.deepEqual(await places(), ['1', '0', '', '2'], 'they change places');
  });
});

test('what is seen is saved as a picture, and the whole tensor without crossing to the page', async () => {
  hold(['x', single([512, 512], quarters())]);
  await onPage({ width: 1000 }, async (tab) => {
    const open = () => tab.getByRole('button', { name: 'Copy or save Value' }).click();
    await open();
    assert.deepEqual(await tab.getByRole('menuitem').allInnerTexts(), [
      'Save as PNG…',
      'Save as SVG…',
      'Save as CSV…',
      'Save as NPY…',
    ]);
    await tab.keyboard.press('Enter');
    await open();
    await tab.keyboard.press('End');
    await tab.keyboard.press('Enter');
    await tab.waitForFunction(() => window.posted.filter(({ type }) => type === 'save').length === 2);
    const saved = await posted(tab, 'save');
    const npy = saved.find(({ format }) => format === 'npy');
    assert.deepEqual(npy, { type: 'save', name: 'Value', format: 'npy', source: held.view.value.source });
    const bytes = Buffer.from(saved.find(({ format }) => format === 'png').base64, 'base64');
    writeFileSync(path.join(pictures, 'saved-large.png'), bytes);
    const png = PNG.sync.read(bytes);
    const { width, height } = await surface(tab);
    const at = (x, y) => [...png.data.subarray((y * png.width + x) * 4, (y * png.width + x) * 4 + 3)];
    const [right, bottom] = [png.width - 16, png.height - 16];
    const middle = at(Math.round(right - 1.5 * width), Math.round(bottom - 0.5 * height));
    assert.ok(near(middle, [243, 170, 140]), String(middle));
  });
});

test('cells of many elements are shown by their mean, their smallest or their largest', async () => {
  // Columns of -1 and 3: the mean of every cell is 1.
  hold([
    'x',
    single(
      [2048, 2048],
      Float32Array.from({ length: 2048 * 2048 }, (_, i) => (i % 2 ? 3 : -1)),
    ),
  ]);
  await onPage({ width: 900 }, async (tab) => {
    const { width, height } = await surface(tab);
    for (const [pooling, colour] of [
      ['mean', [122, 42, 51]],
      ['max', [243, 170, 140]],
      ['min', [30, 80, 128]],
    ]) {
      await tab.selectOption('.tools select', pooling);
      await settled(tab);
      await complete(tab);
      assert.ok(near((await pixels(tab, '.picture'))(width / 2, height / 2), colour), pooling);
    }
    const box = await surface(tab);
    await tab.mouse.move(box.x + 100, box.y + 100);
    await tab.waitForFunction(() => /elements around it/.test(document.querySelector('.told').innerText));
    assert.match(await text(tab, '.told'), /4 × 4 elements around it: min -1 · mean 1 · max 3/);
  });
});

test('a new value takes the place of the old one in the same part, without a blank picture', async () => {
  hold(['x', single([2048, 2048], normal(2048 * 2048))]);
  await onPage({ width: 900 }, async (tab) => {
    await wheel(tab, 100, 100, 6);
    const level = await text(tab, '.level');
    await tab.mouse.move(5, 5);
    hold(['x', single([2048, 2048], new Float32Array(2048 * 2048).fill(2))]);
    await tab.evaluate(() => window.showHeld());
    await tab.waitForFunction(() => /min 2/.test(document.querySelector('main').innerText));
    await complete(tab);
    assert.equal(await text(tab, '.level'), level);
  });
});

/** Resident memory of Chromium's processes of a kind, shared pages counted in part, in megabytes. */
async function memory(kind) {
  const session = await preview.browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === kind)
    .map(({ id }) => {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'));
      return Number(pss?.[1] ?? 0) / 1024;
    });
  return Math.round(Math.max(0, ...sizes));
}

test('4096 × 4096: first picture, frames of a pan and a zoom, memory, and messages of a few megabytes', async (context) => {
  hold(['x', single([4096, 4096], normal(4096 * 4096))]);
  held.sizes.length = 0;
  const tab = await preview.open('panel', { query: '?held', width: 1280, height: 800 });
  try {
    const empty = await memory('renderer');
    // By the page's own clock: this process is the server too.
    const first = await tab.evaluate(async () => {
      const began = performance.now();
      await window.showHeld();
      while (!document.querySelector('.picture[data-complete]')) await new Promise(requestAnimationFrame);
      return performance.now() - began;
    });
    context.diagnostic(`first picture after ${Math.round(first)} ms`);
    await tab.waitForSelector('ti-colour-bar path');
    await tab.evaluate(() => {
      window.frames_ = [];
      let last;
      const count = (now) => {
        if (last !== undefined) window.frames_.push(now - last);
        last = now;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    });
    const box = await surface(tab);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const part = async (name, body) => {
      await tab.evaluate(() => window.frames_.splice(0));
      await body();
      const times = (await tab.evaluate(() => window.frames_.splice(0))).sort((a, b) => a - b);
      const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);
      const rate = (1000 * times.length) / times.reduce((a, b) => a + b, 0);
      context.diagnostic(
        `${name}: ${rate.toFixed(1)} frames/s of ${times.length}; ms at 50 % ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, most ${at(1)}`,
      );
    };
    const zoom = async (notches) => {
      await tab.mouse.move(x + 20, y + 10);
      await tab.keyboard.down('Control');
      for (let i = 0; i < Math.abs(notches) * 4; i++) await tab.mouse.wheel(0, notches > 0 ? -30 : 30);
      await tab.keyboard.up('Control');
    };
    const pan = async () => {
      await tab.mouse.move(x, y);
      await tab.mouse.down();
      for (let i = 0; i < 120; i++) await tab.mouse.move(x + 180 * Math.sin(i / 9), y + 180 * Math.sin(i / 13));
      await tab.mouse.up();
    };
    await part('zoom in', () => zoom(10));
    await part('pan, 2 × 2 and finer', pan);
    await part('zoom in to numbers', () => zoom(18));
    await part('pan over numbers', pan);
    await part('zoom out', () => zoom(-30));
    await part('pan, nearly all', async () => {
      await zoom(4);
      await pan();
    });
    await complete(tab);
    const [page, gpu] = [await memory('renderer'), await memory('GPU')];
    const session = await tab.context().newCDPSession(tab);
    const { usedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage');
    context.diagnostic(
      `memory: page ${page} MB (${Math.round(usedSize / 1e6)} MB of objects, ${Math.round(backingStorageSize / 1e6)} MB of numbers; ${empty} MB before), GPU process ${gpu} MB; ${held.sizes.length} messages, largest ${Math.max(...held.sizes)} bytes`,
    );
    assert.ok(page < 300, `the page takes ${page} MB`);
    assert.ok(Math.max(...held.sizes) < 3e6);
    await tab.screenshot({ path: path.join(pictures, 'large-4096.png') });
    assert.deepEqual(tab.problems, []);
  } finally {
    await tab.context().close();
  }
});

test('a picture below the window is asked for when it comes near', async () => {
  const part = () => single([512, 512], quarters());
  hold(['x', part()], ['input', part()], ['target', part()]);
  await preview.onPage('panel', { query: '?held', width: 600, height: 500 }, async (tab) => {
    await tab.evaluate(() => window.showHeld());
    await tab.waitForSelector('.picture');
    const [first, , last] = await tab.locator('.picture').all();
    const isComplete = async (picture) => (await picture.getAttribute('data-complete')) !== null;
    await tab.waitForFunction((one) => one.hasAttribute('data-complete'), await first.elementHandle());
    await tab.waitForTimeout(200);
    assert.equal(await isComplete(last), false);
    const asked = held.sizes.length;
    await last.scrollIntoViewIfNeeded();
    await tab.waitForFunction((one) => one.hasAttribute('data-complete'), await last.elementHandle());
    assert.ok(held.sizes.length > asked);
  });
});

for (const theme of Object.keys(themes)) {
  test(`${theme}: large tensors, narrow and wide; axe finds nothing serious`, async () => {
    hold(
      ['x', single([512, 512], quarters()), { dimNames: ['batch', 'class'] }],
      ['input', single([4, 300, 500], normal(600000).map(Math.abs))],
      ['target', single([100000], normal(100000))],
    );
    for (const width of [300, 1280]) {
      await onPage({ theme, width, reducedMotion: 'reduce' }, async (tab) => {
        await tab.waitForFunction(() => document.querySelectorAll('ti-colour-bar path').length === 3);
        const over = await tab.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(over <= 0, `${over} px too wide`);
        await wheel(tab, 2, 2, 12);
        await tab.evaluate(axe);
        const { violations } = await tab.evaluate(() => window.axe.run(document.body, { resultTypes: ['violations'] }));
        const serious = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
        assert.deepEqual(
          serious.map((one) => `${one.id} ${one.nodes.slice(0, 2).map((node) => node.html)}`),
          [],
        );
        await tab.screenshot({ path: path.join(pictures, `large-${theme.slice(7)}-${width}.png`), fullPage: true });
      });
    }
  });
}
