// Which dims lie on the page: a list for rows and one for columns, in the place of their names. Knows no values.
import { html, type TemplateResult } from 'lit';
import { indexOf, type Plane, type PlaneDims, planeOf } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { words } from '../page/words';
import { dimName } from './describe';

/** Two dims, and the indices in the others: those that were seen before. */
export interface ChosenPlane {
  readonly dims: PlaneDims;
  readonly leading: readonly number[];
}

/** Lists for tensors of rank 3 and more; a dim that is chosen twice changes places with the other. */
export function dimChooser(
  view: TensorView,
  plane: Plane,
  leading: readonly number[],
  choose: (chosen: ChosenPlane) => void,
): TemplateResult {
  const { rowDim = 0, colDim = 0 } = plane;
  const change = (which: 'row' | 'col') => (event: Event) => {
    const dim = Number((event.target as HTMLSelectElement).value);
    const rows = which === 'row' ? dim : dim === rowDim ? colDim : rowDim;
    const cols = which === 'col' ? dim : dim === colDim ? rowDim : colDim;
    const dims = { rowDim: rows, colDim: cols };
    const index = indexOf(plane, leading, 0, 0);
    choose({ dims, leading: planeOf(view.shape, false, dims).stepped.map((one) => index[one] ?? 0) });
  };
  const list = (arrow: string, label: string, chosen: number, which: 'row' | 'col'): TemplateResult =>
    html`<label class="axis"><span aria-hidden="true">${arrow}</span>
      <select aria-label=${label} @change=${change(which)}>
        ${view.shape.map((_, dim) => html`<option value=${dim} .selected=${dim === chosen}>${dimName(view, dim)}</option>`)}
      </select></label>`;
  return html`${list('↓', words(say('Dim down the page')), rowDim, 'row')}${list('→', words(say('Dim across the page')), colDim, 'col')}`;
}
