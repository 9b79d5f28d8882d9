// Optimizers with running means of the gradient and of its square: Adam and its kin. Formulas of torch.optim's
// single-tensor implementations.
import { bool, float, int, none, tuple, type Value } from '../../python/value';
import type { Floats } from './arithmetic';
import { betaCheck, type Check, count, decayApart, decayed, least, power, type Rule, type Work } from './rule';

const betas = tuple([float(0.9), float(0.999)]);

const checks: readonly Check[] = [
  least('lr', 'learning rate'),
  least('eps', 'epsilon value'),
  betaCheck(0),
  betaCheck(1),
  least('weight_decay', 'weight_decay value'),
];

const steps = { name: 'step', scalar: true };
const moments = [{ name: 'exp_avg' }, { name: 'exp_avg_sq' }];

/** Both running means take in the gradient. */
function average({ m, options, kept }: Work, grad: Floats): { readonly mean: Floats; readonly square: Floats } {
  const [mean, square] = [kept('exp_avg'), kept('exp_avg_sq')];
  const beta = options.number('betas', 1);
  m.lerp(mean, grad, 1 - options.number('betas', 0));
  m.mul(square, beta);
  m.addcmul(square, grad, grad, 1 - beta);
  return { mean, square };
}

/** The gradient to go by; the parameter itself has shrunk where that is wanted instead. */
function decayEither(work: Work): Floats {
  if (!work.options.on('decoupled_weight_decay')) return decayed(work);
  decayApart(work);
  return work.grad;
}

function adam(work: Work): void {
  const { m, options, param, kept } = work;
  const step = count(work);
  const { mean, square } = average(work, decayEither(work));
  const size = options.number('lr') / (1 - power(options.number('betas', 0), step));
  const scale = power(1 - power(options.number('betas', 1), step), 0.5);
  const largest = options.on('amsgrad') ? kept('max_exp_avg_sq') : square;
  if (largest !== square) m.pairs(largest, square, Math.max);
  const divisor = largest.slice();
  m.each(divisor, Math.sqrt);
  m.div(divisor, scale);
  m.addNumber(divisor, options.number('eps'));
  m.addcdiv(param, mean, divisor, -size);
}

const adamDefaults = (weightDecay: Value, apart: boolean): Rule['defaults'] => ({
  lr: float(1e-3),
  betas,
  eps: float(1e-8),
  weight_decay: weightDecay,
  amsgrad: bool(false),
  maximize: bool(false),
  foreach: none,
  capturable: bool(false),
  differentiable: bool(false),
  fused: none,
  decoupled_weight_decay: bool(apart),
});
const adamSlots: Rule['slots'] = ({ on }) => [
  steps,
  ...moments,
  ...(on('amsgrad') ? [{ name: 'max_exp_avg_sq' }] : []),
];
const floatBetas: Check = {
  kind: 'other',
  test: ({ value }) =>
    value('betas', 0).kind === 'float' && value('betas', 1).kind === 'float'
      ? undefined
      : 'betas must be either both floats or both Tensors',
};

const adamRule: Rule = {
  name: 'Adam',
  signature:
    'lr=, betas=, eps=, weight_decay=, amsgrad=, *, foreach=, maximize=, capturable=, differentiable=, fused=, decoupled_weight_decay=',
  defaults: adamDefaults(int(0), false),
  checks: [...checks, floatBetas],
  slots: adamSlots,
  update: adam,
};

const adamW: Rule = {
  ...adamRule,
  name: 'AdamW',
  base: 'Adam',
  signature: 'lr=, betas=, eps=, weight_decay=, amsgrad=, *, maximize=, foreach=, capturable=, differentiable=, fused=',
  defaults: adamDefaults(float(1e-2), true),
};

const adamax: Rule = {
  name: 'Adamax',
  signature: 'lr=, betas=, eps=, weight_decay=, foreach=, *, maximize=, differentiable=, capturable=',
  defaults: {
    lr: float(2e-3),
    betas,
    eps: float(1e-8),
    weight_decay: int(0),
    foreach: none,
    maximize: bool(false),
    differentiable: bool(false),
    capturable: bool(false),
  },
  checks,
  slots: () => [steps, { name: 'exp_avg' }, { name: 'exp_inf' }],
  update(work) {
    const { m, options, param, kept } = work;
    const [mean, norm] = [kept('exp_avg'), kept('exp_inf')];
    const step = count(work);
    const grad = decayed(work);
    m.lerp(mean, grad, 1 - options.number('betas', 0));
    m.mul(norm, options.number('betas', 1));
    const size = grad.slice();
    m.each(size, Math.abs);
    m.addNumber(size, options.number('eps'));
    m.pairs(norm, size, Math.max);
    m.addcdiv(param, mean, norm, -(options.number('lr') / (1 - power(options.number('betas', 0), step))));
  },
};

const nadam: Rule = {
  name: 'NAdam',
  signature:
    'lr=, betas=, eps=, weight_decay=, momentum_decay=, decoupled_weight_decay=, *, foreach=, maximize=, capturable=, differentiable=',
  defaults: {
    lr: float(2e-3),
    betas,
    eps: float(1e-8),
    weight_decay: int(0),
    momentum_decay: float(4e-3),
    decoupled_weight_decay: bool(false),
    maximize: bool(false),
    foreach: none,
    capturable: bool(false),
    differentiable: bool(false),
  },
  checks: [...checks, least('momentum_decay', 'momentum_decay value')],
  slots: () => [steps, { name: 'mu_product', scalar: true, start: 1 }, ...moments],
  update(work) {
    const { m, options, param, kept } = work;
    const product = kept('mu_product');
    const step = count(work);
    const [lr, beta, drift] = [options.number('lr'), options.number('betas', 0), options.number('momentum_decay')];
    const grad = decayEither(work);
    const momentum = (at: number): number => beta * (1 - 0.5 * power(0.96, at * drift));
    const [now, next] = [momentum(step), momentum(step + 1)];
    // A Python number meets a float32 scalar.
    product[0] = product[0]! * Math.fround(now);
    const { mean, square } = average(work, grad);
    const divisor = square.slice();
    m.div(divisor, 1 - power(options.number('betas', 1), step));
    m.each(divisor, Math.sqrt);
    m.addNumber(divisor, options.number('eps'));
    m.addcdiv(param, grad, divisor, (-lr * (1 - now)) / (1 - product[0]!));
    m.addcdiv(param, mean, divisor, (-lr * next) / (1 - product[0]! * next));
  },
};

const radam: Rule = {
  name: 'RAdam',
  signature:
    'lr=, betas=, eps=, weight_decay=, decoupled_weight_decay=, *, foreach=, maximize=, capturable=, differentiable=',
  defaults: {
    lr: float(1e-3),
    betas,
    eps: float(1e-8),
    weight_decay: int(0),
    maximize: bool(false),
    foreach: none,
    capturable: bool(false),
    decoupled_weight_decay: bool(false),
    differentiable: bool(false),
  },
  checks,
  slots: () => [steps, ...moments],
  update(work) {
    const { m, options, param } = work;
    const step = count(work);
    const [beta1, beta2] = [options.number('betas', 0), options.number('betas', 1)];
    const { mean, square } = average(work, decayEither(work));
    const correction = 1 - power(beta2, step);
    const move = mean.slice();
    m.div(move, 1 - power(beta1, step));
    m.mul(move, options.number('lr'));
    // The length of the approximated moving average, at last and now.
    const last = 2 / (1 - beta2) - 1;
    const length = last - (2 * step * power(beta2, step)) / correction;
    if (length > 5) {
      const rate = square.slice();
      m.each(rate, Math.sqrt);
      m.addNumber(rate, options.number('eps'));
      m.under(rate, power(correction, 0.5));
      m.times(move, rate);
      m.mul(move, power(((length - 4) * (length - 2) * last) / ((last - 4) * (last - 2) * length), 0.5));
    }
    m.add(param, move, -1);
  },
};

export const adamRules: readonly Rule[] = [adamRule, adamW, adamax, nadam, radam];
