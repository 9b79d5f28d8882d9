// torch.nn.Module: attributes, parameters, submodules, call and repr. User classes derive from it. Knows no operation.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  type Answer,
  bool,
  type ClassValue,
  type InstanceValue,
  none,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { copyIn } from '../../tensor/laidOut';
import { gradState, knownGradState } from '../autograd/gradState';
import { setRequiresGrad } from '../autograd/record';
import { namesDevice, requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { makeClass, writingMethod } from '../makeClass';
import { formatAmong, stridesIn, suits } from '../memoryFormat';
import { isKnownName } from '../names/knownNames';
import { guarded } from '../raise';
import { loseGenerator } from '../random/generatorObject';
import { isTensorValue, loseValues } from '../tensorValue';
import type { Torch } from '../torch';
import { fullName, legacyTypeName } from '../typeName';
import { assignAttribute } from './assignAttribute';
import { aroundBackward } from './backwardHooks';
import { castAll } from './castModule';
import { registerHook, withHooks } from './hooks';
import {
  buffersKey,
  children,
  doubtedParameters,
  doubtIn,
  everyTensor,
  isModule,
  isNoted,
  isParameterOf,
  listed,
  namedModules,
  namedTensors,
  note,
  passingKey,
  registerBuffer,
} from './moduleTree';
import { withReset } from './resetParameters';
import { foreignState, loadStateDict, stateDict } from './stateDict';

/** A method of a module; `self` apart. */
export type ModuleMethod = (
  self: InstanceValue,
  args: readonly Value[],
  machine: Machine,
  keywords: ReadonlyMap<string, Value>,
) => Answer;

const iterator = (items: readonly Value[]): Value => {
  const rest = items.values();
  return { kind: 'iterator', name: 'generator', next: () => rest.next().value };
};
const pairs = (entries: Iterable<readonly [string, Value]>): Value =>
  iterator([...entries].map(([name, value]) => tuple([str(name), value])));
const values = (entries: Iterable<readonly [string, Value]>): Value => iterator([...entries].map(([, value]) => value));

/** Fills the class `torch.nn.Module`. */
export function fillModuleClass(torch: Torch, cls: ClassValue): void {
  const rows: Readonly<Record<string, ModuleMethod>> = {
    __init__: (self) => {
      self.attrs.set('training', bool(true));
      return none;
    },
    __call__: (self, args, machine, keywords) => callForward(torch, self, args, machine, keywords),
    forward: (self, _, machine) =>
      machine.raise('NotImplementedError', `Module [${self.cls.name}] is missing the required "forward" function`),
    parameters: (self, [recurse], _, keywords) =>
      doubtedParameters(torch, self) ??
      values(listed(torch, self, 'parameter', [str(''), recurse ?? keywords.get('recurse') ?? bool(true)], new Map())),
    named_parameters: (self, args, _, keywords) =>
      doubtedParameters(torch, self) ?? pairs(listed(torch, self, 'parameter', args, keywords)),
    buffers: (self) => doubtIn(torch, self) ?? values(namedTensors(torch, self, 'buffer')),
    named_buffers: (self) => doubtIn(torch, self) ?? pairs(namedTensors(torch, self, 'buffer')),
    children: (self) => doubtIn(torch, self) ?? values(children(torch, self)),
    named_children: (self) => doubtIn(torch, self) ?? pairs(children(torch, self)),
    modules: (self) => doubtIn(torch, self) ?? values(namedModules(torch, self)),
    named_modules: (self) => doubtIn(torch, self) ?? pairs(namedModules(torch, self)),
    train: function* (self, [given], machine, keywords) {
      const mode = given ?? keywords.get('mode') ?? bool(true);
      if (mode.kind !== 'bool' && mode.kind !== 'unknown')
        return machine.raise('ValueError', 'training mode is expected to be boolean');
      self.attrs.set('training', mode);
      for (const [, child] of children(torch, self))
        yield* machine.call(yield* machine.getAttr(child, 'train'), [mode]);
      return self;
    },
    eval: function* (self, _, machine) {
      return yield* machine.call(yield* machine.getAttr(self, 'train'), [bool(false)]);
    },
    zero_grad: function* (self, [given], machine, keywords) {
      const forgets = given ?? keywords.get('set_to_none') ?? bool(true);
      const keeps = forgets.kind === 'bool' && !forgets.value;
      for (const [, parameter] of namedTensors(torch, self, 'parameter')) {
        const state = knownGradState(parameter);
        if (!state) continue;
        if (!keeps) gradState(parameter).grad = none;
        else if (isTensorValue(state.grad)) yield* machine.call(yield* machine.getAttr(state.grad, 'zero_'), []);
      }
      return none;
    },
    requires_grad_: (self, [on], machine) => {
      for (const [, parameter] of namedTensors(torch, self, 'parameter')) {
        guarded(machine, () => setRequiresGrad(parameter, !(on?.kind === 'bool' && !on.value)));
      }
      return self;
    },
    to: (self, args, machine, keywords) => {
      const given = [...args, ...keywords.values()];
      for (const value of given) if (namesDevice(value)) requireCpu(value, machine);
      const format = formatAmong(given);
      const wanted = given.map(dtypeOf).find((dtype) => dtype !== undefined);
      if (wanted && !isFloat(wanted) && wanted !== 'complex64')
        machine.raise(
          'TypeError',
          `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.${wanted}`,
        );
      return castAll(
        torch,
        self,
        given.map(dtypeOf).find((dtype) => dtype !== undefined),
        format &&
          ((x) => (suits(x, format) || x.rank < 4 ? x : copyIn(torch.engine, x, stridesIn(x, format, machine)))),
      );
    },
    float: (self) => castAll(torch, self, 'float32'),
    double: (self) => castAll(torch, self, 'float64'),
    half: (self) => castAll(torch, self, 'float16'),
    bfloat16: (self) => castAll(torch, self, 'bfloat16'),
    type: (self, [wanted = none], _, keywords) => castAll(torch, self, dtypeOf(keywords.get('dst_type') ?? wanted)),
    register_full_backward_hook: (self, [hook = none], _, keywords) => registerHook(self, 'backward', hook, keywords),
    register_full_backward_pre_hook: (self, [hook = none], _, keywords) =>
      registerHook(self, 'backwardPre', hook, keywords),
    register_forward_hook: (self, [hook = none], _, keywords) => registerHook(self, 'post', hook, keywords),
    register_forward_pre_hook: (self, [hook = none], _, keywords) => registerHook(self, 'pre', hook, keywords),
    _get_name: (self) => str(self.cls.name),
    cpu: (self) => self,
    cuda: (_, __, machine) => machine.raise('AssertionError', 'Torch not compiled with CUDA enabled'),
    register_buffer: (self, [name, value = none, persistent], machine, keywords) => {
      const text = name ?? keywords.get('name');
      if (text?.kind !== 'str') return none;
      const tensor = keywords.get('tensor') ?? value;
      checkName(self, text.value, 'buffer', machine);
      if (tensor.kind !== 'none' && tensor.kind !== 'unknown' && !isTensorValue(tensor)) {
        const given = `'${machine.classOf(tensor).name}' object to buffer '${text.value}'`;
        return machine.raise('TypeError', `cannot assign ${given} (torch Tensor or None required)`);
      }
      registerBuffer(self, text.value, tensor);
      const lasts = keywords.get('persistent') ?? persistent;
      if (lasts?.kind === 'bool' && !lasts.value) note(self, passingKey, text.value);
      return none;
    },
    register_parameter: (self, [name, value = none], machine) => {
      if (name?.kind === 'str') checkName(self, name.value, 'parameter', machine);
      if (isTensorValue(value) && !isParameterOf(torch, value) && name?.kind === 'str') {
        const given = `'${legacyTypeName(value.native.dtype)}' object to parameter '${name.value}'`;
        return machine.raise('TypeError', `cannot assign ${given} (torch.nn.Parameter or None required)`);
      }
      return setNamed(self, name, value);
    },
    add_module: (self, [name, value = none], machine) => addModule(torch, self, name, value, machine),
    register_module: (self, [name, value = none], machine) => addModule(torch, self, name, value, machine),
    state_dict: (self, args, machine, keywords) => {
      if (args.length > 0) machine.warn('FutureWarning', positionalState);
      const destination = keywords.get('destination') ?? args[0] ?? none;
      if (destination.kind !== 'none')
        return unknown(say('{0} with these arguments is not modelled yet', 'torch.nn.Module.state_dict'));
      const prefix = keywords.get('prefix') ?? args[1];
      const keeps = keywords.get('keep_vars') ?? args[2];
      const start = prefix?.kind === 'str' ? prefix.value : '';
      const doubt = doubtIn(torch, self) ?? foreignState(torch, self);
      return doubt ?? stateDict(torch, self, start, keeps?.kind === 'bool' && keeps.value, machine);
    },
    load_state_dict: function* (self, [state = none, strict, assign], machine, keywords) {
      const given = keywords.get('state_dict') ?? state;
      const isStrict = keywords.get('strict') ?? strict;
      const assigns = keywords.get('assign') ?? assign;
      const doubt =
        doubtIn(torch, self) ??
        foreignState(torch, self) ??
        [given, isStrict, assigns].find((v) => v?.kind === 'unknown');
      if (doubt) {
        for (const tensor of everyTensor(torch, self)) loseValues(tensor.native, doubt);
        return doubt;
      }
      const how = {
        strict: !isStrict || (yield* machine.truth(isStrict)) === true,
        assigns: assigns !== undefined && (yield* machine.truth(assigns)) === true,
      };
      return yield* loadStateDict(torch, self, given, how, machine);
    },
    get_parameter: (self, [path = none], machine) => byPath(self, path, machine),
    get_buffer: (self, [path = none], machine) => byPath(self, path, machine),
    get_submodule: (self, [path = none], machine) => byPath(self, path, machine),
    apply: function* (self, [visit = none], machine) {
      for (const [, child] of children(torch, self))
        yield* machine.call(yield* machine.getAttr(child, 'apply'), [visit]);
      yield* machine.call(visit, [self]);
      return self;
    },
    extra_repr: () => str(''),
    __setattr__: (self, [name, value = none], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      return assignAttribute(torch, machine, self, text, value, isNoted(self, buffersKey, text));
    },
    __repr__: (self, _, machine) => doubtIn(torch, self) ?? moduleRepr(torch, self, machine),
    __getattr__: (self, [name], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      if (isKnownName('torch.nn.Module', text))
        return unknown(say('{0} is not modelled yet', `torch.nn.Module.${text}`));
      return machine.raise('AttributeError', `'${self.cls.name}' object has no attribute '${text}'`);
    },
  };
  for (const [name, row] of Object.entries(rows)) cls.attrs.set(name, writingMethod(name, row));
}

const positionalState =
  'Positional args are being deprecated, use kwargs instead. Refer to https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.state_dict for details.';

/** Whether the library's own forward computes otherwise while training: by its class, where a subclass has none of its own. */
function readsMode(self: InstanceValue): boolean {
  const owner = self.cls.mro.find(({ attrs }) => attrs.has('forward'));
  if (owner?.attrs.get('forward')?.kind !== 'builtin') return false;
  return /Dropout|Batch|InstanceNorm|RReLU|^(?:RNN|LSTM|GRU)$|Attention|Transformer/.test(owner.name);
}

/** `module(x)`: the class's forward. */
function* callForward(
  torch: Torch,
  self: InstanceValue,
  args: readonly Value[],
  machine: Machine,
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const forward = yield* machine.getAttr(self, 'forward');
  const mode = self.attrs.get('training');
  if (mode?.kind === 'unknown' && readsMode(self)) {
    for (const [, buffer] of namedTensors(torch, self, 'buffer')) loseValues(buffer.native, mode);
    loseGenerator(torch, `torch.nn.${self.cls.name}`);
    return mode;
  }
  return yield* withHooks(
    self,
    { args, keywords },
    machine,
    (given) => machine.call(forward, given.args, given.keywords),
    yield* aroundBackward(self, machine),
  );
}

/** The attribute at the end of a dotted path. */
function* byPath(self: InstanceValue, path: Value, machine: Machine): Run<Value> {
  let at: Value = self;
  for (const name of path.kind === 'str' ? path.value.split('.').filter((part) => part !== '') : [])
    at = yield* machine.getAttr(at, name);
  return at;
}

/** Refuses names that no part of a module may have. */
function checkName(self: InstanceValue, name: string, kind: 'module' | 'buffer' | 'parameter', machine: Machine): void {
  const shown = kind === 'module' ? `, got: ${name}` : '';
  if (name.includes('.')) machine.raise('KeyError', `${kind} name can't contain "."${shown}`);
  if (name === '') machine.raise('KeyError', `${kind} name can't be empty string ""`);
  const before = self.attrs.get(name);
  const isOwn =
    before?.kind === 'none' || (kind === 'module' && before?.kind === 'instance') || isNoted(self, buffersKey, name);
  if (before && !isOwn && !(kind === 'parameter' && isTensorValue(before)))
    machine.raise('KeyError', `attribute '${name}' already exists`);
}

function addModule(torch: Torch, self: InstanceValue, name: Value | undefined, value: Value, machine: Machine): Value {
  if (value.kind !== 'none' && value.kind !== 'unknown' && !isModule(torch, value))
    machine.raise('TypeError', `${shownType(value, machine)} is not a Module subclass`);
  if (name?.kind === 'str') checkName(self, name.value, 'module', machine);
  return setNamed(self, name, value);
}

/** What is no module, as the refusal calls it: classes by their own names. */
export const shownType = (value: Value, machine: Machine): string =>
  value.kind === 'class' ? fullName(value) : machine.classOf(value).name;

function setNamed(self: InstanceValue, name: Value | undefined, value: Value): Value {
  if (name?.kind === 'str') self.attrs.set(name.value, value);
  return none;
}

/** `Net(\n  (a): Linear(...)\n)`; what the class shows of itself stands first. */
function* moduleRepr(torch: Torch, self: InstanceValue, machine: Machine): Run<Value> {
  const shown = yield* machine.call(yield* machine.getAttr(self, 'extra_repr'), []);
  const extra = shown.kind === 'str' && shown.value !== '' ? shown.value.split('\n') : [];
  const lines: string[] = [];
  for (const [name, child] of children(torch, self)) {
    const text = yield* machine.repr(child);
    lines.push(`(${name}): ${text.replaceAll('\n', '\n  ')}`);
  }
  const [only] = extra;
  if (extra.length === 1 && lines.length === 0) return str(`${self.cls.name}(${only})`);
  const all = [...extra, ...lines];
  return str(all.length === 0 ? `${self.cls.name}()` : `${self.cls.name}(\n  ${all.join('\n  ')}\n)`);
}

/** A class under torch.nn with methods of its own. They are called with unknown arguments too: a layer forgets nothing by that. */
export function subclassOf(
  module: ClassValue,
  name: string,
  where: string,
  rows: Readonly<Record<string, ModuleMethod>>,
): ClassValue {
  const all = withReset(name, rows, () => cls);
  const methods = Object.entries(all).map(([key, row]) => [key, writingMethod(key, row)]);
  const cls = makeClass(name, where, [module], Object.fromEntries(methods));
  return cls;
}
