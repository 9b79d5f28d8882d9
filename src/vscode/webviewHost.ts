// One webview of ours: loads its page, keeps the last message for each reload, types what goes to and fro.
import { randomBytes } from 'node:crypto';
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

export class WebviewHost implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #listening: vscode.Disposable;
  readonly #answers: HeldAnswers;
  #ready = false;
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
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const resource = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
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
      cspSource: webview.cspSource,
      script: resource(`${view}.js`),
      style: resource(`${view}.css`),
    });
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

  /** A page comes up anew each time it was hidden. */
  #start(): void {
    this.#ready = true;
    this.#answers.drop();
    this.#post({ type: 'init', translations: vscode.l10n.bundle ?? {} });
    if (this.#last) this.#post(this.#last);
    if (this.#busy) this.busy(true);
  }

  #post(message: ToWebview): void {
    // As bytes: VS Code's own JSON would lose NaN and infinities.
    if (this.#ready) void this.#webview.postMessage(encode(message));
  }
}
