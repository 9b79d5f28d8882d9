// Answers at any place of the code as a user asks for them: inside functions and cells, in a document that was never saved,
// for inputs that are assumed, and where an exception came through several functions. Keeps the pictures in several themes.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { InspectorPage } from './pages.mjs';
import { Session, themes } from './session.mjs';

const title = 'Tensor Inspector: Evaluate loss';
const session = new Session('answers');
let workbench;

const head = ['import torch', 'import torch.nn.functional as F', ''];
const files = {
  'twice.py': [
    ...head,
    'def spread(x, by=2.0):',
    '    scaled = x * by',
    '    return F.softmax(scaled, dim=-1)',
    '',
    'first = spread(torch.tensor([1.0, 2.0]))',
    'second = spread(torch.tensor([[3.0, 1.0, 2.0], [0.5, 2.5, 1.0]]), by=0.5)',
    'table = {"first": first.shape, "names": ["a", "b"]}',
  ],
  'sections.py': [
    '# %% Data',
    ...head.slice(0, 2),
    'logits = torch.tensor([[1.5, 2.0, 0.5], [1.0, 0.5, 2.5]])',
    '',
    '# %% [markdown]',
    '# The loss of these *logits*:',
    '',
    '# %% Loss',
    'loss = F.cross_entropy(logits, torch.tensor([1, 2]))',
  ],
  'assumed.py': [
    ...head,
    'from here import model, batch',
    '',
    'scores = model(batch)  # tensor: randn(3, 4)',
    'spoken = F.cross_entropy(scores, torch.tensor([0, 3, 1]))',
    '',
    'logits = model(batch)',
    'target = torch.tensor([1, 6, 0])',
    'loss = F.cross_entropy(logits, target)',
  ],
  'raised.py': [
    ...head,
    'class Head:',
    '    def __init__(self, classes):',
    '        self.classes = classes',
    '',
    '    def loss(self, logits, target):',
    '        return F.cross_entropy(logits, target)',
    '',
    'def step(head, target):',
    '    logits = torch.zeros(2, head.classes)',
    '    return head.loss(logits, target)',
    '',
    'def train():',
    '    try:',
    '        return step(Head(3), torch.tensor([1, 5]))',
    '    except IndexError as error:',
    '        raise ValueError("the labels do not fit") from error',
    '',
    'print("training")',
    'result = train()',
  ],
};

const cell = (id, ...lines) => ({
  id,
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source: lines.join('\n'),
});
const notebook = {
  cells: [
    cell('a', ...head.slice(0, 2), 'def loss(logits):', '    return F.nll_loss(logits, torch.tensor([4]))'),
    cell('b', 'files = !ls *.csv', '%time x = torch.zeros(1, 3)', 'value = loss(x)'),
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
};

before(async () => {
  workbench = await session.open('bce.py', {
    settings: {
      'tensorInspector.backend': 'cpu',
      'editor.autoClosingBrackets': 'never',
      'editor.autoClosingQuotes': 'never',
      'editor.autoIndent': 'none',
      'editor.stickyScroll.enabled': false,
      'editor.fontSize': 12,
    },
  });
  for (const [name, lines] of Object.entries(files)) writeFileSync(path.join(session.folder, name), lines.join('\n'));
  writeFileSync(path.join(session.folder, 'raised.ipynb'), JSON.stringify(notebook));
});
after(() => session.close());
afterEach((context) => session.afterEach(context));

async function evaluate(file, text) {
  await workbench.openFile(file);
  await workbench.select(...session.placeOf(file, text), text.length);
  await workbench.palette(title);
}

test('inside a function that is called twice: the last value, how often it ran, defaults and what is no tensor', async () => {
  await workbench.openFile('twice.py');
  const row = await workbench.hover('return F.softmax', 'scaled', /last of 2 evaluations/);
  assert.match((await row.allInnerTexts()).join(), /\(2, 3\) float32/);
  await session.picture('function-hover');
  await workbench.hideHover();
  await workbench.hover('scaled = x', /by/, /0\.5 float/);
  await workbench.hideHover();
  await workbench.hover('table = ', 'table', /\{'first': torch\.Size\(\[2\]\), 'names': \['a', 'b'\]\} dict/);
  await session.picture('dict-hover');
  await workbench.hideHover();
});

test('in a `# %%` cell that uses the one before', async () => {
  await workbench.openFile('sections.py');
  await workbench.hover('loss = F.cross', 'logits', /\(2, 3\) float32/);
  await session.picture('section-hover');
  await workbench.hideHover();
  await evaluate('sections.py', 'F.cross_entropy(logits, torch.tensor([1, 2]))');
  await workbench.lineEndMatches('loss = F.cross', /^● 0\.455243/);
});

test('in a document that was never saved', async () => {
  await workbench.newFile('Python', 'import torch\nx = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\ny = x.softmax(dim=1)\n');
  await workbench.hover('y = x', 'x', /\(2, 2\) float32/);
  await session.picture('untitled-hover');
  await workbench.hideHover();
  await workbench.goTo(3, 'y = x.soft'.length);
  await workbench.palette(title);
  await workbench.lineEndMatches('y = x', /^● \(2, 2\) 0\.2689 … 0\.7311/);
  await session.picture('untitled');
});

test('a comment supplies the input of a selection, and the panel says so', async () => {
  await evaluate('assumed.py', 'F.cross_entropy(scores, torch.tensor([0, 3, 1]))');
  const panel = await InspectorPage.of(workbench, 'panel', '.assumed');
  await panel.says('.assumed', /scores: assumed randn\(3, 4\) by the comment on line 6/);
  await session.picture('assumed-by-comment');
});

test('the quick fix writes the comment, evaluation then has a value, and undo takes it back', async () => {
  await workbench.openFile('assumed.py');
  await workbench.hover('loss = F.cross', 'logits', /Not known/);
  await session.picture('unknown-hover');
  await workbench.hideHover();
  await evaluate('assumed.py', 'F.cross_entropy(logits, target)');
  const panel = await InspectorPage.of(workbench, 'panel', '[data-severity=unknown]');
  await panel.says('.advice', /Give what is not known a value/);
  await session.picture('unknown');
  const [line, column] = session.placeOf('assumed.py', 'logits = model');
  await workbench.goTo(line, column + 2);
  await workbench.lightBulb();
  await workbench.quickFix('Assume a shape for `logits`…', () => session.picture('quick-fix'));
  await workbench.lineMatches('logits = model', /^logits = model\(batch\) {2}# tensor: randn\(3, 7\)$/);
  await workbench.select(...session.placeOf('assumed.py', 'F.cross_entropy(logits, target)'), 31);
  await workbench.palette(title);
  await workbench.lineEndMatches('loss = F.cross', /^● \d/);
  await panel.says('.assumed', /logits: assumed randn\(3, 7\) by the comment on line 9/);
  await session.picture('assumed-by-quick-fix');
  await workbench.undo();
  await workbench.lineMatches('logits = model', /^logits = model\(batch\)$/);
  await workbench.lineEndMatches('loss = F.cross', /^$/);
});

test('an exception shows its way through the code, each frame leads to its line', async () => {
  await workbench.openFile('raised.py');
  await workbench.hover('result = train', 'result', /direct cause/);
  await session.picture('raised-hover');
  await workbench.hideHover();
  const [line, column] = session.placeOf('raised.py', 'result = train');
  await workbench.goTo(line, column + 'result = tr'.length);
  await workbench.palette(title);
  await workbench.lineEndMatches('result = train', /^ValueError: the labels do not fit$/);
  const panel = await InspectorPage.of(workbench, 'panel', '.traceback');
  assert.match(
    await panel.text('.traceback'),
    /File "raised\.py", line 17, in train return step\(.*line 13, in step .*line 9, in loss .* IndexError: Target 5 is out of bounds\. The above exception was the direct cause .* line 22, in <module> result = train\(\) .*line 19, in train raise ValueError\("the labels do not fit"\) from error$/,
  );
  assert.match(await panel.text('.unprinted'), /line 21/);
  await session.picture('raised', 'raised');
  await panel.frame.locator('.traceback .call', { hasText: 'in loss' }).click();
  await workbench.cursorAt(9);
  await panel.frame.locator('.unprinted button').click();
  await panel.says('.printed pre', /^training$/);
  await session.picture('raised-printed');
  for (const theme of ['light', 'hc', 'hc-light']) {
    await session.useTheme(theme);
    await panel.frame.locator(`body[data-vscode-theme-kind="${themes[theme][2]}"]`).waitFor();
    await workbench.hover('result = train', 'result', /direct cause/);
    await session.picture(`raised-${theme}`);
    await workbench.hideHover();
  }
  await session.useTheme('dark');
  await workbench.goTo(1);
});

test('the frames of a notebook are its cells', async () => {
  await workbench.openFile('raised.ipynb');
  await workbench.clickIn('value = loss', 'loss');
  await workbench.palette(title);
  const panel = await InspectorPage.of(workbench, 'panel', '.traceback');
  await panel.says(
    '.traceback',
    /Cell In\[2\], line 3 value = loss\(x\) Cell In\[1\], line 4, in loss return F\.nll_loss/,
  );
  await session.picture('raised-notebook');
  await workbench.hover('files = ', 'files', /commands of a notebook are not run here/);
  await session.picture('command-hover');
  await workbench.hideHover();
});
