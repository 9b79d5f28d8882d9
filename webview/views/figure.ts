// One tensor on a page: its title, shape and dtype above, its heatmap below.
import { html, nothing, type TemplateResult } from 'lit';
import type { Range } from '../../src/protocol/colourScale';
import { planeOf } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { shapeText } from '../heatmap/describe';
import type { TextColumns } from '../heatmap/drawing';
import '../heatmap/heatmap';
import type { Picks } from '../heatmap/picks';
import type { ChosenPlane } from '../heatmap/places';
import { isWhole, pythonLiteral } from '../heatmap/pythonLiteral';
import type { Sums } from '../heatmap/sums';
import { linkedFigures } from '../page/laidOut';
import type { Page } from '../page/page';
import { words } from '../page/words';
import { figureMenu } from './figureMenu';

export interface FigureOptions {
  /** Instead of the tensor's own label. */
  readonly title?: string | undefined;
  /** A word on a badge: why this figure is special. */
  readonly badge?: string | undefined;
  /** Sentence under the picture. */
  readonly note?: TemplateResult | string | undefined;
  readonly range?: Range | undefined;
  readonly upright?: boolean | undefined;
  readonly columns?: TextColumns | undefined;
  readonly marked?: readonly number[] | undefined;
  readonly picks?: Picks | undefined;
  readonly sums?: Sums | undefined;
  readonly frame?: number | undefined;
  readonly bare?: boolean | undefined;
  /** Without shape, dtype and kind: they are said elsewhere. */
  readonly brief?: boolean | undefined;
  /** Lights up, and steps, together with the page's other linked figures. */
  readonly linked?: boolean | undefined;
  /** For the tests and for styling: what the figure stands for. */
  readonly name: string;
}

/** Heading, picture, note. */
export function figure(view: TensorView, page: Page, options: FigureOptions): TemplateResult {
  const title = options.title ?? view.label;
  const whole = isWhole(view);
  // What comes next under the same name may be of another rank.
  const together = options.linked ? linkedFigures : `${options.name} ${view.shape.length}`;
  const laid = page.laid(together);
  const copy = (): void => page.post({ type: 'copy', text: pythonLiteral(view) });
  const copyLabel = words(say('Copy {0} as Python', title));
  return html`<figure class=${options.badge ? 'chosen' : ''} data-figure=${options.name}>
    <figcaption>
      <h3>${title}</h3>
      ${options.brief ? nothing : facts(view)}
      ${options.badge ? html`<span class="badge">${options.badge}</span>` : nothing}
      ${whole ? html`<button class="quiet copy" aria-label=${copyLabel} title=${copyLabel} @click=${copy}>${copyIcon}</button>` : nothing}
      ${figureMenu(view, title, page, planeOf(view.shape, false, laid.dims).facets.length > 0)}
    </figcaption>
    <ti-heatmap
      .view=${view} .surroundings=${page.surroundings} .range=${options.range} .upright=${options.upright ?? false}
      .columns=${options.columns} .marked=${options.marked} .picks=${options.picks} .sums=${options.sums} .frame=${options.frame} .bare=${options.bare ?? false} .ask=${page.ask}
      .lit=${options.linked ? page.lit : undefined} .leading=${laid.leading} .dims=${laid.dims}
      @heatmap-cell=${(event: CustomEvent<readonly number[] | null>) => options.linked && page.light(event.detail ?? undefined)}
      @heatmap-plane=${(event: CustomEvent<ChosenPlane>) => page.lay(together, event.detail)}
      @heatmap-step=${(event: CustomEvent<readonly number[]>) => page.lay(together, { ...page.laid(together), leading: event.detail })}></ti-heatmap>
    ${options.note ? html`<p class="note">${options.note}</p>` : nothing}
    ${options.picks ? html`<p class="note"><i class="corner" aria-hidden="true"></i>${words(say('class of the target'))}</p>` : nothing}
  </figure>`;
}

const facts = ({ shape, dtype, kind }: TensorView): TemplateResult =>
  html`<span class="number muted">${shapeText(shape)}</span><span class="number muted">${dtype}</span>
    ${kind ? html`<span class="muted kind">${kind}</span>` : nothing}`;

const copyIcon = html`<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor">
  <rect x="5.5" y="5.5" width="8" height="8" rx="1"></rect><path d="M10.5 3.5v-1a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h1"></path>
</svg>`;
