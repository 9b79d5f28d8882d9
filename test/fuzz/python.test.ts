import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { contains } from '../../src/base/span';
import type { Node } from '../../src/syntax/nodes';
import { eachChild } from '../../src/syntax/walk';
import { parser, run } from '../unit/python/harness';

const folder = path.join(process.cwd(), 'test/fixtures');
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.py') && name !== 'record.py')
  .map((name) => readFileSync(path.join(folder, name), 'utf8'));
const limits = { steps: 30_000, milliseconds: 3000, depth: 200, megabytes: 5 };
const runs = Number(process.env.FUZZ_RUNS ?? 150);

/** Children lie inside their parents and the tree ends. */
function checkSpans(node: Node): void {
  eachChild(node, (child) => {
    assert.ok(contains(node.span, child.span), `${child.kind} outside of ${node.kind}`);
    checkSpans(child);
  });
}

const pieces = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ':',
  ',',
  '=',
  '"',
  "'",
  '"""',
  '\n',
  '    ',
  '\t',
  'def f():',
  'class A:',
  'if x:',
  'else:',
  'for i in',
  'x',
  '1',
  '.',
  '*',
  '**',
  '@',
  'lambda',
  'yield',
  'match x:',
  'case',
  '\\',
  '#',
  'é',
  '😀',
  'print',
  'f"{',
  '}"',
  ';',
  'import',
  'try:',
  'except:',
];

test('any text parses, and every offset answers', async () => {
  const { parse } = await parser();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((p) => p.join('')),
        fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((p) => p.join(' ')),
      ),
      fc.nat(200),
      (text, at) => {
        const file = parse(text);
        checkSpans(file.module);
        file.path(Math.min(at, text.length));
        file.expressionAt({ start: Math.min(at, text.length), end: text.length });
        void file.problems;
      },
    ),
    { numRuns: runs * 4 },
  );
});

/** A program with a part cut out, doubled, or replaced. */
const mutated = fc
  .record({
    program: fc.constantFrom(...programs),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        size: fc.nat(30),
        piece: fc.constantFrom(...pieces, ''),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ program, edits }) => {
    let text = program.slice(0, 4000);
    for (const { at, size, piece } of edits) {
      const start = Math.floor(at * text.length);
      text = text.slice(0, start) + piece + text.slice(start + size);
    }
    return text;
  });

test('an edited program parses as a fresh one does', async () => {
  const { parse } = await parser();
  fc.assert(
    fc.property(mutated, mutated, (before, after) => {
      assert.deepEqual(parse(after, parse(before)).module, parse(after).module);
    }),
    { numRuns: runs },
  );
});

test('mutated programs run to an end, within their limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      mutated,
      fc.constantFrom('explore' as const, 'program' as const),
      fc.option(fc.nat(4000)),
      async (text, mode, at) => {
        const start = Math.min(at ?? 0, text.length);
        const target = at === null ? {} : { target: { start, end: start } };
        const started = performance.now();
        await run(text, { mode, limits, ...target });
        assert.ok(performance.now() - started < 10_000);
      },
    ),
    { numRuns: runs },
  );
});

/** Statements over a few names: assignments, mutations, loops, functions. */
const names = fc.constantFrom('a', 'b', 'c', 'd');
const statement = fc.oneof(
  fc.tuple(names, names).map(([x, y]) => `${x} = ${y}`),
  fc.tuple(names, fc.nat(9)).map(([x, n]) => `${x} = [${n}]`),
  fc.tuple(names, names).map(([x, y]) => `${x} = [${y}, 1]`),
  fc.tuple(names, fc.nat(9)).map(([x, n]) => `${x}.append(${n})`),
  fc.tuple(names, fc.nat(9)).map(([x, n]) => `${x}[0] = ${n}`),
  fc.tuple(names, names).map(([x, y]) => `${x} = ${x} + ${y}`),
  fc.tuple(names, names).map(([x, y]) => `${x} += ${y}`),
  fc.tuple(names, fc.nat(3)).map(([x, n]) => `for i in range(${n}):\n    ${x}.append(i)`),
  fc.tuple(names, names).map(([x, y]) => `def f_${x}():\n    global ${x}\n    ${x} = [len(${y})]\nf_${x}()`),
  fc.tuple(names, names).map(([x, y]) => `def g(p):\n    p.append(len(${y}))\n    return p\n${x} = g(${y})`),
  fc.tuple(names, names).map(([x, y]) => `if len(${x}) > 1:\n    ${y} = ${x}[1:]\nelse:\n    ${y}.append(0)`),
  fc.tuple(names, names).map(([x, y]) => `${x} = list(${y})`),
  fc.tuple(names, names).map(([x, y]) => `def h_${x}(p=${y}):\n    p.append(3)\nh_${x}()`),
  fc.tuple(names, names).map(([x, y]) => `def k_${x}():\n    return ${y}\n${x} = k_${x}()`),
  fc.tuple(names, names).map(([x, y]) => `${x} = (lambda q: q)(${y})`),
  names.map((x) => `more = ${x}.append\nmore(4)`),
  names.map((x) => `class Box: pass\nbox = Box()\nbox.v = ${x}\nbox.v.append(1)`),
  names.map((x) => `box2 = type('B', (), {'v': ${x}})\nbox2.v.append(6)`),
  fc.tuple(names, names).map(([x, y]) => `${x}, ${y} = ${y}, ${x}`),
  fc.tuple(names, names).map(([x, y]) => `t = (${x}, ${y})\nt[0].append(5)`),
  fc.tuple(names, names).map(([x, y]) => `${x} = [q for q in ${y}]`),
  names.map((x) => `held = {'k': ${x}}\nheld['k'].append(9)`),
  names.map((x) => `def mk():\n    return lambda: ${x}.append(1)\nmk()()`),
  fc.tuple(names, names).map(([x, y]) => `list(map(${x}.append, ${y}[:2]))`),
  fc.tuple(names, names).map(([x, y]) => `for q in [${x}, ${y}]:\n    q.append(8)`),
  fc.tuple(names, names).map(([x, y]) => `${x} = ${y} if len(${y}) > 2 else ${x}`),
  fc.tuple(names, names).map(([x, y]) => `try:\n    ${x}.append(${y}[5])\nexcept IndexError:\n    ${y}.append(2)`),
  names.map((x) => `def gen():\n    yield ${x}\nfor item in gen():\n    item.append(3)`),
  names.map((x) => `class R:\n    def __add__(self, o):\n        ${x}.append(o)\n        return o\nR() + 1`),
  names.map((x) => `def deco(fn):\n    ${x}.append(1)\n    return fn\n@deco\ndef decorated(): pass`),
  fc.tuple(names, names).map(([x, y]) => `del ${x}[0:1]\nwith_ = ${y}`),
  names.map(
    (x) => `class C:\n    v = ${x}\n    def m(self):\n        self.v.append(7)\n        return self.v\n${x} = C().m()`,
  ),
);

test('a slice gives the value that the whole program gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { minLength: 3, maxLength: 14 }), names, async (statements, name) => {
      const text = `a = [1]\nb = [2]\nc = [3]\nd = [4]\n${statements.join('\n')}\nresult = repr(${name})\n`;
      const whole = await run(text, { mode: 'explore', limits });
      const start = text.lastIndexOf(`repr(${name})`);
      const part = await run(text, { mode: 'explore', limits, target: { start, end: start + 7 } });
      assert.deepEqual(part.globals.get('result'), whole.globals.get('result'));
    }),
    { numRuns: runs * 3 },
  );
});
