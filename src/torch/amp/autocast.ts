// torch.autocast: changes nothing here, and says so. Its warnings are PyTorch's (torch/amp/autocast_mode.py).
import { say } from '../../base/text';
import { type ClassValue, none, str } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { parseDevice } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { modeClass } from '../functions/modes';
import { makeClass, method } from '../makeClass';
import type { Torch } from '../torch';

const target = callee('autocast.__init__', 'python', 'device_type, dtype=None, enabled=True, cache_enabled=None', true);
const noCuda = 'CUDA is not available or torch_xla is imported. Disabling autocast.';
const wrongType =
  'In CPU autocast, but the target dtype is not supported. Disabling autocast.\n' +
  'CPU Autocast only supports dtypes of torch.bfloat16, torch.float16 currently.';
const deprecated =
  "`torch.cuda.amp.autocast(args...)` is deprecated. Please use `torch.amp.autocast('cuda', args...)` instead.";

export const autocast = (torch: Torch): ClassValue =>
  modeClass(
    'autocast',
    'torch.amp.autocast_mode',
    (_, positional, machine, keywords) => {
      const given = bindArguments(machine, target, { positional, keywords });
      const device = given.get('device_type') ?? none;
      if (device.kind !== 'str')
        return machine.raise(
          'ValueError',
          `Expected \`device_type\` of type \`str\`, got: \`<class '${machine.classOf(device).name}'>\``,
        );
      parseDevice(device, machine);
      const enabled = given.get('enabled');
      if (enabled?.kind === 'bool' && !enabled.value) return;
      const dtype = dtypeOf(given.get('dtype') ?? none);
      if (device.value === 'cuda') machine.warn('UserWarning', noCuda);
      else if (dtype && dtype !== 'bfloat16' && dtype !== 'float16') machine.warn('UserWarning', wrongType);
      else
        torch.assume(
          say('{0} changes nothing here: numbers are computed in the precision that they have.', 'torch.autocast'),
        );
    },
    () => () => {},
  );

/** `torch.cuda.amp.autocast`: the same for CUDA, under its old name. */
export function cudaAutocast(cls: ClassValue): ClassValue {
  const init = cls.attrs.get('__init__') ?? none;
  const params = callee('autocast.__init__', 'python', 'enabled=True, dtype=None, cache_enabled=True', true);
  return makeClass('autocast', 'torch.cuda.amp.autocast_mode', [cls], {
    __init__: method('__init__', (self, positional, machine, keywords) => {
      machine.warn('FutureWarning', deprecated);
      return machine.call(init, [self, str('cuda')], bindArguments(machine, params, { positional, keywords }));
    }),
  });
}
