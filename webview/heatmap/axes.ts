// Names of the axes, and indices along them where cells are too small for one each.
import { scaleLinear } from 'd3-scale';
import { html, nothing, type TemplateResult } from 'lit';
import type { Plane, PlaneDims } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { words } from '../page/words';
import { dimName } from './describe';
import './dimsBar';
import type { Drawing } from './drawing';
import { isWhole } from './pythonLiteral';

/** The names of the axes, how exact the numbers are, and how much is shown of the whole. */
export function axisNames(
  view: TensorView,
  { plane, layout }: Drawing,
  arrange: (dims: PlaneDims) => void,
  framed: number | undefined,
): TemplateResult | typeof nothing {
  if (view.shape.length === 0) return nothing;
  const notes: TemplateResult[] = [];
  if (layout.mode === 'text' && layout.precision === 'rounded') {
    notes.push(html`<span>${words(say('3 digits of each number'))}</span>`);
  }
  if (!isWhole(view)) {
    const text = words(say('shown {0} of {1}', view.shown.join('×'), view.shape.join('×')));
    notes.push(html`<span class="cut">${text}</span>`);
  }
  return planeNames(view, plane, arrange, framed, notes);
}

/** `↓ batch (dim 0)  → class (dim 1)`; a bar to lay dims out with where there are more than two. */
export function planeNames(
  view: TensorView,
  plane: Plane,
  arrange: (dims: PlaneDims) => void,
  framed: number | undefined,
  notes: readonly TemplateResult[] = [],
): TemplateResult {
  const name = (arrow: string, dim: number | undefined): TemplateResult | typeof nothing =>
    dim === undefined ? nothing : html`<span><span aria-hidden="true">${arrow}</span> ${dimName(view, dim)}</span>`;
  if (plane.front.length === 0) {
    return html`<div class="axes">${name('↓', plane.rowDim)}${name('→', plane.colDim)}${notes}</div>`;
  }
  return html`<ti-dims-bar .view=${view} .plane=${plane} .framed=${framed}
      @dims-moved=${(event: HTMLElementEventMap['dims-moved']) => arrange(event.detail)}></ti-dims-bar>
    ${notes.length > 0 ? html`<div class="axes">${notes}</div>` : nothing}`;
}

/** Indices along the top: each where it fits, otherwise round ones. */
export function topIndices({ plane, layout, digit }: Drawing): TemplateResult | typeof nothing {
  if (plane.colDim === undefined) return nothing;
  const each = layout.cellWidth >= String(plane.cols - 1).length * digit + 4;
  return html`<div class="top number" aria-hidden="true" .style=${`margin-left:${layout.headerWidth}px;width:${plane.cols * layout.cellWidth}px`}>
    ${places(plane.cols, layout.cellWidth, each ? 0 : 48).map(
      (i) => html`<span .style=${`left:${i * layout.cellWidth}px;width:${layout.cellWidth}px`}><b>${i}</b></span>`,
    )}
  </div>`;
}

/** Indices down the side of a painted matrix. */
export function sideIndices({ plane, layout }: Drawing): TemplateResult | typeof nothing {
  if (plane.rowDim === undefined) return nothing;
  return html`<div class="side number" aria-hidden="true" .style=${`width:${layout.headerWidth}px;height:${plane.rows * layout.cellHeight}px`}>
    ${places(plane.rows, layout.cellHeight, 32).map(
      (i) => html`<span .style=${`top:${i * layout.cellHeight}px;height:${layout.cellHeight}px`}><b>${i}</b></span>`,
    )}
  </div>`;
}

/** Indices to write: all, or round ones at least `apart` pixels from each other. */
function places(count: number, size: number, apart: number): readonly number[] {
  if (apart === 0 || count * size < apart) return apart === 0 ? Array.from({ length: count }, (_, i) => i) : [0];
  const most = Math.max(1, Math.floor((count * size) / apart));
  const ticks = scaleLinear()
    .domain([0, count - 1])
    .ticks(most);
  return ticks.filter(Number.isInteger);
}
