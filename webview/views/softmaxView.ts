// The softmax panel: the input, then softmax along each dim side by side on one colour scale, with the sums that prove it.
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
import type { Page } from '../page/page';
import { words } from '../page/words';
import { figure } from './figure';
import { backendChip, busyBar, emptyState, sourceLine } from './head';
import { assumptionList } from './messages';

const unit: Range = [0, 1];

const columnsOf = remembered((view: SoftmaxView) => sharedColumns(view.slices.map((slice) => slice.probabilities)));
const sumsOf = remembered(({ sums, dim, probabilities }: SoftmaxSlice) =>
  sumsFrom(sums, dim, probabilities.shape.length),
);
const sumsRange: Range = [0, 2];

/** Small multiples, one per dim. */
export function drawSoftmax(view: SoftmaxView, page: Page): TemplateResult {
  const { input, slices } = view;
  const [first] = slices;
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
  const scale = colourScale(first.probabilities, page.surroundings.theme, unit);
  return html`${head} ${assumptionList(view.assumptions)}
    <div class="figures">
      ${input ? figure(input, page, { name: 'input', linked: true, title: words(say('{0}, before softmax', input.label)) }) : nothing}
    </div>
    <div class="shared">${legend(scale, first.probabilities.format, page.surroundings.theme)}<span class="muted">${words(say('One colour scale for all: probabilities from 0 to 1.'))}</span></div>
    <div class="figures">${slices.map((slice) => panel(slice, page, columnsOf(view)))}</div>`;
}

function panel(slice: SoftmaxSlice, page: Page, columns: TextColumns): TemplateResult {
  const { probabilities, sums, dim } = slice;
  const stepped = dim < planeOf(probabilities.shown).leading.length;
  const deviation =
    slice.worst === 0 ? words(say('exactly')) : words(say('at most {0} off', rounded(slice.worst, 'float64', 2)));
  const note = html`<span class="proof">${slice.proof} <span class="muted">(${deviation})</span></span>`;
  return html`<div class="slice">
    ${figure(probabilities, page, {
      name: `dim${dim}`,
      title: `softmax(dim=${dim})`,
      badge: slice.used ? words(say('used by this line')) : undefined,
      note,
      range: unit,
      columns,
      sums: sumsOf(slice),
      frame: dim,
      bare: true,
      linked: true,
    })}
    ${
      stepped
        ? figure(sums, page, {
            name: `sums${dim}`,
            title: words(say('Sums along {0}', dimName(probabilities, dim))),
            range: sumsRange,
            bare: true,
          })
        : nothing
    }
  </div>`;
}
