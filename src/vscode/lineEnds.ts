// Draws evaluated values at line ends and takes them away when the code they depend on changes.
import * as vscode from 'vscode';
import { commandId, hasValueKey } from '../manifest/commands';
import type { InlineValuesView, LossView, RangeView } from '../protocol/views';
import { cut, type LineEnd, lineEnd, outdates } from './lineEndText';
import { sameProgram, toRange } from './place';
import { readSetting } from './settings';

interface Drawn extends LineEnd {
  readonly range: RangeView;
  readonly indented: boolean;
  /** By an evaluation of this line; else it is one of all lines. */
  readonly isAsked: boolean;
}

const colours: Readonly<Record<LineEnd['tone'], string>> = {
  value: 'editorCodeLens.foreground',
  error: 'editorError.foreground',
  unknown: 'editorCodeLens.foreground',
};

export class LineEnds implements vscode.Disposable {
  /** Document → last line of the evaluated code → what stands there. */
  readonly #drawn = new Map<string, Map<number, Drawn>>();
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: { margin: '0 0 0 3ch' },
  });
  readonly #listening: vscode.Disposable;

  constructor() {
    this.#listening = vscode.Disposable.from(
      this.#decoration,
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
      vscode.workspace.onDidChangeNotebookDocument((event) => this.#onNotebookEdit(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#replace(uri.toString(), undefined)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => {
        for (const editor of editors) this.#draw(editor);
      }),
    );
  }

  /** Shows a view at the end of its line, unless the document has moved on since. */
  show(view: LossView): void {
    const document = documentOf(view);
    if (!document || readSetting('inlineValues') === 'off') return;
    const drawn: Drawn = { ...lineEnd(view, vscode.l10n), ...placed(document, view.range), isAsked: true };
    this.#replace(view.uri, new Map([...(this.#drawn.get(view.uri) ?? []), [view.range.end.line, drawn]]));
  }

  /** Shows the values of all lines of a document, beside those that were asked for. */
  showAll(view: InlineValuesView): void {
    const document = documentOf(view);
    if (!document) return;
    const all = view.lines.map(({ range, text, tone }): [number, Drawn] => [
      range.end.line,
      { text: cut(text), tone, ...placed(document, range), isAsked: false },
    ]);
    this.#replace(view.uri, new Map([...all, ...this.#askedFor(view.uri)]));
  }

  /** Takes away what was not asked for line by line. */
  hideAll(): void {
    for (const uri of [...this.#drawn.keys()]) this.#replace(uri, new Map(this.#askedFor(uri)));
  }

  clear(): void {
    for (const uri of [...this.#drawn.keys()]) this.#replace(uri, undefined);
  }

  texts(uri: string): readonly string[] {
    return [...(this.#drawn.get(uri)?.values() ?? [])].map(({ text }) => text);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #askedFor(uri: string): readonly [number, Drawn][] {
    return [...(this.#drawn.get(uri) ?? [])].filter(([, { isAsked }]) => isAsked);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!contentChanges.length) return;
    for (const [uri, drawn] of this.#drawn) {
      // Another cell of the notebook: its lines come before or define what these use.
      if (uri !== document.uri.toString()) {
        if (sameProgram(document.uri, vscode.Uri.parse(uri, true))) this.#replace(uri, undefined);
        continue;
      }
      const kept = [...drawn].filter(
        ([, { range, indented }]) => !contentChanges.some((edit) => outdates(edit, range, indented)),
      );
      if (kept.length < drawn.size) this.#replace(uri, new Map(kept));
    }
  }

  /** Cells came, went or changed places. */
  #onNotebookEdit({ notebook, contentChanges }: vscode.NotebookDocumentChangeEvent): void {
    if (!contentChanges.length) return;
    for (const cell of notebook.getCells()) this.#replace(cell.document.uri.toString(), undefined);
  }

  #replace(uri: string, drawn: Map<number, Drawn> | undefined): void {
    if (drawn?.size) this.#drawn.set(uri, drawn);
    else if (!this.#drawn.delete(uri)) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === uri) this.#draw(editor);
    }
    void vscode.commands.executeCommand('setContext', hasValueKey, this.#drawn.size > 0);
  }

  #draw(editor: vscode.TextEditor): void {
    const drawn = this.#drawn.get(editor.document.uri.toString());
    editor.setDecorations(this.#decoration, drawn ? [...drawn.values()].map((each) => decoration(editor, each)) : []);
  }
}

/** The document of a view, unless it has moved on since. */
const documentOf = ({ uri, version }: Pick<LossView, 'uri' | 'version'>): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri && document.version === version);

const placed = (document: vscode.TextDocument, range: RangeView): Pick<Drawn, 'range' | 'indented'> => ({
  range,
  indented: /^\s/.test(document.lineAt(range.start.line).text),
});

function decoration(editor: vscode.TextEditor, { range, text, tone }: Drawn): vscode.DecorationOptions {
  const { end } = editor.document.lineAt(range.end.line).range;
  const place = encodeURIComponent(JSON.stringify([editor.document.uri.toString(), range]));
  const hoverMessage = new vscode.MarkdownString(
    `[${vscode.l10n.t('Open panel')}](command:${commandId('evaluateLoss')}?${place}) · [${vscode.l10n.t('Copy value')}](command:${commandId('copyValue')})`,
  );
  hoverMessage.isTrusted = { enabledCommands: [commandId('evaluateLoss'), commandId('copyValue')] };
  return {
    range: new vscode.Range(toRange(range).end, end),
    hoverMessage,
    renderOptions: { after: { contentText: text, color: new vscode.ThemeColor(colours[tone]) } },
  };
}
