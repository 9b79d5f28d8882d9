// The steps of a cross entropy of (5, 10) logits with weights, for the row that costs most, as the server sends them.
const i = (text) => ({ tag: 'mi', text });
const o = (text) => ({ tag: 'mo', text });
const n = (text, cell) => ({ tag: 'mn', text, ...(cell && { cell }) });
const node = (tag, ...of) => ({ tag, of });
const row = (...of) => node('mrow', ...of);
const indexed = (name, ...letters) =>
  node('msub', i(name), row(...letters.flatMap((letter, at) => (at ? [o(','), i(letter)] : [i(letter)]))));
const power = (of) => node('msup', i('e'), of);
const sum = (letter, of) => row(node('munder', o('∑'), i(letter)), of);
const of = (name, math) => row(i(name), o('\u2061'), math);

const place = (line, character) => ({
  uri: 'file:///examples/bce.py',
  range: { start: { line, character }, end: { line, character: character + 3 } },
});
const logit = (at) => ({ label: 'logits', index: [4, at], place: place(6, 10 + 5 * at) });
const loss = (at) => ({ label: '', index: [at] });

const shares = ['0.02694', '0.01399', '0.1003', '…', '0.01264', '…', '0.02649'];
const places = [0, 1, 2, undefined, 7, undefined, 9];

/** `at` is the row; the numbers are those of row 4. */
export const crossEntropySteps = (at = 4) => ({
  shape: [5],
  letters: ['n'],
  index: [at],
  names: [
    { symbol: 'x', label: 'logits' },
    { symbol: 'y', label: 'y' },
    { symbol: 'w', label: 'weight' },
  ],
  element: [
    {
      title: 'softmax: the share of each class',
      left: indexed('p', 'n', 'j'),
      symbols: node('mfrac', power(indexed('x', 'n', 'j')), sum('k', power(indexed('x', 'n', 'k')))),
      numbers: row(
        o('('),
        ...shares.flatMap((text, k) => [
          ...(k ? [o(',')] : []),
          text === '…' ? o(text) : n(text, { ...logit(places[k]), index: [at, places[k]] }),
        ]),
        o(')'),
      ),
    },
    {
      title: 'The class that the target names',
      left: i('c'),
      symbols: indexed('y', 'n'),
      value: { text: '7', cell: { label: 'y', index: [at], place: place(7, 16) } },
    },
    {
      title: 'Minus the logarithm of its share',
      left: i('a'),
      symbols: row(o('−'), of('log', indexed('p', 'n', 'c'))),
      numbers: row(o('−'), of('log', n('0.01264', { ...logit(7), index: [at, 7] }))),
      value: { text: '4.37089' },
      note: 'Rounded to float16 at each step it is 4.371',
    },
    {
      title: 'Times the weight of the class',
      left: indexed('ℓ', 'n'),
      symbols: row(indexed('w', 'c'), o('⋅'), i('a')),
      numbers: row(n('1', { label: 'weight', index: [7], place: place(8, 40) }), o('×'), n('4.368')),
      value: { text: '4.36813' },
    },
  ],
  total: [
    {
      title: 'The value: the mean of the losses',
      left: i('L'),
      symbols: node('mfrac', sum('n', indexed('ℓ', 'n')), i('N')),
      numbers: node(
        'mfrac',
        row(
          ...['2.621', '2.398', '1.538', '1.471', '4.368'].flatMap((text, k) => [
            ...(k ? [o('+')] : []),
            n(text, loss(k)),
          ]),
        ),
        n('5'),
      ),
      value: { text: '2.47925' },
    },
  ],
});
