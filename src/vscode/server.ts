// The language server as the rest of the extension sees it: ask, tell, restart, and how it is. Knows no view.
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { ServerNotifications, ServerRequests } from '../protocol/requests';
import type { BackendView, ReductionsView } from '../protocol/views';
import type { NodeRuntime } from './nodeRuntime';
import type { ServerLink } from './serverLink';
import { readSetting } from './settings';
import { Supervisor, type SupervisorState } from './supervisor';
import { themeKind } from './theme';

export interface ServerState {
  readonly phase: SupervisorState;
  /** What computes; absent until the server said so. */
  readonly backend?: BackendView;
  readonly rung?: NodeRuntime['rung'];
}

export class Server implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #output: vscode.LogOutputChannel;
  readonly #supervisor: Supervisor<ServerLink>;
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly #reductions = new vscode.EventEmitter<ReductionsView>();
  #state: ServerState = { phase: 'starting' };
  #pid: number | undefined;
  /** What was said once is not said again. */
  readonly #said = new Set<string>();

  readonly onState = this.#changed.event;
  /** What there is so far of a comparison of reductions. */
  readonly onReductions = this.#reductions.event;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.#context = context;
    this.#output = output;
    this.#supervisor = new Supervisor({
      open: () => this.#open(),
      now: () => performance.now(),
      onState: (phase, error) => this.#onPhase(phase, error),
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Process id of the running server. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Starts it now rather than at the first question. */
  start(): void {
    this.#supervisor.link().catch((error) => this.#output.error(String(error)));
  }

  /** The server's answer; asked again on the next server where this one crashed under the question. */
  ask<Method extends keyof ServerRequests>(
    method: Method,
    params: ServerRequests[Method]['params'],
    token?: vscode.CancellationToken,
  ): Promise<ServerRequests[Method]['result']> {
    return this.#supervisor.ask((link) => link.request(method, params, token));
  }

  tell<Method extends keyof ServerNotifications>(method: Method, params: ServerNotifications[Method]): void {
    if (this.#state.phase !== 'running') return;
    this.#supervisor
      .link()
      .then((link) => link.notify(method, params))
      .catch((error) => this.#output.warn(String(error)));
  }

  async restart(): Promise<void> {
    await this.#supervisor.restart().catch((error) => this.#output.error(String(error)));
  }

  stop(): Promise<void> {
    return this.#supervisor.stop();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#reductions.dispose();
  }

  async #open(): Promise<ServerLink> {
    const began = performance.now();
    const [{ chooseRuntime }, { nodeWorld }, { openServerLink }] = await Promise.all([
      import('./nodeRuntime'),
      import('./nodeWorld'),
      import('./serverLink'),
    ]);
    const { runtime, brokenSetting } = await chooseRuntime(
      nodeWorld(this.#context.extensionPath, readSetting('nodePath')),
    );
    this.#output.info(`server on ${runtime.command} (${runtime.rung})`);
    if (brokenSetting) this.#warnOfSetting(brokenSetting);
    const link = await openServerLink({
      runtime,
      script: this.#context.asAbsolutePath('dist/server.js'),
      output: this.#output,
      initialize: {
        backend: readSetting('backend'),
        reduction: readSetting('webgpu.reduction'),
        limits: {
          seconds: readSetting('limits.seconds'),
          steps: readSetting('limits.steps'),
          megabytes: readSetting('limits.memory'),
        },
        theme: themeKind(),
        translations: vscode.l10n.bundle ?? {},
        noGpu: runtime.noGpu,
        commands: true,
      },
      onBackend: (backend) => this.#set({ ...this.#state, backend }),
      onReductions: (view) => this.#reductions.fire(view),
    });
    this.#pid = link.pid;
    this.#output.info(`server ${link.pid} ready in ${Math.round(performance.now() - began)} ms`);
    this.#state = { phase: this.#state.phase, rung: runtime.rung };
    return link;
  }

  #onPhase(phase: SupervisorState, error: unknown): void {
    if (error) this.#output.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    this.#set({ ...this.#state, phase });
    if (phase === 'running') this.#askForBackend();
    if (phase === 'crashed') {
      this.#output.warn('the server ended unexpectedly and is started again');
      this.#sayOnce(
        'crashed',
        vscode.l10n.t('Tensor Inspector: the language server ended unexpectedly and was started again.'),
      );
    }
  }

  /** Naming the backend opens the GPU, in the server and in the background. */
  #askForBackend(): void {
    this.ask('tensorInspector/backend', {}).then(
      (backend) => this.#set({ ...this.#state, backend }),
      (error) => this.#output.warn(String(error)),
    );
  }

  #warnOfSetting(nodePath: string): void {
    this.#sayOnce(
      `nodePath ${nodePath}`,
      vscode.l10n.t('tensorInspector.nodePath is no Node.js 20 or newer: {0}. Another one is used.', nodePath),
    );
  }

  #sayOnce(key: string, message: string): void {
    if (this.#said.has(key)) return;
    this.#said.add(key);
    void vscode.window.showWarningMessage(message);
  }

  #set(state: ServerState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
