// What the code at a place is worth: asks the server, shows the answer at the line's end and in the panel, and follows edits.
import * as vscode from 'vscode';
import { followsKey } from '../manifest/commands';
import type { EvaluateParams, PlaceParams } from '../protocol/requests';
import type { LossView, WhatIfView } from '../protocol/views';
import type { Inquiries } from './inquiries';
import { Latest } from './latest';
import type { LineEnds } from './lineEnds';
import { Panel } from './panel';
import { activePlace, holdsPython, movedPlace, sameProgram, toRange, toRangeView } from './place';
import { readSetting } from './settings';
import type { FromPage } from './webviewHost';

/** Milliseconds after the last key. */
const pause = 200;

export class LossInspector implements vscode.Disposable {
  readonly #inquiries: Inquiries;
  readonly #lineEnds: LineEnds;
  readonly #panel: Panel;
  readonly #latest = new Latest();
  readonly #latestTrial = new Latest();
  readonly #listening: vscode.Disposable;
  /** What was evaluated last, moved along with the edits of its document. */
  #place: EvaluateParams | undefined;
  #value = '';
  /** Whether the panel shows the loss under the cursor. */
  #follows = false;
  /** Whether the code was edited since the panel's view was made. */
  #isOutdated = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, inquiries: Inquiries, lineEnds: LineEnds) {
    this.#inquiries = inquiries;
    this.#lineEnds = lineEnds;
    this.#panel = new Panel(context, {
      id: 'loss',
      title: vscode.l10n.t('Loss'),
      server: inquiries.server,
      received: (message) => void this.#received(message),
      restored: (place) => {
        this.#place ??= place;
        this.#updateSoon();
      },
    });
    this.#listening = vscode.Disposable.from(
      this.#panel,
      this.#latest,
      this.#latestTrial,
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#follows && holdsPython(textEditor.document)) this.#soon(() => this.#lookAround());
      }),
    );
  }

  /** Evaluates a place, by default the selection or cursor, and shows what it is worth. */
  async evaluateLoss(place: EvaluateParams | undefined = activePlace()): Promise<void> {
    if (!place) return this.#inquiries.sayNoPlace();
    this.#place = place;
    this.#panel.busy(true);
    await this.#inquiries.answer(this.#latest, vscode.l10n.t('Evaluating'), place, this.#ask, (view) => {
      this.#panel.show(view);
      this.#keep(place, view);
    });
    if (!this.#latest.running) this.#panel.busy(false);
  }

  /** The view of a place, shown nowhere; opens the document where it is not open. */
  async evaluate(uri: vscode.Uri, range: PlaceParams['range']): Promise<LossView | undefined> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (!holdsPython(document)) return undefined;
    return (await this.#ask({ uri: document.uri.toString(), range: toRangeView(range) })) ?? undefined;
  }

  async copyValue(text = this.#value): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  readonly #ask = (place: EvaluateParams, token?: vscode.CancellationToken): Promise<LossView | null> =>
    this.#inquiries.server.ask('tensorInspector/evaluate', place, token);

  async #received(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'evaluateAgain':
        return this.evaluateLoss(
          this.#place && {
            ...this.#place,
            ...(message.prints && { prints: true }),
            ...(message.sample && { sample: message.sample }),
          },
        );
      case 'whatIf':
        return this.#tryOut(message);
      case 'apply':
        return this.#inquiries.apply(message, () => this.evaluateLoss(this.#place));
      default:
        return this.#inquiries.received(message);
    }
  }

  /** What the loss would be with other arguments, for the panel alone. A newer question ends an older one. */
  async #tryOut({ type: _, number, ...asked }: Extract<FromPage, { readonly type: 'whatIf' }>): Promise<void> {
    const { server } = this.#inquiries;
    let found: WhatIfView | null = null;
    try {
      found = await this.#latestTrial.run((token) => server.ask('tensorInspector/whatIf', asked, token));
    } catch (error) {
      this.#inquiries.failed(error, true);
    }
    this.#panel.post({ type: 'whatIf', number, ...(found && { found }) });
  }

  /** Whether the panel shows the loss under the cursor from now on, or stays where it is. */
  async follow(follows: boolean): Promise<void> {
    this.#follows = follows;
    await vscode.commands.executeCommand('setContext', followsKey, follows);
    if (follows && this.#panel.isOpen) await this.#lookAround();
  }

  /** Evaluates the last place again, where the panel is to follow the code. */
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

  /** Shows the loss under the cursor; where there is none what stands there stays. */
  async #lookAround(): Promise<void> {
    const place = activePlace();
    if (!place) return;
    try {
      const view = await this.#latest.run((token) => this.#ask({ ...place, around: true }, token));
      if (!view) return await (this.#isOutdated ? this.#update() : undefined);
      // A view of the same code would end what is being tried on it.
      const isShown = this.#place?.uri === view.uri && toRange(view.range).isEqual(toRange(this.#place.range));
      if (isShown && !this.#isOutdated) return;
      this.#panel.update(view);
      this.#remember(place, view);
    } catch (error) {
      this.#inquiries.failed(error, false);
    }
  }

  async #update(): Promise<void> {
    const place = this.#place;
    if (!place) return;
    try {
      const view = await this.#latest.run((token) => this.#ask(place, token));
      // Half a line is no news: what stands there stays until there is something to say.
      if (!view || view.messages.some(({ type }) => type === 'SyntaxError')) return;
      this.#panel.update(view);
      this.#keep(place, view);
    } catch (error) {
      this.#inquiries.failed(error, false);
    }
  }

  #keep(place: EvaluateParams, view: LossView): void {
    this.#remember(place, view);
    this.#lineEnds.show(view);
  }

  #remember(place: EvaluateParams, view: LossView): void {
    this.#isOutdated = false;
    this.#place = { ...place, uri: view.uri, range: view.range };
    this.#value = view.valueText;
  }

  #onEdit(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    // The next keystroke ends what is under way: its answer would be about a text that is gone.
    if (contentChanges.length && holdsPython(document)) {
      this.#latest.cancel();
      this.#latestTrial.cancel();
    }
    this.#place = movedPlace(this.#place, event);
    const isRead = this.#place && sameProgram(document.uri, vscode.Uri.parse(this.#place.uri, true));
    if (isRead && contentChanges.length) this.#updateSoon();
  }
}
