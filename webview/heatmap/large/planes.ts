// The plane that is drawn and the one that was drawn before, with their tiles: what is missing of the one is shown of the other,
// so that no picture is blank between two. Knows no drawing.
import { type Level, tileSize } from '../../../src/protocol/tiles';
import type { Ask } from '../../page/questions';
import type { Cell } from '../moveCursor';
import { type Scene, sceneOf, tilesWanted } from './scene';
import { type DrawnPlane, planeName, TileCache } from './tileCache';
import { type Extent, type Frame, fitted, type Viewport } from './viewport';

/** Milliseconds between two sets of tiles that are asked for. */
const tilesEvery = 40;

interface Source {
  readonly cache: TileCache;
  readonly plane: DrawnPlane;
  readonly extent: Extent;
}

export interface PlaneScene extends Scene {
  /** It is the plane before: the one to be drawn is not there yet. */
  readonly old: boolean;
}

export class Planes {
  readonly #changed: () => void;
  #source: Source | undefined;
  #earlier: Source | undefined;
  #timer: number | undefined;
  /** The size of cells for which tiles were asked last. */
  #asking: number | undefined;

  /** `changed` is told when a tile came. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Draws this plane from now on; tells whether it has another extent than the one before. */
  use(plane: DrawnPlane, extent: Extent, ask: Ask): boolean {
    const known = this.#source;
    const another = known?.plane.source !== plane.source;
    if (another) known?.cache.dispose();
    const cache = another ? new TileCache({ ask, changed: this.#changed }) : known.cache;
    this.#source = { cache, plane, extent };
    const turned = known?.extent.rows !== extent.rows || known.extent.cols !== extent.cols;
    if (turned) this.#earlier = undefined;
    else if (planeName(known.plane) !== planeName(plane)) this.#earlier ??= known;
    return turned;
  }

  /** The server holds the tensor no longer. */
  get stale(): boolean {
    return this.#source?.cache.stale ?? false;
  }

  scene(view: Viewport, frame: Frame, ratio: number): PlaneScene {
    const sceneIn = ({ cache, plane, extent }: Source): Scene =>
      sceneOf(cache, planeName(plane), view, extent, frame, ratio);
    const own = this.#source ? sceneIn(this.#source) : { tiles: [], complete: false, covered: false };
    if (!own.covered && this.#earlier) return { ...sceneIn(this.#earlier), old: true };
    this.#earlier = undefined;
    return { ...own, old: false };
  }

  /** Asks for what `looked` sees, not too often; the last look is never forgotten. */
  askForTiles(looked: () => { readonly view: Viewport; readonly frame: Frame }): void {
    const source = this.#source;
    if (this.#timer !== undefined || !source) return;
    const { view, frame } = looked();
    const whole = fitted(source.extent, frame);
    // While it is zoomed, what lies beside belongs to levels that are passed by.
    const passing = this.#asking !== view.across;
    this.#asking = view.across;
    const wanted = tilesWanted(view, whole, source.extent, frame, window.devicePixelRatio, passing ? 0 : 1);
    source.cache.want(source.plane, wanted);
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      if (looked().view !== view || this.#source !== source || passing) this.askForTiles(looked);
    }, tilesEvery);
  }

  /** The tile that holds an element at a level, and its place there; undefined where it is not here. */
  tileAt({ row, col }: Cell, level: Level) {
    const source = this.#source;
    const [cellRow, cellCol] = [Math.floor(row / 2 ** level.rows), Math.floor(col / 2 ** level.cols)];
    const place = { level, row: Math.floor(cellRow / tileSize), col: Math.floor(cellCol / tileSize) };
    const tile = source?.cache.get(planeName(source.plane), place);
    return tile && { view: tile.view, at: (cellRow % tileSize) * tile.view.cols + (cellCol % tileSize) };
  }

  /** Takes back what is asked. */
  dispose(): void {
    this.#source?.cache.dispose();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
