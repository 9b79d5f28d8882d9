// The GPU against the CPU on random shapes, views and chains of operations.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Backend, BinaryOp, ReduceOp, UnaryOp } from '../../../../src/tensor/backend';
import { broadcastTo } from '../../../../src/tensor/broadcast';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { sizeOf, tensorOf, valuesOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import { permute, slice } from '../../../../src/tensor/view';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { ulps } from './golden';
import { openBackend } from './open';

let gpu: WebGpuBackend;

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });
const number = fc.oneof(
  { weight: 8, arbitrary: fc.float({ noNaN: true, min: -20, max: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
  { weight: 1, arbitrary: fc.float() },
);

/** A tensor of `shape` over fresh values: as it lies, with its dims turned, cut out of a larger one, or repeated. */
function viewsOf(shape: readonly number[]): fc.Arbitrary<Tensor> {
  const filled = (sizes: readonly number[]): fc.Arbitrary<Tensor> =>
    fc
      .array(number, { minLength: sizeOf(sizes), maxLength: sizeOf(sizes) })
      .map((values) => tensorOf(Float32Array.from(values), sizes, 'float32'));
  const reversed = [...shape.keys()].reverse();
  return fc.oneof(
    filled(shape),
    filled(reversed.map((dim) => shape[dim]!)).map((x) => permute(x, reversed)),
    filled(shape.map((size) => size + 1)).map((x) => shape.reduce((y, size, dim) => slice(y, dim, 1, size + 1), x)),
    filled(shape.map((size, dim) => (dim % 2 ? 1 : size))).map((x) => broadcastTo(x, shape)),
  );
}

type Step =
  | { readonly kind: 'unary'; readonly op: UnaryOp; readonly of: number }
  | { readonly kind: 'binary'; readonly op: BinaryOp; readonly of: number; readonly and: number }
  | { readonly kind: 'choose'; readonly test: BinaryOp; readonly of: number; readonly and: number }
  | { readonly kind: 'turn'; readonly of: number };

/** Operations that are exact or rounded once, so that both backends agree to the bit. */
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('unary' as const),
    op: fc.constantFrom<UnaryOp[]>('neg', 'abs', 'relu', 'square', 'floor', 'ceil', 'round', 'trunc', 'sign', 'sqrt'),
    of: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('binary' as const),
    op: fc.constantFrom<BinaryOp[]>('add', 'sub', 'mul', 'div', 'maximum', 'minimum'),
    of: fc.nat(),
    and: fc.nat(),
  }),
  fc.record({
    kind: fc.constant('choose' as const),
    test: fc.constantFrom<BinaryOp[]>('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logicalAnd', 'logicalOr'),
    of: fc.nat(),
    and: fc.nat(),
  }),
  fc.record({ kind: fc.constant('turn' as const), of: fc.nat() }),
);

/** All values of a program: inputs, then a result per step. A turn reverses the dims twice, through a computed view. */
function run(backend: Backend, inputs: readonly Tensor[], steps: readonly Step[]): readonly Tensor[] {
  const values = [...inputs];
  const value = (index: number): Tensor => values[index % values.length]!;
  for (const each of steps) {
    const x = value(each.of);
    if (each.kind === 'unary') values.push(backend.unary(each.op, x, 'float32'));
    else if (each.kind === 'binary') values.push(backend.binary(each.op, x, value(each.and), 'float32'));
    else if (each.kind === 'choose') {
      const y = value(each.and);
      values.push(backend.where(backend.binary(each.test, x, y, 'bool'), x, y));
    } else {
      const reversed = [...x.shape.keys()].reverse();
      values.push(permute(backend.unary('neg', permute(x, reversed), 'float32'), reversed));
    }
  }
  return values;
}

/** The same number, whichever zero: the sign of a zero that `maximum` returns is not fixed. */
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

const reductions: readonly ReduceOp[] = ['sum', 'mean', 'max', 'min', 'argmax', 'argmin', 'all', 'any'];
/** More columns than the software adapter needs threads. */
const wide = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(256, 258, 260));

async function softmaxAgrees(x: Tensor, dim: number, log: boolean): Promise<void> {
  const found = (await gpu.read(gpu.softmax(x, dim, log))) as Float32Array;
  const expected = valuesOf(cpuBackend.softmax(x, dim, log)) as Float32Array;
  for (const [i, value] of expected.entries()) {
    const near = Math.abs(found[i]! - value) <= 2 ** -22 * Math.max(1, Math.abs(value));
    assert.ok(near || ulps(found[i]!, value) <= 4, `element ${i}: ${found[i]} is not ${value}`);
  }
}

async function reductionAgrees(x: Tensor, some: readonly number[], op: ReduceOp, keepdim: boolean): Promise<void> {
  const index = op === 'argmax' || op === 'argmin';
  const dims = index ? some.slice(0, 1) : some;
  if (index && !dims.length) return;
  const dtype = index ? 'int64' : op === 'all' || op === 'any' ? 'bool' : 'float32';
  const expected = cpuBackend.reduce(op, x, dims, keepdim, dtype);
  const found = gpu.reduce(op, x, dims, keepdim, dtype);
  assert.deepEqual(found.shape, expected.shape);
  const [mine, theirs] = [await gpu.read(found), valuesOf(expected)];
  const largest = Math.max(0, ...Array.from(valuesOf(x) as ArrayLike<number>, (value) => Math.abs(Number(value)) || 0));
  const slack = op === 'sum' || op === 'mean' ? 2 ** -20 * largest * x.size : 0;
  for (const [i, value] of theirs.entries()) {
    const near = Math.abs(Number(mine[i]) - Number(value)) <= slack;
    assert.ok(near || same(Number(mine[i]), Number(value)), `${op} ${dims}, element ${i}: ${mine[i]} is not ${value}`);
  }
}

/** Beside the CPU's log_softmax of the same logits. */
async function crossEntropyAgrees(x: Tensor, targets: readonly number[], labelSmoothing: number): Promise<void> {
  const [rows, classes] = x.shape as [number, number];
  const target = tensorOf(BigInt64Array.from(targets, BigInt), [rows], 'int64');
  const loss = { kind: 'crossEntropy', input: x, target, ignoreIndex: -100, labelSmoothing, classDim: 1 } as const;
  const found = (await gpu.read(gpu.loss(loss, 'none')!)) as Float32Array;
  const chances = valuesOf(cpuBackend.softmax(x, 1, true)) as Float32Array;
  for (const [row, wanted] of targets.entries()) {
    const own = chances.subarray(row * classes, (row + 1) * classes);
    const spread = labelSmoothing && (own.reduce((sum, chance) => sum + chance, 0) * labelSmoothing) / classes;
    const expected = -own[wanted]! * (1 - labelSmoothing) - spread;
    const near = Math.abs(found[row]! - expected) <= 1e-5 * Math.max(1, Math.abs(expected));
    // Sums of the largest numbers may overflow in float32.
    const huge = expected > 1e37 && found[row]! > 1e37;
    assert.ok(near || huge || same(found[row]!, expected), `row ${row}: ${found[row]} is not ${expected}`);
  }
}

for (const fours of [1, 1024])
  describe(`four at once from ${fours} elements on`, () => {
    before(async () => {
      gpu = await openBackend({ fours });
    });

    test('chains of operations on views agree to the bit', async () => {
      const program = shapes.chain((shape) =>
        fc.tuple(
          fc.array(viewsOf(shape), { minLength: 1, maxLength: 4 }),
          fc.array(step, { minLength: 1, maxLength: 24 }),
        ),
      );
      await fc.assert(
        fc.asyncProperty(program, async ([inputs, steps]) => {
          const expected = run(cpuBackend, inputs, steps);
          // A denormal product or quotient may be rounded twice: a step that the next operation would enlarge.
          fc.pre(
            !expected.some((x) =>
              Array.from(valuesOf(x) as ArrayLike<number>, Number).some(
                (value) => value !== 0 && Math.abs(value) < 2 ** -125,
              ),
            ),
          );
          const found = run(gpu, inputs, steps);
          for (const index of [inputs.length, found.length - 1]) {
            const [mine, theirs] = [await gpu.read(found[index]!), valuesOf(expected[index]!)];
            for (const [i, value] of theirs.entries()) {
              assert.ok(
                same(Number(mine[i]), Number(value)),
                `value ${index}, element ${i}: ${mine[i]} is not ${value}`,
              );
            }
          }
        }),
        { numRuns: 40, seed: 11 },
      );
    });

    test('softmax along any dim of any view agrees', async () => {
      const cases = shapes.chain((shape) =>
        fc.tuple(viewsOf(shape), fc.nat({ max: Math.max(shape.length - 1, 0) }), fc.boolean()),
      );
      await fc.assert(
        fc.asyncProperty(cases, (args) => softmaxAgrees(...args)),
        { numRuns: 40, seed: 12 },
      );
    });

    test('reductions over any dims of any view agree', async () => {
      const cases = shapes.chain((shape) =>
        fc.tuple(viewsOf(shape), fc.subarray([...shape.keys()]), fc.constantFrom(...reductions), fc.boolean()),
      );
      await fc.assert(
        fc.asyncProperty(cases, (args) => reductionAgrees(...args)),
        { numRuns: 80, seed: 13 },
      );
    });

    test('losses over classes agree', async () => {
      const cases = fc
        .tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(3, 8, 12, 260), fc.constantFrom(0, 0.25))
        .chain(([rows, classes, smoothing]) =>
          fc.tuple(
            viewsOf([rows, classes]),
            fc.array(fc.nat(classes - 1), { minLength: rows, maxLength: rows }),
            fc.constant(smoothing),
          ),
        );
      await fc.assert(
        fc.asyncProperty(cases, (args) => crossEntropyAgrees(...args)),
        { numRuns: 30, seed: 15 },
      );
    });

    test('so do they over columns, where there are many', async () => {
      const cases = wide.chain((shape) => fc.tuple(viewsOf(shape), fc.boolean(), fc.constantFrom(...reductions)));
      await fc.assert(
        fc.asyncProperty(cases, async ([x, log, op]) => {
          const dim = x.rank - 2;
          await softmaxAgrees(x, dim, log);
          await reductionAgrees(x, [dim], op, false);
        }),
        { numRuns: 30, seed: 14 },
      );
    });
  });
