// What operations on matrices have in common: their checks with PyTorch's words, batches taken matrix by matrix, and formulas
// over the last two dims. Knows no factorisation.
import { say } from '../../base/text';
import { allocate, type DType, isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { transpose } from '../../tensor/view';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import { type Arithmetic, doubleArithmetic, singleArithmetic } from './lu';
import type { Matrix } from './reflectors';
import { doublePrecision, type Precision, singlePrecision } from './rotations';

export type Made = Tensor | Promise<Tensor>;
export type Several = readonly Tensor[] | Promise<readonly Tensor[]>;
/** The only one of several results that is wanted. */
export const first = (made: Several): Made => andThen(made, ([one]) => one!);

export const arithmeticOf = (dtype: DType): Arithmetic => (dtype === 'float64' ? doubleArithmetic : singleArithmetic);
export const precisionOf = (dtype: DType): Precision => (dtype === 'float64' ? doublePrecision : singlePrecision);

/** Refuses what has fewer than two dims. */
export function checkRank(x: Tensor, name: string, letter = 'A'): void {
  if (x.rank < 2) fail(`${name}: The input tensor ${letter} must have at least 2 dimensions.`);
}

export function checkSquare(x: Tensor, name: string): void {
  checkRank(x, name);
  const [rows, columns] = x.shape.slice(-2);
  if (rows !== columns)
    fail(`${name}: A must be batches of square matrices, but they are ${rows} by ${columns} matrices`);
}

/** Refuses integers; `kernel` is what has no form for narrow floats, where the function itself lets them pass. */
export function checkFloat(x: Tensor, name: string, kernel?: string): void {
  if (!isFloat(x.dtype)) {
    fail(`${name}: Expected a floating point or complex tensor as input. Got ${scalarName(x.dtype)}`);
  }
  if (!isHalf(x.dtype)) return;
  if (kernel) fail(`"${kernel}" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
  fail(`${name}: Low precision dtypes not supported. Got ${scalarName(x.dtype)}`);
}

/** Another order of the same steps gives other numbers: what PyTorch has cannot be told. */
export const undecided = (): NotModelled =>
  new NotModelled(say('rounding decides about these values: they differ from one machine to the next'));

/** Where in a batch something went wrong, as exceptions say it. */
export const batchText = (x: Tensor, index: number): string => (x.rank > 2 ? `(Batch element ${index}): ` : '');

/** Refuses a matrix whose singular values no iteration finds: of an infinity each library makes something else. */
export function checkFinite(x: Tensor, a: Matrix, index: number): void {
  if (a.values.some(Number.isNaN)) {
    fail(
      `linalg.svd: ${batchText(x, index)}The algorithm failed to converge because the input matrix contained non-finite values.`,
      '_LinAlgError',
    );
  }
  if (!a.values.every(Number.isFinite)) throw undecided();
}

/** A result of each matrix: its shape, and its type where that is not the input's. */
export interface Output {
  readonly shape: readonly number[];
  readonly dtype?: DType;
}

/** Tensors of the batch's shape and each output's, from each matrix of `inputs`, which are of one batch. */
export function eachMatrix(
  engine: Engine,
  inputs: readonly Tensor[],
  outputs: readonly Output[],
  kernel: (matrices: readonly Matrix[], index: number) => readonly ArrayLike<number>[],
): readonly Tensor[] | Promise<readonly Tensor[]> {
  const [first] = inputs as readonly [Tensor];
  const batch = first.shape.slice(0, -2);
  return withValues(engine, inputs, (...values) => {
    const made = outputs.map(({ shape, dtype = first.dtype }) => allocate(dtype, sizeOf([...batch, ...shape])));
    for (let index = 0; index < sizeOf(batch); index++) {
      const matrices = inputs.map(({ shape }, i): Matrix => {
        const [rows, columns] = shape.slice(-2) as [number, number];
        const part = values[i]!.subarray(index * rows * columns, (index + 1) * rows * columns);
        return { rows, columns, values: Float64Array.from(part as Float64Array) };
      });
      engine.meter.work(matrices.reduce((sum, { rows, columns }) => sum + rows * columns * Math.min(rows, columns), 0));
      for (const [i, result] of kernel(matrices, index).entries()) {
        const start = index * sizeOf(outputs[i]!.shape);
        const out = made[i]!;
        for (let at = 0; at < result.length; at++) {
          if (out instanceof BigInt64Array) out[start + at] = BigInt(result[at]!);
          else out[start + at] = result[at]!;
        }
      }
    }
    return outputs.map(({ shape, dtype = first.dtype }, i) => tensorOf(made[i]!, [...batch, ...shape], dtype));
  });
}

/** The transpose of each matrix. */
export const turned = (x: Tensor): Tensor => transpose(x, -2, -1);

/** The product of several matrices, from the left. */
export const product = (engine: Engine, first: Made, ...rest: readonly Made[]): Made =>
  rest.reduce<Made>((left, right) => andThen(left, (a) => andThen(right, (b) => matmul(engine, a, b))), first);

/** Elements where `keeps` says so of row and column, else zero. */
export function masked(engine: Engine, x: Tensor, keeps: (row: number, column: number) => boolean): Tensor {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const mask = Uint8Array.from({ length: rows * columns }, (_, i) =>
    keeps(Math.floor(i / columns), i % columns) ? 1 : 0,
  );
  return engine.where(engine.fromHost(mask, [rows, columns], 'bool'), x, engine.scalar(0, x.dtype));
}

/** 1 on the diagonal of n × n. */
export function identity(engine: Engine, n: number, dtype: DType): Tensor {
  const values = allocate(dtype, n * n);
  for (let i = 0; i < n; i++) {
    if (values instanceof BigInt64Array) values[i * n + i] = 1n;
    else values[i * n + i] = 1;
  }
  return engine.fromHost(values, [n, n], dtype);
}
