// CosineAnnealingWarmRestarts: a cosine that starts anew. Formulas of lr_scheduler.py.
import { cos, log } from '../../../python/core/doubleDouble';
import type { Machine } from '../../../python/machine';
import { float, type InstanceValue, int, none, type Run, type Value } from '../../../python/value';
import { numberOf } from '../group';
import { attrOf, putRates } from './rates';
import { askRates, type Schedule } from './scheduler';

/** A whole number stays an int. */
const number = (value: number, like: Value): Value => (like.kind === 'float' ? float(value) : int(value));

export const warmRestarts: Schedule = {
  name: 'CosineAnnealingWarmRestarts',
  signature: 'T_0, T_mult=, eta_min=, last_epoch=',
  defaults: { T_mult: int(1), eta_min: float(0) },
  *start({ machine, get, set }) {
    const [first, factor, low] = [get('T_0'), get('T_mult'), get('eta_min')];
    if (first.kind !== 'int' || first.value <= 0n) {
      machine.raise('ValueError', `Expected positive integer T_0, but got ${yield* machine.str(first)}`);
    }
    if (factor.kind !== 'int' || factor.value < 1n) {
      machine.raise('ValueError', `Expected integer T_mult >= 1, but got ${yield* machine.str(factor)}`);
    }
    if (low.kind !== 'float' && low.kind !== 'int') {
      const type = yield* machine.str(machine.classOf(low));
      machine.raise('ValueError', `Expected float or int eta_min, but got ${yield* machine.str(low)} of type ${type}`);
    }
    set('T_0', first);
    set('T_i', first);
    set('T_mult', factor);
    set('eta_min', low);
    set('T_cur', get('last_epoch'));
    return undefined;
  },
  rates: ({ number: of, bases }) => {
    const height = 1 + cos((Math.PI * of('T_cur')) / of('T_i'));
    return bases.map((base) => float(of('eta_min') + ((numberOf(base) - of('eta_min')) * height) / 2));
  },
  rows: () => ({
    step: (self, [epoch = none], machine, keywords) => restart(machine, self, keywords.get('epoch') ?? epoch),
  }),
};

function* restart(machine: Machine, self: InstanceValue, given: Value): Run<Value> {
  const of = (name: string): number => numberOf(attrOf(self, name));
  const epoch = given.kind === 'none' && of('last_epoch') < 0 ? int(0) : given;
  if (epoch.kind === 'none') {
    const now = of('T_cur') + 1;
    const cur = attrOf(self, 'T_cur');
    const isOver = now >= of('T_i');
    self.attrs.set('T_cur', number(isOver ? now % of('T_i') : now, cur));
    if (isOver) self.attrs.set('T_i', int(of('T_i') * of('T_mult')));
    self.attrs.set('last_epoch', int(of('last_epoch') + 1));
  } else {
    yield* goTo(machine, self, epoch);
    self.attrs.set('last_epoch', int(Math.floor(numberOf(epoch))));
  }
  yield* putRates(machine, self, yield* askRates(machine, self, 'get_lr'));
  return none;
}

/** Finds the cycle that an epoch lies in, which may be between two whole ones. */
function* goTo(machine: Machine, self: InstanceValue, epoch: Value): Run<void> {
  const of = (name: string): number => numberOf(attrOf(self, name));
  const [at, first, factor] = [numberOf(epoch), of('T_0'), of('T_mult')];
  if (at < 0) machine.raise('ValueError', `Expected non-negative epoch, but got ${yield* machine.str(epoch)}`);
  if (at < first) {
    self.attrs.set('T_i', attrOf(self, 'T_0'));
    self.attrs.set('T_cur', epoch);
  } else if (factor === 1) self.attrs.set('T_cur', number(at % first, epoch));
  else {
    const cycle = Math.trunc(log((at / first) * (factor - 1) + 1) / log(factor));
    self.attrs.set('T_cur', float(at - (first * (factor ** cycle - 1)) / (factor - 1)));
    self.attrs.set('T_i', int(first * factor ** cycle));
  }
}
