// How a loader shares its batches among workers and takes them back in order (`_MultiProcessingDataLoaderIter` of
// torch/utils/data/dataloader.py). Knows no dataset.
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import type { Worker } from './workers';

/** Gives the next value, undefined at the end. */
export type Fetch = () => Run<Value | undefined>;

interface Task {
  readonly worker: number;
  readonly index: Value;
}

export class Shares {
  readonly #tasks: (Task | undefined)[] = [];
  readonly #active: boolean[];
  #turn = 0;
  #next = 0;
  #outstanding = 0;

  /**
   * @param fetch what a worker makes of a place, or of its turn in a stream; undefined where its part of the stream has ended
   * @param places where the samples of each batch stand
   * @param ahead how many batches each worker is given before the first is asked for
   */
  constructor(
    readonly machine: Machine,
    readonly workers: readonly Worker[],
    readonly fetch: (worker: Worker, index: Value) => Run<Value | undefined>,
    readonly places: Fetch,
    readonly ahead: number,
  ) {
    this.#active = workers.map(() => true);
  }

  *start(): Run<void> {
    for (let n = 0; n < this.ahead * this.workers.length; n++) if (!(yield* this.#give())) return;
  }

  /** The next batch in order. */
  *take(): Run<Value | undefined> {
    for (;;) {
      while (this.#next < this.#tasks.length && !this.#active[this.#tasks[this.#next]?.worker ?? -1]) this.#next++;
      const task = this.#tasks[this.#next];
      if (!task) return undefined;
      const data = yield* this.#made(task);
      this.#outstanding--;
      if (data === undefined) this.#active[task.worker] = false;
      else this.#tasks[this.#next++] = undefined;
      yield* this.#give();
      if (data !== undefined) return data;
    }
  }

  /** Workers that are kept have worked on all they were given. */
  *drain(): Run<void> {
    for (; this.#next < this.#tasks.length; this.#next++) {
      const task = this.#tasks[this.#next];
      if (task && this.#active[task.worker] && (yield* this.#made(task)) === undefined)
        this.#active[task.worker] = false;
    }
  }

  #made({ worker, index }: Task): Run<Value | undefined> {
    const process = this.workers[worker] as Worker;
    return process.run(this.machine, () => this.fetch(process, index));
  }

  /** Hands the next place to the next worker that is still at work; false where there is none of either. */
  *#give(): Run<boolean> {
    if (this.#outstanding >= this.ahead * this.workers.length) return false;
    const index = yield* this.places();
    if (index === undefined) return false;
    for (let tried = 0; tried < this.workers.length; tried++) {
      const worker = this.#turn++ % this.workers.length;
      if (!this.#active[worker]) continue;
      this.#tasks.push({ worker, index });
      this.#outstanding++;
      return true;
    }
    return false;
  }
}
