// A result panel beside the editor: made at the first view, then reused. Knows not what a view says.
import * as vscode from 'vscode';
import type { PlaceParams } from '../protocol/requests';
import type { PanelView } from '../protocol/views';
import type { Server } from './server';
import { type Answer, type FromPage, WebviewHost, webviewOptions } from './webviewHost';

export interface PanelOptions {
  readonly id: 'loss' | 'softmax' | 'reductions';
  readonly title: string;
  readonly server: Pick<Server, 'ask'>;
  readonly received: (message: FromPage) => void;
  /** The user turned to the panel. */
  readonly activated?: () => void;
  /** The user closed the panel. */
  readonly closed?: () => void;
  /** The window was reloaded with the panel open: what it was about. */
  readonly restored?: (place: PlaceParams) => void;
}

/** Calls `adopt` with each panel that was open when the window was reloaded. */
export function onRestored(id: PanelOptions['id'], adopt: (panel: vscode.WebviewPanel) => void): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(`tensorInspector.${id}`, {
    deserializeWebviewPanel: async (panel) => adopt(panel),
  });
}

export class Panel implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #options: PanelOptions;
  #open: { readonly panel: vscode.WebviewPanel; readonly host: WebviewHost } | undefined;
  /** Whether it was opened for a view that has not come. */
  #isPrepared = false;

  constructor(context: vscode.ExtensionContext, options: PanelOptions) {
    this.#context = context;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** Opens the panel for a view that is still to come. */
  prepare(title?: string): void {
    if (this.#open) return;
    this.#create(title).host.busy(true);
    this.#isPrepared = true;
  }

  /** No view is to come any more: closes a panel that was opened for it. */
  settle(): void {
    if (this.#isPrepared) this.#open?.panel.dispose();
    else this.busy(false);
  }

  /** Shows a view, beside the editor at first; the keyboard stays where it is. */
  show(view: PanelView, title = this.#options.title): void {
    const { panel, host } = this.#open ?? this.#create(title);
    panel.title = title;
    this.#isPrepared = false;
    if (!panel.visible) panel.reveal(undefined, true);
    host.show({ type: 'panel', view });
  }

  /** Shows a newer view where the panel is open, in front or not. */
  update(view: PanelView, title = this.#options.title): void {
    if (!this.#open) return;
    this.#isPrepared = false;
    this.#open.panel.title = title;
    this.#open.host.show({ type: 'panel', view });
  }

  /** Tells the page something that it asked for; nothing where it is closed. */
  post(message: Answer): void {
    this.#open?.host.post(message);
  }

  busy(busy: boolean): void {
    this.#open?.host.busy(busy);
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #create(title = this.#options.title) {
    const { id } = this.#options;
    const options = webviewOptions(this.#context.extensionUri);
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel(`tensorInspector.${id}`, title, column, options);
    return this.adopt(panel);
  }

  /** Takes over a panel from before the window was reloaded. */
  adopt(panel: vscode.WebviewPanel) {
    const { server, received, activated, closed, restored } = this.#options;
    panel.iconPath = vscode.Uri.joinPath(this.#context.extensionUri, 'media', 'icon.png');
    const host = new WebviewHost(this.#context.extensionUri, panel.webview, 'panel', { server, received, restored });
    panel.onDidChangeViewState(() => panel.active && activated?.());
    panel.onDidDispose(() => {
      host.dispose();
      this.#open = undefined;
      this.#isPrepared = false;
      closed?.();
    });
    this.#open = { panel, host };
    return this.#open;
  }
}
