// The commands' doing: asks the server about a place and shows the answer at the line's end and in the panels.
import * as vscode from 'vscode';
import type { EvaluateParams, PlaceParams, SoftmaxParams } from '../protocol/requests';
import { movedRange } from '../protocol/textEdits';
import type { LossView, SoftmaxView, WhatIfView } from '../protocol/views';
import { applyEdits } from './applyEdits';
import { Latest, Superseded } from './latest';
import type { LineEnds } from './lineEnds';
import { Panel } from './panel';
import { activePlace, holdsPython, reveal, sameProgram, toRangeView } from './place';
import type { Server } from './server';
import { readSetting } from './settings';
import { slowly } from './slowly';
import { ServerStopped } from './supervisor';
import type { FromPage } from './webviewHost';

/** Milliseconds after the last key. */
const pause = 200;

export class Inspector implements vscode.Disposable {
  readonly #server: Server;
  readonly #output: vscode.LogOutputChannel;
  readonly #lineEnds: LineEnds;
  readonly #lossPanel: Panel;
  readonly #softmaxPanel: Panel;
  readonly #latest = { evaluate: new Latest(), softmax: new Latest(), whatIf: new Latest() };
  readonly #listening: vscode.Disposable;
  /** What was evaluated last, moved along with the edits of its document. */
  #place: EvaluateParams | undefined;
  #value = '';
  #timer: NodeJS.Timeout | undefined;
  /** What the softmax panel shows, moved along as well. */
  #softmaxPlace: SoftmaxParams | undefined;

  constructor(context: vscode.ExtensionContext, server: Server, lineEnds: LineEnds, output: vscode.LogOutputChannel) {
    this.#server = server;
    this.#lineEnds = lineEnds;
    this.#output = output;
    const received = (message: FromPage): void => void this.received(message);
    const restored = (place: PlaceParams): void => {
      this.#place ??= place;
      this.#follow();
    };
    const closed = (): void => {
      this.#softmaxPlace = undefined;
    };
    const [loss, softmax] = [vscode.l10n.t('Loss'), vscode.l10n.t('Softmax by dim')];
    this.#lossPanel = new Panel(context, { id: 'loss', title: loss, server, received, restored });
    this.#softmaxPanel = new Panel(context, {
      id: 'softmax',
      title: softmax,
      server,
      received: (message) => void this.received(message, 'softmax'),
      restored: (place) => void this.openSoftmax(place),
      closed,
    });
    this.#listening = vscode.Disposable.from(
      this.#lossPanel,
      this.#softmaxPanel,
      this.#latest.evaluate,
      this.#latest.softmax,
      this.#latest.whatIf,
      vscode.workspace.onDidChangeTextDocument((event) => this.#onEdit(event)),
    );
  }

  /** Evaluates a place, by default the selection or cursor, and shows what it is worth. */
  async evaluateLoss(place: EvaluateParams | undefined = activePlace()): Promise<void> {
    if (!place) return this.#sayNoPlace();
    this.#place = place;
    this.#lossPanel.busy(true);
    await this.#answer(this.#latest.evaluate, vscode.l10n.t('Evaluating'), place, this.#loss, (view) => {
      this.#lossPanel.show(view);
      this.#keep(place, view);
    });
    if (!this.#latest.evaluate.running) this.#lossPanel.busy(false);
  }

  /** Shows softmax along every dim of the tensor at a place, by default at the selection or cursor. */
  async openSoftmax(place: SoftmaxParams | undefined = activePlace()): Promise<void> {
    if (!place) return this.#sayNoPlace();
    this.#softmaxPlace = place;
    await this.#answer(this.#latest.softmax, vscode.l10n.t('Computing softmax'), place, this.#softmax, (view) =>
      this.#softmaxPanel.show(view),
    );
  }

  /** The view of a place, shown nowhere; opens the document where it is not open. */
  async evaluate(uri: vscode.Uri, range: PlaceParams['range']): Promise<LossView | undefined> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (!holdsPython(document)) return undefined;
    return (await this.#loss({ uri: document.uri.toString(), range: toRangeView(range) })) ?? undefined;
  }

  async copyValue(text = this.#value): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  clearValues(): void {
    this.#lineEnds.clear();
  }

  /** Does what a page of ours asks for; `from` names the panel where it matters. */
  async received(message: FromPage, from?: 'softmax'): Promise<void> {
    switch (message.type) {
      case 'reveal':
        return reveal(message);
      case 'copy':
        return this.copyValue(message.text);
      case 'evaluateAgain':
        return this.evaluateLoss(
          this.#place && {
            ...this.#place,
            ...(message.prints && { prints: true }),
            ...(message.sample && { sample: message.sample }),
          },
        );
      case 'openSoftmax':
        return this.openSoftmax({ uri: message.uri, range: message.range });
      case 'softmaxSettings':
        return this.#softmaxPlace && this.openSoftmax({ ...this.#softmaxPlace, settings: message.settings });
      case 'whatIf':
        return this.#tryOut(message);
      case 'apply':
        return this.#apply(message, from);
    }
  }

  /** What the loss would be with other arguments, for the panel alone. A newer question ends an older one. */
  async #tryOut({ type: _, number, ...asked }: Extract<FromPage, { readonly type: 'whatIf' }>): Promise<void> {
    let found: WhatIfView | null = null;
    try {
      const ask = (token: vscode.CancellationToken) => this.#server.ask('tensorInspector/whatIf', asked, token);
      found = await this.#latest.whatIf.run(ask);
    } catch (error) {
      if (!(error instanceof Superseded)) this.failed(error, true);
    }
    this.#lossPanel.post({ type: 'whatIf', number, ...(found && { found }) });
  }

  /** Writes a change of the code that a panel offers, and evaluates again what it is about. */
  async #apply(
    { uri, version, edits }: Extract<FromPage, { readonly type: 'apply' }>,
    from: 'softmax' | undefined,
  ): Promise<void> {
    const isDone = await applyEdits(uri, version, edits);
    if (isDone && from === 'softmax') return this.#softmaxPlace && this.openSoftmax(this.#softmaxPlace);
    if (isDone) return this.evaluateLoss(this.#place);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The code has changed since it was evaluated. Evaluate again, then apply.'),
    );
  }

  /** Logs a failure of ours, and says so where the user waits for an answer. */
  failed(error: unknown, waiting: boolean): void {
    this.#output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (!waiting) return;
    const message =
      error instanceof ServerStopped
        ? vscode.l10n.t('Tensor Inspector: the language server is stopped. Restart it to go on.')
        : vscode.l10n.t('Tensor Inspector could not answer. The output says why.');
    const [restart, output] = [vscode.l10n.t('Restart server'), vscode.l10n.t('Show output')];
    void vscode.window.showErrorMessage(message, restart, output).then((choice) => {
      if (choice === restart) void this.#server.restart();
      if (choice === output) this.#output.show(true);
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  readonly #loss = (place: EvaluateParams, token?: vscode.CancellationToken): Promise<LossView | null> =>
    this.#server.ask('tensorInspector/evaluate', place, token);

  readonly #softmax = (place: SoftmaxParams, token?: vscode.CancellationToken): Promise<SoftmaxView | null> =>
    this.#server.ask('tensorInspector/softmax', place, token);

  async #answer<View, Params extends PlaceParams>(
    latest: Latest,
    title: string,
    place: Params,
    ask: (place: Params, token: vscode.CancellationToken) => Promise<View | null>,
    show: (view: View) => void,
  ): Promise<void> {
    try {
      const view = await latest.run((token) => slowly(title, ask(place, token), () => latest.cancel()));
      if (view) show(view);
      else this.#sayNoPlace();
    } catch (error) {
      if (!(error instanceof Superseded)) this.failed(error, true);
    }
  }

  #sayNoPlace(): void {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Put the cursor in an expression of a Python file, a notebook cell or a Python block of Markdown, or select one.',
      ),
    );
  }

  /** Evaluates the last place again, a moment after the last key, where the panel is there to show it. */
  #follow(): void {
    clearTimeout(this.#timer);
    if (!this.#lossPanel.isOpen || readSetting('panel.update') !== 'whileTyping') return;
    this.#timer = setTimeout(() => void this.#update(), pause);
  }

  async #update(): Promise<void> {
    const place = this.#place;
    if (!place) return;
    try {
      const view = await this.#latest.evaluate.run((token) => this.#loss(place, token));
      // Half a line is no news: what stands there stays until there is something to say.
      if (!view || view.messages.some(({ type }) => type === 'SyntaxError')) return;
      this.#lossPanel.update(view);
      this.#keep(place, view);
    } catch (error) {
      if (!(error instanceof Superseded)) this.failed(error, false);
    }
  }

  #keep(place: EvaluateParams, view: LossView): void {
    this.#place = { ...place, uri: view.uri, range: view.range };
    this.#value = view.valueText;
    this.#lineEnds.show(view);
  }

  #onEdit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    // The next keystroke ends what is under way: its answer would be about a text that is gone.
    if (contentChanges.length && holdsPython(document)) {
      this.#latest.evaluate.cancel();
      this.#latest.softmax.cancel();
      this.#latest.whatIf.cancel();
    }
    const uri = document.uri.toString();
    const moved = <P extends PlaceParams>(place: P | undefined): P | undefined =>
      place?.uri === uri ? { ...place, range: contentChanges.reduce(movedRange, place.range) } : place;
    this.#place = moved(this.#place);
    this.#softmaxPlace = moved(this.#softmaxPlace);
    const isRead = this.#place && sameProgram(document.uri, vscode.Uri.parse(this.#place.uri, true));
    if (isRead && contentChanges.length) this.#follow();
  }
}
