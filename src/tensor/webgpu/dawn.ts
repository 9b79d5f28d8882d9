// The only importer of the `webgpu` package: Dawn, WebGPU for Node. Knows nothing of what it is used for.

const key = Symbol.for('tensor-inspector.gpu');

/**
 * Loads Dawn and returns its `GPU` object, the same one each time. Rejects where the package or its binary is missing.
 * The object is held by the global scope: collected while in use, Dawn would read freed memory, and a minifier may drop
 * any other reference to it.
 */
export async function loadDawn(): Promise<GPU> {
  const held = globalThis as { [key]?: GPU };
  if (!held[key]) {
    const { create } = await import('webgpu');
    held[key] ??= create([]);
  }
  return held[key];
}
