// The comparison of softmax's reductions as a user meets it: from the palette, with progress and cancel, a chart, and the
// setting that one of its buttons writes.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session, themes } from './session.mjs';

const title = 'Tensor Inspector: Compare softmax reductions';
const session = new Session('reductions');
let workbench;
let panel;

before(async () => {
  workbench = await session.open('bce.py', { settings: { 'tensorInspector.backend': 'webgpu' } });
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

test('the palette starts it; size after size is drawn while it measures', async () => {
  await workbench.hideSideBar();
  await workbench.palette(title);
  panel = await InspectorPage.of(workbench, 'panel', '[data-figure=case0] [data-setting=shuffle] .track i');
  assert.match(await panel.text('header'), /swiftshader/);
  assert.match(await panel.text('header'), /its times say nothing about a graphics card/);
  assert.match(await panel.text('[data-figure=case0]'), /\(64, 1000\) along dim 1.*\d\.\d\d×/);
  assert.match(await panel.text('[data-figure=case0] .note'), /At most \d+ float32 steps/);
});

test('its progress can be cancelled, and what was measured stays', async () => {
  const toast = workbench.page.locator('.notifications-toasts .notification-list-item', { hasText: 'reductions' });
  await toast.hover();
  await toast.getByRole('button', { name: 'Cancel', exact: true }).click();
  await panel.says('[role=status]', /^Stopped after [1-8] of 9 sizes$/);
  await toast.waitFor({ state: 'detached' });
  assert.ok((await panel.frame.locator('.case').count()) >= 1);
});

test('a form is put to use by its button', async () => {
  await panel.frame.getByRole('button', { name: 'Use Subgroup shuffle, two stages' }).click();
  await panel.says('.forms [data-setting=shuffle] .badge', /in use/);
});

for (const [name, [, , kind]] of Object.entries(themes)) {
  test(`${name}: a picture`, async () => {
    await session.useTheme(name);
    await workbench.webview(`body[data-vscode-theme-kind="${kind}"][data-view=panel] .case`);
    await panel.frame.locator('h1').scrollIntoViewIfNeeded();
    await session.picture(`${name}-reductions`);
  });
}

test('nothing was asked of the network', () => {
  assert.deepEqual(workbench.outside, []);
});
