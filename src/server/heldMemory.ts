// How much memory this process holds, for the limits of a run. Knows no run.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Infinite where the heap is nearly full: past that the process would be ended. */
function measured(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed > 0.8 * getHeapStatistics().heap_size_limit ? Number.POSITIVE_INFINITY : heapUsed + arrayBuffers;
}

let collect: (() => void) | undefined;

/** Bytes that values take. Where they would be more than `limit`, what nobody uses any more is let go of first. */
export function heldMemory(limit: number): number {
  const bytes = measured();
  if (bytes <= limit) return bytes;
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  return measured();
}
