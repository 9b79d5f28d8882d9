// max_unpool1d to 3d: values put back to the places that a max pooling took them from, zeros elsewhere. Knows no pooling.
import { say, type Text } from '../../base/text';
import { allocate, isFloat, scalarName } from '../../tensor/dtype';
import { replaceAt } from '../../tensor/gradient/positions';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asChannels } from '../layouts';
import type { Op } from '../op';
import { dims, input, optional, tensor, withDefault } from '../params';
import { perDim } from './perDim';

interface Given {
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[];
  readonly output_size: readonly number[] | null;
}

/** The spatial sizes of the result: those that are asked for, or the smallest that the windows may have covered. */
function outputSizes(
  x: Tensor,
  count: number,
  { kernel_size, stride, padding, output_size }: Given,
): readonly number[] {
  const each = (given: readonly number[]): readonly number[] =>
    perDim(given, count, () => `expected ${count} sizes but got ${given.length}`);
  const [kernel, pads] = [each(kernel_size), each(padding)];
  const steps = stride ? each(stride) : kernel;
  const usual = kernel.map((size, dim) => (x.shape.at(dim - count)! - 1) * steps[dim]! + size - 2 * pads[dim]!);
  if (!output_size) return usual;
  const sizes = output_size.length === count + 2 ? output_size.slice(2) : output_size;
  if (sizes.length !== count) {
    fail(
      `output_size should be a sequence containing ${count} or ${count + 2} elements, but it has a length of '${sizes.length}'`,
      'ValueError',
    );
  }
  for (const [dim, size] of sizes.entries()) {
    const [low, high] = [usual[dim]! - steps[dim]!, usual[dim]! + steps[dim]!];
    if (low < size && size < high) continue;
    const text = sizes.length === 1 ? `(${size},)` : `(${sizes.join(', ')})`;
    fail(`invalid output_size "${text}" (dim ${dim} must be between ${low} and ${high})`, 'ValueError');
  }
  return sizes;
}

function check(x: Tensor, indices: Tensor, count: number): void {
  // Lines are unpooled as planes of one column.
  const [spatial, extra] = count === 1 ? [2, 1] : [count, 0];
  const shape = (of: Tensor): string => sizesText(extra ? [...of.shape, 1] : of.shape);
  if (indices.dtype !== 'int64') fail(`elements in indices should be type int64 but got: ${scalarName(indices.dtype)}`);
  const rank = x.rank + extra;
  if (rank !== spatial + 1 && rank !== spatial + 2) {
    fail(
      `Input to max_unpooling${spatial}d should be a ${spatial + 1}d or ${spatial + 2}d Tensor, but got a tensor with ${rank} dimensions.`,
    );
  }
  if (shape(x) !== shape(indices)) {
    fail(
      `Expected shape of indices to be same as that of the input tensor (${shape(x)}) but got indices tensor with shape: ${shape(indices)}`,
    );
  }
  if (!isFloat(x.dtype)) {
    fail(`"max_unpool${spatial}d" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
  }
}

const docs: readonly Text[] = [
  say('Values of lines put back to where a max pooling found them.'),
  say('Values of planes put back to where a max pooling found them.'),
  say('Values of volumes put back to where a max pooling found them.'),
];

function maxUnpool(count: number): Op {
  const ones = Array<number>(count).fill(2);
  const values = `torch.tensor([1.5, -2.]).reshape(${[1, 2, ...ones.map(() => 1)].join(', ')}) * torch.ones(${[1, 2, ...ones].join(', ')})`;
  const places = count === 1 ? [0, 3] : count === 2 ? [1, 2, 12, 15] : [1, 2, 12, 15, 33, 42, 47, 63];
  const indices = `torch.tensor(${JSON.stringify(places)}).reshape(${ones.join(', ')}).expand(${[1, 2, ...ones].join(', ')})`;
  return defineOp({
    names: [`torch.nn.functional.max_unpool${count}d`],
    ...(count === 2 && { layout: asChannels }),
    family: 'other',
    doc: docs[count - 1]!,
    params: [
      input,
      tensor('indices', say('The places that the pooling returned.')),
      dims('kernel_size', say('The size of the window.')),
      optional(dims('stride', say('How far the window moves; its own size where left out.'))),
      withDefault(dims('padding', say('Places added on both sides.')), [0]),
      optional(dims('output_size', say('The sizes of the result.'))),
    ],
    run({ input: x, indices, ...given }, { engine }) {
      const sizes = outputSizes(x, count, given);
      check(x, indices, count);
      const volume = sizeOf(sizes);
      const plane = sizeOf(x.shape.slice(-count));
      const shape = [...x.shape.slice(0, -count), ...sizes];
      const found = peek(engine, [indices], (at) => {
        const wrong = (at as BigInt64Array).findLast((place) => place < 0n || place >= BigInt(volume));
        if (wrong !== undefined) {
          const text = (count === 1 ? [...sizes, 1] : sizes).join('x');
          fail(`Found an invalid max index: ${wrong} (output volumes are of size ${text})`);
        }
        return Float64Array.from(at as BigInt64Array, (place, i) => Math.floor(i / plane) * volume + Number(place));
      });
      return andThen(found, (positions) =>
        replaceAt(engine, engine.fromHost(allocate(x.dtype, sizeOf(shape)), shape, x.dtype), x, positions),
      );
    },
    samples: [
      { args: `${values}, ${indices}, 2` },
      { args: `${values}[0], ${indices}[0], 2, output_size=${JSON.stringify(ones.map(() => 5))}` },
    ],
    errors: [
      {
        args: `${values}, ${indices}, 2, output_size=(${ones.map(() => 8).join(', ')},)`,
        error: {
          type: 'ValueError',
          message: `invalid output_size "(${ones.map(() => 8).join(', ')}${count === 1 ? ',' : ''})" (dim 0 must be between 2 and 6)`,
        },
      },
      {
        args: `${values}, ${indices} + 99, 2`,
        error: {
          type: 'RuntimeError',
          message: `Found an invalid max index: ${99 + places.at(-1)!} (output volumes are of size ${count === 1 ? '4x1' : ones.map(() => 4).join('x')})`,
        },
      },
    ],
  });
}

export const unpoolings: readonly Op[] = [1, 2, 3].map(maxUnpool);
