// From an adapter to a device that is known to compute right: its arithmetic measured, then values uploaded, computed, read
// back and compared. What fails here never shows a number. Knows no tensor.
import { type DeviceOptions, openDevice, type Profile, type Refusal } from './device';
import { apply, type Expression, type Kernel, Value } from './graph';
import { mapped, reduced } from './kernels';
import { type ReductionSetting, reductionForms } from './reductionForm';
import { Runtime } from './runtime';
import { subgroupsOf } from './subgroups';

/** 1 GiB. */
const defaultMemory = 2 ** 30;

export interface RuntimeOptions extends DeviceOptions {
  /** Bytes of device memory to use at most; 1 GiB if absent. */
  readonly memory?: number;
  /** How threads share a row; `auto` where it is absent or this adapter cannot. */
  readonly reduction?: ReductionSetting;
  /** From how many elements on kernels read four at once; absent: what suits the adapter. */
  readonly fours?: number;
  /** Whether lines are run along and put in order on the GPU; absent: what suits the adapter. */
  readonly lines?: boolean;
}

/** Opens a device and tests it; the refusal says what is missing or which function failed. */
export async function openRuntime(gpu: GPU, options: RuntimeOptions): Promise<Runtime | Refusal> {
  const opened = await openDevice(gpu, options);
  if ('reason' in opened) return opened;
  const { device } = opened;
  const runtime = new Runtime(device, device.profile, options.memory ?? defaultMemory);
  const refused = await checked(runtime, options);
  if (!refused) return runtime;
  await runtime.close().catch(() => undefined);
  return { ...refused, adapter: device.adapter };
}

async function checked(
  runtime: Runtime,
  { reduction = 'auto', fours = runtime.profile.fours, lines = runtime.profile.lines }: RuntimeOptions,
): Promise<Refusal | undefined> {
  const form = reductionForms[reduction];
  const { device } = runtime;
  try {
    runtime.profile = { ...device.profile, ...(await measure(runtime)), fours, lines };
    const possible = form.shape !== 'shuffle' || (await subgroupsOf(runtime)) === 'ready';
    if (possible) runtime.profile = { ...runtime.profile, form };
    const failure = await firstFailure(runtime);
    return failure === undefined ? undefined : { reason: 'self-test-failed', detail: failure };
  } catch (error) {
    if (device.gone.aborted) return { reason: 'device-lost', detail: String(device.gone.reason) };
    const detail = error instanceof Error ? error.message : String(error);
    // Electron forbids the ArrayBuffers over foreign memory that a mapped range is.
    const banned = /external|arraybuffer|mapped ?range/i.test(detail);
    return { reason: banned ? 'no-readback' : 'self-test-failed', detail };
  }
}

const hostValue = (values: readonly number[]): Value =>
  new Value('f32', values.length, { kind: 'host', values: Float32Array.from(values) });
const leaf = (value: Value): Expression => ({ kind: 'leaf', word: 'f32', value, strides: [1], offset: 0 });
const read = async (runtime: Runtime, value: Value): Promise<Float32Array> =>
  new Float32Array((await runtime.read(value)).buffer);

/** Whether division, square root and fused multiply-add of the adapter round as IEEE 754 says. */
async function measure(
  runtime: Runtime,
): Promise<Pick<Profile, 'exactDivision' | 'exactSqrt' | 'fused' | 'denormals'>> {
  const count = 1024;
  const a = Array.from({ length: count }, (_, i) => Math.fround(1 + ((i * 7919) % 1021) / 1021 + i * 3.7));
  const b = Array.from({ length: count }, (_, i) => Math.fround(0.3 + ((i * 104729) % 997) / 331));
  const kernel: Kernel = {
    template: 'traits',
    inputs: [leaf(hostValue(a)), leaf(hostValue(b))],
    kept: [count],
    reduced: [],
    flags: {},
    fields: {},
    lanes: 1,
    splits: 1,
  };
  const found = await read(runtime, new Value('f32', 4 * count, { kind: 'kernel', kernel }));
  const all = (expected: (x: number, y: number) => number, slot: number): boolean =>
    a.every((x, i) => found[4 * i + slot] === Math.fround(expected(x, b[i]!)));
  return {
    exactDivision: all((x, y) => x / y, 0),
    exactSqrt: all(Math.sqrt, 1),
    fused: all((x, y) => x * y - Math.fround(x * y), 2),
    denormals: all((x) => Math.fround(leastLike(x) * 0.5) + Math.fround(leastLike(x) * 0.25), 3),
  };
}

/** The number with the digits of x among the least normal ones. */
const leastLike = (x: number): number => x * 2 ** (-126 - Math.floor(Math.log2(x)));

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const probes = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.25,
  1e-4,
  -3e-6,
  0.9999,
  2.75,
  -7.5,
  30,
  -30,
  88.5,
  1e6,
  -1e6,
  inf,
  -inf,
  nan,
].map(Math.fround);
const functions: readonly (readonly [string, (x: number) => number])[] = [
  ['exp', Math.exp],
  ['expm1', Math.expm1],
  ['log', Math.log],
  ['log1p', Math.log1p],
  ['tanh', Math.tanh],
  ['sqrt', Math.sqrt],
  ['reciprocal', (x) => 1 / x],
];

/** The first function that is more than 4 units in the last place off, or treats a special value wrongly. */
async function firstFailure(runtime: Runtime): Promise<string | undefined> {
  const input = leaf(hostValue(probes));
  for (const [name, exact] of functions) {
    const found = await read(runtime, mapped(apply(`${name}32($0)`, 'f32', input), [probes.length]));
    for (const [i, x] of probes.entries()) {
      const expected = Math.fround(exact(x));
      const near = Math.abs(found[i]! - expected) <= 4 * 2 ** -23 * Math.abs(expected);
      if (!near && !Object.is(found[i], expected)) return `${name}(${x}) gave ${found[i]}, not ${expected}`;
    }
  }
  // The small numbers are lost unless the rounding errors are kept.
  const terms = Array.from({ length: 2048 }, (_, i) => (i === 0 ? 2 ** 24 : i < 16 ? 0 : 2 ** -5));
  const [sum] = await read(runtime, reduced('SUM', leaf(hostValue(terms)), [], [terms.length], 'f32', runtime.profile));
  return Math.abs(sum! - (2 ** 24 + 63.5)) <= 1 ? undefined : `the sum gave ${sum}`;
}
