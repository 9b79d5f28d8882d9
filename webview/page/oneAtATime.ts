// One question at a time: of those that come while one is under way, the last is sent after it. Knows no question.

/** An answer that takes longer is no longer waited for, in milliseconds; it still counts while nothing newer is sent. */
export const patience = 1500;

export class OneAtATime {
  readonly #gaveUp: () => void;
  #number = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: ((number: number) => void) | undefined;

  /** `gaveUp` is told when the wait for an answer ends without one. */
  constructor(gaveUp: () => void = () => undefined) {
    this.#gaveUp = gaveUp;
  }

  /** Whether an answer is waited for. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  /** Calls `send` now or, where an answer is waited for, after it; the number goes along with the question. */
  ask(send: (number: number) => void): void {
    if (this.waiting) this.#next = send;
    else this.#send(send);
  }

  /** Whether an answer is that to the question sent last, as one without a number is; the next question is sent at once. */
  answered(number = this.#number): boolean {
    if (number !== this.#number) return false;
    this.#goOn();
    return true;
  }

  /** Forgets what is asked: no answer to it counts. */
  drop(): void {
    this.#number++;
    this.#next = undefined;
    this.#goOn();
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    const next = this.#next;
    this.#timer = this.#next = undefined;
    if (next) this.#send(next);
  }

  #send(send: (number: number) => void): void {
    this.#timer = setTimeout(() => {
      this.#goOn();
      this.#gaveUp();
    }, patience);
    send(++this.#number);
  }
}
