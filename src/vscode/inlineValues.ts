// Keeps the values of all lines at their ends up to date in the editors that are seen, where the setting wants them.
import * as vscode from 'vscode';
import { Latest, Superseded } from './latest';
import type { LineEnds } from './lineEnds';
import { holdsPython } from './place';
import type { Server } from './server';
import { onSettingChange, readSetting } from './settings';

/** Milliseconds after the last key. */
const pause = 250;

export class InlineValues implements vscode.Disposable {
  readonly #server: Server;
  readonly #lineEnds: LineEnds;
  readonly #failed: (error: unknown) => void;
  readonly #latest = new Map<string, Latest>();
  readonly #listening: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(server: Server, lineEnds: LineEnds, failed: (error: unknown) => void) {
    this.#server = server;
    this.#lineEnds = lineEnds;
    this.#failed = failed;
    const soon = (): void => this.#soon();
    this.#listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length && holdsPython(document)) this.#soon();
      }),
      vscode.workspace.onDidChangeNotebookDocument(soon),
      vscode.window.onDidChangeVisibleTextEditors(soon),
      onSettingChange(['inlineValues'], () => {
        this.#lineEnds.hideAll();
        this.#soon();
      }),
    );
    this.#soon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const latest of this.#latest.values()) latest.dispose();
    this.#listening.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    for (const latest of this.#latest.values()) latest.cancel();
    if (readSetting('inlineValues') !== 'always') return;
    this.#timer = setTimeout(() => {
      const documents = vscode.window.visibleTextEditors.map(({ document }) => document).filter(holdsPython);
      const seen = new Set(documents.map(({ uri }) => uri.toString()));
      for (const uri of this.#latest.keys()) if (!seen.has(uri)) this.#latest.delete(uri);
      for (const uri of seen) void this.#update(uri);
    }, pause);
  }

  async #update(uri: string): Promise<void> {
    const latest = this.#latest.get(uri) ?? new Latest();
    this.#latest.set(uri, latest);
    try {
      const view = await latest.run((token) => this.#server.ask('tensorInspector/inlineValues', { uri }, token));
      if (view && readSetting('inlineValues') === 'always') this.#lineEnds.showAll(view);
    } catch (error) {
      if (!(error instanceof Superseded)) this.#failed(error);
    }
  }
}
