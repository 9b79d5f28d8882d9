// torch.optim.LBFGS: a step evaluates a closure many times. Formulas of lbfgs.py; scalars that are tensors there are rounded
// to the parameters' type here. Knows no other optimizer.
import { getEntry, setEntry as setKey } from '../../python/core/keys';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import {
  type ClassValue,
  type DictValue,
  float,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  type UnknownValue,
  type Value,
} from '../../python/value';
import { bindGiven, callee } from '../binding/define';
import { makeClass, writingMethod } from '../makeClass';
import type { Torch } from '../torch';
import type { Floats } from './arithmetic';
import { FlatParameters } from './flatParameters';
import { dictOf, entry, groupsOf, loseOptimizer, numberOf, optionsIn, paramsOf, setEntry, visible } from './group';
import { keep, nextDirection, recall } from './lbfgsMemory';
import { type Point, strongWolfe } from './lineSearch';
import { startOptimizer } from './optimizerClass';
import { least, type Options } from './rule';
import { check, withGradients } from './ruleClass';

const defaults: Readonly<Record<string, Value>> = {
  lr: int(1),
  max_iter: int(20),
  max_eval: none,
  tolerance_grad: float(1e-7),
  tolerance_change: float(1e-9),
  history_size: int(100),
  line_search_fn: none,
};
const make = callee('LBFGS.__init__', 'python', `params, ${Object.keys(defaults).join('=, ')}=`, true);
const step = callee('LBFGS.step', 'python', 'closure', true);

export const lbfgsClass = (torch: Torch, base: ClassValue): ClassValue =>
  makeClass('LBFGS', 'torch.optim.lbfgs', [base], {
    __init__: writingMethod('__init__', function* (self, positional, machine, keywords): Run<Value> {
      const given = bindGiven(machine, make, { positional, keywords });
      const value = (name: string): Value => (given.has(name) ? given.get(name) : (defaults[name] ?? none));
      if (value('lr').kind !== 'unknown') check(machine, [least('lr', 'learning rate')], optionsIn(value));
      const most = value('max_iter');
      const evaluations = most.kind === 'int' ? int((most.value * 5n) / 4n) : most;
      const options = Object.keys(defaults).map((name): [string, Value] => [
        name,
        name === 'max_eval' && value(name).kind === 'none' ? evaluations : value(name),
      ]);
      const done = yield* startOptimizer(torch, machine, self, given.get('params'), dictOf(options));
      const groups = yield* groupsOf(machine, self);
      if (!('kind' in groups) && groups.length !== 1) {
        machine.raise('ValueError', "LBFGS doesn't support per-parameter options (parameter groups)");
      }
      return done;
    }),
    step: writingMethod('step', function* (self, positional, machine, keywords): Run<Value> {
      const closure = bindGiven(machine, step, { positional, keywords }).get('closure');
      if (closure.kind === 'unknown') return loseOptimizer(self, closure);
      const before = torch.gradEnabled;
      torch.gradEnabled = false;
      try {
        const answer = yield* minimise(torch, machine, self, closure);
        return answer.kind === 'unknown' ? loseOptimizer(self, answer) : answer;
      } finally {
        torch.gradEnabled = before;
      }
    }),
  });

const largest = (values: Floats): number => {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
};

const absoluteSum = (values: Floats): number => {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum;
};

function* minimise(torch: Torch, machine: Machine, self: InstanceValue, closure: Value): Run<Value> {
  const groups = yield* groupsOf(machine, self);
  const table = visible(machine, self.attrs.get('state') ?? none);
  if ('kind' in groups) return groups;
  const [group] = groups;
  if (!group || table.kind !== 'dict') return table;
  const options = optionsIn((name) => entry(group, name));
  const doubt = [...group.entries.values()].find(({ value }) => value.kind === 'unknown');
  if (doubt) return doubt.value;
  const flat = FlatParameters.of(torch, machine, paramsOf(group));
  if ('kind' in flat) return flat;
  const state = yield* stateOf(machine, table, paramsOf(group)[0] ?? none);
  const evaluate = function* (): Run<{ readonly value: Value; readonly loss: number } | UnknownValue> {
    const value = yield* withGradients(torch, machine, closure);
    if (value.kind === 'unknown') return value;
    const loss = yield* machine.call(machine.builtinClass('float'), [value]);
    return loss.kind === 'unknown' ? loss : { value, loss: numberOf(loss) };
  };
  const first = yield* evaluate();
  if ('kind' in first) return first;
  setEntry(state, 'func_evals', int(numberOf(entry(state, 'func_evals')) + 1));
  const grad = yield* flat.gradient();
  if ('kind' in grad) return grad;
  if (largest(grad) <= options.number('tolerance_grad')) return first.value;
  const lost = yield* iterate(torch, machine, { flat, options, state, evaluate }, first.loss, grad);
  return lost ?? first.value;
}

/** L-BFGS has one state, which stands under its first parameter. */
function* stateOf(machine: Machine, table: DictValue, param: Value): Run<DictValue> {
  const known = yield* getEntry(machine as Vm, table.entries, param);
  const state: DictValue = known?.kind === 'dict' ? known : { kind: 'dict', entries: new Map() };
  if (state !== known) yield* setKey(machine as Vm, table.entries, param, state);
  for (const name of ['func_evals', 'n_iter']) if (!entry(state, name)) setEntry(state, name, int(0));
  return state;
}

interface Problem {
  readonly flat: FlatParameters;
  readonly options: Options;
  readonly state: DictValue;
  readonly evaluate: () => Run<{ readonly value: Value; readonly loss: number } | UnknownValue>;
}

function* iterate(
  torch: Torch,
  machine: Machine,
  { flat, options, state, evaluate }: Problem,
  firstLoss: number,
  firstGrad: Floats,
): Run<UnknownValue | undefined> {
  const round = flat.dtype === 'float64' ? (x: number): number => x : Math.fround;
  const dot = (a: Floats, b: Floats): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
    return round(sum);
  };
  const search = options.value('line_search_fn');
  const [most, mostEvaluations] = [options.number('max_iter'), options.number('max_eval')];
  const [flatEnough, tiny] = [options.number('tolerance_grad'), options.number('tolerance_change')];
  const memory = recall(state);
  let [loss, grad, evaluations] = [firstLoss, firstGrad, 1];
  for (let turn = 1; turn <= most; turn++) {
    machine.spend(1 + (grad.length >> 4));
    const count = numberOf(entry(state, 'n_iter')) + 1;
    setEntry(state, 'n_iter', int(count));
    if (count > 1 && !entry(state, 'al')) {
      setEntry(state, 'al', list(new Array<Value>(options.number('history_size')).fill(none)));
    }
    nextDirection(flat, memory, grad, count, options.number('history_size'), round, dot);
    memory.before = grad;
    memory.lossBefore = loss;
    const rate = options.number('lr');
    memory.step = rate;
    // The first step is no longer than the gradient is steep.
    const inverse = round(1 / round(absoluteSum(grad)));
    if (count === 1 && inverse < 1) memory.step = round(inverse * rate);
    const slope = dot(grad, memory.direction);
    if (slope > -tiny) break;
    let used = 0;
    if (search.kind !== 'none') {
      if (search.kind !== 'str' || search.value !== 'strong_wolfe') {
        machine.raise('RuntimeError', "only 'strong_wolfe' is supported");
      }
      const start = yield* flat.values();
      const { direction } = memory;
      const at = function* (given: number): Run<Point | UnknownValue> {
        const step = given === memory.step ? given : round(given);
        yield* flat.move(direction, step);
        const made = yield* evaluate();
        if ('kind' in made) return made;
        const there = yield* flat.gradient();
        if ('kind' in there) return there;
        yield* flat.put(start);
        return { step, loss: made.loss, grad: there, slope: dot(there, direction) };
      };
      const from: Point = { step: 0, loss, grad, slope };
      const found = yield* strongWolfe(at, from, memory.step, largest(direction), mostEvaluations - evaluations);
      if ('kind' in found) return found;
      ({ step: memory.step, loss, grad } = found.point);
      used = found.evaluations;
      yield* flat.move(direction, memory.step);
    } else {
      yield* flat.move(memory.direction, memory.step);
      if (turn !== most) {
        const made = yield* evaluate();
        if ('kind' in made) return made;
        const there = yield* flat.gradient();
        if ('kind' in there) return there;
        [loss, grad, used] = [made.loss, there, 1];
      }
    }
    evaluations += used;
    setEntry(state, 'func_evals', int(numberOf(entry(state, 'func_evals')) + used));
    const isDone =
      turn === most ||
      evaluations >= mostEvaluations ||
      largest(grad) <= flatEnough ||
      largest(memory.direction.map((x) => x * memory.step)) <= tiny ||
      Math.abs(loss - memory.lossBefore) < tiny;
    if (isDone) break;
  }
  keep(torch, state, memory, flat);
  return undefined;
}
