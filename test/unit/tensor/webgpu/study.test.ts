// The study of reductions runs every form on the adapter, compares it with the CPU, and can be stopped.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { agreement, median } from '../../../../src/tensor/webgpu/agreement';
import { type ReductionStudy, type StudyOptions, studyReductions } from '../../../../src/tensor/webgpu/study';
import { softwareGpu } from './adapter';

const cases = [
  { shape: [3, 50], dim: 1 },
  { shape: [4, 5, 6], dim: 0 },
];
const options = (more: Partial<StudyOptions> = {}): StudyOptions => ({
  signal: new AbortController().signal,
  now: () => performance.now(),
  onProgress: () => {},
  cases,
  ...more,
});
/** The software adapter as another one would be. */
async function adapterLike(change: (adapter: GPUAdapter) => object): Promise<GPU> {
  const gpu = await softwareGpu();
  return {
    requestAdapter: async () => {
      const adapter = await gpu.requestAdapter();
      assert.ok(adapter);
      const { info, limits, features } = adapter;
      const requestDevice = (descriptor?: GPUDeviceDescriptor) => adapter.requestDevice(descriptor);
      return { info, limits, features, requestDevice, ...change(adapter) };
    },
  } as GPU;
}

describe('a study', () => {
  test('measures every form and agrees with the CPU', async () => {
    const seen: ReductionStudy[] = [];
    const study = await studyReductions(await softwareGpu(), options({ onProgress: (now) => seen.push(now) }));
    assert.ok('cases' in study, JSON.stringify(study));
    assert.equal(study.subgroups, 'ready');
    assert.deepEqual(
      seen.map(({ cases: done, total }) => `${done.length}/${total}`),
      ['0/2', '1/2', '2/2'],
    );
    for (const { shape, dim, forms, copyMilliseconds } of study.cases) {
      assert.ok(copyMilliseconds > 0);
      assert.deepEqual(
        forms.map(({ setting }) => setting),
        ['auto', 'pairs', 'halves', 'shuffle', 'pairs-one-stage', 'halves-one-stage', 'shuffle-one-stage'],
      );
      for (const form of forms) {
        assert.ok(form.kind === 'measured', JSON.stringify(form));
        const { ratio, milliseconds, ulps, difference } = form;
        assert.ok(ratio > 0 && milliseconds > 0 && Number.isFinite(ratio));
        assert.ok(ulps <= 8 && difference < 1e-6, `${form.setting} along ${dim} of [${shape}]: ${ulps} steps`);
      }
    }
  });

  test('leaves shuffles out where the adapter has no subgroups', async () => {
    const gpu = await adapterLike(({ features }) => ({
      features: new Set([...features].filter((name) => name !== 'subgroups')),
    }));
    const study = await studyReductions(gpu, options({ cases: cases.slice(0, 1) }));
    assert.ok('cases' in study && study.subgroups === 'none');
    assert.deepEqual(
      study.cases[0]?.forms.map(({ setting }) => setting),
      ['auto', 'pairs', 'halves', 'pairs-one-stage', 'halves-one-stage'],
    );
  });

  test('goes on where a driver refuses one kernel, and names it', async () => {
    const gpu = await adapterLike((adapter) => ({
      requestDevice: async (descriptor?: GPUDeviceDescriptor) => {
        const device = await adapter.requestDevice(descriptor);
        const create = device.createShaderModule.bind(device);
        device.createShaderModule = ({ code }) =>
          create({ code: code.includes('Interleaved pairs') ? `${code}\nnonsense` : code });
        return device;
      },
    }));
    const study = await studyReductions(gpu, options({ cases: cases.slice(0, 1) }));
    assert.ok('cases' in study);
    const failed = study.cases[0]?.forms.filter(({ kind }) => kind === 'failed').map(({ setting }) => setting);
    assert.deepEqual(failed, ['pairs', 'pairs-one-stage']);
  });

  test('ends where it is cancelled', async () => {
    const abort = new AbortController();
    const stopped = studyReductions(
      await softwareGpu(),
      options({ signal: abort.signal, onProgress: (study) => study.cases.length && abort.abort() }),
    );
    await assert.rejects(stopped, { name: 'AbortError' });
  });

  test('says why there is no adapter', async () => {
    const none = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
    assert.deepEqual(await studyReductions(none, options()), { reason: 'no-adapter', detail: '' });
  });
});

test('distances between results', () => {
  const f = (...values: readonly number[]): Float32Array => Float32Array.from(values);
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  assert.deepEqual(agreement(f(1, 0, nan), f(1, -0, nan)), { ulps: 0, difference: 0 });
  assert.deepEqual(agreement(f(1 + 2 ** -23, 2), f(1, 2)), { ulps: 1, difference: 2 ** -23 });
  assert.deepEqual(agreement(f(2 ** -149), f(-(2 ** -149))), { ulps: 2, difference: 2 ** -148 });
  assert.deepEqual(agreement(f(nan), f(1)), { ulps: inf, difference: inf });
  assert.deepEqual(agreement(f(inf), f(1)), { ulps: inf, difference: inf });
});

test('the middle of measurements', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});
