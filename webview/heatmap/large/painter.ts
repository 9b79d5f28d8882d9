// What draws tiles on the page: by WebGL2 or on a plain canvas. And where a tile stands in the picture.
import { tileSize } from '../../../src/protocol/tiles';
import type { Colouring } from './colouring';
import type { Tile } from './tileCache';
import type { Extent, Frame, Viewport } from './viewport';

export interface Picture {
  readonly tiles: readonly Tile[];
  readonly view: Viewport;
  readonly extent: Extent;
  readonly frame: Frame;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  readonly colouring: Colouring;
}

export interface Painter {
  readonly kind: 'webgl2' | 'canvas';
  paint(picture: Picture): void;
  dispose(): void;
}

/** From this size on a cell can carry an arrow or stripes, and from this one on a line beside it. In CSS pixels. */
export const smallestMark = 6;
export const smallestGap = 10;

export interface Placed {
  /** The tile's cells, as if none of them were cut at the end of the plane. In CSS pixels of the frame. */
  readonly x: number;
  readonly y: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** To the end of the last element. */
  readonly width: number;
  readonly height: number;
}

/** Where a tile stands. The last cell of a plane may stand for fewer elements and is then smaller. */
export function placed({ level, row, col }: Tile, view: Viewport, extent: Extent): Placed {
  const [down, right] = [2 ** level.rows, 2 ** level.cols];
  const [top, left] = [row * tileSize * down, col * tileSize * right];
  return {
    x: (left - view.left) * view.across,
    y: (top - view.top) * view.down,
    cellWidth: right * view.across,
    cellHeight: down * view.down,
    width: Math.min(tileSize * right, extent.cols - left) * view.across,
    height: Math.min(tileSize * down, extent.rows - top) * view.down,
  };
}
