// Binds each command of the manifest to what it does. A command without a handler does not compile.
import * as vscode from 'vscode';
import { type CommandName, commandId, commandNames } from '../manifest/commands';
import type { DimsViewProvider } from './dimsView';
import type { Inspector } from './inspector';
import { placeOfLink } from './place';
import type { Reductions } from './reductions';
import type { Server } from './server';

type Handlers = Readonly<Record<CommandName, (...args: unknown[]) => unknown>>;

/** Registers every command; none of them rejects, for VS Code answers that with a modal dialog. */
export function bindCommands(
  inspector: Inspector,
  dims: DimsViewProvider,
  reductions: Reductions,
  server: Server,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  const handlers: Handlers = {
    evaluateLoss: (...link) => inspector.evaluateLoss(placeOfLink(link)),
    openSoftmax: (...link) => inspector.openSoftmax(placeOfLink(link)),
    compareReductions: () => reductions.compare(),
    showDims: (...link) => dims.show(placeOfLink(link)),
    clearValues: () => inspector.clearValues(),
    copyValue: (text) => inspector.copyValue(typeof text === 'string' ? text : undefined),
    restartServer: () => server.restart(),
    showOutput: () => output.show(true),
  };
  return vscode.Disposable.from(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        try {
          await handlers[name](...args);
        } catch (error) {
          inspector.failed(error, true);
        }
      }),
    ),
  );
}
