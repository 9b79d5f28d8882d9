// The extension under test and the documents that it is asked about.
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { LossView } from '../../src/protocol/views';
import type { TensorInspectorApi, TestingApi } from '../../src/vscode/api';

export const id = 'tensor-inspector.tensor-inspector';

export function extension(): vscode.Extension<TensorInspectorApi> {
  const found = vscode.extensions.getExtension<TensorInspectorApi>(id);
  assert.ok(found, `the extension ${id} is installed`);
  return found;
}

export const api = (): Promise<TensorInspectorApi> => Promise.resolve(extension().activate());

export async function testing(): Promise<TestingApi> {
  const { testing: offered } = await api();
  assert.ok(offered, 'TENSOR_INSPECTOR_TEST=1 is set');
  return offered;
}

export async function serverPid(): Promise<number> {
  const pid = (await testing()).serverPid();
  assert.ok(pid, 'a server runs');
  return pid;
}

/** A file of the folder that is open. */
export function example(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return vscode.Uri.file(path.join(folder.uri.fsPath, name)).with({
    scheme: folder.uri.scheme,
    authority: folder.uri.authority,
  });
}

export async function open(source: vscode.Uri | string): Promise<vscode.TextDocument> {
  const document =
    typeof source === 'string'
      ? await vscode.workspace.openTextDocument({ language: 'python', content: source })
      : await vscode.workspace.openTextDocument(source);
  await vscode.window.showTextDocument(document);
  return document;
}

/** Where `text` stands in the document: its last place, as that is the use rather than the definition. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const start = document.getText().lastIndexOf(text);
  assert.ok(start >= 0, `the document contains ${text}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

export async function evaluate(document: vscode.TextDocument, text: string): Promise<LossView> {
  const view = await (await api()).evaluate(document.uri, rangeOf(document, text));
  assert.ok(view, 'an answer');
  return view;
}

/** The single number of a view; fails with the view's messages where there is none. */
export function numberOf(view: LossView): number {
  assert.deepEqual(view.value?.shape, [], JSON.stringify(view.messages));
  return Number(view.value?.values[0]);
}

/** What PyTorch would print of the first message: `ValueError: ...`. */
export function said(view: LossView): string {
  const [message] = view.messages;
  return message ? [message.type, message.message].filter(Boolean).join(': ') : '';
}

export async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap((one) => one.contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Sets a setting of ours for the test that runs; undefined puts the default back. */
export const configure = (name: string, value: string | number | undefined): Thenable<void> =>
  vscode.workspace.getConfiguration('tensorInspector').update(name, value, vscode.ConfigurationTarget.Global);

/** Waits until `probe` gives something; fails after `limit` milliseconds. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  limit = 10_000,
): Promise<T> {
  for (const end = Date.now() + limit; ; await delay(50)) {
    const result = await probe();
    if (result !== undefined) return result;
    assert.ok(Date.now() < end, `${what} within ${limit} ms`);
  }
}
