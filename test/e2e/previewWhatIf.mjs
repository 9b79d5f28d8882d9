// Arguments moved in the loss panel of a (64, 1000) cross entropy, in headless Chromium with a language server behind it and no
// editor between: the value follows each move, and how soon it is drawn is told. The times decide nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPreview } from './preview/open.mjs';
import { servedLoss } from './preview/server.mjs';

const program = `import torch
import torch.nn.functional as F
torch.manual_seed(0)
logits = torch.randn(64, 1000)
target = torch.randint(0, 1000, (64,))
loss = F.cross_entropy(logits, target)
`;
let served;
let preview;
before(async () => {
  served = await servedLoss(program, { line: 5, character: 12 });
  preview = await openPreview({ held: served });
});
after(async () => {
  await preview?.close();
  await served?.close();
});

/** In the page: moves a slider step by step; the milliseconds until what came of each move was painted. */
async function moves({ name, count }) {
  const slider = document.querySelector(`[data-control=${name}] input[type=range]`);
  const value = document.querySelector('[data-value]');
  // A task of its own comes after the frame that is asked for.
  const painted = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(0);
      });
    });
  const changed = () =>
    new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => reject(new Error('the value did not follow')), 5000);
      const watch = new MutationObserver(() => {
        watch.disconnect();
        clearTimeout(tooLong);
        resolve();
      });
      watch.observe(value, { characterData: true, childList: true, subtree: true });
    });
  const times = [];
  for (let i = 0; i < count; i++) {
    const drawn = changed();
    const begun = performance.now();
    slider.stepUp();
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await drawn;
    await painted();
    times.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return times;
}

test('the value follows every move of label_smoothing and temperature', async (context) => {
  await preview.onPage('panel', { width: 1000, height: 900, query: '?held' }, async (tab) => {
    await tab.evaluate(() => window.showHeld());
    for (const name of ['label_smoothing', 'temperature']) {
      await tab.waitForSelector(`[data-control=${name}] input[type=range]`);
      await tab.evaluate(moves, { name, count: 5 });
      const times = (await tab.evaluate(moves, { name, count: 40 })).toSorted((a, b) => a - b);
      assert.equal(times.length, 40);
      const at = (share) => `${Math.round(times[Math.floor(share * (times.length - 1))])} ms`;
      context.diagnostic(`${name}: median ${at(0.5)}, nine in ten within ${at(0.9)}, all within ${at(1)}`);
    }
    const { view } = served;
    assert.notEqual(await tab.locator('output[data-value]').innerText(), view.valueText);
  });
});
