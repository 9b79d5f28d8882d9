import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fma32, fma64 } from '../../../src/tensor/fusedMultiplyAdd';
import { atOnce } from '../../../src/torch/parts';
import { Generator } from '../../../src/torch/random/generator';

const draws = (seed: bigint, count: number, draw: (generator: Generator) => number): readonly number[] => {
  const generator = new Generator(seed);
  return Array.from({ length: count }, () => draw(generator));
};

test('uniform streams are those of PyTorch', () => {
  // torch.manual_seed(4); torch.rand(4)
  assert.deepEqual(
    draws(4n, 4, (generator) => generator.uniform('float32')).map(Math.fround),
    [0.5596386194229126, 0.5590924024581909, 0.0914568305015564, 0.21000319719314575],
  );
});

test('normals below 16 come in pairs that survive other draws', () => {
  // torch.manual_seed(31); torch.randn(2); torch.rand(1); torch.randn(1)
  const generator = new Generator(31n);
  const first = atOnce(generator.normals(3, 0, 1, 'float32'));
  const again = new Generator(31n);
  const [a, b] = atOnce(again.normals(2, 0, 1, 'float32'));
  assert.deepEqual([first[0], first[1]], [a, b]);
  assert.ok(Math.abs((a ?? 0) - 0.35188022) < 1e-7 && Math.abs((b ?? 0) + 0.56830907) < 1e-7);
});

test('a saved state goes on as it would have', () => {
  const generator = new Generator(1n);
  atOnce(generator.normals(1, 0, 1, 'float64'));
  const { state } = generator;
  const ahead = [...atOnce(generator.normals(3, 0, 1, 'float64')), generator.uniform('float64')];
  generator.state = state;
  assert.deepEqual([...atOnce(generator.normals(3, 0, 1, 'float64')), generator.uniform('float64')], ahead);
});

test('a negative seed counts from 2 to the 64', () => {
  assert.equal(new Generator(-1n).initialSeed, 2n ** 64n - 1n);
});

test('permutations hold every number once', () => {
  assert.deepEqual([...atOnce(new Generator(4n).permutation(4))], [2, 1, 3, 0]);
  assert.deepEqual(
    [...atOnce(new Generator(5n).permutation(50))].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test('a fused multiply-add rounds once', () => {
  const a = Math.fround(1 + 2 ** -12);
  assert.equal(fma32(a, a, -1), Math.fround(2 ** -11 + 2 ** -24));
  assert.notEqual(Math.fround(Math.fround(a * a) - 1), fma32(a, a, -1));
  const x = 1 + 2 ** -30;
  assert.equal(fma64(x, x, -1), 2 ** -29 + 2 ** -60);
});
