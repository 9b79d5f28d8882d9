// Softmax along every dim of the tensor at a place: asks the server, shows the panel, does what its page asks for.
import * as vscode from 'vscode';
import type { SoftmaxParams } from '../protocol/requests';
import type { Inquiries } from './inquiries';
import { Latest } from './latest';
import { onRestored, Panel } from './panel';
import { activePlace, holdsPython, movedPlace } from './place';
import type { FromPage } from './webviewHost';

export class SoftmaxInspector implements vscode.Disposable {
  readonly #inquiries: Inquiries;
  readonly #panel: Panel;
  readonly #latest = new Latest();
  readonly #listening: vscode.Disposable;
  /** What the panel shows, moved along with the edits of its document. */
  #place: SoftmaxParams | undefined;

  constructor(context: vscode.ExtensionContext, inquiries: Inquiries) {
    this.#inquiries = inquiries;
    this.#panel = new Panel(context, {
      id: 'softmax',
      title: vscode.l10n.t('Softmax by dim'),
      server: inquiries.server,
      received: (message) => void this.#received(message),
      restored: (place) => void this.open(place),
      closed: () => {
        this.#place = undefined;
      },
    });
    this.#listening = vscode.Disposable.from(
      this.#panel,
      this.#latest,
      onRestored('softmax', (panel) => this.#panel.adopt(panel)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.contentChanges.length && holdsPython(event.document)) this.#latest.cancel();
        this.#place = movedPlace(this.#place, event);
      }),
    );
  }

  /** Shows softmax along every dim of the tensor at a place, by default at the selection or cursor. */
  async open(place: SoftmaxParams | undefined = activePlace()): Promise<void> {
    const { server } = this.#inquiries;
    if (!place) return this.#inquiries.sayNoPlace();
    this.#place = place;
    await this.#inquiries.answer(
      this.#latest,
      vscode.l10n.t('Computing softmax'),
      place,
      (asked, token) => server.ask('tensorInspector/softmax', asked, token),
      (view) => this.#panel.show(view),
    );
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #received(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'softmaxSettings':
        return this.#again({ settings: message.settings });
      case 'apply':
        return this.#inquiries.apply(message, () => this.#again());
      default:
        return this.#inquiries.received(message);
    }
  }

  async #again(asked: Pick<SoftmaxParams, 'settings'> = {}): Promise<void> {
    if (this.#place) await this.open({ ...this.#place, ...asked });
  }
}
