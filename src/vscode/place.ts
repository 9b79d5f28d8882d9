// Places in documents, between VS Code's classes and the protocol's plain data.
import * as vscode from 'vscode';
import type { PlaceParams } from '../protocol/requests';
import type { RangeView } from '../protocol/views';

export const isPython = (document: vscode.TextDocument): boolean => document.languageId === 'python';

/** A copy as plain data: VS Code's own classes keep their numbers where no codec finds them. */
export const toRangeView = ({ start, end }: RangeView): RangeView => ({
  start: { line: start.line, character: start.character },
  end: { line: end.line, character: end.character },
});

export const toRange = ({ start, end }: RangeView): vscode.Range =>
  new vscode.Range(start.line, start.character, end.line, end.character);

/** Selection or cursor of the active Python editor; while a panel has the focus, of a visible one. */
export function activePlace(): PlaceParams | undefined {
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  const editor = active ?? visible.find(({ document }) => isPython(document));
  if (!editor || !isPython(editor.document)) return undefined;
  return { uri: editor.document.uri.toString(), range: toRangeView(editor.selection) };
}

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
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(target, { viewColumn, selection: toRange(range) });
}
