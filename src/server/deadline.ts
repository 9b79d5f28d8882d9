// Bounds a question in time, whatever it waits for. Knows no question.
import { Stopped } from '../python/machine';

/** Past its time a question may still gather what it has; then it is given up. In milliseconds. */
const grace = 2000;

/**
 * Runs `work` with a signal that is aborted where `signal` is, and with a `TimeoutError` after so many milliseconds.
 * Rejects with {@link Stopped} at once where `signal` is aborted, and where `work` goes on after its time was up.
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const bounded = new AbortController();
  let cancel = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    const give = (why: 'time' | 'cancelled'): void => reject(new Stopped(why, { start: 0, end: 0 }));
    cancel = () => {
      bounded.abort();
      give('cancelled');
    };
    timer = setTimeout(() => {
      bounded.abort(new DOMException('the time is up', 'TimeoutError'));
      timer = setTimeout(() => give('time'), grace);
    }, milliseconds);
  });
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  try {
    return await Promise.race([work(bounded.signal), ended]);
  } finally {
    signal.removeEventListener('abort', cancel);
    clearTimeout(timer);
  }
}
