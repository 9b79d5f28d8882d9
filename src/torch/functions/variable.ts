// torch.autograd.Variable, which has been a tensor since PyTorch 0.4. Knows no gradient.
import { type BuiltinValue, bool } from '../../python/value';
import { setRequiresGrad } from '../autograd/record';
import { declare } from '../binding/define';
import { guarded } from '../raise';
import { alias, isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** A tensor over the same values, with the flag asked for. */
export const variable = (torch: Torch): BuiltinValue =>
  declare('Variable', 'python', 'data, requires_grad=False, volatile=False', ({ get }, machine) => {
    const data = get('data');
    if (!isTensorValue(data)) {
      return machine.raise('TypeError', `Variable data has to be a tensor, but got ${machine.classOf(data).name}`);
    }
    const value = tensorValue(torch.classes.tensor, alias(data.native));
    const flag = get('requires_grad');
    if (flag === bool(true)) guarded(machine, () => setRequiresGrad(value, true));
    return value;
  });
