// Python in a notebook's cells, in a Markdown document and in a loop, as a user reads it: hovers, values at line ends,
// and the panel's word of how often the code ran and what it printed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session } from './session.mjs';

const title = 'Tensor Inspector: Evaluate loss';
const session = new Session('pieces');
let workbench;

const head = ['%matplotlib inline', 'import torch', 'import torch.nn.functional as F'];
const data = ['logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])', 'target = torch.tensor([1, 2])'];
const loss = 'loss = F.cross_entropy(logits, target)';
const loop = ['for step in range(3):', '    print("step", step)', '    scaled = logits * step'];

const notebook = {
  cells: [head, data, [loss]].map((lines, i) => ({
    id: `cell${i}`,
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: lines.join('\n'),
  })),
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};
const fenced = (...lines) => ['```python', ...lines, '```', ''];
const markdown = [
  '# Cross entropy',
  '',
  ...fenced(...head.slice(1), ...data),
  'The logits are compared with the target:',
  '',
  ...fenced(loss),
];

before(async () => {
  workbench = await session.open('bce.py', { settings: { 'tensorInspector.backend': 'cpu' } });
  const files = {
    'cells.ipynb': JSON.stringify(notebook),
    'blocks.md': markdown.join('\n'),
    'loop.py': [...head.slice(1), ...data, ...loop].join('\n'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(session.folder, name), text);
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

test('a notebook cell uses the cells before it: hover, value at the line end, panel', async () => {
  await workbench.openFile('cells.ipynb');
  await workbench.hover('loss = F.cross', 'logits', /\(2, 3\) float32/);
  await session.picture('notebook-hover');
  await workbench.hideHover();
  await workbench.clickIn('loss = F.cross', 'cross_entropy');
  await workbench.palette(title);
  await workbench.lineEndMatches('loss = F.cross', /^● 0\.455243/);
  const panel = await InspectorPage.of(workbench, 'panel', '[data-value]');
  await panel.says('[data-value]', /^0\.455243/);
  await session.picture('notebook');
});

test('a Markdown block uses the blocks before it; text beside them has no hover', async () => {
  await workbench.openFile('blocks.md');
  await workbench.hover('loss = F.cross', 'logits', /\(2, 3\) float32/);
  await session.picture('markdown-hover');
  await workbench.hideHover();
  const [line, column] = session.placeOf('blocks.md', 'cross_entropy(logits');
  await workbench.goTo(line, column + 3);
  await workbench.palette(title);
  await workbench.lineEndMatches('loss = F.cross', /^● 0\.455243/);
  await session.picture('markdown');
});

test('in a loop: the last value, how often it ran, and what was printed', async () => {
  await workbench.openFile('loop.py');
  await workbench.hover('scaled = logits', 'scaled', /last of 3 evaluations/);
  await session.picture('loop-hover');
  await workbench.hideHover();
  await workbench.select(...session.placeOf('loop.py', 'logits * step'), 'logits * step'.length);
  await workbench.palette(title);
  const panel = await InspectorPage.of(workbench, 'panel', '.printed');
  assert.match(await panel.text('header'), /last of 3 evaluations/);
  assert.equal(await panel.text('.printed pre'), 'step 0 step 1 step 2');
  await session.picture('loop');
  assert.deepEqual(workbench.outside, []);
});
