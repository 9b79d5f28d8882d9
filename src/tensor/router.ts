// Which backend computes: the setting, what the machine has, and how large the work is. Opens the GPU when first asked for
// an engine. Knows neither kernels nor PyTorch's names.
import type { Backend, BackendState } from './backend';
import { cpuBackend } from './cpu/backend';
import type { DType } from './dtype';
import type { Engine } from './engine';
import { createEngine } from './engineOn';
import type { Tensor } from './tensor';
import { openWebGpu, type WebGpuBackend, type WebGpuOptions } from './webgpu/backend';
import type { Refusal } from './webgpu/device';
import type { ReductionSetting } from './webgpu/reductionForm';
import { type ReductionStudy, type StudyOptions, studyReductions } from './webgpu/study';

export { DeviceLostError, type Refusal } from './webgpu/device';
export type { ReductionStudy } from './webgpu/study';

export interface RouterOptions {
  readonly setting: BackendState['setting'];
  /** Loads WebGPU; absent where this process could not read device memory back. */
  readonly gpu?: () => Promise<GPU>;
  /** Elements from which a hardware adapter is faster than the CPU. */
  readonly crossover?: number;
  /** Bytes of device memory to use at most. */
  readonly memory?: number;
  /** How threads share a row on the GPU; absent: `auto`. */
  readonly reduction?: ReductionSetting;
  /** From how many elements on kernels read four at once; absent: what suits the adapter. */
  readonly fours?: number;
  /** Whether lines are run along and put in order on the GPU; absent: what suits the adapter. */
  readonly lines?: boolean;
}

export interface Router {
  /** An engine for one evaluation. Waits for the device the first time, and again after a loss; never rejects for want of one. */
  engine(): Promise<Engine>;
  readonly state: BackendState;
  /** Compares the forms of a reduction on any adapter of this machine, or says why there is none to use. */
  study(options: StudyOptions): Promise<ReductionStudy | Refusal>;
  /** Calls back at each change of `state`; the result ends that. */
  onChange(listener: (state: BackendState) => void): () => void;
  /** For tests of recovery. */
  loseDevice(): void;
  /** Waits until the GPU is idle, and lets go of it. */
  close(): Promise<void>;
}

/** One round trip to a device costs about as much as a pass of the CPU over so many elements. */
const defaultCrossover = 65_536;

type Opened = { readonly backend: WebGpuBackend } | Refusal;

/** A router that has opened nothing yet. */
export function createRouter(options: RouterOptions): Router {
  const { setting, crossover = defaultCrossover } = options;
  const listeners = new Set<(state: BackendState) => void>();
  let opening: Promise<Opened> | undefined;
  let webgpu: WebGpuBackend | undefined;
  const studies = new Map<AbortController, Promise<unknown>>();
  let state: BackendState = { setting, active: 'cpu', ...(setting === 'cpu' ? { reason: 'setting' } : {}) };

  function change(next: BackendState): void {
    if (next.active === state.active && next.reason === state.reason && next.adapter === state.adapter) return;
    state = next;
    for (const listener of listeners) listener(state);
  }
  const refuse = ({ reason, detail, adapter }: Refusal): void =>
    change({ setting, active: 'cpu', reason, ...(detail ? { detail } : {}), ...(adapter ? { adapter } : {}) });
  function report(): void {
    if (!webgpu) return;
    if (webgpu.lost) refuse({ reason: 'device-lost', detail: '', adapter: webgpu.adapter });
    else change({ setting, active: 'webgpu', adapter: webgpu.adapter });
  }

  async function loaded(): Promise<{ readonly gpu: GPU } | Refusal> {
    if (!options.gpu) return { reason: 'no-readback', detail: '' };
    try {
      return { gpu: await options.gpu() };
    } catch (error) {
      return { reason: 'not-installed', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  async function open(): Promise<Opened> {
    const found = await loaded();
    if ('reason' in found) return found;
    const wanted: WebGpuOptions = {
      cpu: cpuBackend,
      acceptSoftware: setting === 'webgpu',
      onChange: report,
      ...(options.memory === undefined ? {} : { memory: options.memory }),
      ...(options.reduction && { reduction: options.reduction }),
      ...(options.fours === undefined ? {} : { fours: options.fours }),
      ...(options.lines === undefined ? {} : { lines: options.lines }),
    };
    return openWebGpu(found.gpu, wanted);
  }

  async function ready(): Promise<void> {
    if (setting === 'cpu') return;
    opening ??= open();
    const opened = await opening;
    if ('reason' in opened) {
      // A device lost while it was tested says nothing of the next one.
      if (opened.reason === 'device-lost') opening = undefined;
      return refuse(opened);
    }
    webgpu = opened.backend;
    if (webgpu.lost) await webgpu.reopen().catch(() => undefined);
    report();
  }

  function choose(_dtype: DType, size: number, inputs: readonly Tensor[]): Backend {
    if (state.active !== 'webgpu' || !webgpu) return cpuBackend;
    const elsewhere = inputs.some((x) => x.storage.host === undefined);
    return setting === 'webgpu' || elsewhere || size >= crossover ? webgpu : cpuBackend;
  }

  return {
    async engine() {
      await ready();
      return createEngine({ cpu: cpuBackend, ...(webgpu ? { webgpu } : {}), choose, state });
    },
    get state() {
      return state;
    },
    async study(wanted) {
      if (setting === 'cpu') return { reason: 'setting', detail: '' };
      const found = await loaded();
      if ('reason' in found) return found;
      const ending = new AbortController();
      const end = (): void => ending.abort();
      wanted.signal.addEventListener('abort', end);
      if (wanted.signal.aborted) end();
      const study = studyReductions(found.gpu, { ...wanted, signal: ending.signal });
      studies.set(ending, study);
      try {
        return await study;
      } finally {
        studies.delete(ending);
        wanted.signal.removeEventListener('abort', end);
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    loseDevice: () => webgpu?.loseDevice(),
    async close() {
      for (const ending of studies.keys()) ending.abort();
      await Promise.allSettled(studies.values());
      const opened = await opening;
      if (opened && 'backend' in opened) await opened.backend.close();
    },
  };
}
