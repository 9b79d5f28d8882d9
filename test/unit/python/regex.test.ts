// Regular expressions that Python's own could take for ever over, or that are not modelled: they end, and say why.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, run } from './harness';

test('an expression that backtracks without end comes to the limits of the run', async () => {
  const { problems } = await run("import re\nx = re.match('(a+)+$', 'a' * 40 + 'b')\n", {
    limits: { steps: 100_000, milliseconds: 20_000, depth: 1000, megabytes: 500 },
  });
  assert.match(problems.join(), /^limit line 2 did not end within 100000 steps$/);
});

test('repetitions that nest too deep for us, and syntax that is not modelled, are unknown', async () => {
  const { globals, problems } = await run(
    "import re\nx = re.match('(?:a|b)*', 'ab' * 20000)\ny = re.match('(a)(?(1)b|c)', 'ab')\nz = re.match('.*c', 'ab' * 20000 + 'c').end()\n",
    { mode: 'explore' },
  );
  assert.match(brief(globals.get('x')), /re\.compile\('\(\?:a\|b\)\*'\) is not modelled yet/);
  assert.match(brief(globals.get('y')), /is not modelled yet/);
  assert.equal(brief(globals.get('z')), '40001');
  assert.deepEqual(problems, []);
});
