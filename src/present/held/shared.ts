// Work that several wait for and that is done once. It ends early when nobody waits any more, and is begun again when somebody
// asks again. Knows no work.

export class Shared<T> {
  #running: { readonly abort: AbortController; readonly result: Promise<T>; waiting: number } | undefined;
  #done: { readonly value: T } | undefined;

  constructor(private readonly work: (signal: AbortSignal) => Promise<T>) {}

  /** Rejects with the signal's reason where that is aborted first, and as `work` does. */
  async ask(signal: AbortSignal): Promise<T> {
    if (this.#done) return this.#done.value;
    signal.throwIfAborted();
    this.#running ??= this.#begin();
    const running = this.#running;
    running.waiting++;
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([running.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      if (--running.waiting === 0 && this.#running === running) {
        this.#running = undefined;
        if (!this.#done) running.abort.abort();
      }
    }
  }

  #begin() {
    const abort = new AbortController();
    const result = this.work(abort.signal);
    const running = { abort, result, waiting: 0 };
    result.then(
      (value) => {
        this.#done = { value };
      },
      () => {
        if (this.#running === running) this.#running = undefined;
      },
    );
    return running;
  }
}
