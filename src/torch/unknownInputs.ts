// Operations on tensors whose values are not known: shapes still follow and wrong ones are still refused. Knows no binding.
import type { BoundArgs, Op, OpContext, OpValue } from '../ops/op';
import type { Machine } from '../python/machine';
import type { Run, UnknownValue } from '../python/value';
import { allocate } from '../tensor/dtype';
import { tensorOf as hostTensor, unknownReason } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { lostValues } from './tensorValue';

const counting = new Set(
  'nonzero argwhere masked_select one_hot repeat_interleave unique unique_consecutive bincount'.split(' '),
);

/** Whether the shape of the result depends on values; `where` with nothing to choose from counts as well. */
export const isShapedByValues = (operation: string, args: BoundArgs): boolean =>
  counting.has(operation) || (operation === 'where' && !('other' in args));

/** Why one of the arguments' values is not known. */
export function doubtAmong(values: readonly OpValue[]): UnknownValue | undefined {
  for (const value of values) {
    const tensors: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const tensor of tensors) {
      const lost = tensor instanceof Tensor ? lostValues(tensor) : undefined;
      if (lost) return lost;
    }
  }
  return undefined;
}

/** Whether the op throws the same whatever the unknown values are: it is then about shapes and types. */
export function* failsAnyway(
  machine: Machine,
  op: Op,
  args: BoundArgs,
  context: OpContext,
  error: unknown,
): Run<boolean> {
  for (const fill of [0, 1]) {
    try {
      const started = op.run(withValues(args, fill), { ...context, warn: () => {} });
      if (started instanceof Promise) yield* machine.wait(started);
      return false;
    } catch (other) {
      if (!(other instanceof Error && error instanceof Error) || other.message !== error.message) return false;
    }
  }
  return true;
}

/** The arguments with one number in the place of all unknown ones. */
function withValues(args: BoundArgs, fill: number): BoundArgs {
  const known = (value: OpValue): OpValue => {
    if (Array.isArray(value)) return (value as readonly OpValue[]).map(known) as readonly Tensor[];
    return value instanceof Tensor && unknownReason(value) ? filled(value, fill) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, known(value)]));
}

function filled({ shape, size, dtype }: Tensor, fill: number): Tensor {
  const values = allocate(dtype, size);
  if (values instanceof BigInt64Array) values.fill(BigInt(fill));
  else values.fill(fill);
  return hostTensor(values, shape, dtype);
}
