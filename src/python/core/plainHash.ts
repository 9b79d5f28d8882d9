// `hash()` of values whose hash follows from what they are, as CPython computes it; texts as under PYTHONHASHSEED=0, None
// as from 3.12 on. Knows no evaluator.
import type { SetValue, Value } from '../value';
import { rangeLength } from './hash';
import { intOf } from './numbers';
import { sipHash, storedBytes } from './sipHash';

const modulus = (1n << 61n) - 1n;
const mask = (1n << 64n) - 1n;

const noneHash = 0xfca86420n;

/**
 * The hash, or undefined for values that hash by where they lie in memory, or by a method of their class.
 * @param address what stands for a number's address where it hashes by that, as NaN does
 */
export function plainHash(value: Value, address?: (value: Value) => bigint): bigint | undefined {
  const n = intOf(value);
  if (n !== undefined) return intHash(n);
  switch (value.kind) {
    case 'float':
      return floatHash(value.value) ?? address?.(value);
    case 'str':
      return sipHash(storedBytes(value.value));
    case 'bytes':
      return sipHash(value.value);
    case 'none':
      return noneHash;
    case 'complex':
      return complexHash(floatHash(value.re) ?? address?.(value), floatHash(value.im) ?? address?.(value));
    case 'tuple':
      return tupleHash(value.items.map((item) => plainHash(item)));
    case 'range':
      return rangeHash(value.start, value.stop, value.step);
    case 'set':
      return value.frozen ? frozenHash(value) : undefined;
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
function tupleHash(lanes: readonly (bigint | undefined)[]): bigint | undefined {
  let acc = 2870177450012600261n;
  for (const lane of lanes) {
    if (lane === undefined) return undefined;
    acc = (acc + (lane & mask) * 14029467366897019727n) & mask;
    acc = ((acc << 31n) | (acc >> 33n)) & mask;
    acc = (acc * 11400714785074694791n) & mask;
  }
  acc = (acc + (BigInt(lanes.length) ^ (2870177450012600261n ^ 3527539n))) & mask;
  const signed = BigInt.asIntN(64, acc);
  return signed === -1n ? 1546275796n : signed;
}

function complexHash(x: bigint | undefined, y: bigint | undefined): bigint | undefined {
  if (x === undefined || y === undefined) return undefined;
  const hash = BigInt.asIntN(64, x + 1000003n * y);
  return hash === -1n ? -2n : hash;
}

function rangeHash(start: bigint, stop: bigint, step: bigint): bigint | undefined {
  const length = rangeLength(start, stop, step);
  return tupleHash([intHash(length), length ? intHash(start) : noneHash, length > 1n ? intHash(step) : noneHash]);
}

/** As `frozenset_hash` of `setobject.c`: no order of the items matters. */
function frozenHash(set: SetValue): bigint | undefined {
  const shuffled = (h: bigint): bigint => ((h ^ 89869747n ^ (h << 16n)) * 3644798167n) & mask;
  let hash = 0n;
  for (const { key } of set.entries.values()) {
    const own = plainHash(key);
    if (own === undefined) return undefined;
    hash ^= shuffled(own & mask);
  }
  hash ^= ((BigInt(set.entries.size) + 1n) * 1927868237n) & mask;
  hash ^= (hash >> 11n) ^ (hash >> 25n);
  hash = (hash * 69069n + 907133923n) & mask;
  const signed = BigInt.asIntN(64, hash);
  return signed === -1n ? 590923713n : signed;
}
