// Gradients of the recorded samples against differences of the results, in float64 and wherever they exist: another witness
// than PyTorch's numbers, for each op as it is declared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../../src/ops/index';
import { OpError } from '../../../src/ops/op';
import { isFloat } from '../../../src/tensor/dtype';
import type { Computation } from '../../../src/tensor/engine';
import { createCpuEngine } from '../../../src/tensor/engineOn';
import { pullBack } from '../../../src/tensor/gradient/tape';
import { tensorOf, valuesOf } from '../../../src/tensor/host';
import type { Tensor } from '../../../src/tensor/tensor';
import { computationOf } from '../../../src/torch/autograd/derivation';
import { bindRecorded, type RecordedCase } from './bindRecorded';
import { factorsOf, floatsIn } from './runGradients';
import { cases } from './runSamples';

const engine = createCpuEngine();
const step = 1e-6;

const wide = (x: Tensor): Tensor => tensorOf(Float64Array.from(valuesOf(x), Number), x.shape, 'float64');
/** `x` with one element moved. */
function moved(x: Tensor, at: number, by: number): Tensor {
  const values = (valuesOf(x) as Float64Array).slice();
  values[at]! += by;
  return tensorOf(values, x.shape, 'float64');
}

/** The weighted sum of the results, and the weights. */
async function weighted(compute: Computation, inputs: readonly Tensor[]) {
  const results = await compute(engine, inputs);
  const factors = results.map((y) => (isFloat(y.dtype) ? factorsOf(engine, y) : undefined));
  let sum = 0;
  for (const [i, y] of results.entries()) {
    const own = factors[i] && valuesOf(factors[i]);
    for (const [k, value] of own ? valuesOf(y).entries() : []) sum += Number(value) * Number(own![k]);
  }
  return { sum, factors };
}

async function check(recorded: RecordedCase): Promise<void> {
  const where = `${recorded.op}(${recorded.args})`;
  for (const op of functions.get(recorded.op) ?? []) {
    const args = bindRecorded(op, recorded);
    if (!args) continue;
    const natives = floatsIn(op, args, recorded);
    const compute = computationOf(op, args, natives);
    const inputs = natives.map(wide);
    const wanted = recorded.gradients!.map(({ values }) => values !== undefined && values !== null);
    const { sum, factors } = await weighted(compute, inputs);
    // Differences of huge numbers are their rounding.
    if (!wanted.includes(true) || !(Math.abs(sum) < 1e6)) return;
    const grads = await pullBack(engine, compute, inputs, wanted, factors);
    for (const [i, grad] of grads.entries()) {
      if (!grad) continue;
      const found = valuesOf(grad);
      for (let at = 0; at < inputs[i]!.size; at++) {
        const side = async (by: number): Promise<number> => {
          try {
            const shifted = await weighted(compute, inputs.with(i, moved(inputs[i]!, at, by)));
            return (shifted.sum - sum) / by;
          } catch (error) {
            if (error instanceof OpError) return Number.NaN;
            throw error;
          }
        };
        const [above, below] = [await side(step), await side(-step / 2)];
        const size = Math.max(1, Math.abs(above), Math.abs(below));
        // A kink, a jump, or the end of what the op takes has no difference to compare with.
        if (!(Math.abs(above - below) < 1e-4 * size)) continue;
        assert.ok(
          Math.abs(Number(found[at]) - (above + below) / 2) < 1e-4 * size,
          `${where} input ${i} at ${at}: ${found[at]} is not ${above}`,
        );
      }
    }
    return;
  }
}

/** Where PyTorch's gradient is not the derivative: ties that share, lengths held under no_grad, padding that does not learn. */
const conventions = new Set([
  'torch.median',
  'torch.nanmedian',
  'torch.nn.functional.cosine_similarity',
  'torch.nn.functional.embedding',
  'torch.nn.functional.ctc_loss',
  // Halves of a symmetric matrix stand for each other; what only reports has no gradient.
  'torch.linalg.cholesky',
  'torch.linalg.cholesky_ex',
  'torch.cholesky',
  'torch.cholesky_inverse',
  'torch.cholesky_solve',
  'torch.linalg.eigh',
  'torch.linalg.eigvalsh',
  'torch.linalg.pinv',
  'torch.linalg.lstsq',
  // Its sample has ties, of which each way wins another.
  'torch.nn.functional.adaptive_max_pool3d_with_indices',
]);

for (const recorded of cases) {
  const smooth = recorded.gradients?.every(({ values }) => values?.every((value) => typeof value === 'number') ?? true);
  if (smooth && !conventions.has(recorded.op)) test(`${recorded.op}(${recorded.args})`, () => check(recorded));
}
