// The small heatmap of a hover as SVG text: colours, and numbers where they fit. Knows no editor and no Markdown.
import { type ColourScale, colourScale, hatch, inkFor, isDark } from '../protocol/colourScale';
import { hex } from '../protocol/colours';
import { type Plane, planeOf } from '../protocol/plane';
import type { ThemeKind } from '../protocol/requests';
import { rounded } from '../protocol/texts';
import type { TensorView } from '../protocol/views';
import { type Cells, pooledCells, sliceIndex } from './pooledCells';

export interface PictureOptions {
  readonly theme: ThemeKind;
  /** CSS pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** What is drawn: `values` row-major over `shown`, or over `shape` where all is shown. */
export type Pictured = Pick<TensorView, 'values' | 'shape' | 'scale' | 'stats'> &
  Partial<Pick<TensorView, 'shown' | 'format'>>;

/** Characters that no picture exceeds. */
export const longestSvg = 30_000;

const digitWidth = 6.7;
const textHeight = 20;
const gap = 8;
const mostFacets = 4;
const mostTextColumns = 6;
const largestCell = 24;

/** One slice, where it stands and how large its cells are. */
interface Facet extends Cells {
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Texts of the cells, row-major, where they fit. */
  readonly texts: readonly string[] | undefined;
  readonly scale: ColourScale;
  readonly theme: ThemeKind;
}

/** A heatmap of at most `maxWidth` × `maxHeight`; the first slices side by side where the tensor has more than two dims. */
export function heatmapSvg(view: Pictured, options: PictureOptions): string {
  const plane = planeOf(view.shown ?? view.shape);
  const slices = plane.leading.reduce((product, size) => product * size, 1);
  if (plane.rows * plane.cols * slices === 0) return svg(1, 1, '');
  // More coarsely until it fits: the more the colours change, the more characters a cell takes.
  for (let finest = 48; ; finest = Math.floor(finest / 2)) {
    const text = draw(view, plane, slices, finest, options);
    if (text.length <= longestSvg || finest <= 3) return text;
  }
}

/** For Markdown and HTML; the SVG is ASCII. */
export const dataUri = (picture: string): string => `data:image/svg+xml;base64,${btoa(picture)}`;

function draw(view: Pictured, plane: Plane, slices: number, finest: number, options: PictureOptions): string {
  const { theme } = options;
  const count = Math.min(slices, mostFacets);
  const more = slices > count ? `+${slices - count}` : '';
  const moreWidth = more ? Math.ceil(more.length * digitWidth) + gap : 0;
  const width = (options.maxWidth - moreWidth - gap * (count - 1)) / count;
  const cells = Array.from({ length: count }, (_, i) => pooledCells(view.values, plane, sliceIndex(plane, i), finest));
  const { rows, cols } = cells[0]!;
  const whole = rows === plane.rows && cols === plane.cols;
  const texts = whole ? cellTexts(cells, view, width, options.maxHeight) : undefined;
  const side = Math.max(1, Math.min(largestCell, Math.floor(width / cols), Math.floor(options.maxHeight / rows)));
  const size = texts ?? { cellWidth: side, cellHeight: rows === 1 ? Math.max(side, 12) : side };
  const scale = colourScale(view, theme);
  const step = cols * size.cellWidth + gap;
  const facets = cells.map((one, i) => {
    const { cellWidth, cellHeight } = size;
    const facet: Facet = { ...one, cellWidth, cellHeight, texts: texts?.texts[i], scale, theme };
    return `<g transform="translate(${i * step})">${fills(facet)}${facet.texts ? numbers(facet) : arrows(facet)}</g>`;
  });
  const total = count * step - gap + moreWidth;
  const rest = more && `<text x="${total}" y="14" fill="${isDark(theme) ? '#ccc' : '#333'}">${more}</text>`;
  return svg(total, Math.max(rows * size.cellHeight, more ? textHeight : 0), stripes(theme) + facets.join('') + rest);
}

/** Texts of all cells and the cells' size, where every text fits. */
function cellTexts(cells: readonly Cells[], { format }: Pictured, width: number, height: number) {
  const { rows, cols } = cells[0]!;
  if (cols > mostTextColumns || rows * textHeight > height) return undefined;
  const texts = cells.map(({ values }) => Array.from(values, (value) => rounded(value, format ?? 'float32')));
  const longest = Math.max(...texts.flat().map((text) => text.length));
  const cellWidth = Math.max(28, Math.ceil(longest * digitWidth) + 8);
  return cellWidth * cols <= width ? { texts, cellWidth, cellHeight: textHeight } : undefined;
}

/** One path per colour, neighbours of a row in one stroke. */
function fills({ rows, cols, values, cellWidth, cellHeight, scale }: Facet): string {
  const fillOf = (value: number): string => (Number.isNaN(value) ? 'url(#n)' : hex(scale.colour(value)));
  const paths = new Map<string, string>();
  for (let row = 0; row < rows; row++) {
    const colours = Array.from(values.subarray(row * cols, (row + 1) * cols), fillOf);
    for (let start = 0, end = 0; start < cols; start = end) {
      const fill = colours[start]!;
      while (end < cols && colours[end] === fill) end++;
      const stroke = `M${start * cellWidth} ${row * cellHeight}h${(end - start) * cellWidth}v${cellHeight}H${start * cellWidth}z`;
      paths.set(fill, (paths.get(fill) ?? '') + stroke);
    }
  }
  return [...paths].map(([fill, path]) => `<path fill="${fill}" d="${path}"/>`).join('');
}

function numbers({ cols, values, texts, cellWidth, scale, theme }: Facet): string {
  return Array.from(values, (value, i) => {
    const [x, y] = [((i % cols) + 1) * cellWidth - 4, Math.floor(i / cols) * textHeight + 14];
    return `<text x="${x}" y="${y}" fill="${hex(inkFor(value, scale, theme))}">${texts?.[i]}</text>`;
  }).join('');
}

/** Infinities show without colour where cells carry no numbers but are large enough. */
function arrows({ cols, values, cellWidth, cellHeight, scale, theme }: Facet): string {
  const half = Math.floor(Math.min(cellWidth, cellHeight) / 3);
  if (half < 2) return '';
  return Array.from(values, (value, i) => {
    if (Number.isNaN(value) || Number.isFinite(value)) return '';
    const [x, y] = [((i % cols) + 0.5) * cellWidth, (Math.floor(i / cols) + 0.5) * cellHeight];
    const tip = value > 0 ? -half : half;
    const path = `M${x} ${y + tip}l${half} ${-2 * tip}h${-2 * half}z`;
    return `<path fill="${hex(inkFor(value, scale, theme))}" d="${path}"/>`;
  }).join('');
}

/** The pattern that hatches NaN. */
function stripes(theme: ThemeKind): string {
  const [one, two] = hatch(theme).map(hex);
  const paths = `<path fill="${one}" d="M0 0h6v6H0z"/><path fill="${two}" d="M0 0h2v6H0z"/>`;
  return `<pattern id="n" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">${paths}</pattern>`;
}

const svg = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(width)}" height="${Math.ceil(height)}" font-family="monospace" font-size="11" text-anchor="end">${body}</svg>`;
