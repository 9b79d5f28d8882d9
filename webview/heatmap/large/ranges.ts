// Ways to choose the range of colours, and the axis on which its ends are dragged. Pure numbers.
import type { Range } from '../../../src/protocol/colourScale';
import type { SpreadView } from '../../../src/protocol/tiles';
import type { Stats } from '../../../src/protocol/views';
import { bent, unbent } from './colouring';

export const rangeChoices = ['automatic', 'data', 'percentiles', 'symmetric', 'own'] as const;
export type RangeChoice = (typeof rangeChoices)[number];

/** The range of a choice; the automatic one where the numbers do not give another. */
export function chosenRange(
  choice: RangeChoice,
  automatic: Range,
  own: Range,
  stats: Stats,
  spread?: SpreadView,
): Range {
  const { min, max } = stats;
  const proper = (low: number, high: number): Range => (low < high ? [low, high] : automatic);
  if (choice === 'own') return own;
  if (choice === 'data') return proper(min, max);
  if (choice === 'percentiles' && spread) return proper(spread.low, spread.high);
  const reach = Math.max(Math.abs(min), Math.abs(max));
  return choice === 'symmetric' ? proper(-reach, reach) : automatic;
}

/** The knee of a logarithmic scale: at least a millionth of the largest number, so that it has six decades at most. */
export function kneeOf({ min, max }: Stats, spread: SpreadView | undefined): number {
  const reach = Math.max(Math.abs(min), Math.abs(max));
  return spread && reach > 0 ? Math.max(spread.knee, reach * 1e-6) : 0;
}

/** What the colour bar spans: all numbers and the whole range. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly knee: number;
}

export function axisOf({ min, max }: Stats, range: Range, knee: number): Axis {
  const finite = Number.isFinite(min) && Number.isFinite(max);
  return { low: finite ? Math.min(min, range[0]) : range[0], high: finite ? Math.max(max, range[1]) : range[1], knee };
}

/** Where a number stands on the axis, 0 to 1. */
export function placeOn({ low, high, knee }: Axis, value: number): number {
  const [from, to] = [bent(low, knee), bent(high, knee)];
  return from === to ? 0.5 : (bent(value, knee) - from) / (to - from);
}

/** The number at a place on the axis. */
export function numberOn({ low, high, knee }: Axis, place: number): number {
  const [from, to] = [bent(low, knee), bent(high, knee)];
  if (place <= 0) return low;
  return place >= 1 ? high : unbent(from + (to - from) * place, knee);
}

/** The range with one end at a place on the axis, and never past the other. */
export function withEnd(axis: Axis, range: Range, end: 0 | 1, place: number): Range {
  const least = 1e-3;
  const other = placeOn(axis, range[1 - end] ?? 0);
  const to = end === 0 ? Math.min(place, other - least) : Math.max(place, other + least);
  const value = numberOn(axis, Math.min(1, Math.max(0, to)));
  const moved: Range = end === 0 ? [value, range[1]] : [range[0], value];
  return moved[0] < moved[1] ? moved : range;
}
