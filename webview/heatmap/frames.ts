// Thin frames along the dim that a softmax normalises: round each row, or round each column.
import { html, nothing, type TemplateResult } from 'lit';
import type { Drawing } from './drawing';

/** Frames over the cells, placed from the grid's top left corner; nothing where the dim is stepped through instead. */
export function frames(
  { plane, layout }: Drawing,
  dim: number | undefined,
  above: number,
): TemplateResult | typeof nothing {
  if (dim === undefined || (dim !== plane.rowDim && dim !== plane.colDim)) return nothing;
  const { cellWidth, cellHeight, headerWidth } = layout;
  const along = dim === plane.colDim ? plane.rows : plane.cols;
  const thickness = dim === plane.colDim ? cellHeight : cellWidth;
  // Frames of a thinner line than this would be all that one sees.
  if (thickness < 8) return nothing;
  const one = (i: number): string =>
    dim === plane.colDim
      ? `left:${headerWidth}px;top:${above + i * cellHeight}px;width:${plane.cols * cellWidth - 1}px;height:${cellHeight - 1}px`
      : `left:${headerWidth + i * cellWidth}px;top:${above}px;width:${cellWidth - 1}px;height:${plane.rows * cellHeight - 1}px`;
  return html`<div class="frames" aria-hidden="true">
    ${Array.from({ length: along }, (_, i) => html`<i class="frame" .style=${one(i)}></i>`)}
  </div>`;
}
