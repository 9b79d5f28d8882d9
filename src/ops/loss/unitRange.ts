// The exception of binary_cross_entropy for what is no probability. Knows no loss.
import type { HostArray } from '../../tensor/dtype';
import { peek } from '../../tensor/gradient/withGradient';
import type { Tensor } from '../../tensor/tensor';
import { type OpContext, OpError } from '../op';

/** Throws where a value is outside [0, 1] or NaN; waits where they are on a GPU. */
export function checkUnitRange(x: Tensor, name: 'input' | 'target', { engine }: OpContext): void | Promise<void> {
  if (x.size === 0 || (x.storage.host && x.storage.frozen && within.has(x.storage.host))) return;
  // What a GPU has computed is not brought here for two numbers.
  const known = x.storage.host ? [x] : [engine.reduce('min', x, undefined), engine.reduce('max', x, undefined)];
  return peek(engine, known, (...values) => {
    if (!values.every(areUnits)) throw new OpError('RuntimeError', `all elements of ${name} should be between 0 and 1`);
    const { host } = x.storage;
    if (host && values[0] === host) {
      // Targets are asked about once: a write leaves a frozen array as it is.
      x.storage.frozen = true;
      within.add(host);
    }
  });
}
/** Arrays of frozen storages that were looked at. */
const within = new WeakSet<HostArray>();

const areUnits = (values: HostArray): boolean =>
  (values instanceof Float32Array && areUnitWords(values)) || values.every((value) => value >= 0 && value <= 1);

/** Whether no word is above that of 1 or has a sign: -0 has one, and is looked at as a number. */
function areUnitWords({ buffer, byteOffset, length }: Float32Array): boolean {
  const words = new Int32Array(buffer, byteOffset, length);
  let signs = 0;
  const fours = length - (length % 4);
  for (let i = 0; i < fours; i += 4) {
    const a = words[i]!;
    const b = words[i + 1]!;
    const c = words[i + 2]!;
    const d = words[i + 3]!;
    signs |= a | (one - a) | b | (one - b) | c | (one - c) | d | (one - d);
  }
  for (let i = fours; i < length; i++) signs |= words[i]! | (one - words[i]!);
  return signs >= 0;
}
/** 1 as a word of float32. */
const one = 0x3f800000;
