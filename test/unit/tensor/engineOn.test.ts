import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DType, HostArray } from '../../../src/tensor/dtype';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { freeze, tensorOf, writeInto } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';
import { expand, permute, transpose } from '../../../src/tensor/view';

const engine = createCpuEngine();
const floats = (values: readonly number[], shape: readonly number[] = [values.length]) =>
  tensorOf(Float32Array.from(values), shape, 'float32');
const longs = (values: readonly bigint[], shape: readonly number[] = [values.length]) =>
  tensorOf(BigInt64Array.from(values), shape, 'int64');
const read = (x: Tensor): number[] => Array.from(engine.read(x) as HostArray, Number);
const near = (actual: Tensor, expected: readonly number[], tolerance = 1e-7) => {
  const values = read(actual);
  assert.equal(values.length, expected.length);
  values.forEach((value, i) => {
    assert.ok(
      Object.is(value, expected[i]) ||
        Math.abs(value - expected[i]!) <= tolerance * Math.max(1, Math.abs(expected[i]!)),
      `${values} is not ${expected}`,
    );
  });
};

test('binary operations broadcast and promote', () => {
  const sum = engine.binary('add', floats([1, 2, 3], [3, 1]), longs([10n, 20n]));
  assert.deepEqual([sum.shape, sum.dtype, read(sum)], [[3, 2], 'float32', [11, 21, 12, 22, 13, 23]]);
  const byNumber = engine.binary('mul', longs([1n, 2n]), engine.scalar(2, 'int64', true));
  assert.deepEqual([byNumber.dtype, read(byNumber)], ['int64', [2, 4]]);
  const halves = engine.binary('div', longs([1n, 2n]), engine.scalar(2, 'int64', true));
  assert.deepEqual([halves.dtype, read(halves)], ['float32', [0.5, 1]]);
  assert.throws(() => engine.binary('add', floats([1, 2, 3]), floats([1, 2, 3, 4])), {
    message: 'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 0',
  });
});

test('int64 is exact and wraps around', () => {
  const big = longs([2n ** 62n + 1n]);
  const twice = engine.read(engine.binary('add', big, big)) as BigInt64Array;
  assert.equal(twice[0], -(2n ** 63n) + 2n);
  assert.equal(
    (engine.read(engine.reduce('sum', longs([2n ** 53n, 1n]), undefined)) as BigInt64Array)[0],
    2n ** 53n + 1n,
  );
});

test('narrow floats are computed in float32 and rounded once', () => {
  const x = engine.cast(floats([0.1, 1 / 3, 65519, 70000, 5.9e-8]), 'float16');
  near(x, [0.0999755859375, 0.333251953125, 65504, Infinity, 2 ** -24], 0);
  near(
    engine.cast(floats([0.1, 1 / 3, 3.4e38, Number.NaN]), 'bfloat16'),
    [0.10009765625, 0.333984375, Infinity, Number.NaN],
    0,
  );
  near(
    engine.binary('add', x, engine.scalar(0.1, 'float64', true)),
    [0.199951171875, 0.43310546875, 65504, Infinity, 0.0999755859],
    1e-9,
  );
});

test('softmax of any dim, with lines of -inf, nan and inf', () => {
  const x = floats([1, 2, 3, 4, 5, 6], [2, 3]);
  near(engine.softmax(x, 1, false), [0.09003057, 0.24472847, 0.66524096, 0.09003057, 0.24472847, 0.66524096]);
  near(engine.softmax(x, 0, true), [-3.0485873, -3.0485873, -3.0485873, -0.04858735, -0.04858735, -0.04858735]);
  const special = floats([-Infinity, -Infinity, Infinity, 1, Number.NaN, 1, -Infinity, 0], [4, 2]);
  near(engine.softmax(special, 1, false), [NaN, NaN, NaN, NaN, NaN, NaN, 0, 1]);
});

test('reductions over any dims', () => {
  const x = floats([1, 5, 3, 4, 2, 6], [1, 2, 3]);
  near(engine.reduce('sum', x, [0, 2]), [9, 12]);
  near(engine.reduce('max', permute(x, [2, 0, 1]), [0]), [5, 6]);
  near(engine.reduce('argmax', floats([1, Number.NaN, 7, Number.NaN]), undefined), [1]);
  near(engine.reduce('argmin', floats([3, 1, 1]), [0]), [1]);
  near(engine.reduce('min', floats([3, Number.NaN, 1]), [0]), [Number.NaN]);
  assert.deepEqual(engine.reduce('mean', x, [1], true).shape, [1, 1, 3]);
  assert.equal(engine.reduce('sum', tensorOf(Uint8Array.of(1, 1, 0), [3], 'bool'), undefined).dtype, 'int64');
});

test('a mean of many elements keeps its digits', () => {
  const many = expand(floats([0.1]), [4096 * 4096]);
  near(engine.reduce('mean', many, undefined), [Math.fround(0.1)], 1e-7);
});

test('a frozen copy keeps the values of its moment, views of the storage do not', () => {
  const x = floats([1, 2, 3, 4], [2, 2]);
  const before = freeze(x);
  const view = transpose(x, 0, 1);
  writeInto(view, Float32Array.of(10, 20, 30, 40));
  assert.deepEqual(
    [read(x), read(view), read(before)],
    [
      [10, 30, 20, 40],
      [10, 20, 30, 40],
      [1, 2, 3, 4],
    ],
  );
});

test('work for the CPU waits for values that are elsewhere', async () => {
  const values = Float32Array.of(1, 2, 3);
  const storage = { dtype: 'float32' as DType, length: 3, frozen: false, version: 0, device: 'gpu buffer' };
  const { Tensor } = await import('../../../src/tensor/tensor');
  const { createEngine } = await import('../../../src/tensor/engineOn');
  const { cpuBackend } = await import('../../../src/tensor/cpu/backend');
  const remote = { ...cpuBackend, name: 'webgpu' as const, supports: () => false, read: () => Promise.resolve(values) };
  const mixed = createEngine({ cpu: cpuBackend, webgpu: remote, choose: () => remote, state: engine.state });
  const x = new Tensor(storage, [3], [1], 0);
  const total = mixed.reduce('sum', mixed.unary('square', x), undefined);
  assert.deepEqual(Array.from((await mixed.read(total)) as Float32Array), [14]);
  assert.equal(mixed.placeOf(x), 'webgpu');
});
