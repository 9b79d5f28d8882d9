// <ti-colour-bar>: what the colours mean, how the numbers are spread over them, and the ends of the range, which can be
// dragged or moved by keys. Knows no tensor.
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import type { Range } from '../../../src/protocol/colourScale';
import { hex } from '../../../src/protocol/colours';
import { rounded, say, shortest } from '../../../src/protocol/texts';
import type { SpreadView } from '../../../src/protocol/tiles';
import { words } from '../../page/words';
import { type Colouring, tableSize } from './colouring';
import { type Axis, numberOn, placeOn, withEnd } from './ranges';

declare global {
  interface HTMLElementTagNameMap {
    'ti-colour-bar': ColourBar;
  }
  interface HTMLElementEventMap {
    'colour-range': CustomEvent<Range>;
  }
}

const stops = 24;
const histogramHeight = 24;

export class ColourBar extends LitElement {
  static override properties = {
    colouring: { attribute: false },
    axis: { attribute: false },
    spread: { attribute: false },
  };

  declare colouring: Colouring;
  declare axis: Axis;
  declare spread: SpreadView | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { colouring, axis } = this;
    const [low, high] = colouring.range.map((end) => placeOn(axis, end)) as [number, number];
    const colours = Array.from({ length: stops }, (_, i) => {
      const part = i / (stops - 1);
      const colour = colouring.table[Math.round(part * (tableSize - 1))]!;
      return `${hex(colour)} ${(100 * (low + (high - low) * part)).toFixed(2)}%`;
    });
    return html`<div class="spread" aria-hidden="true">${this.histogram()}</div>
      <div class="ramp">
        <i class="bar" .style=${`background-image:linear-gradient(to right, ${colours.join(', ')})`}></i>
        ${this.end(0, low)}${this.end(1, high)}
      </div>
      <div class="ends number" aria-hidden="true">
        <span title=${shortest(colouring.range[0])}>${rounded(colouring.range[0])}</span>
        ${axis.knee > 0 ? html`<span class="muted">${words(say('logarithmic'))}</span>` : nothing}
        <span title=${shortest(colouring.range[1])}>${rounded(colouring.range[1])}</span>
      </div>`;
  }

  private histogram(): TemplateResult | typeof nothing {
    const { spread, axis } = this;
    if (!spread) return nothing;
    const most = spread.bins.reduce((a, b) => Math.max(a, b), 1);
    const width = spread.max / spread.bins.length - spread.min / spread.bins.length;
    const path = Array.from(spread.bins, (count, i) => {
      if (count === 0) return '';
      const from = 100 * placeOn(axis, spread.min + i * width);
      const to = 100 * placeOn(axis, i === spread.bins.length - 1 ? spread.max : spread.min + (i + 1) * width);
      const height = Math.max(1, (count / most) * histogramHeight);
      return `M${from.toFixed(2)} ${histogramHeight}V${(histogramHeight - height).toFixed(2)}H${Math.max(to, from + 0.3).toFixed(2)}V${histogramHeight}`;
    });
    return html`<svg viewBox="0 0 100 ${histogramHeight}" preserveAspectRatio="none">${svg`<path d=${path.join('')}></path>`}</svg>`;
  }

  private end(which: 0 | 1, place: number): TemplateResult {
    const { axis, colouring } = this;
    const label = which === 0 ? words(say('Low end of the colours')) : words(say('High end of the colours'));
    const move = (to: number): void => this.send(withEnd(axis, colouring.range, which, to));
    const keyed = (event: KeyboardEvent): void => {
      const step = event.shiftKey ? 0.1 : 0.01;
      const to: Readonly<Record<string, number>> = {
        ArrowLeft: place - step,
        ArrowDown: place - step,
        ArrowRight: place + step,
        ArrowUp: place + step,
        PageDown: place - 0.1,
        PageUp: place + 0.1,
        Home: 0,
        End: 1,
      };
      if (to[event.key] === undefined) return;
      event.preventDefault();
      move(to[event.key]!);
    };
    const drag = (event: PointerEvent): void => {
      const handle = event.currentTarget as HTMLElement;
      if (event.type === 'pointerdown') handle.setPointerCapture(event.pointerId);
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const box = handle.parentElement?.getBoundingClientRect();
      if (box) move((event.clientX - box.left) / box.width);
    };
    return html`<span class="end" role="slider" tabindex="0" data-end=${which === 0 ? 'low' : 'high'} aria-label=${label}
      aria-valuemin=${numberOn(axis, 0)} aria-valuemax=${numberOn(axis, 1)} aria-valuenow=${colouring.range[which]}
      aria-valuetext=${rounded(colouring.range[which])} .style=${`left:${(100 * place).toFixed(2)}%`}
      @keydown=${keyed} @pointerdown=${drag} @pointermove=${drag}></span>`;
  }

  private send(range: Range): void {
    this.dispatchEvent(new CustomEvent('colour-range', { detail: range, bubbles: true }));
  }
}

customElements.define('ti-colour-bar', ColourBar);
