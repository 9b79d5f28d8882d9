// One visit to the server by a seed: opens a document, damages it step by step as typing does, asks everything there is
// to ask, closes it. Knows nothing of processes.
import { setTimeout as delay } from 'node:timers/promises';
import { CancellationTokenSource, type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { LSPErrorCodes } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Dice } from '../cpython/dice';
import { original } from './documents';
import { damage } from './mutations';

export interface Visit {
  /** What happened, in order: for the report of a failure. */
  readonly story: readonly string[];
  readonly failure?: string;
  /** The slowest answer in milliseconds. */
  readonly slowest: number;
  readonly text: string;
}

const methods = [
  'textDocument/hover',
  'tensorInspector/evaluate',
  'tensorInspector/dims',
  'tensorInspector/softmax',
  'textDocument/codeAction',
] as const;

/** Whom to ask, and how much of the time that passes it had no processor, in milliseconds. */
export interface Asked {
  readonly connection: MessageConnection;
  starved(): number;
}

/** `patience`: milliseconds in which it could run after which no answer means a hang. */
export async function visit(server: Asked, seed: number, patience: number): Promise<Visit> {
  const { connection } = server;
  const dice = new Dice(seed);
  const { name, notebook, cells } = original(seed, dice);
  const story: string[] = [name];
  const documents = cells.map(({ uri, languageId, text }) => TextDocument.create(uri, languageId, 1, text));
  const notebookDocument = { uri: `notebook:${seed}`, version: 1 };
  let slowest = 0;
  let failure: string | undefined;

  async function open(): Promise<void> {
    const items = cells.map(({ uri, languageId, text }) => ({ uri, languageId, version: 1, text }));
    if (!notebook) return connection.sendNotification('textDocument/didOpen', { textDocument: items[0] });
    await connection.sendNotification('notebookDocument/didOpen', {
      notebookDocument: {
        ...notebookDocument,
        notebookType: 'jupyter-notebook',
        cells: items.map(({ uri }) => ({ kind: 2, document: uri })),
      },
      cellTextDocuments: items,
    });
  }

  async function change(document: TextDocument): Promise<void> {
    const { start, end, text, way } = damage(document.getText(), dice);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const version = document.version + 1;
    const changes = dice.chance(0.9) ? [{ range, text }] : undefined;
    TextDocument.update(document, [{ range, text }], version);
    story.push(`${way} at ${start}`);
    const sent = changes ?? [{ text: document.getText() }];
    const textDocument = { uri: document.uri, version };
    if (!notebook) return connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: sent });
    notebookDocument.version++;
    await connection.sendNotification('notebookDocument/didChange', {
      notebookDocument,
      change: { cells: { textContent: [{ document: textDocument, changes: sent }] } },
    });
  }

  /** Asks one thing of a place; `leave`: cancelled after so many milliseconds. */
  async function ask(document: TextDocument, leave?: number): Promise<void> {
    const method = dice.one(methods);
    const { uri } = document;
    const length = document.getText().length;
    const start = document.positionAt(dice.below(length + 1));
    const end = dice.chance(0.7) ? start : document.positionAt(document.offsetAt(start) + dice.below(60));
    const params = method.startsWith('tensorInspector')
      ? { uri, range: { start, end } }
      : { textDocument: { uri }, position: start, range: { start, end }, context: { diagnostics: [] } };
    const what = `${method} at ${start.line}:${start.character}-${end.line}:${end.character}`;
    story.push(leave === undefined ? what : `${what}, left after ${leave} ms`);
    const source = new CancellationTokenSource();
    const timer = leave === undefined ? undefined : setTimeout(() => source.cancel(), leave);
    const clock = awakeClock(server);
    const began = performance.now();
    try {
      const answer = connection.sendRequest(method, params, source.token);
      if (!(await answersWithin(answer, clock, patience))) failure ??= `${what}: no answer within ${patience} ms`;
    } catch (error) {
      const given = error instanceof ResponseError ? error.code : 0;
      const fine = given === LSPErrorCodes.RequestCancelled || given === LSPErrorCodes.ContentModified;
      if (!fine || leave === undefined) failure ??= `${what}: ${error}`;
    } finally {
      clearTimeout(timer);
      source.dispose();
      slowest = Math.max(slowest, performance.now() - began);
    }
  }

  await open();
  const steps = 1 + dice.below(3);
  const left: Promise<void>[] = [];
  let document = dice.one(documents);
  for (let step = 0; step < steps; step++) {
    if (dice.chance(0.3)) left.push(ask(document, dice.below(20)));
    if (dice.chance(0.3)) document = dice.one(documents);
    await change(document);
  }
  await Promise.all(left);
  for (let i = 0; i < 2 && !failure; i++) await ask(dice.chance(0.7) ? document : dice.one(documents));
  if (notebook) {
    await connection.sendNotification('notebookDocument/didClose', {
      notebookDocument: { uri: notebookDocument.uri },
      cellTextDocuments: cells.map(({ uri }) => ({ uri })),
    });
  } else {
    await connection.sendNotification('textDocument/didClose', { textDocument: { uri: document.uri } });
  }
  return { story, slowest, text: document.getText(), ...(failure === undefined ? {} : { failure }) };
}

/** Tells the milliseconds from now on in which the server could run. */
function awakeClock(server: Asked): () => number {
  const [began, starved] = [performance.now(), server.starved()];
  return () => Math.max(0, performance.now() - began - (server.starved() - starved));
}

/** Looks again and again, so that an answer that has come is seen before the time that passed is judged. */
async function answersWithin(answer: Promise<unknown>, clock: () => number, patience: number): Promise<boolean> {
  const looks = 10;
  for (let look = 0; look < looks || clock() < patience; look++) {
    const late = new AbortController();
    const wait = delay(patience / looks, 'wait', { signal: late.signal });
    try {
      if ((await Promise.race([answer, wait])) !== 'wait') return true;
    } finally {
      late.abort();
      wait.catch(() => undefined);
    }
  }
  return false;
}
