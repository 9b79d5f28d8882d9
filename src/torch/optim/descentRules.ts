// Optimizers that follow the gradient itself: SGD, ASGD, Rprop. Formulas of torch.optim's single-tensor implementations.
import { bool, float, int, none, tuple } from '../../python/value';
import { count, decayed, least, power, type Rule, shown } from './rule';

const sgd: Rule = {
  name: 'SGD',
  signature: 'lr=, momentum=, dampening=, weight_decay=, nesterov=, *, maximize=, foreach=, differentiable=, fused=',
  defaults: {
    lr: float(1e-3),
    momentum: int(0),
    dampening: int(0),
    weight_decay: int(0),
    nesterov: bool(false),
    maximize: bool(false),
    foreach: none,
    differentiable: bool(false),
    fused: none,
  },
  checks: [
    { kind: 'negative', option: 'lr', words: 'learning rate' },
    { kind: 'negative', option: 'momentum', words: 'momentum value' },
    { kind: 'negative', option: 'weight_decay', words: 'weight_decay value' },
    {
      kind: 'other',
      test: ({ on, number }) =>
        on('nesterov') && (number('momentum') <= 0 || number('dampening') !== 0)
          ? 'Nesterov momentum requires a momentum and zero dampening'
          : undefined,
    },
  ],
  slots: ({ number }) => (number('momentum') === 0 ? [] : [{ name: 'momentum_buffer' }]),
  update(work) {
    const { m, options, param, kept, isNew } = work;
    const momentum = options.number('momentum');
    const step = -options.number('lr');
    const grad = decayed(work);
    if (momentum === 0) {
      m.add(param, grad, step);
      return;
    }
    const buffer = kept('momentum_buffer');
    if (isNew('momentum_buffer')) buffer.set(grad);
    else {
      m.mul(buffer, momentum);
      m.add(buffer, grad, 1 - options.number('dampening'));
    }
    if (!options.on('nesterov')) {
      m.add(param, buffer, step);
      return;
    }
    const ahead = grad.slice();
    m.add(ahead, buffer, momentum);
    m.add(param, ahead, step);
  },
};

const asgd: Rule = {
  name: 'ASGD',
  apart: ['foreach'],
  signature: 'lr=, lambd=, alpha=, t0=, weight_decay=, foreach=, maximize=, differentiable=, capturable=',
  defaults: {
    lr: float(1e-2),
    lambd: float(1e-4),
    alpha: float(0.75),
    t0: float(1e6),
    weight_decay: int(0),
    foreach: none,
    maximize: bool(false),
    differentiable: bool(false),
    capturable: bool(false),
  },
  checks: [least('lr', 'learning rate'), least('weight_decay', 'weight_decay value')],
  slots: ({ number }) => [
    { name: 'step', scalar: true },
    { name: 'eta', scalar: true, start: number('lr') },
    { name: 'mu', scalar: true, start: 1 },
    { name: 'ax' },
  ],
  update(work) {
    const { m, options, param, kept } = work;
    const [lr, lambd] = [options.number('lr'), options.number('lambd')];
    const [eta, mu, average] = [kept('eta'), kept('mu'), kept('ax')];
    const step = count(work);
    const grad = decayed(work);
    m.mul(param, 1 - lambd * eta[0]!);
    m.add(param, grad, -eta[0]!);
    if (mu[0] === 1) average.set(param);
    else {
      const distance = param.slice();
      m.add(distance, average, -1);
      m.mul(distance, mu[0]!);
      m.add(average, distance);
    }
    eta[0] = lr / power(1 + lambd * lr * step, options.number('alpha'));
    mu[0] = 1 / Math.max(1, step - options.number('t0'));
  },
};

const rprop: Rule = {
  name: 'Rprop',
  signature: 'lr=, etas=, step_sizes=, *, capturable=, foreach=, maximize=, differentiable=',
  defaults: {
    lr: float(1e-2),
    etas: tuple([float(0.5), float(1.2)]),
    step_sizes: tuple([float(1e-6), int(50)]),
    foreach: none,
    maximize: bool(false),
    differentiable: bool(false),
    capturable: bool(false),
  },
  checks: [
    least('lr', 'learning rate'),
    {
      kind: 'other',
      test: ({ number, value }) => {
        const [down, up] = [number('etas', 0), number('etas', 1)];
        return 0 < down && down < 1 && 1 < up
          ? undefined
          : `Invalid eta values: ${shown(value('etas', 0))}, ${shown(value('etas', 1))}`;
      },
    },
  ],
  slots: ({ number }) => [{ name: 'step', scalar: true }, { name: 'prev' }, { name: 'step_size', start: number('lr') }],
  update(work) {
    const { m, options, param, grad, kept } = work;
    const [previous, sizes] = [kept('prev'), kept('step_size')];
    const [down, up] = [options.number('etas', 0), options.number('etas', 1)];
    const [smallest, largest] = [options.number('step_sizes', 0), options.number('step_sizes', 1)];
    count(work);
    const turns = grad.slice();
    m.times(turns, previous);
    m.each(turns, (product) => (product > 0 ? up : product < 0 ? down : 1));
    m.times(sizes, turns);
    m.each(sizes, (size) => Math.min(Math.max(size, smallest), largest));
    // Where the slope changed its sign nothing moves.
    const turned = turns.slice(0, 1).fill(down)[0]!;
    previous.set(grad);
    m.pairs(previous, turns, (slope, turn) => (turn === turned ? 0 : slope));
    const signs = previous.slice();
    m.each(signs, Math.sign);
    m.addcmul(param, signs, sizes, -1);
  },
};

export const descentRules: readonly Rule[] = [sgd, asgd, rprop];
