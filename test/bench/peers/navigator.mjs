// What engines for browsers expect to find: `navigator.gpu` and the constants of WebGPU.
import { globals } from 'webgpu';

/** @param {GPU} gpu */
export function provide(gpu) {
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
}
