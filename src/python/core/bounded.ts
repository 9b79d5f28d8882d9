// What a run has used of its limits, and where it stands. Knows no value.
import type { Span } from '../../base/span';
import type { EvaluateOptions } from '../evaluate';
import { Stopped } from '../machine';
import { nothing, type Run } from '../value';
import { PyError } from './pyError';

/** Wall time is looked at once in so many steps. */
const stepsPerLook = 256;
/** So many numbers of a tensor's arithmetic are counted as one step. */
const numbersPerStep = 1024;
/** A place in a list and a small object in it. */
const bytesPerElement = 50;
/** The event loop gets a turn after so many milliseconds. */
const sliceMilliseconds = 8;

/** Ends a run with `Stopped` where its limits are used up, its time is up or nobody waits for it. */
export class Bounded {
  /** Whether a library's own Python code runs: it has no place in the program and stands where that called it. */
  inLibrary = false;
  #span: Span = { start: 0, end: 0 };
  /** The innermost loop that runs, to name it where a limit ends it. */
  loop: Span | undefined;
  /** Whether the event loop is due for a turn. */
  due = false;
  private steps = 0;
  private nextLook = stepsPerLook;
  private readonly started: number;
  private lastPause: number;
  private held = 0;

  constructor(readonly options: EvaluateOptions) {
    this.started = options.now();
    this.lastPause = this.started;
  }

  /** What of the program is evaluated now. */
  get span(): Span {
    return this.#span;
  }
  set span(span: Span) {
    if (!this.inLibrary) this.#span = span;
  }

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps >= this.nextLook) this.look();
  }

  work(numbers: number): void {
    // What cannot be counted is too much.
    this.spend(numbers >= 0 ? numbers / numbersPerStep : Number.POSITIVE_INFINITY);
  }

  /** Throws again at each step where the run has to end: whoever swallows it once does not go on. */
  private look(): void {
    const { limits, signal, now } = this.options;
    if (this.steps > limits.steps) throw new Stopped('steps', this.span);
    if (signal.aborted) throw this.ending();
    const time = now();
    if (time - this.started > limits.milliseconds) throw new Stopped('time', this.span);
    if (time - this.lastPause > sliceMilliseconds) {
      this.due = true;
      if ((this.options.memory?.(this.bytes) ?? 0) > this.bytes) throw new Stopped('memory', this.loop ?? this.span);
    }
    this.nextLook = this.steps + stepsPerLook;
  }

  /** How the signal ends the run. */
  private ending(): Stopped {
    const { reason } = this.options.signal;
    const late = reason instanceof Error && reason.name === 'TimeoutError';
    return new Stopped(late ? 'time' : 'cancelled', this.span);
  }

  /** What the promise gives, unless the signal ends the run before. */
  protected async unlessEnded<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this.options;
    let end = (): void => undefined;
    const ended = new Promise<never>((_, reject) => {
      end = () => reject(this.ending());
    });
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
      return await Promise.race([promise, ended]);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  private get bytes(): number {
    return this.options.limits.megabytes * 2 ** 20;
  }

  /** To be awaited by the driver when `due`. */
  async pause(): Promise<void> {
    await this.options.pause();
    this.due = false;
    this.lastPause = this.options.now();
  }

  /** Lets the event loop turn where that is due. */
  breathe(): Run<void> {
    return this.due ? tick() : nothing;
  }

  /** Asks for room for so many elements; `fresh` ones add up. Stops the run, or raises MemoryError where Python could not either. */
  allocate(elements: number | bigint, fresh = true): void {
    if (elements < 1000) return;
    if (elements > 2 ** 36) throw new PyError('MemoryError', '');
    const most = this.bytes / bytesPerElement;
    const count = Number(elements);
    if (fresh && !this.options.memory) this.held += count;
    if (count > most || this.held > most * 50) throw new Stopped('memory', this.span);
  }

  enter(depth: number): void {
    if (depth >= this.options.limits.depth) throw new PyError('RecursionError', 'maximum recursion depth exceeded');
  }
}

function* tick(): Run<void> {
  yield { kind: 'tick' };
}
