// The colours of a large picture: which range the user chose, what the server says of the numbers' spread, and the controls for
// both. Knows no tiles.
import { html, type TemplateResult } from 'lit';
import { colourScale, type Range } from '../../../src/protocol/colourScale';
import type { ThemeKind } from '../../../src/protocol/requests';
import type { SpreadView } from '../../../src/protocol/tiles';
import type { TensorView } from '../../../src/protocol/views';
import type { Ask } from '../../page/questions';
import { oddSwatches } from '../legend';
import './colourBar';
import { type Colouring, colouringOf } from './colouring';
import { axisOf, chosenRange, kneeOf, type RangeChoice } from './ranges';
import { rangeTools } from './tools';

export class Colours {
  readonly #changed: () => void;
  #choice: RangeChoice = 'automatic';
  #own: Range = [0, 1];
  #logarithmic = false;
  #spread: SpreadView | undefined;
  #source: string | undefined;
  /** All ranges that were shown so far: what the colour bar spans must not move while an end is dragged. */
  #widest: Range | undefined;
  #made: { readonly key: string; readonly colouring: Colouring } | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** One and the same object as long as nothing changes: painters keep what they made of it. */
  of(view: TensorView, theme: ThemeKind, range: Range | undefined): Colouring {
    if (view.source !== this.#source) {
      this.#widest = undefined;
      this.#spread = undefined;
    }
    // Cells of many elements have numbers between the categories.
    const kind = view.scale !== 'categorical' ? view.scale : view.stats.min < 0 ? 'diverging' : 'sequential';
    const scale = colourScale({ ...view, scale: kind }, theme, range);
    const chosen = chosenRange(this.#choice, scale.range, this.#own, view.stats, this.#spread);
    const widest = this.#widest ?? chosen;
    this.#widest = [Math.min(widest[0], chosen[0], scale.range[0]), Math.max(widest[1], chosen[1], scale.range[1])];
    const knee = this.#logarithmic ? kneeOf(view.stats, this.#spread) : 0;
    const key = `${kind} ${chosen} ${knee} ${theme}`;
    if (this.#made?.key !== key) this.#made = { key, colouring: colouringOf(scale, chosen, knee, theme) };
    return this.#made.colouring;
  }

  /** Asks once per tensor how its numbers are spread. */
  askForSpread(ask: Ask, source: string): void {
    if (this.#source === source) return;
    this.#source = source;
    this.#spread = undefined;
    ask('tensorInspector/spread', { source }).then(
      (spread) => {
        if (!spread || this.#source !== source) return;
        this.#spread = spread;
        this.#changed();
      },
      // A bar without its histogram says no less about colours.
      () => undefined,
    );
  }

  /** Bar, swatches and controls. */
  template(view: TensorView, theme: ThemeKind, colouring: Colouring): TemplateResult {
    const set = (change: () => void): void => {
      change();
      this.#changed();
    };
    const dragged = ({ detail }: CustomEvent<Range>): void =>
      set(() => {
        this.#own = detail;
        this.#choice = 'own';
      });
    return html`<div class="colours">
      <ti-colour-bar .colouring=${colouring} .axis=${axisOf(view.stats, this.#widest ?? colouring.range, colouring.knee)}
        .spread=${this.#spread} @colour-range=${dragged}></ti-colour-bar>
      ${oddSwatches(view.stats, theme, colouring.table[0]!, colouring.table.at(-1)!)}
      ${rangeTools({
        range: this.#choice,
        logarithmic: this.#logarithmic,
        bendable: kneeOf(view.stats, this.#spread) > 0,
        choose: (to) =>
          set(() => {
            this.#choice = to;
          }),
        bend: (to) =>
          set(() => {
            this.#logarithmic = to;
          }),
      })}
    </div>`;
  }
}
