// The backend that the tests share: one device per test process, closed at the end so that the process can leave.
import { after } from 'node:test';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { openWebGpu, type WebGpuBackend, type WebGpuOptions } from '../../../../src/tensor/webgpu/backend';
import { softwareGpu } from './adapter';

/** A backend on the software adapter; throws the reason where there is none. */
export async function openBackend(options: Partial<WebGpuOptions> = {}): Promise<WebGpuBackend> {
  const opened = await openWebGpu(await softwareGpu(), { cpu: cpuBackend, acceptSoftware: true, ...options });
  if ('reason' in opened) throw new Error(`${opened.reason}: ${opened.detail}`);
  after(() => opened.backend.close());
  return opened.backend;
}
