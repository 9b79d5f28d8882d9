// How the host waits for the GPU. Dawn asks for news at every turn of the event loop, which keeps a whole core busy: on a
// software adapter that core is missing where the kernels run. So the loop sleeps a little between its turns.

const never = new Int32Array(new SharedArrayBuffer(4));
/** The share of the time waited so far that the loop sleeps at a turn, and the milliseconds that it sleeps at most. */
const share = 1 / 8;
const longest = 1;

/** When the wait began, of as many as there are. */
let since = 0;
let waits = 0;
let resting = false;

function rest(): void {
  resting = waits > 0;
  if (!resting) return;
  Atomics.wait(never, 0, 0, Math.min(longest, (performance.now() - since) * share));
  setImmediate(rest);
}

/** What `promise` brings. Until then every turn of the event loop takes up to a millisecond longer. */
export async function patiently<T>(promise: Promise<T>): Promise<T> {
  if (waits++ === 0) since = performance.now();
  if (!resting) setImmediate(rest);
  resting = true;
  try {
    return await promise;
  } finally {
    waits--;
  }
}
