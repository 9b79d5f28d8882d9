// The module torch.utils.data put together.

import type { ModuleValue } from '../../python/value';
import { declare } from '../binding/define';
import { entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { collate, convert } from './collate';
import { dataLoader } from './dataLoader';
import { datasetClasses, randomSplit } from './datasets';

/** `torch.utils.data`. */
export function dataModule(torch: Torch): ModuleValue {
  const classes = datasetClasses();
  return moduleValue(
    'torch.utils.data',
    entriesOf({
      ...classes,
      DataLoader: dataLoader(torch, classes),
      random_split: randomSplit(torch, classes),
      default_collate: declare('default_collate', 'python', 'batch', function* ({ get }, machine) {
        return yield* collate(torch, machine, yield* machine.items(get('batch')));
      }),
      default_convert: declare('default_convert', 'python', 'data', ({ get }) => convert(torch, get('data'))),
    }),
  );
}
