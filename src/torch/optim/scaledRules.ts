// Optimizers that scale the gradient by what its squares were: Adagrad, Adadelta, RMSprop. Formulas of torch.optim's
// single-tensor implementations.
import { bool, float, int, none } from '../../python/value';
import { count, decayed, least, type Rule, shown } from './rule';

const adagrad: Rule = {
  name: 'Adagrad',
  signature:
    'lr=, lr_decay=, weight_decay=, initial_accumulator_value=, eps=, foreach=, *, maximize=, differentiable=, fused=',
  defaults: {
    lr: float(1e-2),
    lr_decay: int(0),
    eps: float(1e-10),
    weight_decay: int(0),
    initial_accumulator_value: int(0),
    foreach: none,
    maximize: bool(false),
    differentiable: bool(false),
    fused: none,
  },
  checks: [
    least('lr', 'learning rate'),
    least('lr_decay', 'lr_decay value'),
    least('weight_decay', 'weight_decay value'),
    least('initial_accumulator_value', 'initial_accumulator_value value'),
    least('eps', 'epsilon value'),
  ],
  slots: ({ number }) => [
    { name: 'step', scalar: true },
    { name: 'sum', start: number('initial_accumulator_value') },
  ],
  eager: true,
  update(work) {
    const { m, options, param, kept } = work;
    const sum = kept('sum');
    const step = count(work);
    const grad = decayed(work);
    m.addcmul(sum, grad, grad);
    const divisor = sum.slice();
    m.each(divisor, Math.sqrt);
    m.addNumber(divisor, options.number('eps'));
    m.addcdiv(param, grad, divisor, -(options.number('lr') / (1 + (step - 1) * options.number('lr_decay'))));
  },
};

const adadelta: Rule = {
  name: 'Adadelta',
  signature: 'lr=, rho=, eps=, weight_decay=, foreach=, *, capturable=, maximize=, differentiable=',
  defaults: {
    lr: float(1),
    rho: float(0.9),
    eps: float(1e-6),
    weight_decay: int(0),
    maximize: bool(false),
    capturable: bool(false),
    foreach: none,
    differentiable: bool(false),
  },
  checks: [
    least('lr', 'learning rate'),
    {
      kind: 'other',
      test: ({ number, value }) =>
        0 <= number('rho') && number('rho') <= 1 ? undefined : `Invalid rho value: ${shown(value('rho'))}`,
    },
    least('eps', 'epsilon value'),
    least('weight_decay', 'weight_decay value'),
  ],
  slots: () => [{ name: 'step', scalar: true }, { name: 'square_avg' }, { name: 'acc_delta' }],
  update(work) {
    const { m, options, param, kept } = work;
    const [squares, moved] = [kept('square_avg'), kept('acc_delta')];
    const [rho, eps] = [options.number('rho'), options.number('eps')];
    count(work);
    const grad = decayed(work);
    m.mul(squares, rho);
    m.addcmul(squares, grad, grad, 1 - rho);
    const [divisor, delta] = [squares.slice(), moved.slice()];
    for (const values of [divisor, delta]) {
      m.addNumber(values, eps);
      m.each(values, Math.sqrt);
    }
    m.over(delta, divisor);
    m.times(delta, grad);
    m.mul(moved, rho);
    m.addcmul(moved, delta, delta, 1 - rho);
    m.add(param, delta, -options.number('lr'));
  },
};

const rmsprop: Rule = {
  name: 'RMSprop',
  signature:
    'lr=, alpha=, eps=, weight_decay=, momentum=, centered=, capturable=, foreach=, maximize=, differentiable=',
  defaults: {
    lr: float(1e-2),
    momentum: int(0),
    alpha: float(0.99),
    eps: float(1e-8),
    centered: bool(false),
    weight_decay: int(0),
    capturable: bool(false),
    foreach: none,
    maximize: bool(false),
    differentiable: bool(false),
  },
  checks: [
    least('lr', 'learning rate'),
    least('eps', 'epsilon value'),
    least('momentum', 'momentum value'),
    least('weight_decay', 'weight_decay value'),
    least('alpha', 'alpha value'),
  ],
  slots: ({ number, on }) => [
    { name: 'step', scalar: true },
    { name: 'square_avg' },
    ...(number('momentum') > 0 ? [{ name: 'momentum_buffer' }] : []),
    ...(on('centered') ? [{ name: 'grad_avg' }] : []),
  ],
  update(work) {
    const { m, options, param, kept } = work;
    const squares = kept('square_avg');
    const [alpha, momentum, step] = [options.number('alpha'), options.number('momentum'), -options.number('lr')];
    count(work);
    const grad = decayed(work);
    m.mul(squares, alpha);
    m.addcmul(squares, grad, grad, 1 - alpha);
    const divisor = squares.slice();
    if (options.on('centered')) {
      const mean = kept('grad_avg');
      m.lerp(mean, grad, 1 - alpha);
      m.addcmul(divisor, mean, mean, -1);
    }
    m.each(divisor, Math.sqrt);
    m.addNumber(divisor, options.number('eps'));
    if (momentum > 0) {
      const buffer = kept('momentum_buffer');
      m.mul(buffer, momentum);
      m.addcdiv(buffer, grad, divisor);
      m.add(param, buffer, step);
    } else m.addcdiv(param, grad, divisor, step);
  },
};

export const scaledRules: readonly Rule[] = [adagrad, adadelta, rmsprop];
