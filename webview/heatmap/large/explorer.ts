// <ti-explorer>: a tensor of which the server holds more than was sent, as a picture to pan and zoom. Draws by frames of its
// own; Lit draws what is written around it. Knows one TensorView, and asks for tiles of it.
import { html, nothing, type TemplateResult } from 'lit';
import { indexOf, type Plane, planeOf } from '../../../src/protocol/plane';
import { say, shortest } from '../../../src/protocol/texts';
import type { Level, Pooling } from '../../../src/protocol/tiles';
import type { Ask } from '../../page/questions';
import { words } from '../../page/words';
import { planeNames } from '../axes';
import { cellLabel, dimName, facetName, shapeText, statsParts } from '../describe';
import { heightAbove } from '../layout';
import type { Cell } from '../moveCursor';
import { pickedCells } from '../picks';
import { origin, PlaneElement, type Pointed } from '../planeElement';
import { stepper } from '../stepper';
import { AskedCell } from './askedCell';
import type { Colouring } from './colouring';
import { Colours } from './colours';
import './facetStrip';
import { framedBy } from './framed';
import { listenTo } from './gestures';
import { Look } from './look';
import { Nearby } from './nearby';
import { placeCursor } from './placeCursor';
import { Planes } from './planes';
import { readout } from './readout';
import { Stage, type StagePicture } from './stage';
import { stripOf } from './strip';
import type { DrawnPlane } from './tileCache';
import { zoomTools } from './tools';
import { levelOf } from './viewport';

declare global {
  interface HTMLElementTagNameMap {
    'ti-explorer': Explorer;
  }
}

export class Explorer extends PlaneElement {
  static override properties = {
    pooling: { state: true },
    level: { state: true },
    ends: { state: true },
    stale: { state: true },
  };

  declare ask: Ask;
  declare private pooling: Pooling;
  declare private level: Level;
  /** Whether the picture is as far out, and as far in, as it goes. */
  declare private ends: { readonly furthest: boolean; readonly nearest: boolean };
  declare private stale: boolean;

  protected override plane!: Plane;
  private frameLeft = 0;
  private corners: readonly Cell[] = [];
  private source!: DrawnPlane;
  private readonly look = new Look(() => this.later());
  private readonly planes = new Planes(() => this.later());
  private colouring!: Colouring;
  private asked = false;
  private followCursor = false;
  private unlisten: (() => void) | undefined;
  private stage: Stage | undefined;
  private nearby: Nearby | undefined;
  private readonly colours = new Colours(() => this.requestUpdate());
  private readonly cell = new AskedCell({
    ask: () => this.ask,
    changed: () => this.requestUpdate(),
    gone: () => {
      this.stale = true;
    },
  });

  constructor() {
    super();
    this.pooling = 'mean';
    this.level = { rows: 0, cols: 0 };
    this.ends = { furthest: true, nearest: false };
    this.stale = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unlisten?.();
    this.unlisten = undefined;
    this.stage?.dispose();
    this.stage = undefined;
    this.nearby?.dispose();
    this.nearby = undefined;
    this.planes.dispose();
    this.cell.dispose();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const sent = changed.has('view');
    const turned = changed.has('upright') || changed.has('dims');
    if (sent || turned) this.plane = planeOf(this.view.shape, this.upright, this.dims);
    if (sent || changed.has('leading') || changed.has('pooling') || turned) this.setSource();
    if (sent || changed.has('surroundings') || turned) this.setFrame();
    if (sent || changed.has('leading') || changed.has('picks') || turned) this.setCorners();
    this.colouring = this.colours.of(this.view, this.surroundings.theme, this.range);
  }

  /** The plane to draw; what was drawn so far stays until it is there. */
  private setSource(): void {
    const { view, plane } = this;
    const { rowDim, colDim } = plane;
    this.source = {
      source: view.source ?? '',
      pooling: this.pooling,
      ...(rowDim === undefined ? {} : { rowDim }),
      ...(colDim === undefined ? {} : { colDim }),
      index: indexOf(plane, this.at(), 0, 0),
    };
    const turned = this.planes.use(this.source, { rows: plane.rows, cols: plane.cols }, this.ask);
    this.stale = this.planes.stale;
    if (!turned) return;
    this.cursor = origin;
    this.pointed = undefined;
  }

  private setCorners(): void {
    const leading = this.at();
    this.corners = pickedCells(this.picks, this.plane, (row, col) => indexOf(this.plane, leading, row, col));
  }

  protected override at(): readonly number[] {
    return this.plane.leading.map((size, i) => Math.min(this.leading[i] ?? 0, size - 1));
  }

  private setFrame(): void {
    const { available, digit } = this.surroundings;
    const { plane } = this;
    const digits = String(plane.rows - 1).length;
    this.frameLeft = plane.rowDim === undefined ? 0 : Math.ceil(digits * digit) + 12;
    this.look.resize({ rows: plane.rows, cols: plane.cols }, available - this.frameLeft);
  }

  protected override render(): TemplateResult {
    const { view, plane, frameLeft, look } = this;
    const { frame } = look;
    const label = words(say('{0}, shape {1}, {2}', view.label, shapeText(view.shape), view.dtype));
    const top = heightAbove(this.plane);
    const active = this.active();
    return html`${planeNames(view, plane, this.arrange, undefined)}
      ${stepper({
        plane,
        at: this.at(),
        nameOf: (dim) => dimName(view, dim),
        framed: undefined,
        step: (at) => this.step(at),
      })}
      ${plane.facets.length > 0 ? this.strip() : nothing}
      ${zoomTools({
        level: this.level,
        pooling: this.pooling,
        ...this.ends,
        zoom: (factor) => look.zoom(factor),
        fit: () => look.fit(),
        pool: (pooling) => {
          this.pooling = pooling;
        },
      })}
      <div class="explorer" .style=${`width:${frameLeft + frame.width}px;height:${top + frame.height}px`}
        @keydown=${this.keyPressed} @focusin=${() => this.focusChanged(true)} @focusout=${() => this.focusChanged(false)} @dblclick=${() => look.fit()}>
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
      ${this.bare ? nothing : this.colours.template(view, this.surroundings.theme, this.colouring)}`;
  }

  private strip(): TemplateResult {
    return html`<ti-facet-strip .view=${this.view} .plane=${this.plane} .at=${this.at()} .pooling=${this.pooling} .colouring=${this.colouring}
      .available=${this.surroundings.available} .ask=${this.ask}
      @facet-chosen=${(event: HTMLElementEventMap['facet-chosen']) => this.goToFacet(event.detail)}
      @facet-pointed=${(event: HTMLElementEventMap['facet-pointed']) => this.point(event.detail ?? undefined)}
      @facets-gone=${() => {
        this.stale = true;
      }}></ti-facet-strip>
      <h4 class="facetName chosen">${facetName(this.view, this.plane, this.at())}</h4>`;
  }

  protected override facets() {
    const { plane, surroundings } = this;
    return plane.facets.length > 0 ? stripOf(plane, this.at(), surroundings.available) : undefined;
  }

  /** The plane that a cell is in: the one that is seen large, or that of a facet. */
  private planeWith({ at }: Pointed): DrawnPlane {
    return at ? { ...this.source, index: indexOf(this.plane, at, 0, 0) } : this.source;
  }

  private told(at: Pointed): TemplateResult {
    const { view, plane, level } = this;
    const name = (dim: number | undefined, i: number): string | undefined =>
      dim === undefined ? undefined : `${dimName(view, dim)} = ${i}`;
    return readout({
      view,
      index: this.indexAt(at),
      value: this.valueAt(at),
      level,
      lines: this.cell.of(this.planeWith(at), at, level),
      rowName: plane.colDim === undefined ? undefined : (name(plane.rowDim, at.row) ?? words(say('all'))),
      colName: plane.rowDim === undefined ? undefined : (name(plane.colDim, at.col) ?? words(say('all'))),
    });
  }

  protected override firstUpdated(): void {
    this.later();
  }

  protected override updated(): void {
    this.unlisten ??= this.listen();
    this.nearby ??= new Nearby(this, () => this.later());
    if (this.followCursor) this.querySelector<HTMLElement>('[role=gridcell]')?.focus({ preventScroll: true });
    this.followCursor = false;
    const active = this.stale ? undefined : this.active();
    this.cell.rests(active ? this.planeWith(active) : this.source, active, this.level);
    this.later();
  }

  private listen(): () => void {
    const surface = this.querySelector<HTMLElement>('.surface')!;
    return listenTo(surface, {
      pan: (x, y) => this.look.pan(x, y),
      zoom: (factor, x, y) => this.look.zoom(factor, x, y),
      point: (at) => this.point(at && this.look.cellAt(at.x, at.y)),
      press: (x, y) => {
        this.cursor = this.look.cellAt(x, y);
        this.followCursor = true;
      },
    });
  }

  private later(): void {
    if (this.asked || !this.isConnected) return;
    this.asked = true;
    requestAnimationFrame(() => this.draw());
  }

  private draw(anew = false): void {
    this.asked = false;
    const { colouring } = this;
    const { view, frame, extent } = this.look;
    const picture = this.querySelector<HTMLElement>('.picture');
    const overlay = this.querySelector<HTMLCanvasElement>('canvas.overlay');
    if (!this.isConnected || !picture || !overlay || !(anew || this.nearby?.isNear)) return;
    const ratio = window.devicePixelRatio;
    const scene = this.planes.scene(view, frame, ratio);
    picture.toggleAttribute('data-old', scene.old);
    picture.toggleAttribute('data-complete', !scene.old && scene.complete);
    this.stage ??= new Stage(picture, overlay, () => this.later());
    const shown: StagePicture = {
      tiles: scene.tiles,
      view,
      extent,
      frame,
      ratio,
      colouring,
      left: this.frameLeft,
      top: heightAbove(this.plane),
      indexed: [this.plane.rowDim !== undefined, this.plane.colDim !== undefined],
      digit: this.surroundings.digit,
      format: this.view.format,
      corners: this.corners,
      rings: [this.marked, this.lit].flatMap((index) => framedBy(index, this.plane, this.at()) ?? []),
    };
    this.stage.draw(shown, anew);
    const cursor = this.querySelector<HTMLElement>('.surface .cursor');
    const active = this.active();
    if (cursor) placeCursor(cursor, active && !active.at ? active : this.cursor, view, frame);
    this.tellLook(levelOf(view, ratio));
    this.planes.askForTiles(() => this.look);
    if (scene.complete && !scene.old && !this.bare) this.colours.askForSpread(this.ask, this.source.source);
  }

  /** CSS pixels of picture and indices. */
  size(): { readonly width: number; readonly height: number } {
    return { width: this.frameLeft + this.look.frame.width, height: heightAbove(this.plane) + this.look.frame.height };
  }

  /** What is seen, with its indices, in device pixels. */
  image(): HTMLCanvasElement | undefined {
    this.draw(true);
    return this.stage?.image(this.frameLeft, heightAbove(this.plane));
  }

  private tellLook(level: Level): void {
    const { furthest, nearest } = this.look.ends;
    if (level.rows !== this.level.rows || level.cols !== this.level.cols) this.level = level;
    if (furthest !== this.ends.furthest || nearest !== this.ends.nearest) this.ends = { furthest, nearest };
    if (this.planes.stale) this.stale = true;
  }

  /** The exact value, where it is known here. */
  private valueAt(at: Pointed): number | undefined {
    if (at.at) return this.cell.of(this.planeWith(at), at, this.level)?.value;
    const tile = this.planes.tileAt(at, { rows: 0, cols: 0 });
    if (tile && 'exact' in tile.view) return tile.view.exact[tile.at];
    return this.cell.of(this.source, at, this.level)?.value;
  }

  private textAt(at: Cell): string {
    const value = this.valueAt(at);
    return value === undefined ? '…' : shortest(value, this.view.format);
  }

  /** Exactly, though the server may have to be asked first. */
  protected override async copy(at: Cell): Promise<void> {
    const value = this.valueAt(at) ?? (await this.cell.now(this.source, at, this.level))?.value;
    if (value !== undefined) this.send('heatmap-copy', shortest(value, this.view.format));
  }

  override async goTo(index: readonly number[]): Promise<void> {
    await super.goTo(index);
    this.querySelector<HTMLElement>('[role=gridcell]')?.focus();
  }

  protected override moved(to: Cell): void {
    this.look.reveal(to);
  }

  protected override pressed(key: string): boolean {
    const { look, cursor } = this;
    if (key === '+' || key === '=') look.zoomAt(1.5, cursor);
    else if (key === '-' || key === '_') look.zoomAt(1 / 1.5, cursor);
    else if (key === '0') look.fit();
    else return false;
    return true;
  }
}

customElements.define('ti-explorer', Explorer);
