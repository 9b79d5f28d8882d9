// `hash()` of values whose hash is the same in every run of CPython: numbers, tuples of them, None. Knows no evaluator.
import type { Value } from '../value';
import { intOf } from './numbers';

const modulus = (1n << 61n) - 1n;
const mask = (1n << 64n) - 1n;

/** The hash, or undefined for values whose hash differs from run to run (texts, objects). */
export function plainHash(value: Value): bigint | undefined {
  const n = intOf(value);
  if (n !== undefined) return intHash(n);
  switch (value.kind) {
    case 'float':
      return floatHash(value.value);
    case 'tuple':
      return tupleHash(value.items);
    default:
      return undefined;
  }
}

function intHash(n: bigint): bigint {
  const hash = n < 0n ? -(-n % modulus) : n % modulus;
  return hash === -1n ? -2n : hash;
}

function floatHash(x: number): bigint | undefined {
  if (x === Infinity) return 314159n;
  if (x === -Infinity) return -314159n;
  if (Number.isNaN(x)) return undefined;
  if (Number.isInteger(x)) return intHash(BigInt(x));
  let exponent = 0;
  let mantissa = Math.abs(x);
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  // Dividing by 2 is multiplying by 2^60 modulo 2^61 - 1.
  let hash = BigInt(mantissa) % modulus;
  hash = (hash << BigInt((61 - (exponent % 61)) % 61)) % modulus;
  const signed = x < 0 ? -hash : hash;
  return signed === -1n ? -2n : signed;
}

/** xxHash as in `tupleobject.c`. */
function tupleHash(items: readonly Value[]): bigint | undefined {
  let acc = 2870177450012600261n;
  for (const item of items) {
    const lane = plainHash(item);
    if (lane === undefined) return undefined;
    acc = (acc + (lane & mask) * 14029467366897019727n) & mask;
    acc = ((acc << 31n) | (acc >> 33n)) & mask;
    acc = (acc * 11400714785074694791n) & mask;
  }
  acc = (acc + (BigInt(items.length) ^ (2870177450012600261n ^ 3527539n))) & mask;
  const signed = BigInt.asIntN(64, acc);
  return signed === -1n ? 1546275796n : signed;
}
