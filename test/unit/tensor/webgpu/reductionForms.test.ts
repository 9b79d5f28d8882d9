// Every form of a reduction computes what the CPU does: over any dim, for rows shorter and longer than a group, where lanes
// have no element, and for values that arithmetic on a GPU gets wrong.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { ReduceOp } from '../../../../src/tensor/backend';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { tensorOf, valuesOf } from '../../../../src/tensor/host';
import type { Tensor } from '../../../../src/tensor/tensor';
import { permute } from '../../../../src/tensor/view';
import { WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { type ReductionSetting, reductionForms } from '../../../../src/tensor/webgpu/reductionForm';
import { Runtime } from '../../../../src/tensor/webgpu/runtime';
import { subgroupsOf } from '../../../../src/tensor/webgpu/subgroups';
import { close } from './golden';
import { openBackend } from './open';

const names = Object.keys(reductionForms) as readonly ReductionSetting[];
const backends = new Map<ReductionSetting, WebGpuBackend>();

before(async () => {
  for (const name of names) backends.set(name, await openBackend({ reduction: name }));
});
const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;

/** The same numbers on every machine, between -range and range. */
function numbers(length: number, range = 10): Float32Array {
  let state = 12345;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * range;
  });
}
const tensor = (values: ArrayLike<number>, shape: readonly number[]): Tensor =>
  tensorOf(Float32Array.from(values), shape, 'float32');
const wave = (shape: readonly number[]): Tensor => tensor(numbers(shape.reduce((a, b) => a * b, 1)), shape);

/** softmax of each row of numbers by its definition, in float64; the differences rounded as float32 rounds them. */
function defined(x: Tensor, dim: number, log: boolean): Float32Array {
  const values = valuesOf(x) as Float32Array;
  const inner = x.shape.slice(dim + 1).reduce((a, b) => a * b, 1);
  const length = x.shape[dim]!;
  const result = new Float32Array(values.length);
  for (let row = 0; row < values.length / length; row++) {
    const start = Math.floor(row / inner) * inner * length + (row % inner);
    const places = Array.from({ length }, (_, i) => start + i * inner);
    const top = places.reduce((most, at) => Math.max(most, values[at]!), low);
    const below = places.map((at) => Math.fround(values[at]! - top));
    const sum = below.reduce((total, difference) => total + Math.exp(difference), 0);
    for (const [i, at] of places.entries()) {
      result[at] = log ? below[i]! - Math.log(sum) : Math.exp(below[i]!) / sum;
    }
  }
  return result;
}

async function agrees(backend: WebGpuBackend, x: Tensor, dim: number, log: boolean, what: string): Promise<void> {
  const found = await backend.read(backend.softmax(x, dim, log));
  const name = `${what}, ${log ? 'log_softmax' : 'softmax'} along ${dim} of [${x.shape}]`;
  // A log-probability near 0 is a difference of larger numbers.
  close(found, defined(x, dim, log), name, 3, [], log ? 16 : 0);
}

test('a setting is what the engine uses', () => {
  for (const [name, backend] of backends) assert.deepEqual(backend.runtime.profile.form, reductionForms[name]);
});

for (const name of names) {
  describe(name, () => {
    test('rows of 1, primes, a power of two, and more than a group has threads, along every dim', async () => {
      const backend = backends.get(name)!;
      for (const shape of [[1], [7], [16], [101], [3, 1], [5, 13], [2, 67], [3, 4, 5], [2, 3, 17, 2]]) {
        for (const dim of shape.keys()) await agrees(backend, wave(shape), dim, dim % 2 === 1, name);
      }
    });

    test('a view whose dims are turned', async () => {
      const x = permute(wave([5, 3, 19]), [2, 0, 1]);
      for (const dim of [0, 1, 2]) await agrees(backends.get(name)!, x, dim, false, name);
    });

    test('infinities, NaN, and numbers whose exponentials overflow', async () => {
      const row = [low, 1, 2, low, -3, 0, 0.5];
      const rows = [
        row,
        row.map(() => low),
        row.with(4, nan),
        row.with(1, high),
        row.with(3, 3e38),
        row.map((_, i) => i * 1e30),
        row.map(() => -3.4e38),
        row.map((_, i) => 1e4 - i),
        row.map((_, i) => 88 * i),
        [low, low, low, low, low, low, 5],
        row.map(() => -0),
        row.map((_, i) => i * 1e-40),
      ];
      const x = tensor(rows.flat(), [rows.length, row.length]);
      for (const log of [false, true]) {
        await agrees(backends.get(name)!, x, 1, log, name);
        await agrees(backends.get(name)!, permute(x, [1, 0]), 0, log, name);
      }
    });

    test('rows that rise and fall by little and by much', async () => {
      const length = 4001;
      const slopes = [1e-3, -1e-3, 7, -7, 40];
      const x = tensor(
        slopes.flatMap((slope) => Array.from({ length }, (_, i) => slope * i)),
        [slopes.length, length],
      );
      await agrees(backends.get(name)!, x, 1, false, name);
    });

    test('more rows than one dimension of a dispatch has groups', async () => {
      const backend = backends.get(name)!;
      const { device, profile } = backend.runtime;
      const narrow = new Runtime({ ...device, limits: { ...device.limits, groups: 5 } }, profile, 2 ** 26);
      const few = new WebGpuBackend({} as GPU, { cpu: cpuBackend, acceptSoftware: true }, narrow);
      const shape = [name === 'auto' ? 1201 : 233, 3];
      for (const dim of [0, 1]) await agrees(few, wave(shape), dim, false, name);
    });

    test('sums, means, largest and smallest and their places', async () => {
      const backend = backends.get(name)!;
      const x = tensor([...numbers(3 * 37 * 4)].map((value, i) => (i % 29 ? value : low)).with(50, nan), [3, 37, 4]);
      for (const op of ['sum', 'mean', 'max', 'min', 'argmax', 'argmin'] satisfies readonly ReduceOp[]) {
        const dtype = op.startsWith('arg') ? 'int64' : 'float32';
        for (const dims of [[0], [1], [2], [0, 2]]) {
          if (dtype === 'int64' && dims.length > 1) continue;
          const found = await backend.read(backend.reduce(op, x, dims, false, dtype));
          const expected = Array.from(valuesOf(cpuBackend.reduce(op, x, dims, false, dtype)), Number);
          close(found, expected, `${name}, ${op} over ${dims}`, 2, [], 400);
        }
      }
    });
  });
}

test('cross entropy is the same in every form', async () => {
  const losses: number[] = [];
  for (const backend of backends.values()) {
    const input = wave([9, 23]);
    const target = tensorOf(
      BigInt64Array.from({ length: 9 }, (_, i) => BigInt((i * 5) % 23)),
      [9],
      'int64',
    );
    const loss = backend.loss(
      { kind: 'crossEntropy', input, target, ignoreIndex: -100, labelSmoothing: 0.1, classDim: 1 },
      'mean',
    );
    losses.push(Number((await backend.read(loss!))[0]));
  }
  for (const [i, loss] of losses.entries()) close([loss], [losses[0]!], names[i]!, 2);
});

describe('an adapter', () => {
  const withProfile = (change: Partial<Runtime['profile']>): Runtime => {
    const { device, profile } = backends.get('auto')!.runtime;
    return new Runtime(device, { ...profile, ...change }, 2 ** 20);
  };

  test('says whether it has subgroups', async () => {
    assert.equal(await subgroupsOf(withProfile({})), 'ready');
    assert.equal(await subgroupsOf(withProfile({ subgroup: 0 })), 'none');
  });

  test('whose subgroups are narrower than it promised is not trusted', async () => {
    assert.equal(await subgroupsOf(withProfile({ subgroup: 8 })), 'other-order');
  });
});
