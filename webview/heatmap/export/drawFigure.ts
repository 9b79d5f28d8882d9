// A small tensor's matrix drawn with a pen, as the page shows it: indices, cells, numbers. Knows no file.
import { hatch, inkFor } from '../../../src/protocol/colourScale';
import { hex } from '../../../src/protocol/colours';
import type { ThemeKind } from '../../../src/protocol/requests';
import type { NumberFormat } from '../../../src/protocol/views';
import { cellText } from '../cellText';
import type { Drawing } from '../drawing';
import { heightAbove, topHeight } from '../layout';
import type { Pen } from './pens';

/** Pixels around a picture on its sheet. */
export const border = 8;

export function figureSize({ plane, layout }: Drawing): { readonly width: number; readonly height: number } {
  const top = heightAbove(plane);
  return {
    width: 2 * border + layout.headerWidth + plane.cols * layout.cellWidth,
    height: 2 * border + top + plane.rows * layout.cellHeight,
  };
}

/** With its border, from (`x0`, `y0`) on. */
export function drawFigure(
  pen: Pen,
  drawing: Drawing,
  format: NumberFormat,
  theme: ThemeKind,
  muted: string,
  x0: number,
  y0: number,
): void {
  const { plane, layout, scale, valueAt } = drawing;
  const { cellWidth, cellHeight, headerWidth, mode, precision } = layout;
  const left = x0 + border + headerWidth;
  const top = y0 + border + heightAbove(plane);
  const gap = mode === 'raster' ? 0 : 1;
  const every = (count: number, size: number, room: number): number =>
    Math.max(1, Math.ceil(room / size), count > 0 ? 1 : 0);
  if (plane.rowDim !== undefined) {
    for (let row = 0; row < plane.rows; row += every(plane.rows, cellHeight, 16)) {
      pen.text(left - 6, top + (row + 0.5) * cellHeight, String(row), muted, 'end');
    }
  }
  if (plane.colDim !== undefined) {
    for (let col = 0; col < plane.cols; col += every(plane.cols, cellWidth, 32)) {
      pen.text(left + (col + 0.5) * cellWidth, top - topHeight / 2, String(col), muted, 'middle');
    }
  }
  for (let row = 0; row < plane.rows; row++) {
    for (let col = 0; col < plane.cols; col++) {
      const value = valueAt(row, col);
      const [x, y] = [left + col * cellWidth, top + row * cellHeight];
      const [width, height] = [cellWidth - gap, cellHeight - gap];
      if (Number.isNaN(value)) pen.hatch(x, y, width, height, hatch(theme));
      else pen.rect(x, y, width, height, hex(scale.colour(value)));
      const sign = value === Infinity ? '▲' : value === -Infinity ? '▼' : '';
      const text = mode === 'text' ? cellText(value, format, precision) : cellWidth >= 8 ? sign : '';
      if (text) pen.text(x + width / 2, y + height / 2, text, hex(inkFor(value, scale, theme)), 'middle');
    }
  }
}
