// What lies over the colours: indices at the edges, numbers in cells that are large enough, arrows, rings. On one canvas, drawn
// with the colours. Knows no tensor beyond the tiles that it is given.
import { hex, inkOn } from '../../../src/protocol/colours';
import { tileSize } from '../../../src/protocol/tiles';
import type { NumberFormat } from '../../../src/protocol/views';
import { cellText, columnsOf, type Precision, padding } from '../cellText';
import type { Cell } from '../moveCursor';
import { hatched } from '../raster';
import { colourOf } from './colouring';
import { type Picture, smallestGap, smallestMark } from './painter';
import type { Tile } from './tileCache';

/** A rectangle of elements to be framed. */
export interface Framed {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

export interface OverlayOptions extends Picture {
  /** Room for indices on the left and above the frame. */
  readonly left: number;
  readonly top: number;
  /** Whether rows and columns have indices. */
  readonly indexed: readonly [rows: boolean, cols: boolean];
  readonly ink: string;
  readonly muted: string;
  readonly ground: string;
  /** CSS font of numbers, and the width of a digit. */
  readonly font: string;
  readonly digit: number;
  readonly format: NumberFormat;
  readonly rings: readonly Framed[];
  /** Cells with a corner. */
  readonly corners: readonly Cell[];
}

const textHeight = 16;

export function drawOverlay(canvas: HTMLCanvasElement, options: OverlayOptions): void {
  const { frame, left, top, ratio, font } = options;
  const [width, height] = [frame.width + left, frame.height + top].map((size) => Math.round(size * ratio)) as [
    number,
    number,
  ];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, frame.width + left, frame.height + top);
  context.font = font;
  indices(context, options);
  context.save();
  context.translate(left, top);
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  cells(context, options);
  corners(context, options);
  rings(context, options);
  context.restore();
}

/** The smallest of 1, 2, 5, 10, 20, ... that is not smaller than `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * ([1, 2, 5, 10].find((part) => part * power >= least) ?? 10);
}

function indices(context: CanvasRenderingContext2D, options: OverlayOptions): void {
  const { view, extent, frame, left, top, indexed, muted, digit } = options;
  context.fillStyle = muted;
  context.textBaseline = 'middle';
  const visible = (first: number, seen: number, size: number, apart: number, count: number): number[] => {
    const step = size >= apart ? 1 : niceStep(apart / size);
    const from = Math.ceil((first - 0.5) / step) * step;
    const list: number[] = [];
    for (let i = Math.max(0, from); i < Math.min(count, first + seen); i += step) list.push(i);
    return list;
  };
  if (indexed[0]) {
    context.textAlign = 'right';
    for (const row of visible(view.top, frame.height / view.down, view.down, 18, extent.rows)) {
      const y = top + (row + 0.5 - view.top) * view.down;
      if (y >= top && y <= top + frame.height) context.fillText(String(row), left - 6, y);
    }
  }
  if (!indexed[1]) return;
  context.textAlign = 'center';
  const apart = String(extent.cols).length * digit + 12;
  for (const col of visible(view.left, frame.width / view.across, view.across, apart, extent.cols)) {
    const text = String(col);
    const x = left + (col + 0.5 - view.left) * view.across;
    const half = (text.length * digit) / 2;
    const within = Math.min(Math.max(x, left + half), left + frame.width - half);
    if (x >= left) context.fillText(text, within, top / 2);
  }
}

interface Seen {
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** The elements that are seen, of tiles that hold single ones. */
function* seenCells({ tiles, view, extent, frame }: OverlayOptions): Generator<Seen> {
  for (const tile of tiles) {
    if (!('exact' in tile.view)) continue;
    const { rows, cols, exact } = tile.view;
    const [top, left] = origin(tile);
    const [fromRow, toRow] = within(view.top - top, frame.height / view.down, Math.min(rows, extent.rows - top));
    const [fromCol, toCol] = within(view.left - left, frame.width / view.across, Math.min(cols, extent.cols - left));
    for (let row = fromRow; row < toRow; row++) {
      for (let col = fromCol; col < toCol; col++) {
        const [x, y] = [(left + col - view.left) * view.across, (top + row - view.top) * view.down];
        yield { x, y, value: exact[row * cols + col]! };
      }
    }
  }
}

const origin = ({ row, col }: Tile): readonly [number, number] => [row * tileSize, col * tileSize];

const within = (first: number, seen: number, count: number): readonly [number, number] => [
  Math.max(0, Math.floor(first)),
  Math.min(count, Math.ceil(first + seen)),
];

function cells(context: CanvasRenderingContext2D, options: OverlayOptions): void {
  const { view, digit, format, colouring } = options;
  const { across, down } = view;
  if (Math.min(across, down) < smallestMark) return;
  const room = Math.floor((across - 6) / digit);
  const seen = room >= 3 && down >= textHeight ? [...seenCells(options)] : seenCells(options);
  if (!Array.isArray(seen)) {
    marks(context, options, seen);
    return;
  }
  const texts = (precision: Precision): string[] => seen.map(({ value }) => cellText(value, format, precision));
  let shown = texts('exact');
  let columns = columnsOf(shown);
  if (columns.whole + columns.fraction > room) {
    shown = texts('rounded');
    columns = columnsOf(shown);
  }
  if (columns.whole + columns.fraction > room) {
    marks(context, options, seen);
    return;
  }
  marks(
    context,
    options,
    seen.filter(({ value }) => Number.isNaN(value)),
  );
  const inset = (across - (columns.whole + columns.fraction) * digit) / 2;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const [i, { x, y, value }] of seen.entries()) {
    const text = shown[i]!;
    const colour = Number.isNaN(value) ? colouring.stripes[0] : colourOf(value, colouring);
    context.fillStyle = hex(inkOn(colour));
    context.fillText(text, x + across - inset - padding(text, columns) * digit, y + down / 2 + 0.5);
  }
}

/** Stripes and arrows of what is not finite. */
function marks(context: CanvasRenderingContext2D, { view, colouring }: OverlayOptions, seen: Iterable<Seen>): void {
  const half = Math.min(view.across, view.down) / 3;
  for (const { x, y, value } of seen) {
    if (Number.isFinite(value)) continue;
    if (Number.isNaN(value)) {
      const gap = Math.min(view.across, view.down) < smallestGap ? 0 : 1;
      context.save();
      context.translate(x, y);
      hatched(context, view.across - gap, view.down - gap, colouring.stripes);
      context.restore();
      continue;
    }
    const tip = value > 0 ? -half : half;
    const [middle, centre] = [x + view.across / 2, y + view.down / 2];
    context.fillStyle = hex(inkOn(colourOf(value, colouring)));
    context.beginPath();
    context.moveTo(middle, centre + tip);
    context.lineTo(middle + half, centre - tip);
    context.lineTo(middle - half, centre - tip);
    context.fill();
  }
}

/** A corner in the ink of the page on its ground, however small the cell. */
function corners(context: CanvasRenderingContext2D, { view, frame, corners: all, ink, ground }: OverlayOptions): void {
  const side = Math.min(8, Math.max(5, Math.min(view.across, view.down) / 3));
  for (const { row, col } of all) {
    const [x, y] = [(col - view.left) * view.across, (row - view.top) * view.down];
    if (x < -side || y < -side || x > frame.width || y > frame.height) continue;
    for (const [colour, around] of [
      [ground, 1],
      [ink, 0],
    ] as const) {
      const [left, top, size] = [x - around, y - around, side + 4 * around];
      context.fillStyle = colour;
      context.beginPath();
      context.moveTo(left, top);
      context.lineTo(left + size, top);
      context.lineTo(left, top + size);
      context.fill();
    }
  }
}

/** A dark and a light line, so that they show on every colour. */
function rings(context: CanvasRenderingContext2D, { view, rings: all, ink, ground }: OverlayOptions): void {
  for (const { row, col, rows, cols } of all) {
    const [x, y] = [(col - view.left) * view.across, (row - view.top) * view.down];
    const [width, height] = [Math.max(5, cols * view.across), Math.max(5, rows * view.down)];
    for (const [colour, inner] of [
      [ink, 0.5],
      [ground, 1.5],
    ] as const) {
      context.strokeStyle = colour;
      context.strokeRect(x + inner, y + inner, width - 2 * inner, height - 2 * inner);
    }
  }
}
