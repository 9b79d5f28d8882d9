// Exceptions and warnings in PyTorch's words, and our own reasons for not knowing, each with the way to its place.
import { html, nothing, type TemplateResult } from 'lit';
import { repeatedText, say } from '../../src/protocol/texts';
import type { MessageView, TracebackView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';

const marks = { error: '✕', warning: '⚠', unknown: '?' } as const;

/** A list, errors as PyTorch prints them: `ValueError: ...`. */
export function messageList(
  messages: readonly MessageView[],
  uri: string,
  page: Page,
): TemplateResult | typeof nothing {
  if (messages.length === 0) return nothing;
  const kinds = { error: words(say('Error')), warning: words(say('Warning')), unknown: words(say('Not known')) };
  return html`<ul class="messages">
    ${messages.map((message) => {
      const { severity, type, range, traceback } = message;
      const text = type ? `${type}: ${message.message}` : message.message;
      const reveal = (): void => {
        if (range) page.post({ type: 'reveal', uri: message.uri ?? uri, range });
      };
      return html`<li class=${severity} data-severity=${severity}>
        <span class="mark" role="img" aria-label=${kinds[severity]}>${marks[severity]}</span>
        <span class=${type ? 'words number' : 'words'}>${text}</span>
        ${range ? html`<button class="link" @click=${reveal}>${message.line}</button>` : nothing}
        ${traceback ? tracebackBlock(traceback, page) : nothing}
      </li>`;
    })}
  </ul>`;
}

/** The traceback as Python prints it, each frame a way to its line; its last line stands above it already. */
function tracebackBlock(traceback: readonly TracebackView[], page: Page): TemplateResult {
  return html`<div class="traceback number">${traceback.map(
    ({ frames, type, message, notes, next }, i) => html`
      ${frames.length ? html`<p>Traceback (most recent call last):</p>` : nothing}
      ${frames.map(
        ({ place, source, uri, range, repeated }) => html`
          <button class="call" @click=${() => page.post({ type: 'reveal', uri, range })}>
            <span class="place">${place}</span><code>${source}</code>
          </button>
          ${repeated ? html`<p class="muted">${repeatedText(repeated)}</p>` : nothing}`,
      )}
      ${i < traceback.length - 1 ? html`<p class="raised">${message ? `${type}: ${message}` : type}</p>` : nothing}
      ${notes.length ? html`<p class="raised">${notes.join('\n')}</p>` : nothing}
      ${next ? html`<p class="next muted">${next.sentence}</p>` : nothing}`,
  )}</div>`;
}

/** What was assumed because the code does not say it. */
export function assumptionList(assumed: readonly string[]): TemplateResult | typeof nothing {
  if (assumed.length === 0) return nothing;
  return html`<section class="assumed"><h2>${words(say('Assumed, not read from the code'))}</h2>
    <ul>${assumed.map((text) => html`<li>${text}</li>`)}</ul></section>`;
}
