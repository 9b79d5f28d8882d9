// torch.optim as a module. Knows no formula.
import type { ClassValue } from '../../python/value';
import { type Entry, entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { adamRules } from './adamRules';
import { descentRules } from './descentRules';
import { factoredRules } from './factoredRules';
import { lbfgsClass } from './lbfgs';
import { muon } from './muon';
import { optimizerClass } from './optimizerClass';
import type { Rule } from './rule';
import { ruleClass } from './ruleClass';
import { scaledRules } from './scaledRules';
import { scheduleModule } from './schedule/scheduleModule';

const rules: readonly Rule[] = [...descentRules, ...adamRules, ...scaledRules, ...factoredRules, muon];

/** The module and what is below it, by dotted name. */
export function optimModules(torch: Torch): ReadonlyMap<string, ReturnType<typeof moduleValue>> {
  const base = optimizerClass(torch);
  const made = new Map<string, ClassValue>([['Optimizer', base]]);
  const classOf = (rule: Rule): ClassValue => {
    const known = made.get(rule.name);
    if (known) return known;
    const parent = rules.find(({ name }) => name === rule.base);
    const cls = ruleClass(torch, parent ? classOf(parent) : base, rule);
    made.set(rule.name, cls);
    return cls;
  };
  const entries = new Map<string, Entry>();
  for (const rule of rules) entries.set(rule.name, () => classOf(rule));
  entries.set('Optimizer', base);
  entries.set('LBFGS', () => lbfgsClass(torch, base));
  const schedules = scheduleModule(base);
  entries.set('lr_scheduler', schedules);
  return new Map([
    ['torch.optim', moduleValue('torch.optim', entriesOf(entries))],
    ['torch.optim.lr_scheduler', schedules],
    ['torch.optim.optimizer', moduleValue('torch.optim.optimizer', entriesOf({ Optimizer: base }))],
  ]);
}
