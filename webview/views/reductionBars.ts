// One size of the comparison as bars: each form's time as a multiple of a plain copy, with what it says in words. Colour
// carries nothing: one stage is hatched, the copy is a dashed line. Knows no adapter.
import { scaleLinear } from 'd3-scale';
import { html, nothing, type TemplateResult } from 'lit';
import { rounded, say } from '../../src/protocol/texts';
import type {
  ReductionCaseView,
  ReductionFormView,
  ReductionResultView,
  ReductionsView,
} from '../../src/protocol/views';
import { shapeText } from '../heatmap/describe';
import { words } from '../page/words';

/** `1.42×`, `18.3×`, `120×`. */
export const timesText = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : ratio < 100 ? 1 : 0)}×`;

/** `(64, 1000) along dim 1`. */
export const caseName = ({ shape, dim }: ReductionCaseView): string =>
  words(say('{0} along dim {1}', shapeText(shape), dim));

/** `Interleaved pairs, one stage`. */
export function formName({ setting, name, stages }: ReductionFormView): string {
  if (setting === 'auto') return name;
  return stages === 1 ? words(say('{0}, one stage', name)) : words(say('{0}, two stages', name));
}

/** Larger differences than this are no rounding: a probability is at most 1. */
const mostDifference = 1e-5;

/** Results that are not the CPU's, beyond rounding. */
export const disagrees = ({ difference }: ReductionResultView): boolean => !((difference ?? 0) <= mostDifference);

/** The right result that took least; undefined where there is none. */
export function fastest({ results }: ReductionCaseView): ReductionResultView | undefined {
  const measured = results.filter((result) => result.ratio !== undefined && !disagrees(result));
  return measured.length ? measured.reduce((best, one) => (one.ratio! < best.ratio! ? one : best)) : undefined;
}

/** Below this width, in pixels, numbers of the axis would touch. */
const narrow = 400;

/** Heading, bars, and how far the results are from the CPU's. */
export function reductionBars(
  one: ReductionCaseView,
  view: ReductionsView,
  name: string,
  available: number,
): TemplateResult {
  const result = ({ setting }: ReductionFormView): ReductionResultView | undefined =>
    one.results.find((each) => each.setting === setting);
  const best = fastest(one)?.setting;
  const most = Math.max(1, ...one.results.map(({ ratio }) => ratio ?? 0));
  const scale = scaleLinear([0, most], [0, 100]).nice(4);
  const ticks = scale.ticks(available < narrow ? 2 : 4);
  const shapes = [...new Set(view.forms.map((form) => form.name))];
  const bar = (form: ReductionFormView): TemplateResult => {
    const ratio = result(form)?.ratio;
    const none = form.missing ? words(say('not available')) : words(say('failed'));
    return html`<div class="time" data-setting=${form.setting}>
      <span class="track">${ratio === undefined ? html`<span class="muted">${none}</span>` : html`<i class=${form.stages === 1 ? 'hatched' : ''} .style=${`width:${scale(ratio)}%`}></i>`}</span>
      <span class=${form.setting === best ? 'number best' : 'number'}>${ratio === undefined ? nothing : timesText(ratio)}</span>
    </div>`;
  };
  return html`<figure class="case" data-figure=${name}>
    <figcaption><h3>${caseName(one)}</h3></figcaption>
    <div class="chart" role="img" aria-label=${summary(one, view, result)}>
      <div class="lines">${ticks.map((tick) => html`<i .style=${`left:${scale(tick)}%`}></i>`)}<i class="copy" .style=${`left:${scale(1)}%`}></i></div>
      ${shapes.map((shape) => html`<div class="shape"><span class="label">${shape}</span><div>${view.forms.filter((form) => form.name === shape).map(bar)}</div></div>`)}
      <div class="ticks number">${ticks.map((tick) => html`<span .style=${`left:${scale(tick)}%`}>${tick}${tick ? '×' : ''}</span>`)}</div>
    </div>
    ${agreementNote(one, view)}
  </figure>`;
}

function summary(
  one: ReductionCaseView,
  view: ReductionsView,
  result: (form: ReductionFormView) => ReductionResultView | undefined,
): string {
  const parts = view.forms.flatMap((form) => {
    const ratio = result(form)?.ratio;
    return ratio === undefined ? [] : [`${formName(form)} ${timesText(ratio)}`];
  });
  return words(say('Time as a multiple of a plain copy, {0}: {1}', caseName(one), parts.join('; ')));
}

function agreementNote(one: ReductionCaseView, view: ReductionsView): TemplateResult {
  const wrong = view.forms.filter(({ setting }) =>
    one.results.some((each) => each.setting === setting && each.ratio !== undefined && disagrees(each)),
  );
  if (wrong.length) {
    const text = say('Not the CPU’s result: {0}', wrong.map(formName).join('; '));
    return html`<p class="note wrong"><span class="mark" aria-hidden="true">✕</span> ${words(text)}</p>`;
  }
  const of = (pick: (each: ReductionResultView) => number | undefined): number =>
    Math.max(0, ...one.results.map((each) => pick(each) ?? 0));
  const [steps, difference] = [of(({ ulps }) => ulps), of((each) => each.difference)];
  const text = steps
    ? say('At most {0} float32 steps ({1}) from the CPU’s result', steps, rounded(difference, 'float64', 2))
    : say('Exactly the CPU’s result');
  return html`<p class="note muted">${words(text)}</p>`;
}
