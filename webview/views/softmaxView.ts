// The softmax panel: the input, then what a form makes of it along each dim, side by side on one colour scale, with the sums
// that prove each, what can be set, and what writes it into the code.
import { html, nothing, type TemplateResult } from 'lit';
import { colourScale, type Range } from '../../src/protocol/colourScale';
import { planeOf } from '../../src/protocol/plane';
import { rounded, say } from '../../src/protocol/texts';
import type { SoftmaxSlice, SoftmaxView } from '../../src/protocol/views';
import { dimName } from '../heatmap/describe';
import { sharedColumns, type TextColumns } from '../heatmap/drawing';
import { legend } from '../heatmap/legend';
import { remembered } from '../heatmap/remembered';
import { sumsFrom } from '../heatmap/sums';
import { linkedFigures } from '../page/laidOut';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { changeLine } from './changeLine';
import { figure } from './figure';
import { backendChip, busyBar, emptyState, sourceLine } from './head';
import { assumptionList } from './messages';
import './settingsBar';
import { twoClassTable } from './twoClassTable';

const columnsOf = remembered((view: SoftmaxView) => sharedColumns(view.slices.map((slice) => slice.probabilities)));
const sumsOf = remembered(({ sums, sumsDim, probabilities }: SoftmaxSlice) =>
  sumsFrom(sums, sumsDim, probabilities.shape.length),
);
const sumsRange: Range = [0, 2];

/** Small multiples, one per dim. */
export function drawSoftmax(view: SoftmaxView, page: Page): TemplateResult {
  const { input, slices, change, noise, twoClasses } = view;
  const [first] = slices;
  const apply = words(say('Apply to code'));
  const head = html`${busyBar(page.busy)}
    <header>
      ${sourceLine(view.source, view, page)}
      <div class="headline"><h1>${words(say('Softmax along every dim'))}</h1>${backendChip(view.backend)}</div>
    </header>`;
  if (view.empty || !first) {
    const nothingHere = say(
      'There is no tensor here. Put the cursor on a tensor or in a softmax call and run “Show softmax along every dim”.',
    );
    return html`${head}${emptyState(view.empty ?? words(nothingHere))}`;
  }
  return html`${head}
    <ti-settings .view=${view} @settings-asked=${(event: HTMLElementEventMap['settings-asked']) => page.post({ type: 'softmaxSettings', settings: event.detail })}></ti-settings>
    ${noise ? html`<p class="muted noise">${noise}</p>` : nothing}
    ${writable(view) ? html`<div class="applied">${changeLine(apply, change ?? words(whyNothing(view)), view, page)}</div>` : nothing}
    ${assumptionList(view.assumptions)}
    <div class="figures">
      ${input ? figure(input, page, { name: 'input', linked: true, title: words(say('{0}, before softmax', input.label)) }) : nothing}
    </div>
    <div class="shared">${legend(colourScale(first.probabilities, page.surroundings.theme, first.ends), first.probabilities.format, page.surroundings.theme)}<span class="muted">${words(oneScale(first))}</span></div>
    <div class="figures">${slices.map((slice) => panel(slice, view, page, columnsOf(view)))}</div>
    ${twoClasses ? twoClassTable(twoClasses) : nothing}`;
}

/** Whether settings may be written into the code. */
const writable = ({ slices, settings, own }: SoftmaxView): boolean =>
  settings.form === own.form && slices.some(({ used }) => used);

/** Why there is nothing to write. A seed is the panel's own. */
const whyNothing = ({ settings, own }: SoftmaxView) =>
  settings.temperature === own.temperature && settings.tau === own.tau && settings.hard === own.hard
    ? say('as the code has it')
    : say('This line has no place for it.');

const oneScale = ({ ends: [low, high] }: SoftmaxSlice) =>
  low === 0 && high === 1
    ? say('One colour scale for all: probabilities from 0 to 1.')
    : say('One colour scale for all: from {0} to {1}.', rounded(low), rounded(high));

function panel(slice: SoftmaxSlice, view: SoftmaxView, page: Page, columns: TextColumns): TemplateResult {
  const { form, probabilities, sums, sumsDim, dim, used, change } = slice;
  const stepped = planeOf(probabilities.shown, false, page.laid(linkedFigures).dims).front.includes(sumsDim);
  const deviation =
    slice.worst === 0 ? words(say('exactly')) : words(say('at most {0} off', rounded(slice.worst, 'float64', 2)));
  const name = dim === undefined ? form : `dim${dim}`;
  const use = used ? say('write dim={0}', dim ?? 0) : say('use dim={0}', dim ?? 0);
  return html`<section class="dimFigure">
    <div class="slice">
      ${figure(probabilities, page, {
        name,
        title: slice.title,
        badge: used ? words(say('used by this line')) : undefined,
        note: html`<span class="proof">${slice.proof} <span class="muted">(${deviation})</span></span>`,
        range: slice.ends,
        columns,
        sums: sumsOf(slice),
        frame: dim,
        bare: true,
        brief: probabilities.dtype === view.input?.dtype,
        linked: true,
      })}
      ${
        stepped
          ? figure(sums, page, {
              name: `sums${sumsDim}`,
              title: words(say('Sums along {0}', dimName(probabilities, sumsDim))),
              range: sumsRange,
              bare: true,
              linked: true,
            })
          : nothing
      }
    </div>
    <div class="told">
      <p class="meaning">${slice.meaning}</p>
      ${slice.doubt ? html`<p class="doubt"><span class="mark" role="img" aria-label=${words(say('Warning'))}>⚠</span> ${slice.doubt}</p>` : nothing}
      ${change ? changeLine(words(use), change, view, page) : nothing}
    </div>
  </section>`;
}
