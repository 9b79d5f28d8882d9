// Gradients of losses that a GPU computes in one kernel, against those of the primitives that they are composed of.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { functions } from '../../../../src/ops/index';
import type { BoundArgs } from '../../../../src/ops/op';
import type { Computation, Engine } from '../../../../src/tensor/engine';
import { createCpuEngine } from '../../../../src/tensor/engineOn';
import { pullBack } from '../../../../src/tensor/gradient/tape';
import { sizeOf, tensorOf } from '../../../../src/tensor/host';
import { createRouter, type Router } from '../../../../src/tensor/router';
import { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import { softwareGpu } from './adapter';
import { close } from './golden';

const cpu = createCpuEngine();
const routers: Router[] = [];
const engines: Engine[] = [];
before(async () => {
  const gpu = await softwareGpu();
  for (const fours of [1, 1024]) {
    const router = createRouter({ setting: 'webgpu', gpu: async () => gpu, crossover: 0, fours });
    routers.push(router);
    engines.push(await router.engine());
  }
});
after(async () => {
  for (const router of routers) await router.close();
});

/** (N, C), (C) or (N, C, d), the class dim in the middle of memory or at its end; the last has columns enough to read four at once. */
const shapes = fc.constantFrom([3, 8], [5, 3], [4], [2, 4, 3], [2, 3, 2, 4], [40, 64], [2, 3, 16, 16]);
const logits = fc.oneof(
  { arbitrary: fc.float({ min: -8, max: 8, noNaN: true }), weight: 30 },
  { arbitrary: fc.constantFrom(-Infinity, 60, -90, 0, Number.NaN), weight: 1 },
);
const numbers = (shape: readonly number[], of: fc.Arbitrary<number>): fc.Arbitrary<Tensor> =>
  fc
    .array(of, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((values) => tensorOf(Float32Array.from(values), shape, 'float32'));

const cases = shapes.chain((shape) => {
  const classDim = shape.length === 1 ? 0 : 1;
  const positions = shape.toSpliced(classDim, 1);
  const classes = shape[classDim]!;
  const count = { minLength: sizeOf(positions), maxLength: sizeOf(positions) };
  return fc.record({
    input: fc.tuple(numbers(shape, logits), fc.boolean()).map(([x, isTurned]) => {
      if (!isTurned || shape.length !== 2) return x;
      const { storage } = x;
      return permute(tensorOf(storage.host!, shape.toReversed(), 'float32'), [1, 0]);
    }),
    labels: fc.array(fc.integer({ min: -1, max: classes - 1 }), count),
    weight: fc.option(numbers([classes], fc.oneof(fc.float({ min: 0, max: 2, noNaN: true }), fc.constant(0)))),
    ignore_index: fc.constantFrom(-100, 0),
    reduction: fc.constantFrom('mean', 'sum', 'none'),
    positions: fc.constant(positions),
    grad: fc.oneof(fc.float({ min: -2, max: 2, noNaN: true }), fc.constantFrom(0, -0, 2 ** -130)),
  });
});

/** What is uploaded belongs to one device. */
const copied = ({ storage, shape, strides, offset }: Tensor): Tensor =>
  new Tensor({ ...storage, host: storage.host!.slice() }, shape, strides, offset);

for (const name of ['cross_entropy', 'nll_loss'])
  test(`${name}: the gradient of the logits`, async () => {
    const [op] = functions.get(`torch.nn.functional.${name}`) ?? [];
    assert.ok(op);
    await fc.assert(
      fc.asyncProperty(cases, async ({ input, labels, positions, grad, ...rest }) => {
        // One of the labels is the one that does not count.
        const counted = BigInt64Array.from(labels, (label) => BigInt(label < 0 ? rest.ignore_index : label));
        const options = { ...rest, size_average: null, reduce: null, label_smoothing: 0 };
        const compute: Computation = async (engine, [x]) => {
          const target = tensorOf(counted.slice(), positions, 'int64');
          const args: BoundArgs = { ...options, target, weight: rest.weight && copied(rest.weight) };
          return [(await op.run({ ...args, input: x! }, { engine, warn: () => undefined })) as Tensor];
        };
        const found = async (engine: Engine): Promise<ArrayLike<number>> => {
          const shape = rest.reduction === 'none' ? positions : [];
          const g = tensorOf(new Float32Array(sizeOf(shape)).fill(grad), shape, 'float32');
          const [gradient] = await pullBack(engine, compute, [copied(input)], [true], [g]);
          return (await engine.read(gradient!)) as ArrayLike<number>;
        };
        const expected = await found(cpu);
        for (const engine of engines) close(await found(engine), expected, name, 4, [], 4);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
