// Everything that a heatmap's picture is drawn from, worked out once per change. Knows no DOM.
import { type ColourScale, colourScale, type Range } from '../../src/protocol/colourScale';
import { indexOf, offsetOf, type Plane, type PlaneDims, planeOf } from '../../src/protocol/plane';
import type { ThemeKind } from '../../src/protocol/requests';
import type { TensorView } from '../../src/protocol/views';
import { type Columns, cellText, columnsOf, type Precision, widest } from './cellText';
import { type FacetPage, facetPage } from './facets';
import { type Layout, layoutOf, mostElements, type Room, sidePadding } from './layout';
import { remembered } from './remembered';
import { type Sums, sumText } from './sums';

export interface DrawingOptions {
  readonly view: TensorView;
  readonly theme: ThemeKind;
  readonly room: Room;
  /** A vector as one column. */
  readonly upright: boolean;
  /** Room for these texts in every cell, so that several grids line up. */
  readonly columns: TextColumns | undefined;
  readonly range: Range | undefined;
  readonly sums: Sums | undefined;
  readonly leading: readonly number[];
  /** Instead of the last two. */
  readonly dims?: PlaneDims | undefined;
}

export interface TextColumns {
  readonly exact: Columns;
  readonly rounded: Columns;
  /** Characters kept free for sums on the right. */
  readonly margin?: number;
}

export interface Drawing {
  readonly plane: Plane;
  /** Indices of the dims in front. */
  readonly leading: readonly number[];
  /** What is drawn side by side; absent where no dim is laid out so. */
  readonly facets?: FacetPage;
  readonly scale: ColourScale;
  readonly layout: Layout;
  /** Where the points of the texts stand. */
  readonly columns: Columns;
  /** CSS pixels between a cell's right edge and its longest fraction: the texts stand in the middle as one block. */
  readonly inset: number;
  readonly digit: number;
  readonly valueAt: (row: number, col: number) => number;
}

/** Texts are measured over every slice up to this many values, so that stepping does not move the cells. */
const mostMeasured = 5000;

/** Characters that the texts of a tensor take, exact and rounded. */
function textColumns(view: TensorView, values: readonly number[]): TextColumns {
  const of = (precision: Precision): Columns =>
    columnsOf(values.map((value) => cellText(value, view.format, precision)));
  return { exact: of('exact'), rounded: of('rounded') };
}

const measured = remembered((view: TensorView) => textColumns(view, Array.from(view.values.subarray(0, mostMeasured))));

const none: Columns = { whole: 0, fraction: 0 };
/** Of pictures without numbers. */
const noColumns: TextColumns = { exact: none, rounded: none };

/** Whether a tensor's cells are too many for numbers, as it is sent. */
const isPainted = ({ shown }: TensorView): boolean => {
  const { rows, cols } = planeOf(shown, false);
  return rows * cols > mostElements;
};

/** The columns that fit each of several tensors. */
export const sharedColumns = (views: readonly TensorView[]): TextColumns => {
  const all = views.map((view) => (isPainted(view) ? noColumns : measured(view)));
  return { exact: widest(all.map((one) => one.exact)), rounded: widest(all.map((one) => one.rounded)) };
};

/** Works out plane, colours and layout. */
export function drawingOf(options: DrawingOptions): Drawing {
  const { view } = options;
  const plane = planeOf(view.shown, options.upright, options.dims);
  const leading = plane.leading.map((size, dim) => Math.min(options.leading[dim] ?? 0, Math.max(0, size - 1)));
  const cells = plane.rows * plane.cols;
  const facets = plane.facets.length > 0 ? facetPage(plane, leading) : undefined;
  const slices = facets?.drawn ?? [leading];
  const valueAt = valuesOf(view, plane, leading);
  const small = view.values.length <= mostMeasured;
  const own: TextColumns =
    cells * slices.length > mostElements
      ? noColumns
      : small
        ? measured(view)
        : textColumns(
            view,
            slices.flatMap((at) => cellValues(plane, valuesOf(view, plane, at))),
          );
  const { sums } = options;
  // Shared columns were measured of the planes as sent: where those have no numbers, others may.
  const given = options.columns?.exact.whole ? options.columns : undefined;
  const margin = sums && sums.dim === plane.colDim ? Math.max(...slices.map((at) => marginChars(sums, plane, at))) : 0;
  const shared = layoutOf(
    {
      rows: plane.rows,
      cols: plane.cols,
      ...(given ?? own),
      margin: Math.max(margin, options.columns?.margin ?? 0),
      indexed: plane.rowDim !== undefined,
      ...(facets ? { facets: facets.drawn.length } : {}),
    },
    options.room,
  );
  const spare = (columns: Columns): number =>
    shared.cellWidth - (columns.whole + columns.fraction) * options.room.digit;
  // Cells that others made wide enough, or whose numbers are short by nature, show them exactly.
  const layout: Layout = spare(own.exact) >= sidePadding ? { ...shared, precision: 'exact' } : shared;
  const columns = own[layout.precision];
  return {
    plane,
    leading,
    ...(facets ? { facets } : {}),
    scale: colourScale(view, options.theme, options.range),
    layout,
    columns,
    inset: Math.max(0, spare(columns) / 2),
    digit: options.room.digit,
    valueAt,
  };
}

/** The same picture of other indices in front. */
export const drawnAt = (view: TensorView, drawing: Drawing, leading: readonly number[]): Drawing => ({
  ...drawing,
  leading,
  valueAt: valuesOf(view, drawing.plane, leading),
});

function valuesOf({ values }: TensorView, plane: Plane, leading: readonly number[]): Drawing['valueAt'] {
  const start = plane.rows * plane.cols === 0 ? 0 : offsetOf(plane, leading, 0, 0);
  const step = (dim: number | undefined): number => (dim === undefined ? 0 : plane.steps[dim]!);
  const [down, right] = [step(plane.rowDim), step(plane.colDim)];
  return (row, col) => values[start + row * down + col * right] ?? Number.NaN;
}

const cellValues = ({ rows, cols }: Plane, valueAt: Drawing['valueAt']): readonly number[] =>
  Array.from({ length: rows * cols }, (_, i) => valueAt(Math.floor(i / cols), i % cols));

function marginChars(sums: Sums, plane: Plane, leading: readonly number[]): number {
  let widestSum = 3;
  for (let row = 0; row < Math.min(plane.rows, mostElements); row++) {
    const sum = sums.at(indexOf(plane, leading, row, 0));
    if (sum !== undefined) widestSum = Math.max(widestSum, sumText(sum).length);
  }
  return widestSum;
}
