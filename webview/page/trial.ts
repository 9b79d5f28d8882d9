// Arguments that are being tried on a loss, and what came of them. Knows no drawing.
import type { LossView, WhatIfView } from '../../src/protocol/views';
import type { FromWebview, ToWebview } from '../../src/protocol/webviewMessages';
import { OneAtATime } from './oneAtATime';

type Question = Extract<FromWebview, { readonly type: 'whatIf' }>;
type Again = Extract<FromWebview, { readonly type: 'evaluateAgain' }>;

export class Trial {
  readonly #questions = new OneAtATime();
  #base: LossView | undefined;
  #changes: Readonly<Record<string, string>> = {};
  #sample: readonly number[] | undefined;
  #found: WhatIfView | undefined;
  #failed = false;

  /** What is tried, by the argument's name. */
  get changes(): Readonly<Record<string, string>> {
    return this.#changes;
  }

  /** What came of it last; absent while nothing is tried, and where it came to nothing. */
  get found(): WhatIfView | undefined {
    return this.#found;
  }

  /** Whether what was tried last came to nothing. */
  get failed(): boolean {
    return this.#failed;
  }

  /** A newer view of the code ends what was tried on the last one. */
  begin(view: LossView): void {
    if (view === this.#base) return;
    this.#base = view;
    this.reset();
  }

  /** Tries `text` as the argument, or what the code has where it is undefined. */
  set(name: string, text: string | undefined, post: (question: Question) => void): void {
    const { [name]: _, ...others } = this.#changes;
    this.#changes = text === undefined ? others : { ...others, [name]: text };
    if (Object.keys(this.#changes).length === 0) this.reset();
    else this.#ask(post);
  }

  /** Asks for the steps of another element, of what is tried or of the code's own call. */
  choose(sample: readonly number[], post: (message: Question | Again) => void): void {
    if (Object.keys(this.#changes).length === 0) post({ type: 'evaluateAgain', sample });
    else {
      this.#sample = sample;
      this.#ask(post);
    }
  }

  reset(): void {
    this.#questions.drop();
    this.#changes = {};
    this.#sample = undefined;
    this.#found = undefined;
    this.#failed = false;
  }

  heard({ number, found }: Extract<ToWebview, { readonly type: 'whatIf' }>): void {
    if (!this.#questions.answered(number)) return;
    this.#found = found;
    this.#failed = !found;
  }

  #ask(post: (question: Question) => void): void {
    this.#questions.ask((number) => {
      if (!this.#base) return;
      const { uri, range } = this.#base;
      const of = this.#sample ? { sample: this.#sample } : {};
      post({ type: 'whatIf', number, uri, range, changes: this.#changes, ...of });
    });
  }
}
