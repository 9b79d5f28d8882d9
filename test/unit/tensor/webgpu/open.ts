// Backends of the tests, on the software adapter; all are closed at the end, so that the process can leave.
import { after } from 'node:test';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { openWebGpu, type WebGpuBackend, type WebGpuOptions } from '../../../../src/tensor/webgpu/backend';
import { softwareGpu } from './adapter';

const opened: WebGpuBackend[] = [];
after(async () => {
  for (const backend of opened) await backend.close();
});

/** A backend on the software adapter; throws the reason where there is none. */
export async function openBackend(options: Partial<WebGpuOptions> = {}): Promise<WebGpuBackend> {
  const result = await openWebGpu(await softwareGpu(), { cpu: cpuBackend, acceptSoftware: true, ...options });
  if ('reason' in result) throw new Error(`${result.reason}: ${result.detail}`);
  opened.push(result.backend);
  return result.backend;
}
