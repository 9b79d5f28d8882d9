// The parts of a large tensor that a page asks for, in tiles of pooled cells. Types and sizes that server and page agree on;
// knows no drawing and no pooling.
import type { Numbers } from './views';

/** Cells of a tile each way; those at the end of a plane have fewer. */
export const tileSize = 256;

/** A tensor that the server holds, cut by a plane: two dims lie in it, the others stand at their `index`. */
export interface PlaneParams {
  /** A view's `source`. */
  readonly source: string;
  /** Absent: the plane has one row. */
  readonly rowDim?: number;
  readonly colDim?: number;
  /** One entry per dim; those of `rowDim` and `colDim` do not matter. */
  readonly index: readonly number[];
}

/** How many elements make a cell: 2^rows times 2^cols. */
export interface Level {
  readonly rows: number;
  readonly cols: number;
}

/** Tile (`row`, `col`) holds the cells from `row * tileSize`, `col * tileSize` on. */
export interface TileParams extends PlaneParams {
  readonly level: Level;
  /** What a cell of several elements comes to. */
  readonly pooling: Pooling;
  readonly row: number;
  readonly col: number;
}

/** Bits of what a cell holds beside finite numbers. */
export const odd = { nan: 1, posInf: 2, negInf: 4 } as const;

/** Row-major; single elements where the level is 0 both ways, else one number of the finite ones in each cell. */
export type TileView =
  | { readonly rows: number; readonly cols: number; readonly exact: Numbers }
  | {
      readonly rows: number;
      readonly cols: number;
      /** NaN where a cell has no finite element. */
      readonly pooled: Float32Array;
      /** What else each cell holds, as bits of `odd`; absent where all elements are finite. */
      readonly odd?: Uint8Array;
    };

export type Pooling = 'mean' | 'min' | 'max';

/** Of finite elements; NaN where there is none. */
export interface LineStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sum: number;
  /** Elements that are not finite. */
  readonly odd: number;
}

export interface CellParams extends PlaneParams {
  /** The level that is drawn. */
  readonly level: Level;
  readonly row: number;
  readonly col: number;
}

/** An element with its row and its column in the plane. */
export interface CellView {
  readonly value: number;
  readonly row: LineStats;
  readonly col: LineStats;
  /** The cell of several elements that it is drawn in. */
  readonly block?: LineStats;
}

/** How the finite elements of the whole tensor are spread; percentiles are elements, as float32. */
export interface SpreadView {
  readonly min: number;
  readonly max: number;
  /** 1st and 99th percentile. */
  readonly low: number;
  readonly high: number;
  /** 1st percentile of the sizes of those that are not 0: a logarithmic scale is linear below. 0 where all are 0. */
  readonly knee: number;
  /** Counts of equal steps from `min` to `max`. */
  readonly bins: Float64Array;
}

export interface SpreadParams {
  readonly source: string;
}

/** What a page may ask about a tensor that the server holds. `null`: it is held no longer. */
export interface HeldRequests {
  'tensorInspector/tile': { readonly params: TileParams; readonly result: TileView | null };
  'tensorInspector/cell': { readonly params: CellParams; readonly result: CellView | null };
  'tensorInspector/spread': { readonly params: SpreadParams; readonly result: SpreadView | null };
}

export const heldMethods: readonly string[] = [
  'tensorInspector/tile',
  'tensorInspector/cell',
  'tensorInspector/spread',
] satisfies readonly (keyof HeldRequests)[];
