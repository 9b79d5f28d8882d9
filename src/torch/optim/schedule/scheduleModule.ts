// torch.optim.lr_scheduler as a module. Knows no formula.
import type { ClassValue } from '../../../python/value';
import { type Entries, entriesOf, moduleValue } from '../../moduleValue';
import { composedClasses } from './composed';
import { cyclicSchedules } from './cyclic';
import { formulas } from './formulas';
import { plateauClass } from './plateau';
import { scheduleClass, schedulerClass, subclass } from './scheduler';
import { warmRestarts } from './warmRestarts';

/** The module over the class of optimizers. */
export const scheduleModule = (optimizers: ClassValue): ReturnType<typeof moduleValue> =>
  moduleValue('torch.optim.lr_scheduler', () => entries(optimizers));

function entries(optimizers: ClassValue): Entries {
  const base = schedulerClass(optimizers);
  const plateau = plateauClass(base, optimizers);
  const schedules = [...formulas, ...cyclicSchedules(optimizers), warmRestarts];
  const classes = [
    base,
    subclass(base, '_LRScheduler', {}),
    plateau,
    ...composedClasses(base, plateau),
    ...schedules.map((schedule) => scheduleClass(base, optimizers, schedule)),
  ];
  const named = new Map(classes.map((cls) => [cls.name, cls]));
  return entriesOf(named, { Optimizer: optimizers });
}
