// Sentences about cells, axes and a whole tensor. Knows no DOM; words go through the page's language.
import type { Plane } from '../../src/protocol/plane';
import { rounded, say, shortest } from '../../src/protocol/texts';
import type { Stats, TensorView } from '../../src/protocol/views';
import { words } from '../page/words';

/** `class (dim 1)`, or `dim 1` where the dim has no name. */
export function dimName(view: TensorView, dim: number): string {
  const name = view.dimNames?.[dim];
  return name ? words(say('{0} (dim {1})', name, dim)) : words(say('dim {0}', dim));
}

/** `row 1, column 0: 0.2`, for a screen reader. */
export function cellLabel(view: TensorView, plane: Plane, index: readonly number[], text: string): string {
  if (index.length === 0) return text;
  if (index.length === 1) return words(say('index {0}: {1}', index[0] ?? 0, text));
  const [row, col] = [index[plane.rowDim ?? -1] ?? 0, index[plane.colDim ?? -1] ?? 0];
  const place = words(say('row {0}, column {1}: {2}', row, col, text));
  const front = plane.front.map((dim) => `${dimName(view, dim)} ${index[dim]}`);
  return [...front, place].join(', ');
}

/** `batch 1 · dim 3 = 0`: the indices that tell a facet from the others. */
export const facetName = (view: TensorView, plane: Plane, at: readonly number[]): string =>
  plane.facets
    .map((dim) => {
      const index = at[plane.front.indexOf(dim)] ?? 0;
      const name = view.dimNames?.[dim];
      return name ? `${name} ${index}` : words(say('dim {0} = {1}', dim, index));
    })
    .join(' · ');

/** `batch 1 · class 0`, where dims have names. */
export function namedIndex(view: TensorView, index: readonly number[]): string {
  const parts = index.flatMap((at, dim) => (view.dimNames?.[dim] ? [`${view.dimNames[dim]} ${at}`] : []));
  return parts.join(' · ');
}

/** `min 0.2 · max 1`, `mean 0.65`, `no nan, no inf`. */
export function statsParts(stats: Stats, format: TensorView['format']): readonly string[] {
  const parts: string[] = [];
  if (Number.isFinite(stats.min)) {
    // Adding 0 takes the sign from -0: a least value of "-0" would only puzzle.
    const show = (value: number): string => (format === 'bool' ? shortest(value, format) : rounded(value + 0));
    parts.push(words(say('min {0} · max {1}', show(stats.min), show(stats.max))));
    if (Number.isFinite(stats.mean)) parts.push(words(say('mean {0}', rounded(stats.mean))));
  }
  const odd = [
    stats.nan ? `${stats.nan} nan` : '',
    stats.posInf ? `${stats.posInf} inf` : '',
    stats.negInf ? `${stats.negInf} -inf` : '',
  ].filter(Boolean);
  const floating = format !== 'int' && format !== 'bool';
  if (odd.length > 0) parts.push(odd.join(', '));
  else if (floating) parts.push(words(say('no nan, no inf')));
  return parts;
}

/** `(2, 3)` as Python writes a shape. */
export const shapeText = (shape: readonly number[]): string => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
