// The side view "Dims": follows the cursor while it is visible. Knows not what a dim is.
import * as vscode from 'vscode';
import { viewId } from '../manifest/views';
import type { PlaceParams } from '../protocol/requests';
import type { Inquiries } from './inquiries';
import { Latest } from './latest';
import { activePlace } from './place';
import { slowly } from './slowly';
import { WebviewHost } from './webviewHost';

const pause = 150;

export class DimsViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #inquiries: Inquiries;
  readonly #latest = new Latest();
  readonly #listening: vscode.Disposable;
  #open: { readonly view: vscode.WebviewView; readonly host: WebviewHost } | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Asked for by name; shown until the cursor moves. */
  #pinned: PlaceParams | undefined;

  constructor(context: vscode.ExtensionContext, inquiries: Inquiries) {
    this.#context = context;
    this.#inquiries = inquiries;
    const follow = (): void => {
      this.#pinned = undefined;
      this.#follow();
    };
    this.#listening = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(follow),
      vscode.window.onDidChangeActiveTextEditor(follow),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document !== vscode.window.activeTextEditor?.document) return;
        this.#latest.cancel();
        follow();
      }),
      inquiries.server.onState(({ phase }) => {
        if (phase === 'running') this.#follow();
      }),
      this.#latest,
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const host = new WebviewHost(this.#context.extensionUri, view.webview, 'dims', {
      server: this.#inquiries.server,
      received: (message) => void this.#inquiries.received(message),
    });
    this.#open = { view, host };
    view.onDidChangeVisibility(() => this.#follow());
    view.onDidDispose(() => {
      host.dispose();
      this.#open = undefined;
    });
    this.#follow();
  }

  /** Opens the view and shows the dims at a place, until the cursor moves; by default at the cursor. */
  async show(place: PlaceParams | undefined): Promise<void> {
    this.#pinned = place;
    await vscode.commands.executeCommand(`${viewId('dims')}.focus`);
    this.#follow();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  #follow(): void {
    clearTimeout(this.#timer);
    if (this.#open?.view.visible) this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    const place = this.#pinned ?? activePlace();
    if (!place || !this.#open?.view.visible) return;
    try {
      const view = await this.#latest.run((token) =>
        slowly(vscode.l10n.t('Reading dims'), this.#inquiries.server.ask('tensorInspector/dims', place, token)),
      );
      if (view) this.#open?.host.show({ type: 'dims', view });
    } catch (error) {
      this.#inquiries.failed(error, false);
    }
  }
}
