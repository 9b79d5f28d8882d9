// The colour bar: which colour means which number. Draws from the scale that coloured the cells.
import { html, nothing, type TemplateResult } from 'lit';
import { type ColourScale, hatch } from '../../src/protocol/colourScale';
import { hex, type Rgb } from '../../src/protocol/colours';
import type { ThemeKind } from '../../src/protocol/requests';
import { rounded, say, shortest } from '../../src/protocol/texts';
import type { NumberFormat, Stats } from '../../src/protocol/views';
import { words } from '../page/words';

/** CSS of hatched cells: stripes in the theme's two greys. */
export function hatchCss(theme: ThemeKind): string {
  const [one, two] = hatch(theme).map(hex);
  return `repeating-linear-gradient(135deg, ${one} 0 4px, ${two} 4px 6px)`;
}

/** Bar with its ends named, or one swatch per category; NaN is explained where it occurs. */
export function legend(scale: ColourScale, format: NumberFormat, theme: ThemeKind, stats?: Stats): TemplateResult {
  const missing = stats && stats.nan > 0 ? swatch(hatchCss(theme), 'nan') : nothing;
  if (scale.kind === 'categorical') {
    const swatches = scale.categories.map((value) => swatch(hex(scale.colour(value)), shortest(value, format)));
    return html`<div class="legend" role="group" aria-label=${words(say('Colours'))}>${swatches}${missing}</div>`;
  }
  const [low, high] = scale.range;
  const end = (value: number): TemplateResult =>
    html`<span class="number" title=${shortest(value, format === 'int' ? 'float64' : format)}>${rounded(value)}</span>`;
  const middle = scale.kind === 'diverging' ? html`<span class="number zero">0</span>` : nothing;
  const label = words(say('Colours from {0} to {1}', rounded(low), rounded(high)));
  return html`<div class="legend" role="group" aria-label=${label}>
    <span class="scale">
      <i class="bar" .style=${`background-image:linear-gradient(to right, ${scale.stops.map(hex).join(', ')})`}></i>
      <span class="ends">${end(low)}${middle}${end(high)}</span>
    </span>
    ${stats ? oddSwatches(stats, theme, scale.colour(-Infinity), scale.colour(Infinity)) : nothing}
  </div>`;
}

const swatch = (css: string, text: string): TemplateResult =>
  html`<span class="swatch"><i .style=${`background:${css}`}></i><span class="number">${text}</span></span>`;

/** How NaN and infinities are drawn, where there are any. */
export function oddSwatches(stats: Stats, theme: ThemeKind, low: Rgb, high: Rgb): TemplateResult {
  return html`${stats.nan > 0 ? swatch(hatchCss(theme), 'nan') : nothing} ${stats.posInf > 0 ? swatch(hex(high), '▲ inf') : nothing}
    ${stats.negInf > 0 ? swatch(hex(low), '▼ -inf') : nothing}`;
}
