// What each element or sample costs, as bars: worst first or in order. Knows no heatmap.
import { html, nothing, type TemplateResult } from 'lit';
import { indicesOf } from '../../src/protocol/plane';
import { rounded, say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { isIgnored, type Picks } from '../heatmap/picks';
import { remembered } from '../heatmap/remembered';
import type { Page } from '../page/page';
import { words } from '../page/words';

/** Bars at most; the heatmap shows all. */
const most = 12;

interface Bar {
  readonly index: readonly number[];
  readonly value: number;
}

/** The elements that cost most, the first first; NaN costs more than anything. */
export const worstFirst = remembered((view: TensorView): readonly Bar[] => {
  const rank = (value: number): number => (Number.isNaN(value) ? Infinity : value);
  return Array.from(view.values, (value, at) => ({ value, at }))
    .sort((a, b) => rank(b.value) - rank(a.value) || a.at - b.at)
    .slice(0, most)
    .map(({ value, at }) => ({ value, index: indicesOf(view.shown, at) }));
});

/** Those under pointer or focus light up in the heatmaps; a click moves the cursor there. */
export function lossBars(view: TensorView, page: Page, picks: Picks | undefined): TemplateResult | typeof nothing {
  const count = view.values.length;
  if (count < 2) return nothing;
  const bars = worstFirst(view);
  const largest = Math.max(
    ...bars.map(({ value }) => (Number.isFinite(value) ? Math.abs(value) : 0)),
    Number.MIN_VALUE,
  );
  const lit = (index: readonly number[]): boolean => page.lit?.slice(0, index.length).join() === index.join();
  return html`<section class="bars" aria-label=${words(say('Worst first'))}>
    <h3>${words(say('Worst first'))}</h3>
    <ol>
      ${bars.map(({ index, value }) => {
        const share = Number.isFinite(value) ? Math.abs(value) / largest : 1;
        return html`<li><button class=${lit(index) ? 'bar-line lit' : 'bar-line'} @pointerenter=${() => page.light(index)} @pointerleave=${() => page.light(undefined)}
          @focus=${() => page.light(index)} @blur=${() => page.light(undefined)} @click=${(event: Event) => showCell(event, index)}>
          <span class="number muted at">[${index.join(', ')}]</span>
          <span class="track"><i .style=${`width:${(share * 100).toFixed(2)}%`}></i></span>
          ${isIgnored(picks, index) ? html`<span class="muted amount">${words(say('ignored'))}</span>` : html`<span class="number amount">${rounded(value)}</span>`}
        </button></li>`;
      })}
    </ol>
    ${count > most ? html`<p class="muted">${words(say('{0} of {1}', most, count))}</p>` : nothing}
  </section>`;
}

/** Brings the element's cell of the loss into sight and gives it the keyboard. */
function showCell({ target }: Event, index: readonly number[]): void {
  const figures = (target as Element).closest('.figures');
  void figures?.querySelector('[data-figure=perElement]')?.querySelector('ti-heatmap')?.goTo(index);
}
