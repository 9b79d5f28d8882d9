// Which edits leave what slicing found out as it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAlike } from '../../../src/python/slicing/isAlike';
import type { Statement } from '../../../src/syntax/nodes';
import { parser } from './harness';

const first = async (text: string): Promise<Statement> => {
  const [statement] = (await parser()).parse(text).module.body;
  assert.ok(statement);
  return statement;
};
const alike = async (a: string, b: string) => isAlike(await first(a), await first(b));

for (const [a, b] of [
  ['x = f(1, "a")', 'x  =  f(23, "b")'],
  ['x = [1.0, -2.0]', 'x = [1.5, -2.0]  # now'],
  ['def f(x, n=2):\n    return x[0] + n', 'def f(x, n=3):\n    # more\n    return x[1] + n'],
] as const)
  test(`alike: ${JSON.stringify(b)}`, async () => assert.equal(await alike(a, b), true));

for (const [a, b] of [
  ['x = f(1)', 'y = f(1)'],
  ['x = f(1)', 'x = g(1)'],
  ['x = f(1)', 'x = f(y)'],
  ['x = f(1)', 'x = f("1")'],
  ['x = f(y, inplace=False)', 'x = f(y, inplace=True)'],
  ['x = f(y, inplace=None)', 'x = f(y, inplace=True)'],
  ['x = f(y, out=1)', 'x = f(y, in_=1)'],
  ['x = f(y)', 'x = f(y, 1)'],
  ['x = y.add(1)', 'x = y.add_(1)'],
  ['from a import b', 'from c import b'],
  ['x = f(', 'x = f('],
  ['x += 1', 'x -= 1'],
  ['global x', 'global y'],
] as const)
  test(`not alike: ${JSON.stringify(b)}`, async () => assert.equal(await alike(a, b), false));
