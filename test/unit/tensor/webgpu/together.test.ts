// Values that are asked for at once: one submission, and a fault of one is not one of all.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tensorOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import { openBackend } from './open';

const filled = (value: number, length: number): Tensor =>
  tensorOf(new Float32Array(length).fill(value), [length], 'float32');

describe('values that are read together', () => {
  test('are computed and read in one submission', async () => {
    const gpu = await openBackend();
    const { queue } = gpu.runtime.device.gpu;
    const submit = queue.submit.bind(queue);
    let submissions = 0;
    queue.submit = (buffers) => {
      submissions++;
      return submit(buffers);
    };
    const made = [1, 2, 3].map((value) => gpu.unary('square', filled(value, 10), 'float32'));
    const read = await Promise.all(made.map((x) => gpu.read(x)));
    assert.deepEqual(
      read.map((values) => values[9]),
      [1, 4, 9],
    );
    assert.equal(submissions, 1);
  });

  test('need not fit into memory together', async () => {
    const length = 2 ** 17;
    const gpu = await openBackend({ memory: 14 * length });
    const made = [3, 5].map((value) => gpu.binary('mul', filled(value, length), filled(2, length), 'float32'));
    const read = await Promise.all(made.map((x) => gpu.read(x)));
    assert.deepEqual(
      read.map((values) => [values.length, values[0], values[length - 1]]),
      [
        [length, 6, 6],
        [length, 10, 10],
      ],
    );
  });

  test('one that cannot be computed leaves the others', async () => {
    const gpu = await openBackend({ memory: 2 ** 20 });
    const small = gpu.unary('square', filled(3, 10), 'float32');
    const x = tensorOf(
      Float32Array.from({ length: 2 ** 18 }, (_, i) => i),
      [2 ** 18],
      'float32',
    );
    const large = gpu.unary('square', x, 'float32');
    const [first, second] = await Promise.allSettled([gpu.read(small), gpu.read(large)]);
    assert.equal(first.status, 'fulfilled');
    assert.equal(first.value[0], 9);
    assert.equal(second.status, 'rejected');
  });
});
