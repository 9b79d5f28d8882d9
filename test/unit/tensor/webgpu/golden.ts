// Recorded PyTorch values (record.py) and how closely they are to be met.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tensorOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';

export function golden<T>(name: string): T {
  const file = path.join(process.cwd(), 'test/unit/tensor/webgpu/golden', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

/** float32 numbers from their bits. */
export const floats = (bits: readonly number[]): Float32Array => new Float32Array(Uint32Array.from(bits).buffer);
export const tensor = (bits: readonly number[], shape: readonly number[]): Tensor =>
  tensorOf(floats(bits), shape, 'float32');

function order(x: number): number {
  const i = new Int32Array(Float32Array.of(x).buffer)[0]!;
  return i < 0 ? -(2 ** 31) - i : i;
}
/** Steps between two float32 numbers; 0 for NaN and NaN, endless for NaN or a zero of the other sign. */
export function ulps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  if (a === b) return Object.is(a, b) ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(order(a) - order(b));
}

/** Below it a step is no longer a unit in the last place: PyTorch itself is some steps off. */
const denormal = 2 ** -126;

/**
 * Fails at the first number that is more than `allowed` float32 steps from what is expected; `scale` is the size of the
 * terms that it is the sum of, where steps of the small result say nothing.
 */
export function close(
  found: ArrayLike<number | bigint>,
  expected: ArrayLike<number>,
  what: string,
  allowed = 2,
  inputs: readonly ArrayLike<number>[] = [],
  scale = 0,
): void {
  assert.equal(found.length, expected.length, `${what}: number of elements`);
  for (let i = 0; i < expected.length; i++) {
    const distance = ulps(Number(found[i]), expected[i]!);
    if (Math.abs(expected[i]!) < denormal && distance <= 8) continue;
    if (distance <= allowed || Math.abs(Number(found[i]) - expected[i]!) <= allowed * 2 ** -24 * scale) continue;
    const at = inputs.map((input) => input[i]).join(', ');
    assert.fail(`${what}, element ${i} (${at}): ${found[i]} is not ${expected[i]}: ${distance} steps apart`);
  }
}
