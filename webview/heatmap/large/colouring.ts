// From numbers to colours over a range that can be moved, by a table: for pictures whose colours change without new numbers.
// Knows no drawing.
import { type ColourScale, hatch, type Range } from '../../../src/protocol/colourScale';
import { colourAt, type Rgb } from '../../../src/protocol/colours';
import type { ThemeKind } from '../../../src/protocol/requests';

export interface Colouring {
  readonly range: Range;
  /** From here on both ways the scale is logarithmic; 0: it is linear. */
  readonly knee: number;
  /** From the range's low end to its high one. */
  readonly table: readonly Rgb[];
  readonly stripes: readonly [Rgb, Rgb];
}

export const tableSize = 1024;

/** A diverging map keeps its middle at 0, whatever the range. */
export function colouringOf(scale: ColourScale, range: Range, knee: number, theme: ThemeKind): Colouring {
  const [low, high] = [bent(range[0], knee), bent(range[1], knee)];
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const table = Array.from({ length: tableSize }, (_, i) => {
    const part = i / (tableSize - 1);
    const position = scale.kind === 'diverging' ? 0.5 + (low + (high - low) * part) / reach / 2 : part;
    return colourAt(scale.stops, position);
  });
  return { range, knee, table, stripes: hatch(theme) };
}

/** Linear near 0, logarithmic beyond the knee, the same below 0 as above. Halved where linear: no distance overflows. */
export const bent = (value: number, knee: number): number =>
  knee > 0 ? Math.sign(value) * Math.log1p(Math.abs(value) / knee) : value / 2;

export const unbent = (bend: number, knee: number): number =>
  knee > 0 ? Math.sign(bend) * Math.expm1(Math.abs(bend)) * knee : bend * 2;

/** Where a finite number stands between the range's ends: 0 to 1, beyond them less or more. */
export function positionOf(value: number, { range, knee }: Pick<Colouring, 'range' | 'knee'>): number {
  const [low, high] = [bent(range[0], knee), bent(range[1], knee)];
  return low === high ? 0.5 : (bent(value, knee) - low) / (high - low);
}

/** The colour of a number that is not NaN. */
export function colourOf(value: number, colouring: Colouring): Rgb {
  const position = Number.isFinite(value) ? positionOf(value, colouring) : value > 0 ? 1 : 0;
  const at = Math.floor(Math.min(1, Math.max(0, position)) * (tableSize - 1) + 0.5);
  return colouring.table[at]!;
}
