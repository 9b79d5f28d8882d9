// How much a tensor may span: PyTorch counts sizes, strides and bytes in 64 bits. Knows no values.
import { TensorError } from './tensorError';

/** Raises where the sizes or what they span do not fit into 64 bits. */
export function checkStorage(shape: readonly number[]): void {
  const most = 2 ** 63;
  const long = shape.findIndex((size) => !(size < most));
  const span = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * Math.max(size, 1), 1);
  if (long >= 0)
    throw new TensorError(
      'TypeError',
      `empty(): argument 'size' failed to unpack the object at pos ${long + 1} with error "Overflow when unpacking long long"`,
    );
  if (shape.includes(0)) {
    if (span(shape.slice(1)) >= most) throw new TensorError('RuntimeError', 'Stride calculation overflowed');
  } else if (span(shape) * 4 >= most)
    throw new TensorError(
      'RuntimeError',
      `Storage size calculation overflowed with sizes=[${shape.map(BigInt).join(', ')}]`,
    );
}
