// Saves what a page made of a figure, or the whole tensor that the server holds, where the user says. Knows no format.
import * as vscode from 'vscode';
import type { FromWebview } from '../protocol/webviewMessages';
import type { Server } from './server';
import { slowly } from './slowly';

type Save = Extract<FromWebview, { readonly type: 'save' }>;

const formats: Readonly<Record<Save['format'], string>> = { png: 'PNG', svg: 'SVG', npy: 'NumPy', csv: 'CSV' };

export async function saveFigure(message: Save, server: Pick<Server, 'ask'>): Promise<void> {
  const { name, format } = message;
  if (!(format in formats)) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name.replace(/[\\/]/g, '_')}.${format}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, file) }),
    filters: { [formats[format]]: [format] },
  });
  if (!target) return;
  try {
    const bytes = 'base64' in message ? Buffer.from(message.base64, 'base64') : await whole(message, server);
    if (bytes) await vscode.workspace.fs.writeFile(target, bytes);
    else {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'Tensor Inspector: the values are no longer held, or do not fit into such a file. Evaluate again, then save.',
        ),
      );
    }
  } catch (error) {
    if (error instanceof vscode.CancellationError) return;
    void vscode.window.showErrorMessage(vscode.l10n.t('Tensor Inspector could not save: {0}', String(error)));
  }
}

const whole = (
  { source, format }: Extract<Save, { readonly source: string }>,
  server: Pick<Server, 'ask'>,
): Promise<Uint8Array | null> => {
  const cancelling = new vscode.CancellationTokenSource();
  const asked = server.ask('tensorInspector/file', { source, format }, cancelling.token);
  return slowly(vscode.l10n.t('Saving'), asked, () => cancelling.cancel()).finally(() => cancelling.dispose());
};
