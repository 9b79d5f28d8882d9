// <ti-facet-strip>: the facets of a large tensor as small pictures, of which one is chosen to be seen large. Asks for one tile of
// each. Knows no pan and no zoom.
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { indexOf, type Plane } from '../../../src/protocol/plane';
import { say } from '../../../src/protocol/texts';
import type { Pooling } from '../../../src/protocol/tiles';
import type { TensorView } from '../../../src/protocol/views';
import type { Ask } from '../../page/questions';
import { words } from '../../page/words';
import { facetName } from '../describe';
import { facetPager } from '../facetSheet';
import type { Pointed } from '../planeElement';
import { canvasPainter } from './canvasPainter';
import type { Colouring } from './colouring';
import type { Painter } from './painter';
import { type Strip, stripOf } from './strip';
import { type DrawnPlane, planeName, TileCache } from './tileCache';
import { fitted } from './viewport';

declare global {
  interface HTMLElementTagNameMap {
    'ti-facet-strip': FacetStrip;
  }
  interface HTMLElementEventMap {
    /** Number of the facet that is chosen. */
    'facet-chosen': CustomEvent<number>;
    /** The element under the pointer. */
    'facet-pointed': CustomEvent<Pointed | null>;
    /** The server holds the tensor no longer. */
    'facets-gone': CustomEvent<void>;
  }
}

export class FacetStrip extends LitElement {
  static override properties = {
    view: { attribute: false },
    plane: { attribute: false },
    at: { attribute: false },
    pooling: { attribute: false },
    colouring: { attribute: false },
    available: { attribute: false },
    ask: { attribute: false },
    came: { state: true },
  };

  declare view: TensorView;
  declare plane: Plane;
  /** Indices of the dims in front. */
  declare at: readonly number[];
  declare pooling: Pooling;
  declare colouring: Colouring;
  declare available: number;
  declare ask: Ask;
  /** Tiles that came so far. */
  declare private came: number;
  private strip!: Strip;
  private cache: TileCache | undefined;
  private followChosen = false;
  private readonly painters = new WeakMap<HTMLCanvasElement, Painter>();

  constructor() {
    super();
    this.came = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cache?.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('view') && changed.get('view')?.source !== this.view.source) {
      this.cache?.dispose();
      this.cache = new TileCache({ ask: (...asked) => this.ask(...asked), changed: () => this.came++ });
    }
    this.strip = stripOf(this.plane, this.at, this.available);
  }

  protected override render(): TemplateResult {
    const { view, plane, strip } = this;
    const { page, frame, perLine } = strip;
    return html`${facetPager(page, (number) => this.choose(number))}
      <div class="facets" role="radiogroup" aria-label=${words(say('Facets'))} .style=${`grid-template-columns:repeat(${perLine}, ${frame.width}px)`}
        @keydown=${this.keyed}>
        ${page.drawn.map((at, i) => {
          const isCurrent = page.first + i === page.current;
          return html`<button class=${isCurrent ? 'facet current' : 'facet'} role="radio" aria-checked=${isCurrent} tabindex=${isCurrent ? 0 : -1}
            @click=${() => this.choose(page.first + i)} @pointermove=${(event: PointerEvent) => this.pointed(event, at)} @pointerleave=${() => this.point(null)}>
            <span class="facetName">${facetName(view, plane, at)}</span><canvas aria-hidden="true" .style=${`width:${frame.width}px;height:${frame.height}px`}></canvas>
          </button>`;
        })}
      </div>`;
  }

  protected override updated(): void {
    const { strip, cache } = this;
    const place = { level: strip.level, row: 0, col: 0 };
    const planes = strip.page.drawn.map((at) => this.planeAt(at));
    cache?.wantAll(planes.map((plane) => [plane, place]));
    for (const [i, canvas] of this.querySelectorAll('canvas').entries()) {
      const tile = planes[i] && cache?.get(planeName(planes[i]), place);
      canvas.toggleAttribute('data-drawn', tile !== undefined);
      const painter = this.painters.get(canvas) ?? canvasPainter(canvas);
      this.painters.set(canvas, painter);
      const { frame } = strip;
      const extent = { rows: this.plane.rows, cols: this.plane.cols };
      const { colouring } = this;
      const tiles = tile ? [tile] : [];
      painter.paint({ tiles, view: fitted(extent, frame), extent, frame, ratio: window.devicePixelRatio, colouring });
    }
    if (cache?.stale) this.dispatchEvent(new CustomEvent('facets-gone'));
    if (this.followChosen) this.querySelector<HTMLElement>('[aria-checked=true]')?.focus();
    this.followChosen = false;
  }

  private planeAt(at: readonly number[]): DrawnPlane {
    const { view, plane, pooling } = this;
    const { rowDim = 0, colDim = 0 } = plane;
    return { source: view.source ?? '', rowDim, colDim, index: indexOf(plane, at, 0, 0), pooling };
  }

  private choose(number: number): void {
    this.dispatchEvent(new CustomEvent('facet-chosen', { detail: number, bubbles: true }));
  }

  private point(detail: Pointed | null): void {
    this.dispatchEvent(new CustomEvent('facet-pointed', { detail, bubbles: true }));
  }

  private pointed(event: PointerEvent, at: readonly number[]): void {
    const box = (event.currentTarget as HTMLElement).querySelector('canvas')?.getBoundingClientRect();
    if (!box) return;
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.plane.rows);
    const col = Math.floor(((event.clientX - box.left) / box.width) * this.plane.cols);
    const isInside = row >= 0 && col >= 0 && row < this.plane.rows && col < this.plane.cols;
    this.point(isInside ? { row, col, at } : null);
  }

  private readonly keyed = (event: KeyboardEvent): void => {
    const { page, perLine } = this.strip;
    const by: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -perLine,
      ArrowDown: perLine,
      Home: -page.current,
      End: page.count - 1 - page.current,
    };
    const to = page.current + (by[event.key] ?? Number.NaN);
    if (Number.isNaN(to)) return;
    // The keys are not those of the large picture's cursor.
    event.stopPropagation();
    event.preventDefault();
    if (to < 0 || to >= page.count) return;
    this.followChosen = true;
    this.choose(to);
  };
}

customElements.define('ti-facet-strip', FacetStrip);
