import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, encode } from '../../src/protocol/codec';

const roundTrip = (value: unknown): unknown => decode(encode(value));

test('typed arrays keep their type, bits and order at any offset in the message', () => {
  const values = {
    f64: new Float64Array([0.1, -0, Number.NaN, Infinity, -Infinity, 5e-324]),
    pad: 'x',
    f32: new Float32Array([0.5, -0, Number.NaN]),
    i32: new Int32Array([-1, 2147483647]),
    u8: new Uint8Array([0, 255]),
    empty: new Float32Array(0),
  };
  assert.deepStrictEqual(roundTrip(values), values);
});

test('an array that is a window of a larger buffer carries only its window', () => {
  const window = new Float32Array(new Float32Array([1, 2, 3, 4]).buffer, 4, 2);
  const back = roundTrip(window) as Float32Array;
  assert.deepStrictEqual([...back], [2, 3]);
  assert.equal(back.buffer.byteLength, 8);
});

test("Node's buffers, as streams give them, are read like any bytes", () => {
  const bytes = Buffer.concat([Buffer.from([7]), encode({ a: 1, f32: new Float32Array([1, 2]) })]).subarray(1);
  assert.deepStrictEqual(decode(bytes), { a: 1, f32: new Float32Array([1, 2]) });
});

test('numbers beside arrays keep NaN and infinities', () => {
  assert.deepStrictEqual(roundTrip({ min: Number.NaN, max: Infinity }), { min: Number.NaN, max: Infinity });
});

test('undefined keys go, as in JSON', () => {
  assert.deepStrictEqual(roundTrip({ a: undefined, b: null }), { b: null });
});

const proto = '"__proto__":';

test('what JSON carries, this carries', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      fc.pre(!JSON.stringify(value).includes(proto));
      assert.deepStrictEqual(JSON.stringify(roundTrip(value)), JSON.stringify(value));
    }),
  );
});

test('a key that would change what an object is, is refused by name', () => {
  assert.throws(() => roundTrip(JSON.parse(`{${proto}[]}`)), /__proto__/);
});

test('a megabyte of floats takes a megabyte', () => {
  assert.ok(encode({ values: new Float32Array(250_000) }).byteLength < 1_000_040);
});
