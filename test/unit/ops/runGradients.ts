// Gradients of the recorded samples of every op against PyTorch's: of the weighted sum of the results with respect to each
// float argument, and of the weighted sum of those gradients once more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import type { BoundArgs, Op } from '../../../src/ops/op';
import { isFloat, isHalf } from '../../../src/tensor/dtype';
import type { Computation, Engine } from '../../../src/tensor/engine';
import { pullBack } from '../../../src/tensor/gradient/tape';
import { compact } from '../../../src/tensor/gradient/window';
import { tensorOf } from '../../../src/tensor/host';
import { andThen } from '../../../src/tensor/hostValues';
import { Tensor } from '../../../src/tensor/tensor';
import { computationOf, refusal } from '../../../src/torch/autograd/derivation';
import { bindRecorded, numberOf, type RecordedCase, type RecordedNumber, spreadOf } from './bindRecorded';
import { assertNumber, cases } from './runSamples';

/** The float tensors among the arguments in the order of the call: positions first, then keywords as they were given. */
export function floatsIn(op: Op, args: BoundArgs, { positional, keywords }: RecordedCase): readonly Tensor[] {
  const spread = spreadOf(op);
  const names = op.params.filter((param) => !param.keywordOnly).map((param) => param.name);
  const called = [...names.slice(0, spread < 0 ? positional.length : spread + 1), ...Object.keys(keywords)];
  return [...new Set(called)]
    .flatMap((name) => (Array.isArray(args[name]) ? args[name] : [args[name]]) as readonly unknown[])
    .filter((value): value is Tensor => value instanceof Tensor && isFloat(value.dtype));
}

/** The factor of each element in the sums that are recorded. */
export function factorsOf(engine: Engine, x: Tensor): Tensor {
  const values = Float64Array.from({ length: x.size }, (_, i) => (((7 * i) % 11) - 4.5) / 8);
  return engine.cast(tensorOf(values, x.shape, 'float64'), x.dtype);
}
const weights = (engine: Engine, xs: readonly (Tensor | undefined)[]) =>
  xs.map((x) => x && (isFloat(x.dtype) ? factorsOf(engine, x) : undefined));

const gradients = async (
  engine: Engine,
  compute: Computation,
  inputs: readonly Tensor[],
  wanted: readonly boolean[],
): Promise<readonly (Tensor | undefined)[]> => {
  const results = await compute(engine, inputs);
  return pullBack(engine, compute, inputs, wanted, weights(engine, results));
};

/** The gradients of some inputs as a computation of its own; zeros where there are none. */
const derivative =
  (compute: Computation, wanted: readonly boolean[]): Computation =>
  (engine, inputs) =>
    andThen(compute(engine, inputs), (results) =>
      andThen(pullBack(engine, compute, inputs, wanted, weights(engine, results)), (found) =>
        found.filter((grad) => grad !== undefined),
      ),
    );

async function assertGradient(
  engine: Engine,
  actual: Tensor | undefined,
  expected: readonly RecordedNumber[],
  input: Tensor,
  slack: number,
  where: string,
): Promise<void> {
  const values = actual ? ((await engine.read(actual)) as Float64Array) : new Float64Array(expected.length);
  assert.equal(values.length, expected.length, where);
  const largest = Math.max(1, ...expected.map((value) => Math.abs(numberOf(value))).filter(Number.isFinite));
  for (const [i, value] of expected.entries()) {
    // What cancels leaves the rounding of its terms.
    const near = Math.abs(Number(values[i]) - numberOf(value)) <= largest * slack * 2 ** -22;
    if (!near) assertNumber(Number(values[i]), numberOf(value), input.dtype, slack, `${where} at ${i}`);
  }
}

async function runGradient(engine: Engine, recorded: RecordedCase, slack: number): Promise<void> {
  const where = `${recorded.op}(${recorded.args})`;
  for (const op of functions.get(recorded.op) ?? []) {
    const args = bindRecorded(op, recorded);
    if (!args) continue;
    const natives = floatsIn(op, args, recorded);
    const grads = recorded.gradients ?? [];
    assert.equal(natives.length, grads.length, where);
    const inputs = natives.map((x) => compact(engine, x));
    const compute = computationOf(op, args, natives);
    for (const [i, expected] of grads.entries()) {
      const wanted = grads.map((_, other) => other === i);
      if (expected.error) {
        // PyTorch refuses to convert what requires a gradient to integers; here that has none.
        if (expected.error.message.startsWith('Autograd not support dtype')) continue;
        const refused = refusal(op, args, natives[i]!);
        if (refused !== undefined) assert.equal(refused, expected.error.message, where);
        else
          await assert.rejects(gradients(engine, compute, inputs, wanted), { message: expected.error.message }, where);
        continue;
      }
      assert.equal(refusal(op, args, natives[i]!), undefined, where);
      if (!expected.values) continue;
      if (narrow.has(op.names[0]!) && isHalf(inputs[i]!.dtype)) {
        await assert.rejects(gradients(engine, compute, inputs, wanted), /in narrow floats/, where);
        continue;
      }
      const found = await gradients(engine, compute, inputs, wanted);
      await assertGradient(engine, found[i], expected.values, inputs[i]!, slack, `${where} gradient ${i}`);
    }
    const isUnknown = narrow.has(op.names[0]!) && inputs.some(({ dtype }) => isHalf(dtype));
    if (isUnknown || !grads.some(({ second }) => second)) return;
    const all = grads.map(({ values }) => values !== undefined && values !== null);
    const further = await gradients(engine, derivative(compute, all), inputs, all);
    for (const [i, { second }] of grads.entries()) {
      if (second) await assertGradient(engine, further[i], second, inputs[i]!, 4 * slack, `${where} second ${i}`);
    }
    return;
  }
  assert.fail(`${where} fits no signature`);
}

/** Whose gradients of narrow floats are told to be unknown. */
const narrow = new Set(['torch.nn.functional.binary_cross_entropy', 'torch.special.i0e']);

/** One test per recorded case that has gradients. */
export function runGradients(engineOf: () => Engine, slack: number, recordedCases = cases): void {
  for (const recorded of recordedCases) {
    if (recorded.gradients) test(`${recorded.op}(${recorded.args})`, () => runGradient(engineOf(), recorded, slack));
  }
}
