// One loss panel: what it is about, what it asks the server, how it keeps up with edits. Knows of no other panel.
import * as vscode from 'vscode';
import type { EvaluateParams, PlaceParams } from '../protocol/requests';
import type { LossView, WhatIfView } from '../protocol/views';
import type { Inquiries } from './inquiries';
import { Latest } from './latest';
import { Panel } from './panel';
import { activePlace, calledAt, movedPlace, sameProgram, toRange } from './place';
import { readSetting } from './settings';
import type { FromPage } from './webviewHost';

/** Milliseconds after the last key. */
const pause = 200;
/** Milliseconds after which a panel opens where it may be that nothing comes to be shown in it. */
const patience = 30;

export interface LossPanelOptions {
  /** Of no other panel that is there. */
  readonly number: number;
  readonly context: vscode.ExtensionContext;
  readonly inquiries: Inquiries;
  /** The panel shows a view that was asked for, or one of edited code. */
  readonly shown: (view: LossView) => void;
  /** The user turned to the panel. */
  readonly activated: () => void;
  readonly closed: () => void;
}

export class LossPanel implements vscode.Disposable {
  /** Tells the server whose answer it is. */
  readonly number: number;
  readonly #inquiries: Inquiries;
  readonly #shown: (view: LossView) => void;
  readonly #panel: Panel;
  readonly #latest = new Latest();
  readonly #latestTrial = new Latest();
  /** What was evaluated last, moved along with the edits of its document. */
  #place: EvaluateParams | undefined;
  #value = '';
  /** Where the loss under the cursor is looked for. */
  #around: PlaceParams | undefined;
  /** Whether the code was edited since the view was made. */
  #isOutdated = false;
  #timer: NodeJS.Timeout | undefined;

  constructor({ number, context, inquiries, shown, activated, closed }: LossPanelOptions) {
    this.number = number;
    this.#inquiries = inquiries;
    this.#shown = shown;
    this.#panel = new Panel(context, {
      id: 'loss',
      title: vscode.l10n.t('Loss'),
      server: inquiries.server,
      received: (message) => void this.#received(message),
      restored: (place) => {
        this.#place ??= place;
        this.#updateSoon();
      },
      activated,
      closed,
    });
  }

  get isOpen(): boolean {
    return this.#panel.isOpen;
  }
  /** Whether an answer is waited for. */
  get isAsking(): boolean {
    return this.#latest.running;
  }
  /** What it shows, as text. */
  get value(): string {
    return this.#value;
  }

  /** Takes over a panel from before the window was reloaded. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#panel.adopt(panel);
  }

  /** Evaluates a place and shows what it is worth. */
  async evaluate(place: EvaluateParams): Promise<void> {
    clearTimeout(this.#timer);
    this.#place = place;
    this.#panel.busy(true);
    // VS Code takes longer to open a panel than the server to answer, and longer still where its title changes meanwhile.
    const called = calledAt(place);
    if (called !== undefined) this.#panel.prepare(titleOf(called));
    const opening = setTimeout(() => this.#panel.prepare(), patience);
    await this.#inquiries.answer(this.#latest, vscode.l10n.t('Evaluating'), place, this.#ask, (view) => {
      clearTimeout(opening);
      this.#panel.show(view, titleOf(view.source));
      this.#keep(place, view);
    });
    clearTimeout(opening);
    this.#settle();
  }

  /** Shows the loss under the cursor, a moment after it came to rest; where there is none what stands there stays. */
  follow(): void {
    this.#soon(() => this.#lookAround());
  }

  /** Moves along with an edit, and evaluates again where the panel is to follow the code. */
  edited(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    const reads = (place: PlaceParams | undefined): boolean =>
      place !== undefined && sameProgram(document.uri, vscode.Uri.parse(place.uri, true));
    const isChanged = contentChanges.length > 0;
    // The next keystroke ends what is under way: its answer would be about a text that is gone.
    if (isChanged && (reads(this.#place) || reads(this.#around))) {
      this.#latest.cancel();
      this.#latestTrial.cancel();
    }
    this.#place = movedPlace(this.#place, event);
    if (isChanged && reads(this.#place)) this.#updateSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#latest.dispose();
    this.#latestTrial.dispose();
    this.#panel.dispose();
  }

  readonly #ask = (place: EvaluateParams, token?: vscode.CancellationToken): Promise<LossView | null> =>
    this.#inquiries.server.ask('tensorInspector/evaluate', { ...place, panel: this.number }, token);

  async #received(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'evaluateAgain': {
        if (!this.#place) return this.#inquiries.sayNoPlace();
        const { prints, sample } = message;
        return this.evaluate({ ...this.#place, ...(prints && { prints }), ...(sample && { sample }) });
      }
      case 'whatIf':
        return this.#tryOut(message);
      case 'apply':
        return this.#inquiries.apply(message, async () => this.#place && this.evaluate(this.#place));
      default:
        return this.#inquiries.received(message);
    }
  }

  /** What the loss would be with other arguments, for the panel alone. A newer question ends an older one. */
  async #tryOut({ type: _, number, ...asked }: Extract<FromPage, { readonly type: 'whatIf' }>): Promise<void> {
    const { server } = this.#inquiries;
    let found: WhatIfView | null = null;
    try {
      found = await this.#latestTrial.run((token) =>
        server.ask('tensorInspector/whatIf', { ...asked, panel: this.number }, token),
      );
    } catch (error) {
      this.#inquiries.failed(error, true);
    }
    this.#panel.post({ type: 'whatIf', number, ...(found && { found }) });
  }

  #updateSoon(): void {
    if (readSetting('panel.update') !== 'whileTyping') return;
    this.#isOutdated = true;
    this.#soon(() => this.#update());
  }

  /** A moment after the last key, where the panel is there to show it. */
  #soon(work: () => Promise<void>): void {
    clearTimeout(this.#timer);
    if (this.#panel.isOpen) this.#timer = setTimeout(() => void work(), pause);
  }

  async #lookAround(): Promise<void> {
    const place = activePlace();
    if (!place) return;
    this.#around = place;
    try {
      const view = await this.#latest.run((token) => this.#ask({ ...place, around: true }, token));
      if (!view) return await (this.#isOutdated ? this.#update() : undefined);
      // A view of the same code would end what is being tried on it.
      const isShown = this.#place?.uri === view.uri && toRange(view.range).isEqual(toRange(this.#place.range));
      if (isShown && !this.#isOutdated) return;
      this.#panel.update(view, titleOf(view.source));
      this.#remember(place, view);
    } catch (error) {
      this.#inquiries.failed(error, false);
    } finally {
      this.#settle();
    }
  }

  async #update(): Promise<void> {
    const place = this.#place;
    if (!place) return;
    try {
      const view = await this.#latest.run((token) => this.#ask(place, token));
      // Half a line is no news: what stands there stays until there is something to say.
      if (!view || view.messages.some(({ type }) => type === 'SyntaxError')) return;
      this.#panel.update(view, titleOf(view.source));
      this.#keep(place, view);
    } catch (error) {
      this.#inquiries.failed(error, false);
    } finally {
      this.#settle();
    }
  }

  /** Where nothing is waited for any more. */
  #settle(): void {
    if (!this.isAsking) this.#panel.settle();
  }

  #keep(place: EvaluateParams, view: LossView): void {
    this.#remember(place, view);
    this.#shown(view);
  }

  #remember(place: EvaluateParams, view: LossView): void {
    this.#isOutdated = false;
    this.#around = undefined;
    this.#value = view.valueText;
    this.#place = { ...place, uri: view.uri, range: view.range };
  }
}

/** What a tab has room for: the name of what is called. */
function titleOf(source: string): string {
  const [callee = ''] = source.split('(', 1);
  return callee.trim() ? vscode.l10n.t('Loss: {0}', callee.trim().slice(-40)) : vscode.l10n.t('Loss');
}
