// One life of the language server: process, transport and language client together. Loaded when first needed, for the
// language client is large. Knows no view.
import * as vscode from 'vscode';
import {
  CloseAction,
  ConnectionError,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  type LanguageClientOptions,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageclient/node';
import { commandId, commandNames } from '../manifest/commands';
import { binaryReader, binaryWriter } from '../protocol/codec';
import type { ClientNotifications, InitializeOptions, ServerNotifications, ServerRequests } from '../protocol/requests';
import { heldMethods } from '../protocol/tiles';
import type { NodeRuntime } from './nodeRuntime';
import { languages } from './place';
import { endServer, hasEnded, killWhenStuck, startServer } from './serverProcess';
import { onSettingChange, readSetting } from './settings';
import type { Link } from './supervisor';

export interface ServerLink extends Link {
  readonly pid: number | undefined;
  /** Rejects with a `CancellationError` where the token says so, and where the program is edited under the question. */
  request<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: vscode.CancellationToken,
  ): Promise<ServerRequests[Method]['result']>;
  notify<Method extends keyof ServerNotifications>(method: Method, params: ServerNotifications[Method]): Promise<void>;
}

export interface LinkOptions {
  readonly runtime: NodeRuntime;
  readonly script: string;
  readonly initialize: InitializeOptions;
  readonly output: vscode.LogOutputChannel;
  readonly onBackend: (backend: ClientNotifications['tensorInspector/backendChanged']) => void;
  readonly onReductions: (view: ClientNotifications['tensorInspector/reductionsProgress']) => void;
}

/** How long a cancelled request may go on before the server counts as stuck, and an ending server, in milliseconds. */
const cancelPatience = 5000;
const stopPatience = 2000;

/** Starts a server and shakes hands with it. Rejects, leaving no process behind, where that fails. */
export async function openServerLink(options: LinkOptions): Promise<ServerLink> {
  const { output, runtime } = options;
  const child = await startServer(runtime, options.script, (line) => output.error(line));
  const reader = new StreamMessageReader(child.stdout, binaryReader);
  const writer = new StreamMessageWriter(child.stdin, binaryWriter);
  const client = new LanguageClient(
    'tensorInspector',
    'Tensor Inspector',
    async () => ({ reader, writer }),
    clientOptions(options, () => child.kill('SIGKILL')),
  );
  client.onNotification('tensorInspector/backendChanged', options.onBackend);
  client.onNotification('tensorInspector/reductionsProgress', options.onReductions);
  const hints = onSettingChange(['inlayHints'], () => refreshHints(client));
  const closed = new Promise<void>((resolve) => {
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped || newState === State.StartFailed) resolve();
    });
  }).then(() => {
    hints.dispose();
    return endServer(child, stopPatience);
  });
  try {
    await client.start();
  } catch (error) {
    await endServer(child, 0);
    throw error;
  }
  return {
    pid: child.pid,
    closed,
    lost: (error) => hasEnded(child) || child.stdin.destroyed || isConnectionError(error),
    async close() {
      await client.dispose(stopPatience).catch((error) => output.warn(String(error)));
      await endServer(child, stopPatience);
    },
    request(method, params, token) {
      // A token that is undefined would travel as a second parameter.
      const cancellation = token ? [token] : [];
      const answer = client
        .sendRequest<ServerRequests[typeof method]['result']>(method, params, ...cancellation)
        .catch((error) => Promise.reject(isOutdated(error) ? new vscode.CancellationError() : error));
      // These are cancelled at each move of the cursor or the picture: that says nothing about what else the server is busy with.
      if (method === 'tensorInspector/dims' || heldMethods.includes(method)) return answer;
      return killWhenStuck(child, answer, token?.onCancellationRequested, cancelPatience);
    },
    notify: (method, params) => client.sendNotification(method, params),
  };
}

/** Has the editor ask for all inlay hints again. */
function refreshHints(client: LanguageClient): void {
  const feature = client.getFeature('textDocument/inlayHint');
  for (const document of vscode.workspace.textDocuments) feature.getProvider(document)?.onDidChangeInlayHints.fire();
}

function clientOptions({ output, initialize }: LinkOptions, abandon: () => void): LanguageClientOptions {
  return {
    documentSelector: languages.map((language) => ({ language })),
    initializationOptions: initialize,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: {
      provideInlayHints: (document, range, token, next) =>
        readSetting('inlayHints') === 'off' ? [] : next(document, range, token),
    },
    markdown: { isTrusted: { enabledCommands: commandNames.map(commandId) } },
    initializationFailedHandler: () => false,
    // Whoever holds the link decides about a restart: the client itself only reports.
    errorHandler: {
      error: () => {
        // A message was lost, so its request would wait forever.
        abandon();
        return { action: ErrorAction.Continue, handled: true };
      },
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true, message: 'the connection closed' }),
    },
  };
}

/** Nobody needs this answer any more. */
const isOutdated = (error: unknown): boolean =>
  error instanceof ResponseError &&
  (error.code === LSPErrorCodes.ContentModified || error.code === LSPErrorCodes.RequestCancelled);

/** The connection itself failed, rather than the server answering with an error or this side with a bug. */
function isConnectionError(error: unknown): boolean {
  if (error instanceof ResponseError) {
    return error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.ConnectionInactive;
  }
  // Streams fail with Node's own errors, which name the system call: EPIPE of a write.
  return error instanceof ConnectionError || (error instanceof Error && 'syscall' in error);
}
