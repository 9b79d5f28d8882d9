import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { functions, methods, modules, ops } from '../../../src/ops/index';

const root = path.resolve('src/ops');

test('every file that declares ops is in the index', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.includes('/') && file.endsWith('.ts'))
    .filter((file) =>
      /defineOp\(|(?:defineLoss|bothForms)\(\{|^export const \w+: readonly Op\[\]/m.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
    )
    .filter((file) => !/(?:\/defineLoss|\/numberFirst|\/bothForms|Rows)\.ts$/.test(file));
  const index = readFileSync(path.join(root, 'index.ts'), 'utf8');
  const imported = [...index.matchAll(/from '\.\/(\w+\/\w+)'/g)].map((match) => `${match[1]}.ts`);
  assert.deepEqual(imported.sort(), files.sort());
});

test('names are dotted torch names, and each is found', () => {
  for (const op of ops) {
    assert.ok(op.names.length > 0);
    for (const name of op.names) {
      assert.match(name, /^torch\.[\w.]+$/);
      assert.ok(functions.get(name)?.includes(op));
    }
    for (const method of op.methods ?? []) assert.ok(methods.get(method)?.includes(op));
    if (op.module) assert.equal(modules.get(op.module.name), op);
  }
});

test('schemas are sound', () => {
  for (const op of ops) {
    const names = op.params.map((param) => param.name);
    assert.equal(new Set(names).size, names.length, op.names[0]);
    for (const name of op.module?.constructor ?? []) assert.ok(names.includes(name), `${op.names[0]}: ${name}`);
    const firstDefault = op.params.findIndex((param) => param.default !== undefined);
    const required = op.params.findLastIndex((param) => param.default === undefined && !param.keywordOnly);
    assert.ok(firstDefault === -1 || required < firstDefault, `${op.names[0]}: required after optional`);
    for (const param of op.params) assert.ok(param.doc.template.endsWith('.'), `${op.names[0]}.${param.name}`);
    assert.ok(op.doc.template.endsWith('.'), op.names[0]);
  }
});

test('every op has samples that are recorded', () => {
  const without = ops
    .filter((op) => op.samples.length === 0)
    .map((op) => `${op.names[0]}(${op.params.map((p) => p.name)})`);
  assert.deepEqual(without, ['torch.Tensor.view(input,dtype)']);
});

test('losses say what each element brings, softmax what it normalises', () => {
  for (const op of ops) {
    assert.equal(op.perElement !== undefined, op.family === 'loss', op.names[0]);
    assert.equal(op.normalises !== undefined, op.family === 'softmax', op.names[0]);
  }
});
