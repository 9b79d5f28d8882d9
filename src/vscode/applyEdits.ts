// Writes edits that a page asks for into their documents, as one step to undo. Knows no view.
import * as vscode from 'vscode';
import type { DocumentEdit } from '../protocol/textEdits';
import { toRange } from './place';

/** False where a document is not the one that the edits were made for any more: then nothing is written. */
export async function applyEdits(uri: string, version: number, edits: readonly DocumentEdit[]): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  if (document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const { uri: own, range, text } of edits) edit.replace(vscode.Uri.parse(own, true), toRange(range), text);
  return vscode.workspace.applyEdit(edit);
}
