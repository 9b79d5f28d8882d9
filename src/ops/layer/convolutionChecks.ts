// What PyTorch says of arguments that fit no convolution, transposed or not, before it looks at sizes. Knows no kernel.
import { say } from '../../base/text';
import { categoryOf, cppName, isFloat, scalarName } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { fail } from '../fail';
import { NotModelled } from '../op';

interface Given {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** The weight must have as many spatial dims as the op has. */
export function checkWeight({ input: x, weight, stride }: Given, count: number): void {
  const { rank } = weight;
  if (rank < 3) fail('weight should have at least three dimensions');
  if (rank === count + 2) return;
  if (count === 1 || rank > count + 2)
    fail(
      `Expected ${rank}-dimensional input for ${rank}-dimensional weight ${sizesText(weight.shape)}, but got ${count + 2}-dimensional input of size ${sizesText(x.rank === count + 2 ? x.shape : [1, ...x.shape])} instead`,
    );
  const given = Array.from({ length: count }, (_, at) => stride[at] ?? stride[0]!);
  fail(
    `expected stride to be a single integer value or a list of ${rank - 2} values to match the convolution dimensions, but got stride=${sizesText(given)}`,
  );
}

/** Strides, dilations, paddings and groups that no convolution has. */
export function checkSteps({ weight, stride, dilation, groups }: Given, padding: readonly number[]): void {
  if (padding.some((size) => size < 0)) fail('negative padding is not supported');
  if (stride.some((step) => step <= 0)) fail('non-positive stride is not supported');
  if (dilation.some((step) => step <= 0)) {
    const each = weight.shape.slice(2).map((_, at) => dilation[at] ?? dilation[0]!);
    fail(`dilation should be greater than zero, but got ${sizesText(each)}`);
  }
  if (groups <= 0) fail('non-positive groups is not supported');
}

/** One dtype for all; `bias` is the one of a convolution that is not transposed. */
export function checkDtypes(x: Tensor, weight: Tensor, bias: Tensor | null): void {
  if (bias && bias.dtype !== x.dtype)
    fail(`Input type (${cppName(x.dtype)}) and bias type (${cppName(bias.dtype)}) should be the same`);
  if (weight.dtype !== x.dtype)
    fail(`expected scalar type ${scalarName(x.dtype)} but found ${scalarName(weight.dtype)}`);
}

/** ATen's kernels take floats and int64; the plain one takes narrow integers too. `x` has its batch. */
export function checkKernel(x: Tensor, dilation: readonly number[], transposed: boolean): void {
  const { dtype, rank } = x;
  if (isFloat(dtype) || dtype === 'int64') return;
  if (categoryOf(dtype) === 'complex') throw new NotModelled(say('complex numbers are not modelled here yet'));
  const isDeep = rank === 5;
  const refuse = (kernel: string): never =>
    fail(`"${kernel}" not implemented for '${scalarName(dtype)}'`, 'NotImplementedError');
  if (transposed) refuse(`slow_conv_transpose${isDeep ? 3 : 2}d_out_cpu`);
  if (dilation.some((step) => step > 1)) refuse('slow_conv_dilated<>');
  if (dtype === 'bool') refuse(isDeep ? 'compute_columns3d' : 'slow_conv2d_cpu');
}
