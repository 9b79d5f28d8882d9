import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Library } from '../../../src/python/machine';
import { sliceFor } from '../../../src/python/slicing/slice';
import { builtin, type ModuleValue, none, type Value } from '../../../src/python/value';
import { brief, noLibrary, parser, run } from './harness';

const library: Library = {
  module: (name) => (name === 'lib' ? lib : undefined),
  isPure: (name) => name.startsWith('lib.pure') || name === 'lib.Loss' || name === 'lib.Loss.__call__',
};
const functions = new Map<string, Value>([
  ['pure', builtin('pure', ({ positional: [x] }) => x ?? none)],
  ['random', builtin('random', () => none)],
]);
const lib: ModuleValue = {
  kind: 'module',
  name: 'lib',
  attrs: functions,
  get: (n) => functions.get(n),
  names: () => [...functions.keys()],
};

/** The first lines of the statements that the last place of `what` needs, and of those above that print and are left out. */
async function sliced(source: string, what: string, prints = false) {
  const file = (await parser()).parse(source);
  const start = source.lastIndexOf(what);
  const { run, unprinted } = sliceFor(file, { start, end: start + what.length }, library, prints);
  const heads = (statements: typeof run) =>
    statements.map(({ span }) => source.slice(span.start, span.end).split('\n')[0] ?? '');
  return { run: heads(run), unprinted: heads(unprinted) };
}

const kept = async (source: string, what: string): Promise<string[]> => (await sliced(source, what)).run;

test('only what the place reads is kept', async () => {
  const source = 'import lib\na = 1\nb = lib.pure(a)\nc = 99\nd = lib.pure(b) + 2\ne = 5';
  assert.deepEqual(await kept(source, 'd = lib.pure(b) + 2'), [
    'import lib',
    'a = 1',
    'b = lib.pure(a)',
    'd = lib.pure(b) + 2',
  ]);
});

test('what prints above is left out and told, or kept where that is asked for', async () => {
  const source = 'a = 1\nprint(a)\ndef show(v):\n    print(v)\nb = 2\nshow(b)\nc = a + 1\nprint(c)\nd = c';
  assert.deepEqual(await sliced(source, 'c = a + 1'), {
    run: ['a = 1', 'c = a + 1'],
    unprinted: ['print(a)', 'show(b)'],
  });
  assert.deepEqual(await sliced(source, 'c = a + 1', true), {
    run: ['a = 1', 'print(a)', 'def show(v):', 'b = 2', 'show(b)', 'c = a + 1'],
    unprinted: [],
  });
});

test('a place inside a lambda or a generator keeps the statements that run it', async () => {
  const source = 'f = lambda v: v + 1\na = 5\nb = 6\nc = f(a)';
  assert.deepEqual(await kept(source, 'v + 1'), ['f = lambda v: v + 1', 'a = 5', 'c = f(a)']);
  assert.deepEqual(await kept('g = (v * 2 for v in [1])\nb = 6\nc = list(g)', 'v * 2'), [
    'g = (v * 2 for v in [1])',
    'c = list(g)',
  ]);
});

test('what may change an object through another name is kept', async () => {
  const source = 'a = [1]\nb = a\nb.append(2)\nz = [3]\nz.append(4)\nc = a[0]';
  assert.deepEqual(await kept(source, 'c = a[0]'), ['a = [1]', 'b = a', 'b.append(2)', 'c = a[0]']);
});

test('a function that changes a global is kept with its calls', async () => {
  const source = 'n = 0\nm = 0\ndef up():\n    global n\n    n += 1\nup()\nc = n';
  assert.deepEqual(await kept(source, 'c = n'), ['n = 0', 'def up():', 'up()', 'c = n']);
});

test('what no name shows is kept as soon as the place depends on it', async () => {
  const source = 'import lib\nlib.random(1)\na = lib.random(2)\nb = lib.pure(3)\nc = a';
  assert.deepEqual(await kept(source, 'c = a'), ['import lib', 'lib.random(1)', 'a = lib.random(2)', 'c = a']);
  assert.deepEqual(await kept('import lib\nlib.random(1)\nb = lib.pure(3)', 'b = lib.pure(3)'), [
    'import lib',
    'b = lib.pure(3)',
  ]);
});

test('loops that may not end stay', async () => {
  assert.deepEqual(await kept('while True: pass\na = 1', 'a = 1'), ['while True: pass', 'a = 1']);
});

test('a known loss is pure to make and to call', async () => {
  const source = 'import lib\nloss = lib.Loss()\nx = 1\ny = loss(x)\nz = x';
  assert.deepEqual(
    await kept(source, 'z = x'),
    ['import lib', 'loss = lib.Loss()', 'x = 1', 'y = loss(x)', 'z = x'].filter(
      (l) => !/loss/.test(l) && l !== 'import lib',
    ),
  );
});

test('a place inside a function keeps the statements that lead to it', async () => {
  const source = 'k = 3\nu = 9\ndef f(x):\n    return x + k\ndef g():\n    return f(2)\nout = g()\nother = u';
  const lines = await kept(source, 'x + k');
  assert.deepEqual(lines, ['k = 3', 'def f(x):', 'def g():', 'out = g()']);
});

const at = async (source: string, what: string, mode: 'explore' = 'explore') => {
  const start = source.lastIndexOf(what);
  const ran = await run(source, { mode, target: { start, end: start + what.length }, library: noLibrary });
  return { ...ran, value: brief(ran.seen.get(what)) };
};

test('values inside a function come from its last call', async () => {
  assert.equal((await at('def f(a, b=2):\n    c = a * b\n    return c\nf(1)\nf(5, b=3)', 'a * b')).value, '15');
});

test('a function that only another one calls is reached through that', async () => {
  assert.equal(
    (await at('def inner(v):\n    return v + 1\ndef outer(w=4):\n    return inner(w * 2)\n', 'v + 1')).value,
    '9',
  );
});

test('a function that nobody calls runs with its defaults', async () => {
  const source = 'base = 10\ndef f(a=3, *, k=4):\n    return a + k + base\n';
  assert.equal((await at(source, 'a + k + base')).value, '17');
});

test('a parameter without a value is unknown and says why', async () => {
  const { value, seen } = await at('def f(x, n=2):\n    y = n + 1\n    return x * y\n', 'x * y');
  assert.equal(value, 'unknown: parameter `x` of `f` has no value: nothing in this file calls f');
  assert.equal(brief(seen.get('n + 1')), '3');
});

test('methods get an object of their class', async () => {
  const source =
    'class A:\n    def __init__(self, k=2):\n        self.k = k\n    def m(self, x=5):\n        return self.k * x\n';
  assert.equal((await at(source, 'self.k * x')).value, '10');
  assert.equal((await at(`${source}a = A(7)\n`, 'self.k * x')).value, '35');
  assert.equal((await at(`${source}a = A(7)\na.m(3)\n`, 'self.k * x')).value, '21');
});

test('a main guard is entered', async () => {
  const source = "def main():\n    x = [1, 2]\n    return sum(x)\nif __name__ == '__main__':\n    main()\n";
  assert.equal((await at(source, 'sum(x)')).value, '3');
});

test('a call whose arguments cannot be had falls back on what is known', async () => {
  const { value } = await at('import other\ndef f(x, k=2):\n    return k + 1\nf(other.load())\n', 'k + 1');
  assert.equal(value, '3');
});

test('an exception inside is told at its place', async () => {
  const { problems, places } = await at('def f(n=0):\n    y = 1 / n\n    return y\n', 'return y');
  assert.deepEqual(problems, ['python-error ZeroDivisionError: division by zero']);
  assert.deepEqual(places, ['1 / n']);
});
