// Binds each command of the manifest to what it does. A command without a handler does not compile.
import * as vscode from 'vscode';
import { type CommandName, commandId, commandNames } from '../manifest/commands';
import type { DimsViewProvider } from './dimsView';
import type { Inquiries } from './inquiries';
import type { LineEnds } from './lineEnds';
import type { LossInspector } from './lossInspector';
import { placeOfLink } from './place';
import type { Reductions } from './reductions';
import type { SoftmaxInspector } from './softmaxInspector';

type Handlers = Readonly<Record<CommandName, (...args: unknown[]) => unknown>>;

/** What the commands are about. */
export interface Parts {
  readonly inquiries: Inquiries;
  readonly loss: LossInspector;
  readonly softmax: SoftmaxInspector;
  readonly dims: DimsViewProvider;
  readonly reductions: Reductions;
  readonly lineEnds: LineEnds;
  readonly output: vscode.LogOutputChannel;
}

/** Registers every command; none of them rejects, for VS Code answers that with a modal dialog. */
export function bindCommands({
  inquiries,
  loss,
  softmax,
  dims,
  reductions,
  lineEnds,
  output,
}: Parts): vscode.Disposable {
  const handlers: Handlers = {
    evaluateLoss: (...link) => loss.evaluateLoss(placeOfLink(link)),
    evaluateBeside: (...link) => loss.evaluateLoss(placeOfLink(link), true),
    openSoftmax: (...link) => softmax.open(placeOfLink(link)),
    compareReductions: () => reductions.compare(),
    showDims: (...link) => dims.show(placeOfLink(link)),
    followCursor: () => loss.follow(true),
    keepPlace: () => loss.follow(false),
    clearValues: () => lineEnds.clear(),
    copyValue: (text) => loss.copyValue(typeof text === 'string' ? text : undefined),
    restartServer: () => inquiries.server.restart(),
    showOutput: () => output.show(true),
  };
  return vscode.Disposable.from(
    ...commandNames.map((name) =>
      vscode.commands.registerCommand(commandId(name), async (...args: unknown[]) => {
        try {
          await handlers[name](...args);
        } catch (error) {
          inquiries.failed(error, true);
        }
      }),
    ),
  );
}
