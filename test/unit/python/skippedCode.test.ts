// What code that is not run may have changed is Unknown afterwards, whatever way led there; the rest is still known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, run } from './harness';

const counter = `class Counter:
    n = 0
    def __init__(self): self.v = 0
    def __iter__(self):
        self.v += 1
        return iter([1])
    def __enter__(self): self.v += 1
    def __exit__(self, *args): pass
    def __call__(self): self.v += 1
    def hit(self):
        self.v += 1
        return self
c = Counter()
def same(x): return x
def see(): return xs
`;

/** What the last expression gives after `if unknown: <skipped>`. */
async function after(setup: string, skipped: string, wanted: string): Promise<string> {
  const body = skipped.replaceAll('\n', '\n    ');
  const source = `import other\n${counter}xs = [3, 1]\n${setup}\nif other.flag:\n    ${body}\nwanted = ${wanted}`;
  const { globals } = await run(source, { mode: 'explore' });
  return brief(globals.get('wanted')) ?? '';
}

const changed: readonly (readonly [setup: string, skipped: string, wanted: string])[] = [
  ['', '(xs or [2]).append(3)', 'len(xs)'],
  ['ys = xs', 'xs.append(1)\nxs = []', 'len(ys)'],
  ['ys = xs', 'xs += [2]', 'len(ys)'],
  ['d = {"a": xs}', 'd.get("a").append(3)', 'len(xs)'],
  ['', 'for q in (xs, [1]): q.append(3)', 'len(xs)'],
  ['', '[q.append(1) for q in [xs]]', 'len(xs)'],
  ['', 'see().append(3)', 'len(xs)'],
  ['', 'same(xs).append(3)', 'len(xs)'],
  ['', 'getattr(xs, "append")(3)', 'len(xs)'],
  ['add = xs.append', 'add(3)', 'len(xs)'],
  ['', 'list(map(xs.append, [1]))', 'len(xs)'],
  ['', 'sorted([1], key=lambda x: xs.append(x))', 'len(xs)'],
  ['def call(f): f()', 'call(lambda: xs.append(1))', 'len(xs)'],
  ['def add(): xs.append(1)', '[f() for f in (add,)]', 'len(xs)'],
  ['def outer():\n    def inner(): xs.append(1)\n    return inner', 'outer()()', 'len(xs)'],
  ['', 'def add(): xs.append(1)\nadd()', 'len(xs)'],
  ['def mark(f): xs.append(1)', '@mark\ndef g(): pass', 'len(xs)'],
  ['', 'class K: xs.append(1)', 'len(xs)'],
  ['', 'match xs:\n    case y: y.append(1)', 'len(xs)'],
  ['', 'other.flag.thing(xs)', 'len(xs)'],
  ['it = iter(xs)', 'list(it)', 'list(it)'],
  ['it = iter(xs)', 'for _ in it: pass', 'list(it)'],
  ['', 'for _ in c: pass', 'c.v'],
  ['', 'with c: pass', 'c.v'],
  ['', '[c][0]()', 'c.v'],
  ['', '{"a": c}["a"].hit()', 'c.v'],
  ['', 'c.hit().hit()', 'c.v'],
  ['', 'Counter.n = 3', 'Counter.n'],
  ['import io\nf = io.StringIO()', 'print(1, file=f)', 'f.getvalue()'],
];

for (const [setup, skipped, wanted] of changed)
  test(`after ${JSON.stringify(skipped)} was skipped, ${wanted} is not known`, async () => {
    assert.match(await after(setup, skipped, wanted), /^unknown: /);
  });

const kept = [
  'print(len(xs), max(xs), sorted(xs), xs[0])',
  'y = xs + [1]\nz = len(y)',
  'ys = [1]\nys.append(1)',
  'other.log({"count": len(xs), "name": str(c)})',
  'for x in xs: print(x)',
  // A module gives what it does not model anew each time it is asked.
  'import contextlib\nwith contextlib.AbstractContextManager() as q: q = q or contextlib.AbstractContextManager',
];

for (const skipped of kept)
  test(`after ${JSON.stringify(skipped)} was skipped, what it only reads is still known`, async () => {
    assert.equal(await after('', skipped, 'len(xs)'), '2');
  });
