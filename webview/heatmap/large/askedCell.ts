// What the server says of the cell under pointer or cursor, asked once that rests. Knows no picture.
import type { CellView, Level } from '../../../src/protocol/tiles';
import type { Ask } from '../../page/questions';
import type { Cell } from '../moveCursor';
import { type DrawnPlane, planeName } from './tileCache';

/** Milliseconds that a pointer rests before the server is asked. */
const rest = 80;

export interface AskedCellOptions {
  readonly ask: () => Ask;
  readonly changed: () => void;
  /** The server holds the tensor no longer. */
  readonly gone: () => void;
}

export class AskedCell {
  readonly #options: AskedCellOptions;
  #known: { readonly key: string; readonly cell: CellView } | undefined;
  #resting: string | undefined;
  #timer: number | undefined;
  #asking: AbortController | undefined;

  constructor(options: AskedCellOptions) {
    this.#options = options;
  }

  /** Undefined where it was not said. */
  of(plane: DrawnPlane, at: Cell, level: Level): CellView | undefined {
    return this.#known?.key === keyOf(plane, at, level) ? this.#known.cell : undefined;
  }

  /** Where pointer or cursor is now; undefined: nowhere. */
  rests(plane: DrawnPlane, at: Cell | undefined, level: Level): void {
    const key = at && keyOf(plane, at, level);
    if (key === this.#resting) return;
    this.dispose();
    this.#resting = key;
    if (at) this.#timer = window.setTimeout(() => void this.now(plane, at, level), rest);
  }

  /** Asks at once. */
  async now(plane: DrawnPlane, at: Cell, level: Level): Promise<CellView | undefined> {
    const known = this.of(plane, at, level);
    if (known) return known;
    this.#asking = new AbortController();
    try {
      const params = { ...plane, row: at.row, col: at.col, level };
      const cell = await this.#options.ask()('tensorInspector/cell', params, this.#asking.signal);
      if (cell) this.#known = { key: keyOf(plane, at, level), cell };
      else this.#options.gone();
      this.#options.changed();
      return cell ?? undefined;
    } catch {
      // Taken back, or the server is gone: the picture says what there is to say.
      return undefined;
    }
  }

  /** Takes back what is asked. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#resting = undefined;
  }
}

const keyOf = (plane: DrawnPlane, { row, col }: Cell, level: Level): string =>
  `${planeName(plane)} ${row} ${col} ${level.rows} ${level.cols}`;
