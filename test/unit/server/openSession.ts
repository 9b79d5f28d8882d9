// Sessions on the CPU, over one document or over several, for tests.
import { after, before } from 'node:test';
import type { PlaceParams } from '../../../src/protocol/requests';
import type { SoftmaxSettings } from '../../../src/protocol/views';
import { Session, type SessionWorld } from '../../../src/server/session';
import type { Parser } from '../../../src/syntax/parser';
import { createRouter, type Router } from '../../../src/tensor/router';
import { parser as openParser } from '../python/harness';

let parser: Parser;
let router: Router;
before(async () => {
  parser = await openParser();
  router = createRouter({ setting: 'cpu' });
});
after(() => router.close());

export const live = new AbortController().signal;

/** A session over these documents, and the cells that one of them is among. */
export const sessionOver = (
  document: SessionWorld['document'],
  cells: SessionWorld['cells'] = () => undefined,
): Session =>
  new Session(
    {
      parser,
      router,
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      document,
      cells,
    },
    { backend: 'cpu', theme: 'dark', translations: {}, commands: true },
  );

/** A session over one document; `|` marks the cursor, a second `|` the other end of the selection. */
export function open(marked: string) {
  const [first = -1, second] = [...marked.matchAll(/\|/g)].map((match, index) => match.index - index);
  const text = marked.replaceAll('|', '');
  const at = (offset: number) => {
    const lines = text.slice(0, offset).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)!.length };
  };
  const session = sessionOver((uri) =>
    uri === 'file:///a.py' ? { uri, version: 3, languageId: 'python', getText: () => text } : undefined,
  );
  const params: PlaceParams = { uri: 'file:///a.py', range: { start: at(first), end: at(second ?? first) } };
  return {
    session,
    params,
    text,
    evaluate: async () => (await session.evaluate(params, live))!,
    hover: () => session.hover(params.uri, params.range.start, live),
    dims: async () => (await session.dims(params, live))!,
    softmax: async (settings: SoftmaxSettings = {}) => (await session.softmax({ ...params, settings }, live))!,
    whatIf: async (changes: Readonly<Record<string, string>>) => (await session.whatIf({ ...params, changes }, live))!,
  };
}
