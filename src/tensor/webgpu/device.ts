// A device of an adapter, with what is known of it: name, limits, how wide to work, when it is gone. Knows no kernel.
import type { BackendState } from '../backend';
import { type ReductionForm, reductionForms } from './reductionForm';

/** How kernels are cut for an adapter, and how far its own arithmetic can be trusted. */
export interface Profile {
  /** Threads of a workgroup: barriers of a software adapter grow faster than the group, hardware wants many. */
  readonly group: number;
  /** Elements, or fours of them, per thread of an elementwise kernel. */
  readonly each: number;
  /** From how many elements on four are read at once: the kernel is longer, and compiled on its own. */
  readonly fours: number;
  /** Elements that a thread may as well take alone: sharing a row costs barriers. */
  readonly serial: number;
  /** Threads that keep the adapter busy. */
  readonly threads: number;
  /** Whether neighbouring threads should read neighbouring elements. */
  readonly coalesces: boolean;
  /** Whether lines are run along and put in order here: the host does it several times faster than a software adapter. */
  readonly lines: boolean;
  readonly exactDivision: boolean;
  readonly exactSqrt: boolean;
  /** `fma` rounds once. */
  readonly fused: boolean;
  /** Products and sums may be denormal. */
  readonly denormals: boolean;
  /** How threads share a row. */
  readonly form: ReductionForm;
  /** Threads that a subgroup has at least; 0 where there are none. */
  readonly subgroup: number;
}

export interface Limits {
  /** Buffers that a kernel can bind: the pieces of its result and of what it reads. */
  readonly bindings: number;
  /** Bytes of a buffer at most; a larger value lies in several. */
  readonly pieceBytes: number;
  /** Workgroups along one dimension of a dispatch. */
  readonly groups: number;
}

export interface Device {
  readonly gpu: GPUDevice;
  readonly adapter: NonNullable<BackendState['adapter']>;
  readonly profile: Profile;
  readonly limits: Limits;
  /** Aborted with a `DeviceLostError` as soon as the device is gone. */
  readonly gone: AbortSignal;
}

/** Why there is no WebGPU, by the ids of `BackendState`. */
export interface Refusal {
  readonly reason: NonNullable<BackendState['reason']>;
  readonly detail: string;
  readonly adapter?: BackendState['adapter'];
}

/** The device went while it was needed. Values are not lost: ask again and they are computed on a new device. */
export class DeviceLostError extends Error {
  constructor(detail: string) {
    super(`the GPU device was lost: ${detail}`);
  }
}

export interface DeviceOptions {
  /** Take an adapter that computes on the CPU; without it the answer is `software-adapter`. */
  readonly acceptSoftware: boolean;
  /** Bytes of a buffer at most, where that shall be less than the adapter can. */
  readonly pieceBytes?: number;
}

const software = /swiftshader|llvmpipe|lavapipe|basic render|softpipe|\bwarp\b/i;

/** Profiles before the adapter's arithmetic is measured. */
export const profiles: Readonly<Record<'software' | 'hardware', Profile>> = {
  software: {
    group: 16,
    each: 64,
    fours: 1024,
    serial: 1024,
    threads: 64,
    coalesces: false,
    lines: false,
    exactDivision: false,
    exactSqrt: false,
    fused: false,
    denormals: false,
    form: reductionForms.auto,
    subgroup: 0,
  },
  hardware: {
    group: 128,
    each: 4,
    fours: 1024,
    serial: 16,
    threads: 32768,
    coalesces: true,
    lines: true,
    exactDivision: false,
    exactSqrt: false,
    fused: false,
    denormals: false,
    form: reductionForms.auto,
    subgroup: 0,
  },
};

/** Bytes in multiples of what buffers are aligned to. */
const wholeWords = (bytes: number): number => Math.floor(bytes / 256) * 256;

/** Opens a device with the largest buffers that the adapter has. Never throws: a refusal says why not. */
export async function openDevice(gpu: GPU, options: DeviceOptions): Promise<{ readonly device: Device } | Refusal> {
  try {
    const found = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!found) return { reason: 'no-adapter', detail: '' };
    const { vendor, architecture, description } = found.info;
    const isFallback = found.info.isFallbackAdapter || software.test(`${architecture} ${description}`);
    const adapter = { vendor, architecture, description, isFallback };
    if (isFallback && !options.acceptSoftware) return { reason: 'software-adapter', detail: description, adapter };
    const { maxStorageBufferBindingSize, maxBufferSize, maxStorageBuffersPerShaderStage } = found.limits;
    const subgroup = found.features.has('subgroups') ? (found.info.subgroupMinSize ?? 4) : 0;
    const device = await found.requestDevice({
      requiredFeatures: subgroup ? ['subgroups'] : [],
      requiredLimits: { maxStorageBufferBindingSize, maxBufferSize, maxStorageBuffersPerShaderStage },
    });
    const gone = new AbortController();
    void device.lost.then(({ reason, message }) => gone.abort(new DeviceLostError(message || reason)));
    return {
      device: {
        gpu: device,
        adapter,
        profile: { ...profiles[isFallback ? 'software' : 'hardware'], subgroup },
        limits: {
          bindings: device.limits.maxStorageBuffersPerShaderStage,
          pieceBytes: wholeWords(
            Math.min(maxStorageBufferBindingSize, maxBufferSize, options.pieceBytes ?? maxBufferSize),
          ),
          groups: device.limits.maxComputeWorkgroupsPerDimension,
        },
        gone: gone.signal,
      },
    };
  } catch (error) {
    return { reason: 'no-adapter', detail: error instanceof Error ? error.message : String(error) };
  }
}
