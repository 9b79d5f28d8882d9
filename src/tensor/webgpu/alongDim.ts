// What runs along a dim of a tensor, and its elements chosen along it, as recorded values. Knows no device.
import type { Choice, ScanOp } from '../backend';
import { dimLast } from '../contraction';
import { contiguousStrides, sizeOf } from '../host';
import type { Tensor } from '../tensor';
import type { Profile } from './device';
import { flatValue } from './flatValue';
import { apply, constant, type Expression, type Value, weigh } from './graph';
import { mapped, picked } from './kernels';
import { type Lines, scanned, sortedPairs } from './lines';
import { expressionOf } from './record';

const scanners = { sum: 'SUM', prod: 'PROD', logSumExp: 'LOGSUM' } as const;

/** Bytes on the device for each element that is put in order: two lists of pairs at a time, what they are of and its own copy, and the results. */
export const sortedBytes = 32;

/** Strides and sizes of the lines along `dim`, in row-major order. */
function linesOf({ shape }: Tensor, dim: number): Lines {
  const strides = contiguousStrides(shape);
  return { kept: shape.toSpliced(dim, 1), length: shape[dim]!, place: [...strides.toSpliced(dim, 1), strides[dim]!] };
}

/** What lines along `dim` have; more than an operation or two are done once, since several passes may read them. */
function elementsOf(x: Tensor, dim: number): Expression | undefined {
  const rows = dimLast(x, dim);
  const fused = expressionOf(rows);
  return fused && weigh([fused]).operations > 2 ? expressionOf(rows, false) : fused;
}

/** A float32 tensor run along; undefined where the device does not have its values. */
export function scannedAlong(op: ScanOp, x: Tensor, dim: number, back: boolean, profile: Profile): Value | undefined {
  const elements = elementsOf(x, dim);
  return elements && scanned(scanners[op], elements, linesOf(x, dim), back, profile);
}

/** Values and indices of what is chosen; undefined where the device does not have its values. */
export function chosenAlong(
  choice: Choice,
  x: Tensor,
  dim: number,
  take: number,
  profile: Profile,
): readonly [values: Value, indices: Value] | undefined {
  const [elements, flat] = [elementsOf(x, dim), flatValue(x)];
  if (!elements || !flat) return undefined;
  const shape = x.shape.with(dim, take);
  const places = placesOf(choice, elements, linesOf(x, dim), dim, profile);
  const [inner, count] = [sizeOf(x.shape.slice(dim + 1)), x.shape[dim]!].map((size) => constant(size, 'i32'));
  const index = apply('(($0 / $1) % $2)', 'i32', places, inner!, count!);
  return [mapped(picked(flat.value, flat.offset, places), shape), mapped(index, shape)];
}

/** The row-major places of what is chosen, over the result's dims. */
function placesOf(choice: Choice, x: Expression, lines: Lines, dim: number, profile: Profile): Expression {
  if (choice === 'largestSoFar' || choice === 'leastSoFar') {
    const value = scanned(choice === 'leastSoFar' ? 'MIN' : 'MAX', x, lines, false, profile);
    return { kind: 'leaf', word: 'i32', value, strides: inOrder(lines.place, dim), offset: 0 };
  }
  const value = sortedPairs(x, lines, choice === 'descending', profile);
  const strides = contiguousStrides([...lines.kept, lines.length]).map((stride) => 2 * stride);
  return { kind: 'leaf', word: 'i32', value, strides: inOrder(strides, dim), offset: 1 };
}

/** What is said of the dim `dim` last, back in its place. */
const inOrder = (last: readonly number[], dim: number): readonly number[] =>
  last.slice(0, -1).toSpliced(dim, 0, last.at(-1)!);
