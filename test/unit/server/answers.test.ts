// Every expression of a program has an answer: its value, or a clear reason why it has none. Each is asked for by itself, as
// a person would, and held against one run of the whole program.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Span } from '../../../src/base/span';
import { render } from '../../../src/base/text';
import { evaluate } from '../../../src/python/run';
import type { Value } from '../../../src/python/value';
import { lineIn } from '../../../src/syntax/layout';
import type { Expression } from '../../../src/syntax/nodes';
import type { Parser } from '../../../src/syntax/parser';
import type { SourceFile } from '../../../src/syntax/sourceFile';
import { isExpression, walk } from '../../../src/syntax/walk';
import { createRouter, type Router } from '../../../src/tensor/router';
import { Tensor } from '../../../src/tensor/tensor';
import { createTorchLibrary } from '../../../src/torch/library';
import { Recorder } from '../../../src/trace/recorder';
import { interactiveLimits, recordedValue, type TraceWorld, trace } from '../../../src/trace/trace';
import { parser as openParser } from '../python/harness';
import { sessionOver } from './openSession';

let parser: Parser;
let router: Router;
let world: TraceWorld;
before(async () => {
  parser = await openParser();
  router = createRouter({ setting: 'cpu' });
  world = {
    engine: await router.engine(),
    library: createTorchLibrary,
    limits: { ...interactiveLimits, milliseconds: 20_000 },
    now: () => performance.now(),
    pause: async () => undefined,
    signal: new AbortController().signal,
  };
});
after(() => router.close());

const training = `import torch
import torch.nn.functional as F
from torch import nn

def scaled(x, by=torch.tensor(2.0), *rest, bias=0.5 + 0.25, **more):
    out = x * by + bias
    out += 1
    return out

def twice(fn):
    return lambda *args: fn(fn(*args))

@twice
def grow(x):
    return x * 1.5

class Net(nn.Module):
    size: int = 3

    def __init__(self, out=2):
        super().__init__()
        self.layer = nn.Linear(self.size, out)

    def forward(self, x):
        hidden = self.layer(x)
        return F.softmax(hidden, dim=-1)

torch.manual_seed(0)
net = Net()
x = torch.tensor([[1.0, -2.0, 3.0], [4, 5, 6]])
y = scaled(x, bias=-0.5)
z = scaled(x[:, 1:], torch.tensor(3.0))
rows = [row.sum().item() for row in x if row[0] > 0]
table = {name: value ** 2 for name, value in zip("ab", rows)}
total = sum(v for v in rows) + grow(len(rows))
losses = []
for step in range(3):
    p = net(x)
    loss = F.cross_entropy(p, torch.tensor([0, 1]), label_smoothing=0.1 * step)
    losses.append(loss.item())
    x[0, 0] += step
    text = f"{step}: {loss.item():.3f} {p.shape!r}"
first, (second, *others) = x[0, 0], (x[0, 1], 3, 4)
best = min(losses, key=lambda l: abs(l - 1)) if losses else None
flag = total > 3 and not best or False
if (n := len(losses)) > 5:
    never = n + 1
while n:
    n -= 1
with torch.no_grad() as nothing:
    w = net.layer.weight @ x.T
try:
    bad = F.nll_loss(p, torch.tensor([7, 0]))
    later = bad + 1
except IndexError as error:
    message = str(error)
kinds = {type(v).__name__ for v in (1, 2.0, "three")}
del first
match losses:
    case [a, *tail] if a > 0:
        head = a
assert second is not None, "no second"
print(text, *others, sep=", ")
`;

/** Fixtures of the language whose expressions are asked for; the larger ones in part, for each costs an evaluation. */
const folder = path.resolve('test/fixtures');
/** A fixture says in its first line where only a run of the whole file knows its values. */
const isWhole = (file: string): boolean => /^#.*\(whole runs: .*\)/.test(readFileSync(path.join(folder, file), 'utf8'));
const fixtures = readdirSync(folder).filter((file) => file.endsWith('.py') && file !== 'record.py' && !isWhole(file));
const mostAsked = 150;

interface Asked {
  readonly node: Expression;
  readonly where: string;
}

function expressionsIn(file: SourceFile): readonly Asked[] {
  const found: Asked[] = [];
  walk(file.module, (node) => {
    if (isExpression(node)) {
      const { start, end } = node.span;
      found.push({ node, where: `${lineIn(file, start)} ${node.kind} ${file.text.slice(start, end)}` });
    }
    return undefined;
  });
  return found;
}

/** What one run of the whole program saw at each place, as text. */
async function wholeRun(file: SourceFile) {
  const recorder = new Recorder(file.module.span);
  const { repr } = await evaluate(file, {
    ...world,
    library: createTorchLibrary(world.engine, () => undefined),
    observer: recorder,
    mode: 'explore',
  });
  return async (span: Span) => {
    const seen = recorder.value(span);
    if (!seen || seen.value.kind === 'unknown') return undefined;
    return stable((await repr(seen.value)) ?? seen.value.kind);
  };
}

/** Without what differs between runs that differ in nothing else. */
const stable = (text: string): string => text.replace(/0x[0-9a-f]+/g, '0x');

const reasons = [
  /^This code was not reached: nothing in the file runs it, or a condition before it is false\.$/,
  /^This code was not reached: line \d+ raised \w+: /,
  /^Annotations are not evaluated here\.$/,
  /^What is deleted has no value\.$/,
  /not modelled/,
];

/** Parts of the tree that are no expressions to a reader: they have no value of their own. */
const isPart = ({ kind }: Expression): boolean => kind === 'Starred';

/** Objects of the standard library's own, and those that methods are bound to, are shown as they are in the end. */
const isShared = (value: Value): boolean =>
  value.kind === 'iterator' ||
  (value.kind === 'method' && value.self.kind === 'instance') ||
  (value.kind === 'instance' && value.native !== undefined && !(value.native instanceof Tensor));

async function check(text: string, step: number): Promise<void> {
  const file = parser.parse(text);
  const inAll = await wholeRun(file);
  const wrong: string[] = [];
  const all = expressionsIn(file).filter(({ node }) => !isPart(node));
  for (let i = 0; i < all.length; i += step) {
    const { node, where } = all[i]!;
    const seen = await trace(file, node.span, world);
    const value = recordedValue(seen);
    if (value.kind === 'unknown') {
      const reason = render(value.reason);
      if (!reasons.some((known) => known.test(reason))) wrong.push(`${where}\n    unknown: ${reason}`);
      else if (/nothing in the file/.test(reason) && (await inAll(node.span)) !== undefined)
        wrong.push(`${where}\n    was reached`);
      continue;
    }
    const own = stable((await seen.repr(value)) ?? value.kind);
    const other = await inAll(node.span);
    // A function that the file does not call has values here only.
    if (other !== undefined && own !== other && !isShared(value)) wrong.push(`${where}\n    ${own}\n    ${other}`);
  }
  assert.equal(wrong.join('\n'), '');
}

test('every expression of a training script: its value is that of a whole run, or there is a reason', () =>
  check(training, 1));

for (const file of fixtures)
  test(`expressions of ${file}`, async () => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const count = expressionsIn(parser.parse(text)).length;
    await check(text, Math.max(1, Math.ceil(count / mostAsked)));
  });

test('a hover at every expression says something', async () => {
  const session = sessionOver((uri) => ({ uri, version: 1, languageId: 'python', getText: () => training }));
  const file = parser.parse(training);
  const silent: string[] = [];
  for (const { node, where } of expressionsIn(file)) {
    const lines = training.slice(0, node.span.start).split('\n');
    const position = { line: lines.length - 1, character: lines.at(-1)!.length };
    const hover = await session.hover('file:///a.py', position, world.signal);
    if (!hover?.markdown) silent.push(where);
  }
  assert.deepEqual(silent, []);
});
