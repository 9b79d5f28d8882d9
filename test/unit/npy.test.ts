import assert from 'node:assert/strict';
import { test } from 'node:test';
import { npyBytes } from '../../src/protocol/npy';

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const head = (bytes: Uint8Array | undefined): string => Buffer.from(bytes!.subarray(10, 128)).toString('latin1');

test('files are those that np.save writes', () => {
  const bytes = npyBytes('float32', [2, 3], Float32Array.of(1, -2, 0.5, Number.NaN, Infinity, -0));
  assert.equal(hex(bytes!.subarray(0, 10)), '934e554d505901007600');
  const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
  assert.equal(head(bytes), `${text.padEnd(117)}\n`);
  assert.equal(hex(bytes!.subarray(128)), '0000803f000000c00000003f0000c07f0000807f00000080');
  assert.match(head(npyBytes('int64', [1], Float64Array.of(-3))), /'<i8', 'fortran_order': False, 'shape': \(1,\), \}/);
  assert.equal(hex(npyBytes('int64', [1], Float64Array.of(-3))!.subarray(128)), 'fdffffffffffffff');
  assert.match(head(npyBytes('bool', [], Uint8Array.of(1))), /'\|b1', 'fortran_order': False, 'shape': \(\), \}/);
});

test('float16 keeps its bits, denormals included', () => {
  const values = [1, -2, 65504, 2 ** -14, 2 ** -24, 1023 * 2 ** -24, 0.333251953125, Infinity, -0];
  const bytes = npyBytes('float16', [values.length], Float32Array.from(values));
  const words = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x03ff, 0x3555, 0x7c00, 0x8000];
  const view = new DataView(bytes!.buffer, 128);
  assert.deepEqual(
    words.map((_, i) => view.getUint16(2 * i, true)),
    words,
  );
});

test('what cannot be said exactly is refused', () => {
  assert.equal(npyBytes('int64', [1], Float64Array.of(2 ** 53)), undefined);
  assert.equal(npyBytes('complex64', [1], Float32Array.of(1, 2)), undefined);
  assert.equal(npyBytes('list of float', [1], Float64Array.of(1)), undefined);
});
