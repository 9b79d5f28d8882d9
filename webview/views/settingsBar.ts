// <ti-settings>: form, temperature and the other settings of the softmax panel. Asks for one view at a time and shows
// what was asked for until it is there. Knows no figures.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { say } from '../../src/protocol/texts';
import type { ControlView, SoftmaxSettings, SoftmaxView } from '../../src/protocol/views';
import { OneAtATime } from '../page/oneAtATime';
import { words } from '../page/words';
import { slider } from './slider';

declare global {
  interface HTMLElementTagNameMap {
    'ti-settings': SettingsBar;
  }
  interface HTMLElementEventMap {
    'settings-asked': CustomEvent<SoftmaxSettings>;
  }
}

export class SettingsBar extends LitElement {
  static override readonly properties = { view: { attribute: false } };
  declare view: SoftmaxView;
  /** What was asked for and is not shown yet. */
  private wanted: SoftmaxSettings | undefined;
  private readonly questions = new OneAtATime(() => this.settle());

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('view')) return;
    this.questions.answered();
    this.settle();
  }

  protected override render(): TemplateResult {
    const { forms, own, controls, settings, slices } = this.view;
    const now = this.wanted ?? settings;
    const shown = new Set([now.form, ...(now.form === settings.form ? slices.map(({ form }) => form) : [])]);
    const changed = controls.some(({ name }) => settingOf(now, name) !== settingOf(own, name));
    return html`<div class="forms-row" role="radiogroup" aria-label=${words(say('What is computed'))}>
        ${forms.map(
          ({
            name,
            about,
          }) => html`<label title=${about}><input type="radio" name="form" .checked=${live(now.form === name)}
            @change=${() => this.ask({ ...this.common(), form: name })} /><span class="number">${name}</span></label>`,
        )}
      </div>
      <ul class="about">${forms.filter(({ name }) => shown.has(name)).map(({ name, about }) => html`<li>${shown.size > 1 ? html`<span class="number">${name}</span> ` : nothing}${about}</li>`)}</ul>
      <div class="settings">
        ${controls.map((control) => this.control(control, now))}
        <button class="link reset" ?disabled=${!changed} @click=${() => this.ask({ form: now.form ?? settings.form })}>${words(say('Reset to the code'))}</button>
      </div>`;
  }

  /** What keeps its meaning when another form is chosen. */
  private common(): SoftmaxSettings {
    const { settings, own } = this.view;
    const { temperature } = this.wanted ?? settings;
    return temperature === undefined || temperature === own.temperature ? {} : { temperature };
  }

  private control(control: ControlView, now: SoftmaxSettings): TemplateResult {
    const { name, kind, about, usual, log = false } = control;
    const value = settingOf(now, name);
    const set = (to: number | boolean): void => this.ask({ ...now, [name]: to });
    if (kind === 'switch') {
      const flip = (event: Event): void => set((event.target as HTMLInputElement).checked);
      return html`<label class="setting" title=${about}><input type="checkbox" .checked=${live(value === true)} @change=${flip} /><span class="number">${name}</span></label>`;
    }
    const typed = (event: Event): void => {
      const given = (event.target as HTMLInputElement).valueAsNumber;
      if (Number.isFinite(given) && (kind === 'integer' || given > 0)) set(given);
    };
    const number = typeof value === 'number' ? value : undefined;
    return html`<div class="setting" role="group" aria-label=${name} title=${about}>
      <span class="number" aria-hidden="true">${name}</span>
      ${usual && number !== undefined ? slider(name, number, { ends: usual, log }, set) : nothing}
      <input type="number" class="number" aria-label=${name} step=${kind === 'integer' ? 1 : 'any'} min=${kind === 'integer' ? nothing : 0.01}
        .value=${live(number === undefined ? '' : String(number))} @change=${typed} />
      ${kind === 'integer' ? html`<button class="link" @click=${() => set((number ?? -1) + 1)}>${words(say('Next'))}</button>` : nothing}
    </div>`;
  }

  private ask(settings: SoftmaxSettings): void {
    this.wanted = settings;
    this.questions.ask(() =>
      this.dispatchEvent(new CustomEvent('settings-asked', { detail: settings, bubbles: true })),
    );
    this.requestUpdate();
  }

  /** Shows what is there, where nothing else is waited for. */
  private settle(): void {
    if (this.questions.waiting) return;
    this.wanted = undefined;
    this.requestUpdate();
  }
}

const settingOf = (settings: SoftmaxSettings, name: string): number | boolean | undefined => {
  const value: unknown = Reflect.get(settings, name);
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
};

customElements.define('ti-settings', SettingsBar);
