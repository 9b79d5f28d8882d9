// The page's questions that wait for an answer, by number. Knows no editor.
import type { HeldRequests } from '../../src/protocol/tiles';
import type { Asking, ToWebview } from '../../src/protocol/webviewMessages';

/** Asks about a tensor that the server holds; rejects where that failed, or with the signal's reason. */
export type Ask = <K extends keyof HeldRequests>(
  method: K,
  params: HeldRequests[K]['params'],
  signal?: AbortSignal,
) => Promise<HeldRequests[K]['result']>;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class Questions {
  readonly #post: (message: Asking) => void;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  constructor(post: (message: Asking) => void) {
    this.#post = post;
  }

  ask<K extends keyof HeldRequests>(
    method: K,
    params: HeldRequests[K]['params'],
    signal?: AbortSignal,
  ): Promise<HeldRequests[K]['result']> {
    const number = this.#count++;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      // What answers is the server by way of our own extension, as the table of methods says.
      this.#waiting.set(number, { resolve: resolve as Waiting['resolve'], reject });
      signal?.addEventListener('abort', () => {
        if (!this.#waiting.delete(number)) return;
        this.#post({ type: 'unask', number });
        reject(signal.reason);
      });
      this.#post({ type: 'ask', number, method, params } as Asking);
    });
  }

  answered({ number, result }: Extract<ToWebview, { readonly type: 'answer' }>): void {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (result === undefined) waiting?.reject(new Error('the server did not answer'));
    else waiting?.resolve(result);
  }
}
