// The line to the extension: typed messages out and in, and the page's own memory. Knows no view.
import { decode } from '../../src/protocol/codec';
import type { FromWebview, ToWebview } from '../../src/protocol/webviewMessages';
import { packState, unpackState } from './keptState';
import { type Ask, Questions } from './questions';

interface EditorApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: string | undefined): void;
}

declare global {
  interface Window {
    /** Given by the editor; absent where the page is opened by itself. */
    acquireVsCodeApi?: () => EditorApi;
  }
}

export interface Host {
  readonly ask: Ask;
  post(message: FromWebview): void;
  /** The state of the last `keep`, from before the page was hidden or reloaded. */
  kept(): unknown;
  /** Keeps `least` where `state` is too long. */
  keep(state: unknown, least: unknown): void;
  listen(heard: (message: ToWebview) => void): void;
}

/** Opens the line; without an editor, messages go nowhere and nothing is kept. */
export function connect(): Host {
  const api = window.acquireVsCodeApi?.();
  const post = (message: FromWebview): void => api?.postMessage(message);
  const questions = new Questions(post);
  return {
    post,
    ask: (method, params, signal) => questions.ask(method, params, signal),
    kept: () => unpackState(api?.getState()),
    keep: (state, least) => api?.setState(packState(state) ?? packState(least)),
    listen: (heard) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        // The editor sends bytes: its own JSON would lose NaN and infinities. A page opened by itself may be sent objects.
        const message = event.data instanceof Uint8Array ? decode(event.data) : event.data;
        if (typeof message !== 'object' || message === null || !('type' in message)) return;
        const known = message as ToWebview;
        if (known.type === 'answer') questions.answered(known);
        else heard(known);
      }),
  };
}
