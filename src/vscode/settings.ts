// Reads the extension's settings by their rows. Knows no other configuration.
import * as vscode from 'vscode';
import { type SettingName, type SettingValue, settingId, settingRows } from '../manifest/settings';

/** The setting's value, or its default where the user wrote something else. */
export function readSetting<Name extends SettingName>(name: Name): SettingValue<Name> {
  const row: { readonly default: string; readonly values?: object } = settingRows[name];
  const value = vscode.workspace.getConfiguration().get<unknown>(settingId(name));
  const valid = typeof value === 'string' && (!row.values || value in row.values);
  return (valid ? value : row.default) as SettingValue<Name>;
}

/** Calls back when one of these settings changes. */
export function onSettingChange(names: readonly SettingName[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(settingId(name)))) changed();
  });
}
