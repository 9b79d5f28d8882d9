// Where the user looks in a plane: the viewport with the frame that it is seen through, moved by what is meant. Knows no DOM.
import type { Cell } from '../moveCursor';
import {
  bounded,
  type Extent,
  type Frame,
  fitted,
  frameOf,
  panned,
  revealing,
  type Viewport,
  zoomed,
} from './viewport';

export class Look {
  readonly #changed: () => void;
  extent: Extent = { rows: 1, cols: 1 };
  frame: Frame = { width: 1, height: 1 };
  view: Viewport = { left: 0, top: 0, across: 1, down: 1 };

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** In so much width; the same part stays in sight where plane and frame are as large as before. */
  resize(extent: Extent, available: number): void {
    const frame = frameOf(extent, available);
    const kept =
      frame.width === this.frame.width &&
      frame.height === this.frame.height &&
      extent.rows === this.extent.rows &&
      extent.cols === this.extent.cols;
    this.extent = extent;
    this.frame = frame;
    this.#to(kept ? bounded(this.view, extent, frame) : fitted(extent, frame));
  }

  pan(x: number, y: number): void {
    this.#to(panned(this.view, this.extent, this.frame, x, y));
  }

  /** Around a point of the frame, by default its middle. */
  zoom(factor: number, x?: number, y?: number): void {
    this.#to(zoomed(this.view, this.extent, this.frame, factor, x, y));
  }

  /** Around a cell, where that is in sight. */
  zoomAt(factor: number, { row, col }: Cell): void {
    const { view, frame } = this;
    const [x, y] = [(col + 0.5 - view.left) * view.across, (row + 0.5 - view.top) * view.down];
    const inside = x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
    if (inside) this.zoom(factor, x, y);
    else this.zoom(factor);
  }

  fit(): void {
    this.#to(fitted(this.extent, this.frame));
  }

  reveal({ row, col }: Cell): void {
    this.#to(revealing(this.view, this.extent, this.frame, row, col));
  }

  /** The element at a point of the frame. */
  cellAt(x: number, y: number): Cell {
    const { view, extent } = this;
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
    return {
      row: within(view.top + y / view.down, extent.rows),
      col: within(view.left + x / view.across, extent.cols),
    };
  }

  /** Whether it is as far out, and as far in, as it goes. */
  get ends(): { readonly furthest: boolean; readonly nearest: boolean } {
    const isEnd = (size: number): boolean => {
      const end = bounded({ ...this.view, across: size, down: size }, this.extent, this.frame);
      return end.across === this.view.across && end.down === this.view.down;
    };
    return { furthest: isEnd(0), nearest: isEnd(1e9) };
  }

  #to(view: Viewport): void {
    this.view = view;
    this.#changed();
  }
}
