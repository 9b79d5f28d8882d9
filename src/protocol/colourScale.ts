// From a tensor to the colour of each value: which map, over which range. Shared by webview and hover picture.
import { blueBlackRed, blueWhiteRed, colourAt, inkOn, type Rgb, tableau, viridis } from './colours';
import type { ThemeKind } from './requests';
import type { TensorView } from './views';

export type Range = readonly [number, number];

export interface ColourScale {
  readonly kind: TensorView['scale'];
  /** Values at the two ends of the map. */
  readonly range: Range;
  /** The colour of a number; ±Inf takes the end's colour. NaN has none: it is hatched. */
  readonly colour: (value: number) => Rgb;
  /** For `categorical`: each value that occurs, ascending. */
  readonly categories: readonly number[];
  /** For the others: colours from low to high. */
  readonly stops: readonly Rgb[];
}

export const isDark = (theme: ThemeKind): boolean => theme === 'dark' || theme === 'highContrast';

/** Two stripes of a hatched NaN cell; the ink of the theme reads on both. */
export const hatch = (theme: ThemeKind): readonly [Rgb, Rgb] =>
  isDark(theme)
    ? [
        [24, 24, 24],
        [74, 74, 74],
      ]
    : [
        [255, 255, 255],
        [208, 208, 208],
      ];

/** The colour that reads on the cell of a value, hatched cells included. */
export const inkFor = (value: number, scale: ColourScale, theme: ThemeKind): Rgb =>
  inkOn(Number.isNaN(value) ? hatch(theme)[0] : scale.colour(value));

const mostCategories = tableau.length;

/** Chooses map and range; `range` given from outside makes several tensors comparable. */
export function colourScale(
  view: Pick<TensorView, 'scale' | 'stats' | 'values'>,
  theme: ThemeKind,
  range?: Range,
): ColourScale {
  if (view.scale === 'categorical') {
    const found = categoriesOf(view.values);
    if (found) return categorical(found);
  }
  const diverging = view.scale === 'diverging';
  const ends = range ?? (diverging ? aroundZero(view.stats) : lowToHigh(view.stats));
  const stops = !diverging ? viridis : isDark(theme) ? blueBlackRed : blueWhiteRed;
  // Halved first: the distance between the largest float64 and its negative overflows.
  const position = (value: number): number => (value / 2 - ends[0] / 2) / (ends[1] / 2 - ends[0] / 2);
  return {
    kind: diverging ? 'diverging' : 'sequential',
    range: ends,
    colour: (value) => colourAt(stops, Number.isFinite(value) ? position(value) : value > 0 ? 1 : 0),
    categories: [],
    stops,
  };
}

function categoriesOf(values: TensorView['values']): readonly number[] | undefined {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isFinite(value) || seen.add(value).size > mostCategories) return undefined;
  }
  return [...seen].sort((a, b) => a - b);
}

function categorical(found: readonly number[]): ColourScale {
  const named = found.every((value) => Number.isInteger(value) && value >= 0 && value < mostCategories);
  // Class 2 keeps its colour from tensor to tensor where the values are few enough to be their own index.
  const colour = (value: number): Rgb => tableau[named ? value : found.indexOf(value)] ?? tableau[mostCategories - 1]!;
  const range: Range = [found[0] ?? 0, found.at(-1) ?? 0];
  return { kind: 'categorical', range, colour, categories: found, stops: [] };
}

function lowToHigh({ min, max }: TensorView['stats']): Range {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  if (min >= 0 && max <= 1) return [0, 1];
  if (min < max) return [min, max];
  return max > 0 ? [0, max] : [min, min + 1];
}

function aroundZero({ min, max }: TensorView['stats']): Range {
  const reach = Math.max(Math.abs(min), Math.abs(max));
  return Number.isFinite(reach) && reach > 0 ? [-reach, reach] : [-1, 1];
}
