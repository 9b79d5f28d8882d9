// The device's life: what is too big, lost, refused or broken, and what then becomes of the values.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { cpuBackend } from '../../../../src/tensor/cpu/backend';
import { tensorOf, writeInto } from '../../../../src/tensor/host';
import { Tensor } from '../../../../src/tensor/tensor';
import { openWebGpu, WebGpuBackend } from '../../../../src/tensor/webgpu/backend';
import { BufferPool } from '../../../../src/tensor/webgpu/bufferPool';
import { DeviceLostError, profiles } from '../../../../src/tensor/webgpu/device';
import type { Kernel, Template } from '../../../../src/tensor/webgpu/graph';
import { kernelSource } from '../../../../src/tensor/webgpu/kernelSource';
import { mapped, softmaxed } from '../../../../src/tensor/webgpu/kernels';
import { expressionOf } from '../../../../src/tensor/webgpu/record';
import { reductionForms } from '../../../../src/tensor/webgpu/reductionForm';
import { Runtime } from '../../../../src/tensor/webgpu/runtime';
import { softwareGpu } from './adapter';
import { close } from './golden';
import { openBackend } from './open';

const floats = (values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor =>
  tensorOf(Float32Array.from(values), shape, 'float32');
const counting = (length: number): Tensor => floats(Array.from({ length }, (_, i) => i % 1000));

let backend: WebGpuBackend;
before(async () => {
  backend = await openBackend();
});

describe('sizes', () => {
  test('more workgroups than one dimension holds', async () => {
    const { device, profile } = backend.runtime;
    const narrow = new Runtime({ ...device, limits: { ...device.limits, groups: 3 } }, profile, 2 ** 26);
    const x = counting(5003);
    const doubled = new Float32Array((await narrow.read(mapped(expressionOf(x)!, x.shape))).buffer);
    assert.deepEqual(doubled, x.storage.host);
    const rows = floats(
      Array.from({ length: 2 * 703 }, (_, i) => i % 2),
      [703, 2],
    );
    const shares = new Float32Array(
      (await narrow.read(softmaxed(expressionOf(rows)!, rows.shape, 1, false, profile))).buffer,
    );
    assert.ok(shares.every((share, i) => Math.abs(share - (i % 2 ? 0.7310586 : 0.26894143)) < 1e-7));
  });

  test('a softmax of 1.1 million rows', async () => {
    const rows = 1_100_000;
    const x = tensorOf(new Float32Array(2 * rows), [rows, 2], 'float32');
    const found = (await backend.read(backend.softmax(x, 1, false))) as Float32Array;
    assert.equal(
      found.findIndex((share) => share !== 0.5),
      -1,
    );
  });

  test('the mean of more elements than a default binding holds is exact to 1e-6', async () => {
    const length = 2 ** 25 + 1001;
    const values = new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = ((i * 2654435761) % 1000003) / 1000003;
    const exact = values.reduce((sum, value) => sum + value, 0) / length;
    const x = tensorOf(values, [length], 'float32');
    const [mean] = (await backend.read(backend.reduce('mean', x, [0], false, 'float32'))) as Float32Array;
    assert.ok(Math.abs(mean! / exact - 1) < 1e-6, `${mean} is not ${exact}`);
  });

  test('what the device cannot hold is left to the CPU', async () => {
    const small = await openBackend({ memory: 2 ** 20 });
    const inputs = Array.from({ length: 12 }, () => counting(40_000));
    const sums = inputs.map((x) => small.binary('add', x, floats([1]), 'float32'));
    for (const [i, sum] of sums.entries()) {
      const values = (await small.read(sum)) as Float32Array;
      assert.equal(values[41], 42, `tensor ${i}`);
      assert.ok(small.runtime.pool.bytes <= 2 ** 20, `${small.runtime.pool.bytes} bytes`);
    }
    assert.equal(((await small.read(small.unary('neg', sums[0]!, 'float32'))) as Float32Array)[41], -42);
  });
});

describe('recording', () => {
  test('a value is what its inputs were when it was recorded', async () => {
    const x = floats([1, 2, 3]);
    const doubled = backend.binary('add', x, x, 'float32');
    writeInto(x, Float32Array.of(10, 20, 30));
    assert.deepEqual(await backend.read(doubled), Float32Array.of(2, 4, 6));
    assert.deepEqual(await backend.read(backend.unary('neg', x, 'float32')), Float32Array.of(-10, -20, -30));
  });

  test('a long chain is cut into kernels', async () => {
    let x = floats([1, 2, 3]);
    for (let i = 0; i < 500; i++) x = backend.binary('add', x, floats([1, 1, 1]), 'float32');
    assert.deepEqual(await backend.read(x), Float32Array.of(501, 502, 503));
  });

  test('other numbers and sizes reuse the kernel', async () => {
    const run = (length: number, by: number): Promise<unknown> =>
      Promise.resolve(backend.read(backend.binary('mul', counting(length), floats([by]), 'float32')));
    // Many elements are read four at once, by a kernel of their own.
    await run(7, 2);
    await run(1234, 0.5);
    const { size } = backend.runtime.pipelines;
    await run(40, 3);
    await run(54_321, 3);
    assert.equal(backend.runtime.pipelines.size, size);
  });

  test('what has no kernel is computed on the CPU, among values of the device', async () => {
    const x = backend.binary('add', floats([1, 2]), floats([1, 1]), 'float32');
    const y = backend.unary('neg', backend.unary('sin', x, 'float32'), 'float32');
    const found = (await backend.read(y)) as Float32Array;
    assert.ok(Math.abs(found[0]! + Math.sin(2)) < 1e-6 && Math.abs(found[1]! + Math.sin(3)) < 1e-6);
  });

  test('integers and masks', async () => {
    const i = tensorOf(Int32Array.of(2 ** 31 - 1, -5, 0), [3], 'int32');
    const mask = tensorOf(Uint8Array.of(1, 0, 1), [3], 'bool');
    assert.deepEqual(await backend.read(backend.binary('add', i, i, 'int32')), Int32Array.of(-2, -10, 0));
    assert.deepEqual(await backend.read(backend.cast(i, 'bool')), Uint8Array.of(1, 1, 0));
    assert.deepEqual(await backend.read(backend.binary('add', mask, mask, 'bool')), Uint8Array.of(1, 0, 1));
    assert.deepEqual(await backend.read(backend.cast(mask, 'float32')), Float32Array.of(1, 0, 1));
    assert.deepEqual(
      await backend.read(backend.cast(floats([1.9, -1.9, Number.NaN, 3e9]), 'int32')),
      Int32Array.of(1, -1, -(2 ** 31), -(2 ** 31)),
    );
    assert.deepEqual(await backend.read(backend.reduce('max', i, [0], false, 'int32')), Int32Array.of(2 ** 31 - 1));
  });

  test('class indices beyond 32 bits have no kernel', () => {
    const input = floats([1, 2], [1, 2]);
    const target = tensorOf(BigInt64Array.of(2n ** 40n), [1], 'int64');
    const loss = { kind: 'nll', input, target, ignoreIndex: -100, classDim: 1 } as const;
    assert.equal(backend.loss(loss, 'mean'), undefined);
  });

  test('a class out of range gives no number', async () => {
    const input = floats([1, 2], [1, 2]);
    const target = tensorOf(BigInt64Array.of(7n), [1], 'int64');
    const loss = backend.loss({ kind: 'nll', input, target, ignoreIndex: -100, classDim: 1 }, 'sum')!;
    assert.deepEqual(await backend.read(loss), Float32Array.of(Number.NaN));
  });
});

describe('buffers', () => {
  test('are reused by size, and the least recently used go first', () => {
    const pool = new BufferPool(backend.runtime.device.gpu, 4096, 4096);
    const first = pool.lend(1000);
    const { buffers } = first;
    pool.release(first);
    assert.equal(pool.idle, 1);
    const again = pool.lend(1010);
    assert.deepEqual(again.buffers, buffers);
    const others = [pool.lend(1024), pool.lend(1024), pool.lend(1024)];
    assert.throws(() => pool.lend(256), /GPU memory|bytes/);
    pool.settle();
    pool.hold(again);
    pool.lend(256);
    assert.ok(again.buffers && !others[0]!.buffers && others[1]!.buffers && others[2]!.buffers);
    pool.close();
    assert.equal(pool.bytes, 0);
  });
});

describe('loss of the device', () => {
  test('values recorded before are computed on the next one', async () => {
    let changes = 0;
    const mine = await openBackend({ onChange: () => changes++ });
    const x = mine.unary('exp', floats([0, 1]), 'float32');
    const y = mine.softmax(x, 0, false);
    await mine.read(x);
    mine.loseDevice();
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(mine.lost, true);
    const shares = (await mine.read(y)) as Float32Array;
    assert.ok(Math.abs(shares[0]! + shares[1]! - 1) < 1e-6 && shares[1]! > 0.8);
    assert.equal(mine.lost, false);
    assert.equal(changes, 2);
  });

  test('a read under way is done on the next one', async () => {
    const mine = await openBackend();
    const sum = mine.reduce('sum', mine.unary('sqrt', counting(300_000), 'float32'), [0], false, 'float32');
    const pending = mine.read(sum);
    mine.loseDevice();
    const [found] = (await pending) as Float32Array;
    const expected = cpuBackend.reduce(
      'sum',
      cpuBackend.unary('sqrt', counting(300_000), 'float32'),
      [0],
      false,
      'float32',
    );
    assert.ok(Math.abs(found! / Number(expected.storage.host![0]) - 1) < 1e-6);
  });

  test('without a next one it is said', async () => {
    const gpu = await softwareGpu();
    let present = true;
    const once = {
      requestAdapter: (o?: GPURequestAdapterOptions) => (present ? gpu.requestAdapter(o) : Promise.resolve(null)),
    };
    const opened = await openWebGpu(once as GPU, { cpu: cpuBackend, acceptSoftware: true });
    assert.ok('backend' in opened);
    const x = opened.backend.unary('exp', floats([0, 1]), 'float32');
    present = false;
    opened.backend.loseDevice();
    await assert.rejects(Promise.resolve(opened.backend.read(x)), DeviceLostError);
  });
});

describe('refusals', () => {
  type Patch = (device: GPUDevice) => void;
  /** A GPU whose device is tampered with before it is handed out. */
  async function tampered(patch: Patch): Promise<GPU> {
    const gpu = await softwareGpu();
    const requestAdapter: GPU['requestAdapter'] = async (options) => {
      const adapter = await gpu.requestAdapter(options);
      if (!adapter) return null;
      const requestDevice = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = async (descriptor) => {
        const device = await requestDevice(descriptor);
        patch(device);
        return device;
      };
      return adapter;
    };
    return { requestAdapter } as GPU;
  }
  const open = (gpu: GPU, acceptSoftware = true) => openWebGpu(gpu, { cpu: cpuBackend, acceptSoftware });

  test('no adapter', async () => {
    const none = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
    assert.deepEqual(await open(none), { reason: 'no-adapter', detail: '' });
  });

  test('an adapter that throws', async () => {
    const broken = { requestAdapter: () => Promise.reject(new Error('driver mismatch')) } as unknown as GPU;
    assert.deepEqual(await open(broken), { reason: 'no-adapter', detail: 'driver mismatch' });
  });

  test('a software adapter that is not wanted', async () => {
    const refused = await open(await softwareGpu(), false);
    assert.ok('reason' in refused && refused.reason === 'software-adapter' && refused.adapter?.isFallback);
  });

  test('memory that may not be read back, as in Electron', async () => {
    const refused = await open(
      await tampered((device) => {
        const create = device.createBuffer.bind(device);
        device.createBuffer = (descriptor) => {
          const buffer = create(descriptor);
          buffer.getMappedRange = () => {
            throw new Error('External buffers are not allowed');
          };
          return buffer;
        };
      }),
    );
    assert.ok('reason' in refused && refused.reason === 'no-readback', JSON.stringify(refused));
  });

  test('a device that computes wrongly', async () => {
    const refused = await open(
      await tampered((device) => {
        const create = device.createShaderModule.bind(device);
        device.createShaderModule = (descriptor) =>
          create({ ...descriptor, code: descriptor.code.replace('0.5 + r *', '0.4 + r *') });
      }),
    );
    assert.ok('reason' in refused && refused.reason === 'self-test-failed', JSON.stringify(refused));
    assert.match(refused.detail, /exp/);
  });

  test('a compiler that refuses a kernel', async () => {
    const refused = await open(
      await tampered((device) => {
        const create = device.createShaderModule.bind(device);
        device.createShaderModule = (descriptor) => create({ ...descriptor, code: `${descriptor.code}\nnonsense` });
      }),
    );
    assert.ok('reason' in refused && refused.reason === 'self-test-failed', JSON.stringify(refused));
  });
});

describe('profiles of hardware', () => {
  const asHardware = (): WebGpuBackend => {
    const { device } = backend.runtime;
    const runtime = new Runtime(device, { ...profiles.hardware, fused: true }, 2 ** 28);
    return new WebGpuBackend({} as GPU, { cpu: cpuBackend, acceptSoftware: true }, runtime);
  };
  const wave = (shape: readonly number[]): Tensor => {
    const length = shape.reduce((a, b) => a * b, 1);
    return floats(
      Array.from({ length }, (_, i) => Math.sin(i * 12.9898) * 7),
      shape,
    );
  };

  test('rows shared by threads, and by groups of them', async () => {
    const hardware = asHardware();
    for (const shape of [
      [3, 1000],
      [1, 50_000],
      [70, 40, 5],
      [2, 33],
    ]) {
      const x = wave(shape);
      for (const [op, dim] of [
        ['sum', 1],
        ['mean', 0],
        ['max', 1],
        ['min', 0],
        ['argmax', 1],
        ['argmin', 1],
      ] as const) {
        const dtype = op.startsWith('arg') ? 'int64' : 'float32';
        const found = await hardware.read(hardware.reduce(op, x, [dim], false, dtype));
        const expected = cpuBackend.reduce(op, x, [dim], false, dtype).storage.host!;
        for (const [i, value] of Array.from(expected as ArrayLike<number>, Number).entries()) {
          const slack = op === 'sum' || op === 'mean' ? 2 ** -22 * x.size : 0;
          assert.ok(
            Math.abs(Number(found[i]) - value) <= slack,
            `${op} of [${shape}], ${i}: ${found[i]}, not ${value}`,
          );
        }
      }
      for (const dim of shape.keys()) {
        const found = (await hardware.read(hardware.softmax(x, dim, true))) as Float32Array;
        const expected = cpuBackend.softmax(x, dim, true).storage.host as Float32Array;
        assert.ok(
          expected.every((value, i) => Math.abs(found[i]! - value) < 4e-6),
          `softmax dim ${dim} of [${shape}]`,
        );
      }
    }
  });

  test('division and roots that have to be corrected', async () => {
    const hardware = asHardware();
    const wild = [
      0,
      -0,
      1e-40,
      1e-38,
      3e38,
      1e-30,
      7,
      -3,
      1e20,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2 ** 126,
      2 ** -126,
    ];
    const a = floats(wild.flatMap((x) => wild.map(() => x)));
    const b = floats(wild.flatMap(() => wild));
    const found = (await hardware.read(hardware.binary('div', a, b, 'float32'))) as Float32Array;
    const roots = (await hardware.read(hardware.unary('sqrt', a, 'float32'))) as Float32Array;
    const [x, y] = [a.storage.host!, b.storage.host!].map((host) => Array.from(host as Float32Array));
    close(
      found,
      Float32Array.from(x!, (value, i) => value / y![i]!),
      'quotient',
      1,
      [x!, y!],
    );
    close(roots, Float32Array.from(x!, Math.sqrt), 'root', 1, [x!]);
  });
});

test('every kernel compiles, with and without shared rows', async () => {
  const { gpu } = backend.runtime.device;
  const seen = new Set<string>();
  const over = (shape: readonly number[], strides: readonly number[]) => {
    const [rows, width] = shape as [number, number];
    const own = new Tensor(floats(new Array(rows * width).fill(1)).storage, shape, strides, 0);
    return { x: expressionOf(own)!, rows, width, place: strides };
  };
  const [square, wide, tall] = [over([2, 2], [2, 1]), over([2, 1024], [1024, 1]), over([1024, 2], [1, 1024])];
  const flagsOf = (on: boolean): Readonly<Record<Template, Kernel['flags']>> => ({
    map: {},
    reduce: { OP: 0, KIND: 0, SPLITTING: on },
    merge: { OP: 0, KIND: 0, SPLITTING: false },
    softmax: { LOG: on },
    classLoss: { LOGITS: on, SMOOTHED: on },
    probabilityLoss: { SMOOTHED: on },
    contract: { SURVEYED: on },
    scatter: {},
    scan: { OP: on ? 0 : 2, KIND: 0, BACK: on, STATES: false, SPLITTING: on, BEFORE: !on },
    runs: { KIND: 0, DESCENDING: on, RUN: 8 },
    merges: {},
    traits: {},
    subgroups: {},
  });
  for (const template of Object.keys(flagsOf(true)) as Template[]) {
    for (const [{ x, rows, width, place }, form, lanes, on] of [
      [square, reductionForms.auto, 1, false],
      [wide, reductionForms.auto, 1, true],
      [tall, reductionForms.auto, 1, false],
      [wide, reductionForms.halves, 8, false],
      [square, reductionForms.pairs, 8, true],
      [square, reductionForms['halves-one-stage'], 8, false],
      [wide, reductionForms['shuffle-one-stage'], 8, true],
    ] as const) {
      // Those that the template is recorded with, and no other.
      const flags = flagsOf(on)[template];
      const fields = { span: 1, divisor: 1, ignored: 0, kept: 0, spread: 0, rows: 1, columns: width, width: 1 };
      const kernel = {
        template,
        inputs: [x, x, x, x, x, x],
        kept: [rows],
        reduced: [width],
        flags,
        fields,
        place,
        lanes,
        splits: 1,
      };
      const source = kernelSource(kernel, { ...backend.runtime.profile, form }, { length: 1, piece: 1024 });
      const code = source.code();
      const { messages } = await gpu.createShaderModule({ code }).getCompilationInfo();
      assert.deepEqual(
        messages.filter(({ type }) => type === 'error').map(({ message }) => message),
        [],
      );
      for (const line of code.split('\n')) seen.add(line);
    }
  }
  const folder = path.join(process.cwd(), 'src/tensor/webgpu/kernels');
  // These are only ever written over four numbers.
  const overFour = new Set(['quick.wgsl', 'wary.wgsl']);
  for (const file of readdirSync(folder).filter((name) => !overFour.has(name))) {
    const lines = readFileSync(path.join(folder, file), 'utf8').trim().split('\n');
    assert.ok(
      lines.every((line) => seen.has(line)),
      `${file} is part of a kernel`,
    );
  }
});
