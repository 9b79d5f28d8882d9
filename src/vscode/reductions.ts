// The command "Compare softmax reductions": asks the server to measure, shows progress, and the panel with what there is
// so far. Knows no kernel.
import * as vscode from 'vscode';
import { settingId, settingRows } from '../manifest/settings';
import type { ReductionSetting, ReductionsView } from '../protocol/views';
import type { Inquiries } from './inquiries';
import { Latest, Superseded } from './latest';
import { onRestored, Panel } from './panel';
import type { Server } from './server';
import { onSettingChange, readSetting } from './settings';

const setting = 'webgpu.reduction';

export class Reductions implements vscode.Disposable {
  readonly #server: Server;
  readonly #panel: Panel;
  readonly #latest = new Latest();
  readonly #listening: vscode.Disposable;
  #view: ReductionsView | undefined;

  constructor(context: vscode.ExtensionContext, inquiries: Inquiries) {
    const { server } = inquiries;
    const failed = (error: unknown): void => inquiries.failed(error, true);
    this.#server = server;
    this.#panel = new Panel(context, {
      id: 'reductions',
      title: vscode.l10n.t('Softmax reductions'),
      server,
      received: (message) => {
        if (message.type === 'compareReductions') void this.compare().catch(failed);
        else if (message.type === 'useReduction') void this.#use(message.setting).catch(failed);
        else void inquiries.received(message);
      },
      closed: () => this.#latest.cancel(),
    });
    this.#listening = vscode.Disposable.from(
      this.#panel,
      this.#latest,
      onRestored('reductions', (panel) => this.#panel.adopt(panel)),
      onSettingChange(['webgpu'], () => this.#onSetting()),
    );
  }

  /** What the panel shows. */
  get view(): ReductionsView | undefined {
    return this.#view;
  }

  /** Measures and shows; what was measured stays where the user cancels. Closing the panel cancels too. */
  async compare(): Promise<void> {
    try {
      this.#show(await this.#latest.run((token) => this.#measured(token)));
    } catch (error) {
      if (this.#view && !this.#latest.running) this.#update({ ...this.#view, stopped: true });
      if (!(error instanceof Superseded)) throw error;
    }
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #measured(token: vscode.CancellationToken): Promise<ReductionsView> {
    const title = vscode.l10n.t('Comparing softmax reductions');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, cancelled) => {
      let done = 0;
      const listening = vscode.Disposable.from(
        cancelled.onCancellationRequested(() => this.#latest.cancel()),
        this.#server.onReductions((view) => {
          if (token.isCancellationRequested) return;
          const increment = (100 * (view.cases.length - done)) / Math.max(1, view.total);
          done = view.cases.length;
          progress.report({ message: vscode.l10n.t('{0} of {1} sizes', done, view.total), increment });
          this.#show(view);
        }),
      );
      try {
        return await this.#server.ask('tensorInspector/compareReductions', {}, token);
      } finally {
        listening.dispose();
      }
    });
  }

  /** The panel comes to the front with the first view of a run, and stays where it is with the others. */
  #show(view: ReductionsView): void {
    if (view.cases.length === 0) this.#panel.show(view);
    this.#update(view);
  }

  #update(view: ReductionsView): void {
    this.#view = view;
    this.#panel.update(view);
  }

  /** Writes the setting where it stands already, else for the user. */
  async #use(value: ReductionSetting): Promise<void> {
    if (!(value in settingRows[setting].values)) return;
    const configuration = vscode.workspace.getConfiguration();
    const inWorkspace = configuration.inspect(settingId(setting))?.workspaceValue !== undefined;
    const { Workspace, Global } = vscode.ConfigurationTarget;
    await configuration.update(settingId(setting), value, inWorkspace ? Workspace : Global);
  }

  #onSetting(): void {
    if (!this.#view) return;
    const wanted = readSetting(setting);
    const missing = this.#view.forms.some((form) => form.setting === wanted && form.missing);
    this.#update({ ...this.#view, used: missing ? 'auto' : wanted });
  }
}
