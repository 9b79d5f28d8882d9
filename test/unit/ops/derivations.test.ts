// What a derivation says is what the op computes: for every element of every sample of every loss, and for their reduction.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Derivation, type Equation, placeIn } from '../../../src/ops/derivation/derivation';
import { Table } from '../../../src/ops/derivation/table';
import { cellsOf } from '../../../src/ops/derivation/tables';
import { functions, ops } from '../../../src/ops/index';
import type { BoundArgs, Op } from '../../../src/ops/op';
import type { DType } from '../../../src/tensor/dtype';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { tensorOf } from '../../../src/tensor/host';
import { Tensor } from '../../../src/tensor/tensor';
import { bindRecorded, type RecordedCase } from './bindRecorded';
import { cases } from './runSamples';

const engine = createCpuEngine();
const context = { engine, warn: () => undefined };
/** What rounding in a dtype explains. */
const relative: Partial<Record<DType, number>> = { float16: 4e-3, bfloat16: 3e-2, float32: 1e-5 };

function assertClose(actual: number, expected: number, rounding: number, where: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const tolerance = rounding * Math.max(Math.abs(expected), 0.1);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${where}: ${actual} is not ${expected}`);
}

const last = (equations: readonly Equation[]): number => equations.at(-1)!.left.value;

async function check(op: Op, args: BoundArgs, where: string): Promise<void> {
  const losses = await op.perElement!(args, context);
  const derivation: Derivation | undefined = op.derive?.(args, await cellsOf(args, losses.dtype, engine));
  assert.ok(derivation, where);
  assert.deepEqual(derivation.shape, losses.shape, where);
  const dtypes = Object.values(args).flatMap((value) => (value instanceof Tensor ? value.dtype : []));
  const rounding = Math.max(1e-9, ...dtypes.map((dtype) => relative[dtype] ?? 0));
  const values = Array.from<number | bigint, number>(await engine.read(losses), Number);
  const derived = Float64Array.from(values, (_, i) => last(derivation.element(placeIn(derivation, i))));
  for (const [i, value] of derived.entries()) assertClose(value, values[i]!, rounding, `${where}[${i}]`);
  const result = await op.run(args, context);
  assert.ok(result instanceof Tensor);
  if (!derivation.total) return assert.deepEqual(result.shape, losses.shape, where);
  const total = last(derivation.total(new Table('', losses.shape, derived)));
  assertClose(total, Number((await engine.read(result))[0]), rounding, where);
}

const withSteps = ops.filter((op) => op.family === 'loss' && op.derive);

test('all losses say how they come about', () => {
  const without = ops.filter((op) => op.family === 'loss' && !op.derive).map(({ names }) => names[0]);
  assert.deepEqual(without, []);
});

for (const recorded of cases.filter(
  ({ op, error }) => !error && functions.get(op)?.some((one) => withSteps.includes(one)),
)) {
  const where = `${recorded.op}(${recorded.args})`;
  test(where, () => checkRecorded(recorded, where));
}

async function checkRecorded(recorded: RecordedCase, where: string): Promise<void> {
  for (const op of functions.get(recorded.op) ?? []) {
    const args = bindRecorded(op, recorded);
    if (args) return check(op, args, where);
  }
  assert.fail(`${where} fits no signature`);
}

test('what is left out of a long row is in its sum, and the class that counts is written out', async () => {
  const classes = 1000;
  const logits = Float32Array.from({ length: 2 * classes }, (_, i) => Math.sin(i) * 3);
  const op = functions.get('torch.nn.functional.cross_entropy')![0]!;
  const args = {
    ...Object.fromEntries(op.params.map((param) => [param.name, param.default ?? null])),
    input: tensorOf(logits, [2, classes], 'float32'),
    target: tensorOf(BigInt64Array.from([500n, 2n]), [2], 'int64'),
  };
  await check(op, args, 'long rows');
  const derivation = op.derive!(args, await cellsOf(args, 'float32', engine))!;
  const shares = derivation.element(placeIn(derivation, 0))[0]!.right;
  assert.deepEqual(shares.kind === 'series' && shares.shown.map(({ place }) => place), [0, 1, 2, 500, 999]);
});

test('a path that is less likely than the least float has its loss', async () => {
  const [times, classes] = [400, 5];
  const logs = Float64Array.from({ length: times * classes }, (_, i) => -6 - Math.cos(i));
  const op = functions.get('torch.nn.functional.ctc_loss')![0]!;
  const args = {
    ...Object.fromEntries(op.params.map((param) => [param.name, param.default ?? null])),
    log_probs: tensorOf(logs, [times, 1, classes], 'float64'),
    targets: tensorOf(BigInt64Array.from([1n, 1n, 3n]), [1, 3], 'int64'),
    input_lengths: tensorOf(BigInt64Array.from([BigInt(times)]), [1], 'int64'),
    target_lengths: tensorOf(BigInt64Array.from([3n]), [1], 'int64'),
  };
  const [loss] = await engine.read(await op.perElement!(args, context));
  assert.ok(Number(loss) > 1000 && Number(loss) < 4000, String(loss));
  await check(op, args, 'long sequence');
});
