// <ti-dims-bar>: a tensor's dims as chips in four places (rows, columns, facets, steps), moved by pointer, by arrow keys or from
// a menu. Tells where a dim is to go; knows no values and moves nothing itself.
import { html, LitElement, type TemplateResult } from 'lit';
import type { Plane, PlaneDims } from '../../src/protocol/plane';
import { say } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { closeMenu, menuKeyed, openMenu } from '../page/popoverMenu';
import { words } from '../page/words';
import { dimName } from './describe';
import { drag } from './drag';
import { placeMeaning, placeName, placeSigns } from './placeNames';
import { dimsIn, displaced, moved, type Place, placeOf, places } from './places';

declare global {
  interface HTMLElementTagNameMap {
    'ti-dims-bar': DimsBar;
  }
  interface HTMLElementEventMap {
    'dims-moved': CustomEvent<PlaneDims>;
  }
}

/** Where a chip is while a pointer has it. */
interface Dragged {
  readonly dim: number;
  readonly x: number;
  readonly y: number;
  readonly over: string | undefined;
}

export class DimsBar extends LitElement {
  static override properties = {
    view: { attribute: false },
    plane: { attribute: false },
    framed: { attribute: false },
    dragged: { state: true },
    told: { state: true },
  };

  declare view: TensorView;
  declare plane: Plane;
  /** The dim along which sums are 1, drawn with the frame that rows or columns have. */
  declare framed: number | undefined;
  declare private dragged: Dragged | undefined;
  /** What was moved last, for screen readers. */
  declare private told: string;
  /** The dim that takes the keyboard along, until it is where it goes. */
  private followed: { readonly dim: number; readonly to: Place } | undefined;

  constructor() {
    super();
    this.told = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<div class="places" role="group" aria-label=${words(say('Dims'))}>${places.map((place) => this.place(place))}</div>
      <span class="unseen" role="status">${this.told}</span>`;
  }

  private place(place: Place): TemplateResult {
    const { dragged } = this;
    const classes = ['place', dragged ? 'open' : '', dragged?.over === place ? 'over' : ''].join(' ').trim();
    return html`<div class=${classes} data-place=${place} role="group" aria-label=${placeName(place)} title=${placeMeaning(place)}>
      <span class="placeName"><span aria-hidden="true">${placeSigns[place]}</span> ${placeName(place)}</span>
      ${dimsIn(this.plane, place).map((dim) => this.chip(dim, place))}
    </div>`;
  }

  private chip(dim: number, place: Place): TemplateResult {
    const { view, dragged } = this;
    const size = view.shape[dim] ?? 0;
    const label = words(say('{0} ×{1}, in {2}', dimName(view, dim), size, placeName(place)));
    const hint = words(say('Drag it to another place, or press an arrow key'));
    const isDragged = dragged?.dim === dim;
    const classes = ['dim', isDragged ? 'dragged' : '', dim === this.framed ? 'framed' : ''].join(' ').trim();
    return html`<span class="menu"><button class=${classes} data-dim=${dim} aria-haspopup="menu" aria-label=${label} title=${hint}
        .style=${isDragged ? `transform:translate(${dragged.x}px,${dragged.y}px)` : ''}
        @pointerdown=${(event: PointerEvent) => this.pressed(event, dim)} @keydown=${(event: KeyboardEvent) => this.keyed(event, dim)}
        @click=${(event: Event) => openMenu(event.currentTarget as HTMLElement)}>${dimName(view, dim)} <span class="number">×${size}</span></button>
      <span role="menu" popover class="entries" aria-label=${dimName(view, dim)} @keydown=${menuKeyed}>
        ${places.map(
          (to) => html`<button role="menuitemradio" tabindex="-1" aria-checked=${to === place}
            @click=${(event: Event) => this.chosen(event, dim, to)}><span aria-hidden="true">${placeSigns[to]}</span> ${placeName(to)}</button>`,
        )}
      </span></span>`;
  }

  private move(dim: number, to: Place): void {
    const { plane, view } = this;
    const from = placeOf(plane, dim);
    this.followed = { dim, to };
    if (to === from) {
      this.requestUpdate();
      return;
    }
    const other = displaced(plane, dim, to);
    const [name, place] = [dimName(view, dim), placeName(to)];
    this.told =
      other === undefined
        ? words(say('{0} is now in {1}', name, place))
        : words(say('{0} is now in {1}, {2} in {3}', name, place, dimName(view, other), placeName(from)));
    this.dispatchEvent(new CustomEvent('dims-moved', { detail: moved(plane, dim, to), bubbles: true }));
  }

  private pressed(event: PointerEvent, dim: number): void {
    if (event.button !== 0) return;
    const all = [...this.querySelectorAll<HTMLElement>('[data-place]')];
    drag(event, all, {
      moved: (x, y, over) => {
        this.dragged = { dim, x, y, over: over?.dataset.place };
      },
      ended: (over) => {
        this.dragged = undefined;
        const to = places.find((place) => place === over?.dataset.place);
        if (to) this.move(dim, to);
      },
    });
  }

  private keyed(event: KeyboardEvent, dim: number): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const to = places[places.indexOf(placeOf(this.plane, dim)) + by];
    if (to) this.move(dim, to);
  }

  private chosen(event: Event, dim: number, to: Place): void {
    closeMenu(event.currentTarget as HTMLElement);
    this.move(dim, to);
  }

  protected override updated(): void {
    const { followed } = this;
    if (!followed || placeOf(this.plane, followed.dim) !== followed.to) return;
    this.followed = undefined;
    this.querySelector<HTMLElement>(`[data-dim="${followed.dim}"]`)?.focus();
  }
}

customElements.define('ti-dims-bar', DimsBar);
