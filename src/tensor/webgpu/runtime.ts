// Computes recorded values on one device and reads them back: one submission for all that a value needs. Knows no PyTorch
// and no host tensor but its arrays.
import { assert } from '../../base/exhaust';
import type { HostArray } from '../dtype';
import { BufferPool } from './bufferPool';
import type { Device, Profile } from './device';
import type { Kernel, Lease, Value } from './graph';
import { kernelSource } from './kernelSource';
import { patiently } from './patience';
import type { Bindings } from './pieces';
import { Pipelines } from './pipelines';
import { isResident, lastUsesOf, plan, sourcesOf } from './plan';
import { Staging, type Stored } from './staging';

/** A fault that the device reported; the values that were asked for are not known. */
export class DeviceFault extends Error {}

/** Elements of results that are kept on the host once they are read. */
const keptOnHost = 2 ** 22;
/** Elements that are uploaded again in no time, so that their buffers may serve others at once. */
const soonUploaded = 2 ** 10;

type Words = Uint32Array<ArrayBuffer>;
interface Asked {
  readonly value: Value;
  readonly resolve: (words: Words) => void;
  readonly reject: (error: unknown) => void;
}
interface Dispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindings: Bindings;
  readonly uniforms: Uint32Array<ArrayBuffer>;
  /** Those of the result, then those of what is read. */
  readonly buffers: readonly GPUBuffer[];
  readonly groups: readonly [number, number];
}

export class Runtime {
  readonly pool: BufferPool;
  readonly pipelines: Pipelines;
  readonly #staging: Staging;
  readonly #collected: FinalizationRegistry<Lease>;
  #uniforms: GPUBuffer | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #asked: Asked[] = [];

  /** `profile` may be refined once it is measured; `memory` caps the bytes of all buffers. */
  constructor(
    readonly device: Device,
    public profile: Profile,
    memory: number,
  ) {
    this.pool = new BufferPool(device.gpu, memory, device.limits.pieceBytes);
    this.pipelines = new Pipelines(device.gpu);
    this.#staging = new Staging(device.gpu);
    this.#collected = new FinalizationRegistry((lease) => this.pool.release(lease));
    device.gone.addEventListener('abort', () => this.#destroy());
  }

  /**
   * The words of a value. Who asks while others are read waits for them, and all who wait are served together. Rejects with
   * `DeviceLostError` when the device goes meanwhile.
   */
  async read(value: Value): Promise<Words> {
    const { ending } = value;
    if (ending && !isResident(value)) {
      const words = await this.read(ending.from);
      if (ending.from.isPassing) this.#giveUp(ending.from);
      return ending.of(words);
    }
    await this.#prepare(value);
    return new Promise((resolve, reject) => {
      this.#asked.push({ value, resolve, reject });
      if (this.#asked.length === 1) this.#turn = this.#turn.then(() => this.#serve());
    });
  }

  async #serve(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    const together = await this.#outcome(asked.map(({ value }) => value));
    for (const [i, { value, resolve, reject }] of asked.entries()) {
      // A fault of one is not one of all.
      const alone = 'error' in together && asked.length > 1 ? await this.#outcome([value]) : together;
      if ('error' in alone) reject(alone.error);
      else resolve(alone.words[alone === together ? i : 0]!);
    }
  }

  #outcome(values: readonly Value[]): Promise<{ words: readonly Words[] } | { error: unknown }> {
    return this.#untilGone(() => this.#read(values)).then(
      (words) => ({ words }),
      (error: unknown) => ({ error }),
    );
  }

  /** Keeps the words of a value on the host too, where they are not too many: it need not be computed or read again. */
  remember(value: Value, values: HostArray): void {
    if (values.length > keptOnHost) return;
    value.recipe = { kind: 'host', values };
    if (values.length <= soonUploaded) this.#giveUp(value);
  }

  /** Lets what comes next have the buffers of a value: it is computed again, or uploaded, where it is needed once more. */
  #giveUp({ lease }: Value): void {
    if (lease) this.pool.release(lease);
  }

  /** Runs the kernel of a value that was read before so many times over, and waits for it: to measure how long it takes. */
  async repeat(value: Value, times: number): Promise<void> {
    const { recipe } = value;
    assert(recipe.kind === 'kernel', 'a kernel is repeated');
    await this.#untilGone(async () => {
      const needed = [...sourcesOf(value), value];
      this.#submit((await this.#compute(needed, plan(needed))).encoder);
      const dispatch = await this.#dispatch(value, recipe.kernel);
      this.#submit(this.#encoded(Array.from({ length: times }, () => dispatch)));
      await patiently(this.device.gpu.queue.onSubmittedWorkDone());
    });
  }

  /** Waits until the device is idle: a process that leaves earlier crashes. */
  async drain(): Promise<void> {
    await this.#turn;
    if (!this.device.gone.aborted) await this.device.gpu.queue.onSubmittedWorkDone().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.drain();
    this.#destroy();
    this.device.gpu.destroy();
  }

  #destroy(): void {
    this.pool.close();
    this.#staging.close();
    this.#uniforms?.destroy();
    this.#uniforms = undefined;
  }

  /** Runs what only the host can compute before the device is engaged, since it reads values itself. */
  async #prepare(value: Value): Promise<void> {
    for (const step of plan([value])) {
      if (step.recipe.kind === 'fallback') step.recipe = { kind: 'host', values: await step.recipe.compute() };
    }
  }

  async #untilGone<T>(work: () => Promise<T>): Promise<T> {
    const { gone } = this.device;
    gone.throwIfAborted();
    let leave = (): void => {};
    const lost = new Promise<never>((_, reject) => {
      leave = () => reject(gone.reason);
      gone.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([work(), lost]);
    } catch (error) {
      // A lost device fails in many ways, some before it says that it is lost.
      await Promise.race([
        lost.catch(() => undefined),
        this.device.gpu.queue.onSubmittedWorkDone().catch(() => undefined),
      ]);
      gone.throwIfAborted();
      throw error;
    } finally {
      gone.removeEventListener('abort', leave);
    }
  }

  async #read(values: readonly Value[]): Promise<readonly Words[]> {
    const { gpu } = this.device;
    const scopes: readonly GPUErrorFilter[] = ['out-of-memory', 'validation', 'internal'];
    for (const scope of scopes) gpu.pushErrorScope(scope);
    const steps = plan(values);
    const [outcome] = await Promise.allSettled([this.#computed(values, steps)]);
    this.pool.settle();
    const faults = await Promise.all(scopes.map(() => gpu.popErrorScope()));
    const fault = faults.find((error) => error !== null);
    if (fault) {
      // No buffer of the plan can be trusted.
      for (const { lease } of [...values, ...steps]) if (lease) this.pool.release(lease);
      throw new DeviceFault(fault.message);
    }
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  async #computed(values: readonly Value[], steps: readonly Value[]): Promise<readonly Words[]> {
    const { encoder, stored } = await this.#compute(values, steps);
    return this.#staging.read(stored, encoder);
  }

  /** What computes them, not yet submitted: what is small is read back by the same submission. And where they will be. */
  async #compute(
    values: readonly Value[],
    steps: readonly Value[],
  ): Promise<{ readonly encoder: GPUCommandEncoder | undefined; readonly stored: readonly Stored[] }> {
    const sources = new Map(steps.map((step) => [step, sourcesOf(step)]));
    for (const step of [...values, ...[...sources.values()].flat()]) if (step.lease) this.pool.hold(step.lease);
    try {
      // What is uploaded is there before any kernel runs: its buffers must not have been another's meanwhile.
      for (const step of steps) if (step.recipe.kind === 'host') this.#lend(step);
      const dispatches: Promise<Dispatch>[] = [];
      const lastUses = lastUsesOf(sources);
      for (const step of steps) {
        if (step.recipe.kind !== 'kernel') continue;
        this.#lend(step);
        dispatches.push(this.#dispatch(step, step.recipe.kernel));
        for (const source of sources.get(step) ?? []) {
          const isDone = source.isPassing && lastUses.get(source) === step && !values.includes(source);
          if (isDone && source.lease) this.pool.release(source.lease);
        }
      }
      // Now, since who read a value before may give it up.
      const stored = values.map(({ lease, length }) => {
        assert(lease?.buffers, 'a computed value has buffers');
        return { buffers: lease.buffers, length };
      });
      return { encoder: dispatches.length ? this.#encoded(await Promise.all(dispatches)) : undefined, stored };
    } catch (error) {
      // A buffer that was lent and never filled must not pass for a result.
      for (const step of steps) if (step.lease) this.pool.release(step.lease);
      throw error;
    }
  }

  #lend(step: Value): void {
    const lease = this.pool.lend(step.length * 4);
    step.lease = lease;
    this.#collected.register(step, lease);
    if (step.recipe.kind !== 'host') return;
    const words = wordsOf(step.recipe.values);
    let done = 0;
    for (const buffer of lease.buffers ?? []) {
      const end = Math.min(done + buffer.size / 4, words.length);
      this.device.gpu.queue.writeBuffer(buffer, 0, words, done, end - done);
      done = end;
    }
  }

  async #dispatch(result: Value, recorded: Kernel): Promise<Dispatch> {
    // It may have been recorded for another device.
    const kernel = { ...recorded, lanes: Math.min(recorded.lanes, this.profile.group) };
    const { uniforms, values, bindings, groups, ...program } = kernelSource(kernel, this.profile, {
      length: result.length,
      piece: this.device.limits.pieceBytes / 4,
    });
    const high = Math.max(1, Math.ceil(groups / this.device.limits.groups));
    // Now, since passing values lose theirs.
    const buffers = [result, ...values].flatMap(({ lease }) => {
      assert(lease?.buffers, 'operands are on the device');
      return lease.buffers;
    });
    return {
      pipeline: await this.pipelines.get(program, bindings),
      bindings,
      uniforms,
      buffers,
      groups: [Math.ceil(groups / high), high],
    };
  }

  #submit(encoder: GPUCommandEncoder | undefined): void {
    if (encoder) this.device.gpu.queue.submit([encoder.finish()]);
  }

  #encoded(dispatches: readonly Dispatch[]): GPUCommandEncoder {
    const { gpu } = this.device;
    const slots = dispatches.map(({ uniforms }) => Math.ceil(uniforms.byteLength / 256) * 256);
    const words = new Uint32Array(slots.reduce((a, b) => a + b, 0) / 4);
    const uniforms = this.#uniformBuffer(words.byteLength);
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    let offset = 0;
    for (const [index, { pipeline, bindings, uniforms: own, buffers, groups }] of dispatches.entries()) {
      words.set(own, offset / 4);
      const slot = { buffer: uniforms, offset, size: slots[index]! };
      pass.setPipeline(pipeline);
      pass.setBindGroup(
        0,
        gpu.createBindGroup({
          layout: this.pipelines.layout(bindings),
          entries: [slot, ...buffers.map((buffer) => ({ buffer }))].map((resource, binding) => ({ binding, resource })),
        }),
      );
      if (groups[0] > 0) pass.dispatchWorkgroups(...groups);
      offset += slots[index]!;
    }
    pass.end();
    gpu.queue.writeBuffer(uniforms, 0, words);
    return encoder;
  }

  #uniformBuffer(bytes: number): GPUBuffer {
    if (!this.#uniforms || this.#uniforms.size < bytes) {
      this.#uniforms?.destroy();
      const size = Math.max(4096, 2 ** Math.ceil(Math.log2(bytes)));
      this.#uniforms = this.device.gpu.createBuffer({ size, usage: 0x40 | 0x8 }); // UNIFORM | COPY_DST
    }
    return this.#uniforms;
  }
}

/** Host values as 32-bit words; bytes (bool) are widened. */
function wordsOf(values: HostArray): Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  if (values instanceof Float32Array || values instanceof Int32Array) {
    return values as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
  }
  assert(values instanceof Uint8Array, 'words or bytes');
  return Uint32Array.from(values);
}
