// Reads device memory back through one buffer that is kept. Knows no tensor.

const chunk = 64 * 2 ** 20;

export class Staging {
  readonly #device: GPUDevice;
  #buffer: GPUBuffer | undefined;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** The first `length` words of buffers that follow each other, after all that was submitted. One call at a time. */
  async read(sources: readonly GPUBuffer[], length: number): Promise<Uint32Array<ArrayBuffer>> {
    const words = new Uint32Array(length);
    let done = 0;
    for (const source of sources) {
      const end = Math.min(source.size, words.byteLength - done);
      for (let start = 0; start < end; start += chunk) {
        const stop = Math.min(start + chunk, end);
        await this.#copy(source, start, words.subarray((done + start) / 4, (done + stop) / 4));
      }
      done += end;
    }
    return words;
  }

  async #copy(source: GPUBuffer, start: number, words: Uint32Array): Promise<void> {
    const bytes = words.byteLength;
    const buffer = this.#ready(bytes);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, start, buffer, 0, bytes);
    this.#device.queue.submit([encoder.finish()]);
    await buffer.mapAsync(1, 0, bytes); // GPUMapMode.READ
    try {
      words.set(new Uint32Array(buffer.getMappedRange(0, bytes)));
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
