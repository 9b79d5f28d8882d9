import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions, ops } from '../../../src/ops/index';
import { OpError, type OpResult } from '../../../src/ops/op';
import type { DType } from '../../../src/tensor/dtype';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { Tensor } from '../../../src/tensor/tensor';
import golden from '../../parity/golden/ops.json';
import { bindRecorded, numberOf, type Recorded, type RecordedCase } from './bindRecorded';

const engine = createCpuEngine();
const cases = golden.cases as unknown as readonly RecordedCase[];

/** Two units in the last place of the dtype; sums and products of narrow floats round elsewhere than PyTorch's. */
const relative: Partial<Record<DType, number>> = {
  float32: 2 ** -22,
  float64: 2 ** -50,
  float16: 2 ** -8,
  bfloat16: 2 ** -7,
};

function assertNumber(actual: number, expected: number, dtype: DType, where: string): void {
  if (Object.is(actual, expected) || actual === expected) return;
  const tolerance = (relative[dtype] ?? 0) * Math.max(Math.abs(expected), 2 ** -126);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${where}: ${actual} is not ${expected}`);
}

function assertResult(actual: OpResult, expected: Recorded, where: string): void {
  if (expected.kind === 'list') {
    assert.ok(Array.isArray(actual), where);
    assert.equal(actual.length, expected.items.length, where);
    for (const [i, item] of expected.items.entries()) assertResult((actual as readonly Tensor[])[i]!, item, where);
  } else if (expected.kind === 'tensor') {
    assert.ok(actual instanceof Tensor, where);
    assert.deepEqual([actual.dtype, actual.shape], [expected.dtype, expected.shape], where);
    const values = engine.read(actual) as Float64Array;
    assert.equal(values.length, expected.values.length, where);
    for (const [i, value] of expected.values.entries()) {
      assertNumber(Number(values[i]), numberOf(value), expected.dtype, where);
    }
  } else if (expected.kind === 'bool') assert.equal(actual, expected.value, where);
  else assert.fail(`${where}: no comparison for ${expected.kind}`);
}

for (const recorded of cases) {
  const where = `${recorded.op}(${recorded.args})`;
  test(where, async () => {
    const candidates = functions.get(recorded.op) ?? [];
    for (const op of candidates) {
      const args = bindRecorded(op, recorded);
      if (!args) continue;
      const warnings: { type: string; message: string }[] = [];
      const context = { engine, warn: (type: string, message: string) => void warnings.push({ type, message }) };
      try {
        const result = await op.run(args, context);
        assert.ok(recorded.result, `${where} should raise ${JSON.stringify(recorded.error)}`);
        assertResult(result, recorded.result, where);
      } catch (error) {
        if (!(error instanceof OpError)) throw error;
        assert.deepEqual({ type: error.type, message: error.message }, recorded.error, where);
      }
      assert.deepEqual(warnings, recorded.warnings, where);
      return;
    }
    assert.fail(`${where} fits no signature`);
  });
}

test('every sample is recorded, and nothing else', () => {
  const samples = ops.flatMap((op) =>
    [...op.samples, ...(op.errors ?? [])].map(({ args }) => `${op.names[0]}(${args})`),
  );
  assert.deepEqual(cases.map(({ op, args }) => `${op}(${args})`).sort(), samples.sort());
});

test('exceptions written in the declarations are PyTorch’s', () => {
  const errors = new Map(cases.map(({ op, args, error }) => [`${op}(${args})`, error]));
  for (const op of ops)
    for (const { args, error } of op.errors ?? []) assert.deepEqual(error, errors.get(`${op.names[0]}(${args})`));
});
