// <ti-heatmap>: a tensor of any rank as a matrix of colours and exact numbers, with keyboard, pointer and steps.
// Knows one TensorView and how to show it; what it stands for is the caller's.

import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { csvOf } from '../../src/protocol/csv';
import type { Plane } from '../../src/protocol/plane';
import { say, shortest } from '../../src/protocol/texts';
import type { Ask } from '../page/questions';
import { words } from '../page/words';
import { axisNames, sideIndices, topIndices } from './axes';
import { cellLabel, dimName, namedIndex, shapeText, statsParts } from './describe';
import { type Drawing, drawingOf, type TextColumns } from './drawing';
import { border, drawFigure, figureSize } from './export/drawFigure';
import { type Pen, pngOf, type Sheet, svgOf } from './export/pens';
import { frames } from './frames';
import './large/explorer';
import { gridRows } from './grid';
import { heightAbove, topHeight } from './layout';
import { legend } from './legend';
import type { Cell } from './moveCursor';
import { origin, PlaneElement } from './planeElement';
import { paint } from './raster';
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
    if (changed.has('dims')) this.cursor = origin;
    if (this.large() || !drawnFrom.some((key) => changed.has(key))) return;
    const { available, digit, theme } = this.surroundings;
    const { view, upright, columns, range, sums, leading, dims } = this;
    this.stale = true;
    this.drawing = drawingOf({ view, theme, room: { available, digit }, upright, columns, range, sums, leading, dims });
  }

  protected override render(): TemplateResult {
    const { view, drawing, ask } = this;
    if (this.large() && ask) return this.explorer(ask);
    const { plane } = drawing;
    if (plane.rows * plane.cols === 0 || plane.leading.includes(0)) {
      return html`<p class="muted">${words(say('No elements: the shape is {0}.', shapeText(view.shape)))}</p>`;
    }
    const painted = drawing.layout.mode === 'raster';
    const label = words(say('{0}, shape {1}, {2}', view.label, shapeText(view.shape), view.dtype));
    const above = heightAbove(plane);
    return html`${axisNames(view, drawing, (chosen) => this.choose(chosen))}
      ${stepper({
        sizes: plane.leading,
        at: drawing.leading,
        nameOf: (i) => dimName(view, plane.stepped[i] ?? 0),
        framed: this.frame === undefined ? undefined : plane.stepped.indexOf(this.frame),
        step: (at) => this.step(at),
      })}
      <div class=${this.boxHeight() > tallest ? 'scroller tall' : 'scroller'}>
        <div class="box ${drawing.layout.mode}" .style=${`min-width:${this.boxWidth()}px`} @pointermove=${this.pointerMoved} @pointerleave=${() => this.point(undefined)} @keydown=${this.keyPressed}
          @focusin=${this.focusCame} @focusout=${() => this.focusChanged(false)} @dblclick=${this.reveal}>
          ${topIndices(drawing)}
          ${painted ? html`<div class="painted">${sideIndices(drawing)}<canvas aria-hidden="true" .style=${this.canvasSize()}></canvas></div>` : nothing}
          <div role="grid" class="grid" aria-label=${label} aria-rowcount=${plane.rows} aria-colcount=${plane.cols}>
            ${painted ? this.paintedCell(above) : gridRows({ view, drawing, theme: this.surroundings.theme, cursor: this.cursor, sums: this.sums, marked: this.marked, lit: this.lit })}
          </div>
          ${frames(drawing, this.frame, above)}
        </div>
      </div>
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
      .marked=${this.marked} .lit=${this.lit} .leading=${this.leading} .dims=${this.dims} .bare=${this.bare}></ti-explorer>`;
  }

  protected override updated(): void {
    const { drawing } = this;
    const canvas = this.querySelector<HTMLCanvasElement>('.painted canvas');
    if (canvas && this.stale)
      paint(canvas, {
        ...drawing.plane,
        ...drawing.layout,
        scale: drawing.scale,
        valueAt: drawing.valueAt,
        theme: this.surroundings.theme,
      });
    this.stale = false;
    if (this.followCursor) this.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus();
    this.followCursor = false;
  }

  /** With the room kept for sums, so that figures of equal shape are equally wide. */
  private boxWidth(): number {
    const { plane, layout } = this.drawing;
    return layout.headerWidth + plane.cols * layout.cellWidth + layout.marginWidth;
  }

  private boxHeight(): number {
    const { plane, layout } = this.drawing;
    const below = this.sums !== undefined && this.sums.dim === plane.rowDim ? layout.cellHeight : 0;
    return topHeight + plane.rows * layout.cellHeight + below;
  }

  private canvasSize(): string {
    const { plane, layout } = this.drawing;
    return `width:${plane.cols * layout.cellWidth}px;height:${plane.rows * layout.cellHeight}px`;
  }

  /** The one cell of a painted grid that exists as an element: the cell under the cursor. */
  private paintedCell(above: number): TemplateResult {
    const { plane, layout } = this.drawing;
    const { row, col } = this.active() ?? this.cursor;
    const label = cellLabel(this.view, plane, this.indexAt(this.cursor), this.exactAt(this.cursor));
    const style =
      `left:${layout.headerWidth + col * layout.cellWidth}px;top:${above + row * layout.cellHeight}px;` +
      `width:${layout.cellWidth}px;height:${layout.cellHeight}px`;
    return html`<div role="row" aria-rowindex=${row + 1}>
      <div role="gridcell" class=${this.active() ? 'cursor on' : 'cursor'} tabindex="0" aria-colindex=${col + 1} aria-label=${label} .style=${style}></div>
    </div>`;
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

  /** The plane that is shown, row by row. */
  csv(): string {
    return csvOf(this.drawing.plane, this.drawing.valueAt, this.view.format);
  }

  /** The bytes of a picture of what is shown. */
  png(): Promise<Uint8Array> {
    const { sheet, draw } = this.figure();
    return pngOf(sheet, draw);
  }

  svg(): string {
    const { sheet, draw } = this.figure();
    return svgOf(sheet, draw);
  }

  private figure(): { readonly sheet: Sheet; readonly draw: (pen: Pen) => void } {
    const look = getComputedStyle(this);
    const ground = look.getPropertyValue('--ground') || look.getPropertyValue('--vscode-editor-background');
    const font = look.getPropertyValue('--number-font');
    const muted = look.getPropertyValue('--muted');
    const kept = { ground, font, fontSize: 12 };
    const explorer = this.querySelector('ti-explorer');
    if (explorer) {
      const { width, height } = explorer.size();
      const sheet = { ...kept, width: width + 2 * border, height: height + 2 * border };
      const image = explorer.image();
      return { sheet, draw: (pen) => image && pen.image(border, border, width, height, image) };
    }
    const { theme } = this.surroundings;
    const sheet = { ...kept, ...figureSize(this.drawing) };
    return { sheet, draw: (pen) => drawFigure(pen, this.drawing, this.view.format, theme, muted) };
  }

  private exactAt({ row, col }: Cell): string {
    return shortest(this.drawing.valueAt(row, col), this.view.format);
  }

  protected override moved(): void {
    this.followCursor = true;
  }

  protected override copy(at: Cell): void {
    this.send('heatmap-copy', this.exactAt(at));
  }

  /** Moves the cursor to an element, steps to its slice where it has one, and takes the keyboard there. */
  goTo(index: readonly number[]): void {
    const { plane } = this.drawing;
    const leading = index.slice(0, plane.leading.length);
    if (leading.length) this.step(leading);
    this.cursor = {
      row: plane.rowDim === undefined ? 0 : (index[plane.rowDim] ?? 0),
      col: plane.colDim === undefined ? 0 : (index[plane.colDim] ?? 0),
    };
    this.followCursor = true;
  }

  private readonly pointerMoved = (event: PointerEvent): void => {
    const grid = this.querySelector('.grid');
    if (!grid) return;
    const { plane, layout } = this.drawing;
    const box = grid.getBoundingClientRect();
    const col = Math.floor((event.clientX - box.left - layout.headerWidth) / layout.cellWidth);
    const row = Math.floor((event.clientY - box.top) / layout.cellHeight);
    const inside = row >= 0 && col >= 0 && row < plane.rows && col < plane.cols;
    this.point(inside ? { row, col } : undefined);
  };

  private readonly focusCame = (event: FocusEvent): void => {
    const { row, col } = (event.target as HTMLElement).dataset;
    if (row !== undefined && col !== undefined) this.cursor = { row: Number(row), col: Number(col) };
    this.focusChanged(true);
  };
}

customElements.define('ti-heatmap', Heatmap);
