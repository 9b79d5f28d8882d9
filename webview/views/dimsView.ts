// The side view: what each dim of the tensor under the cursor means, with the sums that show it.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import type { DimsView, DimView, TensorView } from '../../src/protocol/views';
import { shapeText } from '../heatmap/describe';
import { provenSums } from '../heatmap/sums';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { figure } from './figure';
import { busyBar, emptyState } from './head';
import { assumptionList } from './messages';

/** Tensor, table of dims, normalisation, small picture. */
export function drawDims(view: DimsView | undefined, page: Page): TemplateResult {
  if (!view?.tensor) {
    const hint = say('Put the cursor on a tensor in Python code to see what its dims mean.');
    return html`${busyBar(page.busy)}${emptyState(view?.empty ?? words(hint))}`;
  }
  const { tensor, dims } = view;
  return html`${busyBar(page.busy)} ${title(tensor, view, page)}
    ${view.normalisation ? html`<p class="normalisation">${view.normalisation}</p>` : nothing}
    ${dims.length > 0 ? table(dims) : html`<p class="muted">${words(say('A single number: it has no dims.'))}</p>`}
    ${assumptionList(view.assumptions)}
    ${figure(tensor, page, { name: 'tensor', sums: provenSums(tensor), title: words(say('Values')) })}`;
}

function title(tensor: TensorView, view: DimsView, page: Page): TemplateResult {
  const reveal = (): void => page.post({ type: 'reveal', uri: view.uri, range: view.range });
  return html`<header>
    <button class="source number" title=${words(say('Show in the editor'))} @click=${reveal}>
      <span class="code">${tensor.label}</span><span class="line">${words(say('line {0}', view.range.start.line + 1))}</span>
    </button>
    <p class="facts"><span class="number" data-shape>${shapeText(tensor.shape)}</span> <span class="number">${tensor.dtype}</span>
      ${tensor.kind ? html`<span class="kind">${tensor.kind}</span>` : nothing}</p>
  </header>`;
}

function table(dims: readonly DimView[]): TemplateResult {
  return html`<table class="dims">
    <thead><tr>
      <th scope="col">${words(say('Dim'))}</th><th scope="col">${words(say('Size'))}</th>
      <th scope="col">${words(say('Role'))}</th><th scope="col">${words(say('Sums along it'))}</th>
    </tr></thead>
    ${dims.map(group)}
  </table>`;
}

/** One dim: its row, and its reason below over the full width. */
function group(dim: DimView): TemplateResult {
  const role = html`${dim.role ?? html`<span class="muted">${words(say('not known'))}</span>`}
    ${dim.normalised ? html`<span class="badge">softmax</span>` : nothing}`;
  return html`<tbody class=${dim.normalised ? 'chosen' : ''} data-dim=${dim.index}>
    <tr>
      <td class="number count" rowspan=${dim.why ? 2 : 1}>${dim.index}</td><td class="number count">${dim.size}</td>
      <td class="role">${role}</td><td class="number">${sums(dim)}</td>
    </tr>
    ${dim.why ? html`<tr><td class="why" colspan="3">${dim.why}</td></tr>` : nothing}
  </tbody>`;
}

function sums(dim: DimView): TemplateResult | string {
  if (dim.sumsToOne) {
    return html`<span class="one">1 ✓</span>${dim.sumCount > 1 ? html`<span class="muted"> × ${dim.sumCount}</span>` : nothing}`;
  }
  if (dim.sums.length === 0) return '—';
  const rest = dim.sumCount - dim.sums.length;
  return html`${dim.sums.map((sum) => html`<span class="oneSum">${sum}</span> `)}${rest > 0 ? html`<span class="muted">${words(say('+{0} more', rest))}</span>` : nothing}`;
}
