// What runs along lines, and lines in order, on the GPU against the CPU: any dim, short lines and such that several threads share.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Choice, ScanOp } from '../../../../src/tensor/backend';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { sizeOf, tensorOf, valuesOf } from '../../../../src/tensor/host';
import { Meter } from '../../../../src/tensor/meter';
import { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { profiles } from '../../../../src/tensor/webgpu/device';
import { ulps } from './golden';
import { openBackend } from './open';

/** As the software adapter has it, and cut as for a hardware one. */
let gpus: readonly WebGpuBackend[];
before(async () => {
  gpus = await Promise.all([openBackend({ lines: true }), openBackend({ lines: true })]);
  const { runtime } = gpus[1]!;
  const { group, threads, coalesces } = profiles.hardware;
  runtime.profile = { ...runtime.profile, group, threads, coalesces };
});

const scans: readonly ScanOp[] = ['sum', 'prod', 'logSumExp'];
const choices: readonly Choice[] = ['ascending', 'descending', 'largestSoFar', 'leastSoFar'];

const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -9, max: 9 }).map((n) => n / 4) },
  { weight: 6, arbitrary: fc.float({ noNaN: true, min: -2, max: 2 }) },
  { weight: 1, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-40, -1e-45, 3e38, -3e38) },
);
const special = fc.oneof(
  { weight: 9, arbitrary: number },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  },
);
const filled = (shape: readonly number[], values = special): fc.Arbitrary<Tensor> =>
  fc
    .array(values, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((given) => tensorOf(Float32Array.from(given), shape, 'float32'));
const shapes = fc.oneof(
  fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 100, max: 300 })),
  fc.tuple(fc.integer({ min: 100, max: 300 }), fc.integer({ min: 1, max: 3 })),
);
/** A tensor as it lies, or with its dims turned, and one of its dims. */
const lines = shapes.chain((shape) =>
  fc
    .tuple(filled(shape), fc.boolean(), fc.nat(shape.length - 1))
    .map(([x, turned, dim]) => [turned ? permute(x, [...shape.keys()].reverse()) : x, dim] as const),
);

/** As far from the CPU's as what was rounded on the way allows: a sum has lost what its largest part has no digits for. */
function agrees(op: ScanOp, found: number, expected: number, x: Tensor): boolean {
  if (Object.is(found, expected) || ulps(found, expected) <= 1) return true;
  const sizes = Array.from(valuesOf(x) as Float32Array, Math.abs).filter(Number.isFinite);
  // Two floats keep 48 bits of a sum.
  if (op === 'sum') return Math.abs(found - expected) <= 2 ** -44 * sizes.reduce((a, b) => a + b, 0);
  if (op === 'logSumExp') return Math.abs(found - expected) <= 2 ** -21 * Math.max(1, Math.abs(expected));
  return false;
}

/** The same in a storage of its own, since what is uploaded belongs to one device. */
const anew = (x: Tensor): Tensor =>
  new Tensor({ ...x.storage, host: x.storage.host!.slice() }, x.shape, x.strides, x.offset);

async function scanAgrees(gpu: WebGpuBackend, op: ScanOp, x: Tensor, dim: number, back: boolean): Promise<void> {
  const made = gpu.scan(op, anew(x), dim, back);
  assert.ok(made, 'it has a kernel');
  const found = (await gpu.read(made)) as Float32Array;
  const expected = valuesOf(cpuBackend.scan(op, x, dim, back)!) as Float32Array;
  for (const [i, value] of expected.entries())
    assert.ok(
      agrees(op, found[i]!, value, x),
      `${op} along ${dim} of [${x.shape}] at ${i}: ${found[i]} is not ${value}`,
    );
}

async function choiceAgrees(gpu: WebGpuBackend, choice: Choice, x: Tensor, dim: number, take: number): Promise<void> {
  const made = gpu.select(choice, anew(x), dim, take);
  assert.ok(made, 'it has a kernel');
  const expected = await cpuBackend.select(choice, x, dim, take, new Meter())!;
  const where = `${choice} along ${dim} of [${x.shape}], the first ${take}`;
  assert.deepEqual(made.values.shape, expected.values.shape, where);
  assert.deepEqual(await gpu.read(made.indices), valuesOf(expected.indices), where);
  assert.deepEqual(await gpu.read(made.values), valuesOf(expected.values), where);
}

test('what runs along a dim is what runs in double, rounded', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.constantFrom(...scans), fc.boolean(), async ([x, dim], op, back) => {
      for (const gpu of gpus) await scanAgrees(gpu, op, x, dim, back);
    }),
    { numRuns: 200, seed: 11 },
  );
});

test('elements in order, and the best so far, are the same ones', async () => {
  const cases = lines.chain(([x, dim]) =>
    fc.tuple(fc.constant(x), fc.constant(dim), fc.constantFrom(...choices), fc.integer({ min: 1, max: x.shape[dim]! })),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([x, dim, choice, some]) => {
      const take = choice === 'ascending' || choice === 'descending' ? some : x.shape[dim]!;
      for (const gpu of gpus) await choiceAgrees(gpu, choice, x, dim, take);
    }),
    { numRuns: 200, seed: 12 },
  );
});

/** Numbers that repeat, the same on every machine. */
function mixed(shape: readonly number[], distinct: number): Tensor {
  let state = 7;
  const values = Float32Array.from({ length: sizeOf(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((state >>> 8) % distinct) / distinct - 0.5;
  });
  return tensorOf(values, shape, 'float32');
}

describe('lines that take several passes', () => {
  for (const [shape, dim] of [
    [[70_001], 0],
    [[3, 5000], 1],
    [[5000, 3], 0],
    [[2, 3000, 3], 1],
  ] as const)
    test(`dim ${dim} of [${shape}]`, async () => {
      for (const gpu of gpus) {
        for (const op of scans) await scanAgrees(gpu, op, mixed(shape, 1000), dim, op === 'sum');
        for (const choice of choices) await choiceAgrees(gpu, choice, mixed(shape, 300), dim, shape[dim]!);
      }
    });
});

test('what leaves the range of a float comes back', async () => {
  const cases: readonly (readonly [ScanOp, readonly number[]])[] = [
    ['sum', [3e38, 3e38, -3e38, -3e38, 1]],
    ['sum', [-3e38, -3e38, -3e38, 1e38, 3e38, 3e38]],
    ['prod', [1e-30, 1e-30, 1e38, 1e38]],
    ['prod', [1e-40, 1e38, -1e38, 1e-38, 0, 5]],
    ['logSumExp', [0, -20, -30]],
  ];
  for (const gpu of gpus)
    for (const [op, values] of cases)
      await scanAgrees(gpu, op, tensorOf(Float32Array.from(values), [values.length], 'float32'), 0, false);
});

test('integers, bool and narrow floats come in order too', async () => {
  const [gpu] = gpus as readonly [WebGpuBackend];
  const integers = tensorOf(
    Int32Array.from({ length: 40 }, (_, i) => ((i * 37) % 19) - 9),
    [40],
    'int32',
  );
  for (const x of [integers, cpuBackend.cast(integers, 'bool'), cpuBackend.cast(integers, 'float16')])
    for (const choice of choices) await choiceAgrees(gpu, choice, x, 0, 40);
});

test('what only the next kernel reads gives its buffers back', async () => {
  const gpu = await openBackend({ lines: true, memory: 2 ** 20 });
  // 13 lists of pairs would not fit, two at a time do.
  await choiceAgrees(gpu, 'ascending', mixed([20_000], 10_000), 0, 20_000);
  assert.equal(gpu.select('ascending', mixed([100_000], 10), 0, 1), undefined, 'what does not fit is left to the CPU');
});

test('on a software adapter the host does it, where nothing else is asked for', async () => {
  const gpu = await openBackend();
  assert.equal(gpu.scan('sum', mixed([4], 9), 0, false), undefined);
  assert.equal(gpu.select('ascending', mixed([4], 9), 0, 4), undefined);
});
