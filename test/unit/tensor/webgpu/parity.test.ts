// Kernels against PyTorch's recorded values: to 2 float32 steps, special values and signs of zero exactly.
import { before, describe, test } from 'node:test';
import type { BinaryOp, FusedLoss, ReduceOp, UnaryOp } from '../../../../src/tensor/backend';
import { tensorOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import type { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { close, floats, golden, tensor } from './golden';
import { openBackend } from './open';

let backend: WebGpuBackend;
const read = async (x: Tensor): Promise<ArrayLike<number>> => (await backend.read(x)) as ArrayLike<number>;

interface Functions {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly unary: Readonly<Record<UnaryOp, readonly number[]>>;
  readonly binary: Readonly<Record<BinaryOp, readonly number[]>>;
  readonly pow: Readonly<Record<string, readonly number[]>>;
}

interface SoftmaxCase {
  readonly x: readonly number[];
  readonly shape: readonly number[];
  readonly dim: number;
  readonly softmax: readonly number[];
  readonly log: readonly number[];
}
type ReductionCase = { readonly x: readonly number[]; readonly shape: readonly number[]; readonly dim: number } & {
  readonly [Op in ReduceOp]: readonly number[];
};
interface Numbers {
  readonly shape: readonly number[];
  readonly bits: readonly number[];
}
interface LossCase {
  readonly kind: FusedLoss['kind'];
  readonly shape: readonly number[];
  readonly input: readonly number[];
  readonly targetShape: readonly number[];
  readonly target?: readonly number[];
  readonly indices?: readonly number[];
  readonly options: {
    readonly weight?: Numbers;
    readonly pos_weight?: Numbers;
    readonly ignore_index?: number;
    readonly label_smoothing?: number;
    readonly log_target?: boolean;
  };
  readonly none: readonly number[];
  readonly mean: readonly number[];
  readonly sum: readonly number[];
}

for (const fours of [1, 1024])
  describe(`four at once from ${fours} elements on`, () => {
    before(async () => {
      backend = await openBackend({ fours });
    });

    const predicates = /^(isnan|isinf|eq|ne|lt|le|gt|ge|logical(Not|And|Or))$/;
    describe('elementwise functions', () => {
      const { a, b, unary, binary, pow } = golden<Functions>('functions');
      const [x, y] = [floats(a), floats(b)];
      const numbers = tensor(a, [a.length]);
      for (const [op, expected] of Object.entries(unary) as [UnaryOp, readonly number[]][]) {
        test(op, async () => {
          const found = await read(backend.unary(op, numbers, predicates.test(op) ? 'bool' : 'float32'));
          close(found, floats(expected), op, 3, [x]);
        });
      }
      for (const [op, expected] of Object.entries(binary) as [BinaryOp, readonly number[]][]) {
        test(op, async () => {
          const dtype = predicates.test(op) ? 'bool' : 'float32';
          close(await read(backend.binary(op, numbers, tensor(b, [b.length]), dtype)), floats(expected), op, 2, [x, y]);
        });
      }
      for (const [power, expected] of Object.entries(pow)) {
        test(`pow ${power}`, async () => {
          const exponent = tensorOf(Float32Array.of(Number(power)), [], 'float32');
          close(await read(backend.binary('pow', numbers, exponent, 'float32')), floats(expected), power, 2, [x]);
        });
      }
    });

    test('softmax and log_softmax along every dim', async () => {
      for (const { x, shape, dim, softmax, log } of golden<SoftmaxCase[]>('softmaxes')) {
        const input = tensor(x, shape);
        const what = `dim ${dim} of [${shape}] ${floats(x).slice(0, 6)}`;
        // From 16 elements on the order of PyTorch's additions depends on its processor.
        const allowed = (shape[dim] ?? 1) < 16 ? 2 : 6;
        close(await read(backend.softmax(input, dim, false)), floats(softmax), `softmax, ${what}`, allowed);
        close(await read(backend.softmax(input, dim, true)), floats(log), `log_softmax, ${what}`, allowed, [], 1);
      }
    });

    test('reductions of one dim', async () => {
      for (const entry of golden<ReductionCase[]>('reductions')) {
        for (const op of ['sum', 'mean', 'prod', 'max', 'min', 'argmax', 'argmin'] as const) {
          const index = op.startsWith('arg');
          const input = tensor(entry.x, entry.shape);
          const found = await read(backend.reduce(op, input, [entry.dim], false, index ? 'int64' : 'float32'));
          close(found, index ? entry[op] : floats(entry[op]), `${op} of ${floats(entry.x)} dim ${entry.dim}`, 2);
        }
      }
    });

    function lossOf(entry: LossCase): FusedLoss {
      const { kind, options } = entry;
      const target = entry.indices
        ? tensorOf(BigInt64Array.from(entry.indices, BigInt), entry.targetShape, 'int64')
        : tensor(entry.target ?? [], entry.targetShape);
      const input = tensor(entry.input, entry.shape);
      const weight = options.weight && { weight: tensor(options.weight.bits, options.weight.shape) };
      const posWeight = options.pos_weight && { posWeight: tensor(options.pos_weight.bits, options.pos_weight.shape) };
      const classDim = entry.shape.length > 1 ? 1 : 0;
      const ignoreIndex = options.ignore_index ?? -100;
      const labelSmoothing = options.label_smoothing ?? 0;
      switch (kind) {
        case 'bce':
          return { kind, input, target, ...weight };
        case 'bceWithLogits':
          return { kind, input, target, ...weight, ...posWeight };
        case 'klDiv':
          return { kind, input, target, logTarget: options.log_target ?? false };
        case 'nll':
          return { kind, input, target, ...weight, ignoreIndex, classDim };
        case 'crossEntropy':
          return { kind, input, target, ...weight, ignoreIndex, labelSmoothing, classDim };
        case 'crossEntropyProbabilities':
          return { kind, input, target, ...weight, labelSmoothing, classDim };
      }
    }

    test('losses, with all their options and reductions', async () => {
      for (const entry of golden<LossCase[]>('losses')) {
        // What is left of terms near 1: the logarithm of a sum, t log t - t x.
        const scale = entry.kind.startsWith('bce') ? 0 : 1;
        // PyTorch adds spatial losses in an order of its own.
        const allowed = entry.shape.length > 2 ? 3 : 2;
        for (const reduction of ['none', 'mean', 'sum'] as const) {
          const value = backend.loss(lossOf(entry), reduction);
          const what = `${entry.kind} ${reduction} [${entry.shape}] ${JSON.stringify(entry.options)}`;
          if (!value) throw new Error(`${what} has no kernel`);
          close(await read(value), floats(entry[reduction]), what, allowed, [], scale);
        }
      }
    });
  });
