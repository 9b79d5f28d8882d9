// Runs the recorded samples of every op on an engine and compares results, warnings and exceptions with PyTorch's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import { OpError, type OpResult } from '../../../src/ops/op';
import type { DType } from '../../../src/tensor/dtype';
import type { Engine } from '../../../src/tensor/engine';
import { Tensor } from '../../../src/tensor/tensor';
import golden from '../../parity/golden/ops.json';
import { bindRecorded, numberOf, type Recorded, type RecordedCase } from './bindRecorded';

export const cases = golden.cases as unknown as readonly RecordedCase[];

/** Two units in the last place of the dtype; sums and products of narrow floats round elsewhere than PyTorch's. */
const relative: Partial<Record<DType, number>> = {
  float32: 2 ** -22,
  float64: 2 ** -50,
  float16: 2 ** -8,
  bfloat16: 2 ** -7,
};

export function assertNumber(actual: number, expected: number, dtype: DType, slack: number, where: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const tolerance = (relative[dtype] ?? 0) * slack * Math.max(Math.abs(expected), 2 ** -126);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${where}: ${actual} is not ${expected}`);
}

async function assertResult(
  engine: Engine,
  actual: OpResult,
  expected: Recorded,
  slack: number,
  where: string,
): Promise<void> {
  if (expected.kind === 'list') {
    assert.ok(Array.isArray(actual), where);
    assert.equal(actual.length, expected.items.length, where);
    for (const [i, item] of expected.items.entries()) {
      await assertResult(engine, (actual as readonly Tensor[])[i]!, item, slack, where);
    }
  } else if (expected.kind === 'tensor') {
    assert.ok(actual instanceof Tensor, where);
    assert.deepEqual([actual.dtype, actual.shape], [expected.dtype, expected.shape], where);
    const values = (await engine.read(actual)) as Float64Array;
    assert.equal(values.length, expected.values.length, where);
    for (const [i, value] of expected.values.entries()) {
      assertNumber(Number(values[i]), numberOf(value), expected.dtype, slack, where);
    }
  } else if (expected.kind === 'bool') assert.equal(actual, expected.value, where);
  else assert.fail(`${where}: no comparison for ${expected.kind}`);
}

/** Factorisations go through many steps, whose roundings PyTorch's library orders in its own way. */
const factorisations =
  /^torch\.(?:linalg\.)?(?:qr|eigh|eigvalsh|svd|svdvals|pinv|pinverse|lstsq|cond|solve_triangular)$/;

async function runSample(engine: Engine, recorded: RecordedCase, given: number): Promise<void> {
  const slack = factorisations.test(recorded.op) ? 64 * given : given;
  const where = `${recorded.op}(${recorded.args})`;
  for (const op of functions.get(recorded.op) ?? []) {
    const args = bindRecorded(op, recorded);
    if (!args) continue;
    const warnings: { type: string; message: string }[] = [];
    const context = { engine, warn: (type: string, message: string) => void warnings.push({ type, message }) };
    try {
      const result = await op.run(args, context);
      assert.ok(recorded.result, `${where} should raise ${JSON.stringify(recorded.error)}`);
      await assertResult(engine, result, recorded.result, slack, where);
    } catch (error) {
      if (!(error instanceof OpError)) throw error;
      assert.deepEqual({ type: error.type, message: error.message }, recorded.error, where);
    }
    assert.deepEqual(warnings, recorded.warnings, where);
    return;
  }
  assert.fail(`${where} fits no signature`);
}

/** One test per recorded case; `slack` widens the tolerance of floats. */
export function runSamples(engineOf: () => Engine, slack: number, recordedCases = cases): void {
  for (const recorded of recordedCases) {
    test(`${recorded.op}(${recorded.args})`, () => runSample(engineOf(), recorded, slack));
  }
}
