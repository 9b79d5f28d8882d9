// Which cells of a tensor of scores another tensor picks, one of a line along a dim: the class that each target names. Pure.
import type { Plane } from '../../src/protocol/plane';
import type { TensorView } from '../../src/protocol/views';
import type { Cell } from './moveCursor';
import { isWhole } from './pythonLiteral';

export interface Picks {
  /** Of the scores. */
  readonly dim: number;
  /** An index along that dim for each place of the others. */
  readonly of: TensorView;
  /** What picks nothing. */
  readonly ignored: number | undefined;
}

/** Undefined where not all of them are there. */
export const picksOf = (dim: number, of: TensorView, ignored: number | undefined): Picks | undefined =>
  isWhole(of) ? { dim, of, ignored } : undefined;

/** What is picked on the line through a place of the scores; undefined where that is ignored. */
function pickOf(picks: Picks, index: readonly number[]): number | undefined {
  const pick = pickAt(
    picks,
    index.filter((_, dim) => dim !== picks.dim),
  );
  return pick === picks.ignored ? undefined : pick;
}

const pickAt = ({ of }: Picks, place: readonly number[]): number | undefined =>
  of.values[place.reduce((flat, at, dim) => flat * of.shape[dim]! + at, 0)];

/** Whether nothing is picked at a place of the other dims. */
export const isIgnored = (picks: Picks | undefined, place: readonly number[]): boolean =>
  picks !== undefined && pickAt(picks, place) === picks.ignored;

export const isPicked = (picks: Picks | undefined, index: readonly number[]): boolean =>
  picks !== undefined && pickOf(picks, index) === index[picks.dim];

/** More would cover the picture. */
const most = 2000;

/** The picked cells of a plane, of its first lines where they are many. */
export function pickedCells(
  picks: Picks | undefined,
  plane: Plane,
  indexAt: (row: number, col: number) => readonly number[],
): readonly Cell[] {
  if (!picks) return [];
  const along = picks.dim === plane.colDim ? 'cols' : picks.dim === plane.rowDim ? 'rows' : undefined;
  if (!along) return [];
  const lines = along === 'cols' ? plane.rows : plane.cols;
  const cells = Array.from({ length: Math.min(lines, most) }, (_, line) => {
    const pick = pickOf(picks, along === 'cols' ? indexAt(line, 0) : indexAt(0, line));
    if (pick === undefined || !(pick >= 0 && pick < plane[along])) return [];
    return [along === 'cols' ? { row: line, col: pick } : { row: pick, col: line }];
  });
  return cells.flat();
}
