// The class of an optimizer from its rule: the constructor with its checks, and `step`. Knows no rule by name.
import { say } from '../../base/text';
import { compareNumbers, isNumber } from '../../python/core/numbers';
import type { Machine } from '../../python/machine';
import { type ClassValue, float, type InstanceValue, none, type Run, unknown, type Value } from '../../python/value';
import { bindGiven, callee } from '../binding/define';
import { makeClass, writingMethod } from '../makeClass';
import { isTensorValue, loseValues } from '../tensorValue';
import type { Torch } from '../torch';
import { dictOf, doubtAbout, entry, groupsOf, loseOptimizer, optionsIn, paramsOf, visible } from './group';
import { startOptimizer } from './optimizerClass';
import { type Check, type Options, type Rule, shown } from './rule';
import { withStepHooks } from './stepHooks';
import { keepAll, updateParameter } from './updateParameter';

/** `torch.optim.<name>`. */
export function ruleClass(torch: Torch, base: ClassValue, rule: Rule): ClassValue {
  const make = callee(`${rule.name}.__init__`, 'python', `params, ${rule.signature}`, true);
  const names = Object.keys(rule.defaults);
  return makeClass(rule.name, rule.module ?? `torch.optim.${rule.name.toLowerCase()}`, [base], {
    __init__: writingMethod('__init__', function* (self, positional, machine, keywords): Run<Value> {
      const given = bindGiven(machine, make, { positional, keywords });
      const value = (name: string): Value => (given.has(name) ? given.get(name) : (rule.defaults[name] ?? none));
      const options = optionsIn(value);
      if (!names.some((name) => isDoubtful(value(name)))) check(machine, rule.checks, options);
      const defaults = dictOf(names.map((name) => [name, value(name)]));
      const done = yield* startOptimizer(torch, machine, self, given.get('params'), defaults);
      if (options.on('fused')) {
        const other = ['differentiable', 'foreach'].find((name) => options.on(name));
        if (other === 'differentiable') machine.raise('RuntimeError', '`fused` does not support `differentiable`');
        if (other) machine.raise('RuntimeError', '`fused` and `foreach` cannot be `True` together.');
      }
      const shapes = rule.accepts && done.kind === 'none' ? yield* shapesIn(machine, self) : [];
      for (const shape of shapes) {
        const problem = rule.accepts?.(shape);
        if (problem) machine.raise('ValueError', problem);
      }
      if (rule.eager && done.kind === 'none') yield* keepAll(torch, machine, self, rule);
      return done;
    }),
    step: writingMethod('step', (self, positional, machine, keywords) =>
      withStepHooks(self, machine, { positional, keywords }, function* (given): Run<Value> {
        const target = callee(`${rule.name}.step`, 'python', 'closure=None', true);
        const closure = bindGiven(machine, target, given).get('closure');
        const loss = closure.kind === 'none' ? none : yield* withGradients(torch, machine, closure);
        yield* step(torch, machine, rule, self);
        return loss;
      }),
    ),
  });
}

/** Calls a closure as `step` does: with gradients on. */
export function* withGradients(torch: Torch, machine: Machine, closure: Value): Run<Value> {
  const before = torch.gradEnabled;
  torch.gradEnabled = true;
  try {
    return yield* machine.call(closure, []);
  } finally {
    torch.gradEnabled = before;
  }
}

/** The shapes of all parameters. */
function* shapesIn(machine: Machine, self: InstanceValue): Run<readonly (readonly number[])[]> {
  const groups = yield* groupsOf(machine, self);
  if ('kind' in groups) return [];
  return groups
    .flatMap(paramsOf)
    .filter(isTensorValue)
    .map(({ native }) => native.shape);
}

const isDoubtful = (value: Value): boolean =>
  value.kind === 'unknown' || isTensorValue(value) || (value.kind === 'tuple' && value.items.some(isDoubtful));

/** Raises the exception of the first option that is out of its range. */
export function check(machine: Machine, checks: readonly Check[], options: Options): void {
  for (const item of checks) {
    if (item.kind === 'other') {
      const problem = item.test(options);
      if (problem) machine.raise('ValueError', problem);
      continue;
    }
    const value = options.value(item.option);
    if (!isNumber(value)) {
      const type = machine.classOf(value).name;
      const [sign, types] = item.kind === 'least' ? ['<=', ['float', type]] : ['<', [type, 'float']];
      machine.raise('TypeError', `'${sign}' not supported between instances of '${types[0]}' and '${types[1]}'`);
    }
    const order = compareNumbers(value, float(0)) ?? Number.NaN;
    const isWrong = item.kind === 'least' ? !(order >= 0) : order < 0;
    if (isWrong) machine.raise('ValueError', `Invalid ${item.words}: ${shown(value)}`);
  }
}

function* step(torch: Torch, machine: Machine, rule: Rule, self: InstanceValue): Run<void> {
  const groups = yield* groupsOf(machine, self);
  const state = visible(machine, self.attrs.get('state') ?? none);
  if ('kind' in groups) loseOptimizer(self, groups);
  else if (state.kind !== 'dict') {
    loseOptimizer(self, state.kind === 'unknown' ? state : unknown(say('{0} is not modelled yet', 'Optimizer.state')));
  } else {
    for (const group of groups) {
      for (const name of Object.keys(rule.defaults)) {
        if (!entry(group, name)) yield* machine.getItem(group, { kind: 'str', value: name });
      }
      const options = optionsIn((name) => entry(group, name));
      const doubt = doubtAbout(rule, options);
      for (const param of paramsOf(group)) {
        if (isTensorValue(param)) yield* updateParameter({ torch, machine, rule, options, doubt, state }, param);
        else if (param.kind === 'unknown') for (const other of paramsOf(group)) lose(other, param);
      }
    }
  }
}

const lose = (value: Value, why: Value): void => {
  if (isTensorValue(value) && why.kind === 'unknown') loseValues(value.native, why);
};
