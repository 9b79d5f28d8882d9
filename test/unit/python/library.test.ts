// Modules of the standard library that are written in Python: what the program sees of them, and what it must not see.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { walk } from '../../../src/syntax/walk';
import { brief, parser, run } from './harness';

const mapping = `from collections.abc import Mapping
class M(Mapping):
    def __getitem__(self, key):
        return {'a': 1}[key]
    def __iter__(self):
        return iter('ab')
    def __len__(self):
        return 2
`;

test('values are told at places of the program alone', async () => {
  const source = `${mapping}m = M()\nx = m.get('a')\ny = list(m.items())[:1] if x == 2 else [*m.keys()]\n`;
  const spans: string[] = [];
  const { globals, problems } = await run(source, {
    observer: { onValue: ({ start, end }) => spans.push(source.slice(start, end)) },
  });
  assert.deepEqual(problems, []);
  assert.equal(brief(globals.get('y')), '[a, b]');
  const file = (await parser()).parse(source);
  const places = new Set<string>();
  walk(file.module, ({ span }) => {
    places.add(source.slice(span.start, span.end));
    return true;
  });
  assert.deepEqual(
    spans.filter((span) => !places.has(span) && !/^\w+$/.test(span)),
    [],
  );
});

test('an exception from inside stands where the program called', async () => {
  const { problems, places } = await run(`${mapping}m = M()\nprint(list(m.values()))\n`);
  assert.deepEqual(problems, ["python-error KeyError: 'b'"]);
  assert.deepEqual(places, ["{'a': 1}[key]"]);
  const outside = await run(`${mapping}m = M()\nm.index(2)\n`);
  assert.deepEqual(outside.problems, ["python-error AttributeError: 'M' object has no attribute 'index'"]);
});

test('what ends a run in the library is said of the line that called it', async () => {
  const { problems } = await run(
    `${mapping}class Endless(M):\n    def __iter__(self):\n        while True:\n            yield 'a'\nx = 1\n5 in Endless().values()\n`,
    { limits: { steps: 20_000, milliseconds: 20_000, depth: 1000, megabytes: 500 } },
  );
  assert.match(problems.join(), /line 11|line 1[0-9]/);
});
