import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { broadcastShapes, broadcastTo } from '../../../src/tensor/broadcast';
import { type DType, dtypes } from '../../../src/tensor/dtype';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { contiguousStrides, isContiguous, sizeOf, tensorOf, valuesOf } from '../../../src/tensor/host';
import { promoteTypes, resultType } from '../../../src/tensor/promote';
import { Tensor } from '../../../src/tensor/tensor';
import { TensorError } from '../../../src/tensor/tensorError';
import { permute, select, slice, squeeze, tryView, unsqueeze } from '../../../src/tensor/view';
import promotion from '../../parity/golden/promotion.json';

const engine = createCpuEngine();
const shapes = (least = 0) => fc.array(fc.integer({ min: 0, max: 4 }), { minLength: least, maxLength: 5 });
const filled = (shape: readonly number[], seed = 0.37): Tensor =>
  tensorOf(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 12.9898 + seed) * 9),
    shape,
    'float64',
  );
const numbers = (x: Tensor): number[] => Array.from(valuesOf(x), Number);

/** Every index of a shape, in row-major order. */
function* indices(shape: readonly number[]): Generator<readonly number[]> {
  const [first, ...rest] = shape;
  if (first === undefined) return yield [];
  for (let i = 0; i < first; i++) for (const tail of indices(rest)) yield [i, ...tail];
}
const at = (x: Tensor, index: readonly number[]): number =>
  x.storage.host![x.offset + index.reduce((sum, n, dim) => sum + n * x.strides[dim]!, 0)] as number;

test('softmax sums to 1 along its dim, for any rank and dim', () => {
  fc.assert(
    fc.property(shapes(1), fc.nat(4), (shape, pick) => {
      const dim = pick % shape.length;
      const x = filled(shape);
      const sums = numbers(engine.reduce('sum', engine.softmax(x, dim, false), [dim]));
      if (shape[dim] === 0) assert.ok(sums.every((sum) => sum === 0));
      else for (const sum of sums) assert.ok(Math.abs(sum - 1) < 1e-12);
      const logs = engine.unary('exp', engine.softmax(x, dim, true));
      const direct = numbers(engine.softmax(x, dim, false));
      for (const [i, value] of numbers(logs).entries()) assert.ok(Math.abs(value - direct[i]!) < 1e-12);
    }),
  );
});

test('reductions over any dims agree with a walk over the indices', () => {
  fc.assert(
    fc.property(shapes(1), fc.array(fc.nat(4), { maxLength: 5 }), (shape, picks) => {
      const dims = [...new Set(picks.map((pick) => pick % shape.length))].sort();
      const x = filled(shape);
      const kept = shape.map((_, dim) => dim).filter((dim) => !dims.includes(dim));
      const expected = new Map<string, number>();
      for (const index of indices(shape)) {
        const key = kept.map((dim) => index[dim]).join();
        expected.set(key, (expected.get(key) ?? 0) + at(x, index));
      }
      const sums = engine.reduce('sum', x, dims);
      assert.deepEqual(
        sums.shape,
        kept.map((dim) => shape[dim]),
      );
      for (const index of indices(sums.shape))
        assert.ok(Math.abs(at(sums, index) - (expected.get(index.join()) ?? 0)) < 1e-9);
    }),
  );
});

test('broadcasting agrees with a naive loop', () => {
  const pair = shapes().chain((shape) =>
    fc.tuple(
      fc.constant(shape),
      fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }),
      fc.nat(shape.length),
    ),
  );
  fc.assert(
    fc.property(pair, ([shape, ones, cut]) => {
      const other = shape.map((size, dim) => (ones[dim] ? 1 : size)).slice(cut);
      const [a, b] = [filled(shape), filled(other, 1)];
      const sum = engine.binary('mul', a, b);
      const common = broadcastShapes(shape, other);
      assert.deepEqual(sum.shape, common);
      const [wideA, wideB] = [broadcastTo(a, common), broadcastTo(b, common)];
      for (const index of indices(common)) {
        const own = index.slice(common.length - other.length).map((n, dim) => (other[dim] === 1 ? 0 : n));
        const first = index.slice(common.length - shape.length).map((n, dim) => (shape[dim] === 1 ? 0 : n));
        assert.equal(at(sum, index), at(a, first) * at(b, own));
        assert.equal(at(wideA, index) * at(wideB, index), at(sum, index));
      }
    }),
  );
});

test('views see the elements that naive indexing names, and views of views too', () => {
  fc.assert(
    fc.property(shapes(1), fc.array(fc.tuple(fc.nat(4), fc.nat(9), fc.nat(9)), { maxLength: 6 }), (shape, steps) => {
      let view = filled(shape);
      let elements = numbers(view);
      for (const [kind, first, second] of steps) {
        const old = view;
        if (old.rank === 0) break;
        const dim = first % old.rank;
        const byIndex = new Map([...indices(old.shape)].map((index, i) => [index.join(), elements[i]!]));
        let source: (index: readonly number[]) => readonly number[];
        if (kind === 0) {
          const order = old.shape.map((_, d) => (d + first) % old.rank);
          view = permute(old, order);
          source = (index) => old.shape.map((_, d) => index[order.indexOf(d)]!);
        } else if (kind === 1 && old.shape[dim]! > 0) {
          const chosen = second % old.shape[dim]!;
          view = select(old, dim, chosen);
          source = (index) => index.toSpliced(dim, 0, chosen);
        } else if (kind === 2) {
          const step = 1 + (second % 3);
          view = slice(old, dim, second % 3, undefined, step);
          source = (index) => index.with(dim, (second % 3) + index[dim]! * step);
        } else if (kind === 3) {
          view = unsqueeze(old, dim);
          source = (index) => index.toSpliced(dim, 1);
        } else {
          const kept = old.shape.map((_, d) => d).filter((d) => old.shape[d] !== 1);
          view = squeeze(old);
          source = (index) => old.shape.map((_, d) => (kept.includes(d) ? index[kept.indexOf(d)]! : 0));
        }
        elements = [...indices(view.shape)].map((index) => byIndex.get(source(index).join())!);
      }
      assert.deepEqual(numbers(view), elements);
      const flat = tryView(view, [-1].slice(view.size === 0 ? 1 : 0).concat(view.size === 0 ? [0] : []));
      if (flat) assert.deepEqual(numbers(flat), elements);
      else assert.ok(!isContiguous(view));
    }),
  );
});

test('a view in another shape keeps the order of the elements', () => {
  fc.assert(
    fc.property(shapes(1), fc.nat(4), fc.nat(4), (shape, turn, split) => {
      const x = permute(
        filled(shape),
        shape.map((_, dim) => (dim + turn) % shape.length),
      );
      if (x.size === 0) return;
      const dim = split % x.rank;
      const wanted = x.shape.toSpliced(dim, 1, 1, x.shape[dim]!);
      const view = tryView(x, wanted);
      assert.ok(view, 'splitting off a dim of size 1 is always a view');
      assert.deepEqual(numbers(view), numbers(x));
      const merged = tryView(x, [x.size]);
      if (merged) assert.deepEqual(numbers(merged), numbers(x));
    }),
  );
});

test('shapes that do not broadcast raise what PyTorch raises', () => {
  assert.throws(() => broadcastShapes([2, 3], [4, 3]), TensorError);
  assert.throws(() => broadcastShapes([3], [2, 4]), {
    message: 'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1',
  });
});

test('promotion is commutative and agrees with torch.result_type for every pair', () => {
  for (const a of dtypes) for (const b of dtypes) assert.equal(promoteTypes(a, b), promoteTypes(b, a));
  const of = (dtype: DType, rank: number, wrapped = false): Tensor => {
    const shape = Array<number>(rank).fill(1);
    return new Tensor({ dtype, length: 1, frozen: false, version: 0 }, shape, contiguousStrides(shape), 0, wrapped);
  };
  for (const [a, rank, b, other, expected] of promotion.rows) {
    const second = other === 'number' ? of(b as DType, 0, true) : of(b as DType, other as number);
    assert.equal(resultType([of(a as DType, rank as number), second]), expected, `${a} ${rank}, ${b} ${other}`);
  }
});
