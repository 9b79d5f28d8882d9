// The modules torch.amp and torch.cuda.amp.
import type { ModuleValue } from '../../python/value';
import { entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { autocast, cudaAutocast } from './autocast';
import { cudaGradScaler, gradScaler } from './gradScaler';

/** `torch.amp`, and its older names under `torch.cuda`. */
export function ampModules(torch: Torch): { readonly own: ModuleValue; readonly cuda: ModuleValue } {
  const own = { autocast: autocast(torch), GradScaler: gradScaler(torch) };
  return {
    own: moduleValue('torch.amp', entriesOf(own)),
    cuda: moduleValue(
      'torch.cuda.amp',
      entriesOf({ autocast: cudaAutocast(own.autocast), GradScaler: cudaGradScaler(own.GradScaler) }),
    ),
  };
}
