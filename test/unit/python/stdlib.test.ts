// Modules of which CPython's own library has no counterpart, and what they assume.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from '../../../src/base/text';
import { brief, noLibrary, run } from './harness';

test('tqdm hands its items through and shows no bar', async () => {
  const { out, problems } = await run(`
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
bar = tqdm([1, 2, 3], desc='epoch', leave=False)
for x in bar:
    bar.set_description(f'loss {x}')
    bar.set_postfix(loss=x)
    print(x)
print(len(bar), bar.n, bar.total, bar.desc)
print([i * i for i in trange(3)], list(auto(range(2), total=2)))
for i, x in enumerate(tqdm('ab')):
    print(i, x)
with tqdm(total=10) as p:
    p.update(3)
    p.update()
    print(p.n)
tqdm.write('said')
`);
  assert.deepEqual(problems, []);
  assert.equal(out, '1\n2\n3\n3 3 3 loss 3: \n[0, 1, 4] [0, 1]\n0 a\n1 b\n4\nsaid\n');
});

test('how far a bar has come in the loop is not known', async () => {
  const { globals } = await run('from tqdm import tqdm\nb = tqdm([1, 2])\nfor x in b:\n    n = b.n\nr = b.format_dict');
  assert.match(brief(globals.get('n')), /depends on the clock/);
  assert.match(brief(globals.get('r')), /tqdm\.format_dict is not modelled yet/);
});

test('a command line that is not there is assumed to be empty, and the run says so', async () => {
  const said: string[] = [];
  const source = `
import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.1)
args = parser.parse_args()
print(args.lr)
needy = argparse.ArgumentParser()
needy.add_argument('path')
path = needy.parse_args()
`;
  const { out, globals } = await run(source, {
    library: { ...noLibrary, assumed: (what) => said.push(render(what)) },
  });
  assert.equal(out, '0.1\n');
  assert.equal(said[0], 'The command line is assumed to give no arguments.');
  assert.match(brief(globals.get('path')), /what the command line gives is not known/);
});
