import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions, methods, modules } from '../../../src/ops';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { gradName } from '../../../src/torch/autograd/gradNames';
import { createTorchLibrary } from '../../../src/torch/library';
import { isKnownName } from '../../../src/torch/names/knownNames';

const library = createTorchLibrary(createCpuEngine());
const named = (module: string, name: string) => {
  const found = library.module(module);
  assert.equal(found?.kind, 'module');
  return found?.kind === 'module' ? found.get(name) : undefined;
};

test('every operation stands where PyTorch has it', () => {
  for (const dotted of functions.keys()) {
    const at = dotted.lastIndexOf('.');
    if (dotted.startsWith('torch.Tensor.')) continue;
    assert.equal(named(dotted.slice(0, at), dotted.slice(at + 1))?.kind, 'builtin', dotted);
  }
  for (const dotted of modules.keys())
    assert.equal(named('torch.nn', dotted.slice('torch.nn.'.length))?.kind, 'class', dotted);
});

test('no operation has a name that PyTorch lacks', () => {
  for (const dotted of functions.keys()) {
    const at = dotted.lastIndexOf('.');
    // The lists hold public names only.
    if (dotted.startsWith('_', at + 1)) continue;
    assert.ok(isKnownName(dotted.slice(0, at), dotted.slice(at + 1)), dotted);
  }
  const tensor = named('torch', 'Tensor');
  for (const name of methods.keys()) {
    const present = tensor?.kind === 'class' && tensor.attrs.has(name);
    assert.equal(present, isKnownName('torch.Tensor', name), name);
  }
});

test('names of PyTorch that are not modelled are unknown, others do not exist', () => {
  assert.equal(named('torch', 'stft')?.kind, 'unknown');
  assert.equal(named('torch', 'softmx'), undefined);
  assert.equal(library.module('pandas'), undefined);
});

test('what draws or writes is not pure', () => {
  for (const name of ['torch.softmax', 'torch.nn.CrossEntropyLoss', 'torch.tensor'])
    assert.ok(library.isPure(name), name);
  for (const name of ['torch.rand', 'torch.manual_seed', 'torch.nn.Linear', 'torch.set_printoptions', 'print']) {
    assert.ok(!library.isPure(name), name);
  }
});

test('nodes are named as PyTorch names them', () => {
  assert.equal(gradName('log_softmax', {}), 'LogSoftmaxBackward0');
  assert.equal(gradName('mean', { dim: null }), 'MeanBackward0');
  assert.equal(gradName('mean', { dim: [1] }), 'MeanBackward1');
  assert.equal(gradName('argmax', {}), undefined);
});
