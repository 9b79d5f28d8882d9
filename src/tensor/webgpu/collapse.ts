// Fewer dims for the same walk: neighbours that every operand strides over as one become one. Knows no tensor.

export interface Walk {
  readonly sizes: readonly number[];
  /** For each operand a stride per dim. */
  readonly strides: readonly (readonly number[])[];
}

/** Drops dims of size 1 and joins dims d, d+1 where each operand's stride of d is size·stride of d+1; the order is kept. */
export function collapse({ sizes, strides }: Walk): Walk {
  const outSizes: number[] = [];
  const outStrides: number[][] = strides.map(() => []);
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    const size = sizes[dim]!;
    if (size === 1) continue;
    const joins = outSizes.length > 0 && strides.every((s, i) => s[dim] === outSizes[0]! * outStrides[i]![0]!);
    if (joins) {
      outSizes[0]! *= size;
    } else {
      outSizes.unshift(size);
      strides.forEach((s, i) => {
        outStrides[i]!.unshift(s[dim]!);
      });
    }
  }
  return { sizes: outSizes, strides: outStrides };
}
