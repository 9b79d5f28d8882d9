// torch.autocast, a context in which inputs are cast (torch/amp/autocast_mode.py). Knows no operation.
import type { Machine } from '../../python/machine';
import { bool, type ClassValue, type InstanceValue, none, str, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee, type Given } from '../binding/define';
import { type DTypeObjects, dtypeOf } from '../dtypeObject';
import { modeClass } from '../functions/modes';
import { attribute, makeClass, method } from '../makeClass';
import type { Torch } from '../torch';
import { deviceType, isAutocastType } from './ampFunctions';
import { clearKept } from './autocastState';

const target = callee('autocast.__init__', 'python', 'device_type, dtype=None, enabled=True, cache_enabled=None', true);
const noCuda = 'CUDA is not available or torch_xla is imported. Disabling autocast.';
const wrongType = (device: string): string =>
  `In ${device.toUpperCase()} autocast, but the target dtype is not supported. Disabling autocast.\n` +
  `${device.toUpperCase()} Autocast only supports dtypes of torch.bfloat16, torch.float16 currently.`;
const deprecated = (device: string): string =>
  `\`torch.${device}.amp.autocast(args...)\` is deprecated. Please use \`torch.amp.autocast('${device}', args...)\` instead.`;

const isOn = (value: Value): boolean => value.kind === 'bool' && value.value;

export function autocast(torch: Torch, dtypes: DTypeObjects): ClassValue {
  const state = torch.autocast;
  return modeClass(
    'autocast',
    'torch.amp.autocast_mode',
    (self, positional, machine, keywords) => {
      const given = bindArguments(machine, target, { positional, keywords });
      const settings = settingsOf(torch, dtypes, machine, (name) => given.get(name) ?? none);
      for (const [name, value] of Object.entries(settings)) self.attrs.set(name, value);
    },
    (self, machine) => {
      const device = attribute(self, 'device');
      const type = device.kind === 'str' ? device.value : 'cpu';
      const refuse = (name: string, wanted: string, got: Value): never =>
        machine.raise(
          'TypeError',
          `set_autocast_${name}(): argument '${name}' (position 2) must be ${wanted}, not ${machine.classOf(got).name}`,
        );
      const [enabled, dtype] = [attribute(self, '_enabled'), attribute(self, 'fast_dtype')];
      if (enabled.kind !== 'bool') refuse('enabled', 'bool', enabled);
      const narrow = dtypeOf(dtype) ?? refuse('dtype', 'torch.dtype', dtype);
      const before = { on: state.enabled.has(type), dtype: state.dtypes.get(type), caches: state.caches };
      const turn = (on: boolean): void => void (on ? state.enabled.add(type) : state.enabled.delete(type));
      turn(isOn(enabled));
      state.dtypes.set(type, narrow);
      state.depth++;
      state.caches = isOn(attribute(self, '_cache_enabled'));
      return () => {
        if (--state.depth === 0) clearKept(state);
        turn(before.on);
        if (before.dtype) state.dtypes.set(type, before.dtype);
        state.caches = before.caches;
      };
    },
    { entered: (self) => self },
  );
}

/** The attributes of a context, with the warnings for what it does not do. */
function settingsOf(
  torch: Torch,
  dtypes: DTypeObjects,
  machine: Machine,
  get: Given['get'],
): Readonly<Record<string, Value>> {
  const device = get('device_type');
  if (device.kind !== 'str')
    return machine.raise(
      'ValueError',
      `Expected \`device_type\` of type \`str\`, got: \`<class '${machine.classOf(device).name}'>\``,
    );
  const type = deviceType(machine, device, 'autocast');
  const usual = torch.autocast.dtypes.get(type) ?? 'bfloat16';
  const dtype = get('dtype').kind === 'none' ? usual : dtypeOf(get('dtype'));
  if (!isAutocastType(type))
    machine.raise('RuntimeError', `User specified an unsupported autocast device_type '${type}'`);
  const asked = get('enabled');
  const wanted = asked.kind === 'none' || (asked.kind === 'int' ? asked.value !== 0n : isOn(asked));
  const isNarrow = dtype === 'bfloat16' || dtype === 'float16';
  const isOff = wanted && (type === 'cuda' || !isNarrow);
  if (wanted && type === 'cuda') machine.warn('UserWarning', noCuda);
  else if (wanted && !isNarrow) machine.warn('UserWarning', wrongType(type));
  const caches = get('cache_enabled');
  return {
    fast_dtype: dtype ? dtypes.of(dtype) : get('dtype'),
    device: str(type),
    _cache_enabled: caches.kind === 'none' ? bool(torch.autocast.caches) : caches,
    _enabled: isOff ? bool(false) : asked.kind === 'none' ? bool(true) : asked,
  };
}

/** `torch.cuda.amp.autocast`: the same for one type of device, under its old name. */
export function autocastOf(device: 'cpu' | 'cuda', cls: ClassValue, dtypes: DTypeObjects): ClassValue {
  const init = cls.attrs.get('__init__') ?? none;
  const params = callee('autocast.__init__', 'python', 'enabled=True, dtype=None, cache_enabled=True', true);
  return makeClass('autocast', `torch.${device}.amp.autocast_mode`, [cls], {
    __init__: method('__init__', (self: InstanceValue, positional, machine, keywords) => {
      machine.warn('FutureWarning', deprecated(device));
      const given = new Map(bindArguments(machine, params, { positional, keywords }));
      if (!given.has('dtype')) given.set('dtype', dtypes.of(device === 'cpu' ? 'bfloat16' : 'float16'));
      return machine.call(init, [self, str(device)], given);
    }),
  });
}
