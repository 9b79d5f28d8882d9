// The colour theme's kind, as the server and its pictures know it.
import * as vscode from 'vscode';
import type { ThemeKind } from '../protocol/requests';

const kinds: Readonly<Record<vscode.ColorThemeKind, ThemeKind>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'highContrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

export const themeKind = (): ThemeKind => kinds[vscode.window.activeColorTheme.kind];
