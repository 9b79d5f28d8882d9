// What is saved of a figure as a picture: a sheet in the page's colours and font, and what is drawn on it. Knows no file.
import type { ThemeKind } from '../../../src/protocol/requests';
import type { NumberFormat } from '../../../src/protocol/views';
import { border } from './drawFigure';
import { drawSheet, type Slices, sheetSize } from './drawSheet';
import type { Pen, Sheet } from './pens';

export type DrawnSheet = readonly [sheet: Sheet, draw: (pen: Pen) => void];

interface Size {
  readonly width: number;
  readonly height: number;
}

function sheetOn(page: HTMLElement, { width, height }: Size): Sheet {
  const look = getComputedStyle(page);
  const ground = look.getPropertyValue('--ground') || look.getPropertyValue('--vscode-editor-background');
  return { width, height, ground, font: look.getPropertyValue('--number-font'), fontSize: 12 };
}

/** Of a tensor that the page holds; all facets are on it. */
export function sheetOfSlices(page: HTMLElement, slices: Slices, format: NumberFormat, theme: ThemeKind): DrawnSheet {
  const look = getComputedStyle(page);
  const inks = { text: look.color, muted: look.getPropertyValue('--muted') };
  return [sheetOn(page, sheetSize(slices)), (pen) => drawSheet(pen, slices, format, theme, inks)];
}

/** Of a large tensor, as it is seen. */
export function sheetOfImage(
  page: HTMLElement,
  { width, height }: Size,
  image: HTMLCanvasElement | undefined,
): DrawnSheet {
  const sheet = sheetOn(page, { width: width + 2 * border, height: height + 2 * border });
  return [sheet, (pen) => image && pen.image(border, border, width, height, image)];
}
