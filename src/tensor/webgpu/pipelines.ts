// Compiled kernels, kept by what tells their texts apart. Knows no tensor.
import { patiently } from './patience';
import type { Bindings } from './pieces';

/** A WGSL module that is written out only to be compiled. */
export interface Program {
  /** The same for the same text. */
  readonly key: string;
  readonly code: () => string;
}

export class Pipelines {
  readonly #device: GPUDevice;
  readonly #limit: number;
  readonly #byKey = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  /** Keeps the `limit` pipelines used last. */
  constructor(device: GPUDevice, limit = 512) {
    this.#device = device;
    this.#limit = limit;
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Uniforms, the pieces of the result, then those of what is read. Explicit, since a kernel may leave one unused. */
  layout({ results, inputs }: Bindings): GPUBindGroupLayout {
    const key = `${results} ${inputs}`;
    let layout = this.#layouts.get(key);
    if (!layout) {
      const types: GPUBufferBindingType[] = ['uniform'];
      for (let i = 0; i < results; i++) types.push('storage');
      for (let i = 0; i < inputs; i++) types.push('read-only-storage');
      const compute = 4; // GPUShaderStage.COMPUTE
      layout = this.#device.createBindGroupLayout({
        entries: types.map((type, binding) => ({ binding, visibility: compute, buffer: { type } })),
      });
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  /** Compiles without blocking; rejects with the compiler's messages. */
  get({ key, code }: Program, bindings: Bindings): Promise<GPUComputePipeline> {
    const known = this.#byKey.get(key);
    if (known) {
      this.#byKey.delete(key);
      this.#byKey.set(key, known);
      return known;
    }
    const [oldest] = this.#byKey.keys();
    if (oldest !== undefined && this.#byKey.size >= this.#limit) this.#byKey.delete(oldest);
    const compiled = this.#compile(code(), bindings);
    this.#byKey.set(key, compiled);
    compiled.catch(() => this.#byKey.delete(key));
    return compiled;
  }

  async #compile(code: string, bindings: Bindings): Promise<GPUComputePipeline> {
    const module = this.#device.createShaderModule({ code });
    const layout = this.#device.createPipelineLayout({ bindGroupLayouts: [this.layout(bindings)] });
    return patiently(this.#device.createComputePipelineAsync({ layout, compute: { module, entryPoint: 'main' } }));
  }
}
