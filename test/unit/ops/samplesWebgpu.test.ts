// The samples of every op on a WebGPU device, where it serves; what it cannot compute, the CPU does.
import { after, before } from 'node:test';
import type { Engine } from '../../../src/tensor/engine';
import { createRouter } from '../../../src/tensor/router';
import { softwareGpu } from '../tensor/webgpu/adapter';
import { runSamples } from './runSamples';

const router = createRouter({ setting: 'webgpu', gpu: softwareGpu, lines: true });
let engine: Engine;
before(async () => {
  engine = await router.engine();
  if (engine.state.active !== 'webgpu') throw new Error(`no WebGPU: ${engine.state.reason} ${engine.state.detail}`);
});
after(() => router.close());
runSamples(() => engine, 2);
