// Progress for what takes long enough to be noticed: nothing is shown for a quick answer.
import * as vscode from 'vscode';

const noticed = 300;
const long = 2000;

/** Shows progress in the window after 300 ms and, where `cancel` is given, an offer to cancel after two seconds. */
export async function slowly<T>(title: string, task: Promise<T>, cancel?: () => void): Promise<T> {
  const settled = task.then(
    () => undefined,
    () => undefined,
  );
  const timers = [
    setTimeout(() => {
      void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => settled);
    }, noticed),
    cancel &&
      setTimeout(() => {
        const offer = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
        void vscode.window.withProgress(offer, (_, token) => {
          token.onCancellationRequested(cancel);
          return settled;
        });
      }, long),
  ];
  try {
    return await task;
  } finally {
    for (const timer of timers) clearTimeout(timer);
  }
}
