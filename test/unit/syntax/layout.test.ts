import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fencedBlocks } from '../../../src/syntax/fencedBlocks';
import { Layout } from '../../../src/syntax/layout';
import { withoutMagics } from '../../../src/syntax/magics';

const markdown = [
  '# Losses',
  '```python',
  'a = 1',
  '```',
  '1. indented:',
  '   ```py title="b"',
  '   if a:',
  '     b = 2',
  '',
  '   ```',
  '````text',
  '```python',
  'no = 1',
  '```',
  '````',
  '~~~python3',
  'c = 3',
].join('\n');

test('the Python blocks of Markdown, without the indentation of their fence; other fences are none', () => {
  const blocks = fencedBlocks('a', markdown);
  assert.deepEqual(
    blocks.map(({ text, lines }) => [text, lines]),
    [
      ['a = 1', [2, 2]],
      ['if a:\n  b = 2\n', [6, 8]],
      ['c = 3', [16, 16]],
    ],
  );
  for (const other of ['```\nx\n```', '```python-repl\nx\n```', '```python\n```', '`` ```python ``']) {
    assert.deepEqual(fencedBlocks('a', other), [], other);
  }
});

test('every place of a block maps to its offset and back; outside of blocks there is none', () => {
  const layout = new Layout(fencedBlocks('a', markdown));
  const lines = markdown.split('\n');
  for (const [word, line] of [
    ['a = 1', 2],
    ['if a', 6],
    ['b = 2', 7],
    ['c = 3', 16],
  ] as const) {
    const character = lines[line]!.indexOf(word);
    const offset = layout.offset('a', { line, character })!;
    assert.ok(layout.text.startsWith(word, offset), word);
    assert.deepEqual(layout.position(offset), { line, character });
    assert.deepEqual(layout.position(offset + word.length), { line, character: character + word.length });
  }
  for (const line of [0, 1, 3, 4, 12]) assert.equal(layout.offset('a', { line, character: 0 }), undefined);
  assert.equal(layout.offset('b', { line: 2, character: 0 }), undefined);
});

test('an offset names the document that it stands in', () => {
  const cell = (uri: string, text: string) => ({ uri, text, lines: [0, text.split('\n').length - 1] }) as const;
  const layout = new Layout([cell('a', 'x = 1'), cell('b', ''), cell('c', '\r\ny')]);
  const y = layout.offset('c', { line: 1, character: 0 })!;
  assert.equal(layout.text[y], 'y');
  assert.deepEqual([layout.uri(0), layout.uri(5), layout.uri(y), layout.uri(y + 1)], ['a', 'a', 'c', 'c']);
  assert.deepEqual(layout.position(y), { line: 1, character: 0 });
});

test("IPython's own lines do nothing, and every offset stays", () => {
  const rows = [
    ['%matplotlib inline\nx = 1', '                  \nx = 1'],
    ['!echo "it\'s (\nx = 1', `${' '.repeat(13)}\nx = 1`],
    ['!pip install \\\n  torch\nx = 1', `${' '.repeat(14)}\n       \nx = 1`],
    ['if x:\n    !pip install torch\ny = 1', `if x:\n    pass${' '.repeat(14)}\ny = 1`],
    ['%%time\nx = 1', '      \nx = 1'],
    ['%%bash\nls | (', '      \n      '],
    ['%time y = f(x)\nz = y', 'if 1: y = f(x)\nz = y'],
    ['%timeit f(x)\nz = y', '            \nz = y'],
    ['$ pip install torch\nx = 1', `${' '.repeat(19)}\nx = 1`],
    ['a, b = !ls "it\nx = 1', `a, b = ${' '.repeat(7)}\nx = 1`],
    ['a %= 2\nb = a % 3', 'a %= 2\nb = a % 3'],
    ['a = b != c', 'a = b != c'],
    ['torch.tensor?\nx = 1', `${' '.repeat(13)}\nx = 1`],
    ['x = (a\n  % b)', 'x = (a\n  % b)'],
    ['s = """\n%d\n"""', 's = """\n%d\n"""'],
  ] as const;
  for (const [cell, python] of rows) assert.equal(withoutMagics(cell).text, python);
});

test("a long name costs no time beside IPython's own lines", () => {
  const rest = `${'a'.repeat(5000)}(1)\n${'b, '.repeat(5000)}c\n${'d '.repeat(5000)}`;
  assert.equal(withoutMagics(`!ls\n${rest}`).text, `   \n${rest}`);
});

test('of an interactive session the code counts, at its place, and not what was printed', () => {
  const blocks = fencedBlocks('a', '```pycon\n>>> x = 1\n>>> for i in y:\n...     x += i\n...\n>>> x\n(3\n```\n');
  assert.deepEqual(
    blocks.map(({ text }) => text),
    ['x = 1\nfor i in y:\n    x += i\n\nx\n'],
  );
  const layout = new Layout(blocks);
  const offset = layout.offset('a', { line: 3, character: 8 })!;
  assert.equal(layout.text.slice(offset, offset + 6), 'x += i');
  assert.deepEqual(layout.position(offset), { line: 3, character: 8 });
});

const anyLine = fc.constantFrom(
  '>>> x',
  '... y',
  '```python',
  '```',
  '~~~py',
  '~~~',
  '  ```py',
  '  x = 1',
  ' y',
  '',
  '\tz',
  '````',
  'word',
);

test('whatever a Markdown document holds, its blocks are its own lines and every place in them maps there and back', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const layout = new Layout(fencedBlocks('a', lines.join(end)));
      for (const [line, text] of lines.entries()) {
        for (let character = 0; character <= text.length; character++) {
          const offset = layout.offset('a', { line, character });
          if (offset === undefined) continue;
          const back = layout.position(offset);
          assert.equal(back.line, line);
          assert.ok(back.character === character || /^[ \t>.]*$/.test(text.slice(character, back.character)));
          if (back.character < text.length && layout.text[offset] !== '\n')
            assert.equal(layout.text[offset], text[back.character]);
        }
      }
    }),
  );
});

test('whatever a cell holds, its offsets and line ends stay', () => {
  const word = fc.constantFrom(
    '%',
    '!',
    '?',
    '%%',
    'x',
    ' = ',
    '(',
    '"',
    "'''",
    '\\',
    '\n',
    '\r\n',
    '    ',
    'if x:',
    '#',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const text = words.join('');
      const { text: python } = withoutMagics(text);
      assert.equal(python.length, text.length);
      assert.equal(python.replace(/[^\r\n]/g, ' '), text.replace(/[^\r\n]/g, ' '));
    }),
  );
});
