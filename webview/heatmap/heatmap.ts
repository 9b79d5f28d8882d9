// <ti-heatmap>: a tensor of any rank as a matrix of colours and exact numbers, with keyboard, pointer and steps.
// Knows one TensorView and how to show it; what it stands for is the caller's.
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { csvOf } from '../../src/protocol/csv';
import type { Plane, PlaneDims } from '../../src/protocol/plane';
import { say, shortest } from '../../src/protocol/texts';
import type { Ask } from '../page/questions';
import { words } from '../page/words';
import { axisNames } from './axes';
import { dimName, facetName, namedIndex, shapeText, statsParts } from './describe';
import { type Drawing, drawingOf, drawnAt, type TextColumns } from './drawing';
import type { Slices } from './export/drawSheet';
import { pngOf, svgOf } from './export/pens';
import { type DrawnSheet, sheetOfImage, sheetOfSlices } from './export/sheets';
import { facetSheet } from './facetSheet';
import './large/explorer';
import { facetsPerLine, topHeight } from './layout';
import { legend } from './legend';
import type { Cell } from './moveCursor';
import { origin, PlaneElement, type Pointed } from './planeElement';
import { paint } from './raster';
import { slice, sliceWidth } from './slice';
import { stepper } from './stepper';
import { type Sums, sumText } from './sums';

declare global {
  interface HTMLElementTagNameMap {
    'ti-heatmap': Heatmap;
  }
}

/** Higher pictures scroll by themselves. */
const tallest = 560;
/** What a change of asks for new colours and a new layout; the rest only moves marks. */
const drawnFrom = ['view', 'ask', 'surroundings', 'range', 'upright', 'columns', 'sums', 'leading', 'dims'] as const;

export class Heatmap extends PlaneElement {
  static override properties = {
    columns: { attribute: false },
    sums: { attribute: false },
    frame: { attribute: false },
  };

  /** Cell texts are given at least this room. */
  declare columns: TextColumns | undefined;
  declare sums: Sums | undefined;
  /** The dim that thin frames run along. */
  declare frame: number | undefined;
  declare private drawing: Drawing;
  /** What lies on the page: the drawing, or one for each facet. */
  declare private slices: Slices;
  /** Whether the canvas shows an earlier drawing. */
  private stale = false;
  private followCursor = false;

  protected override get plane(): Plane {
    return this.drawing.plane;
  }

  protected override at(): readonly number[] {
    return this.drawing.leading;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('view');
    if (before && before.shown.join() !== this.view.shown.join()) {
      this.cursor = origin;
      this.pointed = undefined;
    }
    if (changed.has('dims') && !sameAxes(changed.get('dims'), this.dims)) {
      this.cursor = origin;
      this.pointed = undefined;
    }
    if (this.large() || !drawnFrom.some((key) => changed.has(key))) return;
    const { available, digit, theme } = this.surroundings;
    const { view, upright, columns, range, sums, leading, dims } = this;
    this.stale = true;
    this.drawing = drawingOf({ view, theme, room: { available, digit }, upright, columns, range, sums, leading, dims });
    this.slices = this.slicesOf(this.drawing);
  }

  private slicesOf(drawing: Drawing): Slices {
    const { facets, plane } = drawing;
    if (!facets) return { drawings: [drawing], names: [], perLine: 1 };
    return {
      drawings: facets.drawn.map((at) => drawnAt(this.view, drawing, at)),
      names: facets.drawn.map((at) => facetName(this.view, plane, at)),
      perLine: facetsPerLine(sliceWidth(drawing), this.surroundings.available),
    };
  }

  protected override render(): TemplateResult {
    const { view, drawing, ask } = this;
    if (this.large() && ask) return this.explorer(ask);
    const { plane } = drawing;
    if (plane.rows * plane.cols === 0 || plane.leading.includes(0)) {
      return html`<p class="muted">${words(say('No elements: the shape is {0}.', shapeText(view.shape)))}</p>`;
    }
    return html`${axisNames(view, drawing, this.arrange, this.frame)}
      ${stepper({
        plane,
        at: drawing.leading,
        nameOf: (dim) => dimName(view, dim),
        framed: this.frame,
        step: (at) => this.step(at),
      })}
      <div @pointermove=${this.pointerMoved} @pointerleave=${() => this.point(undefined)} @keydown=${this.keyPressed}
        @focusin=${this.focusCame} @focusout=${() => this.focusChanged(false)} @click=${this.clicked} @dblclick=${this.reveal}>${this.pictures()}</div>
      <div class="facts">
        <p class="stats" ?data-covered=${this.active() !== undefined}>${statsParts(view.stats, view.format).map((part, i) => html`${i > 0 ? ' · ' : ''}<span>${part}</span>`)}</p>
        <p class="readout">${this.readout()}</p>
      </div>
      ${this.bare ? nothing : legend(drawing.scale, view.format, this.surroundings.theme, view.stats)}`;
  }

  /** There is more of the tensor than was sent. */
  private large(): boolean {
    return this.view.source !== undefined && this.ask !== undefined;
  }

  private explorer(ask: Ask): TemplateResult {
    return html`<ti-explorer .view=${this.view} .surroundings=${this.surroundings} .ask=${ask} .range=${this.range} .upright=${this.upright}
      .marked=${this.marked} .picks=${this.picks} .lit=${this.lit} .leading=${this.leading} .dims=${this.dims} .bare=${this.bare}></ti-explorer>`;
  }

  protected override updated(): void {
    const { theme } = this.surroundings;
    const canvases = this.stale ? this.querySelectorAll<HTMLCanvasElement>('.painted canvas') : [];
    for (const [i, canvas] of canvases.entries()) {
      const one = this.slices.drawings[i];
      if (one) paint(canvas, { ...one.plane, ...one.layout, scale: one.scale, valueAt: one.valueAt, theme });
    }
    this.stale = false;
    if (this.followCursor) this.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus();
    this.followCursor = false;
  }

  /** One picture, or the facets with theirs. */
  private pictures(): TemplateResult {
    const { view, drawing, slices, cursor } = this;
    const title = words(say('{0}, shape {1}, {2}', view.label, shapeText(view.shape), view.dtype));
    const active = this.active();
    const here = drawing.leading.join();
    const pictures = slices.drawings.map((one, i) => {
      const isCurrent = one.leading.join() === here;
      const isActive = active !== undefined && (active.at?.join() ?? here) === one.leading.join();
      const options = {
        view,
        drawing: one,
        theme: this.surroundings.theme,
        sums: this.sums,
        marked: this.marked,
        picks: this.picks,
        lit: this.lit,
      };
      return html`<div class=${this.boxHeight() > tallest ? 'scroller tall' : 'scroller'}>
        <div class="box ${one.layout.mode}" data-slice=${i} .style=${`min-width:${sliceWidth(one)}px`}>
          ${slice({
            ...options,
            label: slices.names[i] ? `${slices.names[i]}: ${title}` : title,
            frame: this.frame,
            cursor: isCurrent ? cursor : undefined,
            active: isActive ? active : undefined,
          })}
        </div>
      </div>`;
    });
    const { facets } = drawing;
    if (!facets) return html`${pictures}`;
    const { names, perLine } = slices;
    return facetSheet({ facets, names, pictures, perLine, go: (number) => this.goToFacet(number) });
  }

  private boxHeight(): number {
    const { plane, layout } = this.drawing;
    const below = this.sums !== undefined && this.sums.dim === plane.rowDim ? layout.cellHeight : 0;
    return topHeight + plane.rows * layout.cellHeight + below;
  }

  /** The cell under pointer or cursor, over the statistics, so that nothing moves. */
  private readout(): TemplateResult | typeof nothing {
    const at = this.active();
    if (!at) return nothing;
    const index = this.indexAt(at);
    const sum = this.sums?.at(index);
    const named = namedIndex(this.view, index);
    return html`<span class="number"><span class="muted">[${index.join(', ')}]</span> <b>${this.exactAt(at)}</b></span>
      ${named ? html`<span class="muted">${named}</span>` : nothing}
      ${sum === undefined ? nothing : html`<span class="number muted">Σ ${sumText(sum)} (${shortest(sum, 'float32')})</span>`}`;
  }

  /** The plane that is shown, row by row; of facets the current one. */
  csv(): string {
    return csvOf(this.drawing.plane, this.drawing.valueAt, this.view.format);
  }

  /** The bytes of a picture of what is shown, all facets on it. */
  png(): Promise<Uint8Array> {
    return pngOf(...this.sheet());
  }

  svg(): string {
    return svgOf(...this.sheet());
  }

  private sheet(): DrawnSheet {
    const explorer = this.querySelector('ti-explorer');
    return explorer
      ? sheetOfImage(this, explorer.size(), explorer.image())
      : sheetOfSlices(this, this.slices, this.view.format, this.surroundings.theme);
  }

  private exactAt({ row, col, at }: Pointed): string {
    const { view, drawing } = this;
    const { valueAt } = at ? drawnAt(view, drawing, at) : drawing;
    return shortest(valueAt(row, col), view.format);
  }

  protected override moved(): void {
    this.followCursor = true;
  }

  protected override copy(at: Cell): void {
    this.send('heatmap-copy', this.exactAt(at));
  }

  override async goTo(index: readonly number[]): Promise<void> {
    await (this.querySelector('ti-explorer')?.goTo(index) ?? super.goTo(index));
  }

  protected override facets() {
    const { facets } = this.drawing;
    return facets && { page: facets, perLine: this.slices.perLine };
  }

  /** Indices in front of the facet that an event is in; nothing where there are no facets. */
  private facetOf(event: Event): Pick<Pointed, 'at'> {
    const box = (event.target as Element).closest<HTMLElement>('[data-slice]');
    const at = this.drawing.facets?.drawn[Number(box?.dataset.slice ?? -1)];
    return at ? { at } : {};
  }

  private readonly pointerMoved = (event: PointerEvent): void => {
    const grid = (event.target as Element).closest('.box')?.querySelector('.painted, .grid');
    if (!grid) {
      this.point(undefined);
      return;
    }
    const { plane, layout } = this.drawing;
    const box = grid.getBoundingClientRect();
    const col = Math.floor((event.clientX - box.left - layout.headerWidth) / layout.cellWidth);
    const row = Math.floor((event.clientY - box.top) / layout.cellHeight);
    const inside = row >= 0 && col >= 0 && row < plane.rows && col < plane.cols;
    this.point(inside ? { row, col, ...this.facetOf(event) } : undefined);
  };

  private readonly focusCame = (event: FocusEvent): void => {
    const { row, col } = (event.target as HTMLElement).dataset;
    if (row !== undefined && col !== undefined)
      this.comeTo({ row: Number(row), col: Number(col), ...this.facetOf(event) });
    this.focusChanged(true);
  };

  /** Painted cells are no elements that a click could focus. */
  private readonly clicked = (): void => {
    if (this.drawing.layout.mode !== 'raster' || !this.pointed) return;
    this.comeTo(this.pointed);
    this.followCursor = true;
  };

  private comeTo({ row, col, at }: Pointed): void {
    this.cursor = { row, col };
    if (at && at.join() !== this.at().join()) this.step(at);
  }
}

/** Whether the same dims are rows and columns. */
const sameAxes = (one: PlaneDims | undefined, other: PlaneDims | undefined): boolean =>
  one !== undefined && one.rowDim === other?.rowDim && one.colDim === other?.colDim;

customElements.define('ti-heatmap', Heatmap);
