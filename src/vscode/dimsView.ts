// The side view "Dims": follows the cursor while it is visible. Knows not what a dim is.
import * as vscode from 'vscode';
import { viewId } from '../manifest/views';
import type { PlaceParams } from '../protocol/requests';
import { Latest, Superseded } from './latest';
import { activePlace } from './place';
import type { Server } from './server';
import { slowly } from './slowly';
import { type FromPage, WebviewHost } from './webviewHost';

const pause = 150;

export class DimsViewProvider implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #server: Server;
  readonly #received: (message: FromPage) => void;
  readonly #failed: (error: unknown) => void;
  readonly #latest = new Latest();
  readonly #listening: vscode.Disposable;
  #open: { readonly view: vscode.WebviewView; readonly host: WebviewHost } | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Asked for by name; shown until the cursor moves. */
  #pinned: PlaceParams | undefined;

  constructor(
    context: vscode.ExtensionContext,
    server: Server,
    received: (message: FromPage) => void,
    failed: (error: unknown) => void,
  ) {
    this.#context = context;
    this.#server = server;
    this.#received = received;
    this.#failed = failed;
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
      server.onState(({ phase }) => {
        if (phase === 'running') this.#follow();
      }),
      this.#latest,
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const host = new WebviewHost(this.#context.extensionUri, view.webview, 'dims', {
      server: this.#server,
      received: this.#received,
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
        slowly(vscode.l10n.t('Reading dims'), this.#server.ask('tensorInspector/dims', place, token)),
      );
      if (view) this.#open?.host.show({ type: 'dims', view });
    } catch (error) {
      if (!(error instanceof Superseded)) this.#failed(error);
    }
  }
}
