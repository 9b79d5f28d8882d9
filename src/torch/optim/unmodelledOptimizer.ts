// Optimizers that are made and asked as usual, but whose step is not computed: it makes their parameters unknown.
import { say } from '../../base/text';
import { type ClassValue, none, type Run, unknown, type Value } from '../../python/value';
import { makeClass, writingMethod } from '../makeClass';
import type { Torch } from '../torch';
import { dictOf, loseOptimizer } from './group';
import { startOptimizer } from './optimizerClass';

/** `torch.optim.<name>`; its options are those that it is given. */
export const unmodelledOptimizer = (torch: Torch, base: ClassValue, name: string): ClassValue =>
  makeClass(name, `torch.optim.${name.toLowerCase()}`, [base], {
    __init__: writingMethod('__init__', function* (self, [params], machine, keywords): Run<Value> {
      const options = [...keywords].filter(([option]) => option !== 'params');
      return yield* startOptimizer(torch, machine, self, params ?? keywords.get('params') ?? none, dictOf(options));
    }),
    step: writingMethod('step', (self) =>
      loseOptimizer(self, unknown(say('{0} is not modelled yet', `torch.optim.${name}.step`))),
    ),
  });
