// What optimizers do with what is not known, and how they round.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Parser } from '../../../src/syntax/parser';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { handInto, tensorOf, valuesOf, writeInto } from '../../../src/tensor/host';
import { Tensor } from '../../../src/tensor/tensor';
import { arithmeticOf } from '../../../src/torch/optim/arithmetic';
import { programLimits, runProgram } from '../../../src/torch/runProgram';
import { parser as openParser } from '../python/harness';

let parser: Parser;
before(async () => {
  parser = await openParser();
});

const head = `import torch
from torch import nn
from torch.optim import lr_scheduler
from somewhere import mystery
a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([1.0, 2.0], requires_grad=True)
`;

/** What a name is at the end of a program: numbers, or `unknown`. */
async function ends(code: string, name: string): Promise<readonly number[] | 'unknown'> {
  const engine = createCpuEngine();
  const { globals } = await runProgram(parser.parse(`${head}${code}probe = ${name} + 0\n`), {
    engine,
    limits: programLimits,
    now: () => performance.now(),
    pause: async () => undefined,
    signal: new AbortController().signal,
  });
  const value = globals.get('probe');
  if (value?.kind !== 'instance' || !(value.native instanceof Tensor)) return 'unknown';
  return value.native.storage.unknown ? 'unknown' : Array.from(valuesOf(value.native) as Float32Array);
}

const step = 'o.step()\n';
const grads = 'a.grad = torch.ones(2)\nb.grad = torch.ones(2)\n';
const made = (options: string): string => `o = torch.optim.SGD([a, b], ${options})\n`;

test('a step moves what has a gradient', async () => {
  const code = `${made('lr=0.5')}a.grad = torch.ones(2)\n${step}`;
  assert.deepEqual(await ends(code, 'a'), [0.5, 1.5]);
  assert.deepEqual(await ends(code, 'b'), [1, 2]);
});

test('steps over lists or in one kernel are the same steps', async () => {
  for (const way of ['foreach', 'fused'])
    assert.deepEqual(await ends(`${made(`lr=0.5, ${way}=True`)}${grads}${step}`, 'a'), [0.5, 1.5]);
});

test('an unknown gradient loses its parameter only', async () => {
  const code = `${made('lr=0.5')}${grads}a.grad = mystery()\n${step}`;
  assert.equal(await ends(code, 'a'), 'unknown');
  assert.deepEqual(await ends(code, 'b'), [0.5, 1.5]);
});

test('what is kept of a lost gradient stays lost', async () => {
  const code = `o = torch.optim.Adam([a, b], lr=0.5)\n${grads}a.grad.add_(mystery())\n${step}a.data = torch.zeros(2)\na.grad = torch.ones(2)\n${step}`;
  assert.equal(await ends(code, 'a'), 'unknown');
  assert.notEqual(await ends(code, 'b'), 'unknown');
});

test('unknown options, other ways to compute and steps that may not be taken lose all parameters', async () => {
  for (const code of [
    `${made('lr=mystery()')}${grads}${step}`,
    `${made('lr=0.5')}${grads}o.param_groups[0]['lr'] = mystery()\n${step}`,
    `${made('lr=0.5, differentiable=True')}${grads}${step}`,
    `o = torch.optim.ASGD([a, b], foreach=True)\n${grads}${step}`,
    `${made('lr=torch.tensor(0.5)')}${grads}${step}`,
    `${made('lr=0.5')}${grads}if mystery():\n    o.step()\n`,
    `${made('lr=0.5')}${grads}s = lr_scheduler.LambdaLR(o, lambda e: mystery())\n${step}`,
    `${made('lr=0.5')}${grads}s = lr_scheduler.ReduceLROnPlateau(o)\ns.step(mystery())\n${step}`,
    `${made('lr=0.5')}${grads}o.load_state_dict(mystery())\n${step}`,
    `o = torch.optim.SGD([a, mystery()], lr=0.5)\n${grads}${step}`,
    `${made('lr=0.5')}${grads}o.register_load_state_dict_post_hook(print)\n${step}`,
    `${made('lr=0.5')}${grads}scaler = mystery()\nscaler.step(o)\n`,
    `o = torch.optim.LBFGS([a, b])\ndef closure():\n    return mystery()\no.step(closure)\n`,
  ]) {
    assert.equal(await ends(code, 'a'), 'unknown', code);
  }
});

test('clipping by an unknown norm loses the gradients', async () => {
  const code = `${grads}nn.utils.clip_grad_norm_([a, b], mystery())\n`;
  assert.equal(await ends(`${code}g = a.grad\n`, 'g'), 'unknown');
  assert.equal(await ends(`${grads}nn.utils.clip_grad_value_([a], mystery())\ng = a.grad\n`, 'g'), 'unknown');
});

test('a step does not reach what was taken before', async () => {
  const code = `${made('lr=0.5')}${grads}before = a.detach().clone()\nview = a.detach()\n${step}`;
  assert.deepEqual(await ends(code, 'before'), [1, 2]);
  assert.deepEqual(await ends(code, 'view'), [0.5, 1.5]);
});

test('products are added in one rounding, quotients in two', () => {
  const m = arithmeticOf('float32');
  const [x, y, z] = [0.1, 0.7, 0.3].map((value) => Float32Array.of(value)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const sum = x.slice();
  m?.add(sum, y, 0.3);
  assert.equal(sum[0], Math.fround(Math.fround(0.3) * y[0]! + x[0]!));
  const quotient = x.slice();
  m?.addcdiv(quotient, y, z, 0.9);
  const product = Math.fround(Math.fround(0.9) * y[0]!);
  assert.equal(quotient[0], Math.fround(x[0]! + Math.fround(product / z[0]!)));
});

test('values handed over are seen by views, not by frozen copies', () => {
  const whole = tensorOf(Float32Array.of(1, 2, 3, 4), [2, 2], 'float32');
  const part = new Tensor(whole.storage, [2], [2], 1);
  handInto(whole, Float32Array.of(5, 6, 7, 8));
  assert.deepEqual([...valuesOf(part)], [6, 8]);
  handInto(part, Float32Array.of(0, 9));
  assert.deepEqual([...valuesOf(whole)], [5, 0, 7, 9]);
  writeInto(new Tensor(whole.storage, [2], [1], 2), Float32Array.of(1, 1));
  assert.deepEqual([...valuesOf(whole)], [5, 0, 1, 1]);
});
