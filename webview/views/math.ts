// Mathematics that arrives as data, drawn by the browser's own MathML. Knows no derivation.
import { html, mathml, type TemplateResult } from 'lit';
import type { CellView, MathView } from '../../src/protocol/views';

/** What a number that names an element does; undefined: nothing. */
export interface CellActions {
  readonly lit: boolean;
  /** Where the Tab key comes in. */
  readonly first: boolean;
  readonly point: () => void;
  readonly leave: () => void;
  readonly reveal: (() => void) | undefined;
}
export type ActionsOf = (cell: CellView) => CellActions | undefined;

/** One formula on its line; the numbers of `actionsOf` are found under pointer and keys. */
export const formula = (parts: readonly MathView[], actionsOf: ActionsOf): TemplateResult =>
  html`<math displaystyle="true">${parts.map((part) => draw(part, actionsOf))}</math>`;

function draw(math: MathView, actionsOf: ActionsOf): TemplateResult<3> {
  if (!('of' in math)) {
    if (math.tag === 'mi') return mathml`<mi>${math.text}</mi>`;
    // A function stands a little apart from what it is of.
    if (math.text === '\u2061') return mathml`<mo lspace="0" rspace="0.17em">${math.text}</mo>`;
    if (math.tag === 'mo') return mathml`<mo>${math.text}</mo>`;
    if (math.tag === 'mtext') return mathml`<mtext>${math.text}</mtext>`;
    return drawNumber(math.text, math.cell && actionsOf(math.cell));
  }
  const of = math.of.map((part) => draw(part, actionsOf));
  switch (math.tag) {
    case 'mrow':
      return mathml`<mrow>${of}</mrow>`;
    case 'mfrac':
      return mathml`<mfrac>${of}</mfrac>`;
    case 'msub':
      return mathml`<msub>${of}</msub>`;
    case 'msup':
      return mathml`<msup>${of}</msup>`;
    case 'msqrt':
      return mathml`<msqrt>${of}</msqrt>`;
    case 'munder':
      return mathml`<munder>${of}</munder>`;
  }
}

function drawNumber(text: string, actions: CellActions | undefined): TemplateResult<3> {
  if (!actions) return mathml`<mn>${text}</mn>`;
  const { lit, first, point, leave, reveal } = actions;
  return mathml`<mn class=${cellClass(lit, reveal)} data-cell tabindex=${first ? 0 : -1} @pointerenter=${point} @focus=${point}
    @pointerleave=${leave} @blur=${leave} @click=${reveal}>${text}</mn>`;
}

/** How a number that names an element looks. */
export const cellClass = (lit: boolean, reveal: unknown): string =>
  `cell-of${lit ? ' lit' : ''}${reveal ? ' placed' : ''}`;
