// What every panel begins with: the evaluated source as a link to its place, the backend with its reason, empty states.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { BackendView, RangeView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';

/** The source on one line; a click shows it in the editor. */
export function sourceLine(source: string, place: { uri: string; range: RangeView }, page: Page): TemplateResult {
  const line = place.range.start.line + 1;
  const reveal = (): void => page.post({ type: 'reveal', uri: place.uri, range: place.range });
  return html`<button class="source number" title=${words(say('Show in the editor'))} @click=${reveal}>
    <span class="code">${source}</span><span class="line">${words(say('line {0}', line))}</span>
  </button>`;
}

const backendNames = { webgpu: 'WebGPU', cpu: 'CPU' } as const;

/** Which backend computed, with its reason as tooltip. */
export function backendChip({ name, label, why }: BackendView, milliseconds?: number): TemplateResult {
  const shown = backendNames[name];
  const adapter = label && label !== shown ? ` · ${label}` : '';
  const time =
    milliseconds === undefined ? '' : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
  const text = `${shown}${adapter}${time && ' · '}`;
  return html`<span class="chip" data-backend=${name} title=${why} tabindex="0" role="note" aria-label=${`${text}${time}. ${why}`}
    >${shown}<span class="muted">${text.slice(shown.length)}${time ? html`<span class="time">${time}</span>` : nothing}</span></span
  >`;
}

/** Says why there is nothing and what to do. */
export const emptyState = (text: string): TemplateResult => html`<div class="empty"><p>${text}</p></div>`;

/** The thin bar on top while something is being worked out. */
export const busyBar = (busy: boolean): TemplateResult | typeof nothing =>
  busy
    ? html`<vscode-progress-bar class="busy" aria-label=${words(say('Evaluating'))}></vscode-progress-bar>`
    : nothing;
