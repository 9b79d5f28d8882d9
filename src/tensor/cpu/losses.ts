// Losses of elements in one pass: the same steps, each rounded to float32, as the primitives that they are composed of.
// Knows no gradient.
import type { FusedLoss, Reduction } from '../backend';
import { broadcastTo } from '../broadcast';
import { tensorOf, valuesOf } from '../host';
import type { Tensor } from '../tensor';
import { reduceValues } from './reduce';
import { unaryFunctions } from './unary';

const { fround } = Math;

/** The loss, or undefined where it is not of float32 elements alone. */
export function lossOf(loss: FusedLoss, by: Reduction): Tensor | undefined {
  if (loss.kind !== 'bce' && (loss.kind !== 'bceWithLogits' || loss.posWeight)) return undefined;
  const { input, target, weight } = loss;
  const [x, t] = [valuesOf(input), valuesOf(target)];
  const factors = weight && valuesOf(broadcastTo(weight, input.shape));
  const narrow = [input, target, weight].every((part) => !part || part.dtype === 'float32');
  if (!narrow || !(x instanceof Float32Array && t instanceof Float32Array)) return undefined;
  const out = new Float32Array(x.length);
  if (loss.kind === 'bce') ofProbabilities(x, t, out);
  else ofLogits(x, t, out);
  if (factors instanceof Float32Array) for (let i = 0; i < out.length; i++) out[i] = out[i]! * factors[i]!;
  const elements = tensorOf(out, input.shape, 'float32');
  if (by === 'none') return elements;
  return tensorOf(
    reduceValues(
      by,
      elements,
      input.shape.map((_, dim) => dim),
      'float32',
    ),
    [],
    'float32',
  );
}

/** (t - 1) max(log(1 - x), -100) - t max(log x, -100) */
function ofProbabilities(x: Float32Array, t: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) {
    const p = x[i]!;
    const log = fround(Math.log(p));
    const other = fround(Math.log1p(-p));
    const first = fround(fround(t[i]! - 1) * (other < -100 ? -100 : other));
    out[i] = first - fround(t[i]! * (log < -100 ? -100 : log));
  }
}

/** (1 - t) x - log sigmoid(x) */
function ofLogits(x: Float32Array, t: Float32Array, out: Float32Array): void {
  const { logSigmoid } = unaryFunctions;
  for (let i = 0; i < out.length; i++) out[i] = fround(fround(1 - t[i]!) * x[i]!) - fround(logSigmoid(x[i]!));
}
