// One picture of a tensor's plane: indices, cells as elements or painted, frames. A tensor has one, or one for each facet. Knows
// no keys and no pointer.
import { html, nothing, type TemplateResult } from 'lit';
import { indexOf } from '../../src/protocol/plane';
import { shortest } from '../../src/protocol/texts';
import { sideIndices, topIndices } from './axes';
import { cellLabel } from './describe';
import type { Drawing } from './drawing';
import { frames } from './frames';
import { type GridOptions, gridRows } from './grid';
import { heightAbove } from './layout';
import type { Cell } from './moveCursor';

export interface SliceOptions extends GridOptions {
  /** What the grid is called. */
  readonly label: string;
  /** The dim that thin frames run along. */
  readonly frame: number | undefined;
  /** The cell under pointer or keyboard. */
  readonly active: Cell | undefined;
}

/** CSS pixels of a picture with its indices, and the room kept for sums, so that pictures of equal shape are equally wide. */
export const sliceWidth = ({ plane, layout }: Drawing): number =>
  layout.headerWidth + plane.cols * layout.cellWidth + layout.marginWidth;

export function slice(options: SliceOptions): TemplateResult {
  const { drawing, label, frame } = options;
  const { plane, layout } = drawing;
  const painted = layout.mode === 'raster';
  const size = `width:${plane.cols * layout.cellWidth}px;height:${plane.rows * layout.cellHeight}px`;
  return html`${topIndices(drawing)}
    ${painted ? html`<div class="painted">${sideIndices(drawing)}<canvas aria-hidden="true" .style=${size}></canvas></div>` : nothing}
    <div role="grid" class="grid" aria-label=${label} aria-rowcount=${plane.rows} aria-colcount=${plane.cols}>
      ${painted ? paintedCell(options) : gridRows(options)}
    </div>
    ${frames(drawing, frame, heightAbove(plane))}`;
}

/** The one cell of a painted grid that exists as an element: the cell under the cursor. */
function paintedCell({ view, drawing, cursor, active }: SliceOptions): TemplateResult {
  const { plane, layout, leading, valueAt } = drawing;
  const { row, col } = active ?? cursor ?? { row: 0, col: 0 };
  const spoken = cursor ?? { row: 0, col: 0 };
  const text = shortest(valueAt(spoken.row, spoken.col), view.format);
  const label = cellLabel(view, plane, indexOf(plane, leading, spoken.row, spoken.col), text);
  const style =
    `left:${layout.headerWidth + col * layout.cellWidth}px;top:${heightAbove(plane) + row * layout.cellHeight}px;` +
    `width:${layout.cellWidth}px;height:${layout.cellHeight}px`;
  return html`<div role="row" aria-rowindex=${row + 1}>
    <div role="gridcell" class=${active ? 'cursor on' : 'cursor'} tabindex=${cursor ? 0 : -1} aria-colindex=${col + 1} aria-label=${label} .style=${style}></div>
  </div>`;
}
