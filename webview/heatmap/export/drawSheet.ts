// The pictures of a tensor on one sheet: one alone, or its facets in lines with their names above. Knows no file.
import type { ThemeKind } from '../../../src/protocol/requests';
import type { NumberFormat } from '../../../src/protocol/views';
import type { Drawing } from '../drawing';
import { border, drawFigure, figureSize } from './drawFigure';
import type { Pen } from './pens';

export interface Slices {
  readonly drawings: readonly Drawing[];
  /** By drawing; empty of one alone. */
  readonly names: readonly string[];
  readonly perLine: number;
}

export interface Inks {
  readonly text: string;
  readonly muted: string;
}

const nameHeight = 20;

/** All drawings are as large as the first. */
function cellOf({ drawings, names }: Slices): {
  readonly width: number;
  readonly height: number;
  readonly above: number;
} {
  const { width, height } = figureSize(drawings[0]!);
  const above = names.length > 0 ? nameHeight : 0;
  return { width, height: height + above, above };
}

export function sheetSize(slices: Slices): { readonly width: number; readonly height: number } {
  const { width, height } = cellOf(slices);
  const { length } = slices.drawings;
  return { width: width * Math.min(length, slices.perLine), height: height * Math.ceil(length / slices.perLine) };
}

export function drawSheet(pen: Pen, slices: Slices, format: NumberFormat, theme: ThemeKind, inks: Inks): void {
  const { width, height, above } = cellOf(slices);
  for (const [i, drawing] of slices.drawings.entries()) {
    const [x, y] = [(i % slices.perLine) * width, Math.floor(i / slices.perLine) * height];
    const name = slices.names[i];
    if (name) pen.text(x + border, y + border + above / 2, name, inks.text, 'start');
    drawFigure(pen, drawing, format, theme, inks.muted, x, y + above);
  }
}
