// Arguments that are being tried on a loss, and what came of them. One question at a time: what is moved meanwhile is asked
// when the answer is here. Knows no drawing.
import type { LossView, WhatIfView } from '../../src/protocol/views';
import type { FromWebview, ToWebview } from '../../src/protocol/webviewMessages';

type Question = Extract<FromWebview, { readonly type: 'whatIf' }>;
type Again = Extract<FromWebview, { readonly type: 'evaluateAgain' }>;

export class Trial {
  #base: LossView | undefined;
  #changes: Readonly<Record<string, string>> = {};
  #found: WhatIfView | undefined;
  #number = 0;
  #asked = 0;

  /** What is tried, by the argument's name. */
  get changes(): Readonly<Record<string, string>> {
    return this.#changes;
  }

  /** What came of it last; absent while nothing is tried. */
  get found(): WhatIfView | undefined {
    return this.#found;
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
    else if (this.#asked === 0) this.#ask(post);
  }

  /** Asks for the steps of another element, of what is tried or of the code's own call. */
  choose(sample: readonly number[], post: (message: Question | Again) => void): void {
    if (Object.keys(this.#changes).length === 0) post({ type: 'evaluateAgain', sample });
    else {
      this.#sample = sample;
      if (this.#asked === 0) this.#ask(post);
    }
  }

  reset(): void {
    this.#changes = {};
    this.#sample = undefined;
    this.#found = undefined;
    this.#asked = 0;
  }

  /** Takes an answer in; what was changed since its question is asked at once. */
  heard({ number, found }: Extract<ToWebview, { readonly type: 'whatIf' }>, post: (question: Question) => void): void {
    if (number !== this.#asked) return;
    const [tried, sample] = [this.#tried, this.#shown];
    this.#asked = 0;
    this.#found = found;
    if (tried !== this.#changes || sample !== this.#sample) this.#ask(post);
  }

  #tried: Readonly<Record<string, string>> = {};
  #sample: readonly number[] | undefined;
  #shown: readonly number[] | undefined;

  #ask(post: (question: Question) => void): void {
    if (!this.#base) return;
    const { uri, range } = this.#base;
    this.#asked = ++this.#number;
    this.#tried = this.#changes;
    this.#shown = this.#sample;
    const of = this.#sample ? { sample: this.#sample } : {};
    post({ type: 'whatIf', number: this.#asked, uri, range, changes: this.#changes, ...of });
  }
}
