// A slice must give the value that the whole program gives: random programs with aliases, in-place changes, functions,
// closures and random numbers, evaluated both ways at every line.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { evaluate } from '../../src/python/run';
import type { Value } from '../../src/python/value';
import type { Parser } from '../../src/syntax/parser';
import { createCpuEngine } from '../../src/tensor/engineOn';
import { valuesOf } from '../../src/tensor/host';
import { Tensor } from '../../src/tensor/tensor';
import { createTorchLibrary } from '../../src/torch/library';
import { Recorder } from '../../src/trace/recorder';
import { interactiveLimits } from '../../src/trace/trace';
import { parser as openParser } from '../unit/python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

const head = `import torch
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(0)
class Box:
    def __init__(self, t):
        self.t = t
    def bump(self):
        self.t += 1
def fill(t, v):
    t[0] = v
def grow(xs):
    xs.append(torch.ones(2))
    return xs[0]
def counter():
    global calls
    calls += 1
    return calls
calls = 0
relu = nn.ReLU(inplace=True)
a = torch.tensor([1.0, -2.0])
b = torch.tensor([3.0, 4.0])
c = [a, b]
d = Box(b)
e = {'k': a}
w = torch.tensor([1.0, 2.0], requires_grad=True)
loss = (w * w).sum()
opt = torch.optim.SGD([w], lr=0.1, momentum=0.9)
sched = torch.optim.lr_scheduler.StepLR(opt, 1)
`;

const name = fc.constantFrom('a', 'b');
/** One line each; `X` and `Y` are tensors. */
const shapes = [
  'X = Y',
  'X = Y + 1',
  'X = X * Y',
  'X += 1',
  'X.add_(Y)',
  'X[0] = 7',
  'X[:] = Y',
  'fill(X, 5)',
  'c.append(X)',
  'X = c[-1]',
  'c[0][1] = 9',
  'd = Box(X)',
  'd.bump()',
  'X = d.t',
  'd.t = Y',
  "e['k'] = X",
  "e['k'][0] = 2",
  "X = e['k']",
  'X = torch.rand(2)',
  'X = F.softmax(Y, dim=0)',
  'F.relu(X, inplace=True)',
  'relu(X)',
  'torch.add(X, Y, out=X)',
  'X = grow(c)',
  'X = X * counter()',
  'X = X + calls',
  'for t in c:\n    t += 1',
  'for i in range(2):\n    X[i] += i',
  'if X[0] > Y[0]:\n    X = Y\nelse:\n    X += 1',
  'f = lambda t: t.mul_(2)\nf(X)',
  'f = X.add_\nf(1)',
  'X, Y = Y, X',
  '(X := Y).sub_(1)',
  'c = [t for t in c]',
  'c = sorted(c, key=lambda t: t.add_(1).sum().item())',
  'with torch.no_grad():\n    X.zero_()',
  'try:\n    X[5] = 1\nexcept IndexError:\n    X += 3',
  'map_result = list(map(lambda t: t.add_(1), c))',
  'setattr(d, "t", X)',
  'd.__dict__',
  'X = getattr(d, "t")',
  'x2 = X.view(2)\nx2[1] = 3',
  'torch.manual_seed(1)',
  'print(X.sub_(1))',
  'loss = (w * X).sum()',
  'loss = loss + w[0] * w.sum()',
  '(w * X).sum().backward()',
  'loss.backward(retain_graph=True)',
  'X = w.grad',
  'X = w.grad * Y',
  'w.grad = None',
  'w.grad.zero_()',
  'with torch.no_grad():\n    w -= 0.1 * w.grad',
  'w.data[0] = 3',
  'h = w.register_hook(lambda g: g * 2)',
  'torch.autograd.backward([loss, w[1]])',
  'X = torch.autograd.grad(loss, w, retain_graph=True)[0]',
  'X = (w * 2)\nX[0] = Y[1]',
  'X = (w * Y).detach()',
  'opt.zero_grad()',
  'opt.zero_grad()\n(w * Y).sum().backward()\nopt.step()',
  'opt.step()',
  'sched.step()',
  'o2 = torch.optim.Adam([X, w])\no2.step()',
  'opt.add_param_group({"params": [X]})',
  'opt.load_state_dict(torch.optim.SGD([w], lr=0.5).state_dict())',
  'for g in opt.param_groups:\n    g["lr"] = 0.01',
  'X = torch.tensor([sched.get_last_lr()[0], opt.param_groups[0]["lr"]])',
  'X = opt.state[w]["momentum_buffer"]',
  'X = w.data',
  'nn.utils.clip_grad_norm_([w], 0.5)',
  'nn.utils.clip_grad_value_(w, 0.5)',
  'nn.utils.vector_to_parameters(X, [w])',
  'def closure():\n    opt.zero_grad()\n    v = (w * X).sum()\n    v.backward()\n    return v\nopt.step(closure)',
];
const line = fc
  .tuple(fc.constantFrom(...shapes), name, name)
  .map(([shape, x, y]) => shape.replace(/\bX\b/g, x).replace(/\bY\b/g, y));

/** The last value of `place`, as text; runs all of the program, or the slice that the place needs. */
async function seen(code: string, place: string, whole: boolean): Promise<string> {
  const start = code.lastIndexOf(place);
  const target = { start, end: start + place.length };
  const recorder = new Recorder(target);
  const engine = createCpuEngine();
  await evaluate(parser.parse(code), {
    library: createTorchLibrary(engine),
    limits: interactiveLimits,
    signal: new AbortController().signal,
    observer: recorder,
    now: () => performance.now(),
    pause: async () => undefined,
    mode: 'explore',
    ...(whole ? {} : { target }),
  });
  return text(recorder.value(target)?.value);
}

function text(value: Value | undefined): string {
  if (!value) return 'nothing';
  if (value.kind === 'instance' && value.native instanceof Tensor) return String([...valuesOf(value.native)]);
  return value.kind === 'unknown'
    ? 'unknown'
    : JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v));
}

test('a slice gives what the whole program gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), name, async (lines, last) => {
      const code = `${head}${lines.join('\n')}\nresult = (${last} + 0)\n`;
      const place = `${last} + 0`;
      const [slice, whole] = [await seen(code, place, false), await seen(code, place, true)];
      assert.ok(slice === whole, `slice gives ${slice}, the whole ${whole}:\n${code.slice(head.length)}`);
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 300) },
  );
});
