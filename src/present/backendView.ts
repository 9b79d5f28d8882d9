// The backend in words: which one computes, on what, and why. Knows no status bar.
import { say, type Text } from '../base/text';
import type { BackendView } from '../protocol/views';
import type { Backend, BackendState } from '../tensor/backend';
import type { Say } from './say';

/** `used`: the backend that computed the value shown; default: the one in use. */
export function backendView(state: BackendState, t: Say, used: Backend['name'] = state.active): BackendView {
  const label = used === 'webgpu' && state.adapter ? adapterName(state.adapter) : 'CPU';
  return { name: used, label, why: t(why(state, used)) };
}

/** `google swiftshader`, `apple metal-3`; drivers that hide both still describe themselves. */
export function adapterName({ vendor, architecture, description }: NonNullable<BackendState['adapter']>): string {
  return [vendor, architecture].filter(Boolean).join(' ') || description || 'WebGPU';
}

function why(state: BackendState, used: Backend['name']): Text {
  if (used === 'webgpu') return say('Computed by WebGPU: {0}.', state.adapter?.description ?? '');
  if (state.setting === 'cpu') return say('The setting tensorInspector.backend is "cpu".');
  switch (state.reason) {
    case 'no-adapter':
      return say(
        'No WebGPU adapter was found: the CPU computes. A graphics driver with Vulkan, Metal or Direct3D 12 brings one.',
      );
    case 'software-adapter':
      return say(
        'The only WebGPU adapter is a software one, which is slower than the CPU backend. Set tensorInspector.backend to "webgpu" to use it all the same.',
      );
    case 'self-test-failed':
      return say('The WebGPU adapter failed its self-test: {0}', state.detail ?? '');
    case 'no-readback':
      return say(
        'This process cannot read GPU memory back, so the CPU computes. Set tensorInspector.nodePath to a Node.js 20 or newer.',
      );
    case 'not-installed':
      return say('The WebGPU binding could not be loaded: {0}', state.detail ?? '');
    case 'device-lost':
      return say('The GPU device was lost; it is asked for again at the next evaluation.');
    default:
      return state.active === 'webgpu'
        ? say('Computed on the CPU: it is faster at this size, or this dtype does not exist on the GPU.')
        : say('The CPU computes.');
  }
}
