// How the figures of a page lay out their tensors: which dims lie where, and the indices of the others. Kept with the page's view.
// Knows no figure.
import type { PlaneDims } from '../../src/protocol/plane';

export interface Laid {
  /** Absent: the last two dims are rows and columns. */
  readonly dims?: PlaneDims | undefined;
  /** Indices of the dims in front. */
  readonly leading: readonly number[];
}

/** The name under which figures that are laid out together are known. */
export const linkedFigures = 'linked';

const asSent: Laid = { leading: [] };

export class LaidOut {
  readonly #figures: Map<string, Laid>;

  /** `kept` is what `all` was before. */
  constructor(kept: Readonly<Record<string, Laid>> = {}) {
    this.#figures = new Map(Object.entries(kept));
  }

  /** One and the same object until it is laid out anew: a figure that is drawn again does not change. */
  of(figure: string): Laid {
    return this.#figures.get(figure) ?? asSent;
  }

  lay(figure: string, laid: Laid): void {
    this.#figures.set(figure, laid);
  }

  get all(): Readonly<Record<string, Laid>> {
    return Object.fromEntries(this.#figures);
  }
}
