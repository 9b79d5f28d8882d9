// <ti-explorer>: a tensor of which the server holds more than was sent, as a picture to pan and zoom. Draws by frames of its
// own; Lit draws what is written around it. Knows one TensorView, and asks for tiles of it.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { colourScale, type Range } from '../../../src/protocol/colourScale';
import { indexOf, type Plane, type PlaneDims, planeOf } from '../../../src/protocol/plane';
import { say, shortest } from '../../../src/protocol/texts';
import {
  type CellView,
  type Level,
  type PlaneParams,
  type Pooling,
  type SpreadView,
  tileSize,
} from '../../../src/protocol/tiles';
import type { TensorView } from '../../../src/protocol/views';
import type { Ask } from '../../page/questions';
import type { Surroundings } from '../../page/surroundings';
import { words } from '../../page/words';
import { planeNames } from '../axes';
import { cellLabel, dimName, shapeText, statsParts } from '../describe';
import type { ChosenPlane } from '../dimChooser';
import { oddSwatches } from '../legend';
import { type Cell, moveCursor } from '../moveCursor';
import { stepper } from '../stepper';
import { canvasPainter } from './canvasPainter';
import './colourBar';
import { type Colouring, colouringOf } from './colouring';
import { listenTo } from './gestures';
import { glPainter } from './glPainter';
import { drawOverlay, type Framed } from './overlay';
import type { Painter } from './painter';
import { axisOf, chosenRange, kneeOf, type RangeChoice } from './ranges';
import { readout } from './readout';
import { sceneOf, tilesWanted } from './scene';
import { planeName, TileCache } from './tileCache';
import { rangeTools, zoomTools } from './tools';
import {
  bounded,
  type Extent,
  type Frame,
  fitted,
  frameOf,
  levelOf,
  panned,
  revealing,
  type Viewport,
  zoomed,
} from './viewport';

declare global {
  interface HTMLElementTagNameMap {
    'ti-explorer': Explorer;
  }
}

const origin: Cell = { row: 0, col: 0 };
const topHeight = 20;
/** Milliseconds that a pointer rests before the server is asked about a cell, and between two sets of tiles that are asked for. */
const rest = 80;
const tilesEvery = 40;

/** A plane whose tiles are drawn. */
interface Source {
  readonly cache: TileCache;
  readonly plane: PlaneParams;
  readonly extent: Extent;
}

export class Explorer extends LitElement {
  static override properties = {
    view: { attribute: false },
    surroundings: { attribute: false },
    ask: { attribute: false },
    range: { attribute: false },
    upright: { attribute: false },
    marked: { attribute: false },
    lit: { attribute: false },
    leading: { attribute: false },
    dims: { attribute: false },
    bare: { attribute: false },
    cursor: { state: true },
    pointed: { state: true },
    focused: { state: true },
    pooling: { state: true },
    choice: { state: true },
    own: { state: true },
    logarithmic: { state: true },
    spread: { state: true },
    known: { state: true },
    level: { state: true },
    ends: { state: true },
    stale: { state: true },
  };

  declare view: TensorView;
  declare surroundings: Surroundings;
  declare ask: Ask;
  declare range: Range | undefined;
  declare upright: boolean;
  declare marked: readonly number[] | undefined;
  declare lit: readonly number[] | undefined;
  declare leading: readonly number[];
  declare dims: PlaneDims | undefined;
  declare bare: boolean;
  declare private cursor: Cell;
  declare private pointed: Cell | undefined;
  declare private focused: boolean;
  declare private pooling: Pooling;
  declare private choice: RangeChoice;
  declare private own: Range;
  declare private logarithmic: boolean;
  declare private spread: SpreadView | undefined;
  /** What the server said of a cell. */
  declare private known: { readonly at: Cell; readonly plane: string; readonly cell: CellView } | undefined;
  declare private level: Level;
  /** Whether the picture is as far out, and as far in, as it goes. */
  declare private ends: { readonly furthest: boolean; readonly nearest: boolean };
  declare private stale: boolean;

  private plane!: Plane;
  private frame!: Frame;
  private frameLeft = 0;
  private viewport!: Viewport;
  private source!: Source;
  /** Drawn until the tiles of the next source are there. */
  private earlier: Source | undefined;
  private colouring!: Colouring;
  /** All ranges that were shown so far: what the colour bar spans must not move while an end is dragged. */
  private widest: Range | undefined;
  private painter: Painter | undefined;
  private asked = false;
  /** The size of cells for which tiles were asked last. */
  private asking: number | undefined;
  private spreadOf: string | undefined;
  private followCursor = false;
  private tilesTimer: number | undefined;
  private cellTimer: number | undefined;
  private cellAsked: AbortController | undefined;
  private unlisten: (() => void) | undefined;

  constructor() {
    super();
    this.leading = [];
    this.upright = false;
    this.bare = false;
    this.cursor = origin;
    this.focused = false;
    this.pooling = 'mean';
    this.choice = 'automatic';
    this.own = [0, 1];
    this.logarithmic = false;
    this.level = { rows: 0, cols: 0 };
    this.ends = { furthest: true, nearest: false };
    this.stale = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unlisten?.();
    this.unlisten = undefined;
    this.painter?.dispose();
    this.painter = undefined;
    this.source.cache.dispose();
    this.cellAsked?.abort();
    clearTimeout(this.tilesTimer);
    clearTimeout(this.cellTimer);
    this.tilesTimer = undefined;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const sent = changed.has('view');
    const turned = changed.has('upright') || changed.has('dims');
    if (sent || turned) this.plane = planeOf(this.view.shape, this.upright, this.dims);
    if (sent || changed.has('leading') || turned) this.setSource();
    if (sent || changed.has('surroundings') || turned) this.setFrame();
    this.setColouring();
  }

  /** The plane to draw; what was drawn so far stays until it is there. */
  private setSource(): void {
    const { view, plane } = this;
    const known = this.source as Source | undefined;
    const index = indexOf(plane, this.at(), 0, 0);
    const { rowDim, colDim } = plane;
    const params: PlaneParams = {
      source: view.source ?? '',
      ...(rowDim === undefined ? {} : { rowDim }),
      ...(colDim === undefined ? {} : { colDim }),
      index,
    };
    const another = known?.plane.source !== params.source;
    const cache = another ? new TileCache({ ask: this.ask, changed: () => this.later() }) : known.cache;
    const extent = { rows: plane.rows, cols: plane.cols };
    if (another) {
      known?.cache.dispose();
      this.spread = undefined;
      this.widest = undefined;
      this.stale = false;
    }
    if (known?.extent.rows !== extent.rows || known.extent.cols !== extent.cols) {
      this.cursor = origin;
      this.pointed = undefined;
      this.earlier = undefined;
    } else if (planeName(known.plane) !== planeName(params)) this.earlier ??= known;
    this.source = { cache, plane: params, extent };
  }

  private at(): readonly number[] {
    return this.plane.leading.map((size, i) => Math.min(this.leading[i] ?? 0, size - 1));
  }

  private setFrame(): void {
    const { available, digit } = this.surroundings;
    const { extent } = this.source;
    const digits = String(extent.rows - 1).length;
    this.frameLeft = this.plane.rowDim === undefined ? 0 : Math.ceil(digits * digit) + 12;
    const before = this.frame as Frame | undefined;
    this.frame = frameOf(extent, available - this.frameLeft);
    const kept = before?.width === this.frame.width && before.height === this.frame.height;
    this.viewport = kept ? bounded(this.viewport, extent, this.frame) : fitted(extent, this.frame);
  }

  private setColouring(): void {
    const { view, spread, range, choice, own, logarithmic } = this;
    const { theme } = this.surroundings;
    const kind = view.scale === 'categorical' ? (view.stats.min < 0 ? 'diverging' : 'sequential') : view.scale;
    const scale = colourScale({ ...view, scale: kind }, theme, range);
    const chosen = chosenRange(choice, scale.range, own, view.stats, spread);
    const { widest = chosen } = this;
    this.widest = [Math.min(widest[0], chosen[0], scale.range[0]), Math.max(widest[1], chosen[1], scale.range[1])];
    const knee = logarithmic ? kneeOf(view.stats, spread) : 0;
    const next = colouringOf(scale, chosen, knee, theme);
    // One and the same object as long as nothing changes: painters keep what they made of it.
    const same = JSON.stringify(next) === JSON.stringify(this.colouring as Colouring | undefined);
    if (!same) this.colouring = next;
  }

  protected override render(): TemplateResult {
    const { view, plane, frame, frameLeft } = this;
    const label = words(say('{0}, shape {1}, {2}', view.label, shapeText(view.shape), view.dtype));
    const top = this.topHeight();
    const active = this.active();
    return html`<div class="axes">${planeNames(view, plane, this.at(), (chosen) => this.choose(chosen))}</div>
      ${stepper({
        sizes: plane.leading,
        at: this.at(),
        nameOf: (i) => dimName(view, plane.stepped[i] ?? 0),
        framed: undefined,
        step: (at) => this.step(at),
      })}
      ${zoomTools({
        level: this.level,
        pooling: this.pooling,
        ...this.ends,
        zoom: (factor) => this.look(zoomed(this.viewport, this.source.extent, frame, factor)),
        fit: () => this.fit(),
        pool: (pooling) => {
          this.pooling = pooling;
        },
      })}
      <div class="explorer" .style=${`width:${frameLeft + frame.width}px;height:${top + frame.height}px`}
        @keydown=${this.keyPressed} @focusin=${() => this.focusChanged(true)} @focusout=${() => this.focusChanged(false)} @dblclick=${() => this.fit()}>
        <div class="picture" .style=${`left:${frameLeft}px;top:${top}px;width:${frame.width}px;height:${frame.height}px`}></div>
        <canvas class="overlay" aria-hidden="true"></canvas>
        <div role="grid" class="surface" aria-label=${label} aria-rowcount=${plane.rows} aria-colcount=${plane.cols}
          .style=${`left:${frameLeft}px;top:${top}px;width:${frame.width}px;height:${frame.height}px`}>
          <div role="row" aria-rowindex=${this.cursor.row + 1}>
            <div role="gridcell" class=${active ? 'cursor on' : 'cursor'} tabindex="0" aria-colindex=${this.cursor.col + 1}
              aria-label=${cellLabel(view, plane, this.indexAt(this.cursor), this.textAt(this.cursor))}></div>
          </div>
        </div>
      </div>
      <div class="facts told">${active ? this.told(active) : html`<p class="stats">${statsParts(view.stats, view.format).map((part, i) => html`${i > 0 ? ' · ' : ''}<span>${part}</span>`)}</p>`}</div>
      ${this.stale ? html`<p class="cut" role="status">${words(say('The values are no longer held: evaluate again to see more of them.'))}</p>` : nothing}
      ${this.bare ? nothing : this.colours()}`;
  }

  private colours(): TemplateResult {
    const { view, colouring, spread, choice, logarithmic } = this;
    const knee = kneeOf(view.stats, spread);
    const set = (event: CustomEvent<Range>): void => {
      this.own = event.detail;
      this.choice = 'own';
    };
    return html`<div class="colours">
      <ti-colour-bar .colouring=${colouring} .axis=${axisOf(view.stats, this.widest ?? colouring.range, colouring.knee)} .spread=${spread}
        @colour-range=${set}></ti-colour-bar>
      ${oddSwatches(view.stats, this.surroundings.theme, colouring.table[0]!, colouring.table.at(-1)!)}
      ${rangeTools({
        range: choice,
        logarithmic,
        bendable: knee > 0,
        choose: (to) => {
          this.choice = to;
        },
        bend: (to) => {
          this.logarithmic = to;
        },
      })}
    </div>`;
  }

  private told(at: Cell): TemplateResult {
    const { view, plane, level } = this;
    const name = (dim: number | undefined, i: number): string | undefined =>
      dim === undefined ? undefined : `${dimName(view, dim)} = ${i}`;
    const known = this.known?.plane === planeName(this.source.plane) ? this.known : undefined;
    const lines = known?.at.row === at.row && known.at.col === at.col ? known.cell : undefined;
    const tile = level.rows + level.cols > 0 ? this.tileAt(at, level) : undefined;
    return readout({
      view,
      index: this.indexAt(at),
      value: this.valueAt(at),
      block:
        tile && 'mean' in tile.view
          ? { rows: 2 ** level.rows, cols: 2 ** level.cols, numbers: tile.view, at: tile.at }
          : undefined,
      lines,
      rowName: plane.colDim === undefined ? undefined : (name(plane.rowDim, at.row) ?? words(say('all'))),
      colName: plane.rowDim === undefined ? undefined : (name(plane.colDim, at.col) ?? words(say('all'))),
    });
  }

  protected override firstUpdated(): void {
    this.later();
  }

  protected override updated(): void {
    this.unlisten ??= this.listen();
    if (this.followCursor) this.querySelector<HTMLElement>('[role=gridcell]')?.focus({ preventScroll: true });
    this.followCursor = false;
    this.later();
  }

  private listen(): () => void {
    const surface = this.querySelector<HTMLElement>('.surface')!;
    return listenTo(surface, {
      pan: (x, y) => this.look(panned(this.viewport, this.source.extent, this.frame, x, y)),
      zoom: (factor, x, y) => this.look(zoomed(this.viewport, this.source.extent, this.frame, factor, x, y)),
      point: (at) => this.point(at && this.cellOf(at.x, at.y)),
      press: (x, y) => {
        this.cursor = this.cellOf(x, y);
        this.followCursor = true;
      },
    });
  }

  private cellOf(x: number, y: number): Cell {
    const { viewport, source } = this;
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(value)));
    return {
      row: within(viewport.top + y / viewport.down, source.extent.rows),
      col: within(viewport.left + x / viewport.across, source.extent.cols),
    };
  }

  /** Shows another part. */
  private look(to: Viewport): void {
    this.viewport = to;
    this.later();
  }

  private fit(): void {
    this.look(fitted(this.source.extent, this.frame));
  }

  private later(): void {
    if (this.asked || !this.isConnected) return;
    this.asked = true;
    requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.asked = false;
    const { viewport, source, frame, colouring, pooling } = this;
    const picture = this.querySelector<HTMLElement>('.picture');
    const overlay = this.querySelector<HTMLCanvasElement>('canvas.overlay');
    if (!this.isConnected || !picture || !overlay) return;
    const ratio = window.devicePixelRatio;
    const sceneIn = (of: Source) => sceneOf(of.cache, planeName(of.plane), viewport, of.extent, frame, ratio);
    let scene = sceneIn(source);
    const earlier = !scene.covered && this.earlier ? sceneIn(this.earlier) : undefined;
    if (earlier) scene = earlier;
    else this.earlier = undefined;
    picture.toggleAttribute('data-old', earlier !== undefined);
    picture.toggleAttribute('data-complete', !earlier && scene.complete);
    const shown = { tiles: scene.tiles, view: viewport, extent: source.extent, frame, ratio, colouring, pooling };
    this.painter ??= this.makePainter(picture);
    this.painter.paint(shown);
    this.drawOver(overlay, shown);
    this.placeCursor();
    this.tellLook(levelOf(viewport, ratio));
    this.askForTiles();
    if (scene.complete && !earlier) this.askForSpread();
  }

  /** CSS pixels of picture and indices. */
  size(): { readonly width: number; readonly height: number } {
    return { width: this.frameLeft + this.frame.width, height: this.topHeight() + this.frame.height };
  }

  /** What is seen, with its indices, in device pixels. */
  image(): HTMLCanvasElement {
    // Drawn anew: a canvas of WebGL keeps its picture only until it was shown.
    this.draw();
    const image = document.createElement('canvas');
    const overlay = this.querySelector<HTMLCanvasElement>('canvas.overlay');
    const picture = this.querySelector<HTMLCanvasElement>('.picture canvas');
    if (!overlay || !picture) return image;
    Object.assign(image, { width: overlay.width, height: overlay.height });
    const context = image.getContext('2d');
    const ratio = window.devicePixelRatio;
    context?.drawImage(picture, this.frameLeft * ratio, this.topHeight() * ratio);
    context?.drawImage(overlay, 0, 0);
    return image;
  }

  private makePainter(picture: HTMLElement): Painter {
    const canvas = (): HTMLCanvasElement => {
      const made = document.createElement('canvas');
      made.setAttribute('aria-hidden', 'true');
      picture.replaceChildren(made);
      return made;
    };
    const lost = (): void => {
      this.painter = canvasPainter(canvas());
      this.later();
    };
    const painter = glPainter(canvas(), lost) ?? canvasPainter(canvas());
    picture.dataset.painter = painter.kind;
    return painter;
  }

  private drawOver(overlay: HTMLCanvasElement, shown: Parameters<Painter['paint']>[0]): void {
    const style = getComputedStyle(this);
    const number = getComputedStyle(overlay);
    overlay.style.width = `${this.frameLeft + this.frame.width}px`;
    overlay.style.height = `${this.topHeight() + this.frame.height}px`;
    drawOverlay(overlay, {
      ...shown,
      left: this.frameLeft,
      top: this.topHeight(),
      indexed: [this.plane.rowDim !== undefined, this.plane.colDim !== undefined],
      ink: style.color,
      muted: number.color,
      ground: style.getPropertyValue('--ground') || style.getPropertyValue('--vscode-editor-background'),
      font: `${number.fontSize} ${number.fontFamily}`,
      digit: this.surroundings.digit,
      format: this.view.format,
      rings: [this.framed(this.marked), this.framed(this.lit)].flatMap((one) => one ?? []),
    });
  }

  private topHeight(): number {
    return this.plane.colDim === undefined ? 0 : topHeight;
  }

  /** Where the elements are that begin with an index; undefined where they are not in this plane. */
  private framed(index: readonly number[] | undefined): Framed | undefined {
    if (!index?.length || index.length > this.view.shape.length) return undefined;
    const { plane } = this;
    const at = this.at();
    if (plane.stepped.some((dim, i) => index[dim] !== undefined && index[dim] !== at[i])) return undefined;
    const row = plane.rowDim === undefined ? undefined : index[plane.rowDim];
    const col = plane.colDim === undefined ? undefined : index[plane.colDim];
    return {
      row: row ?? 0,
      col: col ?? 0,
      rows: row === undefined ? plane.rows : 1,
      cols: col === undefined ? plane.cols : 1,
    };
  }

  /** The one cell that exists as an element follows the picture. */
  private placeCursor(): void {
    const cell = this.querySelector<HTMLElement>('.surface .cursor');
    if (!cell) return;
    const { viewport, frame } = this;
    const { row, col } = this.active() ?? this.cursor;
    const [x, y] = [(col - viewport.left) * viewport.across, (row - viewport.top) * viewport.down];
    const inside = x > -viewport.across && y > -viewport.down && x < frame.width && y < frame.height;
    cell.style.left = `${inside ? x : 0}px`;
    cell.style.top = `${inside ? y : 0}px`;
    cell.style.width = `${viewport.across}px`;
    cell.style.height = `${viewport.down}px`;
    cell.toggleAttribute('data-outside', !inside);
  }

  private tellLook(level: Level): void {
    const { viewport, source, frame } = this;
    const same = (a: Viewport, b: Viewport): boolean => a.across === b.across && a.down === b.down;
    const furthest = same(bounded({ ...viewport, across: 0, down: 0 }, source.extent, frame), viewport);
    const nearest = same(bounded({ ...viewport, across: 1e9, down: 1e9 }, source.extent, frame), viewport);
    if (level.rows !== this.level.rows || level.cols !== this.level.cols) this.level = level;
    if (furthest !== this.ends.furthest || nearest !== this.ends.nearest) this.ends = { furthest, nearest };
    if (source.cache.stale !== this.stale) this.stale = source.cache.stale;
  }

  private askForTiles(): void {
    if (this.tilesTimer !== undefined) return;
    const { viewport, source, frame } = this;
    const whole = fitted(source.extent, frame);
    // While it is zoomed, what lies beside belongs to levels that are passed by.
    const passing = this.asking !== viewport.across;
    this.asking = viewport.across;
    const wanted = tilesWanted(viewport, whole, source.extent, frame, window.devicePixelRatio, passing ? 0 : 1);
    source.cache.want(source.plane, wanted);
    this.tilesTimer = window.setTimeout(() => {
      this.tilesTimer = undefined;
      if (this.viewport !== viewport || this.source !== source || passing) this.askForTiles();
    }, tilesEvery);
  }

  private askForSpread(): void {
    const { source } = this.source.plane;
    if (this.bare || this.spreadOf === source) return;
    this.spreadOf = source;
    this.ask('tensorInspector/spread', { source }).then(
      (spread) => {
        if (spread && this.view.source === source) this.spread = spread;
      },
      () => undefined,
    );
  }

  private point(at: Cell | undefined): void {
    if (at?.row === this.pointed?.row && at?.col === this.pointed?.col) return;
    this.pointed = at;
    this.tell();
  }

  private focusChanged(focused: boolean): void {
    this.focused = focused;
    this.tell();
  }

  private active(): Cell | undefined {
    return this.pointed ?? (this.focused ? this.cursor : undefined);
  }

  private indexAt({ row, col }: Cell): readonly number[] {
    return indexOf(this.plane, this.at(), row, col);
  }

  /** The exact value, where it is known here. */
  private valueAt(at: Cell): number | undefined {
    const tile = this.tileAt(at, { rows: 0, cols: 0 });
    if (tile && 'exact' in tile.view) return tile.view.exact[tile.at];
    const { known } = this;
    const asked = known?.plane === planeName(this.source.plane) && known.at.row === at.row && known.at.col === at.col;
    return asked ? known.cell.value : undefined;
  }

  private textAt(at: Cell): string {
    const value = this.valueAt(at);
    return value === undefined ? '…' : shortest(value, this.view.format);
  }

  private tileAt({ row, col }: Cell, level: Level) {
    const [cellRow, cellCol] = [Math.floor(row / 2 ** level.rows), Math.floor(col / 2 ** level.cols)];
    const place = { level, row: Math.floor(cellRow / tileSize), col: Math.floor(cellCol / tileSize) };
    const tile = this.source.cache.get(planeName(this.source.plane), place);
    return tile && { view: tile.view, at: (cellRow % tileSize) * tile.view.cols + (cellCol % tileSize) };
  }

  /** Tells what is active, and asks the server about it once it rests. */
  private tell(): void {
    const at = this.active();
    this.send('heatmap-cell', at ? this.indexAt(at) : null);
    clearTimeout(this.cellTimer);
    this.cellAsked?.abort();
    if (at && !this.stale) this.cellTimer = window.setTimeout(() => void this.askForCell(at), rest);
  }

  private async askForCell(at: Cell): Promise<void> {
    const { plane } = this.source;
    this.cellAsked = new AbortController();
    try {
      const cell = await this.ask('tensorInspector/cell', { ...plane, ...at }, this.cellAsked.signal);
      if (cell) this.known = { at, plane: planeName(plane), cell };
      else this.stale = true;
    } catch {
      // Taken back, or the server is gone: the picture says what there is to say.
    }
  }

  private send<K extends 'heatmap-copy' | 'heatmap-reveal' | 'heatmap-cell' | 'heatmap-step' | 'heatmap-plane'>(
    type: K,
    detail: HTMLElementEventMap[K]['detail'],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  private step(at: readonly number[]): void {
    this.leading = at;
    this.send('heatmap-step', at);
  }

  private choose({ dims, leading }: ChosenPlane): void {
    this.dims = dims;
    this.leading = leading;
    this.send('heatmap-plane', { dims, leading });
  }

  private readonly keyPressed = (event: KeyboardEvent): void => {
    const { source, frame, viewport, cursor } = this;
    const control = event.ctrlKey || event.metaKey;
    const to = moveCursor(event.key, control, cursor, source.extent.rows, source.extent.cols);
    if (to) {
      this.cursor = to;
      this.pointed = undefined;
      this.look(revealing(viewport, source.extent, frame, to.row, to.col));
      this.tell();
    } else if ((event.key === '+' || event.key === '=') && !control) this.zoomAtCursor(1.5);
    else if ((event.key === '-' || event.key === '_') && !control) this.zoomAtCursor(1 / 1.5);
    else if (event.key === '0' && !control) this.fit();
    else if (event.key === 'Enter') this.send('heatmap-reveal', undefined);
    else if (control && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) {
      this.send('heatmap-copy', this.textAt(cursor));
    } else return;
    event.preventDefault();
  };

  private zoomAtCursor(factor: number): void {
    const { source, frame, viewport, cursor } = this;
    const [x, y] = [
      (cursor.col + 0.5 - viewport.left) * viewport.across,
      (cursor.row + 0.5 - viewport.top) * viewport.down,
    ];
    const inside = x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
    this.look(
      inside ? zoomed(viewport, source.extent, frame, factor, x, y) : zoomed(viewport, source.extent, frame, factor),
    );
  }
}

customElements.define('ti-explorer', Explorer);
