// The evaluation that newer ones are compared with. Knows no drawing.
import type { LossView } from '../../src/protocol/views';

export class Pinned {
  #view: LossView | undefined;

  /** Absent while nothing is pinned. */
  get view(): LossView | undefined {
    return this.#view;
  }

  pin(view: LossView | undefined): void {
    this.#view = view;
  }
}
