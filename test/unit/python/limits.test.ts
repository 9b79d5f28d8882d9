import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/python/run';
import { brief, noLibrary, parser, run } from './harness';

const limits = { steps: 200_000, milliseconds: 1500, depth: 1000, megabytes: 50 };
const problemsOf = async (source: string) => (await run(source, { limits })).problems;

test('endless loops end and are named', async () => {
  const { problems, places } = await run('x = 1\nwhile True:\n    pass\n', { limits });
  assert.deepEqual(problems, ['limit the loop on line 2 did not end within 200000 steps']);
  assert.deepEqual(places, ['while True']);
  assert.match(
    (await problemsOf('import itertools\nfor i in itertools.count():\n    x = i\n'))[0] ?? '',
    /the loop on line 2/,
  );
  assert.match((await problemsOf('sum(range(10**9))'))[0] ?? '', /^limit line 1/);
});

test('memory is bounded', async () => {
  assert.deepEqual(await problemsOf('[0] * 10**12'), ['python-error MemoryError: ']);
  assert.deepEqual(await problemsOf("'a' * 10**12"), ['python-error MemoryError: ']);
  assert.deepEqual(await problemsOf('10**10**10'), ['python-error MemoryError: ']);
  assert.deepEqual(await problemsOf('list(range(10**12))'), ['python-error MemoryError: ']);
  assert.deepEqual(await problemsOf('[0] * 10**7'), ['limit line 1 needs more than 50 MB']);
  assert.deepEqual(await problemsOf("s = 'ab'\nwhile True: s += s"), ['limit line 2 needs more than 50 MB']);
  assert.match((await problemsOf("'%1000000000d' % 5"))[0] ?? '', /./);
});

test('recursion ends as in CPython', async () => {
  const text = 'python-error RecursionError: maximum recursion depth exceeded';
  assert.deepEqual(await problemsOf('def f(): return f()\nf()'), [text]);
  assert.deepEqual(await problemsOf('a = []\nfor i in range(3000): a = [a]\nrepr(a)'), [text]);
  assert.deepEqual(await problemsOf('class A:\n    def __repr__(self): return repr(self)\nrepr(A())'), [text]);
});

test('source nested beyond measure is refused, not crashed on', async () => {
  for (const source of [
    `${'('.repeat(10000)}1${')'.repeat(10000)}`,
    `${'-'.repeat(10000)}1`,
    `${'['.repeat(10000)}`,
    `x${'.a'.repeat(5000)}`,
    `${'1+'.repeat(20000)}1`,
  ])
    assert.match((await problemsOf(source))[0] ?? '', /SyntaxError|NameError/);
  assert.deepEqual(await problemsOf(`x = ${'1+'.repeat(900)}1`), []);
});

test('a run can be cancelled', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 50);
  const started = performance.now();
  const { problems } = await run('while True:\n    pass', {
    signal: controller.signal,
    limits: { ...limits, steps: 1e12, milliseconds: 20_000 },
  });
  assert.deepEqual(problems, []);
  assert.ok(performance.now() - started < 5000);
});

test('limits cannot be caught', async () => {
  const { out, problems } = await run(
    'try:\n    while True: pass\nexcept BaseException:\n    print("caught")\nfinally:\n    print("finally")\n',
    { limits },
  );
  assert.equal(out, '');
  assert.equal(problems.length, 1);
});

test('showing a value after the run is no part of what was recorded', async () => {
  const source = `
class Meta(type):
    def __repr__(cls):
        print('shown')
        return cls.__name__
class A(metaclass=Meta):
    pass
class B(metaclass=Meta):
    pass
print(A)
`;
  const seen: string[] = [];
  let out = '';
  const outcome = await evaluate((await parser()).parse(source), {
    library: noLibrary,
    limits: { steps: 1e6, milliseconds: 20_000, depth: 1000, megabytes: 50 },
    signal: new AbortController().signal,
    now: () => performance.now(),
    pause: async () => undefined,
    mode: 'explore',
    observer: {
      onValue: ({ start, end }, value) => {
        if (source.slice(start, end) === 'cls.__name__') seen.push(brief(value));
      },
      onWrite: (text) => {
        out += text;
      },
    },
  });
  const b = outcome.globals.get('B');
  assert.ok(b);
  assert.equal(await outcome.repr(b), 'B');
  assert.deepEqual(seen, ['A']);
  assert.equal(out, 'shown\nA\n');
});

test('a draw that CPython never ends is not known', async () => {
  for (const draw of ["gammavariate(float('nan'), 1)", "betavariate(1, float('nan'))"]) {
    const { globals } = await run(`import random\nrandom.seed(0)\nx = random.${draw}\n`, { limits });
    assert.equal(brief(globals.get('x')), 'unknown: random.gammavariate does not end for these parameters');
  }
});
