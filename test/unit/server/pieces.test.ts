// Code that does not stand in a file of its own: notebook cells and Markdown blocks; how often code ran, and what it printed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvaluateParams } from '../../../src/protocol/requests';
import { live, sessionOver } from './openSession';

/** A session over documents by uri; those that begin with `cell` are a notebook, in this order. */
function session(documents: Record<string, string>, languageId = 'python') {
  let version = 1;
  const document = (uri: string) => {
    const text = documents[uri];
    return text === undefined ? undefined : { uri, version, languageId, getText: () => text };
  };
  const made = sessionOver(document, (uri) =>
    uri.startsWith('cell')
      ? Object.keys(documents).flatMap((one) => (one.startsWith('cell') ? (document(one) ?? []) : []))
      : undefined,
  );
  const placeOf = (uri: string, text: string) => {
    const offset = documents[uri]!.lastIndexOf(text);
    assert.ok(offset >= 0, text);
    const at = (end: number) => {
      const lines = documents[uri]!.slice(0, end).split('\n');
      return { line: lines.length - 1, character: lines.at(-1)!.length };
    };
    return { uri, range: { start: at(offset), end: at(offset + text.length) } };
  };
  return {
    placeOf,
    at: (place: EvaluateParams) => made.evaluate(place, live),
    evaluate: (uri: string, text: string) => made.evaluate(placeOf(uri, text), live),
    hover: (uri: string, text: string) => made.hover(uri, placeOf(uri, text).range.start, live),
    dims: (uri: string, text: string) => made.dims(placeOf(uri, text), live),
    edit: (uri: string, text: string) => {
      documents[uri] = text;
      version++;
    },
  };
}

const cells = () =>
  session({
    cell1: '%matplotlib inline\n!pip install "torch\nimport torch\nimport torch.nn.functional as F',
    cell2: 'logits = torch.tensor([[1.5, 2.0, 0.5],\n                       [1.0, 0.5, 2.5]])\nunclosed = """',
    cell3: 'y = torch.tensor([1, 2])\nloss = F.cross_entropy(logits, y)',
    cell4: 'logits = torch.zeros(2, 3)',
  });

test('a cell sees the cells before it, and an edit of one of them', async () => {
  const notebook = cells();
  const view = await notebook.evaluate('cell3', 'F.cross_entropy(logits, y)');
  assert.equal(view?.valueText, '0.45524317');
  assert.equal(view.uri, 'cell3');
  assert.deepEqual(view.range, notebook.placeOf('cell3', 'F.cross_entropy(logits, y)').range);
  notebook.edit('cell2', 'logits = torch.zeros(2, 4)');
  assert.equal((await notebook.evaluate('cell3', 'F.cross_entropy(logits, y)'))?.valueText, '1.3862944');
});

test('a hover in a cell has its range in that cell', async () => {
  const notebook = cells();
  const hover = await notebook.hover('cell3', 'logits, y');
  assert.match(hover?.markdown ?? '', /\(2, 3\) float32/);
  assert.deepEqual(hover?.range, notebook.placeOf('cell3', 'logits').range);
  const dims = await notebook.dims('cell2', 'logits');
  assert.match(dims?.dims[1]?.why ?? '', /^line 2 of cell 3: /);
});

test('a message about an earlier cell names that cell and its line', async () => {
  const notebook = cells();
  notebook.edit('cell2', '\nlogits = torch.zeros(2, 3) + torch.zeros(4)');
  const view = await notebook.evaluate('cell3', 'F.cross_entropy(logits, y)');
  assert.equal(view?.value, undefined);
  const [message] = view?.messages ?? [];
  assert.match(message?.message ?? '', /must match the size of tensor b \(4\)/);
  assert.equal(message?.uri, 'cell2');
  assert.equal(message?.range?.start.line, 1);
});

const markdown = `# Losses
\`\`\`python
import torch
x = torch.tensor([[1.0, 2.0]])
\`\`\`
Then x is summed:

1. so
   \`\`\`py
   for i in range(3):
     total = x.sum() * i
   \`\`\`
`;

test('the Python blocks of Markdown are one program; outside of them there is nothing', async () => {
  const document = session({ 'a.md': markdown }, 'markdown');
  const view = await document.evaluate('a.md', 'x.sum() * i');
  assert.deepEqual([view?.valueText, view?.runs], ['6.0', 3]);
  assert.deepEqual(view?.range, document.placeOf('a.md', 'x.sum() * i').range);
  const hover = await document.hover('a.md', 'total');
  assert.deepEqual(hover?.range, document.placeOf('a.md', 'total').range);
  assert.equal(await document.hover('a.md', 'x is summed'), null);
  assert.equal(await document.evaluate('a.md', 'Losses'), null);
  assert.equal(await session({ 'b.md': 'plain' }, 'markdown').evaluate('b.md', 'plain'), null);
});

const loop = `import torch
def scaled(a, k):
    print('k is', k)
    return a * k
x = torch.ones(2)
for step in range(4):
    x = scaled(x, step + 1)
    x += 1
once = x + 1
other = scaled(once, 10)
`;

test('code that runs more than once shows its last value and how often it ran', async () => {
  const file = session({ 'a.py': loop });
  assert.match((await file.hover('a.py', 'scaled(x'))?.markdown ?? '', /last of 4 evaluations/);
  assert.match((await file.hover('a.py', 'a * k'))?.markdown ?? '', /last of 5 evaluations/);
  const inside = await file.evaluate('a.py', 'a * k');
  assert.deepEqual([inside?.valueText, inside?.runs], ['[660.0, 660.0]', 5]);
  assert.match((await file.hover('a.py', 'x += 1'))?.markdown ?? '', /last of 4 evaluations/);
  assert.doesNotMatch((await file.hover('a.py', 'x + 1'))?.markdown ?? '', /evaluations/);
  assert.equal((await file.evaluate('a.py', 'x + 1'))?.runs, undefined);
});

test('an attribute, a parameter and a comprehension are counted once each time', async () => {
  const code = `import torch
class Box:
    def __init__(self): self.total = torch.zeros(2)
box = Box()
def add(to, times):
    for i in range(times):
        to.total += 1
    return to
add(box, 2)
add(box, 3)
parts = [row * 2 for row in torch.ones(4, 2)]
`;
  const file = session({ 'a.py': code });
  for (const [expression, behind, runs] of [
    ['to.total', '', 5],
    ['times', '):', 2],
    ['row * 2', '', 4],
    ['row', ' in', 4],
  ] as const) {
    const { uri, range } = file.placeOf('a.py', expression + behind);
    const end = { ...range.end, character: range.end.character - behind.length };
    assert.equal((await file.at({ uri, range: { start: range.start, end } }))?.runs, runs, expression);
  }
});

test('what the evaluated code printed before is there, and not what comes later', async () => {
  const file = session({ 'a.py': loop });
  assert.equal((await file.evaluate('a.py', 'x + 1'))?.printed, 'k is 1\nk is 2\nk is 3\nk is 4\n');
  assert.equal((await file.evaluate('a.py', 'range(4)'))?.printed, undefined);
  const prints = session({ 'a.py': 'print("one")\nx = 1\nfor i in range(2):\n    print(i)\ny = x + 1\n' });
  const left = await prints.evaluate('a.py', 'x + 1');
  assert.equal(left?.printed, undefined);
  assert.equal(left?.unprinted, 'Not printed here, for the value does not depend on it: line 1, line 3');
  const whole = await prints.at({ ...prints.placeOf('a.py', 'x + 1'), prints: true });
  assert.deepEqual([whole?.printed, whole?.unprinted], ['one\n0\n1\n', undefined]);
  const long = session({ 'a.py': 'def f():\n    for i in range(5000):\n        print(i)\n    return 2\nx = f()\n' });
  const printed = (await long.evaluate('a.py', 'f()'))?.printed ?? '';
  assert.match(printed, /^…\n\d+\n[\d\n]*4999\n$/);
  assert.ok(printed.length <= 10_002);
});

test('a syntax error in a block of Markdown names the line of the document', async () => {
  const broken = session({ 'a.md': `${markdown}\n\`\`\`python\nfor i in x:\ny = i\n\`\`\`\n` }, 'markdown');
  const [message] = (await broken.evaluate('a.md', 'y = i'))?.messages ?? [];
  const line = markdown.split('\n').length + 2;
  assert.match(message?.message ?? '', new RegExp(`'for' statement on line ${line}$`));
  assert.equal((await broken.evaluate('a.md', 'x.sum() * i'))?.valueText, '6.0');
});

test('an exception is told with its way through cells, files and blocks, each by its name', async () => {
  const notebook = session({
    cell1: 'import torch\nimport torch.nn.functional as F\ndef loss(x):\n    return F.nll_loss(x, torch.tensor([5]))',
    cell2: 'def both(x):\n\n    return loss(x)',
    cell3: 'x = torch.zeros(1, 3)\nvalue = both(x)',
  });
  const places = (view: Awaited<ReturnType<typeof notebook.evaluate>>) =>
    view?.messages[0]?.traceback?.flatMap(({ frames }) =>
      frames.map(({ place, uri, range }) => [place, uri, range.start.line]),
    );
  const [message] = (await notebook.evaluate('cell3', 'both(x)'))?.messages ?? [];
  assert.deepEqual([message?.type, message?.line, message?.uri], ['IndexError', 'line 4 of cell 1', 'cell1']);
  assert.deepEqual(places(await notebook.evaluate('cell3', 'both(x)')), [
    ['Cell In[3], line 2', 'cell3', 1],
    ['Cell In[2], line 3, in both', 'cell2', 2],
    ['Cell In[1], line 4, in loss', 'cell1', 3],
  ]);
  const hover = (await notebook.hover('cell3', 'both(x)'))?.markdown ?? '';
  assert.match(hover, /Cell In\[2\], line 3, in both\n {4}return loss\(x\)\n/);
  const markdown = session(
    { 'file:///notes.md': '# A\n```python\ndef f():\n    return 1 / 0\n```\n\n```py\nf()\n```\n' },
    'markdown',
  );
  assert.deepEqual(places(await markdown.evaluate('file:///notes.md', 'f()')), [
    ['File "notes.md", line 8, in <module>', 'file:///notes.md', 7],
    ['File "notes.md", line 4, in f', 'file:///notes.md', 3],
  ]);
  const file = session({
    'untitled:Untitled-1':
      'def f():\n    raise KeyError("k")\ntry:\n    f()\nexcept KeyError as e:\n    raise ValueError("v") from e\nx = 1\n',
  });
  const [raised] = (await file.evaluate('untitled:Untitled-1', 'f()'))?.messages ?? [];
  assert.deepEqual(
    raised?.traceback?.map(({ type, frames, next }) => [type, frames.map(({ place }) => place), next?.how]),
    [
      ['KeyError', ['File "Untitled-1", line 4, in <module>', 'File "Untitled-1", line 2, in f'], 'cause'],
      ['ValueError', ['File "Untitled-1", line 6, in <module>'], undefined],
    ],
  );
});

test('code behind an exception says which one', async () => {
  const file = session({
    'a.py': 'def f(n):\n    m = 1 / n\n    return m + 1\nf(0)\nfor i in [0]:\n    k = [][i]\n    j = k\n',
  });
  const said = async (text: string) => {
    const [message] = (await file.evaluate('a.py', text))?.messages ?? [];
    return [message?.type, message?.line];
  };
  assert.deepEqual(await said('m + 1'), ['ZeroDivisionError', 'line 2']);
  assert.deepEqual(await said('j'), ['IndexError', 'line 6']);
});

test('what a notebook asks of its shell is not known, and the rest runs', async () => {
  const notebook = session({
    cell1: 'import torch\nx = torch.ones(3)\nfiles = !ls "*.py\n%time y = x * 2',
    cell2: '%%time\nz = y.sum()\nn = len(files)',
  });
  assert.equal((await notebook.evaluate('cell2', 'y.sum()'))?.valueText, '6.0');
  const view = await notebook.evaluate('cell2', 'len(files)');
  assert.deepEqual(
    view?.messages.map(({ severity, message, line }) => [severity, message, line]),
    [['unknown', 'commands of a notebook are not run here', 'line 3 of cell 1']],
  );
  const markdown = session(
    { 'a.md': '```python\n>>> import torch\n>>> x = torch.ones(2)\n>>> x\ntensor([1., 1.])\n>>> y = x + 1\n```\n' },
    'markdown',
  );
  assert.equal((await markdown.evaluate('a.md', 'x + 1'))?.valueText, '[2.0, 2.0]');
});
