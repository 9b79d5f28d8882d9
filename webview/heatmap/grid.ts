// The cells of a small heatmap as elements: selectable text, one row per row, indices and sums at the edges.
import { html, nothing, type TemplateResult } from 'lit';
import { inkFor } from '../../src/protocol/colourScale';
import { hex } from '../../src/protocol/colours';
import { indexOf } from '../../src/protocol/plane';
import type { ThemeKind } from '../../src/protocol/requests';
import { say, shortest } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { words } from '../page/words';
import { cellText, padding } from './cellText';
import { cellLabel } from './describe';
import type { Drawing } from './drawing';
import { hatchCss } from './legend';
import type { Cell } from './moveCursor';
import { isPicked, type Picks } from './picks';
import { isOne, type Sums, sumText } from './sums';

export interface GridOptions {
  readonly view: TensorView;
  readonly drawing: Drawing;
  readonly theme: ThemeKind;
  /** Absent: the keyboard's cell is in another picture. */
  readonly cursor: Cell | undefined;
  readonly sums: Sums | undefined;
  readonly marked: readonly number[] | undefined;
  readonly picks: Picks | undefined;
  readonly lit: readonly number[] | undefined;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const startsWith = (index: readonly number[], prefix: readonly number[] | undefined): boolean =>
  prefix !== undefined && prefix.length > 0 && prefix.every((at, i) => i >= index.length || at === index[i]);

/** Rows of cells with their headers; `role=grid` is the caller's. */
export function gridRows(options: GridOptions): TemplateResult {
  const { drawing, sums } = options;
  const { plane, layout, leading } = drawing;
  const right = sums !== undefined && sums.dim === plane.colDim;
  const below = sums !== undefined && sums.dim === plane.rowDim;
  const sized = (width: number, height: number): string => `width:${width}px;height:${height}px`;
  const sumCell = (sum: number | undefined, width: number): TemplateResult => {
    const text = sum === undefined ? '' : fitting(sumText(sum), width - 8, drawing.digit);
    const classes = sum !== undefined && isOne(sum) ? 'sum one number' : 'sum number';
    const exact = sum === undefined ? '' : words(say('sum {0}', shortest(sum, 'float32')));
    return html`<div role="gridcell" class=${classes} .style=${sized(width, layout.cellHeight)} title=${exact}>${text}</div>`;
  };
  // Indices on lines closer than their own height would run into each other.
  const every = layout.cellHeight < 12 ? 5 : 1;
  const rows = numbers(plane.rows).map((row) => {
    const cells = numbers(plane.cols).map((col) => cell(options, row, col));
    const sum = right && sums ? sumCell(sums.at(indexOf(plane, leading, row, 0)), layout.marginWidth) : nothing;
    return html`<div role="row" class="row">${header('rowheader', plane.rowDim === undefined ? '' : row % every === 0 ? String(row) : ' ', sized(layout.headerWidth, layout.cellHeight))}${cells}${sum}</div>`;
  });
  const foot =
    below && sums
      ? html`<div role="row" class="row foot">${header('rowheader', 'Σ', sized(layout.headerWidth, layout.cellHeight))}${numbers(plane.cols).map((col) => sumCell(sums.at(indexOf(plane, leading, 0, col)), layout.cellWidth))}</div>`
      : nothing;
  return html`${rows}${foot}`;
}

const header = (role: 'rowheader' | 'columnheader', text: string, style: string): TemplateResult | typeof nothing =>
  text ? html`<div role=${role} class="index number" .style=${style}>${text}</div>` : nothing;

function cell(
  { view, drawing, theme, cursor, marked, picks, lit }: GridOptions,
  row: number,
  col: number,
): TemplateResult {
  const { plane, layout, scale, columns, leading, valueAt, inset, digit } = drawing;
  const value = valueAt(row, col);
  const exact = shortest(value, view.format);
  const index = indexOf(plane, leading, row, col);
  const isNan = Number.isNaN(value);
  const colour = scale.colour(isNan ? 0 : value);
  const ink = hex(inkFor(value, scale, theme));
  const text = layout.mode === 'text' ? cellText(value, view.format, layout.precision) : sign(value);
  const right = layout.mode === 'text' ? inset + padding(text, columns) * digit : 0;
  const style =
    `width:${layout.cellWidth}px;height:${layout.cellHeight}px;color:${ink};` +
    `${isNan ? `background-image:${hatchCss(theme)}` : `background-color:${hex(colour)}`};padding-right:${right}px`;
  const isMarked = marked !== undefined && marked.length === index.length && startsWith(index, marked);
  const isPick = isPicked(picks, index);
  const classes = [
    'cell',
    'number',
    isMarked ? 'marked' : '',
    isPick ? 'picked' : '',
    startsWith(index, lit) ? 'lit' : '',
  ]
    .join(' ')
    .trim();
  const here = cursor?.row === row && cursor.col === col;
  const spoken =
    text === '' || layout.precision === 'exact' || text === exact ? exact : words(say('{0}, exactly {1}', text, exact));
  const plain = cellLabel(view, plane, index, spoken);
  const label = isPick ? words(say('{0}, class of the target', plain)) : plain;
  return html`<div role="gridcell" class=${classes} .style=${style} tabindex=${here ? 0 : -1} data-row=${row} data-col=${col}
    data-value=${exact} aria-label=${isMarked ? words(say('{0}, costs most', label)) : label}>${text}</div>`;
}

/** The text, or its tick alone where there is no room for more. */
const fitting = (text: string, width: number, digit: number): string =>
  text.length * digit <= width ? text : text.endsWith('✓') ? '✓' : '…';

const sign = (value: number): string => (value === Infinity ? '▲' : value === -Infinity ? '▼' : '');
