// Layers that draw their weights at random and are not modelled: making one leaves later random numbers unknown.
import { builtin } from '../../python/value';
import { makeClass } from '../makeClass';
import type { Entries } from '../moduleValue';
import { knownNames } from '../names/knownNames';
import { placeholder } from '../placeholder';
import { loseGenerator } from '../random/generatorObject';
import type { Torch } from '../torch';

const drawing = /Conv|Linear|Bilinear|Embedding|RNN|LSTM|GRU|Transformer|Attention|Dropout|AdaptiveLogSoftmax/;

/** Classes by name; those that are modelled after all replace them. */
export const unmodelledLayers = (torch: Torch): Entries =>
  new Map(
    knownNames('torch.nn')
      .filter((name) => drawing.test(name))
      .map((name) => [
        name,
        () =>
          placeholder(
            makeClass(name, 'torch.nn', [torch.classes.module], {
              __new__: {
                kind: 'staticmethod',
                func: builtin('__new__', () => loseGenerator(torch, `torch.nn.${name}`)),
              },
            }),
          ),
      ]),
  );
