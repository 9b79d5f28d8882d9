// What the code at a place is worth: in a loss panel, which there may be several of, and at the line's end.
import * as vscode from 'vscode';
import { followsKey } from '../manifest/commands';
import type { EvaluateParams, PlaceParams } from '../protocol/requests';
import type { LossView } from '../protocol/views';
import type { Inquiries } from './inquiries';
import type { LineEnds } from './lineEnds';
import { LossPanel } from './lossPanel';
import { onRestored } from './panel';
import { activePlace, holdsPython, toRangeView } from './place';

export class LossInspector implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #inquiries: Inquiries;
  readonly #lineEnds: LineEnds;
  readonly #listening: vscode.Disposable;
  /** The one that the user turned to last comes last: it shows what is evaluated next. */
  #panels: readonly LossPanel[] = [];
  /** What was evaluated last, or stands in the panel used last. */
  #value = '';
  /** Whether the last panel shows the loss under the cursor. */
  #follows = false;

  constructor(context: vscode.ExtensionContext, inquiries: Inquiries, lineEnds: LineEnds) {
    this.#context = context;
    this.#inquiries = inquiries;
    this.#lineEnds = lineEnds;
    this.#listening = vscode.Disposable.from(
      onRestored('loss', (panel) => this.#added().adopt(panel)),
      vscode.workspace.onDidChangeTextDocument((event) => {
        for (const panel of this.#panels) panel.edited(event);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#follows && holdsPython(textEditor.document)) this.#panels.at(-1)?.follow();
      }),
    );
  }

  /** Evaluates a place, by default the selection or cursor, and shows what it is worth; `anew`: in one more panel. */
  async evaluateLoss(place: EvaluateParams | undefined = activePlace(), anew = false): Promise<void> {
    if (!place) return this.#inquiries.sayNoPlace();
    const last = this.#panels.at(-1);
    const panel = last && !(anew && last.isOpen) ? last : this.#added();
    await panel.evaluate(place);
    // Where nothing came of it there is no panel.
    if (!panel.isOpen && !panel.isAsking) this.#drop(panel);
  }

  /** The view of a place, shown nowhere; opens the document where it is not open. */
  async evaluate(uri: vscode.Uri, range: PlaceParams['range']): Promise<LossView | undefined> {
    const document = await vscode.workspace.openTextDocument(uri);
    if (!holdsPython(document)) return undefined;
    const place = { uri: document.uri.toString(), range: toRangeView(range) };
    return (await this.#inquiries.server.ask('tensorInspector/evaluate', place)) ?? undefined;
  }

  async copyValue(text = this.#value): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  /** Whether the last panel shows the loss under the cursor from now on, or stays where it is. */
  async follow(follows: boolean): Promise<void> {
    this.#follows = follows;
    await vscode.commands.executeCommand('setContext', followsKey, follows);
    if (follows) this.#panels.at(-1)?.follow();
  }

  dispose(): void {
    this.#listening.dispose();
    for (const panel of this.#panels) panel.dispose();
  }

  #added(): LossPanel {
    const taken = this.#panels.map(({ number }) => number);
    const panel = new LossPanel({
      number: [...taken.keys(), taken.length].find((number) => !taken.includes(number))!,
      context: this.#context,
      inquiries: this.#inquiries,
      shown: (view) => {
        if (panel === this.#panels.at(-1)) this.#value = panel.value;
        this.#lineEnds.show(view);
      },
      activated: () => {
        this.#panels = [...this.#without(panel), panel];
        this.#value = panel.value;
      },
      closed: () => this.#drop(panel),
    });
    this.#panels = [...this.#panels, panel];
    return panel;
  }

  #drop(panel: LossPanel): void {
    this.#panels = this.#without(panel);
    panel.dispose();
  }

  readonly #without = (panel: LossPanel): readonly LossPanel[] => this.#panels.filter((other) => other !== panel);
}
