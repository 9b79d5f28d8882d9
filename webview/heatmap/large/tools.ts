// The controls of a large picture: zoom, pooling, range and scale of the colours. Knows no picture.
import { html, nothing, type TemplateResult } from 'lit';
import { say } from '../../../src/protocol/texts';
import type { Level, Pooling } from '../../../src/protocol/tiles';
import { words } from '../../page/words';
import { fitIcon, zoomInIcon, zoomOutIcon } from './icons';
import type { RangeChoice } from './ranges';

/** A list to choose from, with its name before it. */
export function choice<T extends string>(
  name: string,
  value: T,
  options: readonly (readonly [value: T, text: string])[],
  chosen: (value: T) => void,
): TemplateResult {
  const change = (event: Event): void => chosen((event.target as HTMLSelectElement).value as T);
  return html`<label class="choice"><span>${name}</span>
    <select @change=${change}>${options.map(([one, text]) => html`<option value=${one} ?selected=${one === value}>${text}</option>`)}</select></label>`;
}

export interface ZoomTools {
  readonly level: Level;
  readonly pooling: Pooling;
  readonly furthest: boolean;
  readonly nearest: boolean;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly pool: (pooling: Pooling) => void;
}

/** A button changes the size of cells by as much. */
const buttonFactor = 2;

export function zoomTools({ level, pooling, furthest, nearest, zoom, fit, pool }: ZoomTools): TemplateResult {
  const pooled = level.rows + level.cols > 0;
  const button = (label: string, icon: TemplateResult<2>, off: boolean, click: () => void): TemplateResult =>
    html`<button class="quiet" aria-label=${label} title=${label} ?disabled=${off} @click=${click}>${icon}</button>`;
  return html`<div class="tools">
    <span class="buttons" role="group" aria-label=${words(say('Zoom'))}>
      ${button(words(say('Zoom in (+, or Ctrl and the wheel)')), zoomInIcon, nearest, () => zoom(buttonFactor))}
      ${button(words(say('Zoom out (-)')), zoomOutIcon, furthest, () => zoom(1 / buttonFactor))}
      ${button(words(say('Show all (0)')), fitIcon, furthest, fit)}
    </span>
    ${
      pooled
        ? html`<span class="muted level">${words(say('{0} × {1} elements per cell', 2 ** level.rows, 2 ** level.cols))}</span>
          ${choice(words(say('shown by')), pooling, poolings(), pool)}`
        : html`<span class="muted level">${words(say('one element per cell'))}</span>`
    }
  </div>`;
}

const poolings = (): readonly (readonly [Pooling, string])[] => [
  ['mean', words(say('mean'))],
  ['min', words(say('smallest'))],
  ['max', words(say('largest'))],
];

export interface RangeTools {
  readonly range: RangeChoice;
  readonly logarithmic: boolean;
  /** There are numbers other than 0, so that a logarithm says something. */
  readonly bendable: boolean;
  readonly choose: (range: RangeChoice) => void;
  readonly bend: (logarithmic: boolean) => void;
}

export function rangeTools({ range, logarithmic, bendable, choose, bend }: RangeTools): TemplateResult {
  const ranges: readonly (readonly [RangeChoice, string])[] = [
    ['automatic', words(say('automatic'))],
    ['data', words(say('smallest to largest'))],
    ['percentiles', words(say('percentiles 1 to 99'))],
    ['symmetric', words(say('symmetric around 0'))],
    ...(range === 'own' ? [['own', words(say('as set by hand'))] as const] : []),
  ];
  const toggle = (event: Event): void => bend((event.target as HTMLInputElement).checked);
  return html`<div class="tools">
    ${choice(words(say('Range')), range, ranges, choose)}
    ${
      bendable
        ? html`<label class="choice"><input type="checkbox" .checked=${logarithmic} @change=${toggle} />${words(say('logarithmic'))}</label>`
        : nothing
    }
  </div>`;
}
