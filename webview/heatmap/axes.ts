// Names of the axes, and indices along them where cells are too small for one each.
import { scaleLinear } from 'd3-scale';
import { html, nothing, type TemplateResult } from 'lit';
import type { Plane } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { words } from '../page/words';
import { dimName } from './describe';
import { type ChosenPlane, dimChooser } from './dimChooser';
import type { Drawing } from './drawing';

/** `↓ batch (dim 0)  → class (dim 1)`, and how much is shown of the whole. */
export function axisNames(
  view: TensorView,
  { plane, layout, leading }: Drawing,
  choose: (chosen: ChosenPlane) => void,
): TemplateResult | typeof nothing {
  if (view.shape.length === 0) return nothing;
  const whole = view.shape.every((size, dim) => size === view.shown[dim]);
  const cut = whole
    ? nothing
    : html`<span class="cut">${words(say('shown {0} of {1}', view.shown.join('×'), view.shape.join('×')))}</span>`;
  const short =
    layout.mode === 'text' && layout.precision === 'rounded'
      ? html`<span>${words(say('3 digits of each number'))}</span>`
      : nothing;
  return html`<div class="axes">${planeNames(view, plane, leading, choose)}${short}${cut}</div>`;
}

/** `↓ batch (dim 0)  → class (dim 1)`; lists to choose from where there are more dims than two. */
export function planeNames(
  view: TensorView,
  plane: Plane,
  leading: readonly number[],
  choose: (chosen: ChosenPlane) => void,
): TemplateResult | readonly (TemplateResult | typeof nothing)[] {
  if (plane.stepped.length > 0) return dimChooser(view, plane, leading, choose);

  const name = (arrow: string, dim: number | undefined): TemplateResult | typeof nothing =>
    dim === undefined ? nothing : html`<span><span aria-hidden="true">${arrow}</span> ${dimName(view, dim)}</span>`;
  return [name('↓', plane.rowDim), name('→', plane.colDim)];
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
