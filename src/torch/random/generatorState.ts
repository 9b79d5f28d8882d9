// A generator's state as the 5056 bytes that torch.get_rng_state() gives (ATen's CPUGeneratorImplState). Knows no tensor.
import type { GeneratorState } from './generator';

const words = 624;
/** Where each part of the structure lies. */
const at = { seed: 0, left: 8, seeded: 12, next: 16, words: 24, normal: 24 + 8 * words + 8, hasNormal: 5040 };

/** Bytes of a state. */
export const stateLength = 5056;

/** The state as bytes. */
export function encodeState({ seed, engine, normal }: GeneratorState): Uint8Array {
  const view = new DataView(new ArrayBuffer(stateLength));
  // An engine that was just seeded has made no words yet: one is left, and none of them is next.
  view.setBigUint64(at.seed, seed, true);
  view.setInt32(at.left, engine.next === words ? 1 : words + 1 - engine.next, true);
  view.setInt32(at.seeded, 1, true);
  view.setBigUint64(at.next, BigInt(engine.next % words), true);
  engine.words.forEach((word, i) => void view.setBigUint64(at.words + 8 * i, BigInt(word), true));
  view.setFloat64(at.normal, normal ?? 0, true);
  view.setInt32(at.hasNormal, normal === undefined ? 0 : 1, true);
  return new Uint8Array(view.buffer);
}

/** The state that these bytes hold. */
export function decodeState(bytes: Uint8Array): GeneratorState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const left = view.getInt32(at.left, true);
  return {
    seed: view.getBigUint64(at.seed, true),
    engine: {
      words: Uint32Array.from({ length: words }, (_, i) => Number(view.getBigUint64(at.words + 8 * i, true))),
      next: left === 1 ? words : Number(view.getBigUint64(at.next, true)),
    },
    normal: view.getInt32(at.hasNormal, true) ? view.getFloat64(at.normal, true) : undefined,
  };
}
