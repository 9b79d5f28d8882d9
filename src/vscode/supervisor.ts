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
  /** Counts how often the link was ended on purpose: what opened before that is stale. */
  #generation = 0;

  constructor(options: SupervisorOptions<L>) {
    this.#options = options;
  }

  /** The link, opened where there is none. Rejects with {@link ServerStopped} after too many crashes. */
  link(): Promise<L> {
    if (this.#stopped) return Promise.reject(new ServerStopped('the server is stopped'));
    this.#link ??= this.#open(this.#generation);
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

  /** Ends the link, forgets all crashes, and opens a new one; questions from now on wait for that. */
  async restart(): Promise<void> {
    const ending = this.#end();
    this.#policy.reset();
    this.#stopped = false;
    const generation = this.#generation;
    this.#link = ending.then(() => this.#open(generation));
    await this.#link;
  }

  /** Ends the link; nothing is started again by itself. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#options.onState('stopped');
    await this.#end();
  }

  async #open(generation: number): Promise<L> {
    this.#options.onState('starting');
    for (;;) {
      try {
        const link = await this.#options.open();
        // Ended while it was opening: whoever ended it waits for this link and closes it.
        if (generation !== this.#generation) return link;
        this.#live = link;
        this.#options.onState('running');
        void link.closed.then(() => this.#gone(link));
        return link;
      } catch (error) {
        const superseded = generation !== this.#generation;
        if (superseded || !this.#mayRestart(error))
          throw new ServerStopped('the server does not start', { cause: error });
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
    if (this.#policy.crashed(this.#options.now())) {
      this.#options.onState('crashed', error);
      return true;
    }
    this.#stopped = true;
    this.#link = undefined;
    this.#options.onState('stopped', error);
    return false;
  }

  /** Lets go of the link at once; resolves when it is closed, though it may have to open first. */
  async #end(): Promise<void> {
    const opening = this.#link;
    this.#generation++;
    this.#link = undefined;
    this.#live = undefined;
    const link = await opening?.catch(() => undefined);
    await link?.close();
  }
}
