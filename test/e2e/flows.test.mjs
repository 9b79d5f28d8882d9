// What a user does with losses, on the packaged extension and WebGPU: evaluate by palette, context menu and key, edit,
// hover, follow the dims, compare softmax along dims. Reads back what is drawn.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session } from './session.mjs';

const title = 'Tensor Inspector: Evaluate loss';
const session = new Session('flows');
let workbench;

const near = (actual, expected, tolerance = 2e-7) =>
  assert.ok(
    actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]) <= tolerance),
    `${actual} is not ${expected}`,
  );

before(async () => {
  workbench = await session.open('bce.py', { settings: { 'tensorInspector.backend': 'webgpu' } });
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

/** Opens a file and puts the cursor some characters into a text of it. */
async function cursorIn(file, text, into = 3) {
  const [line, column] = session.placeOf(file, text);
  await workbench.openFile(file);
  await workbench.goTo(line, column + into);
}

test('palette, cursor in the call: value at the line end, the panel explains it', async () => {
  await cursorIn('bce.py', 'binary_cross_entropy(input, target, weight=weight)');
  await workbench.palette(title);
  await workbench.lineEndMatches('weighted = F', /^● 0\.12723307 .*WebGPU.*\[1, 2\] 0\.45/);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-value]');
  assert.equal(await panel.text('[data-value]'), '0.12723307');
  assert.match(await panel.text('header'), /binary_cross_entropy\(.*weight.*reduction/);
  assert.match(await panel.text('header'), /\(\) float32/);
  assert.match(await panel.text('[data-backend=webgpu]'), /swiftshader/i);
  near(await panel.numbers('perElement'), [0.06931472, 0, 0.1609438, 0.02231436, 0.05108256, 0.45974305]);
  near(await panel.numbers('input0'), [0.5, 1, 0.8, 0.2, 0.4, 0.6]);
  near(await panel.numbers('input2'), [0.1, 0.9, 0.1, 0.1, 0.1, 0.9]);
  assert.match(await panel.text('[data-figure=perElement] .worst'), /\[1, 2\] 0\.45/);
  const [least, most] = [await panel.colour('perElement', 0, 1), await panel.colour('perElement', 1, 2)];
  const distance = Math.hypot(...least.map((channel, i) => channel - most[i]));
  assert.ok(distance > 100, `least and most costly cells are drawn as ${least} and ${most}`);
  await session.picture('bce-palette');
});

test('line end and panel follow an edit, and its undoing', async () => {
  await cursorIn('bce.py', '0.5, 1.0, 0.8', 3);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-value]');
  await workbench.type('5');
  await workbench.lineEndMatches('weighted = F', /^● 0\.128989/);
  await panel.says('[data-value]', /^0\.128989/);
  assert.equal((await panel.numbers('input0'))[0], 0.55);
  await workbench.goTo(...session.placeOf('bce.py', '0.5, 1.0, 0.8'));
  await workbench.page.keyboard.press('Control+z');
  await panel.says('[data-value]', /^0\.12723307/);
});

test('context menu, on a selection', async () => {
  const call = 'F.cross_entropy(logits, target, weight=weight)';
  const [line, column] = session.placeOf('cross_entropy.py', call);
  await workbench.openFile('cross_entropy.py');
  await workbench.select(line, column, call.length);
  await workbench.contextMenu('Evaluate loss');
  await workbench.lineEndMatches('weighted = F.cross', /^● 0\.504872/);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-figure=input2]');
  await panel.says('[data-value]', /^0\.504872/);
  near(await panel.numbers('input2'), [0.7, 0.2, 0.1]);
  await session.picture('cross-entropy-context-menu');
});

test('the panel follows the cursor from loss to loss, and stays when it is told to', async () => {
  await cursorIn('cross_entropy.py', 'cross_entropy(logits, target, weight=weight)');
  await workbench.palette(title);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-value]');
  await panel.says('[data-value]', /^0\.504872/);
  await workbench.palette('Tensor Inspector: Follow the cursor with the loss panel');
  // Into an argument: what is meant is the loss around it.
  await cursorIn('cross_entropy.py', 'label_smoothing=0.1)');
  await panel.says('[data-value]', /^0\.546909/);
  await panel.says('header', /label_smoothing=0\.1/);
  await cursorIn('cross_entropy.py', 'return plain');
  await workbench.palette('Tensor Inspector: Keep the loss panel at this loss');
  await panel.says('[data-value]', /^0\.546909/);
  await cursorIn('cross_entropy.py', 'cross_entropy(logits, target, weight=weight)');
  await workbench.page.waitForTimeout(1000);
  await panel.says('[data-value]', /^0\.546909/);
});

test('key', async () => {
  await cursorIn('kl_div.py', 'kl_div(torch.log(student)');
  await workbench.page.keyboard.press('Control+k');
  await workbench.page.keyboard.press('Control+e');
  await workbench.lineEndMatches('loss = F.kl_div', /^● 0\.057796/);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-figure=perElement]');
  await panel.says('[data-value]', /^0\.057796/);
  await session.picture('kl-div-key');
});

test('a target out of range: PyTorch’s words at the line end and in the panel', async () => {
  await cursorIn('cross_entropy.py', 'target = torch.tensor([1, 2])', 'target = torch.tensor([1, '.length);
  await workbench.page.keyboard.press('Delete');
  await workbench.type('3');
  await cursorIn('cross_entropy.py', 'cross_entropy(logits, target)\n');
  await workbench.palette(title);
  await workbench.lineEndMatches('plain = F.cross', /^IndexError: Target 3 is out of bounds\.$/);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-severity=error]');
  await panel.says('[data-severity=error]', /IndexError: Target 3 is out of bounds\./);
  await session.picture('target-out-of-range');
});

test('hover on a name: shape, sums, picture', async () => {
  await workbench.openFile('kl_div.py');
  const row = await workbench.hover('loss = F.kl_div', /^student$/, /float32/);
  const [text] = await row.allInnerTexts();
  assert.match(text, /\(2, 3\)/);
  assert.match(text, /rows sum to 1/);
  const [width, height] = await row
    .locator('img')
    .first()
    .evaluate(async (image) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
  assert.ok(width > 20 && height > 20, `picture of ${width} × ${height}`);
  await session.picture('hover-name');
  await workbench.hideHover();
});

test('hover on a literal', async () => {
  await workbench.openFile('bce.py');
  const row = await workbench.hover('weight = torch.tensor', /tensor/, /float32/);
  assert.match((await row.allInnerTexts()).join(), /\(2, 3\)/);
  assert.equal(await row.locator('img').count(), 1);
  await workbench.hideHover();
});

test('the dims view follows the cursor', async () => {
  await cursorIn('kl_div.py', 'logits, dim=1)', 2);
  await workbench.showContainer('Tensor Inspector');
  const dims = await InspectorPage.of(workbench, 'dims', '[data-dim]');
  await dims.says('header', /logits.*\(2, 3\) float32/);
  assert.equal(await dims.frame.locator('[data-dim]').count(), 2);
  assert.match(await dims.text('[data-dim="1"]'), /softmax/);
  assert.match(await dims.text('.normalisation'), /dim 1/);
  await session.picture('dims');
  await cursorIn('kl_div.py', 'student), teacher', 2);
  await dims.says('header', /student/);
  await dims.says('[data-dim="1"]', /1 ✓/);
});

test('softmax along every dim, side by side on one scale', async () => {
  await cursorIn('softmax_dims.py', 'F.softmax(scores, dim=0)', 'F.soft'.length);
  await workbench.palette('Tensor Inspector: Show softmax along every dim');
  const panel = await InspectorPage.of(workbench, 'panel', '[data-figure=dim1]');
  near(await panel.numbers('dim0'), [0.5, 0.26894143, 0.04742587, 0.5, 0.7310586, 0.95257413]);
  near(await panel.numbers('dim1'), [0.09003057, 0.24472848, 0.66524094, 0.00637746, 0.04712342, 0.94649917]);
  assert.match(await panel.text('[data-figure=dim0]'), /used by this line/);
  assert.match(await panel.text('[data-figure=dim0] .proof'), /1/);
  assert.equal(await panel.frame.locator('.legend').count(), 2, 'one for the input, one shared');
  // Equal probabilities have one colour, wherever they stand.
  assert.deepEqual(await panel.colour('dim0', 0, 0), await panel.colour('dim0', 1, 0));
  await session.picture('softmax');
  await panel.frame.locator('input[type=number][aria-label=temperature]').fill('2');
  await panel.frame.locator('input[type=number][aria-label=temperature]').press('Enter');
  await panel.says('.applied', /columns = F\.softmax\(scores \/ 2\.0, dim=0\)/);
  near(await panel.numbers('dim0'), [0.5, 0.37754068, 0.18242553, 0.5, 0.62245935, 0.81757444]);
  await panel.frame.getByRole('radio', { name: 'softmin' }).check();
  await panel.says('[data-figure=dim0] h3', /softmin/);
  near(await panel.numbers('dim0'), [0.5, 0.62245935, 0.81757444, 0.5, 0.37754068, 0.18242553]);
});

test('the status bar names the backend', async () => {
  assert.match(await workbench.status(/WebGPU|CPU/), /WebGPU/);
});

test('nothing was asked of the network', () => {
  assert.deepEqual(workbench.outside, []);
});
