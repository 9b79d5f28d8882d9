// Muon, which makes the momentum of a matrix orthogonal in bfloat16. Formula of torch.optim's single-tensor implementation.
import { bool, float, int, none, tuple } from '../../python/value';
import { sizeOf } from '../../tensor/host';
import { toBfloat16 } from '../../tensor/roundFloat';
import type { Floats } from './arithmetic';
import { type Rule, shown, type Work, words } from './rule';

/** Each element of a product of matrices as `finish` leaves it, in bfloat16. */
function combined(
  [rows, inner, columns]: readonly [number, number, number],
  a: (row: number, k: number) => number,
  b: (k: number, column: number) => number,
  finish: (sum: number, at: number) => number,
): Float32Array {
  const out = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += a(row, k) * b(k, column);
      const at = row * columns + column;
      out[at] = toBfloat16(Math.fround(finish(sum, at)));
    }
  }
  return out;
}

/** The nearest orthogonal matrix, by Newton and Schulz's iteration. */
function orthogonal(xs: Floats, [height, width]: readonly [number, number], { number }: Work['options']): Float32Array {
  const isTall = height > width;
  const [rows, columns] = isTall ? [width, height] : [height, width];
  const place = (row: number, column: number): number => (isTall ? column * width + row : row * width + column);
  let own: Float32Array = new Float32Array(rows * columns);
  let total = 0;
  for (let at = 0; at < own.length; at++) {
    own[at] = toBfloat16(Math.fround(xs[place(Math.floor(at / columns), at % columns)]!));
    total += own[at]! ** 2;
  }
  const norm = Math.max(toBfloat16(Math.fround(Math.sqrt(total))), toBfloat16(Math.fround(number('eps'))));
  own = own.map((x) => toBfloat16(Math.fround(x / norm)));
  const [a, b, c] = ([0, 1, 2] as const).map((index) => Math.fround(number('ns_coefficients', index))) as [
    number,
    number,
    number,
  ];
  for (let step = 0; step < number('ns_steps'); step++) {
    const x = own;
    const at = (row: number, column: number): number => x[row * columns + column]!;
    const gram = combined(
      [rows, columns, rows],
      at,
      (k, column) => at(column, k),
      (sum) => sum,
    );
    const inGram = (row: number, column: number): number => gram[row * rows + column]!;
    const update = combined([rows, rows, rows], inGram, inGram, (sum, i) => c * sum + b * gram[i]!);
    own = combined(
      [rows, rows, columns],
      (row, k) => update[row * rows + k]!,
      at,
      (sum, i) => sum + a * x[i]!,
    );
  }
  const made = new Float32Array(own.length);
  for (let at = 0; at < own.length; at++) made[place(Math.floor(at / columns), at % columns)] = own[at]!;
  return made;
}

const adjustments = new Set(['original', 'match_rms_adamw']);

export const muon: Rule = {
  name: 'Muon',
  module: 'torch.optim',
  signature: 'lr=, weight_decay=, momentum=, nesterov=, ns_coefficients=, eps=, ns_steps=, adjust_lr_fn=',
  defaults: {
    lr: float(1e-3),
    weight_decay: float(0.1),
    momentum: float(0.95),
    nesterov: bool(true),
    ns_coefficients: tuple([float(3.4445), float(-4.775), float(2.0315)]),
    eps: float(1e-7),
    ns_steps: int(5),
    adjust_lr_fn: none,
  },
  checks: [
    words('lr', 'Learning rate should be >= 0 but is', (x) => x >= 0),
    words('momentum', 'momentum should be >= 0 but is', (x) => x >= 0),
    words('weight_decay', 'weight decay should be >= 0 but is', (x) => x >= 0),
    {
      kind: 'other',
      test: ({ value }) => {
        const chosen = value('adjust_lr_fn');
        const isKnown = chosen.kind === 'none' || (chosen.kind === 'str' && adjustments.has(chosen.value));
        return isKnown ? undefined : `Adjust learning rate function ${shown(chosen)} is not supported`;
      },
    },
  ],
  accepts: (shape) =>
    shape.length === 2
      ? undefined
      : `Muon only supports 2D parameters whereas we found a parameter with size: torch.Size([${shape.join(', ')}])`,
  refuses: ({ number }) =>
    number('ns_steps') >= 100
      ? ['ValueError', 'Number of steps must be less than 100 for computational efficiency']
      : undefined,
  slots: () => [{ name: 'momentum_buffer' }],
  cost: ({ number }, shape) => 3 * number('ns_steps') * sizeOf(shape) * Math.min(shape[0] ?? 0, shape[1] ?? 0),
  update({ m, options, param, grad, kept, shape }) {
    const [lr, momentum] = [options.number('lr'), options.number('momentum')];
    const buffer = kept('momentum_buffer');
    m.lerp(buffer, grad, 1 - momentum);
    const mixed = options.on('nesterov') ? grad.slice() : buffer;
    if (options.on('nesterov')) m.lerp(mixed, buffer, momentum);
    const [height, width] = shape as [number, number];
    const found = orthogonal(mixed, [height, width], options);
    const chosen = options.value('adjust_lr_fn');
    const ratio =
      chosen.kind === 'str' && chosen.value === 'match_rms_adamw'
        ? 0.2 * Math.sqrt(Math.max(height, width))
        : Math.sqrt(Math.max(1, height / width));
    m.mul(param, 1 - lr * options.number('weight_decay'));
    const update = param.slice();
    update.set(found);
    m.add(param, update, -(lr * ratio));
  },
};
