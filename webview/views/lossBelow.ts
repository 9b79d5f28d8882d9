// The loss panel below the value: comparison, controls, the loss of each element, the inputs it came from, and how it comes about.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { LossView } from '../../src/protocol/views';
import { remembered } from '../heatmap/remembered';
import type { Page } from '../page/page';
import type { Pinned } from '../page/pinned';
import type { Surroundings } from '../page/surroundings';
import type { Trial } from '../page/trial';
import { words } from '../page/words';
import { comparison } from './comparison';
import { derivation } from './derivation';
import { figure } from './figure';
import { lossBars } from './lossBars';
import { type LossFigure, lossFigures } from './lossFigures';
import { whatIfControls } from './whatIf';

/** `shown` is what is tried on the view, else the view itself. */
export function drawBelow(view: LossView, shown: LossView, page: Page, trial: Trial, pinned: Pinned): TemplateResult {
  // What gives no value leaves the pictures as they are, beside the reason.
  const drawn = shown.value ? shown : view;
  const figures = lossFigures(drawn);
  const aside = view.controls.length > 0 && page.surroundings.available >= roomForBoth;
  return html`${comparison(shown, page, pinned)}
    <div class=${aside ? 'tried aside' : 'tried'}>
      ${whatIfControls(view, page, trial)}
      <div class="figures">
        ${drawn.perElement ? lossBars(drawn.perElement, page, figures.find(({ picks }) => picks)?.picks) : nothing}
        ${figures.map((one) => drawFigure(one, drawn, aside ? besides(page) : page))}
      </div>
    </div>
    ${derivation(drawn, page, (sample) => trial.choose(sample, page.post))}`;
}

/** Widths in CSS pixels: of the controls with the gap beside them, as the stylesheet has it, and from which on there is room. */
const controlsWidth = 352;
const roomForBoth = 1040;

/** The page for figures beside the controls. */
const besides = (page: Page): Page => ({
  ...page,
  surroundings: narrowed(page.surroundings),
});
const narrowed = remembered(
  (all: Surroundings): Surroundings => ({ ...all, available: all.available - controlsWidth }),
);

function drawFigure(one: LossFigure, view: LossView, page: Page): TemplateResult {
  if (one.role === 'gradient') {
    return figure(one.tensor, page, { ...one, title: words(say('Gradient of {0}', one.tensor.label)) });
  }
  if (one.role === 'probabilities') return figure(one.tensor, page, { ...one, title: words(say('Probabilities')) });
  if (one.role !== 'perElement') {
    return figure(one.tensor, page, { ...one, title: one.role === 'value' ? words(say('Value')) : undefined });
  }
  const { worst } = view;
  const note = worst
    ? html`<span class="worst"><i class="ring" aria-hidden="true"></i>${words(say('Costs most: [{0}]', worst.index.join(', ')))} <b class="number">${worst.text}</b></span>`
    : undefined;
  return figure(one.tensor, page, { ...one, title: words(say('Loss per element')), note, marked: worst?.index });
}
