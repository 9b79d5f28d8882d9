// What the questions about a place have in common: progress, an answer that is shown, no place, failure; and what any page
// may ask for. Knows no view.
import * as vscode from 'vscode';
import type { PlaceParams } from '../protocol/requests';
import { applyEdits } from './applyEdits';
import { type Latest, Superseded } from './latest';
import { reveal } from './place';
import type { Server } from './server';
import { slowly } from './slowly';
import { ServerStopped } from './supervisor';
import type { FromPage } from './webviewHost';

export class Inquiries {
  readonly server: Server;
  readonly #output: vscode.LogOutputChannel;

  constructor(server: Server, output: vscode.LogOutputChannel) {
    this.server = server;
    this.#output = output;
  }

  /** Asks about a place and shows the answer; a newer question of the same `latest` ends this one without a word. */
  async answer<View, Params extends PlaceParams>(
    latest: Latest,
    title: string,
    place: Params,
    ask: (place: Params, token: vscode.CancellationToken) => Promise<View | null>,
    show: (view: View) => void,
  ): Promise<void> {
    try {
      const view = await latest.run((token) => slowly(title, ask(place, token), () => latest.cancel()));
      if (view) show(view);
      else this.sayNoPlace();
    } catch (error) {
      this.failed(error, true);
    }
  }

  sayNoPlace(): void {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Put the cursor in an expression of a Python file, a notebook cell or a Python block of Markdown, or select one.',
      ),
    );
  }

  /** Logs a failure of ours, and says so where the user waits for an answer; that an answer no longer counts is none. */
  failed(error: unknown, waiting: boolean): void {
    if (error instanceof Superseded) return;
    this.#output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (!waiting) return;
    const message =
      error instanceof ServerStopped
        ? vscode.l10n.t('Tensor Inspector: the language server is stopped. Restart it to go on.')
        : vscode.l10n.t('Tensor Inspector could not answer. The output says why.');
    const [restart, output] = [vscode.l10n.t('Restart server'), vscode.l10n.t('Show output')];
    void vscode.window.showErrorMessage(message, restart, output).then((choice) => {
      if (choice === restart) void this.server.restart();
      if (choice === output) this.#output.show(true);
    });
  }

  /** Does what any page may ask for. */
  async received(message: FromPage): Promise<void> {
    if (message.type === 'reveal') return reveal(message);
    if (message.type === 'copy') return vscode.env.clipboard.writeText(message.text);
  }

  /** Writes a change of the code that a page offers, then calls `written`; says so where the code is another by now. */
  async apply(
    { uri, version, edits }: Extract<FromPage, { readonly type: 'apply' }>,
    written: () => Promise<void>,
  ): Promise<void> {
    if (await applyEdits(uri, version, edits)) return written();
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The code has changed since it was evaluated. Evaluate again, then apply.'),
    );
  }
}
