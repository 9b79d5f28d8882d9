// Reads device memory back through one buffer that is kept. Knows no tensor.
import { patiently } from './patience';

/** `length` words in buffers that follow each other. */
export interface Stored {
  readonly buffers: readonly GPUBuffer[];
  readonly length: number;
}
/** Bytes of a buffer, and where on the host they go. */
interface Piece {
  readonly source: GPUBuffer;
  readonly start: number;
  readonly words: Uint32Array;
}
const chunk = 64 * 2 ** 20;

export class Staging {
  readonly #device: GPUDevice;
  #buffer: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The words of each, after what `encoder` has and all that was submitted; small ones together. One call at a time. */
  async read(
    stored: readonly Stored[],
    encoder = this.#device.createCommandEncoder(),
  ): Promise<readonly Uint32Array<ArrayBuffer>[]> {
    const results = stored.map(({ length }) => new Uint32Array(length));
    const pieces = stored.flatMap(({ buffers }, i) => piecesOf(buffers, results[i]!));
    const [first = [], ...others] = roundsOf(pieces);
    await this.#copy(first, encoder);
    for (const round of others) await this.#copy(round, this.#device.createCommandEncoder());
    return results;
  }

  async #copy(pieces: readonly Piece[], encoder: GPUCommandEncoder): Promise<void> {
    const total = bytesOf(pieces);
    const buffer = this.#ready(total);
    let offset = 0;
    for (const { source, start, words } of pieces) {
      encoder.copyBufferToBuffer(source, start, buffer, offset, words.byteLength);
      offset += words.byteLength;
    }
    this.#device.queue.submit([encoder.finish()]);
    await patiently(buffer.mapAsync(1, 0, total)); // GPUMapMode.READ
    try {
      const mapped = new Uint32Array(buffer.getMappedRange(0, total));
      let from = 0;
      for (const { words } of pieces) {
        words.set(mapped.subarray(from, from + words.length));
        from += words.length;
      }
    } finally {
      buffer.unmap();
    }
  }

  close(): void {
    this.#buffer?.destroy();
    this.#buffer = undefined;
  }

  #ready(bytes: number): GPUBuffer {
    if (!this.#buffer || this.#buffer.size < bytes) {
      this.#buffer?.destroy();
      const size = Math.max(4096, 2 ** Math.ceil(Math.log2(bytes)));
      this.#buffer = this.#device.createBuffer({ size, usage: 1 | 8 }); // MAP_READ | COPY_DST
    }
    return this.#buffer;
  }
}

const bytesOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { words }) => sum + words.byteLength, 0);

function piecesOf(buffers: readonly GPUBuffer[], words: Uint32Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const source of buffers) {
    const end = Math.min(source.size, words.byteLength - done);
    for (let start = 0; start < end; start += chunk) {
      const stop = Math.min(start + chunk, end);
      pieces.push({ source, start, words: words.subarray((done + start) / 4, (done + stop) / 4) });
    }
    done += end;
  }
  return pieces;
}

/** One after the other, as many together as a chunk holds. */
function roundsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const rounds: Piece[][] = [];
  for (const piece of pieces) {
    const last = rounds.at(-1);
    if (last && bytesOf([...last, piece]) <= chunk) last.push(piece);
    else rounds.push([piece]);
  }
  return rounds;
}
