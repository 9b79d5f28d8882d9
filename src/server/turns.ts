// Work on tensors that is no run's: it lets other requests through, and ends with its signal. Knows no work.
import { Stopped } from '../python/machine';
import type { Counter } from '../tensor/meter';

/** Milliseconds of work between two turns of the event loop. */
const share = 8;

export interface Clock {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
}

/** Throws {@link Stopped} where the signal is aborted. */
export function turns({ now, pause }: Clock, signal: AbortSignal): Counter {
  let last = now();
  return {
    work() {
      if (signal.aborted) throw new Stopped('cancelled', { start: 0, end: 0 });
    },
    get due() {
      return now() - last > share;
    },
    async pause() {
      await pause();
      last = now();
    },
  };
}
