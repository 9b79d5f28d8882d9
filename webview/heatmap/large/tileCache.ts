// Tiles that a page has, and asks for: bounded in bytes, the least recently used go first; what is not wanted any more is taken
// back. Knows no drawing.
import type { Level, PlaneParams, Pooling, TileView } from '../../../src/protocol/tiles';
import type { Ask } from '../../page/questions';

/** A plane as it is drawn. */
export interface DrawnPlane extends PlaneParams {
  readonly pooling: Pooling;
}

export interface TilePlace {
  readonly level: Level;
  readonly row: number;
  readonly col: number;
}

export interface Tile extends TilePlace {
  /** Unique in this cache. */
  readonly key: string;
  readonly view: TileView;
}

export interface TileCacheOptions {
  readonly ask: Ask;
  /** A tile came, or the server said that it holds the tensor no longer. */
  readonly changed: () => void;
  readonly bytes?: number;
  /** Questions under way at a time. */
  readonly atOnce?: number;
}

export class TileCache {
  readonly #options: Required<TileCacheOptions>;
  readonly #tiles = new Map<string, Tile>();
  readonly #asked = new Map<string, AbortController>();
  #wanted: readonly (readonly [DrawnPlane, TilePlace])[] = [];
  #bytes = 0;
  #failed = new Set<string>();
  #stale = false;

  constructor(options: TileCacheOptions) {
    this.#options = { bytes: 24 * 2 ** 20, atOnce: 4, ...options };
  }

  /** The server holds the tensor no longer: what is here is all there is. */
  get stale(): boolean {
    return this.#stale;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get waiting(): number {
    return this.#asked.size;
  }

  /** The tile, where it is here; counts as a use of it. */
  get(plane: string, place: TilePlace): Tile | undefined {
    const key = tileKey(plane, place);
    const tile = this.#tiles.get(key);
    if (!tile) return undefined;
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    return tile;
  }

  /** All tiles of a plane that are here. */
  of(plane: string): readonly Tile[] {
    return [...this.#tiles.values()].filter((tile) => tile.key.startsWith(`${plane}|`));
  }

  /** Asks for these, the first first, and for nothing else. */
  want(plane: DrawnPlane, places: readonly TilePlace[]): void {
    this.wantAll(places.map((place) => [plane, place]));
  }

  /** The same of several planes. */
  wantAll(wanted: readonly (readonly [DrawnPlane, TilePlace])[]): void {
    this.#wanted = wanted;
    const keys = new Set(wanted.map(([plane, place]) => tileKey(planeName(plane), place)));
    for (const [key, asking] of this.#asked) if (!keys.has(key)) asking.abort();
    this.#askNext();
  }

  /** Takes back what is asked for. */
  dispose(): void {
    this.#wanted = [];
    for (const asking of this.#asked.values()) asking.abort();
  }

  #askNext(): void {
    for (const [plane, place] of this.#wanted) {
      if (this.#stale || this.#asked.size >= this.#options.atOnce) return;
      const key = tileKey(planeName(plane), place);
      if (!this.#tiles.has(key) && !this.#asked.has(key) && !this.#failed.has(key)) void this.#ask(key, plane, place);
    }
  }

  async #ask(key: string, plane: DrawnPlane, place: TilePlace): Promise<void> {
    const abort = new AbortController();
    this.#asked.set(key, abort);
    try {
      const { level, row, col } = place;
      const view = await this.#options.ask('tensorInspector/tile', { ...plane, level, row, col }, abort.signal);
      if (view) this.#put({ ...place, key, view });
      else this.#stale = true;
    } catch {
      // Once is enough: what failed would fail again with each picture.
      if (!abort.signal.aborted) this.#failed.add(key);
    }
    this.#asked.delete(key);
    if (abort.signal.aborted) return this.#askNext();
    this.#options.changed();
    this.#askNext();
  }

  #put(tile: Tile): void {
    this.#tiles.set(tile.key, tile);
    this.#bytes += bytesOf(tile.view);
    for (const [key, { view }] of this.#tiles) {
      if (this.#bytes <= this.#options.bytes || key === tile.key) break;
      this.#tiles.delete(key);
      this.#bytes -= bytesOf(view);
    }
  }
}

/** What tells the planes of one tensor apart, and how they are pooled. */
export const planeName = ({ source, rowDim, colDim, index, pooling }: DrawnPlane): string =>
  `${source} ${pooling} ${index.map((at, dim) => (dim === rowDim ? 'r' : dim === colDim ? 'c' : at)).join()}`;

const tileKey = (plane: string, { level, row, col }: TilePlace): string =>
  `${plane}|${level.rows},${level.cols}|${row},${col}`;

const bytesOf = (view: TileView): number =>
  'exact' in view ? view.exact.byteLength : view.pooled.byteLength + (view.odd?.byteLength ?? 0);
