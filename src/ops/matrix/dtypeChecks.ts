// What PyTorch says where the factors of a product, and what is added to it, have several dtypes. Knows no product.
import { cppName, scalarName } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { fail } from '../fail';

/** What ATen's addmm says of its factors. */
export function sameDtypes(a: Tensor, b: Tensor): void {
  if (a.dtype === b.dtype) return;
  fail(`mat1 and mat2 must have the same dtype, but got ${scalarName(a.dtype)} and ${scalarName(b.dtype)}`);
}

/** What it says of a sum and its last factor. */
export function sameAdded(x: Tensor, b: Tensor): void {
  if (x.dtype === b.dtype) return;
  fail(`self and mat2 must have the same dtype, but got ${scalarName(x.dtype)} and ${scalarName(b.dtype)}`);
}

function ofMatrices(x: Tensor, a: Tensor, b: Tensor): void {
  sameDtypes(a, b);
  sameAdded(x, b);
}

function ofVector(x: Tensor, a: Tensor, v: Tensor): void {
  if (x.dtype === a.dtype && a.dtype === v.dtype) return;
  const [added, matrix, vector] = [x, a, v].map(({ dtype }) => scalarName(dtype));
  fail(`addmv input tensors must have the same dtype, but got ${added}, ${matrix}, and ${vector}`);
}

function ofBatches(x: Tensor, a: Tensor, b: Tensor): void {
  if (x.dtype === a.dtype && a.dtype === b.dtype) return;
  const [added, batch1, batch2] = [x, a, b].map(({ dtype }) => cppName(dtype));
  fail(`Input dtypes must be the same, got: input ${added}, batch1: ${batch1}, batch2: ${batch2}`);
}

/** What each product with something added says of the dtypes of `input` and of its factors. */
export const checkAdded = { addmm: ofMatrices, addbmm: ofMatrices, addmv: ofVector, baddbmm: ofBatches };
