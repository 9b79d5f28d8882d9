// What-if controls: the arguments of the call, moved without touching the code, and the change of code that they come to.
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { rounded, say, shortest } from '../../src/protocol/texts';
import type { ControlView, LossView } from '../../src/protocol/views';
import type { Page } from '../page/page';
import type { Trial } from '../page/trial';
import { words } from '../page/words';
import { changeLine } from './changeLine';
import { slider } from './slider';

/** One line for each argument, and below what "Apply to code" would write. */
export function whatIfControls(view: LossView, page: Page, trial: Trial): TemplateResult | typeof nothing {
  if (!view.controls.length) return nothing;
  const change = (name: string, text: string | undefined): void => {
    const control = view.controls.find((one) => one.name === name);
    trial.set(name, text === control?.text ? undefined : text, page.post);
    page.redraw();
  };
  return html`<section class="what-if" aria-label=${words(say('What if'))}>
    <div class="what-if-head"><h2>${words(say('What if'))}</h2> ${trial.found ? difference(view, trial.found.view) : nothing}</div>
    <div class="controls">${view.controls.map((control) => controlLine(control, trial, change))}</div>
    ${consequence(view, page, trial)}
  </section>`;
}

/** What the code's own value is, and how far off the tried one is. */
function difference(view: LossView, shown: LossView): TemplateResult | typeof nothing {
  const [own, tried] = [view.value, shown.value].map((value) =>
    value?.shape.length === 0 ? value.values[0] : undefined,
  );
  if (own === undefined) return nothing;
  const delta = tried === undefined ? undefined : tried - own;
  return html`<span class="muted difference">${words(say('in the code'))} <span class="number">${view.valueText}</span>${
    delta === undefined ? nothing : html` · <span class="number">Δ ${delta > 0 ? '+' : ''}${rounded(delta)}</span>`
  }</span>`;
}

type Change = (name: string, text: string | undefined) => void;

function controlLine(control: ControlView, trial: Trial, change: Change): TemplateResult {
  const { name, about } = control;
  const text = trial.changes[name] ?? control.text;
  const changed = name in trial.changes;
  return html`<div class=${changed ? 'control changed' : 'control'} data-control=${name}>
    <span class="number name" title=${about}>${name}</span>
    <span class="entry">${entry(control, text, (to) => change(name, to))}</span>
    <button class="quiet" ?disabled=${!changed} aria-label=${words(say('{0} as in the code', name))} title=${words(say('As in the code'))}
      @click=${() => change(name, undefined)}>↺</button>
  </div>`;
}

function entry(control: ControlView, text: string, change: (text: string) => void): TemplateResult {
  const { name, kind, choices, about, usual, log = false, value } = control;
  const changed = (event: Event): void => change((event.target as HTMLInputElement).value);
  const label = `${name}: ${about}`;
  if (kind === 'choice') {
    const all = choices?.includes(text) ? choices : [text, ...(choices ?? [])];
    return html`<vscode-single-select .label=${label} .value=${text} @change=${changed}>
      ${all.map((choice) => html`<vscode-option value=${choice} ?selected=${choice === text}>${choice}</vscode-option>`)}
    </vscode-single-select>`;
  }
  if (kind === 'switch') {
    const on = text === 'True';
    return html`<vscode-checkbox aria-label=${label} ?checked=${on} @change=${() => change(on ? 'False' : 'True')}></vscode-checkbox>`;
  }
  const field = html`<vscode-textfield class=${kind} .label=${label} .value=${text} spellcheck="false" @change=${changed}></vscode-textfield>`;
  if (!usual) return field;
  const [written, move] = [Number(text), (to: number): void => change(shortest(to))];
  const number = Number.isFinite(written) ? written : (value ?? usual[0]);
  return html`${slider(name, number, { ends: usual, log }, move)}${field}`;
}

const hint = say('Move a value: the code stays as it is until you apply it.');
const noResult = say('There is no result with these values. Change one, or reset.');

/** What would be written into the code; its room is the same while nothing is tried. */
function consequence(view: LossView, page: Page, trial: Trial): TemplateResult {
  const { found, failed, changes } = trial;
  const reset = (): void => {
    trial.reset();
    page.redraw();
  };
  return changeLine(
    words(say('Apply to code')),
    found?.lines.length ? found : words(failed ? noResult : hint),
    view,
    page,
    html`<vscode-button secondary ?disabled=${Object.keys(changes).length === 0} @click=${reset}>${words(say('Reset'))}</vscode-button>`,
  );
}
