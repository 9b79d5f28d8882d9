// Trying other arguments in the panel, on the packaged extension: value, difference and code that would change; applied and
// undone as one step; how long an answer takes from the key to the drawn value.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session } from './session.mjs';

const title = 'Tensor Inspector: Evaluate loss';
const session = new Session('what-if');
let workbench;

before(async () => {
  workbench = await session.open('cross_entropy.py', { settings: { 'tensorInspector.backend': 'cpu' } });
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

const slider = '[data-control=label_smoothing] input[type=range]';

test('label smoothing by slider: value, gradient and edit follow; apply writes it, one undo takes it back', async () => {
  const [line, column] = session.placeOf('cross_entropy.py', 'cross_entropy(logits, target)\n');
  await workbench.goTo(line, column + 3);
  await workbench.palette(title);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-control=label_smoothing]');
  await panel.says('[data-value]', /^0\.4552431/);
  const before = await panel.numbers('gradient0');
  assert.equal(before.length, 6);
  const input = panel.frame.locator(slider);
  await input.focus();
  for (let step = 0; step < 20; step++) await workbench.page.keyboard.press('ArrowRight');
  await panel.says('[data-value]', /^0\.546909/);
  await panel.says('.difference', /in the code 0\.4552431\d* · Δ \+0\.0916/);
  await panel.says('.changedLine code', /plain = F\.cross_entropy\(logits, target, label_smoothing=0\.1\)/);
  assert.notDeepEqual(await panel.numbers('gradient0'), before);
  await session.picture('moved', 'what-if');
  await workbench.lineMatches('plain = F.cross', /cross_entropy\(logits, target\)/);
  await panel.frame.getByRole('button', { name: 'Apply to code' }).click();
  await workbench.lineMatches('plain = F.cross', /cross_entropy\(logits, target, label_smoothing=0\.1\)/);
  await panel.says('[data-control=label_smoothing] .number', /label_smoothing/);
  await workbench.lineEndMatches('plain = F.cross', /^● 0\.546909/);
  await workbench.goTo(line, column + 3);
  await workbench.page.keyboard.press('Control+z');
  await workbench.lineMatches('plain = F.cross', /cross_entropy\(logits, target\)(?! ?,)/);
  // VS Code does not save by itself what is undone while it saves; the tests below begin with the file.
  await workbench.page.keyboard.press('Control+s');
  await session.saved('cross_entropy.py', 'cross_entropy(logits, target)\n');
});

test('what PyTorch refuses is said, and the pictures stay', async () => {
  const [line, column] = session.placeOf('cross_entropy.py', 'cross_entropy(logits, target)\n');
  await workbench.goTo(line, column + 3);
  await workbench.palette(title);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-control=label_smoothing]');
  await panel.says('[data-value]', /^0\.4552431/);
  const field = panel.frame.locator('[data-control=label_smoothing] vscode-textfield input');
  await field.fill('2');
  await field.press('Enter');
  await panel.says('[data-severity=error]', /label_smoothing must be between 0\.0 and 1\.0\. Got: 2/);
  assert.equal((await panel.numbers('input0')).length, 6);
  await panel.frame.getByRole('button', { name: 'Reset', exact: true }).click();
  await panel.says('[data-value]', /^0\.4552431/);
});

test('a reloaded window shows the panel again, and it follows the code as before', async () => {
  await workbench.reload();
  const panel = await InspectorPage.of(workbench, 'panel', '[data-control=label_smoothing]');
  await panel.says('[data-value]', /^0\.4552431/);
  const [line, column] = session.placeOf('cross_entropy.py', 'cross_entropy(logits, target)\n');
  await workbench.goTo(line, column + 'cross_entropy(logits, target'.length);
  await workbench.type(", reduction='sum'");
  await panel.says('[data-value]', /^0\.910486/);
  await session.picture('reloaded');
});
