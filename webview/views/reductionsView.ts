// The comparison of softmax's reductions: what was measured on, the forms with the one in use, bars per size, all numbers.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { ReductionFormView, ReductionsView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { busyBar, emptyState } from './head';
import { formName, reductionBars } from './reductionBars';
import { reductionsTable, reductionsText } from './reductionsTable';

export function drawReductions(view: ReductionsView, page: Page): TemplateResult {
  const { cases, total, stopped } = view;
  const measuring = cases.length < total && !stopped;
  const again = html`<vscode-button @click=${() => page.post({ type: 'compareReductions' })} ?disabled=${measuring}>${words(say('Compare again'))}</vscode-button>`;
  const title = html`<h1>${words(say('Softmax reductions'))}</h1>`;
  if (view.empty !== undefined) {
    return html`<header><div class="headline">${title}</div></header>${emptyState(view.empty)}<div class="actions centred">${again}</div>`;
  }
  const copy = (): void => page.post({ type: 'copy', text: reductionsText(view) });
  return html`${busyBar(measuring)}
    <header>
      <div class="headline">${title}<span class="chip static">${view.adapter}</span></div>
      <p class="progress" role="status">${progress(view, measuring)}</p>
      ${view.notes.map((note) => html`<p class="muted">${note}</p>`)}
    </header>
    <div class="actions">
      ${again}
      ${cases.length ? html`<vscode-button secondary @click=${copy}>${words(say('Copy numbers'))}</vscode-button>` : nothing}
    </div>
    ${
      cases.length
        ? html`<section aria-label=${words(say('Times'))}>${legend()}
          <div class="cases">${cases.map((one, i) => reductionBars(one, view, `case${i}`, page.surroundings.available))}</div></section>
        ${reductionsTable(view)}`
        : nothing
    }
    <section class="forms"><h2>${words(say('Forms'))}</h2>
      <ul>${view.forms.map((form) => formRow(form, view, page))}</ul>
    </section>`;
}

function progress({ cases, total, stopped }: ReductionsView, measuring: boolean): string {
  if (measuring) return words(say('Measuring: {0} of {1} sizes are done', cases.length, total));
  return stopped ? words(say('Stopped after {0} of {1} sizes', cases.length, total)) : '';
}

const legend = (): TemplateResult => html`<div class="legend">
  <span class="swatch"><i class="fill"></i>${words(say('two stages'))}</span>
  <span class="swatch"><i class="fill hatched"></i>${words(say('one stage'))}</span>
  <span class="swatch"><i class="line"></i>${words(say('a plain copy'))}</span>
  <span><b>${words(say('bold'))}</b> ${words(say('fastest'))}</span>
</div>`;

function formRow(form: ReductionFormView, view: ReductionsView, page: Page): TemplateResult {
  const { setting, about, missing } = form;
  const use = words(say('Use {0}', formName(form)));
  const choice =
    setting === view.used
      ? html`<span class="badge">${words(say('in use'))}</span>`
      : missing
        ? nothing
        : html`<button class="link" aria-label=${use} title=${use} @click=${() => page.post({ type: 'useReduction', setting })}>${words(say('Use'))}</button>`;
  return html`<li data-setting=${setting}>
    <div class="name"><h3>${formName(form)}</h3> ${choice}</div>
    <p class="muted">${missing ?? about}</p>
  </li>`;
}
