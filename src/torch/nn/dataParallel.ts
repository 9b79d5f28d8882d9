// torch.nn.DataParallel where there is no accelerator: the module itself, one level down.

import { int, list, none, type Value } from '../../python/value';
import { makeClass, method } from '../makeClass';
import type { Entry } from '../moduleValue';
import type { Torch } from '../torch';

export const dataParallel = (torch: Torch): Readonly<Record<string, Entry>> => ({
  DataParallel: () => {
    const cls = makeClass('DataParallel', 'torch.nn.parallel.data_parallel', [torch.classes.module], {
      __init__: method('__init__', function* (self, [module = none], machine) {
        yield* machine.call(torch.classes.module.attrs.get('__init__') ?? none, [self]);
        yield* machine.setAttr(self, 'module', module);
        yield* machine.setAttr(self, 'device_ids', list([]));
        yield* machine.setAttr(self, 'dim', int(0));
        return none;
      }),
      forward: method('forward', function* (self, inputs, machine, keywords) {
        return yield* machine.call(yield* machine.getAttr(self, 'module'), inputs, keywords);
      }),
    });
    return cls as Value;
  },
});
