// The module torch.utils.data put together.

import type { ModuleValue } from '../../python/value';
import { declare } from '../binding/define';
import { type Entries, entriesOf, moduleValue } from '../moduleValue';
import type { Torch } from '../torch';
import { collate, convert } from './collate';
import { dataLoader } from './dataLoader';
import { datasetClasses, randomSplit } from './datasets';
import { samplerClasses } from './samplers';
import { Processes } from './workers';

/** `torch.utils.data`. */
export const dataModule = (torch: Torch): ModuleValue => moduleValue('torch.utils.data', () => entries(torch));

function entries(torch: Torch): Entries {
  const datasets = datasetClasses();
  const samplers = samplerClasses(torch);
  const processes = new Processes(torch);
  const default_collate = declare('default_collate', 'python', 'batch', function* ({ get }, machine) {
    return yield* collate(torch, machine, yield* machine.items(get('batch')));
  });
  const default_convert = declare('default_convert', 'python', 'data', ({ get }) => convert(torch, get('data')));
  return entriesOf({
    ...datasets,
    ...samplers,
    DataLoader: dataLoader(processes, { datasets, samplers, default_collate, default_convert }),
    random_split: randomSplit(torch, datasets),
    default_collate,
    default_convert,
    get_worker_info: declare('get_worker_info', 'python', '', () => processes.info),
  });
}
