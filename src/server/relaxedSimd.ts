// Asks Node 20 for the fused multiply-adds of WebAssembly, which later ones have from the start. To be called before anything
// is computed. Knows no tensor.
import { setFlagsFromString } from 'node:v8';

export function wantRelaxedSimd(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
