// Every op on a WebGPU device against the CPU: the tensors of its samples with other values, laid out in other ways, broadcast,
// and with special values among them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { functions } from '../../src/ops/index';
import { type BoundArgs, NotModelled, type Op, OpError, type OpResult, type OpValue } from '../../src/ops/op';
import { allocate, type HostArray, isFloat } from '../../src/tensor/dtype';
import type { Engine } from '../../src/tensor/engine';
import { createCpuEngine } from '../../src/tensor/engineOn';
import { contiguousStrides, hostStorage, tensorOf, valuesOf, writeInto } from '../../src/tensor/host';
import { createRouter } from '../../src/tensor/router';
import { Tensor } from '../../src/tensor/tensor';
import { bindRecorded, type RecordedCase } from '../unit/ops/bindRecorded';
import { cases } from '../unit/ops/runSamples';
import { softwareGpu } from '../unit/tensor/webgpu/adapter';

const runs = Number(process.env.AGREE_RUNS ?? 100);
/**
 * Ops take turns: one whose kernels read four elements at once from one on, and one for which samples are too small. Both run along
 * lines as a hardware adapter does.
 */
const routers = [1, undefined].map((fours) =>
  createRouter({ setting: 'webgpu', gpu: softwareGpu, lines: true, ...(fours && { fours }) }),
);
const cpu = createCpuEngine();
let gpus: readonly Engine[];
before(async () => {
  gpus = await Promise.all(routers.map((router) => router.engine()));
  for (const { state } of gpus)
    if (state.active !== 'webgpu') throw new Error(`no WebGPU: ${state.reason} ${state.detail}`);
});
after(() => Promise.all(routers.map((router) => router.close())));

type Dice = () => number;
/** Mulberry32. */
function dice(seed: number): Dice {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const seedOf = (text: string): number => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 7);

/** Relative: narrow floats are rounded once more, where a last digit of float32 may decide. */
const tolerance: Readonly<Record<string, number>> = { float16: 2 ** -10, bfloat16: 2 ** -7 };

const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0];

/** Other floats within the range of those of `x`, so that an op which takes it takes them; some special where asked for. */
function otherValues(x: Tensor, special: boolean, roll: Dice): HostArray {
  const values = valuesOf(x);
  if (!isFloat(x.dtype)) return values;
  const finite = Array.from(values as Float64Array).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite, 1), Math.max(...finite, 0)];
  const made = allocate(x.dtype, x.size);
  for (let i = 0; i < made.length; i++) {
    // Multiples of a power of two near the range's size keep sums and comparisons from hanging on the last digit.
    const value = low + (high - low) * Math.round(roll() * 64) * 2 ** -6;
    made[i] = special && roll() < 0.1 ? specials[Math.floor(roll() * specials.length)]! : value;
  }
  return made;
}

/** The values in a storage where they stand in another order or with gaps; or one of them for a whole dim. */
function laidOut(x: Tensor, values: HostArray, run: number, at: number): Tensor {
  const { shape, dtype, rank } = x;
  const plain = tensorOf(values, shape, dtype, x.wrapped);
  // Forms take turns: each combination of them is a kernel to compile.
  const form = (run + at) % 4;
  if (rank === 0 || x.size === 0 || form === 0) return plain;
  if (form === 1 && isFloat(dtype)) {
    const dim = (run >> 2) % rank;
    return new Tensor(plain.storage, shape, plain.strides.with(dim, 0), 0, x.wrapped);
  }
  const turned = contiguousStrides([...shape].reverse()).toReversed();
  const strides = form === 2 ? turned : plain.strides.map((stride) => 2 * stride);
  const length = 2 + shape.reduce((last, size, dim) => last + (size - 1) * strides[dim]!, 0);
  const view = new Tensor(hostStorage(allocate(dtype, length), dtype), shape, strides, 1, x.wrapped);
  writeInto(view, values);
  return view;
}

/** Arguments with other tensors; calling twice with dice of one seed gives the same ones in storages of their own. */
function varied(args: BoundArgs, run: number, roll: Dice): BoundArgs {
  let at = 0;
  const other = (value: OpValue): OpValue => {
    if (value instanceof Tensor) return laidOut(value, otherValues(value, run % 3 === 2, roll).slice(), run, at++);
    return Array.isArray(value) ? (value.map((item) => other(item as OpValue)) as readonly Tensor[]) : value;
  };
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, other(value)]));
}

interface Outcome {
  readonly tensors: readonly {
    readonly shape: readonly number[];
    readonly dtype: string;
    readonly values: HostArray;
  }[];
  readonly raised?: string;
}
async function outcome(op: Op, args: BoundArgs, engine: Engine): Promise<Outcome> {
  try {
    const result: OpResult = await op.run(args, { engine, warn: () => undefined });
    const list = result instanceof Tensor ? [result] : Array.isArray(result) ? (result as readonly Tensor[]) : [];
    const tensors = [];
    for (const x of list) tensors.push({ shape: x.shape, dtype: x.dtype, values: await engine.read(x) });
    return { tensors };
  } catch (error) {
    if (!(error instanceof OpError || error instanceof NotModelled)) throw error;
    return { tensors: [], raised: `${error.name}: ${error.message}` };
  }
}

/** The largest finite size among the numbers that went in and came out: what rounding is measured against. */
function scaleOf(args: BoundArgs, found: Outcome): number {
  let most = 1;
  const look = (value: unknown): void => {
    if (value instanceof Tensor)
      for (const v of valuesOf(value)) most = Number.isFinite(Number(v)) ? Math.max(most, Math.abs(Number(v))) : most;
    else if (Array.isArray(value)) value.forEach(look);
  };
  Object.values(args).forEach(look);
  for (const { values } of found.tensors)
    for (const v of values) most = Number.isFinite(Number(v)) ? Math.max(most, Math.abs(Number(v))) : most;
  return most;
}

async function agree(name: string, gpu: Engine): Promise<void> {
  const own = cases.filter((recorded) => recorded.op === name && !recorded.error);
  const bound = own.flatMap((recorded: RecordedCase) => {
    const op = (functions.get(name) ?? []).find((candidate) => bindRecorded(candidate, recorded));
    return op ? [{ op, recorded }] : [];
  });
  if (bound.length === 0) return;
  for (let run = 0; run < runs; run++) {
    const { op, recorded } = bound[run % bound.length]!;
    const seed = seedOf(`${name} ${run}`);
    const make = (): BoundArgs => varied(bindRecorded(op, recorded)!, run, dice(seed));
    const [expected, found] = [await outcome(op, make(), cpu), await outcome(op, make(), gpu)];
    const where = `${name}(${recorded.args}) run ${run}`;
    assert.equal(found.raised, expected.raised, where);
    const scale = scaleOf(make(), expected);
    for (const [i, { shape, dtype, values }] of expected.tensors.entries()) {
      const mine = found.tensors[i]!;
      assert.deepEqual([mine.shape, mine.dtype], [shape, dtype], where);
      for (const [at, value] of values.entries()) {
        const [a, b] = [Number(mine.values[at]), Number(value)];
        const near = Math.abs(a - b) <= (tolerance[dtype] ?? 2e-5) * Math.max(Math.abs(b), scale);
        assert.ok(near || Object.is(a, b) || a === b, `${where}: element ${at} of result ${i}: ${a} is not ${b}`);
      }
    }
  }
}

/** The tests of every `shards`-th op from the one numbered `shard` on. */
export function testAgreement(shard: number, shards: number): void {
  for (const [i, name] of [...new Set(cases.map(({ op }) => op))].entries())
    if (i % shards === shard) test(`${name} is the same on both`, () => agree(name, gpus[(i >> 1) % gpus.length]!));
}
