// One webview of ours: loads its page, keeps the last message for each reload, types what goes to and fro.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { encode } from '../protocol/codec';
import type { PlaceParams } from '../protocol/requests';
import type { Asking, FromWebview, ToWebview } from '../protocol/webviewMessages';
import { HeldAnswers } from './heldAnswers';
import { type PageOptions, page } from './page';
import { saveFigure } from './saveFigure';
import type { Server } from './server';

export type FromPage = Exclude<FromWebview, { readonly type: 'ready' | 'save' } | Asking>;

/** What answers a page's own question: it is not sent again to a page that comes up anew. */
export type Answer = Extract<ToWebview, { readonly type: 'whatIf' }>;

export interface HostOptions {
  /** Answers what a page asks about tensors that are held. */
  readonly server: Pick<Server, 'ask'>;
  readonly received: (message: FromPage) => void;
  /** The page came back with a view from before the window was reloaded. */
  readonly restored?: ((place: PlaceParams) => void) | undefined;
}

const webviewFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

/** Of every webview of ours. */
export const webviewOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [webviewFolder(extensionUri)],
});

export class WebviewHost implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #listening: vscode.Disposable;
  readonly #answers: HeldAnswers;
  /** The last view sent, again after each `ready`. */
  #last: ToWebview | undefined;
  #busy = false;

  constructor(
    extensionUri: vscode.Uri,
    webview: vscode.Webview,
    view: PageOptions['view'],
    { server, received, restored }: HostOptions,
  ) {
    this.#webview = webview;
    this.#answers = new HeldAnswers(server, (message) => this.#post(message));
    const folder = webviewFolder(extensionUri);
    const bundled = (file: string): string => readFileSync(vscode.Uri.joinPath(folder, file).fsPath, 'utf8');
    const more = vscode.Uri.joinPath(folder, 'panelMore.js');
    webview.options = webviewOptions(extensionUri);
    this.#listening = webview.onDidReceiveMessage((message: FromWebview) => {
      if (message.type === 'ready') {
        if (!this.#last && message.place) restored?.(message.place);
        this.#start();
      } else if (message.type === 'ask' || message.type === 'unask') this.#answers.received(message);
      else if (message.type === 'save') void saveFigure(message, server);
      else received(message);
    });
    webview.html = page({
      view,
      language: vscode.env.language,
      nonce: randomBytes(18).toString('base64'),
      script: bundled(`${view}.js`),
      style: bundled(`${view}.css`),
      more: view === 'panel' ? webview.asWebviewUri(more).toString() : undefined,
    });
    this.#start();
  }

  /** Shows a view now, or as soon as the page is there. */
  show(message: Extract<ToWebview, { readonly type: 'panel' | 'dims' }>): void {
    this.#busy = false;
    this.#last = message;
    this.#post(message);
  }

  post(message: Answer): void {
    this.#post(message);
  }

  busy(busy: boolean): void {
    this.#busy = busy;
    this.#post({ type: 'busy', busy });
  }

  dispose(): void {
    this.#listening.dispose();
    this.#answers.drop();
  }

  /** Tells a page that comes up all that it needs: it does so anew each time it was hidden, and then says `ready`. */
  #start(): void {
    this.#answers.drop();
    this.#post({ type: 'init', translations: vscode.l10n.bundle ?? {} });
    if (this.#last) this.#post(this.#last);
    if (this.#busy) this.busy(true);
  }

  #post(message: ToWebview): void {
    // As bytes: VS Code's own JSON would lose NaN and infinities. VS Code keeps it until the page is there.
    void this.#webview.postMessage(encode(message));
  }
}
