// One number for all spatial dims, or one for each. Knows no op.
import { fail } from '../fail';

/** Throws what `refused` says where there are neither one nor `count`. */
export function perDim(given: readonly number[], count: number, refused: () => string): readonly number[] {
  if (given.length !== 1 && given.length !== count) fail(refused());
  return Array.from({ length: count }, (_, dim) => given[dim] ?? given[0]!);
}

/** As convolutions and their transposes read `stride`, `padding`, ... */
export const ofConvolution = (given: readonly number[], count: number, name: string): readonly number[] =>
  perDim(
    given,
    count,
    () =>
      `expected ${name} to be a single integer value or a list of ${count} values to match the convolution dimensions, but got ${name}=[${given.join(', ')}]`,
  );
