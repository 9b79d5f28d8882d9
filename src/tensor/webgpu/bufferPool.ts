// Device buffers on loan: reused by size, given up least recently used first, under a cap on their bytes in all. Knows no
// kernel. Safe without waiting for the queue: what was submitted runs before what comes later.

import { say } from '../../base/text';
import { NotModelled } from '../tensorError';
import type { Lease } from './graph';

const storage = 0x80 | 0x8 | 0x4; // STORAGE | COPY_DST | COPY_SRC

export class BufferPool {
  readonly #device: GPUDevice;
  readonly #piece: number;
  /** Idle buffers by size, and loans; in both the least recently used come first. */
  readonly #idle = new Map<GPUBuffer, number>();
  readonly #loans = new Set<Lease>();
  readonly #held = new Set<Lease>();
  #bytes = 0;

  /** `limit`: bytes of all buffers together, on loan and idle; `piece`: of one buffer at most. */
  constructor(
    device: GPUDevice,
    readonly limit: number,
    piece: number,
  ) {
    this.#device = device;
    this.#piece = piece;
  }

  get bytes(): number {
    return this.#bytes;
  }
  get idle(): number {
    return this.#idle.size;
  }

  /** Buffers of at least `bytes` in all, held until `settle`. Throws `NotModelled` where what is held leaves no room. */
  lend(bytes: number): Lease {
    const size = Math.max(256, Math.ceil(bytes / 256) * 256);
    const buffers: GPUBuffer[] = [];
    try {
      for (let rest = size; rest > 0; rest -= this.#piece) {
        const part = Math.min(rest, this.#piece);
        buffers.push(this.#reuse(part) ?? this.#create(part));
      }
    } catch (error) {
      this.#retire(buffers);
      throw error;
    }
    const loan: Lease = { buffers, bytes: size };
    this.#loans.add(loan);
    this.#held.add(loan);
    return loan;
  }

  /** Keeps a loan from being evicted until `settle`, and marks it as used now. */
  hold(loan: Lease): void {
    if (!this.#loans.delete(loan)) return;
    this.#loans.add(loan);
    this.#held.add(loan);
  }

  /** Ends all holds: the work that needed them is submitted. */
  settle(): void {
    this.#held.clear();
  }

  /** Takes a loan back; its buffers serve the next ones of their size. */
  release(loan: Lease): void {
    if (!this.#loans.delete(loan) || !loan.buffers) return;
    this.#held.delete(loan);
    this.#retire(loan.buffers);
    loan.buffers = undefined;
  }

  /** Destroys everything, as on the loss of the device. */
  close(): void {
    for (const loan of [...this.#loans]) this.release(loan);
    for (const buffer of this.#idle.keys()) buffer.destroy();
    this.#idle.clear();
    this.#bytes = 0;
  }

  #retire(buffers: readonly GPUBuffer[]): void {
    for (const buffer of buffers) this.#idle.set(buffer, buffer.size);
  }

  #reuse(size: number): GPUBuffer | undefined {
    for (const [buffer, bytes] of this.#idle) {
      if (bytes !== size) continue;
      this.#idle.delete(buffer);
      return buffer;
    }
    return undefined;
  }

  #create(size: number): GPUBuffer {
    for (const [buffer, bytes] of this.#idle) {
      if (this.#bytes + size <= this.limit) break;
      this.#idle.delete(buffer);
      buffer.destroy();
      this.#bytes -= bytes;
    }
    for (const loan of this.#loans) {
      if (this.#bytes + size <= this.limit) break;
      if (this.#held.has(loan)) continue;
      this.#loans.delete(loan);
      for (const buffer of loan.buffers ?? []) buffer.destroy();
      loan.buffers = undefined;
      this.#bytes -= loan.bytes;
    }
    if (this.#bytes + size > this.limit) {
      throw new NotModelled(say('this needs more than {0} bytes of GPU memory', this.limit));
    }
    const buffer = this.#device.createBuffer({ size, usage: storage });
    this.#bytes += size;
    return buffer;
  }
}
