import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { render } from '../../../src/base/text';
import { joined } from '../../../src/syntax/joined';
import type { Parser } from '../../../src/syntax/parser';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { valuesOf } from '../../../src/tensor/host';
import { Tensor } from '../../../src/tensor/tensor';
import { createTorchLibrary } from '../../../src/torch/library';
import { commentOn } from '../../../src/trace/inputs/comments';
import { definitionsIn } from '../../../src/trace/inputs/definitions';
import { interactiveLimits, recordedValue, trace } from '../../../src/trace/trace';
import { parser as openParser } from '../python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

/** What the last `wanted` in the program is: dtype and shape, or the reason why it is not known; and what was assumed. */
async function see(program: string, wanted: string) {
  const file = parser.parse(`import torch\nimport torch.nn.functional as F\nfrom here import model, x\n${program}`);
  const start = file.text.lastIndexOf(wanted);
  const seen = await trace(
    file,
    { start, end: start + wanted.length },
    {
      engine: createCpuEngine(),
      library: createTorchLibrary,
      limits: interactiveLimits,
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
    },
  );
  const value = recordedValue(seen);
  const native = value.kind === 'instance' ? value.native : undefined;
  const tensor = native instanceof Tensor ? native : undefined;
  return {
    what: tensor ? `${tensor.dtype}[${tensor.shape}]` : value.kind === 'unknown' ? render(value.reason) : value.kind,
    values: tensor?.storage.host ? [...valuesOf(tensor)].map(Number) : [],
    assumed: seen.recorder.assumptions.map((text) => render(text)),
  };
}

test('a comment behind an assignment gives the value that the code does not, and the result says so', async () => {
  const { what, assumed } = await see('logits = model(x)  # tensor: randn(4, 10)\nlogits', 'logits');
  assert.equal(what, 'float32[4,10]');
  assert.deepEqual(assumed, ['logits: assumed randn(4, 10) by the comment on line 4']);
});

for (const [spec, what, check] of [
  ['float32[4, 10]', 'float32[4,10]', (v: number) => Math.abs(v) < 6],
  ['float64[3]', 'float64[3]', (v: number) => Math.fround(v) !== v],
  ['float32[]', 'float32[]', () => true],
  ['int64[400] < 10', 'int64[400]', (v: number) => v >= 0 && v < 10],
  ['int64[40]', 'int64[40]', (v: number) => v === 0 || v === 1],
  ['bool[5]', 'bool[5]', (v: number) => v === 0 || v === 1],
  ['randint(3, 5, (7,))', 'int64[7]', (v: number) => v === 3 || v === 4],
  ['rand(2, 3)', 'float32[2,3]', (v: number) => v >= 0 && v < 1],
  ['torch.zeros(2, 3)', 'float32[2,3]', (v: number) => v === 0],
  ['ones(0, 3)', 'float32[0,3]', (v: number) => v === 1],
  ['[[1, 2], [3, 4]]', 'int64[2,2]', (v: number) => v >= 1 && v <= 4],
  ['[[1.5, -2e-1]]', 'float32[1,2]', (v: number) => v === 1.5 || v === Math.fround(-0.2)],
] as const) {
  test(`a comment may say ${spec}`, async () => {
    const seen = await see(`y = model(x)  # noqa  # tensor: ${spec}\nz = y`, 'y');
    assert.equal(seen.what, what);
    for (const value of seen.values) assert.ok(check(value), String(value));
  });
}

for (const spec of [
  'shape (4, 10)',
  'randn(4, n)',
  '[[1, 2], [3]]',
  'int64[4] < 0',
  'uint8[2] < 300',
  '[1, 2',
  'float8[2]',
  '',
]) {
  test(`"${spec}" is not understood, and nothing is made of it`, async () => {
    const { what, assumed } = await see(`y = model(x)  # tensor: ${spec}\nz = y`, 'y');
    const end = spec ? `; the comment on line 4 is not understood: ${spec}` : '';
    assert.equal(what, `the module 'here' is not modelled${end}`);
    assert.deepEqual(assumed, []);
  });
}

test('a tensor that is too large is not made', async () => {
  const { what } = await see('y = model(x)  # tensor: randn(100000, 100000)\nz = y', 'y');
  assert.match(what, /cannot help: a tensor of 10000000000 elements is more than the limit/);
});

test('a tensor whose values are not known takes those of the comment', async () => {
  const { what, values, assumed } = await see('y = torch.empty(3)  # tensor: ones(2)\nz = y', 'y');
  assert.deepEqual([what, values, assumed.length], ['float32[2]', [1, 1], 1]);
  assert.match((await see('y = torch.empty(3)\nz = y', 'y')).what, /uninitialised memory/);
});

test('what the code gives wins over a comment', async () => {
  const { what, assumed } = await see('y = torch.ones(2)  # tensor: randn(4, 10)\nz = y', 'y');
  assert.equal(what, 'float32[2]');
  assert.deepEqual(assumed, []);
});

test('a comment in the lines above counts, one behind another statement does not', async () => {
  assert.equal((await see('# the scores\n# tensor: randn(3)\ny = model(x)\nz = y', 'y')).what, 'float32[3]');
  assert.equal(
    (await see('w = 1  # tensor: randn(3)\ny = model(x)\nz = y', 'y')).what,
    "the module 'here' is not modelled",
  );
});

test('a comment may speak of several names, in order or by name', async () => {
  const program = (said: string) => `a, b = model(x)  # tensor: ${said}\nz = b`;
  assert.equal((await see(program('randn(2, 3), int64[2] < 3'), 'b')).what, 'int64[2]');
  assert.equal((await see(program('b = [[1, 2], [3, 4]], a: randn(2)'), 'b')).what, 'int64[2,2]');
  assert.equal((await see('a = b = model(x)  # tensor: zeros(2)\na += 1\nz = b', 'b')).values[0], 1);
});

test('numbers are the same wherever they are asked for, differ by name, and leave the random stream alone', async () => {
  const program =
    'torch.manual_seed(0)\na = model(x)  # tensor: randn(20)\nb = model(x)  # tensor: randn(20)\nr = torch.rand(2)\n';
  const a = await see(`${program}a`, 'a');
  assert.deepEqual((await see(`a = model(x)  # tensor: randn(20)\na`, 'a')).values, a.values);
  assert.notDeepEqual((await see(`${program}b`, 'b')).values, a.values);
  const stream = (await see('torch.manual_seed(0)\nr = torch.rand(2)\nr', 'r')).values;
  assert.deepEqual((await see(`${program}print(a, r)`, 'r')).values, stream);
});

test('a statement that raised or could not be finished has its comment as well', async () => {
  const { what, assumed } = await see('y = undefined_here(x)  # tensor: randn(3)\nz = y', 'y');
  assert.equal(what, 'float32[3]');
  assert.equal(assumed.length, 1);
});

test('parameters: behind the def, behind the parameter, above either', async () => {
  const body = '    return F.cross_entropy(logits, target)\n';
  const wanted = 'F.cross_entropy(logits, target)';
  for (const head of [
    'def f(logits, target):  # tensor: randn(4, 10), int64[4] < 10\n',
    'def f(logits, target):  # tensor: target = int64[4] < 10, logits = randn(4, 10)\n',
    '# tensor: randn(4, 10), int64[4] < 10\ndef f(logits, target):\n',
    '# tensor: logits = randn(4, 10)\n# tensor: target = int64[4] < 10\n@torch.no_grad()\ndef f(logits, target):\n',
    'def f(\n    logits,  # tensor: randn(4, 10)\n    # tensor: int64[4] < 10\n    target,\n):\n',
    'def f(\n    logits,\n    target: "a # b",\n) -> None:  # tensor: randn(4, 10), int64[4] < 10\n',
  ]) {
    const { what, assumed } = await see(head + body, wanted);
    assert.equal(what, 'float32[]', head);
    assert.equal(assumed.length, 2, head);
  }
});

test('a comment in a body says nothing of the parameters', async () => {
  const { what } = await see('def f(y):\n    # tensor: randn(3)\n    z = model(y)\n    return y\n', 'y');
  assert.match(what, /parameter `y` of `f` has no value/);
});

test('a call in the file and a default win over comment and annotation; a comment over an annotation', async () => {
  const head = 'def f(y: Float[torch.Tensor, "7"] = None):  # tensor: randn(3)\n    return y\n';
  const imports = 'from jaxtyping import Float\n';
  assert.equal((await see(`${imports}${head}`, 'y')).what, 'none');
  const required = head.replace(' = None', '');
  assert.equal((await see(`${imports}${required}`, 'y')).what, 'float32[3]');
  assert.equal((await see(`${imports}${required.replace(/ {2}#.*/, '')}`, 'y')).what, 'float32[7]');
  const called = await see(`${imports}f0 = 0\n${required}\nw = f(torch.ones(2))\nw`, 'w');
  assert.deepEqual([called.what, called.assumed], ['float32[2]', []]);
  const doubtful = await see(`${imports}${required}\nw = f(model(x))\nw`, 'w');
  assert.deepEqual([doubtful.what, doubtful.assumed.length], ['float32[3]', 1]);
});

test('annotations size their names alike within a function', async () => {
  const program = `from jaxtyping import Float, Int
def loss(scores: Float[torch.Tensor, "batch classes"], target: Int[torch.Tensor, "batch"], w: Float[torch.Tensor, "classes 4 #batch"]):
    y: Float[torch.Tensor, "classes other"] = model(scores)
    return scores, target, w, y
`;
  for (const [name, what] of [
    ['scores', 'float32[2,3]'],
    ['target', 'int64[2]'],
    ['w', 'float32[3,4,2]'],
    ['y', 'float32[3,4]'],
  ] as const)
    assert.equal((await see(program, name)).what, what);
  const { assumed } = await see(program, 'scores');
  assert.equal(assumed[0], 'scores: assumed float32[2, 3] by its annotation on line 5');
});

test('annotations follow the shapes that are known', async () => {
  const program = `from jaxtyping import Float
def f(a: Float[torch.Tensor, "n d"], b: Float[torch.Tensor, "d k"]):
    return a @ b
w = f(torch.ones(5, 7), model(x))
w`;
  assert.equal((await see(program, 'w')).what, 'float32[5,4]');
});

test('an annotation that says no shape supplies nothing', async () => {
  for (const said of ['torch.Tensor', 'Float[torch.Tensor, "n-1"]', 'Float[torch.Tensor, name]', 'Shape["2"]']) {
    const { what } = await see(`def f(y: ${said}):\n    return y\n`, 'y');
    assert.doesNotMatch(what, /\[/, said);
  }
});

test('a loop over what is not known turns once where a comment gives its item, and leaves nothing known behind', async () => {
  const loop = 'n = 0\nfor a, b in x:  # tensor: ones(2, 3), zeros(2, 3)\n    n = n + 1\n    loss = F.mse_loss(a, b)\n';
  const inside = await see(loop, 'F.mse_loss(a, b)');
  assert.deepEqual([inside.what, inside.values, inside.assumed.length], ['float32[]', [1], 2]);
  assert.match((await see(`${loop}m = n\n`, 'n')).what, /depends on something that is not known/);
  assert.match((await see(`${loop}m = loss\n`, 'loss')).what, /depends on something that is not known/);
  const left = await see(`${loop}    break\nm = n\n`, 'n');
  assert.equal(left.what, 'int');
  const plain = await see('for a in x:\n    b = a\n', 'a');
  assert.match(plain.what, /not reached/);
});

test('a comment in the cell above is about that cell', () => {
  const cells = ['a = f()\n# tensor: randn(3)', 'b = f()', '# tensor: randn(4)\nc = f()'];
  const file = joined(
    cells.map((text, i) => ({
      piece: { uri: `cell:${i}`, cell: i + 1, text, lines: [0, 1] as const },
      file: parser.parse(text),
    })),
  );
  const said = [...definitionsIn(file).values()].map((definition) => commentOn(file, definition));
  assert.deepEqual(
    said.map((one) => one && [one.text, render(one.line)]),
    [undefined, undefined, ['randn(4)', 'line 1 of cell 3']],
  );
});
