// How often a server may crash before it is left down. Knows no process and no clock of its own.

const window = 3 * 60_000;
const allowed = 5;

export interface RestartPolicy {
  /** Notes a crash at `now` (milliseconds); true: start again. */
  crashed(now: number): boolean;
  /** Forgets all crashes: the user asked for a start. */
  reset(): void;
}

/** Five restarts within three minutes. */
export function createRestartPolicy(): RestartPolicy {
  let crashes: readonly number[] = [];
  return {
    crashed(now) {
      crashes = [...crashes.filter((at) => now - at < window), now];
      return crashes.length <= allowed;
    },
    reset() {
      crashes = [];
    },
  };
}
