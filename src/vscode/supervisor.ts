// Keeps one link to a server alive: opens it when first needed, again after a crash, and asks a question that was
// under way once more. Knows neither `vscode` nor what is asked.
import { createRestartPolicy } from './restartPolicy';

export interface Link {
  /** Resolves when the link is gone, whoever ended it. */
  readonly closed: Promise<void>;
  /** Ends it politely. */
  close(): Promise<void>;
  /** This failure means that the link went away, rather than that the server answered with an error. */
  lost(error: unknown): boolean;
}

export type SupervisorState = 'starting' | 'running' | 'crashed' | 'stopped';

export interface SupervisorOptions<L extends Link> {
  readonly open: () => Promise<L>;
  readonly now: () => number;
  /** `crashed`: it will be started again; `stopped`: it crashed too often, or was ended. */
  readonly onState: (state: SupervisorState, error?: unknown) => void;
}

/** There is no server and none will be started by itself. */
export class ServerStopped extends Error {}

export class Supervisor<L extends Link> {
  readonly #options: SupervisorOptions<L>;
  readonly #policy = createRestartPolicy();
  #link: Promise<L> | undefined;
  /** What `#link` resolved to, while it lives. */
  #live: L | undefined;
  #stopped = false;

  constructor(options: SupervisorOptions<L>) {
    this.#options = options;
  }

  /** The link, opened where there is none. Rejects with {@link ServerStopped} after too many crashes. */
  link(): Promise<L> {
    if (this.#stopped) return Promise.reject(new ServerStopped('the server is stopped'));
    this.#link ??= this.#open();
    return this.#link;
  }

  /** Runs `question` on the link, and once more on the next link where this one went away under it. */
  async ask<T>(question: (link: L) => Promise<T>): Promise<T> {
    const link = await this.link();
    try {
      return await question(link);
    } catch (error) {
      if (!link.lost(error)) throw error;
      await link.closed;
      return question(await this.link());
    }
  }

  /** Ends the link, forgets all crashes, and opens a new one. */
  async restart(): Promise<void> {
    await this.stop();
    this.#policy.reset();
    this.#stopped = false;
    await this.link();
  }

  /** Ends the link; nothing is started again by itself. */
  async stop(): Promise<void> {
    const open = this.#link;
    this.#end();
    this.#options.onState('stopped');
    const link = await open?.catch(() => undefined);
    await link?.close();
  }

  async #open(): Promise<L> {
    this.#options.onState('starting');
    for (;;) {
      try {
        const link = await this.#options.open();
        // Ended while it was opening: whoever ended it waits for this link and closes it.
        if (this.#stopped) return link;
        this.#live = link;
        this.#options.onState('running');
        void link.closed.then(() => this.#gone(link));
        return link;
      } catch (error) {
        if (!this.#mayRestart(error)) throw new ServerStopped('the server does not start', { cause: error });
      }
    }
  }

  /** A link that was open ended by itself: opens the next. */
  #gone(link: L): void {
    if (this.#live !== link) return;
    this.#live = undefined;
    this.#link = undefined;
    if (this.#mayRestart()) this.link().catch(() => undefined);
  }

  #mayRestart(error?: unknown): boolean {
    if (this.#stopped) return false;
    if (this.#policy.crashed(this.#options.now())) {
      this.#options.onState('crashed', error);
      return true;
    }
    this.#end();
    this.#options.onState('stopped', error);
    return false;
  }

  #end(): void {
    this.#stopped = true;
    this.#link = undefined;
    this.#live = undefined;
  }
}
