// The command that compares reductions, in a real editor: measured on the adapter there is, or said why not; cancelled; and
// the setting that it leads to.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ReductionsView } from '../../src/protocol/views';
import { configure, evaluate, eventually, example, numberOf, open, serverPid, testing } from './extension';

const command = 'tensorInspector.compareReductions';
const shown = async (): Promise<ReductionsView | undefined> => (await testing()).reductions();
const isPanel = ({ input }: vscode.Tab): boolean =>
  input instanceof vscode.TabInputWebview && /reductions$/.test(input.viewType);
const isOpen = (): boolean => vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isPanel));

async function closePanel(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(isPanel));
}

/** Sets a setting that restarts the server, and waits for that. */
async function changed(name: string, value: string | undefined): Promise<void> {
  const before = await serverPid();
  await configure(name, value);
  await eventually('a server with the new settings', async () => {
    const pid = (await testing()).serverPid();
    return pid === before ? undefined : pid;
  });
}

suite('comparing reductions', () => {
  suiteSetup(async () => {
    await evaluate(await open('x = 1 + 1\n'), '1 + 1');
  });
  suiteTeardown(async () => {
    await configure('webgpu.reduction', undefined);
    await configure('backend', undefined);
  });

  test('is refused where the setting never opens a GPU, and says what to do', async () => {
    await changed('backend', 'cpu');
    await vscode.commands.executeCommand(command);
    const view = await shown();
    assert.match(view?.empty ?? '', /Set it to "auto" or "webgpu"/);
    await eventually('the panel', () => isOpen() || undefined);
    await changed('backend', undefined);
  });

  test('measures size after size, and can be stopped', async () => {
    const before = await shown();
    const comparing = vscode.commands.executeCommand(command);
    const first = await eventually(
      'a size that is measured',
      async () => {
        const view = await shown();
        return view !== before && (view?.empty || view?.cases.length) ? view : undefined;
      },
      50_000,
    );
    if (first.empty) {
      console.log(`      no adapter here: ${first.empty}`);
      await comparing;
      return;
    }
    const [measured] = first.cases;
    assert.ok(measured && measured.results.length >= 5);
    for (const { setting, ratio, difference } of measured.results) {
      assert.ok(ratio !== undefined && ratio > 0 && (difference ?? 1) < 1e-5, setting);
    }
    await closePanel();
    await comparing;
    const left = await shown();
    assert.ok(left && left.cases.length < left.total && left.stopped, 'what was measured stays');
    await eventually('the panel to stay closed', () => !isOpen() || undefined);
  });

  test('a form that was chosen is what the engine computes with', async () => {
    await changed('backend', 'webgpu');
    await changed('webgpu.reduction', 'pairs-one-stage');
    const view = await evaluate(await open(example('bce.py')), 'F.binary_cross_entropy(input, target, weight=weight)');
    assert.ok(Math.abs(numberOf(view) - 0.12723307) < 2e-8);
    assert.equal((await shown())?.used, 'pairs-one-stage');
  });
});
