// Questions of one page about tensors that the server holds: carried there and back, taken back where the page says so. Knows
// no tensor.
import * as vscode from 'vscode';
import { heldMethods } from '../protocol/tiles';
import type { Asking, ToWebview } from '../protocol/webviewMessages';
import type { Server } from './server';

export class HeldAnswers {
  readonly #server: Pick<Server, 'ask'>;
  readonly #post: (message: ToWebview) => void;
  readonly #asking = new Map<number, vscode.CancellationTokenSource>();

  constructor(server: Pick<Server, 'ask'>, post: (message: ToWebview) => void) {
    this.#server = server;
    this.#post = post;
  }

  received(message: Asking): void {
    if (message.type === 'unask') this.#end(message.number);
    else if (heldMethods.includes(message.method)) void this.#ask(message);
  }

  /** Takes everything back: whoever asked is gone. */
  drop(): void {
    for (const number of [...this.#asking.keys()]) this.#end(number);
  }

  async #ask({ number, method, params }: Extract<Asking, { readonly type: 'ask' }>): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    this.#asking.set(number, source);
    const answer = await this.#server.ask(method, params, source.token).then(
      (result) => ({ result }),
      () => ({}),
    );
    if (this.#asking.get(number) !== source) return;
    this.#asking.delete(number);
    source.dispose();
    this.#post({ type: 'answer', number, ...answer });
  }

  #end(number: number): void {
    const source = this.#asking.get(number);
    this.#asking.delete(number);
    source?.cancel();
    source?.dispose();
  }
}
