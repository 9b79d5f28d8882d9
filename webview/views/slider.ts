// A slider over the numbers that people choose from, in equal steps or in equal ratios. Knows no argument.
import { html, type TemplateResult } from 'lit';
import { rounded } from '../../src/protocol/texts';
import type { ControlView } from '../../src/protocol/views';

const steps = 200;

/** The number at a place from 0 to `steps`, to three digits. */
function numberAt(place: number, [from, to]: readonly [number, number], log: boolean): number {
  const share = place / steps;
  const exact = log ? from * (to / from) ** share : from + (to - from) * share;
  return Number(exact.toPrecision(3));
}

/** The place of a number; outside of the range it is at an end. */
function placeOf(value: number, [from, to]: readonly [number, number], log: boolean): number {
  const share = log ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return Math.round(Math.min(1, Math.max(0, share)) * steps) || 0;
}

/** As Python writes a float. */
const floatText = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** Follows the pointer while it moves; arrows go by one step. */
export function slider(
  { name, usual = [0, 1], log = false, value }: ControlView,
  text: string,
  change: (text: string) => void,
): TemplateResult {
  const written = Number(text);
  const number = Number.isFinite(written) ? written : (value ?? usual[0]);
  const moved = (event: Event): void =>
    change(floatText(numberAt(Number((event.target as HTMLInputElement).value), usual, log)));
  return html`<input type="range" min="0" max=${steps} step="1" .value=${String(placeOf(number, usual, log))} aria-label=${name}
    aria-valuetext=${rounded(number)} @input=${moved} />`;
}
