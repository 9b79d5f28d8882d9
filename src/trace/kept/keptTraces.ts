// Finished traces: an edit runs again only what depends on it. A trace answers as long as the text of what it ran is the
// same, wherever that stands now. Knows no run.
import type { Span } from '../../base/span';
import type { Asked } from '../../python/evaluate';
import type { SourceFile } from '../../syntax/sourceFile';
import type { BackendState } from '../../tensor/backend';
import type { Engine } from '../../tensor/engine';
import type { Trace } from '../trace';
import { type Footing, mover } from './footing';
import { heldBytes } from './heldBytes';
import { type Finished, finished, movedTrace } from './movedTrace';

/** How many traces are kept, and what their values may take in all. */
export interface Room {
  readonly traces: number;
  readonly bytes: number;
}

interface Kept {
  readonly trace: Finished;
  readonly places: readonly Span[];
  readonly lines: string | undefined;
  readonly program: string | undefined;
  readonly bytes: number;
}

/** Traces of one backend in one state; the least recently used go first. */
export class KeptTraces {
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  /** A router makes an engine for each request; what they compute on is told by their state. */
  #state: BackendState | undefined;

  constructor(private readonly room: Room = { traces: 64, bytes: 2 ** 28 }) {}

  /** The trace on this footing, its places those of `file`; undefined where it must be run. */
  find(footing: Footing, file: SourceFile, target: Span, { state }: Engine): Trace | undefined {
    if (state !== this.#state) this.clear();
    this.#state = state;
    const kept = this.#kept.get(footing.key);
    if (!kept) return undefined;
    const stands =
      (kept.lines === undefined || kept.lines === footing.lines()) &&
      (kept.program === undefined || kept.program === footing.program());
    const trace = stands ? movedTrace(kept.trace, mover(kept.places, footing.places), file, target) : undefined;
    this.#forget(footing.key);
    if (trace) this.#put(footing.key, kept);
    return trace;
  }

  keep(footing: Footing, trace: Trace, asked: Asked): void {
    // A lost device's trace may end after one on the next has begun.
    if (trace.engine.state !== this.#state) return;
    const bytes = heldBytes(trace.recorder.held) + 2 * footing.key.length;
    this.#forget(footing.key);
    if (bytes > this.room.bytes / 4) return;
    this.#put(footing.key, {
      trace: finished(trace),
      places: footing.places,
      lines: asked.lines ? footing.lines() : undefined,
      program: asked.program ? footing.program() : undefined,
      bytes,
    });
    for (const key of this.#kept.keys()) {
      if (this.#bytes <= this.room.bytes && this.#kept.size <= this.room.traces) break;
      this.#forget(key);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #put(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}
