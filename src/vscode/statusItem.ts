// The status bar item of Python editors: which backend computes, and why.
import * as vscode from 'vscode';
import { commandId } from '../manifest/commands';
import { settingId } from '../manifest/settings';
import { holdsPython } from './place';
import type { Server } from './server';
import { statusText } from './statusText';

/** Shows the item while a Python editor is active, and keeps it true. */
export function statusItem(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('tensorInspector.backend', vscode.StatusBarAlignment.Right, 50);
  item.name = 'Tensor Inspector';
  const draw = (): void => {
    const { text, tooltip, severe } = statusText(server.state, vscode.l10n);
    item.text = text;
    item.accessibilityInformation = { label: ['Tensor Inspector', ...tooltip].join('. ') };
    item.tooltip = hover(tooltip);
    item.backgroundColor = severe ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    item.command = severe
      ? commandId('restartServer')
      : { title: '', command: 'workbench.action.openSettings', arguments: [settingId('backend')] };
  };
  const follow = (): void => {
    const editor = vscode.window.activeTextEditor;
    if (editor && holdsPython(editor.document)) item.show();
    // A panel that takes the focus leaves no active editor: the item then stays as it is.
    else if (editor) item.hide();
  };
  draw();
  follow();
  return vscode.Disposable.from(item, server.onState(draw), vscode.window.onDidChangeActiveTextEditor(follow));
}

function hover(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const line of lines) markdown.appendText(line).appendMarkdown('\n\n');
  const link = (label: string, command: string): string => `[${label}](command:${command})`;
  const restart = commandId('restartServer');
  const output = commandId('showOutput');
  markdown.appendMarkdown(
    [link(vscode.l10n.t('Restart server'), restart), link(vscode.l10n.t('Show output'), output)].join(' · '),
  );
  markdown.isTrusted = { enabledCommands: [restart, output] };
  return markdown;
}
