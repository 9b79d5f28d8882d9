// Keeps the values of all lines at their ends up to date in the editors that are seen, where the setting wants them.
import * as vscode from 'vscode';
import type { Inquiries } from './inquiries';
import { Latest } from './latest';
import type { LineEnds } from './lineEnds';
import { holdsPython } from './place';
import { onSettingChange, readSetting } from './settings';

/** Milliseconds after the last key. */
const pause = 250;

export class InlineValues implements vscode.Disposable {
  readonly #inquiries: Inquiries;
  readonly #lineEnds: LineEnds;
  readonly #latest = new Map<string, Latest>();
  readonly #listening: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(inquiries: Inquiries, lineEnds: LineEnds) {
    this.#inquiries = inquiries;
    this.#lineEnds = lineEnds;
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
    const { server } = this.#inquiries;
    try {
      const view = await latest.run((token) => server.ask('tensorInspector/inlineValues', { uri }, token));
      if (view && readSetting('inlineValues') === 'always') this.#lineEnds.showAll(view);
    } catch (error) {
      this.#inquiries.failed(error, false);
    }
  }
}
