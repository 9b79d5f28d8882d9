// The way that exceptions take, as CPython 3.11 prints it of the same programs (without the frames of comprehensions).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tracebackText, tracebackViews } from '../../../src/present/traceback';
import { evaluate } from '../../../src/python/run';
import { noLibrary, parser } from './harness';

/** What Python would print of the exception that ends a program, each frame as `name:line` of the source. */
async function printed(text: string): Promise<readonly string[]> {
  const file = (await parser()).parse(text);
  const { problems } = await evaluate(file, {
    library: noLibrary,
    limits: { steps: 1e6, milliseconds: 20_000, depth: 1000, megabytes: 50 },
    signal: new AbortController().signal,
    now: () => performance.now(),
    pause: async () => undefined,
    mode: 'program',
  });
  const traceback = problems[0]?.traceback;
  assert.ok(traceback);
  return tracebackText(tracebackViews(traceback, file, 'a.py'))
    .split('\n')
    .filter((line) => line && !/^(?: {4}|Traceback)/.test(line))
    .map((line) => line.replace(/^ {2}File "a\.py", line (\d+), in (.*)$/, '$2:$1'));
}

const during = 'During handling of the above exception, another exception occurred:';
const from = 'The above exception was the direct cause of the following exception:';

test('every call is a frame, also of generators, methods, lambdas and what builtins call', async () => {
  assert.deepEqual(
    await printed(`
def gen():
    yield 1
    raise KeyError("k")
class C:
    def __add__(self, other):
        return sorted([2, 1], key=lambda n: self.go(n))
    def go(self, n):
        return sum(x for x in gen())
C() + 1
`),
    ['<module>:10', '__add__:7', '<lambda>:7', 'go:9', '<genexpr>:9', 'gen:4', "KeyError: 'k'"],
  );
  assert.deepEqual(await printed('class C:\n    x = 1\n    y = x.no\n'), [
    '<module>:1',
    'C:3',
    "AttributeError: 'int' object has no attribute 'no'",
  ]);
  assert.deepEqual(
    await printed(
      'import contextlib\n@contextlib.contextmanager\ndef cm():\n    yield 5\ndef f():\n    with cm() as v:\n        assert v == 6, v\nf()\n',
    ),
    ['<module>:8', 'f:7', 'AssertionError: 5'],
  );
});

test('a frame without end is said once', async () => {
  assert.deepEqual(await printed('def f(n):\n    return f(n + 1)\nf(0)\n'), [
    '<module>:3',
    'f:2',
    'f:2',
    'f:2',
    '  [Previous line repeated 996 more times]',
    'RecursionError: maximum recursion depth exceeded',
  ]);
});

test('exceptions in handlers follow the ones that are handled', async () => {
  assert.deepEqual(
    await printed(`
class A(Exception):
    pass
def g():
    try:
        1 / 0
    except ZeroDivisionError:
        raise A("in handler")
def h():
    try:
        g()
    except A as e:
        {}["missing"]
h()
`),
    [
      'g:6',
      'ZeroDivisionError: division by zero',
      during,
      'h:11',
      'g:8',
      'A: in handler',
      during,
      '<module>:14',
      'h:13',
      "KeyError: 'missing'",
    ],
  );
  assert.deepEqual(
    await printed('def f():\n    try:\n        raise ValueError("a")\n    finally:\n        [][3]\nf()\n'),
    ['f:3', 'ValueError: a', during, '<module>:6', 'f:5', 'IndexError: list index out of range'],
  );
  assert.deepEqual(
    await printed(
      'class C:\n    def __enter__(self): pass\n    def __exit__(self, *a):\n        raise KeyError("out")\nwith C():\n    int("x")\n',
    ),
    [
      '<module>:6',
      "ValueError: invalid literal for int() with base 10: 'x'",
      during,
      '<module>:5',
      '__exit__:4',
      "KeyError: 'out'",
    ],
  );
});

test('`from` names the cause, and None hides the context', async () => {
  assert.deepEqual(
    await printed('try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError("v") from e\n'),
    ['<module>:2', 'ZeroDivisionError: division by zero', from, '<module>:4', 'ValueError: v'],
  );
  assert.deepEqual(await printed('try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError("v") from None\n'), [
    '<module>:4',
    'ValueError: v',
  ]);
  assert.deepEqual(await printed('raise ValueError("v") from KeyError("k")\n'), [
    "KeyError: 'k'",
    from,
    '<module>:1',
    'ValueError: v',
  ]);
});

test('an exception that is raised again keeps its way', async () => {
  const body = (again: string) => `
def f():
    try:
        g()
    except ValueError as e:
        ${again}
def g():
    raise ValueError("x")
f()
`;
  assert.deepEqual(await printed(body('raise')), ['<module>:9', 'f:4', 'g:8', 'ValueError: x']);
  assert.deepEqual(await printed(body('raise e')), ['<module>:9', 'f:6', 'f:4', 'g:8', 'ValueError: x']);
  const handle = 'def handle():\n    raise\ntry:\n    int("x")\nexcept ValueError:\n    handle()\n';
  assert.deepEqual((await printed(handle)).slice(0, -1), ['<module>:6', '<module>:4']);
});

test('over several lines, a method or attribute is named by its own line', async () => {
  const chain = (part: string) =>
    `class T:\n    def same(self, *a):\n        return self\n    def bad(self, *a):\n        raise ValueError\nx = (T()\n     .same()\n     .${part}\n     .same())\n`;
  assert.deepEqual(await printed(chain('bad(1)')), ['<module>:8', 'bad:5', 'ValueError']);
  assert.deepEqual(await printed(chain('bad(*[1])')), ['<module>:6', 'bad:5', 'ValueError']);
  assert.deepEqual(await printed(chain('no')), ['<module>:8', "AttributeError: 'T' object has no attribute 'no'"]);
});

test('notes come after the message', async () => {
  assert.deepEqual(await printed('e = ValueError("v")\ne.add_note("one")\ne.add_note("two")\nraise e\n'), [
    '<module>:4',
    'ValueError: v',
    'one',
    'two',
  ]);
});

test('a generator that waits in a handler lends its exception to nobody', async () => {
  assert.deepEqual(
    await printed(`
def gen():
    try:
        1 / 0
    except ZeroDivisionError:
        yield 1
g = gen()
next(g)
[][0]
`),
    ['<module>:9', 'IndexError: list index out of range'],
  );
});

test('code of the library has no frames of its own', async () => {
  assert.deepEqual(
    await printed(`
from collections.abc import Mapping
class M(Mapping):
    def __getitem__(self, key):
        raise ValueError(key)
    def __iter__(self):
        yield 1
    def __len__(self):
        return 1
def look(m):
    return list(m.values())
look(M())
`),
    ['<module>:12', 'look:11', '__getitem__:5', 'ValueError: 1'],
  );
});
