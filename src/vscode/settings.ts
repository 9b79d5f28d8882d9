// Reads the extension's settings by their rows. Knows no other configuration.
import * as vscode from 'vscode';
import {
  type SettingGroup,
  type SettingName,
  type SettingRow,
  type SettingValue,
  settingId,
  settingPrefix,
  settingRows,
} from '../manifest/settings';

/** The setting's value, or its default where the user wrote something else. */
export function readSetting<Name extends SettingName>(name: Name): SettingValue<Name> {
  const row: SettingRow = settingRows[name];
  const value = vscode.workspace.getConfiguration().get<unknown>(settingId(name));
  const valid =
    typeof value === 'number'
      ? typeof row.default === 'number' && value >= (row.minimum ?? value) && value <= (row.maximum ?? value)
      : typeof value === typeof row.default && (!row.values || String(value) in row.values);
  return (valid ? value : row.default) as SettingValue<Name>;
}

/** Calls back when one of these settings changes, or one of a group: `limits` stands for `limits.seconds` and the like. */
export function onSettingChange(
  names: readonly (SettingName | SettingGroup)[],
  changed: () => void,
): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${settingPrefix}.${name}`))) changed();
  });
}
