// Which backend serves under each setting and on each machine, and what the user is told.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { BackendState } from '../../../../src/tensor/backend';
import type { Engine } from '../../../../src/tensor/engine';
import { tensorOf } from '../../../../src/tensor/host';
import { createRouter, type Router, type RouterOptions } from '../../../../src/tensor/router';
import { softwareGpu } from './adapter';

const routers: Router[] = [];
after(async () => {
  for (const router of routers) await router.close();
});
function route(options: RouterOptions): Router {
  const router = createRouter(options);
  routers.push(router);
  return router;
}

/** The software adapter under the name of a graphics card. */
async function hardwareGpu(): Promise<GPU> {
  const gpu = await softwareGpu();
  const requestAdapter: GPU['requestAdapter'] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter) return null;
    const info = { vendor: 'acme', architecture: 'rocket', description: 'Rocket 9', isFallbackAdapter: false };
    return {
      info,
      limits: adapter.limits,
      features: adapter.features,
      requestDevice: (descriptor?: GPUDeviceDescriptor) => adapter.requestDevice(descriptor),
    } as GPUAdapter;
  };
  return { requestAdapter } as GPU;
}

const ones = (length: number) => tensorOf(new Float32Array(length).fill(1), [length], 'float32');
const placeOfSum = (engine: Engine, length: number): string => {
  const x = ones(length);
  return engine.placeOf(engine.binary('add', x, x));
};

test('cpu never opens the GPU', async () => {
  const gpu = (): Promise<GPU> => assert.fail('asked for the GPU');
  const router = route({ setting: 'cpu', gpu });
  const engine = await router.engine();
  assert.equal(placeOfSum(engine, 10), 'cpu');
  assert.deepEqual(router.state, { setting: 'cpu', active: 'cpu', reason: 'setting' });
});

test('auto leaves a software adapter alone, and says so', async () => {
  const router = route({ setting: 'auto', gpu: softwareGpu });
  const engine = await router.engine();
  assert.equal(placeOfSum(engine, 200_000), 'cpu');
  assert.equal(router.state.active, 'cpu');
  assert.equal(router.state.reason, 'software-adapter');
  assert.match(router.state.adapter?.description ?? '', /swiftshader/i);
});

test('auto takes a hardware adapter from the crossover on', async () => {
  const router = route({ setting: 'auto', gpu: hardwareGpu, crossover: 1000 });
  const engine = await router.engine();
  assert.equal(router.state.active, 'webgpu');
  assert.equal(router.state.adapter?.description, 'Rocket 9');
  assert.equal(placeOfSum(engine, 999), 'cpu');
  assert.equal(placeOfSum(engine, 1000), 'webgpu');
  const big = engine.softmax(ones(4096), 0, false);
  const part = engine.reduce('sum', big, [0]);
  assert.equal(engine.placeOf(part), 'webgpu', 'values stay where they are');
  assert.deepEqual(await engine.read(part), Float32Array.of(1));
});

test('webgpu takes any adapter, for all that it supports', async () => {
  const router = route({ setting: 'webgpu', gpu: softwareGpu });
  const engine = await router.engine();
  assert.equal(router.state.active, 'webgpu');
  assert.equal(placeOfSum(engine, 2), 'webgpu');
  const doubles = tensorOf(Float64Array.of(1, 2), [2], 'float64');
  assert.equal(engine.placeOf(engine.unary('exp', doubles)), 'cpu');
  const x = engine.unary('neg', ones(3));
  assert.deepEqual(await engine.read(engine.cast(x, 'float64')), Float64Array.of(-1, -1, -1));
  assert.deepEqual(await engine.read(engine.reduce('argmax', x, [0])), BigInt64Array.of(0n));
});

test('reasons for having no GPU', async () => {
  const reason = async (options: RouterOptions): Promise<readonly [unknown, unknown]> => {
    const router = route(options);
    assert.equal(placeOfSum(await router.engine(), 5), 'cpu');
    return [router.state.reason, router.state.detail];
  };
  assert.deepEqual(await reason({ setting: 'auto' }), ['no-readback', undefined]);
  const missing = (): Promise<GPU> => Promise.reject(new Error("Cannot find module 'dawn.node'"));
  assert.deepEqual(await reason({ setting: 'webgpu', gpu: missing }), [
    'not-installed',
    "Cannot find module 'dawn.node'",
  ]);
  const none = async (): Promise<GPU> => ({ requestAdapter: () => Promise.resolve(null) }) as unknown as GPU;
  assert.deepEqual(await reason({ setting: 'webgpu', gpu: none }), ['no-adapter', undefined]);
});

test('a lost device is told, and the next evaluation has another', async () => {
  const router = route({ setting: 'webgpu', gpu: softwareGpu });
  const states: BackendState[] = [];
  const stop = router.onChange((state) => states.push(state));
  const engine = await router.engine();
  const x = engine.unary('exp', ones(3));
  router.loseDevice();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(router.state.reason, 'device-lost');
  const next = await router.engine();
  assert.equal(router.state.active, 'webgpu');
  assert.equal(placeOfSum(next, 3), 'webgpu');
  assert.ok(Math.abs(((await next.read(x)) as Float32Array)[0]! - Math.E) < 1e-6);
  assert.deepEqual(
    states.map(({ active }) => active),
    ['webgpu', 'cpu', 'webgpu'],
  );
  stop();
  router.loseDevice();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(states.length, 3);
});

test('a study is made on any adapter, but not where the GPU is never to be opened', async () => {
  const cases = [{ shape: [2, 9], dim: 1 }];
  const options = { signal: new AbortController().signal, now: () => performance.now(), onProgress: () => {}, cases };
  const refused = await route({ setting: 'cpu', gpu: () => assert.fail('asked for the GPU') }).study(options);
  assert.deepEqual(refused, { reason: 'setting', detail: '' });
  assert.deepEqual(await route({ setting: 'auto' }).study(options), { reason: 'no-readback', detail: '' });
  const study = await route({ setting: 'auto', gpu: softwareGpu }).study(options);
  assert.ok('cases' in study && study.cases.length === 1);
});

test('closing ends a study under way', async () => {
  const router = createRouter({ setting: 'auto', gpu: softwareGpu });
  const begun = new Promise<void>((resolve) => {
    const options = { signal: new AbortController().signal, now: () => performance.now(), onProgress: () => resolve() };
    void assert.rejects(router.study(options), { name: 'AbortError' });
  });
  await begun;
  await router.close();
});
