// What every picture of a tensor's plane has in common: what it is given, a cursor, the cell under pointer or keyboard, the
// keys, and what the page is told. Knows no drawing.
import { LitElement, type PropertyDeclarations } from 'lit';
import type { Range } from '../../src/protocol/colourScale';
import { indexOf, type Plane, type PlaneDims } from '../../src/protocol/plane';
import type { TensorView } from '../../src/protocol/views';
import type { Ask } from '../page/questions';
import type { Surroundings } from '../page/surroundings';
import { beyond, type FacetPage, facetAt } from './facets';
import { type Cell, moveCursor } from './moveCursor';
import type { Picks } from './picks';
import { arranged, type ChosenPlane } from './places';

/** What the page is told, with what goes along. */
interface Told {
  /** The exact text of a cell, to be copied. */
  'heatmap-copy': CustomEvent<string>;
  'heatmap-reveal': CustomEvent<void>;
  /** Index under pointer or cursor; null when there is none any more (the DOM has no undefined detail). */
  'heatmap-cell': CustomEvent<readonly number[] | null>;
  'heatmap-step': CustomEvent<readonly number[]>;
  /** Other dims lie on the page. */
  'heatmap-plane': CustomEvent<ChosenPlane>;
}

declare global {
  interface HTMLElementEventMap extends Told {}
}

/** A cell, by default of the picture whose indices in front are the element's own. */
export interface Pointed extends Cell {
  readonly at?: readonly number[];
}

export const origin: Cell = { row: 0, col: 0 };

export abstract class PlaneElement extends LitElement {
  static override properties: PropertyDeclarations = {
    view: { attribute: false },
    surroundings: { attribute: false },
    range: { attribute: false },
    upright: { attribute: false },
    marked: { attribute: false },
    picks: { attribute: false },
    lit: { attribute: false },
    leading: { attribute: false },
    dims: { attribute: false },
    bare: { attribute: false },
    ask: { attribute: false },
    cursor: { state: true },
    pointed: { state: true },
    focused: { state: true },
  };

  declare view: TensorView;
  declare surroundings: Surroundings;
  /** Colours span this range instead of the tensor's own. */
  declare range: Range | undefined;
  /** A vector is drawn as one column. */
  declare upright: boolean;
  /** Index of the cell with a ring. */
  declare marked: readonly number[] | undefined;
  /** What tells the cells with a corner. */
  declare picks: Picks | undefined;
  /** Cells that begin with this index are lit. */
  declare lit: readonly number[] | undefined;
  declare leading: readonly number[];
  /** Rows and columns instead of the last two dims. */
  declare dims: PlaneDims | undefined;
  /** Without a colour bar of its own. */
  declare bare: boolean;
  /** Asks for what is not in the view; absent: the view is all there is. */
  declare ask: Ask | undefined;
  declare protected cursor: Cell;
  declare protected pointed: Pointed | undefined;
  declare protected focused: boolean;

  constructor() {
    super();
    this.leading = [];
    this.upright = false;
    this.bare = false;
    this.cursor = origin;
    this.focused = false;
  }

  protected abstract readonly plane: Plane;
  /** Indices of the dims in front of the plane. */
  protected abstract at(): readonly number[];
  /** The cursor was moved by a key. */
  protected abstract moved(to: Cell): void;
  /** Copies the exact text of a cell. */
  protected abstract copy(at: Cell): void;

  /** Takes a key of the picture's own; tells whether it is one. */
  protected pressed(_key: string): boolean {
    return false;
  }

  /** The facets that are drawn, and how many of them on a line; undefined where no dim is laid out so. */
  protected abstract facets(): { readonly page: FacetPage; readonly perLine: number } | undefined;

  /** Moves the cursor to an element, steps to its slice where it has one, and takes the keyboard there. */
  async goTo(index: readonly number[]): Promise<void> {
    const { plane } = this;
    if (plane.front.length > 0) this.step(plane.front.map((dim) => index[dim] ?? 0));
    // Another slice begins with the cursor at its origin.
    await this.updateComplete;
    const along = (dim: number | undefined): number => (dim === undefined ? 0 : (index[dim] ?? 0));
    this.cursor = { row: along(plane.rowDim), col: along(plane.colDim) };
    this.moved(this.cursor);
  }

  protected goToFacet(number: number): void {
    this.step(facetAt(this.plane, this.at(), number));
  }

  /** Goes on to a neighbouring facet where a key leads there; the cell of it. */
  private beyond(key: string): Cell | undefined {
    const facets = this.facets();
    const to = facets && beyond(key, this.cursor, this.plane, facets.page, facets.perLine);
    if (to) this.goToFacet(to.number);
    return to?.cell;
  }

  /** Plain children, so that the page's stylesheet, selection and search reach the numbers. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected active(): Pointed | undefined {
    return this.pointed ?? (this.focused ? this.cursor : undefined);
  }

  protected indexAt({ row, col, at = this.at() }: Pointed): readonly number[] {
    return indexOf(this.plane, at, row, col);
  }

  /** Tells the page what is active. */
  protected tell(): void {
    const at = this.active();
    this.send('heatmap-cell', at ? this.indexAt(at) : null);
  }

  protected send<K extends keyof Told>(type: K, detail: Told[K]['detail']): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }

  protected step(at: readonly number[]): void {
    this.leading = at;
    this.send('heatmap-step', at);
  }

  protected readonly arrange = (to: PlaneDims): void => {
    const chosen = arranged(this.view.shape, this.plane, this.at(), to);
    this.dims = chosen.dims;
    this.leading = chosen.leading;
    this.send('heatmap-plane', chosen);
  };

  protected readonly reveal = (): void => this.send('heatmap-reveal', undefined);

  protected point(at: Pointed | undefined): void {
    const before = this.pointed;
    if (at?.row === before?.row && at?.col === before?.col && at?.at?.join() === before?.at?.join()) return;
    this.pointed = at;
    this.tell();
  }

  protected focusChanged(focused: boolean): void {
    this.focused = focused;
    this.tell();
  }

  protected readonly keyPressed = (event: KeyboardEvent): void => {
    const { plane, cursor } = this;
    const control = event.ctrlKey || event.metaKey;
    const to =
      (control ? undefined : this.beyond(event.key)) ?? moveCursor(event.key, control, cursor, plane.rows, plane.cols);
    if (to) {
      this.cursor = to;
      this.pointed = undefined;
      this.moved(to);
      this.tell();
    } else if (event.key === 'Enter') this.reveal();
    else if (control && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) {
      this.copy(cursor);
    } else if (control || !this.pressed(event.key)) return;
    event.preventDefault();
  };
}
