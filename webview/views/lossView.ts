// The loss panel: the call, its value, what went wrong, the loss of each element and the inputs it came from.
import { html, nothing, type TemplateResult } from 'lit';
import type { Range } from '../../src/protocol/colourScale';
import { say } from '../../src/protocol/texts';
import type { LossView, TensorView } from '../../src/protocol/views';
import { shapeText } from '../heatmap/describe';
import { sharedColumns } from '../heatmap/drawing';
import { isWhole, pythonLiteral } from '../heatmap/pythonLiteral';
import { provenSums } from '../heatmap/sums';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { type FigureOptions, figure } from './figure';
import { backendChip, busyBar, sourceLine } from './head';
import { messageList } from './messages';

/** Everything about one evaluated expression. */
export function drawLoss(view: LossView, page: Page): TemplateResult {
  return html`${busyBar(page.busy)}
    <header>
      ${sourceLine(view.source, view, page)}
      <div class="headline">
        ${headline(view)} ${backendChip(view.backend, view.milliseconds)}
      </div>
      ${view.signature ? html`<p class="signature number">${view.signature}</p>` : nothing}
    </header>
    ${messageList(view.messages, view.uri, page)} ${advice(view)} ${actions(view, page)} ${assumptions(view)}
    <div class="figures">${figures(view, page)}</div>`;
}

function headline({ value, valueText, repr }: LossView): TemplateResult | typeof nothing {
  // Without a value its place in `valueText` is taken by the first message, which has its own line.
  const text = value ? valueText : repr;
  if (text === undefined) return nothing;
  return html`<output class=${text.length > 24 ? 'value number long' : 'value number'} aria-live="polite" data-value>${text}</output>
    ${value ? html`<span class="number muted">${shapeText(value.shape)} ${value.dtype}</span>` : nothing}`;
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

function actions(view: LossView, page: Page): TemplateResult {
  const copy = (text: string) => (): void => page.post({ type: 'copy', text });
  const { value } = view;
  const literal = value && isWhole(value) ? pythonLiteral(value) : undefined;
  const text = value || view.repr ? (view.repr ?? view.valueText) : undefined;
  return html`<div class="actions">
    <vscode-button @click=${() => page.post({ type: 'evaluateAgain' })} ?disabled=${page.busy}>${words(say('Evaluate again'))}</vscode-button>
    ${text ? html`<vscode-button secondary @click=${copy(text)}>${words(say('Copy value'))}</vscode-button>` : nothing}
    ${literal ? html`<vscode-button secondary @click=${copy(literal)}>${words(say('Copy as Python'))}</vscode-button>` : nothing}
  </div>`;
}

function assumptions({ assumptions: assumed }: LossView): TemplateResult | typeof nothing {
  if (assumed.length === 0) return nothing;
  return html`<section class="assumed"><h2>${words(say('Assumed, not read from the code'))}</h2>
    <ul>${assumed.map((text) => html`<li>${text}</li>`)}</ul></section>`;
}

function figures(view: LossView, page: Page): readonly TemplateResult[] {
  const { value, perElement, worst, inputs } = view;
  const main = perElement ?? inputs[0];
  const aligned = (one: TensorView): boolean => main !== undefined && linked(one, main, inputs);
  // A vector of one number per row stands upright beside the matrix whose rows it belongs to.
  const matrix = inputs.some((one) => one.shape.length === 2 && aligned(one));
  const same = [...(perElement ? [perElement] : []), ...inputs].filter((one) => sameShape(one, main));
  const sums = new Map(inputs.map((one) => [one, provenSums(one)]));
  const tallied = same.some((one) => sums.get(one)?.dim === 1);
  const columns = same.length > 1 ? { ...sharedColumns(same), margin: tallied ? sumChars : 0 } : undefined;
  const options = (one: TensorView): Omit<FigureOptions, 'name'> => ({
    linked: aligned(one),
    upright: matrix && one.shape.length === 1 && aligned(one),
    columns: sameShape(one, main) ? columns : undefined,
    sums: sums.get(one),
  });
  const drawn: TemplateResult[] = [];
  if (value && value.shape.length > 0) drawn.push(figure(value, page, { name: 'value', title: words(say('Value')) }));
  if (perElement) {
    const note = worst
      ? html`<span class="worst"><i class="ring" aria-hidden="true"></i>${words(say('Costs most: [{0}]', worst.index.join(', ')))} <b class="number">${worst.text}</b></span>`
      : undefined;
    const title = words(say('Loss per element'));
    const range = fromZero(perElement);
    drawn.push(
      figure(perElement, page, {
        ...options(perElement),
        sums: undefined,
        name: 'perElement',
        title,
        note,
        range,
        marked: worst?.index,
      }),
    );
  }
  inputs.forEach((one, i) => {
    drawn.push(figure(one, page, { ...options(one), name: `input${i}` }));
  });
  return drawn;
}

/** Characters of `1 ✓`. */
const sumChars = 3;

const sameShape = (a: TensorView, b: TensorView | undefined): boolean => a.shape.join() === b?.shape.join();

/** Whether an index of `main` says where to look in `one`: equal shapes, or one number per row of a matrix. */
function linked(one: TensorView, main: TensorView, inputs: readonly TensorView[]): boolean {
  if (sameShape(one, main)) return main.shape.length > 1 || inputs.indexOf(one) < 2;
  const [short, long] = one.shape.length < main.shape.length ? [one, main] : [main, one];
  const perRow = short.shape.length === 1 && long.shape.length === 2 && short.shape[0] === long.shape[0];
  // A third input of one dim, a weight, has one number per class even where classes are as many as rows.
  return perRow && inputs.indexOf(one) < 2;
}

/** Losses are compared by their distance from 0. */
function fromZero({ stats, scale }: TensorView): Range | undefined {
  return scale === 'sequential' && stats.min >= 0 && stats.max > 0 ? [0, stats.max] : undefined;
}
