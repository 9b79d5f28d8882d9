// torch.amp.GradScaler: losses scaled so that small gradients do not vanish, and steps left out where they overflowed
// (torch/amp/grad_scaler.py). Composed of tensor methods; knows no optimizer.
import { entriesOf } from '../../python/core/keys';
import type { Machine } from '../../python/machine';
import {
  bool,
  type ClassValue,
  float,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  str,
  tuple,
  type Value,
} from '../../python/value';
import { tensorOf as hostTensor } from '../../tensor/host';
import { declare } from '../binding/define';
import { attribute, makeClass, method } from '../makeClass';
import { gradientOf } from '../optim/updateParameter';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

type Stage = 'ready' | 'unscaled' | 'stepped';
interface Passed {
  stage: Stage;
  /** Whether a gradient was infinite or NaN; absent before they were looked at. */
  overflowed?: boolean;
}

/** What happened to each optimizer since the last update. */
const passes = new WeakMap<InstanceValue, Map<Value, Passed>>();

const params =
  "self, device='cuda', init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True";
const deprecated =
  "`torch.cuda.amp.GradScaler(args...)` is deprecated. Please use `torch.amp.GradScaler('cuda', args...)` instead.";
const notScaled = 'This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.';

const isEnabled = (self: InstanceValue): boolean => {
  const enabled = attribute(self, '_enabled');
  return enabled.kind === 'bool' && enabled.value;
};
const number = (value: Value): number => (value.kind === 'float' || value.kind === 'int' ? Number(value.value) : 1);
const settings = ['growth_factor', 'backoff_factor', 'growth_interval'] as const;

function passOf(self: InstanceValue, optimizer: Value): Passed {
  const known = passes.get(self) ?? new Map<Value, Passed>();
  passes.set(self, known);
  const pass = known.get(optimizer) ?? { stage: 'ready' };
  known.set(optimizer, pass);
  return pass;
}

function* call(machine: Machine, self: Value, name: string, ...args: readonly Value[]): Run<Value> {
  return yield* machine.call(yield* machine.getAttr(self, name), args);
}

/** `_check_scale_growth_tracker` */
function scaleOf(self: InstanceValue, machine: Machine, wanted: string): Value {
  const scale = attribute(self, '_scale');
  if (scale.kind === 'none') machine.raise('AssertionError', `Attempted ${wanted} but _scale is None.  ${notScaled}`);
  return scale;
}

export function gradScaler(torch: Torch): ClassValue {
  const scalar = (values: Float32Array | Int32Array, dtype: 'float32' | 'int32'): Value =>
    tensorValue(torch.classes.tensor, hostTensor(values, [], dtype));

  function* scaled(self: InstanceValue, machine: Machine, value: Value): Run<Value> {
    if (value.kind === 'unknown') return value;
    if (isTensorValue(value)) {
      if (attribute(self, '_scale').kind === 'none') {
        const [scale, tracker] = [attribute(self, '_init_scale'), attribute(self, '_init_growth_tracker')].map(number);
        self.attrs.set('_scale', scalar(Float32Array.of(scale ?? 1), 'float32'));
        self.attrs.set('_growth_tracker', scalar(Int32Array.of(tracker ?? 0), 'int32'));
      }
      return yield* machine.binary('*', value, attribute(self, '_scale'));
    }
    if (value.kind !== 'list' && value.kind !== 'tuple')
      machine.raise('ValueError', 'outputs must be a Tensor or an iterable of Tensors');
    const items: Value[] = [];
    for (const item of value.items) items.push(yield* scaled(self, machine, item));
    return value.kind === 'list' ? list(items) : tuple(items);
  }

  function* unscale(self: InstanceValue, machine: Machine, optimizer: Value): Run<Value> {
    if (!isEnabled(self)) return none;
    const scale = scaleOf(self, machine, 'unscale_');
    const pass = passOf(self, optimizer);
    if (pass.stage === 'unscaled')
      machine.raise('RuntimeError', 'unscale_() has already been called on this optimizer since the last update().');
    if (pass.stage === 'stepped') machine.raise('RuntimeError', 'unscale_() is being called after step().');
    const inverse = yield* call(
      machine,
      yield* call(machine, yield* call(machine, scale, 'double'), 'reciprocal'),
      'float',
    );
    const grads: TensorValue[] = [];
    for (const group of yield* machine.items(yield* machine.getAttr(optimizer, 'param_groups')))
      for (const param of yield* machine.items(yield* machine.getItem(group, str('params')))) {
        const grad = isTensorValue(param) ? gradientOf(torch, param) : none;
        if (!isTensorValue(grad)) continue;
        if (grad.native.dtype === 'float16') machine.raise('ValueError', 'Attempting to unscale FP16 gradients.');
        grads.push(grad);
      }
    if (grads.length > 0) pass.overflowed = false;
    const before = torch.gradEnabled;
    torch.gradEnabled = false;
    try {
      for (const grad of grads) {
        const finite = yield* call(machine, yield* call(machine, grad, 'isfinite'), 'all');
        if ((yield* machine.truth(finite)) === false) pass.overflowed = true;
        yield* call(machine, grad, 'mul_', inverse);
      }
    } finally {
      torch.gradEnabled = before;
    }
    pass.stage = 'unscaled';
    return none;
  }

  const step = method('step', function* (self, positional, machine, keywords): Run<Value> {
    const [optimizer = keywords.get('optimizer') ?? none, ...args] = positional;
    const rest = new Map([...keywords].filter(([name]) => name !== 'optimizer'));
    const run = function* (): Run<Value> {
      return yield* machine.call(yield* machine.getAttr(optimizer, 'step'), args, rest);
    };
    if (!isEnabled(self)) return yield* run();
    if (keywords.has('closure'))
      machine.raise('RuntimeError', 'Closure use is not currently supported if GradScaler is enabled.');
    scaleOf(self, machine, 'step');
    const pass = passOf(self, optimizer);
    if (pass.stage === 'stepped')
      machine.raise('RuntimeError', 'step() has already been called since the last update().');
    if (pass.stage === 'ready') yield* unscale(self, machine, optimizer);
    if (pass.overflowed === undefined)
      machine.raise('AssertionError', 'No inf checks were recorded for this optimizer.');
    const result = pass.overflowed ? none : yield* run();
    pass.stage = 'stepped';
    return result;
  });

  const update = declare('GradScaler.update', 'python', 'self, new_scale=None', function* ({ get, has }, machine) {
    const self = get('self') as InstanceValue;
    if (!isEnabled(self)) return none;
    const scale = scaleOf(self, machine, 'update');
    if (has('new_scale') && get('new_scale').kind !== 'none') {
      const wanted = get('new_scale');
      yield* call(machine, scale, isTensorValue(wanted) ? 'copy_' : 'fill_', wanted);
    } else {
      const found = [...(passes.get(self)?.values() ?? [])].filter(({ overflowed }) => overflowed !== undefined);
      if (found.length === 0) machine.raise('AssertionError', 'No inf checks were recorded prior to update.');
      yield* grow(
        self,
        machine,
        found.some(({ overflowed }) => overflowed),
      );
    }
    passes.delete(self);
    return none;
  });

  /** `_amp_update_scale_` */
  function* grow(self: InstanceValue, machine: Machine, overflowed: boolean): Run<void> {
    const [scale, tracker] = [attribute(self, '_scale'), attribute(self, '_growth_tracker')];
    const count = overflowed ? 0 : number(yield* call(machine, tracker, 'item')) + 1;
    const isDue = count === number(attribute(self, '_growth_interval'));
    yield* call(machine, tracker, 'fill_', int(isDue ? 0 : count));
    if (!overflowed && !isDue) return;
    const factor = number(attribute(self, overflowed ? '_backoff_factor' : '_growth_factor'));
    const wanted = Math.fround(number(yield* call(machine, scale, 'item')) * factor);
    if (overflowed || Number.isFinite(wanted)) yield* call(machine, scale, 'fill_', float(wanted));
  }

  function* currentScale(self: InstanceValue, machine: Machine): Run<Value> {
    if (!isEnabled(self)) return float(1);
    const scale = attribute(self, '_scale');
    return scale.kind === 'none' ? attribute(self, '_init_scale') : yield* call(machine, scale, 'item');
  }

  function* state(self: InstanceValue, machine: Machine): Run<Value> {
    if (!isEnabled(self)) return { kind: 'dict', entries: new Map() };
    const tracker = attribute(self, '_growth_tracker');
    const count =
      tracker.kind === 'none' ? attribute(self, '_init_growth_tracker') : yield* call(machine, tracker, 'item');
    const entries = entriesOf([
      ['scale', yield* currentScale(self, machine)],
      ...settings.map((name): [string, Value] => [name, attribute(self, `_${name}`)]),
      ['_growth_tracker', count],
    ]);
    return { kind: 'dict', entries };
  }

  function* load(self: InstanceValue, machine: Machine, given: Value): Run<Value> {
    if (!isEnabled(self)) return none;
    if ((yield* machine.items(given)).length === 0)
      machine.raise(
        'RuntimeError',
        'The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.',
      );
    const part = (name: string): Run<Value> => machine.getItem(given, str(name));
    const kept = [
      ['scale', '_scale', '_init_scale'],
      ['_growth_tracker', '_growth_tracker', '_init_growth_tracker'],
    ];
    for (const [name = '', tensor = '', initial = ''] of kept) {
      const value = yield* part(name);
      self.attrs.set(initial, value);
      if (attribute(self, tensor).kind !== 'none') yield* call(machine, attribute(self, tensor), 'fill_', value);
    }
    for (const name of settings) self.attrs.set(`_${name}`, yield* part(name));
    return none;
  }

  return makeClass('GradScaler', 'torch.amp.grad_scaler', [], {
    __init__: {
      ...declare('GradScaler.__init__', 'python', params, function* ({ get, has }, machine) {
        const self = get('self') as InstanceValue;
        const device = has('device') ? yield* machine.str(get('device')) : 'cuda';
        const wanted = has('enabled') ? (yield* machine.truth(get('enabled'))) === true : true;
        if (wanted && device === 'cuda')
          machine.warn('UserWarning', 'torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.');
        const enabled = wanted && device !== 'cuda';
        self.attrs.set('_device', str(device));
        self.attrs.set('_enabled', bool(enabled));
        if (!enabled) return none;
        const or = (name: string, value: Value): Value => (has(name) ? get(name) : value);
        const factors = { growth: or('growth_factor', float(2)), backoff: or('backoff_factor', float(0.5)) };
        if (!(number(factors.growth) > 1)) machine.raise('AssertionError', 'The growth factor must be > 1.0.');
        if (!(number(factors.backoff) < 1)) machine.raise('AssertionError', 'The backoff factor must be < 1.0.');
        const own: Readonly<Record<string, Value>> = {
          _init_scale: or('init_scale', float(65536)),
          _scale: none,
          _growth_factor: factors.growth,
          _backoff_factor: factors.backoff,
          _growth_interval: or('growth_interval', int(2000)),
          _init_growth_tracker: int(0),
          _growth_tracker: none,
        };
        for (const [name, value] of Object.entries(own)) self.attrs.set(name, value);
        return none;
      }),
      binds: true,
    },
    scale: method('scale', (self, [outputs = none], machine) =>
      isEnabled(self) ? scaled(self, machine, outputs) : outputs,
    ),
    unscale_: method('unscale_', (self, [optimizer = none], machine) => unscale(self, machine, optimizer)),
    step,
    update: { ...update, binds: true },
    get_scale: method('get_scale', (self, _, machine) => currentScale(self, machine)),
    is_enabled: method('is_enabled', (self) => attribute(self, '_enabled')),
    state_dict: method('state_dict', (self, _, machine) => state(self, machine)),
    load_state_dict: method('load_state_dict', (self, [given = none], machine) => load(self, machine, given)),
    ...Object.fromEntries(
      settings.flatMap((name) => [
        [`get_${name}`, method(`get_${name}`, (self, _, machine) => machine.getAttr(self, `_${name}`))],
        [
          `set_${name}`,
          method(`set_${name}`, (self, [value = none]) => {
            self.attrs.set(`_${name}`, value);
            return none;
          }),
        ],
      ]),
    ),
  });
}

/** `torch.cuda.amp.GradScaler`: the same for CUDA, under its old name. */
export function cudaGradScaler(scaler: ClassValue): ClassValue {
  const init = scaler.attrs.get('__init__') ?? none;
  return makeClass('GradScaler', 'torch.cuda.amp.grad_scaler', [scaler], {
    __init__: method('__init__', (self, args, machine, keywords) => {
      machine.warn('FutureWarning', deprecated);
      return machine.call(init, [self, str('cuda'), ...args], keywords);
    }),
  });
}
