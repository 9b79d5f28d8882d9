// Adafactor, which keeps means of squares by row and by column of each matrix, and SparseAdam, which refuses dense gradients.
// Formulas of torch.optim's single-tensor implementations.
import { bool, float, none, tuple } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import type { Arithmetic, Floats } from './arithmetic';
import { betaCheck, type Check, count, type Rule, shown, type Work, words } from './rule';

/** The root of the sum of squares, as a number of the array's type. */
function lengthOf(m: Arithmetic, xs: Floats): number {
  const sum = xs.slice(0, 1);
  let total = 0;
  for (const x of xs) total += x * x;
  m.each(sum, () => Math.sqrt(total));
  return sum[0] ?? 0;
}

/** The mean of the squares of lines of `length`, each element `step` from the next. */
function meanSquares(m: Arithmetic, xs: Floats, length: number, step: number): Floats {
  const means = xs.slice(0, xs.length / Math.max(length, 1));
  for (let line = 0; line < means.length; line++) {
    const start = Math.floor(line / step) * step * length + (line % step);
    let total = 0;
    for (let i = 0; i < length; i++) total += xs[start + i * step]! ** 2;
    means[line] = Math.sqrt(total);
  }
  m.each(means, (x) => x);
  m.each(means, (x) => x * x);
  m.div(means, length);
  return means;
}

const epsilons: Partial<Record<DType, number>> = {
  float64: 2 ** -52,
  float32: 2 ** -23,
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
};

/** The mean of each matrix's rows' means; never less than `least`. */
function rowScale(m: Arithmetic, rows: Floats, height: number, least: number): Floats {
  const scale = rows.slice(0, rows.length / Math.max(height, 1));
  for (let i = 0; i < scale.length; i++) {
    let total = 0;
    for (let row = 0; row < height; row++) total += rows[i * height + row]!;
    scale[i] = total;
  }
  m.each(scale, (x) => x);
  m.div(scale, height);
  m.each(scale, (x) => Math.max(x, least));
  return scale;
}

/** What the squares of the gradient are taken to be. */
function estimate({ m, grad, kept, shape }: Work, weight: number, least: number): Floats {
  if (shape.length < 2) {
    const squares = grad.slice();
    m.times(squares, grad);
    m.lerp(kept('variance'), squares, weight);
    return kept('variance').slice();
  }
  const [height, width] = shape.slice(-2) as [number, number];
  const [rows, columns] = [kept('row_var'), kept('col_var')];
  m.lerp(rows, meanSquares(m, grad, width, 1), weight);
  m.lerp(columns, meanSquares(m, grad, height, width), weight);
  const found = grad.slice();
  const scale = rowScale(m, rows, height, least);
  const divisors = grad.slice();
  for (let at = 0; at < found.length; at++) {
    const matrix = Math.floor(at / (height * width));
    found[at] = rows[Math.floor(at / width)]! * columns[matrix * width + (at % width)]!;
    divisors[at] = scale[matrix]!;
  }
  m.each(found, (x) => x);
  m.over(found, divisors);
  return found;
}

const adafactor: Rule = {
  name: 'Adafactor',
  module: 'torch.optim',
  signature: 'lr=, beta2_decay=, eps=, d=, weight_decay=, *, foreach=, maximize=',
  defaults: {
    lr: float(1e-2),
    beta2_decay: float(-0.8),
    eps: tuple([none, float(1e-3)]),
    d: float(1),
    weight_decay: float(0),
    foreach: none,
    maximize: bool(false),
  },
  checks: [
    words('lr', 'Learning rate should be >= 0 but is', (x) => x >= 0),
    words('beta2_decay', 'beta2_decay should be <= 0 but is', (x) => x <= 0),
    {
      kind: 'other',
      test: ({ number, value }) =>
        value('eps', 0).kind === 'none' || number('eps', 0) >= 0
          ? undefined
          : `epsilon1 should be >= 0 but is: ${shown(value('eps', 0))}`,
    },
    {
      kind: 'other',
      test: ({ number, value }) =>
        number('eps', 1) >= 0 ? undefined : `epsilon2 should be >= 0 but is: ${shown(value('eps', 1))}`,
    },
    words('d', 'Clipping threshold d should be >= 1 but is', (x) => x >= 1),
    words('weight_decay', 'weight_decay should be >= 0 but is', (x) => x >= 0),
  ],
  slots: (_, shape) => [
    { name: 'step', scalar: true },
    ...(shape.length > 1
      ? [
          { name: 'row_var', shape: shape.with(-1, 1) },
          { name: 'col_var', shape: shape.with(-2, 1) },
        ]
      : [{ name: 'variance' }]),
  ],
  update(work) {
    const { m, options, param, grad, dtype } = work;
    const step = count(work);
    const [lr, decay] = [options.number('lr'), options.number('weight_decay')];
    const least = options.value('eps', 0).kind === 'none' ? (epsilons[dtype] ?? 0) : options.number('eps', 0);
    const pace = Math.min(lr, 1 / step ** 0.5);
    const alpha = Math.max(options.number('eps', 1), lengthOf(m, param) / param.length ** 0.5) * pace;
    if (decay !== 0) m.mul(param, 1 - lr * decay);
    const update = estimate(work, step ** options.number('beta2_decay'), least);
    m.each(update, (x) => Math.max(x, least * least));
    m.each(update, Math.sqrt);
    m.each(update, (x) => 1 / x);
    m.times(update, grad);
    const divisor = Math.max(1, lengthOf(m, update) / (update.length ** 0.5 * options.number('d')));
    m.add(param, update, -alpha / divisor);
  },
};

const positive = (option: string, text: string): Check => words(option, `Invalid ${text}`, (x) => x > 0);
const sparseAdam: Rule = {
  name: 'SparseAdam',
  module: 'torch.optim.sparse_adam',
  signature: 'lr=, betas=, eps=, maximize=',
  defaults: {
    lr: float(1e-3),
    betas: tuple([float(0.9), float(0.999)]),
    eps: float(1e-8),
    maximize: bool(false),
  },
  checks: [positive('lr', 'learning rate'), positive('eps', 'epsilon value'), betaCheck(0), betaCheck(1)],
  // Gradients here are dense.
  refuses: () => ['RuntimeError', 'SparseAdam does not support dense gradients, please consider Adam instead'],
  slots: () => [],
  update: () => undefined,
};

export const factoredRules: readonly Rule[] = [adafactor, sparseAdam];
