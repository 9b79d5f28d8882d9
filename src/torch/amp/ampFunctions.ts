// What torch tells of autocast and lets a program set of it (torch/csrc/autograd/init.cpp). Knows no operation.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { bool, builtin, int, none, unknown, type Value } from '../../python/value';
import { declare } from '../binding/define';
import { parseDevice } from '../deviceObject';
import { type DTypeObjects, dtypeOf } from '../dtypeObject';
import type { Torch } from '../torch';
import { clearKept } from './autocastState';

/** Types of devices that autocast can be asked about; others are refused. */
const available = new Set('cpu cuda mtia maia xpu ipu hpu xla privateuseone mps'.split(' '));

/** The type of device that an argument names. Raises TypeError and RuntimeError. */
export function deviceType(machine: Machine, value: Value, asked: string): string {
  if (value.kind !== 'str') {
    const got = machine.classOf(value).name;
    return machine.raise('TypeError', `${asked}(): argument 'device_type' (position 1) must be str, not ${got}`);
  }
  return parseDevice(value, machine).type;
}

export const isAvailable = declare('is_autocast_available', 'python', 'device_type', ({ get }, machine) =>
  bool(isAutocastType(deviceType(machine, get('device_type'), 'is_autocast_available'))),
);
export const isAutocastType = (type: string): boolean => available.has(type);

export function ampFunctions(torch: Torch, dtypes: DTypeObjects): Readonly<Record<string, Value>> {
  const { autocast } = torch;
  const typeOf = (type: string, machine: Machine): Value => {
    const dtype = autocast.dtypes.get(type);
    if (dtype) return dtypes.of(dtype);
    return isAutocastType(type)
      ? unknown(say('{0} is not modelled yet', `torch.autocast('${type}')`))
      : machine.raise('RuntimeError', 'unsupported scalarType');
  };
  const isOn = (type: string): Value => bool(autocast.enabled.has(type));
  /** Functions of one type of device, whose names are older. */
  const older = (name: string, instead: string, answer: (machine: Machine) => Value): Value =>
    builtin(name, (_, machine) => {
      machine.warn('DeprecationWarning', `torch.${name}() is deprecated. Please use torch.${instead} instead.`);
      return answer(machine);
    });
  const nested = (by: number): Value => {
    autocast.depth += by;
    return int(autocast.depth);
  };
  return {
    is_autocast_enabled: declare('is_autocast_enabled', 'native', 'device_type=None', ({ get, has }, machine) =>
      isOn(has('device_type') ? deviceType(machine, get('device_type'), 'is_autocast_enabled') : 'cuda'),
    ),
    get_autocast_dtype: declare('get_autocast_dtype', 'native', 'device_type', ({ get }, machine) =>
      typeOf(deviceType(machine, get('device_type'), 'get_autocast_dtype'), machine),
    ),
    set_autocast_enabled: declare('set_autocast_enabled', 'native', 'device_type, enabled', ({ get }, machine) => {
      const type = deviceType(machine, get('device_type'), 'set_autocast_enabled');
      const enabled = get('enabled');
      if (enabled.kind === 'bool' && enabled.value) autocast.enabled.add(type);
      else autocast.enabled.delete(type);
      return none;
    }),
    set_autocast_dtype: declare('set_autocast_dtype', 'native', 'device_type, dtype', ({ get }, machine) => {
      const type = deviceType(machine, get('device_type'), 'set_autocast_dtype');
      const dtype = dtypeOf(get('dtype'));
      if (dtype) autocast.dtypes.set(type, dtype);
      return none;
    }),
    is_autocast_cpu_enabled: older('is_autocast_cpu_enabled', "is_autocast_enabled('cpu')", () => isOn('cpu')),
    get_autocast_cpu_dtype: older('get_autocast_cpu_dtype', "get_autocast_dtype('cpu')", (m) => typeOf('cpu', m)),
    get_autocast_gpu_dtype: older('get_autocast_gpu_dtype', "get_autocast_dtype('cuda')", (m) => typeOf('cuda', m)),
    is_autocast_cache_enabled: builtin('is_autocast_cache_enabled', () => bool(autocast.caches)),
    set_autocast_cache_enabled: declare('set_autocast_cache_enabled', 'native', 'enabled', ({ get }) => {
      const enabled = get('enabled');
      autocast.caches = enabled.kind === 'bool' && enabled.value;
      return none;
    }),
    clear_autocast_cache: builtin('clear_autocast_cache', () => {
      clearKept(autocast);
      return none;
    }),
    autocast_increment_nesting: builtin('autocast_increment_nesting', () => nested(1)),
    autocast_decrement_nesting: builtin('autocast_decrement_nesting', () => nested(-1)),
  };
}
