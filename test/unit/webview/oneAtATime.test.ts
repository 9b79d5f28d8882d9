import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { OneAtATime, patience } from '../../../webview/page/oneAtATime';

mock.timers.enable({ apis: ['setTimeout'] });

let sent: (readonly [name: string, number: number])[] = [];
beforeEach(() => {
  sent = [];
});
const question = (name: string) => (number: number) => void sent.push([name, number]);
const names = () => sent.map(([name]) => name);
const lastNumber = () => sent.at(-1)![1];

test('one question is under way; of those that come meanwhile the last is sent after its answer', () => {
  const questions = new OneAtATime();
  for (const name of ['a', 'b', 'c']) questions.ask(question(name));
  assert.deepEqual(names(), ['a']);
  assert.ok(questions.answered(lastNumber()));
  assert.deepEqual(names(), ['a', 'c']);
  assert.ok(questions.waiting);
  assert.ok(questions.answered());
  assert.ok(!questions.waiting);
  assert.deepEqual(names(), ['a', 'c']);
});

test('an answer counts only where its number is the last one sent', () => {
  const questions = new OneAtATime();
  questions.ask(question('a'));
  const first = lastNumber();
  questions.ask(question('b'));
  mock.timers.tick(patience);
  assert.deepEqual(names(), ['a', 'b']);
  assert.ok(!questions.answered(first), 'b was asked after it');
  assert.ok(questions.waiting, 'and b is waited for');
  assert.ok(questions.answered(lastNumber()));
});

test('a lost answer stops nothing, and a late one still counts while nothing newer is sent', () => {
  let given = 0;
  const questions = new OneAtATime(() => given++);
  questions.ask(question('a'));
  mock.timers.tick(patience - 1);
  assert.deepEqual([given, questions.waiting], [0, true]);
  mock.timers.tick(1);
  assert.deepEqual([given, questions.waiting], [1, false]);
  assert.ok(questions.answered(lastNumber()));
  questions.ask(question('b'));
  assert.deepEqual(names(), ['a', 'b']);
  questions.answered();
  mock.timers.tick(2 * patience);
  assert.equal(given, 1, 'an answer ends the wait');
});

test('what is dropped is neither sent nor answered', () => {
  const questions = new OneAtATime();
  questions.ask(question('a'));
  questions.ask(question('b'));
  questions.drop();
  assert.ok(!questions.waiting);
  assert.ok(!questions.answered(lastNumber()));
  questions.ask(question('c'));
  mock.timers.tick(patience);
  assert.deepEqual(names(), ['a', 'c']);
});
