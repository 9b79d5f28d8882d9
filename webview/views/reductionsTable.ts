// Every number of the comparison: as a table for whoever does not look at bars, and as text to paste. Knows no bars.
import { html, nothing, type TemplateResult } from 'lit';
import { rounded, say } from '../../src/protocol/texts';
import type {
  ReductionCaseView,
  ReductionFormView,
  ReductionResultView,
  ReductionsView,
} from '../../src/protocol/views';
import { words } from '../page/words';
import { caseName, disagrees, fastest, formName, timesText } from './reductionBars';

const milliseconds = (value: number | undefined): string => (value === undefined ? '' : rounded(value, 'float64', 3));

const headings = (): readonly string[] => [
  words(say('Form')),
  words(say('Times a copy')),
  words(say('Milliseconds')),
  words(say('Float32 steps')),
  words(say('Difference')),
];

function numbersOf({ ratio, ulps, difference, ...result }: ReductionResultView): readonly string[] {
  return [
    ratio === undefined ? '' : timesText(ratio),
    milliseconds(result.milliseconds),
    ulps === undefined ? '' : rounded(ulps, 'int'),
    difference === undefined ? '' : rounded(difference, 'float64', 2),
  ];
}

/** The table, folded up at first. */
export function reductionsTable(view: ReductionsView): TemplateResult {
  const [form, ...numbers] = headings();
  const group = (one: ReductionCaseView): TemplateResult => {
    const best = fastest(one)?.setting;
    const copy = words(say('copy {0} ms', milliseconds(one.copyMilliseconds)));
    return html`<tbody>
      <tr><th scope="rowgroup" colspan="5">${caseName(one)} <span class="muted">${copy}</span></th></tr>
      ${view.forms.map((each) => row(each, one, each.setting === best))}
    </tbody>`;
  };
  return html`<details class="numbers">
    <summary><h2>${words(say('All numbers'))}</h2></summary>
    <div class="scroller" tabindex="0" role="region" aria-label=${words(say('All numbers'))}>
      <table>
        <thead><tr><th scope="col">${form}</th>${numbers.map((text) => html`<th scope="col" class="right">${text}</th>`)}</tr></thead>
        ${view.cases.map(group)}
      </table>
    </div>
  </details>`;
}

function row(form: ReductionFormView, one: ReductionCaseView, best: boolean): TemplateResult {
  const result = one.results.find(({ setting }) => setting === form.setting);
  const why = result?.failed ?? form.missing;
  const wrong = result !== undefined && disagrees(result);
  const badge = best ? html`<span class="badge">${words(say('fastest'))}</span>` : nothing;
  const numbers = result ? numbersOf(result) : [];
  return html`<tr data-setting=${form.setting} class=${wrong ? 'wrong' : ''}>
    <th scope="row">${wrong ? html`<span class="mark" role="img" aria-label=${words(say('wrong'))}>✕</span> ` : nothing}${formName(form)} ${badge}</th>
    ${why ? html`<td colspan="4" class="muted">${why}</td>` : numbers.map((text) => html`<td class="number right">${text}</td>`)}
  </tr>`;
}

/** Lines with tabs between the numbers, a heading first: what spreadsheets take. */
export function reductionsText(view: ReductionsView): string {
  const lines = view.cases.flatMap((one) =>
    one.results.map(({ setting, ratio, milliseconds: time, ulps, difference, failed }) =>
      [one.shape.join('×'), one.dim, setting, ...(failed ? [failed] : [ratio, time, ulps, difference])].join('\t'),
    ),
  );
  return [['shape', 'dim', 'reduction', 'times copy', 'ms', 'float32 steps', 'difference'].join('\t'), ...lines].join(
    '\n',
  );
}
