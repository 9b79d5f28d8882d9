// SipHash-1-3 with the key 0, as CPython hashes texts and bytes under PYTHONHASHSEED=0. Knows no values.

/** v0…v3 as low and high halves. */
type State = Int32Array;

const start = Int32Array.of(
  0x70736575,
  0x736f6d65,
  0x6e646f6d,
  0x646f7261,
  0x6e657261,
  0x6c796765,
  0x79746573,
  0x74656462,
);

function add(v: State, a: number, b: number): void {
  const low = ((v[a] as number) >>> 0) + ((v[b] as number) >>> 0);
  v[a] = low;
  v[a + 1] = (v[a + 1] as number) + (v[b + 1] as number) + (low > 0xffffffff ? 1 : 0);
}

/** v[a] = rotl(v[a], by) ^ v[with] */
function turn(v: State, a: number, by: number, other: number): void {
  const [low, high] = [v[a] as number, v[a + 1] as number];
  v[a] = ((low << by) | (high >>> (32 - by))) ^ (v[other] as number);
  v[a + 1] = ((high << by) | (low >>> (32 - by))) ^ (v[other + 1] as number);
}

function swap(v: State, a: number): void {
  const low = v[a] as number;
  v[a] = v[a + 1] as number;
  v[a + 1] = low;
}

function half(v: State, a: number, b: number, c: number, d: number, s: number, t: number): void {
  add(v, a, b);
  add(v, c, d);
  turn(v, b, s, a);
  turn(v, d, t, c);
  swap(v, a);
}

function round(v: State): void {
  half(v, 0, 2, 4, 6, 13, 16);
  half(v, 4, 2, 0, 6, 17, 21);
}

function absorb(v: State, low: number, high: number): void {
  v[6] = (v[6] as number) ^ low;
  v[7] = (v[7] as number) ^ high;
  round(v);
  v[0] = (v[0] as number) ^ low;
  v[1] = (v[1] as number) ^ high;
}

/** The hash as Python has it: signed, never -1, 0 for nothing. */
export function sipHash(bytes: Uint8Array): bigint {
  if (!bytes.length) return 0n;
  const v = Int32Array.from(start);
  const word = (at: number): number => {
    let value = 0;
    for (let i = 3; i >= 0; i--) value = (value << 8) | (bytes[at + i] ?? 0);
    return value;
  };
  const whole = bytes.length & ~7;
  for (let at = 0; at < whole; at += 8) absorb(v, word(at), word(at + 4));
  absorb(v, word(whole), word(whole + 4) | (bytes.length << 24));
  v[4] = (v[4] as number) ^ 0xff;
  for (let i = 0; i < 3; i++) round(v);
  const mix = (i: number): bigint =>
    BigInt(((v[i] as number) ^ (v[i + 2] as number) ^ (v[i + 4] as number) ^ (v[i + 6] as number)) >>> 0);
  const hash = BigInt.asIntN(64, (mix(1) << 32n) | mix(0));
  return hash === -1n ? -2n : hash;
}

/** The bytes of a text as CPython stores it: one, two or four for each code point. */
export function storedBytes(text: string): Uint8Array {
  let widest = 0;
  const codes: number[] = [];
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    codes.push(code);
    if (code > widest) widest = code;
  }
  if (widest < 0x100) return Uint8Array.from(codes);
  const units = widest < 0x10000 ? Uint16Array.from(codes) : Uint32Array.from(codes);
  return new Uint8Array(units.buffer);
}
