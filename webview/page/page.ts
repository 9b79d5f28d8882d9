// The life of a page: ready, init, views, busy; draws what it last received. Knows no particular view.
import { render, type TemplateResult } from 'lit';
import type { RangeView } from '../../src/protocol/views';
import type { ToWebview } from '../../src/protocol/webviewMessages';
import { connect, type Host } from './host';
import { type Laid, LaidOut } from './laidOut';
import { type Surroundings, watchSurroundings } from './surroundings';
import { speak } from './words';

/** What a view needs besides its data. */
export interface Page {
  readonly surroundings: Surroundings;
  readonly post: Host['post'];
  readonly ask: Host['ask'];
  readonly busy: boolean;
  /** Template → sentence, in the user's language. */
  readonly translations: Readonly<Record<string, string>>;
  /** Index of the cell under pointer or cursor, for the tensors that light up together. */
  readonly lit: readonly number[] | undefined;
  readonly light: (index: readonly number[] | undefined) => void;
  /** How a figure lays out its tensor; figures that are laid out together have one name. */
  readonly laid: (figure: string) => Laid;
  readonly lay: (figure: string, laid: Laid) => void;
  /** Draws again, after a change of what a view keeps for itself. */
  readonly redraw: () => void;
  /** In the first frame a view may show just what is to be seen first: it is drawn again for the next one. */
  readonly isFirst: boolean;
}

interface Kept<V> {
  /** Absent where it is too large to be kept. */
  readonly view?: V;
  readonly translations: Readonly<Record<string, string>>;
  readonly laidOut?: Readonly<Record<string, Laid>>;
}

/** Milliseconds until a view is kept: that takes longer than drawing its value. A slider that is drawn would keep the layout at each of its places. */
const viewKeptAfter = 60;
const layoutKeptAfter = 200;

/** Milliseconds until a page that was told nothing asks. */
const patience = 100;

export interface PageOptions<V> {
  /** The view that a message carries, where it carries one for this page. */
  readonly viewOf: (message: ToWebview) => V | undefined;
  readonly draw: (view: V | undefined, page: Page) => TemplateResult;
  /** Takes messages that are no views. */
  readonly told?: (message: ToWebview) => void;
}

/** Whether a view is about a place in a document. */
const isPlaced = (view: object): view is { readonly uri: string; readonly range: RangeView } =>
  'uri' in view && 'range' in view;

/** Starts the page in `<main>`: shows the kept view at once, then whatever arrives. */
export function startPage<V extends object>(options: PageOptions<V>): Pick<Page, 'redraw'> {
  const host = connect();
  const root = document.createElement('main');
  document.body.append(root);
  const kept = host.kept() as Kept<V> | undefined;
  let view = kept?.view;
  let translations = kept?.translations ?? {};
  let busy = false;
  let lit: readonly number[] | undefined;
  const laidOut = new LaidOut(kept?.laidOut);
  let isKept = true;
  let surroundings: Surroundings | undefined;
  let asked = false;
  let isDrawn = false;
  let isTold = false;
  speak(translations);

  const keep = (): void => {
    isKept = true;
    const least: Kept<V> = { translations, laidOut: laidOut.all };
    host.keep(view ? { ...least, view } : least, least);
  };
  const keepSoon = (after: number): void => {
    if (isKept) window.setTimeout(keep, after);
    isKept = false;
  };
  const draw = (): void => {
    asked = false;
    // Before it is told anything a page does not know that there is nothing to show.
    if (!surroundings || !(isTold || view)) return;
    const page: Page = {
      surroundings,
      post: host.post,
      ask: host.ask,
      busy,
      translations,
      lit,
      light: (index) => {
        lit = index;
        later();
      },
      laid: (figure) => laidOut.of(figure),
      lay: (figure, laid) => {
        laidOut.lay(figure, laid);
        keepSoon(layoutKeptAfter);
        later();
      },
      redraw: later,
      isFirst: view !== undefined && !isDrawn,
    };
    root.setAttribute('aria-busy', String(busy));
    render(options.draw(view, page), root);
    if (page.isFirst) later();
    isDrawn = view !== undefined;
  };
  const drawAsked = (): void => {
    if (asked) draw();
  };
  const later = (): void => {
    if (!asked) requestAnimationFrame(drawAsked);
    asked = true;
  };

  root.addEventListener('heatmap-copy', (event) => host.post({ type: 'copy', text: event.detail }));
  root.addEventListener('heatmap-reveal', () => {
    if (view && isPlaced(view)) host.post({ type: 'reveal', uri: view.uri, range: view.range });
  });
  const ready = (): void =>
    host.post({ type: 'ready', ...(view && isPlaced(view) && { place: { uri: view.uri, range: view.range } }) });
  host.listen((message) => {
    isTold = true;
    if (message.type === 'init') {
      translations = message.translations;
      speak(translations);
    } else if (message.type === 'busy') busy = message.busy;
    else {
      options.told?.(message);
      const next = options.viewOf(message);
      if (next) {
        view = next;
        lit = undefined;
        busy = false;
        keepSoon(viewKeptAfter);
      }
    }
    later();
    // What was waited for is there when the next frame begins.
    if (message.type === 'whatIf') drawAsked();
  });
  window.addEventListener('pagehide', () => isKept || keep());
  watchSurroundings(root, (now) => {
    surroundings = now;
    later();
  });
  // A new page is told all without asking, as soon as it is loaded; one that was hidden, or was there before the window was
  // reloaded, has to say that it is back.
  const ask = (): void => {
    if (isTold) return;
    isTold = true;
    ready();
    later();
  };
  if (kept) ready();
  else window.setTimeout(ask, patience);
  return { redraw: later };
}
