// What is kept between edits must say what a run from scratch says: random programs, edited at random, asked at random places.
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { Parser } from '../../src/syntax/parser';
import { parser as openParser } from '../unit/python/harness';
import { EditedDocument } from '../unit/trace/editedDocument';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

const head = `import random
import warnings
import torch
import torch.nn.functional as F
from elsewhere import model
a = torch.tensor([1.0, -2.0])
b = torch.tensor([3.0, 4.0])
c = [a, b]
n = 3
class Box:
    def __init__(self, t):
        self.t = t
    def bump(self, by=1):
        self.t = self.t + by
        return self.t
def f(x, k=2):
    return x * k + n
`;

/** `X` and `Y` are names; each line is a statement, a comment or blank. */
const shapes = [
  'X = Y + 1',
  'X = X * Y',
  'X += 1',
  'c.append(X)',
  'X = c[-1]',
  'd = Box(X)',
  'X = d.bump()',
  'X = f(Y)',
  'X = f(Y, n)',
  'n = 4',
  'n += 1',
  'X = torch.rand(2)',
  'random.seed(n)',
  'n = random.randint(0, 9)',
  'torch.manual_seed(1)',
  'X = F.softmax(Y, dim=0)',
  'X = Y[5]',
  'X = model(Y)',
  'X = model(Y)  # tensor: ones(2)',
  '# tensor: zeros(2)',
  'X: Float[Tensor, "n"] = model(Y)',
  'X: Float[Tensor, "m n"] = model(Y)',
  '# a comment',
  '',
  'print(X)',
  "warnings.warn('careful')",
  "raise ValueError('no')",
  'for i in range(n):\n    X = X + i',
  'if n > 3:\n    X = Y\nelse:\n    print(n)',
  'def f(x, k=3):\n    y = x + k\n    return y',
  'def g(z):\n    return z - 1',
  'X = g(Y)',
  'try:\n    X = Y[9]\nexcept IndexError as e:\n    n = len(str(e))',
  'X = (Y +',
  'X = 1 2',
];
const name = fc.constantFrom('a', 'b');
const line = fc
  .tuple(fc.constantFrom(...shapes), name, name)
  .map(([shape, x, y]) => shape.replace(/\bX\b/g, x).replace(/\bY\b/g, y));
const edit = fc.record({
  kind: fc.constantFrom('insert', 'replace', 'delete'),
  at: fc.nat(),
  line,
  asked: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
});

test('what is kept says what a run says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 2, maxLength: 10 }),
      fc.array(edit, { minLength: 2, maxLength: 8 }),
      async (lines, edits) => {
        const text = () => `${head}${lines.join('\n')}\nresult = a * b\n`;
        const document = new EditedDocument(parser, text());
        for (const { kind, at, line: now, asked } of edits) {
          lines.splice(at % (lines.length + 1), kind === 'insert' ? 0 : 1, ...(kind === 'delete' ? [] : [now]));
          document.become(text());
          const places = [...text().matchAll(/(?<== ).+$/gm)].map((match) => ({
            start: match.index,
            end: match.index + match[0].length,
          }));
          for (const place of [...asked.map((which) => places[which % places.length]), places.at(-1)])
            if (place) await document.told(place);
        }
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 60), endOnFailure: true },
  );
});
