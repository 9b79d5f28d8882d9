// Steps through the dims that are not laid out on the page: one slider per dim. Knows no values.
import { html, nothing, type TemplateResult } from 'lit';
import type { Plane } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import { words } from '../page/words';

export interface StepperOptions {
  readonly plane: Plane;
  /** Indices of the dims in front. */
  readonly at: readonly number[];
  readonly nameOf: (dim: number) => string;
  /** The dim along which sums are 1, drawn with the same frame as rows or columns would be. */
  readonly framed: number | undefined;
  readonly step: (at: readonly number[]) => void;
}

/** One line per dim: name, back, slider, on, index. */
export function stepper({ plane, at, nameOf, framed, step }: StepperOptions): TemplateResult | typeof nothing {
  if (plane.front.length === plane.facets.length) return nothing;
  const lines = plane.front.map((dim, i) => {
    const size = plane.leading[i] ?? 0;
    if (size < 2 || plane.facets.includes(dim)) return nothing;
    const index = at[i] ?? 0;
    const name = nameOf(dim);
    const go = (to: number): void => step(at.with(i, Math.min(size - 1, Math.max(0, to))));
    const slide = (event: Event): void => go(Number((event.target as HTMLInputElement).value));
    return html`<div class=${dim === framed ? 'step framed' : 'step'}>
      <span class="stepName">${name}</span>
      <button class="quiet" ?disabled=${index === 0} aria-label=${words(say('previous {0}', name))} @click=${() => go(index - 1)}>‹</button>
      <input type="range" min="0" max=${Math.max(0, size - 1)} .value=${String(index)}
        aria-label=${name} aria-valuetext=${words(say('{0} of 0 to {1}', index, size - 1))} @input=${slide} />
      <button class="quiet" ?disabled=${index >= size - 1} aria-label=${words(say('next {0}', name))} @click=${() => go(index + 1)}>›</button>
      <span class="number stepIndex">${index} <span class="muted">(0–${size - 1})</span></span>
    </div>`;
  });
  return html`<div class="stepper">${lines}</div>`;
}
