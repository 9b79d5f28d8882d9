// Compiled kernels, kept by their text. Knows no tensor.
import type { Bindings } from './pieces';

export class Pipelines {
  readonly #device: GPUDevice;
  readonly #limit: number;
  readonly #byCode = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  /** Keeps the `limit` pipelines used last. */
  constructor(device: GPUDevice, limit = 512) {
    this.#device = device;
    this.#limit = limit;
  }

  get size(): number {
    return this.#byCode.size;
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
  get(code: string, bindings: Bindings): Promise<GPUComputePipeline> {
    const known = this.#byCode.get(code);
    if (known) {
      this.#byCode.delete(code);
      this.#byCode.set(code, known);
      return known;
    }
    const [oldest] = this.#byCode.keys();
    if (oldest !== undefined && this.#byCode.size >= this.#limit) this.#byCode.delete(oldest);
    const compiled = this.#compile(code, bindings);
    this.#byCode.set(code, compiled);
    compiled.catch(() => this.#byCode.delete(code));
    return compiled;
  }

  async #compile(code: string, bindings: Bindings): Promise<GPUComputePipeline> {
    const module = this.#device.createShaderModule({ code });
    const layout = this.#device.createPipelineLayout({ bindGroupLayouts: [this.layout(bindings)] });
    return this.#device.createComputePipelineAsync({ layout, compute: { module, entryPoint: 'main' } });
  }
}
