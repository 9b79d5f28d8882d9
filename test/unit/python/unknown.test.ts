import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, run } from './harness';

const explore = { mode: 'explore' } as const;
const names = async (source: string, ...wanted: string[]) => {
  const { globals } = await run(`import other\n${source}`, explore);
  return wanted.map((name) => brief(globals.get(name)));
};
const isUnknown = (text: string | undefined) => assert.match(text ?? '', /^unknown: /);

test('what is computed from something that is not modelled is unknown for that reason', async () => {
  const [a, b, c, d] = await names('a = other.thing(3)\nb = a + 1\nc = [1, a][0]\nd = len([a, 2])', 'a', 'b', 'c', 'd');
  assert.equal(a, "unknown: the module 'other' is not modelled");
  assert.equal(b, a);
  assert.equal(c, '1');
  assert.equal(d, '2');
});

test('a condition that is not known leaves nothing guessed', async () => {
  const [x, y, z, xs, ys, t] = await names(
    'x = 1\ny = 2\nxs = [1]\nys = xs\nt = (5,)\nif other.flag:\n    x = 10\n    z = 3\n    xs.append(2)\nelse:\n    x = 20',
    'x',
    'y',
    'z',
    'xs',
    'ys',
    't',
  );
  isUnknown(x);
  assert.match(x ?? '', /line 7 depends on something that is not known/);
  assert.equal(y, '2');
  isUnknown(z);
  assert.equal(t, '[5]');
  const { seen } = await run(
    'import other\nxs = [1]\nys = xs\nif other.flag:\n    xs.append(2)\nn = len(ys)\nm = ys[0]',
    explore,
  );
  isUnknown(brief(seen.get('len(ys)')));
  isUnknown(brief(seen.get('ys[0]')));
  assert.ok(xs && ys);
});

test('loops over something unknown forget what they bind and change', async () => {
  const source =
    'n = 0\ntotal = [0]\nfor item in other.items():\n    n += 1\n    total[0] += item\nk = total[0]\nm = 4';
  const [n, item, k, m] = await names(source, 'n', 'item', 'k', 'm');
  isUnknown(n);
  isUnknown(item);
  isUnknown(k);
  assert.equal(m, '4');
});

test('a skipped return makes the result of the function unknown, and the rest of it too', async () => {
  const source =
    'def f(x):\n    if other.flag:\n        return 1\n    y = x + 1\n    return y\na = f(1)\nlog = []\ndef g():\n    if other.flag:\n        return\n    log.append(1)\ng()\nb = len(log)';
  const [a, b] = await names(source, 'a', 'b');
  isUnknown(a);
  isUnknown(b);
});

test('a skipped break ends what is known of the loop', async () => {
  const [i, n, after] = await names(
    'n = 0\nfor i in range(5):\n    n += 1\n    if other.flag:\n        break\nafter = 7',
    'i',
    'n',
    'after',
  );
  isUnknown(i);
  isUnknown(n);
  assert.equal(after, '7');
});

test('functions called by skipped code are looked into', async () => {
  const source =
    'count = 0\nseen = []\ndef bump():\n    global count\n    count += 1\n    seen.append(1)\nif other.flag:\n    bump()\na = count\nb = len(seen)';
  const [a, b] = await names(source, 'a', 'b');
  isUnknown(a);
  isUnknown(b);
});

test('handlers of a try that met something unknown are in doubt', async () => {
  const [has, ok, re] = await names(
    'try:\n    import apex\n    has = True\nexcept ImportError:\n    has = False\ntry:\n    ok = 1\nexcept ValueError:\n    ok = 2\ntry:\n    re = other.x\n    ok2 = 3\nexcept ValueError:\n    raise',
    'has',
    'ok',
    'ok2',
  );
  isUnknown(has);
  assert.equal(ok, '1');
  assert.equal(re, '3');
});

test('the body of an unknown context manager is not run', async () => {
  const [x, y] = await names('x = 1\nwith other.context() as c:\n    x = 2\n    y = 3\nz = 1', 'x', 'y');
  isUnknown(x);
  isUnknown(y);
});

test('a method that was not called with an unknown argument leaves its object in doubt', async () => {
  const source =
    'xs = [3, 1]\nxs.extend(other.more)\na = len(xs)\nys = [1]\nys.append(other.x)\nb = len(ys)\nc = ys[0]\nd = {}\nd[other.k] = 1\ne = len(d)\nzs = [1, 2]\nzs[other.i] = 5\nf = zs[0]';
  const [a, b, c, e, f] = await names(source, 'a', 'b', 'c', 'e', 'f');
  isUnknown(a);
  assert.equal(b, '2');
  assert.equal(c, '1');
  isUnknown(e);
  isUnknown(f);
});

test('a class with an unknown base is unknown', async () => {
  const [net] = await names('class Net(other.Base):\n    def f(self):\n        return 1\nnet = Net().f()', 'net');
  isUnknown(net);
});

test('whatever is looked up after a wildcard import of an unknown module may come from it', async () => {
  const { globals, problems } = await run('from other import *\na = whatever\nb = 1', explore);
  isUnknown(brief(globals.get('a')));
  assert.deepEqual(problems, []);
});

test('while exploring, a statement that raises makes its names unknown and the rest goes on', async () => {
  const { globals, problems, places } = await run(
    'a = 1\nb = a / 0\nc = b + 1\nd = a + 1\nif True:\n    e = missing\n    g = 2\n',
    explore,
  );
  assert.equal(brief(globals.get('b')), 'unknown: line 2 raised ZeroDivisionError: division by zero');
  assert.equal(brief(globals.get('c')), brief(globals.get('b')));
  assert.equal(brief(globals.get('d')), '2');
  assert.equal(brief(globals.get('g')), '2');
  assert.deepEqual(problems, [
    'python-error ZeroDivisionError: division by zero',
    "python-error NameError: name 'missing' is not defined",
  ]);
  assert.deepEqual(places, ['a / 0', 'missing']);
});

test('broken statements are told and everything around them works', async () => {
  const { globals, problems } = await run(
    'a = 1\nb = (2 +\nc = a + 2\ndef f(:\n    pass\nd = c * 2\nprint d\n',
    explore,
  );
  assert.equal(brief(globals.get('d')), '6');
  assert.match(brief(globals.get('b')), /unknown: line 2: '\(' was never closed/);
  assert.equal(problems.length, 3);
});

test('a program with a syntax error does not run', async () => {
  const { out, problems } = await run('print(1)\nx = = 2\n');
  assert.equal(out, '');
  assert.deepEqual(problems, ['syntax SyntaxError: invalid syntax']);
});

test('a program that prints something unknown says so', async () => {
  const { out, problems } = await run('import other\nprint(1)\nprint(other.x)\n');
  assert.equal(out, '1\n');
  assert.deepEqual(problems, ["unknown the module 'other' is not modelled"]);
});

test('the library hears of calls that were not made', async () => {
  const heard: string[] = [];
  const library = {
    module: (): undefined => undefined,
    isPure: () => false,
    skipped: (name: string) => {
      heard.push(name);
    },
  };
  await run('import lib.sub\na = lib.sub.make(1)\na.backward()\nb = abs(a)\n', { ...explore, library });
  assert.deepEqual(heard, ['lib.sub.make', 'lib.sub.backward']);
});

test('asynchronous code and threads are not run, and a program that sets some going says so', async () => {
  const asynchronous = 'async def f():\n    print(1)\n';
  for (const [source, reason] of [
    [`import asyncio\n${asynchronous}asyncio.run(f())`, 'asynchronous code is not run here: asyncio'],
    [
      `import threading\nt = threading.Thread(target=print)\nt.start()`,
      'threads and processes are not run here: threading',
    ],
    [
      'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\npool.submit(print, 1)',
      'threads and processes are not run here: concurrent.futures',
    ],
    [`${asynchronous}print(f())`, 'asynchronous code is not modelled: f'],
  ] as const)
    assert.deepEqual((await run(source)).problems, [`unknown ${reason}`], source);
  assert.deepEqual((await run('import threading\nlock = threading.Lock()\nprint(1)')).problems, []);
});
