// Places in documents, between VS Code's classes and the protocol's plain data.
import * as vscode from 'vscode';
import type { PlaceParams } from '../protocol/requests';
import { movedRange } from '../protocol/textEdits';
import type { RangeView } from '../protocol/views';

/** Documents of these languages hold Python: as a whole, or in fenced blocks. */
export const languages: readonly string[] = ['python', 'markdown'];

export const holdsPython = ({ languageId }: vscode.TextDocument): boolean => languages.includes(languageId);

const cellScheme = 'vscode-notebook-cell';

/** Whether two documents run as one program: they are one, or cells of one notebook. */
export const sameProgram = (a: vscode.Uri, b: vscode.Uri): boolean =>
  a.scheme === b.scheme &&
  a.authority === b.authority &&
  a.path === b.path &&
  (a.scheme === cellScheme || a.toString() === b.toString());

/** A copy as plain data: VS Code's own classes keep their numbers where no codec finds them. */
export const toRangeView = ({ start, end }: RangeView): RangeView => ({
  start: { line: start.line, character: start.character },
  end: { line: end.line, character: end.character },
});

export const toRange = ({ start, end }: RangeView): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);

/** Selection or cursor of the active editor with Python; while a panel has the focus, of a visible one. */
export function activePlace(): PlaceParams | undefined {
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  const editor = active ?? visible.find(({ document }) => holdsPython(document));
  if (!editor || !holdsPython(editor.document)) return undefined;
  return { uri: editor.document.uri.toString(), range: toRangeView(editor.selection) };
}

/** What the place's first line calls, to an eye that does not read Python; undefined where it calls nothing. */
export function calledAt({ uri, range }: PlaceParams): string | undefined {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  if (document?.languageId !== 'python' || range.start.line >= document.lineCount) return undefined;
  const call = /^\s*(?!(?:async|def|class)\b|[@#])[^#(]*?([\w.]*)\(/;
  return call.exec(document.lineAt(range.start.line).text)?.[1];
}

/** A place, moved along with an edit of its document. */
export const movedPlace = <Place extends PlaceParams>(
  place: Place | undefined,
  { document, contentChanges }: vscode.TextDocumentChangeEvent,
): Place | undefined =>
  place?.uri === document.uri.toString() ? { ...place, range: contentChanges.reduce(movedRange, place.range) } : place;

/** The place that a command link names, `[uri, range]`; menus and keys pass none, or something else. */
export function placeOfLink([uri, range]: readonly unknown[]): PlaceParams | undefined {
  return typeof uri === 'string' && isRangeView(range) ? { uri, range } : undefined;
}

function isRangeView(value: unknown): value is RangeView {
  const { start, end } = (value ?? {}) as Partial<RangeView>;
  return [start?.line, start?.character, end?.line, end?.character].every((part) => Number.isInteger(part));
}

/** Shows the source at a place: in the editor that has it open, else in the first column. */
export async function reveal({ uri, range }: PlaceParams): Promise<void> {
  const target = vscode.Uri.parse(uri, true);
  const notebook = vscode.workspace.notebookDocuments.find(({ uri: own }) =>
    sameProgram(own.with({ scheme: cellScheme }), target),
  );
  if (notebook) return revealCell(notebook, target, range);
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(target, { viewColumn, selection: toRange(range) });
}

async function revealCell(notebook: vscode.NotebookDocument, uri: vscode.Uri, range: RangeView): Promise<void> {
  const cell = notebook.getCells().find(({ document }) => document.uri.toString() === uri.toString());
  if (!cell) return;
  const open = vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
  const selections = [new vscode.NotebookRange(cell.index, cell.index + 1)];
  await vscode.window.showNotebookDocument(notebook, { viewColumn, selections });
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document === cell.document);
  if (editor) editor.selection = new vscode.Selection(toRange(range).start, toRange(range).end);
}
