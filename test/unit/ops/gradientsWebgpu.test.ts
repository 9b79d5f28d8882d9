// Gradients on a WebGPU device, where it serves: the first sample of each activation, softmax and loss, and of what runs along a dim. Every shape of a
// formula is a kernel of its own, which takes its time on a software device.
import { after, before } from 'node:test';
import { functions } from '../../../src/ops/index';
import type { Engine } from '../../../src/tensor/engine';
import { createRouter } from '../../../src/tensor/router';
import { softwareGpu } from '../tensor/webgpu/adapter';
import { runGradients } from './runGradients';
import { cases } from './runSamples';

const router = createRouter({ setting: 'webgpu', gpu: softwareGpu, lines: true });
let engine: Engine;
before(async () => {
  engine = await router.engine();
  if (engine.state.active !== 'webgpu') throw new Error(`no WebGPU: ${engine.state.reason} ${engine.state.detail}`);
});
after(() => router.close());

const families = new Set(['activation', 'softmax', 'loss']);
const alongDim = new Set(
  ['cumsum', 'cumprod', 'logcumsumexp', 'cummax', 'cummin', 'sort', 'topk'].map((name) => `torch.${name}`),
);
const first = cases.filter(
  ({ op, gradients }, i) =>
    gradients &&
    cases[i - 1]?.op !== op &&
    (alongDim.has(op) || functions.get(op)?.some(({ family }) => families.has(family))),
);
const empty = cases.filter(({ op, args }) => op === 'torch.mean' && args.startsWith('torch.zeros(0)'));
runGradients(() => engine, 8, [...first, ...empty]);
