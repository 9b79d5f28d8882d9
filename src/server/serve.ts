// Wires a session to a Language Server Protocol connection. Knows no process: it can run in a worker as well.

import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  type Hover,
  type InlayHint,
  InlayHintKind,
  LSPErrorCodes,
  MarkupKind,
  NotebookDocuments,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { backendView } from '../present/backendView';
import { speaker } from '../present/say';
import type { InitializeOptions, ServerNotifications, ServerRequests } from '../protocol/requests';
import { Stopped } from '../python/machine';
import type { Parser } from '../syntax/parser';
import { createRouter, type Router } from '../tensor/router';
import { type Asked, type Ended, InFlight } from './inFlight';
import { Session } from './session';

export interface ServerWorld {
  readonly parser: Promise<Parser>;
  /** Opens the WebGPU binding; rejects where it cannot be loaded. */
  readonly gpu: () => Promise<GPU>;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Bytes that the process holds for values. */
  readonly memory: (limit: number) => number;
  /** Heed the notifications that only tests send. */
  readonly test: boolean;
}

type Params<K extends keyof ServerRequests> = ServerRequests[K]['params'];
type Result<K extends keyof ServerRequests> = ServerRequests[K]['result'];

/** The box of an interactive window, numbered as the window's notebook is. */
const interactiveInput = /^vscode-interactive-input:\/+InteractiveInput-(\d+)$/;

/** Milliseconds after the last edit of a notebook. */
const refreshPause = 300;

/** Answers requests until the connection ends. `close` waits for the GPU to be idle. */
export function serve(connection: Connection, world: ServerWorld): { close(): Promise<void> } {
  const documents = new TextDocuments(TextDocument);
  const notebooks = new NotebookDocuments(documents);
  const inFlight = new InFlight();
  const notebookOf = (uri: string) => {
    const typed = interactiveInput.exec(uri);
    return typed
      ? notebooks.getNotebookDocument(`untitled:/Interactive-${typed[1]}.interactive`)
      : notebooks.findNotebookDocumentForCell(uri);
  };
  /** What is edited together: the notebook of a cell, else the document. */
  const programOf = (uri: string): string => notebookOf(uri)?.uri ?? uri;
  const cells = (uri: string): readonly TextDocument[] | undefined => {
    const own = notebookOf(uri)?.cells.flatMap(({ document }) => documents.get(document) ?? []);
    // What is typed into an interactive window comes after its cells.
    return interactiveInput.test(uri) ? [...(own ?? []), ...[documents.get(uri) ?? []].flat()] : own;
  };
  let mayRefresh = false;
  let refreshing: NodeJS.Timeout | undefined;
  let router: Router | undefined;
  let session: Promise<Session> | undefined;

  connection.onInitialize(({ initializationOptions, capabilities }) => {
    mayRefresh = capabilities.workspace?.inlayHint?.refreshSupport ?? false;
    const options = initializeOptions(initializationOptions);
    const opened = createRouter({
      setting: options.backend,
      reduction: options.reduction ?? 'auto',
      ...(options.noGpu ? {} : { gpu: world.gpu }),
    });
    router = opened;
    session = world.parser.then(
      (parser) =>
        new Session({ ...world, parser, router: opened, document: (uri) => documents.get(uri), cells }, options),
    );
    opened.onChange((state) => {
      void connection.sendNotification(
        'tensorInspector/backendChanged',
        backendView(state, speaker(options.translations)),
      );
    });
    return {
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: [{ language: 'python' }] }] },
        hoverProvider: true,
        inlayHintProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  });

  const ready = (): Promise<Session> => session ?? Promise.reject(new Error('not initialised'));

  function asked<T>(
    what: string,
    uri: string,
    token: CancellationToken,
    answer: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const question = inFlight.begin(programOf(uri));
    return guarded(connection, what, question, token, async (signal) => answer(await ready(), signal));
  }
  function handle<K extends keyof ServerRequests>(
    method: K,
    answer: (session: Session, params: Params<K>, signal: AbortSignal) => Promise<Result<K>>,
  ): void {
    connection.onRequest(method, (params: Params<K>, token: CancellationToken): Promise<unknown> => {
      const uri = 'uri' in params && typeof params.uri === 'string' ? params.uri : '';
      return asked(method, uri, token, (session, signal) => answer(session, params, signal));
    });
  }
  handle('tensorInspector/evaluate', (s, params, signal) => s.evaluate(params, signal));
  handle('tensorInspector/whatIf', (s, params, signal) => s.whatIf(params, signal));
  handle('tensorInspector/dims', (s, params, signal) => s.dims(params, signal));
  handle('tensorInspector/softmax', (s, params, signal) => s.softmax(params, signal));
  handle('tensorInspector/inlineValues', (s, { uri }, signal) => s.inlineValues(uri, signal));
  handle('tensorInspector/tile', (s, params, signal) => s.tile(params, signal));
  handle('tensorInspector/cell', (s, params, signal) => s.cell(params, signal));
  handle('tensorInspector/spread', (s, params, signal) => s.spread(params, signal));
  handle('tensorInspector/file', (s, { source, format }, signal) => s.file(source, format, signal));
  handle('tensorInspector/backend', (s) => s.backend());
  handle('tensorInspector/compareReductions', (s, _, signal) =>
    s.compareReductions(signal, (view) => {
      void connection.sendNotification('tensorInspector/reductionsProgress', view);
    }),
  );

  connection.onHover(({ textDocument, position }, token) =>
    asked('hover', textDocument.uri, token, async (session, signal): Promise<Hover | null> => {
      const hover = await session.hover(textDocument.uri, position, signal);
      return hover && { contents: { kind: MarkupKind.Markdown, value: hover.markdown }, range: hover.range };
    }),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    asked('inlay hints', uri, token, async (session, signal): Promise<InlayHint[]> => {
      const hints = await session.inlayHints(uri, range, signal);
      return (hints ?? []).map((hint) => ({ ...hint, kind: InlayHintKind.Type }));
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }, token) =>
    asked('code action', uri, token, async (session, signal): Promise<CodeAction[]> => {
      if (only?.every((kind) => kind !== '' && kind !== CodeActionKind.QuickFix)) return [];
      const fix = await session.assumeFix(uri, range, signal);
      if (!fix) return [];
      const { title, range: place, newText } = fix;
      return [
        { title, kind: CodeActionKind.QuickFix, edit: { changes: { [fix.uri ?? uri]: [{ range: place, newText }] } } },
      ];
    }),
  );
  connection.onNotification('tensorInspector/theme', async ({ kind }: ServerNotifications['tensorInspector/theme']) => {
    (await ready()).theme = kind;
  });
  if (world.test) connection.onNotification('tensorInspector/loseDevice', () => router?.loseDevice());
  // The editor asks again for the document that was edited; what that gives other cells is known to us alone.
  notebooks.onDidChange(() => {
    clearTimeout(refreshing);
    if (!mayRefresh) return;
    refreshing = setTimeout(() => {
      // A connection that has ended shows no hints.
      void Promise.resolve()
        .then(() => connection.languages.inlayHint.refresh())
        .catch(() => undefined);
    }, refreshPause);
  });
  documents.onDidChangeContent(({ document }) => inFlight.modified(programOf(document.uri)));
  documents.onDidClose(async ({ document }) => (await ready()).close(document.uri));
  documents.listen(connection);
  notebooks.listen(connection);
  connection.listen();
  return {
    close: async () => {
      clearTimeout(refreshing);
      await router?.close();
    },
  };
}

const codes: Readonly<Record<Ended, number>> = {
  cancelled: LSPErrorCodes.RequestCancelled,
  modified: LSPErrorCodes.ContentModified,
};

/** Answers a question until it is taken back or its text is edited; a bug of ours costs this one answer and is logged. */
async function guarded<T>(
  connection: Connection,
  what: string,
  asked: Asked,
  token: CancellationToken,
  answer: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const listening = token.onCancellationRequested(() => asked.cancel());
  // One that was taken back before it got here tells no listener.
  if (token.isCancellationRequested) asked.cancel();
  try {
    const given = await answer(asked.signal);
    if (!asked.ended) return given;
    throw new Stopped('cancelled', { start: 0, end: 0 });
  } catch (error) {
    if (asked.ended) throw new ResponseError(codes[asked.ended], asked.ended);
    connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
  } finally {
    listening.dispose();
    asked.done();
  }
}

function initializeOptions(given: unknown): InitializeOptions {
  const options = (typeof given === 'object' && given !== null ? given : {}) as Partial<InitializeOptions>;
  return {
    backend: options.backend ?? 'auto',
    reduction: options.reduction ?? 'auto',
    theme: options.theme ?? 'dark',
    translations: options.translations ?? {},
    noGpu: options.noGpu ?? false,
    commands: options.commands ?? false,
    ...(options.limits && { limits: options.limits }),
  };
}
