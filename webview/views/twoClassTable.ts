// sigmoid and the softmax of two classes, number by number. Knows no other figure.
import { html, type TemplateResult } from 'lit';
import { rounded, say, shortest } from '../../src/protocol/texts';
import type { TensorView, TwoClassView } from '../../src/protocol/views';
import { words } from '../page/words';

/** The two columns that agree, with the numbers that they are of. */
export function twoClassTable({ x, sigmoid, softmax, worst }: TwoClassView): TemplateResult {
  const columns: readonly TensorView[] = [x, sigmoid, softmax];
  const sentence =
    worst === 0
      ? words(say('The two columns are the same to the last digit.'))
      : words(say('The two columns differ by at most {0}, as rounding does.', rounded(worst, 'float64', 2)));
  return html`<section class="two">
    <h2>${words(say('Two classes: sigmoid is softmax'))}</h2>
    <p class="muted">${words(say('Give the first class the logit 0 and the second one x: the probability of the second is sigmoid(x). Your first numbers:'))}</p>
    <table>
      <thead><tr>${columns.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}</tr></thead>
      <tbody>${Array.from(x.values, (_, i) => html`<tr>${columns.map(({ values, format }) => html`<td class="number">${shortest(values[i] ?? Number.NaN, format)}</td>`)}</tr>`)}</tbody>
    </table>
    <p class="note">${sentence}</p>
  </section>`;
}
