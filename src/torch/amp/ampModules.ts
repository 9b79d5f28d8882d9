// The modules torch.amp, torch.cpu.amp and torch.cuda.amp.
import type { ModuleValue } from '../../python/value';
import type { DTypeObjects } from '../dtypeObject';
import { entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { isAvailable } from './ampFunctions';
import { autocast, autocastOf } from './autocast';
import { cudaGradScaler, gradScaler } from './gradScaler';

interface AmpModules {
  readonly own: ModuleValue;
  readonly cpu: ModuleValue;
  readonly cuda: ModuleValue;
}

/** `torch.amp`, and its older names under `torch.cpu` and `torch.cuda`. */
export function ampModules(torch: Torch, dtypes: DTypeObjects): AmpModules {
  const own = {
    autocast: autocast(torch, dtypes),
    GradScaler: gradScaler(torch),
    is_autocast_available: isAvailable,
  };
  return {
    own: moduleValue('torch.amp', entriesOf(own)),
    cpu: moduleValue('torch.cpu.amp', entriesOf({ autocast: autocastOf('cpu', own.autocast, dtypes) })),
    cuda: moduleValue(
      'torch.cuda.amp',
      entriesOf({
        autocast: autocastOf('cuda', own.autocast, dtypes),
        GradScaler: cudaGradScaler(own.GradScaler),
      }),
    ),
  };
}
