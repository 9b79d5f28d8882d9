import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Parser } from '../../../src/syntax/parser';
import { subjectAt } from '../../../src/trace/place';
import { parser as openParser } from '../python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

/** The subject at `|` in a program: its text and the name it is bound to. */
function subject(marked: string): readonly [string, string | undefined] | undefined {
  const start = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = subjectAt({ uri: 'a.py', version: 1, file: parser.parse(text), selection: { start, end: start } });
  return found && [text.slice(found.span.start, found.span.end), found.name];
}

test('a name is itself', () => {
  assert.deepEqual(subject('y = lo|gits + 1\n'), ['logits', 'logits']);
  assert.deepEqual(subject('lo|gits = 1\n'), ['logits', 'logits']);
});

test('a number in a literal means the whole literal, and its constructor', () => {
  assert.deepEqual(subject('x = torch.tensor([[0.5, 1|.0], [0.2, 0.4]])\n'), [
    'torch.tensor([[0.5, 1.0], [0.2, 0.4]])',
    'x',
  ]);
  assert.deepEqual(subject('x = [[0.5, -1|.0], [0.2, 0.4]]\n'), ['[[0.5, -1.0], [0.2, 0.4]]', 'x']);
});

test('pointing at the callee means the call', () => {
  assert.deepEqual(subject('p = F.soft|max(x, dim=1)\n'), ['F.softmax(x, dim=1)', 'p']);
  assert.deepEqual(subject('p = F|.softmax(x, dim=1)\n'), ['F.softmax(x, dim=1)', 'p']);
  assert.deepEqual(subject('p = x.so|ftmax(1)\n'), ['x.softmax(1)', 'p']);
});

test('a tensor inside a call is itself, an operator its whole expression', () => {
  assert.deepEqual(subject('p = F.softmax(lo|gits, dim=1)\n'), ['logits', 'logits']);
  assert.deepEqual(subject('y = a |* b\n'), ['a * b', 'y']);
});

test('a parameter is the value it was called with', () => {
  assert.deepEqual(subject('def f(lo|gits, y):\n    return logits\n'), ['logits', 'logits']);
});

test('every other expression is a subject: numbers, keywords of arguments, what is unpacked, texts', () => {
  assert.deepEqual(subject('x = 1|2\n'), ['12', 'x']);
  assert.deepEqual(subject('f(a, re|duction="sum")\n'), ['"sum"', undefined]);
  assert.deepEqual(subject('f(*|xs)\n'), ['xs', 'xs']);
  assert.deepEqual(subject('x[1:|2]\n'), ['2', undefined]);
  assert.deepEqual(subject('x[1|:]\n'), ['1', undefined]);
  assert.deepEqual(subject('t = f"a|b {c}"\n'), ['f"ab {c}"', 't']);
  assert.deepEqual(subject('t = f"ab {|c:.2f}"\n'), ['c', 'c']);
  assert.deepEqual(subject('y = [v f|or v in xs]\n'), ['[v for v in xs]', 'y']);
});

test('a broken statement is a subject: it says what is wrong', () => {
  assert.deepEqual(subject('x = 1\ny |=\n'), ['y =', undefined]);
});

test('keywords, comments, docstrings and blank lines are no subjects', () => {
  assert.equal(subject('def f():\n    re|turn\n'), undefined);
  assert.equal(subject('x = 1\n|\n'), undefined);
  assert.equal(subject('def f():\n    "do|cs"\n'), undefined);
  assert.equal(subject('x = 1  # not|e\n'), undefined);
});
