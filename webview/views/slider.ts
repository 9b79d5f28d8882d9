// A slider over the numbers of a scale. Knows no argument.
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { rounded } from '../../src/protocol/texts';
import { numberAt, placeOf, type SliderScale, steps } from './sliderScale';

/** Follows the pointer while it moves; arrows go by one step. */
export function slider(
  name: string,
  value: number,
  scale: SliderScale,
  change: (value: number) => void,
): TemplateResult {
  const moved = (event: Event): void => change(numberAt(Number((event.target as HTMLInputElement).value), scale));
  return html`<input type="range" class="slider" min="0" max=${steps} step="1" .value=${live(String(placeOf(value, scale)))}
    aria-label=${name} aria-valuetext=${rounded(value)} @input=${moved} />`;
}
