// The facets of a tensor on the page: a picture for each, in lines, with the index of its dims above; and a way to the others
// where there are more than are drawn. Knows no keys and no pointer.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../src/protocol/texts';
import { words } from '../page/words';
import type { FacetPage } from './facets';

export interface FacetSheetOptions {
  readonly facets: FacetPage;
  /** By facet drawn. */
  readonly names: readonly string[];
  readonly pictures: readonly TemplateResult[];
  readonly perLine: number;
  /** Makes a facet current. */
  readonly go: (number: number) => void;
}

export function facetSheet({ facets, names, pictures, perLine, go }: FacetSheetOptions): TemplateResult {
  const { first, current } = facets;
  return html`${facetPager(facets, go)}
    <div class="facets" .style=${`grid-template-columns:repeat(${perLine}, minmax(0, max-content))`}>
      ${pictures.map(
        (picture, i) => html`<div class=${first + i === current ? 'facet current' : 'facet'}>
          <h4 class="facetName">${names[i]}</h4>${picture}
        </div>`,
      )}
    </div>`;
}

/** `1 to 64 of 200 facets`, with a button each way; nothing where all are drawn. */
export function facetPager(
  { count, most, first, drawn }: FacetPage,
  go: (number: number) => void,
): TemplateResult | typeof nothing {
  if (drawn.length === count) return nothing;
  const button = (label: string, sign: string, to: number): TemplateResult =>
    html`<button class="quiet" aria-label=${label} title=${label} ?disabled=${to < 0 || to >= count} @click=${() => go(to)}>${sign}</button>`;
  return html`<p class="pager">
    ${button(words(say('Previous facets')), '‹', first - most)}
    <span role="status">${words(say('{0} to {1} of {2} facets', first + 1, first + drawn.length, count))}</span>
    ${button(words(say('Next facets')), '›', first + most)}
  </p>`;
}
