import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { LossView, WhatIfView } from '../../../src/protocol/views';
import { Trial } from '../../../webview/page/trial';

mock.timers.enable({ apis: ['setTimeout'] });

const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } };
const view = { kind: 'loss', uri: 'file:///a.py', range } as LossView;
const found: WhatIfView = { view, edits: [], lines: [] };

function tried() {
  const posted: { readonly number: number; readonly changes: Readonly<Record<string, string>> }[] = [];
  const trial = new Trial();
  trial.begin(view);
  const move = (text: string) => trial.set('eps', text, (message) => posted.push(message));
  return { trial, move, posted, last: () => posted.at(-1)!.number };
}

test('what came to nothing is said, and the next value is tried as ever', () => {
  const { trial, move, posted, last } = tried();
  move('1');
  trial.heard({ type: 'whatIf', number: last(), found });
  assert.deepEqual([trial.found, trial.failed], [found, false]);
  move('');
  trial.heard({ type: 'whatIf', number: last() });
  assert.deepEqual([trial.found, trial.failed], [undefined, true]);
  move('2');
  trial.heard({ type: 'whatIf', number: last(), found });
  assert.deepEqual([trial.found, trial.failed], [found, false]);
  assert.deepEqual(
    posted.map(({ changes }) => changes),
    [{ eps: '1' }, { eps: '' }, { eps: '2' }],
  );
});

test('what is reset hears no answer, and what is moved meanwhile is asked with all that is tried', () => {
  const { trial, move, posted, last } = tried();
  move('1');
  trial.reset();
  trial.heard({ type: 'whatIf', number: last(), found });
  assert.equal(trial.found, undefined);
  move('2');
  move('3');
  const chosen: unknown[] = [];
  trial.choose([4], (message) => chosen.push(message));
  assert.deepEqual(chosen, [], 'a question is under way');
  trial.heard({ type: 'whatIf', number: last(), found });
  assert.equal(posted.length, 2);
  assert.deepEqual(chosen, [
    { type: 'whatIf', number: last() + 1, uri: view.uri, range, changes: { eps: '3' }, sample: [4] },
  ]);
});
