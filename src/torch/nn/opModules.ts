// Operations as nn modules: CrossEntropyLoss, Softmax, ReLU. Constructor and call are read from the op's own declaration.
import { functions, modules } from '../../ops';
import { legacyReduction } from '../../ops/loss/reduction';
import type { ModuleForm, Op, Param, Scalar } from '../../ops/op';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  float,
  type InstanceValue,
  int,
  none,
  type Run,
  str,
  type Value,
} from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import type { Callee, Taken } from '../binding/callee';
import { callOp, functionForm } from '../callOp';
import { makeClass, writingMethod } from '../makeClass';
import type { Entries } from '../moduleValue';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { nllLoss2d } from './deprecatedLoss';
import { registerBuffer } from './moduleTree';

/** Classes by their name under torch.nn. */
export function opModules(torch: Torch): Entries {
  const { module } = torch.classes;
  const made = new Map<string, ClassValue>();
  const named = (dotted: string, op: Op): ClassValue => {
    const cls = made.get(dotted) ?? opModule(torch, module, lastPart(dotted), op);
    made.set(dotted, cls);
    return cls;
  };
  const nllLoss = 'torch.nn.NLLLoss';
  const forImages = modules.get(nllLoss);
  return new Map([
    ...[...modules].map(([dotted, op]) => [lastPart(dotted), () => named(dotted, op)] as const),
    ...(forImages ? [['NLLLoss2d', () => nllLoss2d(named(nllLoss, forImages))] as const] : []),
  ]);
}

const lastPart = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

const places: Partial<Record<Op['family'], string>> = { loss: 'loss', distance: 'distance' };

function opModule(torch: Torch, module: ClassValue, name: string, op: Op): ClassValue {
  const form = op.module;
  const made = new Set(form?.constructor ?? []);
  const constructorParams = (form?.constructor ?? []).flatMap((key) => op.params.filter((param) => param.name === key));
  const callParams = op.params.filter((param) => !made.has(param.name) && param.default === undefined);
  const init: Callee = { name: `${name}.__init__`, style: 'python', params: constructorParams.map(taken), self: true };
  const forward: Callee = { name: `${name}.forward`, style: 'python', params: callParams.map(taken), self: true };
  return makeClass(name, `torch.nn.modules.${places[op.family] ?? 'activation'}`, [module], {
    __init__: builtin(
      '__init__',
      ({ positional: [self, ...positional], keywords }, machine) =>
        construct(
          self as InstanceValue,
          bindArguments(machine, init, { positional, keywords }),
          constructorParams,
          op,
          machine,
        ),
      true,
    ),
    forward: writingMethod('forward', (self, positional, machine, keywords) => {
      const bound = bindArguments(machine, forward, { positional, keywords });
      const dotted = op.names[0] ?? name;
      return callOp(torch, machine, functionForm(functions.get(dotted) ?? [op], dotted), {
        positional: [],
        keywords: new Map([...bound, ...kept(self, constructorParams)]),
      });
    }),
    extra_repr: builtin(
      'extra_repr',
      ({ positional: [self] }, machine) => shown(self as InstanceValue, form, machine),
      true,
    ),
  });
}

const taken = (param: Param): Taken => ({ name: param.name, hasDefault: param.default !== undefined });
const legacy = new Set(['size_average', 'reduce']);

/** Keeps the arguments as attributes; the deprecated flags become the reduction, with their warning. */
function* construct(
  self: InstanceValue,
  bound: ReadonlyMap<string, Value>,
  params: readonly Param[],
  op: Op,
  machine: Machine,
): Run<Value> {
  self.attrs.set('training', bool(true));
  for (const param of params) {
    if (legacy.has(param.name)) continue;
    const value = bound.get(param.name) ?? defaultValue(param);
    if (op.module?.buffers?.includes(param.name)) {
      if (value.kind !== 'none' && value.kind !== 'unknown' && !isTensorValue(value)) {
        machine.raise(
          'TypeError',
          `cannot assign '${machine.classOf(value).name}' object to buffer '${param.name}' (torch Tensor or None required)`,
        );
      }
      registerBuffer(self, param.name, value);
    } else self.attrs.set(param.name, value);
  }
  const flags = [];
  for (const name of ['size_average', 'reduce']) flags.push(yield* flag(bound.get(name), machine));
  const old = legacyReduction(flags[0] ?? null, flags[1] ?? null);
  if (old) {
    machine.warn('UserWarning', old.warning);
    self.attrs.set('reduction', str(old.reduction));
  }
  yield* checksOf(self)?.(bound, machine) ?? [];
  return none;
}

/** Those of the class that has them: a class derived from a loss keeps them. */
const checksOf = (self: InstanceValue): Check | undefined =>
  self.cls.mro.map(({ name }) => constructorChecks[name]).find((check) => check !== undefined);

type Check = (bound: ReadonlyMap<string, Value>, machine: Machine) => Run<void> | readonly never[];

/** What some constructors refuse before anything is computed; a number that is left out fits. */
const constructorChecks: Readonly<Record<string, Check>> = {
  *HuberLoss(bound, machine) {
    const delta = bound.get('delta');
    if (!delta || ['int', 'float', 'bool', 'unknown'].includes(delta.kind)) return;
    const type = yield* machine.repr(machine.classOf(delta));
    machine.raise('TypeError', `delta must be a float or int, got: ${type}`);
  },
  MultiMarginLoss(bound, machine) {
    const [p, weight] = [bound.get('p') ?? int(1), bound.get('weight') ?? none];
    if (p.kind === 'unknown' || weight.kind === 'unknown') return [];
    if ((p.kind !== 'int' && p.kind !== 'float') || (Number(p.value) !== 1 && Number(p.value) !== 2))
      machine.raise('ValueError', 'only p == 1 and p == 2 supported');
    if (!isTensorValue(weight) || weight.native.rank === 1) return [];
    const got = `${weight.native.rank}D`;
    return machine.raise('ValueError', `MultiMarginLoss: expected weight to be None or 1D tensor, got ${got} instead`);
  },
  *TripletMarginLoss(bound, machine) {
    const margin = bound.get('margin');
    if ((margin?.kind !== 'int' && margin?.kind !== 'float') || margin.value > 0) return;
    const got = yield* machine.repr(margin);
    machine.raise('ValueError', `TripletMarginLoss: expected margin to be greater than 0, got ${got} instead`);
  },
  *Hardtanh(bound, machine) {
    const [low, high] = [bound.get('min_val') ?? float(-1), bound.get('max_val') ?? float(1)];
    if ((low.kind !== 'int' && low.kind !== 'float') || (high.kind !== 'int' && high.kind !== 'float')) return;
    if (high.value > low.value) return;
    const [most, least] = [yield* machine.repr(high), yield* machine.repr(low)];
    machine.raise('AssertionError', `max_val (${most}) must be greater than min_val (${least})`);
  },
};

function* flag(value: Value | undefined, machine: Machine): Run<boolean | null> {
  if (!value || value.kind === 'none') return null;
  return (yield* machine.truth(value)) === true;
}

function defaultValue({ type, default: value }: Param): Value {
  if (typeof value === 'number') return type === 'real' ? float(value) : int(value);
  if (typeof value === 'string') return str(value);
  if (type === 'scalar' && value !== undefined && value !== null) {
    const number = value as Scalar;
    return number.kind === 'int' ? int(number.value) : float(number.value);
  }
  return typeof value === 'boolean' ? bool(value) : none;
}

/** The constructor's arguments as they stand on the object now. */
const kept = (self: InstanceValue, params: readonly Param[]): readonly (readonly [string, Value])[] =>
  params.flatMap((param) => {
    const value = self.attrs.get(param.name);
    return value && !legacy.has(param.name) ? [[param.name, value] as const] : [];
  });

function* shown(self: InstanceValue, form: ModuleForm | undefined, machine: Machine): Run<Value> {
  const parts: string[] = [];
  for (const name of form?.shown ?? []) {
    const value = self.attrs.get(name) ?? none;
    // A flag is shown where it is set.
    if (value.kind === 'bool' && !value.value) continue;
    parts.push(`${form?.bare ? '' : `${name}=`}${yield* machine.repr(value)}`);
  }
  return str(parts.join(', '));
}
