// The top of the loss panel: the call, its value, what went wrong, what can be done with it. Knows no picture: this is drawn
// before what draws pictures is there.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { LossView } from '../../src/protocol/views';
import { shapeText } from '../heatmap/describe';
import { isWhole, pythonLiteral } from '../heatmap/pythonLiteral';
import type { Page } from '../page/page';
import type { Pinned } from '../page/pinned';
import type { Trial } from '../page/trial';
import { words } from '../page/words';
import { backendChip, busyBar, sourceLine } from './head';
import { assumptionList, messageList } from './messages';

/** What stands below the value: for the view itself, and for what is tried on it. */
export type Below = (view: LossView, shown: LossView) => TemplateResult;

/** Everything about one evaluated expression; without `below`, what is to be seen first. */
export function drawLoss(view: LossView, page: Page, trial: Trial, pinned: Pinned, below?: Below): TemplateResult {
  trial.begin(view);
  const shown = trial.found?.view ?? view;
  return html`${busyBar(page.busy)}
    <header>
      ${sourceLine(view.source, view, page)}
      <div class="headline">
        ${headline(shown)} ${backendChip(shown.backend, shown.milliseconds)}
      </div>
      ${view.runs ? html`<p class="muted">${words(say('last of {0} evaluations', view.runs))}</p>` : nothing}
      ${view.signature ? html`<p class="signature number">${view.signature}</p>` : nothing}
    </header>
    ${messageList(shown.messages, view.uri, page)} ${advice(shown)} ${actions(shown, page, pinned)} ${assumptionList(view.assumptions)}
    ${printed(view, page)}
    ${below?.(view, shown) ?? nothing}`;
}

function headline({ value, valueText, repr }: LossView): TemplateResult | typeof nothing {
  // Without a value its place in `valueText` is taken by the first message, which has its own line.
  const text = value ? valueText : repr;
  if (text === undefined) return nothing;
  return html`<output class=${text.length > 24 ? 'value number long' : 'value number'} aria-live="polite" elementtiming="value" data-value>${text}</output>
    ${value ? html`<span class="number muted">${shapeText(value.shape)} ${value.dtype}</span>` : nothing}`;
}

const fewLines = 12;

/** What the code printed, opened by hand where it is long, and what it would have printed besides. */
function printed({ printed: text, unprinted }: LossView, page: Page): TemplateResult | typeof nothing {
  if (text === undefined && unprinted === undefined) return nothing;
  const short = (text ?? '').split('\n').length <= fewLines;
  const print = (): void => page.post({ type: 'evaluateAgain', prints: true });
  return html`<details class="printed" ?open=${short}>
    <summary><h2>${words(say('Printed'))}</h2></summary>
    ${text === undefined ? nothing : html`<pre class="number" tabindex="0">${text}</pre>`}
    ${
      unprinted === undefined
        ? nothing
        : html`<p class="muted unprinted">${unprinted} <button class="link" ?disabled=${page.busy} @click=${print}>${words(say('Print it too'))}</button></p>`
    }
  </details>`;
}

function advice(view: LossView): TemplateResult | typeof nothing {
  if (view.value || view.repr) return nothing;
  const text = view.messages.some((message) => message.severity === 'error')
    ? say('There is no value. Change the code as the message says, then evaluate again.')
    : view.messages.length > 0
      ? say('The code alone does not tell the value. Give what is not known a value, then evaluate again.')
      : say('There is no value here. Put the cursor in a loss call, or select an expression, and run “Evaluate loss”.');
  return html`<p class="muted advice">${words(text)}</p>`;
}

function actions(view: LossView, page: Page, pinned: Pinned): TemplateResult {
  const copy = (text: string) => (): void => page.post({ type: 'copy', text });
  const { value } = view;
  const literal = value && isWhole(value) ? pythonLiteral(value) : undefined;
  const text = value || view.repr ? (view.repr ?? view.valueText) : undefined;
  return html`<div class="actions">
    <vscode-button @click=${() => page.post({ type: 'evaluateAgain' })} ?disabled=${page.busy}>${words(say('Evaluate again'))}</vscode-button>
    ${text ? html`<vscode-button secondary @click=${copy(text)}>${words(say('Copy value'))}</vscode-button>` : nothing}
    ${pinButton(view, page, pinned)}
    ${literal ? html`<vscode-button secondary @click=${copy(literal)}>${words(say('Copy as Python'))}</vscode-button>` : nothing}
  </div>`;
}

/** Pins what stands here, or lets it go. */
function pinButton(view: LossView, page: Page, pinned: Pinned): TemplateResult | typeof nothing {
  if (!view.value) return nothing;
  const isPinned = pinned.view !== undefined;
  const toggle = (): void => {
    pinned.pin(isPinned ? undefined : view);
    page.redraw();
  };
  const label = isPinned ? say('Unpin') : say('Pin to compare');
  return html`<vscode-button secondary aria-pressed=${isPinned} @click=${toggle}>${words(label)}</vscode-button>`;
}
